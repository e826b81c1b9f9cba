import type { CaseDue, DueItem } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { capital } from '../capital.js';
import { saidDue } from '../case/case-words.js';
import { dueHref, isOwnTask } from '../case/due-links.js';
import { Pagination, SubNavigation } from '../components/navigation.js';
import { Table } from '../components/table.js';
import type { Tone } from '../components/tag.js';
import { Tiles } from '../components/tiles.js';
import { Page } from '../layout.js';
import type { PageHandler } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, type Reader } from '../reader.js';
import { saidGround } from '../refusal-notice.js';
import type { Words } from '../words.js';
import { CaseLink, saidAssignee, saidRoute } from './case-cells.js';
import { type DueRow, dueRows } from './due-rows.js';
import { DueTags } from './due-tags.js';
import { countQueues, queueHref, queues } from './queues.js';
import { QuotaInForce, quotasInForce } from './quota-in-force.js';

const casesAPage = 20;

/** What is to be done today, in the cases that the reader may see. */
export const tasksPage: PageHandler = async ({ reader, query }) => {
  const { say } = reader.words;
  const overdueOnly = query.get('show') === 'overdue';
  const page = pageIn(query);
  const told = await ask(reader, 'listDue', {
    query: { page: `${page}`, limit: `${casesAPage}`, overdueOnly: `${overdueOnly}` },
  });
  if (!told.ok) return told;
  const counts = await countQueues(reader);
  const quotas = await quotasInForce(reader);
  const today = civilDateOf(reader.node.clock.now());
  return {
    page: (
      <Page reader={reader} title={say('work.tasks.title')}>
        <h1 class="govuk-heading-l">{say('work.tasks.title')}</h1>
        <Tiles
          label={say('work.queues')}
          tiles={queues
            .filter((queue) => queue !== 'closed')
            .map((queue) => ({
              label: say(`work.queue.${queue}`),
              count: counts.get(queue) ?? 0,
              href: queueHref(queue),
              tone: toneOf(queue, counts.get(queue) ?? 0),
            }))}
        />
        <SubNavigation
          label={say('work.tasks.show')}
          links={[
            { text: say('work.tasks.all'), href: '/tasks', current: !overdueOnly },
            {
              text: overdueText(counts.get('overdue') ?? 0, reader.words),
              href: '/tasks?show=overdue',
              current: overdueOnly,
            },
          ]}
        />
        <p class="govuk-body">
          {say('work.tasks.lead')}{' '}
          <a class="govuk-link" href="/cases">
            {say('work.tasks.cases')}
          </a>
          .
        </p>
        <DueTable
          rows={dueRows(told.answer.cases, today)}
          today={today}
          reader={reader}
          overdueOnly={overdueOnly}
        />
        <Pagination {...paging(reader, query, told.answer)} />
        <QuotaInForce reader={reader} quotas={quotas} />
      </Page>
    ),
  };
};

/** Cases are counted, as everywhere: one of them can have several tasks that are overdue. */
const overdueText = (n: number, { say }: Words): string => {
  if (n === 0) return say('work.tasks.overdueOnly');
  return say(n === 1 ? 'work.tasks.overdueInOne' : 'work.tasks.overdueIn', { n });
};

const urgentQueues: readonly string[] = ['overdue', 'urgent'];
const toneOf = (queue: string, count: number): Tone =>
  count > 0 && urgentQueues.includes(queue) ? 'bad' : 'neutral';

function DueTable({
  rows,
  today,
  reader,
  overdueOnly,
}: {
  readonly rows: readonly DueRow[];
  readonly today: CivilDate;
  readonly reader: Reader;
  readonly overdueOnly: boolean;
}) {
  const { words } = reader;
  const { say } = words;
  return (
    <Table
      caption={say('work.tasks.caption')}
      captionHidden
      columns={(['what', 'case', 'cities', 'due', 'whose', 'ground'] as const).map((column) => ({
        head: say(`work.tasks.${column}`),
      }))}
      empty={say(overdueOnly ? 'work.tasks.nothingOverdue' : 'work.tasks.nothing')}
      rows={rows.map(({ of, item, more }, i) => ({
        key: String(i),
        cells: [
          <>
            {isOwnTask(reader, item) ? (
              <a class="govuk-link" href={dueHref(of.caseId, item)}>
                {saidDue(item, words)}
              </a>
            ) : (
              saidDue(item, words)
            )}
            {more > 0 && <span class="app-quiet"> {say('work.tasks.more', { n: more })}</span>}
          </>,
          <CaseLink key="case" caseId={of.caseId} />,
          saidRoute(of, reader),
          <>
            <span class="app-nowrap">{words.date(item.dueOn)}</span> <DueTags item={item} today={today} />
          </>,
          whoseOf(item, of, reader),
          item.ground
            .split(', ')
            .map((ground) => saidGround(ground, words))
            .join('; '),
        ],
      }))}
    />
  );
}

/** Whose task it is among colleagues; of others' tasks, whom one waits for. */
function whoseOf(item: DueItem, of: CaseDue, reader: Reader): string {
  const { words, node } = reader;
  const isPolice = item.role === 'police-liaison';
  if (item.city === node.city && !isPolice) return saidAssignee(of, reader);
  const city = words.city(item.city);
  const who = isPolice ? words.say('work.tasks.policeIn', { city }) : city;
  return isOwnTask(reader, item) ? capital(who) : words.say('work.tasks.waitsFor', { who });
}
