import type { CostLine, CostLineDispute, DisputeCostLine, SealedContent } from '@storstad/contract';
import { later } from './calendar.js';
import { atHome, atReceiving, type Case, otherCity } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { costFactsOf, type Dispute, type Settling } from './cost-facts.js';
import { closedRefusal } from './cost-line.js';
import {
  caseThread,
  type Decided,
  type DomainEvent,
  nothingPersonal,
  type OutgoingMessage,
} from './event.js';
import type { LedgerEntry, LedgerFacts } from './ledger.js';
import { isWithin } from './period.js';
import { fromReceivingCity } from './placement.js';
import { fromHomeCity } from './reception.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { standingRefusal } from './reversal.js';
import type { City, CivilDate, CostLineId } from './values.js';

/**
 * The home city's question about one line (003:161-164: most deviations are about who pays and wrong invoices). It keeps the
 * line out of statements while the rest goes on; the receiving city answers, or takes the line back; the home city lets it
 * stand. A line that a statement has already stays in it.
 *
 * As with the lines themselves, what the home city says counts when the receiving city has taken it, and then in both: so
 * whatever crosses on the way, there is nothing to take back.
 */

/** The home city asks. Nothing is frozen until the receiving city has the question. */
export function decideDisputeCostLine(
  theCase: Case,
  entry: LedgerEntry,
  id: string,
  input: DisputeCostLine,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const refusal = standingRefusal(entry) ?? settledRefusal(home, entry);
  if (refusal) return refusal;
  const question = { ...input, raisedOn: around.today, freezes: !isStated(entry, ledger) };
  return decided(
    [
      { type: 'dispute-raised', ...of(home, entry), sealed: { id, ...question } },
      { type: 'cost-line-questioned', ...of(home, entry), freezes: false },
    ],
    [message(home, entry, 'cost-line-disputed', { disputeId: id, lineId: entry.line.id, ...question })],
  );
}

/** The question comes to the receiving city, perhaps before the receipt for the line. */
export function decideReceiveDispute(
  theCase: Case,
  from: City,
  { disputeId: id, lineId: _, ...question }: SealedContent<'cost-line-disputed'>,
  entry: LedgerEntry | undefined,
  ledger: LedgerFacts,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  if (entry?.line.caseId !== receiving.id) return refuse('NOT_FOUND');
  const known = entry.state === 'sent' ? ({ ...entry, state: 'posted' } as const) : entry;
  const refusal = firstRefusal([
    standingRefusal(known),
    settledRefusal(receiving, entry),
    question.freezes === !isStated(entry, ledger)
      ? undefined
      : refuse('PERIOD_CLOSED', ledger.openFrom ? { until: ledger.openFrom } : {}),
  ]);
  if (refusal) return refusal;
  const line = of(receiving, entry);
  return decided([
    { type: 'dispute-raised', ...line, sealed: { id, ...question } },
    ...opened(receiving, entry, question.freezes),
  ]);
}

/**
 * The receiving city has taken the question. It may have taken the line back after that, and the reversal have come before
 * its receipt: then the line is booked with the reversal, as there.
 */
export function decideDisputeTaken(
  theCase: Case,
  entry: LedgerEntry,
  reversal: LedgerEntry | undefined,
): Decided {
  const dispute = disputeOf(theCase, entry);
  if (dispute?.state !== 'sent') return nothingNew;
  if (reversal?.state !== 'posted') return decided(opened(theCase, entry, dispute.freezes));
  const line = of(theCase, entry);
  const settledOn = reversal.line.postedOn as CivilDate;
  return decided([
    ...opened(theCase, entry, false),
    ...booked(theCase, entry, dispute.freezes ? reversal.bookedOn : null),
    { type: 'dispute-reversed', ...line, sealed: { settledOn } },
  ]);
}

/** The receiving city could not take the question: it is not asked. */
export const decideDisputeRefused = (theCase: Case, entry: LedgerEntry): Decided =>
  disputeOf(theCase, entry)?.state === 'sent'
    ? decided([{ type: 'dispute-refused', ...of(theCase, entry) }])
    : nothingNew;

/** The receiving city says why the line stands. */
export function decideAnswerDispute(
  theCase: Case,
  entry: LedgerEntry,
  { answer }: { readonly answer: string },
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const dispute = disputeIn(receiving, entry, ['open']);
  if (isRefusal(dispute)) return dispute;
  const given = { answer, answeredOn: around.today };
  const said = { disputeId: dispute.id, lineId: entry.line.id, ...given };
  return decided(
    [{ type: 'dispute-answered', ...of(receiving, entry), sealed: { id: dispute.id, ...given } }],
    [message(receiving, entry, 'dispute-answered', said)],
  );
}

/** The answer comes to the home city; one to a question that is over by a later one changes nothing. */
export function decideReceiveAnswer(
  theCase: Case,
  from: City,
  { disputeId, answer, answeredOn }: SealedContent<'dispute-answered'>,
  entry: LedgerEntry | undefined,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  if (entry?.line.caseId !== home.id) return refuse('NOT_FOUND');
  const dispute = disputeOf(home, entry);
  if (dispute?.id !== disputeId && dispute?.earlier?.id !== disputeId) return nothingNew;
  const sealed = { id: disputeId, answer, answeredOn: answeredOn as CivilDate };
  return decided([{ type: 'dispute-answered', ...of(home, entry), sealed }]);
}

/** The home city lets the line stand; it is booked again, today or on the first day that no statement covers. */
export function decideSettleDispute(
  theCase: Case,
  entry: LedgerEntry,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const dispute = disputeIn(home, entry, ['open', 'answered']);
  if (isRefusal(dispute)) return dispute;
  const bookedOn = entry.frozen ? later(ledger.openFrom ?? around.today, around.today) : null;
  const settling: Settling = { settledOn: around.today, bookedOn };
  const said = { disputeId: dispute.id, lineId: entry.line.id, ...settling };
  return decided(
    [{ type: 'settlement-sent', ...of(home, entry), sealed: { settling } }],
    [message(home, entry, 'dispute-settled', said)],
  );
}

/** The line stands, says the home city. Not when this city is taking it back: then the reversal ends the dispute. */
export function decideReceiveSettlement(
  theCase: Case,
  from: City,
  content: SealedContent<'dispute-settled'>,
  entry: LedgerEntry | undefined,
  ledger: LedgerFacts,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  if (entry?.line.caseId !== receiving.id) return refuse('NOT_FOUND');
  const dispute = disputeIn(receiving, entry, ['open', 'answered']);
  if (isRefusal(dispute)) return dispute;
  const settling = { settledOn: content.settledOn, bookedOn: content.bookedOn } as Settling;
  const refusal = firstRefusal([
    dispute.id === content.disputeId ? undefined : refuse('COST_LINE_STATE', { state: dispute.state }),
    entry.reversedBy === null ? undefined : refuse('COST_LINE_STATE', { state: 'reversed' }),
    (settling.bookedOn !== null) === entry.frozen ? undefined : refuse('COST_LINE_DIFFERS'),
    settling.bookedOn ? closedRefusal(settling.bookedOn, ledger) : undefined,
  ]);
  return refusal ?? decided(settled(receiving, entry, settling));
}

/** The receiving city has taken it that the line stands, whatever has come from there since. */
export function decideSettlementTaken(theCase: Case, entry: LedgerEntry): Decided {
  const settling = disputeOf(theCase, entry)?.settling;
  return settling ? decided(settled(theCase, entry, settling)) : nothingNew;
}

/** The receiving city could not take it: it has closed the day by a statement, or takes the line back. */
export const decideSettlementRefused = (theCase: Case, entry: LedgerEntry): Decided =>
  disputeOf(theCase, entry)?.settling
    ? decided([{ type: 'settlement-refused', ...of(theCase, entry) }])
    : nothingNew;

/** Which city is to do something about a line that is asked about; null when the question is over. */
export function cityToAct(
  { homeCity, receivingCity }: CostLine,
  state: CostLineDispute['state'],
): City | null {
  switch (state) {
    case 'sent':
    case 'open':
    case 'settling':
      return receivingCity as City;
    case 'answered':
      return homeCity as City;
    case 'settled':
    case 'reversed':
      return null;
  }
}

/** Whether a statement has the line. */
const isStated = ({ bookedOn }: LedgerEntry, { stated }: LedgerFacts): boolean =>
  stated.some((period) => isWithin(bookedOn, period));

const of = (theCase: Case, { line }: LedgerEntry) => ({
  caseId: theCase.id,
  lineId: line.id as CostLineId,
});

const disputeOf = (theCase: Case, { line }: LedgerEntry): Dispute | undefined =>
  costFactsOf(theCase).disputes[line.id as CostLineId];

/** Refuses a second question before the first is settled. */
function settledRefusal(theCase: Case, entry: LedgerEntry): Refusal | undefined {
  const dispute = disputeOf(theCase, entry);
  return dispute && dispute.state !== 'settled'
    ? refuse('COST_LINE_STATE', { state: 'disputed' })
    : undefined;
}

function disputeIn(
  theCase: Case,
  entry: LedgerEntry,
  states: readonly CostLineDispute['state'][],
): Dispute | Refusal {
  const dispute = disputeOf(theCase, entry);
  if (!dispute) return refuse('COST_LINE_STATE', { state: 'not-disputed' });
  return states.includes(dispute.state) ? dispute : refuse('COST_LINE_STATE', { state: dispute.state });
}

function opened(theCase: Case, entry: LedgerEntry, freezes: boolean): DomainEvent[] {
  const line = of(theCase, entry);
  return [
    { type: 'dispute-opened', ...line },
    { type: 'cost-line-questioned', ...line, freezes },
  ];
}

const booked = (theCase: Case, entry: LedgerEntry, bookedOn: CivilDate | null): DomainEvent[] =>
  bookedOn ? [{ type: 'cost-line-booked', ...of(theCase, entry), bookedOn }] : [];

const settled = (theCase: Case, entry: LedgerEntry, { settledOn, bookedOn }: Settling): DomainEvent[] => [
  { type: 'dispute-settled', ...of(theCase, entry), sealed: { settledOn } },
  ...booked(theCase, entry, bookedOn),
];

type DisputeMessage = 'cost-line-disputed' | 'dispute-answered' | 'dispute-settled';

const message = <T extends DisputeMessage>(
  theCase: Case,
  { line }: LedgerEntry,
  type: T,
  content: SealedContent<T>,
) =>
  ({
    type,
    to: otherCity(theCase) as City,
    thread: caseThread(theCase.id),
    subject: line.id,
    content,
    covered: nothingPersonal,
  }) as OutgoingMessage;
