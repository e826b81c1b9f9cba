import type { PostedCostLine } from '@storstad/contract';
import { stringify } from 'csv-stringify/sync';
import { kronor } from './kronor.js';

/** A cell: text, a count, or an amount in öre; the types are what the rule below goes by. */
type Cell = string | number | bigint | null;

/**
 * The columns of the ledger as a table, in their order. What staff have written about a dispute is not among them.
 */
const columns: Readonly<Record<string, (posted: PostedCostLine) => Cell>> = {
  id: ({ line }) => line.id,
  case: ({ line }) => line.caseId,
  agreement: ({ line }) => line.agreement,
  homeCity: ({ line }) => line.homeCity,
  receivingCity: ({ line }) => line.receivingCity,
  source: ({ line }) => line.source,
  service: ({ line }) => line.service,
  externalService: ({ line }) => line.externalServiceId,
  from: ({ line }) => line.from,
  until: ({ line }) => line.until,
  days: ({ line }) => line.days,
  leaveDays: ({ line }) => line.leaveDays,
  stayDays: ({ line }) => line.stayDays,
  dayRateSek: ({ line }) => BigInt(line.dayRateOre),
  leaveDayRateSek: ({ line }) => BigInt(line.leaveDayRateOre),
  deductionSek: ({ line }) => BigInt(line.deductionOre),
  expectedSek: ({ line }) => BigInt(line.expectedOre),
  amountSek: ({ line }) => BigInt(line.amountOre),
  postedOn: ({ line }) => line.postedOn,
  bookedOn: ({ bookedOn }) => bookedOn,
  state: ({ state }) => state,
  refusalCode: ({ refusalCode }) => refusalCode,
  dispute: ({ dispute }) => dispute?.state ?? null,
  disputeReason: ({ dispute }) => dispute?.reason ?? null,
  reverses: ({ line }) => line.reverses,
  reversedBy: ({ reversedBy }) => reversedBy,
};

/**
 * RFC 4180, so that every line ends with CR LF. A text that a spreadsheet would take for a formula (it begins with
 * `=`, `+`, `-`, `@`, a tab or a carriage return) gets an apostrophe before it. Numbers are numbers to the library, and
 * stay as they are: a negative amount is an amount.
 */
const asCsv = (rows: readonly (readonly Cell[])[]): string =>
  stringify([...rows] as Cell[][], {
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { bigint: kronor },
  });

/** Lines of the ledger as CSV: a header, then a row for each, a page of them at a time. */
export async function* ledgerTable<Line>(
  pages: AsyncIterable<readonly Line[]>,
  view: (line: Line) => PostedCostLine,
): AsyncGenerator<string, void> {
  yield asCsv([Object.keys(columns)]);
  const rowOf = (posted: PostedCostLine) => Object.values(columns).map((cellOf) => cellOf(posted));
  for await (const page of pages) yield asCsv(page.map((line) => rowOf(view(line))));
}
