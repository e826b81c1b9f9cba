import { Details } from '../components/messages.js';
import { useWords } from '../components/page-context.js';
import { formText } from '../forms/form-page.js';
import type { Words } from '../words.js';
import type { CaseAction } from './case-actions.js';
import type { SubPage } from './sub-pages.js';

/** What a link to a form says. */
export const actionText = ({ operation, kind }: CaseAction, words: Words): string =>
  formText({ operation, variant: kind }, 'link', words) ?? operation;

/** Links to what can be done with one thing in the case; nothing when there is nothing. */
export function ThingActions({
  actions,
  thing,
}: {
  readonly actions: readonly CaseAction[];
  readonly thing: string;
}) {
  const own = actions.filter((action) => action.thing === thing);
  return own.length > 0 ? <ActionList actions={own} /> : null;
}

/** What can be done on a page of the case with the case as a whole, as links to the forms. */
export function PageActions({
  actions,
  page,
}: {
  readonly actions: readonly CaseAction[];
  readonly page: SubPage;
}) {
  const { say } = useWords();
  const own = actions.filter((action) => action.page === page && action.thing === null);
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="can-do">
      <h3 class="govuk-heading-s" id="can-do">
        {say('case.canDo')}
      </h3>
      <ActionList actions={own} />
    </section>
  );
}

/** All that can be done with the case as a whole, by the page that it belongs to. */
export function AllActions({ actions }: { readonly actions: readonly CaseAction[] }) {
  const { say } = useWords();
  const whole = actions.filter(({ thing }) => thing === null);
  const pages = [...new Set(whole.map(({ page }) => page))];
  if (pages.length === 0) return <p class="app-empty">{say('case.nothingToDo')}</p>;
  const [first, ...others] = pages.map((page) => ({ page, own: whole.filter((one) => one.page === page) }));
  return (
    <>
      {first && <ActionList actions={first.own} />}
      {others.map(({ page, own }) => (
        <Details
          key={page}
          summary={say('case.actionGroup', { group: say(`case.pages.${page}`), n: own.length })}
        >
          <ActionList actions={own} />
        </Details>
      ))}
    </>
  );
}

const ActionList = ({ actions }: { readonly actions: readonly CaseAction[] }) => {
  const words = useWords();
  return (
    <ul class="govuk-list">
      {actions.map((action) => (
        <li key={action.href}>
          <a class="govuk-link" href={action.href}>
            {actionText(action, words)}
          </a>
        </li>
      ))}
    </ul>
  );
};
