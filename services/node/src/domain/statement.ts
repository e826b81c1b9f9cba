import type {
  BookedCostLine,
  DeclineStatement,
  ProposeStatement,
  SealedContent,
  SignedDocument,
  StatementDocument,
} from '@storstad/contract';
import { addDays } from './calendar.js';
import { type Circumstances, decided } from './circumstances.js';
import { type Decided, nothingPersonal, type OutgoingMessage } from './event.js';
import type { LedgerEntry } from './ledger.js';
import { isWithin } from './period.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import { firstDifference } from './statement-difference.js';
import type { AgreementId, City, CivilDate, DigestText, StatementId, Thread } from './values.js';

/** A statement as this node knows it. `signed` is by both; `shared` is one of two other cities. */
export interface Statement {
  readonly id: StatementId;
  readonly document: StatementDocument;
  readonly state: 'proposed' | 'signed' | 'refused' | 'declined' | 'shared';
  readonly proposedBy: City;
  readonly signatures: readonly Signature[];
  readonly refusalCode: string | null;
  /** Of a refused one, the first line that differs. */
  readonly differsAt: string | null;
}

interface Signature {
  readonly city: City;
  readonly signed: SignedDocument;
}

/** What a statement is of: the lines booked in a period, all or those of one agreement version. */
export interface StatementPeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly agreement: AgreementId | null;
}

/** What two cities have done for each other, seen from this one. */
interface Exchanged {
  readonly carriedOut: number;
  readonly received: number;
}

/** What the lines of a period come to, from the ledger. Disputed lines are not among them. */
export interface StatementTotals {
  readonly lineCount: number;
  readonly linesDigest: DigestText;
  readonly cases: Exchanged;
  readonly days: Exchanged;
  readonly amountsOre: Exchanged;
}

/** What the ledger with the other city holds for a statement. */
export interface StatementFacts {
  readonly totals: StatementTotals;
  /** In order; empty when there are more than `linesCarried`. */
  readonly lines: readonly BookedCostLine[];
  /** In place of the lines when there are more. */
  readonly blocks: SealedContent<'statement-proposed'>['blocks'];
  /** Statements with the other city that are proposed or signed. */
  readonly others: readonly Statement[];
}

export const statementThread = (id: string): Thread => `statements/${id}`;

/** What is asked for, as a period with branded values. */
export const periodOfStatement = ({
  from,
  until,
  agreement,
}: Pick<ProposeStatement, 'from' | 'until'> & { agreement?: string | null }): StatementPeriod => ({
  from: from as CivilDate,
  until: until as CivilDate,
  agreement: (agreement ?? null) as AgreementId | null,
});

/** Proposes a statement of the lines booked in a period. */
export function decideProposeStatement(
  id: StatementId,
  input: ProposeStatement,
  facts: StatementFacts,
  around: Circumstances,
): Decided | Refusal {
  const to = input.city as City;
  const period = periodOfStatement(input);
  const refusal = firstRefusal([
    demand(to !== around.city && around.members.includes(to), 'CITY_NOT_PARTY', { city: to }),
    periodRefusal(period, facts, around),
  ]);
  if (refusal) return refusal;
  const document = statementOf(id, [around.city, to], period, facts.totals);
  const signed = around.sign('statement', document);
  const { lines, blocks } = facts;
  return decided(
    [{ type: 'statement-proposed', statementId: id, document, proposedBy: around.city, signed }],
    [message(to, id, 'statement-proposed', { signed, lines: [...lines], blocks })],
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
  const period = periodOfStatement(document);
  const expected = statementOf(document.id as StatementId, [around.city, from], period, facts.totals);
  const refusal = firstRefusal([
    periodRefusal(period, facts, around),
    around.canonical(expected) === around.canonical(document)
      ? undefined
      : refuse('STATEMENT_DIFFERS', { line: firstDifference(facts, content, around) }),
  ]);
  if (refusal) return refusal;
  const { signed } = content;
  const statementId = document.id as StatementId;
  return decided([{ type: 'statement-proposed', statementId, document, proposedBy: from, signed }]);
}

/** Signs a statement that another city proposed; with that the period is closed. */
export function decideSignStatement(statement: Statement, around: Circumstances): Decided | Refusal {
  const refusal = awaitedRefusal(statement, around.city);
  if (refusal) return refusal;
  const signed = around.sign('statement', statement.document);
  return decided(
    [{ type: 'statement-signed', statementId: statement.id, city: around.city, signed }],
    [message(statement.proposedBy, statement.id, 'statement-signed', { signed })],
  );
}

/** Says no to a statement that another city proposed; the period is open again. */
export function decideDeclineStatement(
  statement: Statement,
  { reason }: DeclineStatement,
  around: Circumstances,
): Decided | Refusal {
  return (
    awaitedRefusal(statement, around.city) ??
    decided(
      [{ type: 'statement-declined', statementId: statement.id, reason }],
      [
        message(statement.proposedBy, statement.id, 'statement-declined', {
          statementId: statement.id,
          reason,
        }),
      ],
    )
  );
}

/** The other city says no to this city's proposal. */
export function decideReceiveDecline(
  statement: Statement,
  from: City,
  { reason }: SealedContent<'statement-declined'>,
  around: Circumstances,
): Decided | Refusal {
  return (
    ownProposalRefusal(statement, from, around) ??
    decided([{ type: 'statement-declined', statementId: statement.id, reason }])
  );
}

/**
 * The other city's signature under this city's own proposal. Every other city is then told the statement, so that the
 * year can be settled over all of them.
 */
export function decideReceiveStatementSignature(
  statement: Statement,
  from: City,
  signed: SignedDocument,
  around: Circumstances,
): Decided | Refusal {
  const refusal = ownProposalRefusal(statement, from, around);
  if (refusal) return refusal;
  const { id, document, signatures } = statement;
  const bySigner = new Map(
    [...signatures, { city: from, signed }].map((one) => [one.city as string, one.signed]),
  );
  const inOrder = document.cities.flatMap((city) => bySigner.get(city) ?? []);
  const others = around.members.filter((city) => !document.cities.includes(city));
  return decided(
    [{ type: 'statement-signed', statementId: id, city: from, signed }],
    others.map((to) => message(to, id, 'statement-shared', { signatures: inOrder })),
  );
}

/** Two other cities have signed a statement; `documents` are what their verified signatures cover, in order of cities. */
export function decideReceiveShared(
  from: City,
  documents: readonly StatementDocument[],
  { signatures }: SealedContent<'statement-shared'>,
  known: Statement | undefined,
  around: Circumstances,
): Decided | Refusal {
  const [document, other] = documents;
  if (!document || !other || around.canonical(document) !== around.canonical(other))
    return refuse('STATEMENT_DIFFERS', { line: 'the signatures' });
  const isTheirs = document.cities.includes(from) && !document.cities.includes(around.city);
  if (!isTheirs) return refuse('CITY_NOT_PARTY', { city: document.cities.join(' ') });
  if (known) return refuse('STATEMENT_STATE', { state: known.state });
  const signed = document.cities.map((city, i) => ({
    city: city as City,
    signed: signatures[i] as SignedDocument,
  }));
  const statementId = document.id as StatementId;
  return decided([{ type: 'statement-shared', statementId, document, proposedBy: from, signatures: signed }]);
}

/** Refuses a document that is not between the two cities that exchange it. */
export const partiesRefusal = (
  document: StatementDocument,
  pair: readonly [City, City],
): Refusal | undefined =>
  demand([...pair].sort().join() === document.cities.join(), 'CITY_NOT_PARTY', {
    city: document.cities.join(' '),
  });

/** Whether two statements can have a line in common. */
export const sharesLines = (a: StatementPeriod, b: StatementPeriod): boolean =>
  a.from < b.until &&
  b.from < a.until &&
  (a.agreement === null || b.agreement === null || a.agreement === b.agreement);

/** Of the standing statements with a city the one that has a line; undefined while none has. */
export const statementWith = (
  { line, state, bookedOn, frozen }: LedgerEntry,
  standing: readonly Statement[],
): Statement | undefined =>
  state === 'posted' && !frozen
    ? standing.find(
        ({ document }) => isWithin(bookedOn, document) && [null, line.agreement].includes(document.agreement),
      )
    : undefined;

/** Whether a period can be looked at at all. */
export const emptyPeriodRefusal = ({ from, until }: StatementPeriod): Refusal | undefined =>
  demand(from < until, 'DATE_IMPOSSIBLE', { earliest: addDays(from, 1) });

/** A statement can be signed or declined once, by the city that did not propose it. */
const awaitedRefusal = ({ state, proposedBy }: Statement, city: City): Refusal | undefined =>
  demand(state === 'proposed' && proposedBy !== city, 'STATEMENT_STATE', { state });

const ownProposalRefusal = (
  { state, proposedBy, document }: Statement,
  from: City,
  around: Circumstances,
): Refusal | undefined =>
  demand(
    state === 'proposed' && proposedBy === around.city && document.cities.includes(from),
    'STATEMENT_STATE',
    { state },
  );

/** Whether a statement can be of a version: one that is known here, and days on which it can have lines. */
export function versionRefusal(
  { agreement, until }: StatementPeriod,
  versions: Circumstances['versions'],
): Refusal | undefined {
  if (agreement === null) return undefined;
  const version = versions.find(({ id }) => id === agreement);
  if (!version) return refuse('NOT_FOUND');
  const { validFrom } = version.document;
  return demand(validFrom < until, 'DATE_IMPOSSIBLE', { earliest: addDays(validFrom as CivilDate, 1) });
}

function periodRefusal(
  period: StatementPeriod,
  facts: StatementFacts,
  { today, versions }: Pick<Circumstances, 'today' | 'versions'>,
): Refusal | undefined {
  const overlapping = facts.others.find(({ document }) => sharesLines(periodOfStatement(document), period));
  return firstRefusal([
    emptyPeriodRefusal(period),
    versionRefusal(period, versions),
    demand(period.until <= addDays(today, 1), 'STATEMENT_PERIOD_OPEN', { latest: addDays(today, 1) }),
    demand(!overlapping, 'STATEMENT_OVERLAPS', overlapping && daysOf(overlapping.document)),
  ]);
}

const daysOf = ({ from, until }: StatementDocument) => ({
  from,
  last: addDays(until as CivilDate, -1),
  until,
});

/** The same from either side: cities in alphabetical order, sums in the order of cities. */
function statementOf(
  id: StatementId,
  [own, other]: readonly [City, City],
  { from, until, agreement }: StatementPeriod,
  totals: StatementTotals,
): StatementDocument {
  const isFirst = own < other;
  const inOrder = ({ carriedOut, received }: Exchanged): [number, number] =>
    isFirst ? [carriedOut, received] : [received, carriedOut];
  const amountsOre = inOrder(totals.amountsOre);
  return {
    id,
    cities: isFirst ? [own, other] : [other, own],
    agreement,
    from,
    until,
    lineCount: totals.lineCount,
    linesDigest: totals.linesDigest,
    cases: inOrder(totals.cases),
    days: inOrder(totals.days),
    amountsOre,
    netOre: amountsOre[0] - amountsOre[1],
  };
}

type StatementMessage = 'statement-proposed' | 'statement-signed' | 'statement-declined' | 'statement-shared';

const message = <T extends StatementMessage>(to: City, id: StatementId, type: T, content: SealedContent<T>) =>
  ({
    type,
    to,
    thread: statementThread(id),
    subject: id,
    content,
    covered: nothingPersonal,
  }) as OutgoingMessage;
