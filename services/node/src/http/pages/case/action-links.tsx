import { Details } from '../components/messages.js';
import { useWords } from '../components/page-context.js';
import { formText } from '../forms/form-page.js';
import type { Words } from '../words.js';
import type { CaseAction, LaterAction } from './case-actions.js';
import { type SubPage, subPages } from './sub-pages.js';

/** What a link to a form says; of what changes something that is there already, that it does. */
export const actionText = (
  {
    name,
    operation,
    kind,
    again = false,
  }: Pick<CaseAction, 'name' | 'operation' | 'kind'> & { again?: boolean },
  words: Words,
): string =>
  (again ? words.find(`case.again.${name}`) : undefined) ??
  formText({ operation, variant: kind }, 'link', words) ??
  operation;

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
    <section class="app-actions" aria-labelledby="can-do">
      <h3 class="govuk-heading-s" id="can-do">
        {say('case.canDo')}
      </h3>
      <ActionList actions={own} />
    </section>
  );
}

/** A longer list than this is folded. */
const shortList = 5;

/** What else can be done with the case as a whole, or comes later, by the page that it belongs to. */
export function AllActions({
  actions,
  later,
}: {
  readonly actions: readonly CaseAction[];
  readonly later: readonly LaterAction[];
}) {
  const { say } = useWords();
  const whole = actions.filter(({ thing }) => thing === null);
  const pages = subPages.filter((page) => [...whole, ...later].some((one) => one.page === page));
  return (
    <section class="app-actions" aria-labelledby="can-do-else">
      <h2 class="govuk-heading-m" id="can-do-else">
        {say('case.canDoElse')}
      </h2>
      {pages.length === 0 && <p class="app-empty">{say('case.nothingToDo')}</p>}
      {pages.map((page) => {
        const own = whole.filter((one) => one.page === page);
        const waiting = later.filter((one) => one.page === page);
        const n = own.length + waiting.length;
        const group = say(page === 'overview' ? 'case.actionsOfCase' : `case.pages.${page}`);
        return (
          <Details
            key={page}
            summary={say('case.actionGroup', { group, n })}
            open={page === 'overview' || n <= shortList}
          >
            <ActionList actions={own} later={waiting} />
          </Details>
        );
      })}
    </section>
  );
}

const ActionList = ({
  actions,
  later = [],
}: {
  readonly actions: readonly CaseAction[];
  readonly later?: readonly LaterAction[];
}) => {
  const words = useWords();
  return (
    <ul class="govuk-list app-actions">
      {actions.map((action) => (
        <li key={action.href}>
          <a class="govuk-link" href={action.href}>
            {actionText(action, words)}
          </a>
        </li>
      ))}
      {later.map((action) => (
        <li key={action.name}>
          {actionText(action, words)}{' '}
          <span class="app-quiet">{words.say(`case.waitsFor.${action.waitsFor}`)}</span>
        </li>
      ))}
    </ul>
  );
};
