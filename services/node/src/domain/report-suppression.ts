import type { ReportRow, ReportTable } from '@storstad/contract';
import type { BasedRow, BasedTable } from './report-measure.js';

/**
 * What may leave the city: with at most six cases a year any number is nearly a person (requirements §9.2, §12 no. 28;
 * docs/decisions/0020). A table is shown whole or not at all, so that no cell can be worked out from a total and the cells
 * beside it, nor from another table that counts some of the same.
 */

/** Numbers under this, and what rests on fewer cases, are suppressed. */
const threshold = 5;

/** The one number that is always shown: such totals are published anyway (002:43). */
const exempt = 'exchanges';

/** The tables of all cases for readers outside the city: nothing of other cities, nothing small. */
export function externalTables(tables: readonly BasedTable[]): ReportTable[] {
  const exchanges = tables.find(({ measure }) => measure === exempt)?.rows[0]?.value ?? 0;
  return tables
    .filter(({ boardOnly }) => !boardOnly)
    .map((table) => ({ ...headOf(table), rows: externalRows(table, exchanges) }));
}

/** The tables in full. */
export const boardTables = (tables: readonly BasedTable[]): ReportTable[] =>
  tables.map((table) => ({ ...headOf(table), rows: table.rows.map(shown) }));

const headOf = ({ section, measure, unit }: BasedTable) => ({ section, measure, unit });

function externalRows(table: BasedTable, exchanges: number): ReportRow[] {
  if (table.measure === exempt) return table.rows.map(shown);
  // Beside a number that small anything more would be said of a few.
  if (exchanges < threshold) return table.rows.map(hidden);
  // The lowest and the highest are each one person's.
  if (table.shape === 'spread')
    return table.rows.map((row) =>
      row.key === 'median' && restsOnEnough(row) && leavesNobodyAlone(exchanges - row.basis)
        ? shown(row)
        : hidden(row),
    );
  return isLarge(table, exchanges) ? table.rows.map(shown) : table.rows.map(hidden);
}

/** Whether every cell of a table is large enough, and so is what it leaves of the exchanges. */
function isLarge({ shape, rows }: BasedTable, exchanges: number): boolean {
  switch (shape) {
    case 'counts': {
      const total = rows.reduce((sum, { value }) => sum + (value ?? 0), 0);
      const isEach = rows.every((row) => restsOnEnough(row) && (row.value ?? 0) >= threshold);
      return isEach && leavesNobodyAlone(exchanges - total);
    }
    case 'sum':
      return rows.every((row) => restsOnEnough(row) && leavesNobodyAlone(exchanges - row.basis));
    case 'share':
    case 'spread':
      return rows.every(restsOnEnough);
  }
}

const restsOnEnough = ({ basis, value }: BasedRow): boolean => value !== null && basis >= threshold;

/** The number of exchanges is known: what a table does not count must not be a few either. */
const leavesNobodyAlone = (rest: number): boolean => rest === 0 || Math.abs(rest) >= threshold;

const shown = ({ key, value }: BasedRow): ReportRow => ({
  key,
  status: value === null ? 'not-known' : 'known',
  value,
});

const hidden = ({ key }: BasedRow): ReportRow => ({ key, status: 'suppressed', value: null });
