import type { CaseSummary } from '@storstad/contract';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { type Reader, saidUnit } from '../reader.js';
import { CaseLink, nextStepOf, saidAssignee, saidRoute, stateTone } from './case-cells.js';

/** Cases as rows of a list, each a link to the case. */
export function CasesTable({
  cases,
  reader,
  caption,
  empty,
}: {
  readonly cases: readonly CaseSummary[];
  readonly reader: Reader;
  readonly caption: string;
  readonly empty: string;
}) {
  const { words } = reader;
  const { say } = words;
  const head = (column: string) => ({ head: say(`work.cases.${column}`) });
  return (
    <Table
      caption={caption}
      longWords
      columns={[
        head('case'),
        head('cities'),
        head('state'),
        head('next'),
        head('due'),
        head('unit'),
        head('assignee'),
      ]}
      empty={empty}
      rows={cases.map((summary) => ({
        key: summary.id,
        cells: [
          <CaseLink key="case" caseId={summary.id} />,
          saidRoute(summary, reader),
          <Tag key="state" tone={stateTone[summary.state]}>
            {words.value('CaseState', summary.state)}
          </Tag>,
          say(`work.next.${nextStepOf(summary)}`),
          <DueOn key="due" summary={summary} reader={reader} />,
          summary.unit ? saidUnit(reader, summary.unit) : say('work.noUnit'),
          saidAssignee(summary, reader),
        ],
      }))}
    />
  );
}

const DueOn = ({
  summary: { nextDueOn, overdue },
  reader: { words },
}: {
  readonly summary: CaseSummary;
  readonly reader: Reader;
}) =>
  nextDueOn === null ? (
    <span>{words.say('work.nothingDue')}</span>
  ) : (
    <>
      <span class="app-nowrap">{words.date(nextDueOn)}</span>{' '}
      {overdue && <Tag tone="bad">{words.say('work.when.overdue')}</Tag>}
    </>
  );
