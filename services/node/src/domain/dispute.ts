import type { CostLineDispute, DisputeCostLine, SealedContent } from '@storstad/contract';
import { later } from './calendar.js';
import { atHome, atReceiving, type Case, otherCity } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { costFactsOf } from './cost-facts.js';
import { closedRefusal } from './cost-line.js';
import {
  caseThread,
  type Decided,
  type DomainEvent,
  nothingPersonal,
  type OutgoingMessage,
} from './event.js';
import type { LedgerEntry, LedgerFacts } from './ledger.js';
import { fromReceivingCity } from './placement.js';
import { fromHomeCity } from './reception.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { standingRefusal } from './reversal.js';
import type { City, CivilDate, CostLineId } from './values.js';

/**
 * The home city's question about one line (003:161-164: most deviations are about who pays and wrong invoices). It keeps the
 * line out of statements while the rest goes on; the receiving city answers, or takes the line back; the home city lets it
 * stand. A line that a statement has already stays in it.
 */

/** The home city asks. */
export function decideDisputeCostLine(
  theCase: Case,
  entry: LedgerEntry,
  input: DisputeCostLine,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const refusal = standingRefusal(entry) ?? openDisputeRefusal(home, entry);
  if (refusal) return refusal;
  const question = { ...input, raisedOn: around.today, freezes: isOpenPeriod(entry, ledger) };
  return raised(home, entry, question, [
    message(home, entry, 'cost-line-disputed', { lineId: entry.line.id, ...question }),
  ]);
}

/** The question comes to the receiving city, perhaps before the receipt for the line. */
export function decideReceiveDispute(
  theCase: Case,
  from: City,
  { lineId: _, ...question }: SealedContent<'cost-line-disputed'>,
  entry: LedgerEntry | undefined,
  ledger: LedgerFacts,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  if (entry?.line.caseId !== receiving.id) return refuse('NOT_FOUND');
  const known = entry.state === 'sent' ? ({ ...entry, state: 'posted' } as const) : entry;
  const refusal = firstRefusal([
    standingRefusal(known),
    openDisputeRefusal(receiving, entry),
    question.freezes === isOpenPeriod(entry, ledger)
      ? undefined
      : refuse('PERIOD_CLOSED', ledger.openFrom ? { until: ledger.openFrom } : {}),
  ]);
  return refusal ?? raised(receiving, entry, question, []);
}

/** The receiving city says why the line stands. */
export function decideAnswerDispute(
  theCase: Case,
  entry: LedgerEntry,
  { answer }: { readonly answer: string },
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const refusal = disputeStateRefusal(receiving, entry, ['open']);
  if (refusal) return refusal;
  const sealed = { answer, answeredOn: around.today };
  return decided(
    [{ type: 'dispute-answered', ...of(receiving, entry), sealed }],
    [message(receiving, entry, 'dispute-answered', { lineId: entry.line.id, ...sealed })],
  );
}

/** The answer comes to the home city, which may have let the line stand meanwhile. */
export function decideReceiveAnswer(
  theCase: Case,
  from: City,
  { answer, answeredOn }: SealedContent<'dispute-answered'>,
  entry: LedgerEntry | undefined,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  if (entry?.line.caseId !== home.id) return refuse('NOT_FOUND');
  const refusal = disputeStateRefusal(home, entry, ['open', 'settled']);
  if (refusal) return refusal;
  const sealed = { answer, answeredOn: answeredOn as CivilDate };
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
  const refusal = disputeStateRefusal(home, entry, ['open', 'answered']);
  if (refusal) return refusal;
  const bookedOn = entry.frozen ? later(ledger.openFrom ?? around.today, around.today) : null;
  const settledOn = around.today;
  return settled(home, entry, { settledOn, bookedOn }, [
    message(home, entry, 'dispute-settled', { lineId: entry.line.id, settledOn, bookedOn }),
  ]);
}

/** The line stands, says the home city. */
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
  const bookedOn = content.bookedOn as CivilDate | null;
  const refusal = firstRefusal([
    disputeStateRefusal(receiving, entry, ['open', 'answered']),
    (bookedOn !== null) === entry.frozen ? undefined : refuse('COST_LINE_DIFFERS'),
    bookedOn ? closedRefusal(bookedOn, ledger) : undefined,
  ]);
  return refusal ?? settled(receiving, entry, { settledOn: content.settledOn as CivilDate, bookedOn }, []);
}

/** The receiving city could not take the question: this city asks it no more, and the line is booked as it was. */
export const undoDispute = (theCase: Case, entry: LedgerEntry): Decided =>
  decided([
    { type: 'dispute-undone', ...of(theCase, entry) },
    ...(entry.frozen
      ? [{ type: 'cost-line-booked', ...of(theCase, entry), bookedOn: entry.bookedOn } as const]
      : []),
  ]);

/**
 * The receiving city could not take it that the line stands. It has taken the line back meanwhile: then the line is booked
 * with its reversal, as there. Or a statement has closed the day: then the question is open again.
 */
export function undoSettlement(
  theCase: Case,
  entry: LedgerEntry,
  reversal: LedgerEntry | undefined,
): Decided {
  const line = of(theCase, entry);
  const freezes = disputeOf(theCase, entry)?.freezes === true;
  if (!reversal)
    return decided([
      { type: 'dispute-reopened', ...line },
      { type: 'cost-line-questioned', ...line, freezes },
    ]);
  const settledOn = reversal.line.postedOn as CivilDate;
  return decided([
    { type: 'dispute-reversed', ...line, sealed: { settledOn } },
    ...(freezes ? [{ type: 'cost-line-booked', ...line, bookedOn: reversal.bookedOn } as const] : []),
  ]);
}

/** Whether no statement has the line. */
const isOpenPeriod = ({ bookedOn }: LedgerEntry, { openFrom }: LedgerFacts): boolean =>
  openFrom === null || bookedOn >= openFrom;

const of = (theCase: Case, { line }: LedgerEntry) => ({
  caseId: theCase.id,
  lineId: line.id as CostLineId,
});

const disputeOf = (theCase: Case, { line }: LedgerEntry): CostLineDispute | undefined =>
  costFactsOf(theCase).disputes[line.id as CostLineId];

/** Refuses a second question while the first is open. */
function openDisputeRefusal(theCase: Case, entry: LedgerEntry): Refusal | undefined {
  const state = disputeOf(theCase, entry)?.state;
  return state === 'open' || state === 'answered'
    ? refuse('COST_LINE_STATE', { state: 'disputed' })
    : undefined;
}

function disputeStateRefusal(
  theCase: Case,
  entry: LedgerEntry,
  states: readonly CostLineDispute['state'][],
): Refusal | undefined {
  const dispute = disputeOf(theCase, entry);
  if (!dispute) return refuse('COST_LINE_STATE', { state: 'not disputed' });
  return states.includes(dispute.state) ? undefined : refuse('COST_LINE_STATE', { state: dispute.state });
}

function raised(
  theCase: Case,
  entry: LedgerEntry,
  sealed: Extract<DomainEvent, { type: 'dispute-raised' }>['sealed'],
  messages: readonly OutgoingMessage[],
): Decided {
  const line = of(theCase, entry);
  return decided(
    [
      { type: 'dispute-raised', ...line, sealed },
      { type: 'cost-line-questioned', ...line, freezes: sealed.freezes },
    ],
    messages,
  );
}

function settled(
  theCase: Case,
  entry: LedgerEntry,
  { settledOn, bookedOn }: { readonly settledOn: CivilDate; readonly bookedOn: CivilDate | null },
  messages: readonly OutgoingMessage[],
): Decided {
  const line = of(theCase, entry);
  return decided(
    [
      { type: 'dispute-settled', ...line, sealed: { settledOn } },
      ...(bookedOn ? [{ type: 'cost-line-booked', ...line, bookedOn } as const] : []),
    ],
    messages,
  );
}

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
