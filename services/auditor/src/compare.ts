import type { Outcome } from './audit.js';
import { costLineIn, type FileRecord, type NumberedRecord, nameOf, recordsOf } from './records.js';

type Records = AsyncGenerator<NumberedRecord, void>;
type Read<Kind extends FileRecord['kind']> = {
  readonly number: number;
  readonly text: string;
  readonly record: Extract<FileRecord, { kind: Kind }>;
};
type Body = Read<'line'> | Read<'end'>;

/**
 * Compares two exports of one statement, by two cities or by one city at two times, and names the first line that is in
 * only one of them or not the same in both. Signatures are not verified; a signature that came later is no difference.
 */
export async function compare(one: string, other: string): Promise<Outcome> {
  const names = one === other ? ['the first', 'the second'] : [one, other];
  const sides = [one, other].map((path, i) => ({ name: names[i] ?? '', records: recordsOf(path) }));
  try {
    const finding = await firstDifference(sides as [Side, Side]);
    return finding === undefined
      ? { findings: [], summary: ['The two exports say the same.'] }
      : { findings: [finding], summary: [] };
  } finally {
    await Promise.all(sides.map(({ records }) => records.return()));
  }
}

interface Side {
  readonly name: string;
  readonly records: Records;
}

async function firstDifference(sides: readonly [Side, Side]): Promise<string | undefined> {
  const [one, other] = [await headOf(sides[0]), await headOf(sides[1])];
  if (typeof one === 'string') return one;
  if (typeof other === 'string') return other;
  const different = differingHeads(one.record, other.record);
  if (different) return `line 1 (the statement): ${different}`;
  for (;;) {
    const [left, right] = [await bodyOf(sides[0]), await bodyOf(sides[1])];
    if (typeof left === 'string') return left;
    if (typeof right === 'string') return right;
    const difference = differingBodies([left, right], sides);
    if (difference) return difference;
    if (left.record.kind === 'end') return nothingAfter(sides);
  }
}

async function headOf({ name, records }: Side): Promise<Read<'statement'> | string> {
  const { value: first } = await records.next();
  if (!first) return `line 1 (the statement): is not there in ${name}`;
  if ('problem' in first) return `${nameOf(first)} of ${name}: ${first.problem}`;
  return first.record.kind === 'statement'
    ? { ...first, record: first.record }
    : `${nameOf(first)} of ${name}: is no statement`;
}

async function bodyOf({ name, records }: Side): Promise<Body | string> {
  const { value: next } = await records.next();
  if (!next) return `${name} ends without its end; it is not whole`;
  if ('problem' in next) return `${nameOf(next)} of ${name}: ${next.problem}`;
  const { record } = next;
  switch (record.kind) {
    case 'statement':
      return `${nameOf(next)} of ${name}: is a second statement`;
    case 'line':
      return { ...next, record };
    case 'end':
      return { ...next, record };
  }
}

function differingHeads(
  one: Read<'statement'>['record'],
  other: Read<'statement'>['record'],
): string | undefined {
  const fields = differingFields(one.statement, other.statement);
  if (fields.length > 0) return `the two are not the same statement; they differ in ${fields.join(', ')}`;
  const [fewer, more] = [one.signatures, other.signatures].sort((a, b) => a.length - b.length);
  const among = more?.map((signed) => JSON.stringify(signed)) ?? [];
  return fewer?.every((signed) => among.includes(JSON.stringify(signed)))
    ? undefined
    : 'the signatures differ';
}

function differingBodies(
  [left, right]: [Body, Body],
  [one, other]: readonly [Side, Side],
): string | undefined {
  if (left.text === right.text) return undefined;
  if (left.record.kind === 'end' && right.record.kind === 'end')
    return `line ${left.number} (the end): ${one.name} says ${left.record.lines} lines, ${other.name} ${right.record.lines}`;
  const [here, there] = [placeOf(left), placeOf(right)];
  if (here.id !== there.id)
    return here.place < there.place
      ? `${nameOf(left)} of ${one.name}: is missing in ${other.name}, or is booked on another day there`
      : `${nameOf(right)} of ${other.name}: is missing in ${one.name}, or is booked on another day there`;
  return `${nameOf(left)}: is not the same in both; they differ in ${differingFields(partsOf(left), partsOf(right)).join(', ')}`;
}

/** Where a line stands in the order of lines; the end comes after all of them. */
function placeOf({ record }: Body): { readonly id: string; readonly place: string } {
  if (record.kind === 'end') return { id: '', place: '~' };
  const id = costLineIn(Buffer.from(record.signed.payload, 'base64url'))?.id ?? '';
  return { id, place: `${record.bookedOn} ${id}` };
}

/** What a line says, field by field. */
function partsOf({ record }: Body): object {
  if (record.kind === 'end') return record;
  const { bookedOn, signed, digestSoFar } = record;
  return { bookedOn, ...costLineIn(Buffer.from(signed.payload, 'base64url')), signed, digestSoFar };
}

function differingFields(one: object, other: object): string[] {
  const [left, right] = [one, other].map((each) => new Map(Object.entries(each)));
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.filter((name) => JSON.stringify(left?.get(name)) !== JSON.stringify(right?.get(name)));
}

async function nothingAfter(sides: readonly [Side, Side]): Promise<string | undefined> {
  for (const { name, records } of sides) {
    const { value: more } = await records.next();
    if (more) return `line ${more.number} of ${name}: comes after the end`;
  }
  return undefined;
}
