import { agreedDocumentType, type CostLine, type StatementDocument } from '@storstad/contract';
import { canonicalJson } from '@storstad/evidence';
import type { Member } from '@storstad/members';
import { type DocumentProblem, type SignedDocument, verifyDocument } from '@storstad/signing';
import type { Outcome } from './audit.js';
import { costLineIn, type FileRecord, type NumberedRecord, nameOf, recordsOf } from './records.js';
import { differingSums, Tally } from './tally.js';

type Members = ReadonlyMap<string, Member>;
type Line = Extract<FileRecord, { kind: 'line' }>;

/**
 * Checks one exported statement: the signatures of both cities, every line's signature by the city that carried it out,
 * order, number, digest and sums, and that each line belongs to the statement. Of the lines the first that is wrong is
 * named, and what comes after it is not looked at.
 */
export async function checkStatement(path: string, members: Members): Promise<Outcome> {
  const records = recordsOf(path);
  try {
    return await check(records, members);
  } finally {
    await records.return();
  }
}

async function check(records: AsyncGenerator<NumberedRecord, void>, members: Members): Promise<Outcome> {
  const head = await headOf(records);
  if (typeof head === 'string') return { findings: [head], summary: [] };
  const { statement, signatures } = head;
  const ofStatement = statementProblems(statement, signatures, members).map(
    (problem) => `line 1 (the statement): ${problem}`,
  );
  const tally = new Tally(statement.cities);
  const wrongLine = await firstWrong(records, statement, members, tally);
  const ofLines = wrongLine ? [wrongLine] : differingSums(statement, tally);
  const findings = [...ofStatement, ...ofLines];
  return { findings, summary: findings.length === 0 ? [wellSaid(statement)] : [] };
}

/** What the first line says, or what is wrong with it. */
async function headOf(
  records: AsyncGenerator<NumberedRecord, void>,
): Promise<Extract<FileRecord, { kind: 'statement' }> | string> {
  const { value: first } = await records.next();
  if (!first) return 'line 1 (the statement): is not there; the file is empty';
  if ('problem' in first) return `${nameOf(first)}: ${first.problem}`;
  return first.record.kind === 'statement' ? first.record : `${nameOf(first)}: is no statement`;
}

function statementProblems(
  statement: StatementDocument,
  signatures: readonly SignedDocument[],
  members: Members,
): string[] {
  const { cities, from, until } = statement;
  const [first = '', second = ''] = cities;
  return [
    ...(first < second ? [] : ['its cities are not two in alphabetical order']),
    ...(from < until ? [] : ['its period has no day']),
    ...(signatures.length > cities.length ? ['it has more signatures than cities'] : []),
    ...cities.flatMap((city) => signatureProblem(statement, city, signatures, members) ?? []),
  ];
}

function signatureProblem(
  statement: StatementDocument,
  city: string,
  signatures: readonly SignedDocument[],
  members: Members,
): string | undefined {
  const member = members.get(city);
  if (!member) return `there is no member card of ${city}`;
  const type = agreedDocumentType('statement');
  const verified = signatures.map((signed) =>
    verifyDocument(signed, type, (kid) => member.verifyKeys.get(kid)),
  );
  const held = verified.find((each) => each.ok);
  if (held)
    return held.payload.toString() === canonicalJson(statement)
      ? undefined
      : `${city} has signed something else`;
  const problems = verified.flatMap((each) => (each.ok ? [] : [each.problem]));
  const broken = problems.find((problem) => problem === 'WRONG_TYPE' || problem === 'BAD_SIGNATURE');
  return broken
    ? `the signature of ${city} does not hold: ${inWords[broken]}`
    : `there is no signature by a key of ${city}`;
}

const inWords: Readonly<Record<DocumentProblem, string>> = {
  MALFORMED: 'it is not in the form of a signature',
  UNKNOWN_KEY: 'it is by a key that is on no member card of the city',
  WRONG_TYPE: 'it is over another kind of document',
  BAD_SIGNATURE: 'the bytes or the signature were altered',
};

/** Goes through the lines up to the end of the file; answers the first thing that is wrong. */
async function firstWrong(
  records: AsyncGenerator<NumberedRecord, void>,
  statement: StatementDocument,
  members: Members,
  tally: Tally,
): Promise<string | undefined> {
  const problemOf = lineChecker(statement, members, tally);
  let last = 1;
  let ended = false;
  for await (const each of records) {
    last = each.number;
    const problem = ended ? 'comes after the end' : problemOf(each);
    if (problem) return `${nameOf(each)}: ${problem}`;
    ended = 'record' in each && each.record.kind === 'end';
  }
  return ended ? undefined : `line ${last + 1} (the end): is not there; the file is not whole`;
}

/** Tells what is wrong with a line, given all that have come before it. */
function lineChecker(statement: StatementDocument, members: Members, tally: Tally) {
  const problemInLine = costLineChecker(statement, members, tally);
  return (each: NumberedRecord): string | undefined => {
    if ('problem' in each) return each.problem;
    switch (each.record.kind) {
      case 'statement':
        return 'is a second statement';
      case 'line':
        return problemInLine(each.record);
      case 'end':
        return each.record.lines === tally.lines
          ? undefined
          : `says ${each.record.lines} lines, and there are ${tally.lines}`;
    }
  };
}

function costLineChecker(statement: StatementDocument, members: Members, tally: Tally) {
  let before = '';
  return (record: Line): string | undefined => {
    const { signed, bookedOn, digestSoFar } = record;
    const type = agreedDocumentType('cost-line');
    const verified = verifyDocument(signed, type, (kid) => keyOf(kid, statement.cities, members));
    if (!verified.ok) return `its signature does not hold: ${inWords[verified.problem]}`;
    const line = costLineIn(verified.payload);
    if (!line || canonicalJson(line) !== verified.payload.toString()) return 'what is signed is no cost line';
    if (!members.get(line.receivingCity)?.verifyKeys.has(verified.kid))
      return `it is not signed by ${line.receivingCity}, which has carried it out`;
    const misplaced = placeProblem(bookedOn, line, statement);
    if (misplaced) return misplaced;
    const place = `${bookedOn} ${line.id}`;
    if (place <= before) return 'is not in order of booking day and id, or is there twice';
    before = place;
    tally.add(bookedOn, line, verified.payload);
    return digestSoFar === tally.digest.value()
      ? undefined
      : 'its booking day or its digest was altered: the digest of the lines so far is another';
  };
}

const keyOf = (kid: string, cities: readonly string[], members: Members) =>
  cities.map((city) => members.get(city)?.verifyKeys.get(kid)).find((key) => key !== undefined);

/** Why a line does not belong to a statement. */
function placeProblem(
  bookedOn: string,
  { homeCity, receivingCity, agreement }: CostLine,
  statement: StatementDocument,
): string | undefined {
  if ([homeCity, receivingCity].sort().join() !== statement.cities.join())
    return `is between ${homeCity} and ${receivingCity}`;
  if (bookedOn < statement.from || bookedOn >= statement.until)
    return `is booked on ${bookedOn}, outside the period`;
  if (statement.agreement !== null && agreement !== statement.agreement)
    return `is under the agreement version ${agreement}`;
  return undefined;
}

const wellSaid = ({ id, cities, from, until, lineCount }: StatementDocument): string =>
  `The statement ${id} of ${cities.join(' and ')}, ${from} up to ${until}, is well: ${lineCount} lines, signed by both.`;
