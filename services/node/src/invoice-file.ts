import { deskContract, type RecordInvoice, schemaValidator, type Validator } from '@storstad/contract';
import { CsvError, parse } from 'csv-parse/sync';
import { type FileFault, fileFault, isFileFault } from './file-fault.js';
import { personalNumbersIn } from './free-text.js';

/** Invoices in a CSV file (RFC 4180), with comma or semicolon. Nothing in a cell is evaluated: a formula is text. */

/** An invoice as a row says it, with its provider's organisation number or id. */
export type InvoiceOfFile = Omit<RecordInvoice, 'providerId'> & { readonly provider: string };

/** A row as it was read, or what is wrong with it. `row` is the line of the file, counted from 1. */
export type FileRow =
  | { readonly row: number; readonly invoice: InvoiceOfFile }
  | { readonly row: number; readonly column: string | null; readonly reason: string };

/** Rows in one file, besides the header. */
export const mostRows = 5_000;

/** The longest line that can be an invoice, in characters. */
export const longestRow = 10_000;

/** What a cell must be: the value, or undefined when it is something else. */
interface Column {
  readonly field: keyof InvoiceOfFile | null;
  readonly read: (cell: string) => string | number | undefined;
  /** Goes on after the column's name. */
  readonly must: string;
}

const valid = (schema: string) => {
  const violationsOf: Validator = schemaValidator(deskContract, schema);
  return <T>(value: T): T | undefined => (violationsOf(value).length === 0 ? value : undefined);
};
const [aNumber, anId, anOrganisation, aService, aDay, days, ore] = [
  'InvoiceNumber',
  'Uuid',
  'OrganisationNumber',
  'ServiceCode',
  'CivilDate',
  'Days',
  'Ore',
].map(valid) as [Valid, Valid, Valid, Valid, Valid, Valid, Valid];
type Valid = ReturnType<typeof valid>;

const date: Omit<Column, 'field'> = { read: aDay, must: 'must be a day, such as 2025-02-03' };
const kronor: Omit<Column, 'field'> = {
  read: (cell) => {
    const [, whole, part = ''] = /^(\d{1,10})(?:[.,](\d{1,2}))?$/.exec(cell) ?? [];
    return whole === undefined ? undefined : ore(Number(whole) * 100 + Number(part.padEnd(2, '0')));
  },
  must: 'must be kronor, such as 2000 or 2000,50, without minus and without spaces',
};

const columns: Readonly<Record<string, Column>> = {
  number: {
    field: 'number',
    read: (cell) => (personalNumbersIn(cell).length > 0 ? undefined : aNumber(cell)),
    must: 'must be the number of the invoice, at most 60 characters, and not look like a personal number',
  },
  provider: {
    field: 'provider',
    read: (cell) => anOrganisation(cell) ?? anId(cell),
    must: 'must be an organisation number, such as 559900-0001, or the id of a provider',
  },
  case: { field: 'caseId', read: anId, must: 'must be the id of a case' },
  service: { field: 'service', read: aService, must: 'must be a code of a service, such as housing' },
  from: { field: 'from', ...date },
  until: { field: 'until', ...date },
  days: {
    field: 'days',
    read: (cell) => (/^\d{1,4}$/.test(cell) ? days(Number(cell)) : undefined),
    must: 'must be a whole number of days',
  },
  day_rate_sek: { field: 'dayRateOre', ...kronor },
  amount_sek: { field: 'amountOre', ...kronor },
  upkeep_deduction_sek: { field: 'upkeepDeductionOre', ...kronor },
  currency: { field: null, read: (cell) => (cell === 'SEK' ? cell : undefined), must: 'must be SEK' },
};
const optional: readonly string[] = ['currency'];

/** Comma or semicolon, by which of them the header has. */
export const delimiterOf = (header: string): ',' | ';' => (header.includes(';') ? ';' : ',');

interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Reads a file, row by row; or says why it cannot be read at all. */
export function readInvoiceFile(text: string): FileRow[] | FileFault {
  const lines = linesOf(text);
  if (isFileFault(lines)) return lines;
  const [header, ...rows] = lines;
  if (!header) return fileFault(1, 'the file is empty');
  const names = header.cells.map((cell) => cell.trim());
  const problem = headerProblem(names);
  if (problem) return fileFault(header.row, problem);
  if (rows.length > mostRows)
    return fileFault(rows[mostRows]?.row ?? 1, 'the file has more than 5,000 rows; divide it');
  return rows.map((row) => readRow(row, names));
}

/** The cells of every line; no more lines than tell that there are too many. */
function linesOf(text: string): Line[] | FileFault {
  const end = text.search(/[\r\n]/);
  try {
    const read = parse(text, {
      bom: true,
      delimiter: delimiterOf(end < 0 ? text : text.slice(0, end)),
      info: true,
      max_record_size: longestRow,
      relax_column_count: true,
      skip_empty_lines: true,
      to: mostRows + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return read.map(({ record, info }) => ({ row: info.lines, cells: record }));
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault;
    return fileFault(Number(fault.lines), 'the quotation marks are wrong, or the row is too long');
  }
}

function headerProblem(names: readonly string[]): string | undefined {
  const isKnown = (name: string) => Object.hasOwn(columns, name);
  if (!names.some(isKnown)) return 'the first row must name the columns';
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    return isKnown(twice)
      ? `the column ${twice} is there twice`
      : 'two columns have the same name, which is not known';
  const unknown = names.findIndex((name) => !isKnown(name));
  if (unknown >= 0) return `column ${unknown + 1} has a name that is not known`;
  const missing = Object.keys(columns).find((name) => !optional.includes(name) && !names.includes(name));
  return missing && `the column ${missing} is missing`;
}

function readRow({ row, cells }: Line, names: readonly string[]): FileRow {
  if (cells.length !== names.length)
    return { row, column: null, reason: `has ${cells.length} cells, and the header has ${names.length}` };
  const fields: Record<string, string | number> = {};
  for (const [i, name] of names.entries()) {
    const { field, read, must } = columns[name] as Column;
    const value = read((cells[i] as string).trim());
    if (value === undefined) return { row, column: name, reason: must };
    if (field) fields[field] = value;
  }
  return { row, invoice: fields as unknown as InvoiceOfFile };
}
