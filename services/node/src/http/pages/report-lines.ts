import type { ReportPart, ReportRow, ReportTable } from '@storstad/contract';

/** The report's tables, with the same measure of several parts beside each other. */

/** A measure in some parts. */
export interface MeasureLines extends Pick<ReportTable, 'section' | 'measure' | 'unit'> {
  readonly lines: readonly Line[];
}

/** A key of a measure, with its row in each part; undefined in a part that does not tell of it. */
export interface Line {
  readonly key: string;
  readonly cells: readonly (ReportRow | undefined)[];
}

/** Every measure of the first part, in its order. */
export const linesOf = (parts: readonly ReportPart[]): MeasureLines[] =>
  (parts[0]?.tables ?? []).map(({ section, measure, unit, rows }) => {
    const tables = parts.map(({ tables }) => tables.find((table) => table.measure === measure));
    const cellsOf = (key: string) => tables.map((table) => table?.rows.find((row) => row.key === key));
    return { section, measure, unit, lines: rows.map(({ key }) => ({ key, cells: cellsOf(key) })) };
  });

/** What there is to tell of a measure, or of a line: something, or only that it is none, not known or hidden. */
export type Telling = 'something' | 'zero' | 'not-known' | 'suppressed';

export function tellingOf(lines: readonly Line[]): Telling {
  const rows = lines.flatMap(({ cells }) => cells).filter((cell) => cell !== undefined);
  const [first] = rows.map(sortOf);
  return first !== undefined && rows.every((row) => sortOf(row) === first) ? first : 'something';
}

const sortOf = ({ status, value }: ReportRow): Telling =>
  status !== 'known' ? status : value === 0 ? 'zero' : 'something';
