import type {
  CostLine,
  ProposeStatement,
  SealedContent,
  SignedDocument,
  StatementDocument,
} from '@storstad/contract';
import { addDays } from './calendar.js';
import { type Circumstances, decided } from './circumstances.js';
import { type Decided, nothingPersonal, type OutgoingMessage } from './event.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, StatementId, Thread } from './values.js';

/** A statement as this node knows it. `signed` is by both. */
export interface Statement {
  readonly id: StatementId;
  readonly document: StatementDocument;
  readonly state: 'proposed' | 'signed' | 'refused';
  readonly proposedBy: City;
  readonly signatures: readonly { readonly city: City; readonly signed: SignedDocument }[];
  readonly refusalCode: string | null;
}

/** What the ledger with the other city holds for a statement. */
export interface StatementFacts {
  /** The posted lines booked in the period, in order of id. */
  readonly lines: readonly CostLine[];
  /** Statements with the other city that are proposed or signed. */
  readonly others: readonly Statement[];
}

/** A proposal carries its lines up to this many; beyond that the digest alone tells whether the cities agree. */
const linesCarried = 300;

const statementThread = (id: string): Thread => `statements/${id}`;

/** Proposes a statement of the lines booked in a period. */
export function decideProposeStatement(
  id: StatementId,
  input: ProposeStatement,
  facts: StatementFacts,
  around: Circumstances,
): Decided | Refusal {
  const to = input.city as City;
  const refusal = firstRefusal([
    demand(to !== around.city && around.members.includes(to), 'CITY_NOT_PARTY', { city: to }),
    periodRefusal(input, facts, around.today),
  ]);
  if (refusal) return refusal;
  const document = statementOf(id, [around.city, to], input, facts.lines, around);
  const signed = around.sign('statement', document);
  return decided(
    [{ type: 'statement-proposed', statementId: id, document, proposedBy: around.city, signed }],
    [
      {
        type: 'statement-proposed',
        to,
        thread: statementThread(id),
        subject: id,
        content: { signed, lines: facts.lines.length <= linesCarried ? [...facts.lines] : [] },
        covered: nothingPersonal,
      },
    ],
  );
}

/**
 * A proposal comes from another city: compared with this city's own ledger line by line. The first line that differs is
 * named by its id; `document` is what the verified signature covers.
 */
export function decideReceiveStatement(
  from: City,
  document: StatementDocument,
  content: SealedContent<'statement-proposed'>,
  facts: StatementFacts,
  around: Circumstances,
): Decided | Refusal {
  const expected = statementOf(
    document.id as StatementId,
    [around.city, from],
    document,
    facts.lines,
    around,
  );
  const refusal = firstRefusal([
    periodRefusal(document, facts, around.today),
    around.canonical(expected) === around.canonical(document)
      ? undefined
      : refuse('STATEMENT_DIFFERS', { line: firstDifference(facts.lines, document, content.lines, around) }),
  ]);
  if (refusal) return refusal;
  const { signed } = content;
  return decided([
    {
      type: 'statement-proposed',
      statementId: document.id as StatementId,
      document,
      proposedBy: from,
      signed,
    },
  ]);
}

/** Signs a statement that another city proposed; with that the period is closed. */
export function decideSignStatement(statement: Statement, around: Circumstances): Decided | Refusal {
  if (statement.state !== 'proposed' || statement.proposedBy === around.city)
    return refuse('STATEMENT_STATE', { state: statement.state });
  const signed = around.sign('statement', statement.document);
  const signature = { statementId: statement.id, city: around.city, signed };
  const message: OutgoingMessage = {
    type: 'statement-signed',
    to: statement.proposedBy,
    thread: statementThread(statement.id),
    subject: statement.id,
    content: { signed },
    covered: nothingPersonal,
  };
  return decided([{ type: 'statement-signed', ...signature }], [message]);
}

/** The other city's signature under this city's own proposal. */
export function decideReceiveStatementSignature(
  statement: Statement,
  from: City,
  signed: SignedDocument,
  around: Circumstances,
): Decided | Refusal {
  const isAwaited =
    statement.state === 'proposed' &&
    statement.proposedBy === around.city &&
    statement.document.cities.includes(from);
  if (!isAwaited) return refuse('STATEMENT_STATE', { state: statement.state });
  return decided([{ type: 'statement-signed', statementId: statement.id, city: from, signed }]);
}

function periodRefusal(
  period: Pick<ProposeStatement, 'from' | 'until'>,
  facts: StatementFacts,
  today: CivilDate,
): Refusal | undefined {
  const overlapping = facts.others.find(
    ({ document }) => document.from < period.until && period.from < document.until,
  );
  return firstRefusal([
    demand(period.from < period.until, 'DATE_IMPOSSIBLE', { earliest: addDays(period.from as CivilDate, 1) }),
    demand(period.until <= addDays(today, 1), 'STATEMENT_PERIOD_OPEN', { latest: addDays(today, 1) }),
    demand(
      !overlapping,
      'STATEMENT_OVERLAPS',
      overlapping && { from: overlapping.document.from, until: overlapping.document.until },
    ),
  ]);
}

/** The same from either side: cities in alphabetical order, sums seen from the first. */
function statementOf(
  id: StatementId,
  pair: readonly [City, City],
  period: Pick<ProposeStatement, 'from' | 'until'>,
  lines: readonly CostLine[],
  around: Circumstances,
): StatementDocument {
  const [first, second] = [...pair].sort() as [City, City];
  const performedBy = (city: City) => lines.filter((line) => line.receivingCity === city);
  const sum = (of: readonly CostLine[], what: 'days' | 'amountOre') =>
    of.reduce((total, line) => total + line[what], 0);
  return {
    id,
    cities: [first, second],
    from: period.from,
    until: period.until,
    lineCount: lines.length,
    linesDigest: around.digest(lines.map((line) => `${around.canonical(line)}\n`).join('')),
    days: [sum(performedBy(first), 'days'), sum(performedBy(second), 'days')],
    netOre: sum(performedBy(first), 'amountOre') - sum(performedBy(second), 'amountOre'),
  };
}

/** The id of the first line, in order of id, that only one side has or that is not alike; or what else differs. */
function firstDifference(
  ours: readonly CostLine[],
  document: StatementDocument,
  theirs: readonly CostLine[],
  around: Circumstances,
): string {
  if (document.lineCount > linesCarried && theirs.length === 0) return `one of more than ${linesCarried}`;
  const texts = (lines: readonly CostLine[]) =>
    new Map(lines.map((line) => [line.id, around.canonical(line)]));
  const [mine, yours] = [texts(ours), texts(theirs)];
  const ids = [...new Set([...mine.keys(), ...yours.keys()])].sort();
  return ids.find((id) => mine.get(id) !== yours.get(id)) ?? 'none of the lines; the sums or the period';
}

/** Refuses a document that is not between the two cities that exchange it. */
export const partiesRefusal = (
  document: StatementDocument,
  pair: readonly [City, City],
): Refusal | undefined =>
  demand([...pair].sort().join() === document.cities.join(), 'CITY_NOT_PARTY', {
    city: document.cities.join(' '),
  });
