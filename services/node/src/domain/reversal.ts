import type { CostLine } from '@storstad/contract';
import { atReceiving, type Case } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { costFactsOf } from './cost-facts.js';
import { closedRefusal, isTimely, postedLine, sendLine } from './cost-line.js';
import type { Decided, DomainEvent } from './event.js';
import { type LedgerEntry, type LedgerFacts, negative, standing, stayDaysOf } from './ledger.js';
import type { SignedLine } from './money-event.js';
import { fromReceivingCity } from './placement.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, CostLineId } from './values.js';

/**
 * The receiving city takes back a line: the same line with minus, never a change. What a statement has stays in it, and the
 * reversal falls in the next (requirements §7 M3).
 */
export function decideReverseCostLine(
  theCase: Case,
  entry: LedgerEntry,
  id: CostLineId,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const refusal = standingRefusal(entry);
  if (refusal) return refusal;
  return sendLine(receiving, reversalOf(entry.line, id, around.today, ledger), ledger, around);
}

/** The reversal comes to the home city; it must be the very line with minus. */
export function decideReceiveReversal(
  theCase: Case,
  from: City,
  reversal: SignedLine,
  entry: LedgerEntry | undefined,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const { line, bookedOn } = reversal;
  if (entry?.line.caseId !== home.id) return refuse('NOT_FOUND');
  const expected = reversalOf(entry.line, line.id as CostLineId, line.postedOn as CivilDate, ledger);
  const isTheSame =
    around.canonical(expected) === around.canonical(line) && isTimely(line, bookedOn, around.today);
  const refusal = firstRefusal([
    standingRefusal(entry),
    isTheSame ? undefined : refuse('COST_LINE_DIFFERS'),
    closedRefusal(bookedOn, ledger),
  ]);
  return refusal ?? decided(reversalPosted(home, reversal, entry));
}

/**
 * What follows when a reversal is in both ledgers: a line that a dispute kept out of statements is booked with it, so that
 * both are in the same one and add up to nothing, and the dispute is over.
 */
export function reversalPosted(theCase: Case, reversal: SignedLine, entry: LedgerEntry): DomainEvent[] {
  const lineId = entry.line.id as CostLineId;
  const of = { caseId: theCase.id, lineId };
  const dispute = costFactsOf(theCase).disputes[lineId];
  // While the word that the line stands waits for the receiving city, it may still be refused: then this ends the dispute.
  const isOpen = dispute && ['open', 'answered', 'settling'].includes(dispute.state);
  return [
    postedLine(reversal),
    ...(entry.frozen ? [{ type: 'cost-line-booked', ...of, bookedOn: reversal.bookedOn } as const] : []),
    ...(isOpen
      ? [
          {
            type: 'dispute-reversed',
            ...of,
            sealed: { settledOn: reversal.line.postedOn as CivilDate },
          } as const,
        ]
      : []),
  ];
}

/** Refuses a line that is not in both ledgers, takes another back, or is taken back. */
export function standingRefusal({ state, line, reversedBy }: LedgerEntry): Refusal | undefined {
  if (state !== 'posted') return refuse('COST_LINE_STATE', { state });
  if (line.reverses !== null) return refuse('COST_LINE_STATE', { state: 'reversal' });
  return reversedBy === null ? undefined : refuse('COST_LINE_STATE', { state: 'reversed' });
}

function reversalOf(
  line: CostLine,
  id: CostLineId,
  postedOn: CivilDate,
  { linesOfCase }: LedgerFacts,
): CostLine {
  const others = standing(linesOfCase).filter((other) => other.line.id !== line.id);
  return {
    ...line,
    id,
    days: negative(line.days),
    leaveDays: negative(line.leaveDays),
    stayDays: negative(stayDaysOf(line, others)),
    deductionOre: negative(line.deductionOre),
    expectedOre: negative(line.expectedOre),
    amountOre: negative(line.amountOre),
    postedOn,
    reverses: line.id,
  };
}
