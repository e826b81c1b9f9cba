import type { Report } from '@storstad/contract';
import { stringify } from 'csv-stringify/sync';

const header = ['section', 'measure', 'key', 'value', 'unit', 'direction', 'city'];

/**
 * A report as CSV (RFC 4180) in codes, which mean the same in every language; first the notes, whose value is their text.
 * Where there is no number, the value says why. A text that a spreadsheet would take for a formula gets an apostrophe
 * before it; numbers stay as they are.
 */
export function reportTable({ notes, parts }: Report): string {
  const noteRows = notes.map(({ code, text }) => ['notes', code, 'all', text, 'text', 'all', '']);
  const rows = parts.flatMap(({ direction, city, tables }) =>
    tables.flatMap(({ section, measure, unit, rows }) =>
      rows.map(({ key, status, value }) => [
        section,
        measure,
        key,
        value ?? status,
        unit,
        direction,
        city ?? '',
      ]),
    ),
  );
  return stringify([header, ...noteRows, ...rows], { record_delimiter: 'windows', escape_formulas: true });
}
