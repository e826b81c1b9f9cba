import type { PostedCostLine } from '@storstad/contract';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { CaseLink, LineLink } from './money-words.js';

/** The lines that a statement is the sum of: by whom, in which case, for which days, and what each of them adds. */
export function StatementLines({
  lines,
  reader,
}: {
  readonly lines: readonly PostedCostLine[];
  readonly reader: Reader;
}) {
  const { words } = reader;
  const { say, number, money } = words;
  return (
    <>
      <Table
        caption={say('money.statement.linesCaption')}
        empty={say('money.statement.noLines')}
        columns={[
          { head: say('money.service') },
          { head: say('money.case') },
          { head: say('money.statement.carriedOutBy') },
          { head: say('money.period'), nowrap: true },
          { head: say('money.chargedDays'), align: 'right' },
          { head: say('money.stayDays'), align: 'right' },
          { head: say('money.amount'), align: 'right', nowrap: true },
        ]}
        rows={lines.map(({ line }) => ({
          key: line.id,
          cells: [
            <LineLink key="line" line={line} />,
            <CaseLink key="case" reader={reader} caseId={line.caseId} />,
            words.city(line.receivingCity),
            words.period(line),
            number(line.days + line.leaveDays),
            number(line.stayDays),
            money(line.amountOre),
          ],
        }))}
      />
      <p class="govuk-body">{say('money.statement.daysMean')}</p>
    </>
  );
}
