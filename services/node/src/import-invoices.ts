import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { InvoiceImport, Problem } from '@storstad/contract';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { delimiterOf, longestRow } from './invoice-file.js';

/** Sends the invoices of a file of any size to a desk, a part at a time, and writes what became of each row. */

export interface ImportPlan {
  /** The desk's address, such as https://malmo.example/desk/v1. */
  readonly desk: string;
  /** Holds an access token of an administrator; read for each part, so that it can be renewed meanwhile. */
  readonly tokenFile: string;
  readonly file: string;
  /** Where the rows' outcomes go, as CSV. */
  readonly out: string;
  readonly say: (progress: string) => void;
}

/** The rows that were sent, by what became of them. */
export interface Tally {
  accepted: number;
  unchanged: number;
  rejected: number;
}

/** The desk, or the file, is such that the import cannot go on. The message is for the operator. */
export class ImportStopped extends Error {}

const rowsAtOnce = 1_000;
/** Well below what the desk takes. */
const charactersAtOnce = 1_000_000;

interface Row {
  readonly line: number;
  readonly cells: string[];
  readonly characters: number;
}

/** A part of the file that is sent in one request. */
interface Part {
  readonly header: Row;
  readonly rows: readonly Row[];
  readonly bytesRead: number;
}

/**
 * Imports a file. The same file again changes nothing, so one that stopped on the way can be sent again from its start.
 * Rejects with ImportStopped.
 */
export async function importInvoiceFile(plan: ImportPlan): Promise<Tally> {
  const tally: Tally = { accepted: 0, unchanged: 0, rejected: 0 };
  const size = statSync(plan.file).size;
  const outcomes = async function* (): AsyncGenerator<string> {
    yield line(['row', 'number', 'outcome', 'column', 'reason', 'invoice_id']);
    for await (const part of partsOf(plan.file)) {
      const answer = await send(plan, part);
      tally.accepted += answer.accepted;
      tally.unchanged += answer.unchanged;
      tally.rejected += answer.rejected;
      yield outcomesOf(part, answer);
      plan.say(progress(tally, part.bytesRead / size));
    }
  };
  await pipeline(outcomes, createWriteStream(plan.out, { flags: 'w', mode: 0o600 }));
  return tally;
}

/** Such as `12,000 of about 1,000,000 rows, 11,950 accepted, 50 rejected`. */
export function progress({ accepted, unchanged, rejected }: Tally, share: number): string {
  const rows = accepted + unchanged + rejected;
  const inWords = (n: number) => n.toLocaleString('en');
  const inAll = share >= 1 ? `${inWords(rows)} rows` : `about ${inWords(Math.round(rows / share))} rows`;
  const same = unchanged > 0 ? `, ${inWords(unchanged)} unchanged` : '';
  return `${inWords(rows)} of ${inAll}, ${inWords(accepted)} accepted${same}, ${inWords(rejected)} rejected`;
}

async function* partsOf(file: string): AsyncGenerator<Part> {
  let header: Row | undefined;
  let rows: Row[] = [];
  let characters = 0;
  let bytesRead = 0;
  for await (const { record, info } of recordsOf(file)) {
    const row = { line: info.lines, cells: record, characters: record.join().length };
    if (!header) {
      header = row;
      continue;
    }
    rows.push(row);
    bytesRead = info.bytes;
    characters += row.characters;
    if (rows.length < rowsAtOnce && characters < charactersAtOnce) continue;
    yield { header, rows, bytesRead };
    [rows, characters] = [[], 0];
  }
  if (!header) throw new ImportStopped('The file is empty.');
  // A header alone is sent too: it can be wrong.
  if (rows.length > 0 || bytesRead === 0) yield { header, rows, bytesRead: statSync(file).size };
}

interface ReadRecord {
  readonly record: string[];
  readonly info: { readonly lines: number; readonly bytes: number };
}

async function* recordsOf(file: string): AsyncGenerator<ReadRecord> {
  const parser = parse({
    bom: true,
    delimiter: await delimiterIn(file),
    info: true,
    max_record_size: longestRow,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const reading = pipeline(createReadStream(file), decoded, parser);
  reading.catch(() => undefined);
  try {
    for await (const record of parser) yield record as ReadRecord;
    await reading;
  } catch (fault) {
    if (fault instanceof TypeError) throw new ImportStopped('The file is not UTF-8.');
    const { lines, code = '' } = fault as { lines?: number; code?: string };
    if (!code.startsWith('CSV_')) throw fault;
    throw new ImportStopped(`Row ${lines}: the quotation marks are wrong, or the row is too long.`);
  }
}

/** Text out of bytes; what is no UTF-8 is a TypeError. */
async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function delimiterIn(file: string): Promise<',' | ';'> {
  for await (const chunk of createReadStream(file, { encoding: 'utf8', end: longestRow }))
    return delimiterOf(String(chunk).split(/[\r\n]/)[0] ?? '');
  return ',';
}

/** Asks the desk to take in a part. */
async function send({ desk, tokenFile }: ImportPlan, { header, rows }: Part): Promise<InvoiceImport> {
  const answer = await fetch(`${desk.replace(/\/$/, '')}/invoice-imports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`,
      'content-type': 'text/csv',
    },
    // An empty cell is quoted, or a row of nothing else would be no row.
    body: stringify([header.cells, ...rows.map(({ cells }) => cells)], { quoted_empty: true }),
  }).catch((fault: Error) => {
    throw new ImportStopped(`The desk does not answer: ${fault.message}.`);
  });
  if (answer.ok) return (await answer.json()) as InvoiceImport;
  const problem = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  throw new ImportStopped(
    `The desk answered ${answer.status} ${problem.code ?? ''}: ${problem.detail ?? problem.title}`,
  );
}

/** The outcomes of a part, by the lines of the whole file. */
function outcomesOf({ header, rows }: Part, answer: InvoiceImport): string {
  const numberAt = header.cells.findIndex((name) => name.trim() === 'number');
  return answer.rows
    .map(({ outcome, column, reason, invoiceId }, i) => {
      const row = rows[i];
      return line([String(row?.line), row?.cells[numberAt] ?? '', outcome, column, reason, invoiceId]);
    })
    .join('');
}

/** A line of CSV in which no cell begins a formula, whatever was in the file that came. */
const line = (cells: (string | null)[]): string => stringify([cells], { escape_formulas: true });
