import { type Case, categoriesIn, type PersonalDetails } from '@storstad/contract';
import { SummaryList } from '../components/summary-list.js';
import { fieldsOf } from '../forms/field.js';
import { formText } from '../forms/form-page.js';
import { saidFields } from '../forms/said-value.js';
import { mayAskFor, type Reader } from '../reader.js';
import type { CaseAction } from './case-actions.js';
import { subPageHref } from './sub-pages.js';

const anchor = 'personal-details';

/** Where the personal details stand. */
export const detailsHref = (caseId: string): string => `${subPageHref(caseId, 'referral')}#${anchor}`;

/**
 * Who the person is: at home what is recorded, and what of it has not left; in the other city what it was told. Nothing for
 * those who may not know.
 */
export function DetailsCard({
  theCase,
  details,
  reader,
  actions,
}: {
  readonly theCase: Case;
  readonly details: PersonalDetails | null;
  readonly reader: Reader;
  readonly actions: readonly CaseAction[];
}) {
  const { words } = reader;
  const { say } = words;
  if (!mayAskFor(reader, 'getPersonalDetails')) return null;
  const change = actions.find(({ name }) => name === 'recordPersonalDetails');
  const link =
    change && (details ? say('case.details.change') : formText({ ...change, variant: null }, 'link', words));
  return (
    <div id={anchor}>
      <SummaryList
        headingLevel={3}
        title={say('case.details.title')}
        action={change && link ? { text: link, href: change.href } : undefined}
        rows={[...rowsOf(theCase, details, reader), ...disclosedRow(theCase, reader)]}
      />
    </div>
  );
}

function rowsOf(theCase: Case, details: PersonalDetails | null, { words }: Reader) {
  const { say } = words;
  if (!details) return [{ key: say('case.details.state'), value: say(`case.details.none.${theCase.side}`) }];
  return saidFields(fieldsOf('recordPersonalDetails'), details, words).flatMap(({ name, label, value }) => {
    if (value === null) return [];
    const stays = isKeptBack(theCase, name, details);
    return [{ key: label, value: stays ? say('case.details.notTold', { value }) : value }];
  });
}

/** At home, what the other city was not told when the rest was disclosed. */
function isKeptBack({ side, disclosure }: Case, name: string, details: PersonalDetails): boolean {
  if (side !== 'home' || !disclosure) return false;
  const known = { referralId: '', details: { [name]: details[name as keyof PersonalDetails] } };
  const categories = [...categoriesIn('personal-details-disclosed', known)];
  return !categories.every((category) => disclosure.categories.includes(category));
}

const disclosedRow = ({ side, disclosure }: Case, { words }: Reader) =>
  disclosure
    ? [
        {
          key: words.say('case.details.disclosed'),
          value: words.say(`case.details.disclosedAt.${side}`, { time: words.time(disclosure.disclosedAt) }),
        },
      ]
    : [];
