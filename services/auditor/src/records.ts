import { isUtf8 } from 'node:buffer';
import {
  type CostLine,
  peerContract,
  type SignedDocument,
  type StatementDocument,
  schemaValidator,
} from '@storstad/contract';
import {
  type Digest,
  isDigest,
  parseJsonStrictly,
  statementEnd,
  statementHead,
  statementLine,
} from '@storstad/evidence';
import { type FileLine, linesOf } from './read-lines.js';

/** What a line of an exported statement says (docs/reference/exports.md). */
export type FileRecord =
  | {
      readonly kind: 'statement';
      readonly statement: StatementDocument;
      readonly signatures: readonly SignedDocument[];
    }
  | {
      readonly kind: 'line';
      readonly bookedOn: string;
      readonly signed: SignedDocument;
      readonly digestSoFar: Digest;
    }
  | { readonly kind: 'end'; readonly lines: number };

/** A line of the file with what it says, or why it cannot be read. */
export type NumberedRecord = { readonly number: number; readonly text: string } & (
  | { readonly record: FileRecord }
  | { readonly problem: string }
);

/** The records of an exported statement, one at a time. */
export async function* recordsOf(path: string): AsyncGenerator<NumberedRecord, void> {
  for await (const line of linesOf(path)) yield { ...readLine(line), number: line.number };
}

const wrongDocument = schemaValidator(peerContract, 'StatementDocument');
const wrongSignature = schemaValidator(peerContract, 'SignedDocument');
const wrongDate = schemaValidator(peerContract, 'CivilDate');
const wrongLine = schemaValidator(peerContract, 'CostLine');

function readLine({
  bytes,
  ended,
}: FileLine): { text: string } & ({ record: FileRecord } | { problem: string }) {
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) return { text, problem: 'is not UTF-8' };
  if (!ended) return { text, problem: 'does not end with a line feed; the file is not whole' };
  const json = parseJsonStrictly(text);
  if (!json.ok) return { text, problem: `is not JSON (${json.problem})` };
  const record = recordIn(json.value);
  if (typeof record === 'string') return { text, problem: record };
  // What was read, written again, must be the same bytes: no other form, nothing more.
  if (written(record) !== `${text}\n`)
    return { text, problem: 'is not in the form in which a node writes it' };
  return { text, record };
}

function written(record: FileRecord): string {
  switch (record.kind) {
    case 'statement':
      return statementHead(record.statement, record.signatures);
    case 'line':
      return statementLine(record.bookedOn, record.signed, record.digestSoFar);
    case 'end':
      return statementEnd(record.lines);
  }
}

/** What a value says, or what is wrong with it. */
function recordIn(value: unknown): FileRecord | string {
  if (typeof value !== 'object' || value === null) return 'is no record of a statement';
  const { kind, ...said } = value as Record<string, unknown>;
  switch (kind) {
    case 'statement': {
      const { statement, signatures } = said;
      const [wrong] = wrongDocument(statement);
      if (wrong) return `is no statement: ${wrong.at} ${wrong.message}`;
      if (!Array.isArray(signatures) || signatures.some((each) => wrongSignature(each).length > 0))
        return 'has signatures that are none';
      return { kind, statement: statement as StatementDocument, signatures: signatures as SignedDocument[] };
    }
    case 'line': {
      const { bookedOn, signed, digestSoFar } = said;
      if (wrongDate(bookedOn).length > 0) return 'has no day on which it is booked';
      if (wrongSignature(signed).length > 0) return 'has no signed cost line';
      if (!isDigest(digestSoFar)) return 'has no digest of the lines so far';
      return { kind, bookedOn: bookedOn as string, signed: signed as SignedDocument, digestSoFar };
    }
    case 'end':
      return Number.isSafeInteger(said.lines)
        ? { kind, lines: said.lines as number }
        : 'has no number of lines';
    default:
      return 'is no record of a statement';
  }
}

/** The cost line in some signed bytes, or undefined when they are none. Whether the signature holds is not asked. */
export function costLineIn(payload: Uint8Array): CostLine | undefined {
  const json = isUtf8(payload) ? parseJsonStrictly(Buffer.from(payload).toString()) : undefined;
  return json?.ok && wrongLine(json.value).length === 0 ? (json.value as CostLine) : undefined;
}

/** How a finding names a line of the file: by its number, and by the cost line's id where one can be made out. */
export function nameOf({ number, text }: Pick<NumberedRecord, 'number' | 'text'>): string {
  if (number === 1) return 'line 1 (the statement)';
  if (text.startsWith('{"kind":"statement"')) return `line ${number} (a statement)`;
  if (text.startsWith('{"kind":"end"')) return `line ${number} (the end)`;
  const [, payload = ''] = /"payload":"([\w-]+)/.exec(text) ?? [];
  const [, id] = /"id":"([0-9a-f-]{36})"/.exec(Buffer.from(payload, 'base64url').toString()) ?? [];
  return id ? `line ${number} (cost line ${id})` : `line ${number} (a cost line whose id cannot be read)`;
}
