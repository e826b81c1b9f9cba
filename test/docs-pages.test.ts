// The list of pages in the documentation is the list of pages that there are, each for those who see it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Role } from '@storstad/contract';
import t from 'tap';
import { formPathOf } from '../services/node/src/http/pages/forms/form-href.js';
import { formOperations } from '../services/node/src/http/pages/forms/form-routes.js';
import type { Pages } from '../services/node/src/http/pages/page.js';
import { addEveryPage } from '../services/node/src/http/pages/pages.js';
import { startCities } from '../services/node/test/helpers/city-nodes.js';
import { staff } from '../services/node/test/helpers/identity-provider.js';
import { openPages } from '../services/node/test/pages/open-pages.js';

const text = readFileSync(fileURLToPath(new URL('../docs/reference/pages.md', import.meta.url)), 'utf8');
/** Path, who sees it, and what it shows, as the tables have them. */
const documented = [...text.matchAll(/^\| `(\/[^`]*)` \| ([^|]+) \| (.+) \|$/gm)].map(
  ([, path = '', who = '', what = '']) => ({ path, who: who.trim(), what }),
);
/** The rows of forms have the operation in the second cell. */
const isOfForm = ({ who }: (typeof documented)[number]) => who.startsWith('`');
const pages = documented.filter((row) => !isOfForm(row));
const forms = documented.filter(isOfForm);

/** The paths of every page to read. */
function routes(): string[] {
  const paths: string[] = [];
  const note = (path: string) => void paths.push(path);
  const list: Pages = { get: note, poll: note, post: () => undefined };
  addEveryPage(list);
  return paths;
}

t.test('every page', async (t) => {
  const ofForms = formOperations().map(formPathOf);
  t.strictSame(
    pages.map(({ path }) => path).sort(),
    routes()
      .filter((path) => !ofForms.includes(path))
      .sort(),
  );
});

t.test('every form, with its operation', async (t) => {
  t.strictSame(
    forms.map(({ path, who, what }) => [path, who, what]),
    formOperations().map((operation) => [
      formPathOf(operation),
      `\`${operation.operationId}\``,
      operation.roles.map((role) => names[role]).join(', '),
    ]),
  );
});

const names: Readonly<Record<Role, string>> = {
  'social-worker': 'social worker',
  'police-liaison': 'police liaison',
  administrator: 'administrator',
  auditor: 'auditor',
};

t.test('who sees what, of the pages that are of nothing in particular', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm'] });
  const { as } = await openPages(t, cities.node('stockholm'));
  const roles = Object.keys(names) as Role[];
  const readers = new Map(roles.map((role) => [role, as(staff(role, 'JARVA'))]));
  for (const { path, who } of pages.filter(({ path }) => !path.includes(':') && path !== '/')) {
    const seeing: Role[] = [];
    for (const [role, reader] of readers) if ((await reader.get(path)).status === 200) seeing.push(role);
    t.equal(who, seeing.length === roles.length ? 'all' : seeing.map((role) => names[role]).join(', '), path);
  }
});
