import type { AwaitedDecision, AwaitedOfCase } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { caseReference } from '../case/case-reference.js';
import { Pagination } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask } from '../reader.js';
import type { Words } from '../words.js';

/** What waits for the police in this city, decisions first. Pseudonymous. */
export async function awaitedPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listAwaitedDecisions', { query: { page: String(pageIn(query)) } });
  if (!told.ok) return told;
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('decisions.title')}>
        <h1 class="govuk-heading-l">{say('decisions.title')}</h1>
        <p class="govuk-body">{say('decisions.lead')}</p>
        <Awaited cases={told.answer.cases} today={civilDateOf(reader.node.clock.now())} />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}

function Awaited({ cases, today }: { readonly cases: readonly AwaitedOfCase[]; readonly today: string }) {
  const words = useWords();
  const { say } = words;
  const rows = cases.flatMap((theCase) => theCase.awaited.map((awaited) => ({ theCase, awaited })));
  return (
    <Table
      caption={say('decisions.caption')}
      captionHidden
      columns={[
        { head: say('decisions.case') },
        { head: say('decisions.asked') },
        { head: say('decisions.city') },
        { head: say('decisions.since'), nowrap: true },
        { head: say('decisions.due') },
      ]}
      rows={rows.map(({ theCase, awaited }, i) => ({
        key: `${theCase.caseId}-${i}`,
        cells: [
          <a key="case" class="govuk-link" href={`/decisions/${theCase.caseId}`}>
            {caseReference(theCase.caseId)}
          </a>,
          words.value('AwaitedKind', awaited.kind),
          saidCity(theCase, words),
          awaited.since ? words.date(awaited.since) : '–',
          <DueDay key="due" awaited={awaited} today={today} />,
        ],
      }))}
      empty={say('decisions.empty')}
    />
  );
}

function DueDay({
  awaited: { dueOn },
  today,
}: {
  readonly awaited: AwaitedDecision;
  readonly today: string;
}) {
  const { say, date } = useWords();
  if (!dueOn) return <>{say('decisions.noDay')}</>;
  return (
    <>
      {date(dueOn)} {dueOn < today && <Tag tone="bad">{say('decisions.overdue')}</Tag>}
    </>
  );
}

/** Which city the case is shared with, seen from here. */
const saidCity = ({ side, otherCity }: AwaitedOfCase, { say, city }: Words): string =>
  otherCity === null
    ? say('decisions.nobodyAsked')
    : say(side === 'home' ? 'decisions.to' : 'decisions.from', { city: city(otherCity) });
