// What the pages of a case offer is what would succeed there: nothing that is only refused, and nothing is left out.
import { deskContract } from '@storstad/contract';
import t, { type Test } from 'tap';
import { subPageHref, subPages } from '../../src/http/pages/case/sub-pages.js';
import { formPathOf } from '../../src/http/pages/forms/form-href.js';
import { formOperations } from '../../src/http/pages/forms/form-routes.js';
import { liaison, units } from '../helpers/case-work.js';
import { casesInEveryState } from '../helpers/cases-in-every-state.js';
import { type StaffMember, staff } from '../helpers/identity-provider.js';
import { succeedsAtHome, succeedsThere } from '../helpers/succeeds-in-state.js';
import { linksIn } from './links.js';
import { openPages } from './open-pages.js';

t.test('in every state the pages offer what succeeds', async (t) => {
  const { home, receiving } = await casesInEveryState(t);
  for (const [{ node, cases }, table] of [
    [home, succeedsAtHome],
    [receiving, succeedsThere],
  ] as const) {
    const pages = await openPages(t, node);
    const worker = staff('social-worker', ...(units[node.city] ?? []));
    for (const [state, caseId] of Object.entries(cases))
      await t.test(`${node.city}: ${state}`, async (t) => {
        const offered = new Set([
          ...(await offeredTo(t, pages, worker, caseId)),
          ...(await offeredTo(t, pages, liaison, caseId)),
        ]);
        const succeeding = table[state]?.split(/\s+/).filter(Boolean) ?? [];
        t.strictSame(
          [...offered].filter((name) => !succeeding.includes(name) && !needsMore.includes(name)),
          [],
          'nothing that would be refused',
        );
        const names = new Set([...offered].map(formOf));
        const wanted = succeeding.filter(
          (name) => hasForm(operationIn(name)) && operationIn(name) !== reason,
        );
        t.strictSame(
          wanted.filter((name) => !names.has(formOf(name))),
          [],
          'nothing is left out',
        );
      });
  }
});

const reason = 'giveReadingReason';
/** Can be done only when there is a provider, which these cases do not have. */
const needsMore: readonly string[] = ['proposeExternalService'];

const operationIn = (name: string) => name.replace(/\/.*/, '');
/** The same form can be filled in in several ways; a follow-up has a form for each kind. */
const formOf = (name: string) => (name.startsWith('recordFollowUp/') ? name : operationIn(name));
const hasForm = (operation: string) =>
  formOperations().some(({ operationId, roles }) => operationId === operation && roles.some(isShownCases));
const isShownCases = (role: string) =>
  deskContract.operations.get('getCase')?.roles.some((one) => one === role) ?? false;

/** The forms that somebody finds a link to on any page of the case, by the names of case-calls.ts. */
async function offeredTo(
  t: Test,
  pages: Awaited<ReturnType<typeof openPages>>,
  member: StaffMember,
  caseId: string,
): Promise<Set<string>> {
  const reader = pages.as(member);
  await reader.post(`/cases/${caseId}/readings/new`, { reason: 'supervision' });
  const names = new Set<string>();
  for (const page of subPages) {
    const shown = await reader.get(subPageHref(caseId, page));
    if (page === 'costs' && member === liaison) t.equal(shown.status, 403);
    else t.equal(shown.status, 200, `${page}: ${shown.text.slice(0, 400)}`);
    for (const href of linksIn(shown)) {
      const name = nameOf(href);
      if (name) names.add(name);
    }
  }
  return names;
}

const formPaths = formOperations()
  .filter(({ path }) => path.includes('{caseId}'))
  .map((operation) => ({
    operation: operation.operationId,
    path: new RegExp(`^${formPathOf(operation).replaceAll(/:\w+/g, '[^/]+')}$`),
  }));

function nameOf(href: string): string | undefined {
  const { pathname, searchParams } = new URL(href, 'http://page.invalid');
  const operation = formPaths.find(({ path }) => path.test(pathname))?.operation;
  if (operation === 'recordFollowUp') return `recordFollowUp/${searchParams.get('kind')}`;
  if (operation === 'raiseDeviation' && searchParams.has('subject'))
    return `raiseDeviation/${searchParams.get('subject')}`;
  return operation;
}
