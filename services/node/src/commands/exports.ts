import { setImmediate } from 'node:timers/promises';
import { deskContract } from '@storstad/contract';
import { addDays, civilDateOf } from '../domain/calendar.js';
import type { SignedLine } from '../domain/money-event.js';
import { refuse } from '../domain/refusal.js';
import { emptyPeriodRefusal, periodOfStatement, type StatementPeriod } from '../domain/statement.js';
import type { City, StatementId } from '../domain/values.js';
import { ledgerTable } from '../exports/ledger-table.js';
import { sieFile } from '../exports/sie.js';
import { statementLines } from '../exports/statement-lines.js';
import { vouchersOf } from '../exports/vouchers.js';
import { type Node, otherCities } from '../node.js';
import type { LinePlace } from '../store/statement-lines.js';
import { costLineViews } from './cost-lines.js';
import type { DeskCommand } from './desk-command.js';

/** The lines with one other city as a table. */
export const exportLedger: DeskCommand<'exportLedger'> = (node, { params }) => {
  const city = params.city as City;
  if (!otherCities(node).includes(city)) return refuse('NOT_FOUND');
  const pages = pagesOf((after) => node.store.ledger.entries(city, after, pageSize));
  const content = ledgerTable(pages, costLineViews(node));
  return { file: { name: `ledger-${node.city}-${city}.csv`, content } };
};

/** The vouchers of a period with all other cities. */
export const exportVouchers: DeskCommand<'exportVouchers'> = async (node, { query }) => {
  const period = periodOfStatement(query);
  const refusal = emptyPeriodRefusal(period);
  if (refusal) return refusal;
  const content = sieFile({
    programVersion: deskContract.version,
    organisationNumber: node.own.organisationNumber,
    cityName: node.own.name,
    accounting: node.accounting,
    generatedOn: civilDateOf(node.clock.now()),
    vouchers: await vouchersOf(linesWithAll(node, period), node.city, node.accounting),
  });
  return { file: { name: `vouchers-${node.city}-${period.from}-${addDays(period.until, -1)}.si`, content } };
};

/** A statement of this city with another, with its signatures and lines. Of one between two others there are no lines here. */
export const exportStatement: DeskCommand<'exportStatement'> = (node, { params }) => {
  const statement = node.store.statements.find(params.statementId as StatementId);
  const city = statement?.document.cities.find((each) => each !== node.city) as City;
  if (!statement?.document.cities.includes(node.city)) return refuse('NOT_FOUND');
  const content = statementLines(statement, linesWith(node, city, periodOfStatement(statement.document)));
  return { file: { name: `statement-${statement.id}.jsonl`, content } };
};

const pageSize = 1_000;

const linesWith = (node: Node, city: City, period: StatementPeriod) =>
  pagesOf((after) => node.store.ledger.signedLines(city, period, after, pageSize));

async function* linesWithAll(node: Node, period: StatementPeriod) {
  for (const city of otherCities(node)) yield* linesWith(node, city, period);
}

/** Page after page, with a pause for everybody else's requests after each. */
async function* pagesOf<Line extends SignedLine>(read: (after: LinePlace | null) => readonly Line[]) {
  let page = read(null);
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page;
    await setImmediate();
    page = read({ bookedOn: last.bookedOn, id: last.line.id });
  }
}
