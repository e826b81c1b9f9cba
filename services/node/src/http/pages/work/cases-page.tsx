import type { Queue } from '@storstad/contract';
import { otherCities } from '../../../node.js';
import { SelectField } from '../components/fields.js';
import { ButtonGroup, ButtonLink, Filter } from '../components/forms.js';
import { Pagination, SubNavigation } from '../components/navigation.js';
import { Page } from '../layout.js';
import type { PageHandler } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader, saidUnit } from '../reader.js';
import { newReferralHref } from '../referral/draft-entries.js';
import { CasesTable } from './cases-table.js';
import { countQueues, isQueue, queueHref, queues } from './queues.js';

const casesAPage = 20;
const filters = ['state', 'side', 'otherCity', 'unit'] as const;
type FilterName = (typeof filters)[number];

/** The cases that the reader may see, by queue and filter. */
export const casesPage: PageHandler = async ({ reader, query }) => {
  const { say } = reader.words;
  const asked = query.get('queue');
  const queue = isQueue(asked) ? asked : null;
  const options = optionsOf(reader);
  // What is no choice of the filter is let be: the address may come from anywhere.
  const chosen = Object.fromEntries(
    filters.flatMap((name) => {
      const value = query.get(name);
      return options[name].some((option) => option.value === value) ? [[name, value as string]] : [];
    }),
  );
  const where: Readonly<Record<string, string>> = { ...(queue ? { queue } : {}), ...chosen };
  const page = pageIn(query);
  const told = await ask(reader, 'listCases', {
    query: { ...where, page: `${page}`, limit: `${casesAPage}` },
  });
  if (!told.ok) return told;
  const { cases, total } = told.answer;
  return {
    page: (
      <Page reader={reader} title={say('work.cases.title')}>
        <h1 class="govuk-heading-l">{say('work.cases.title')}</h1>
        <ButtonGroup>
          {mayAskFor(reader, 'openCase') && (
            <ButtonLink href={newReferralHref}>{say('new-referral.title')}</ButtonLink>
          )}
          {mayAskFor(reader, 'searchCases') && (
            <a class="govuk-link" href="/cases/search">
              {say('work.search.title')}
            </a>
          )}
        </ButtonGroup>
        <QueueNavigation reader={reader} current={queue} counts={await countQueues(reader)} />
        <Filter label={say('work.filter.label')} submit={say('work.filter.submit')}>
          {queue && <input type="hidden" name="queue" value={queue} />}
          {filters.map((name) => (
            <SelectField
              key={name}
              id={`filter-${name}`}
              name={name}
              label={say(`work.filter.${name}`)}
              prompt={say('work.filter.any')}
              options={options[name]}
              value={chosen[name]}
            />
          ))}
        </Filter>
        <CasesTable
          cases={cases}
          reader={reader}
          caption={say('work.cases.caption', { total })}
          empty={say('work.cases.empty')}
        />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
};

/** The queues as links with their counts; all cases first. */
export const QueueNavigation = ({
  reader: { words },
  current,
  counts,
}: {
  readonly reader: Reader;
  /** Null for all cases. */
  readonly current: Queue | null;
  readonly counts: ReadonlyMap<Queue, number>;
}) => (
  <SubNavigation
    label={words.say('work.queues')}
    links={[
      { text: words.say('work.queue.all'), href: '/cases', current: current === null },
      ...queues.map((queue) => ({
        text: words.say(`work.queue.${queue}`),
        href: queueHref(queue),
        current: queue === current,
        count: queue === 'closed' ? undefined : counts.get(queue),
      })),
    ]}
  />
);

const states = [
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'in-progress',
  'departed',
  'completed',
  'cancelled',
] as const;

function optionsOf(reader: Reader): Record<FilterName, { value: string; text: string }[]> {
  const { node, session, words } = reader;
  const said = (field: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, text: words.value(field, value) }));
  return {
    state: said('CaseState', states),
    side: said('Case.side', ['home', 'receiving']),
    otherCity: otherCities(node).map((city) => ({ value: city, text: words.city(city) })),
    unit: session.staff.units.map((unit) => ({ value: unit, text: saidUnit(reader, unit) })),
  };
}
