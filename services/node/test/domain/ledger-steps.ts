import { addDays, later } from '../../src/domain/calendar.js';
import type { Case } from '../../src/domain/case.js';
import { decidePostCostLine } from '../../src/domain/cost-line.js';
import { decideAnswerDispute, decideDisputeCostLine, decideSettleDispute } from '../../src/domain/dispute.js';
import { decideRecordLeave } from '../../src/domain/leave.js';
import { type LedgerEntry, type LedgerFacts, standing } from '../../src/domain/ledger.js';
import { isRefusal, refuse } from '../../src/domain/refusal.js';
import { decideReverseCostLine } from '../../src/domain/reversal.js';
import type { CivilDate } from '../../src/domain/values.js';
import type { Step } from './steps.js';
import { day, id } from './support.js';

/** All that people can do to the cost of a case, each as one word. */

const firstDay = (c: Case) => c.stay?.arrivedOn ?? day('2025-01-01');
/** The number in a new id: where there are several things to choose from, it says which. */
const numberIn = (newId: string) => Number(newId.replace(/\D/g, ''));

const ofService = ({ linesOfCase }: LedgerFacts, service: string) =>
  standing(linesOfCase).filter(({ line }) => line.service === service);
const firstUncharged = (c: Case, facts: LedgerFacts, service: string): CivilDate =>
  ofService(facts, service).reduce((next, { line }) => later(next, line.until as CivilDate), firstDay(c));

/** Charges the next days that no line of the service has; `days` is 'all' for those up to today. */
const charge =
  (service: 'housing' | 'occupation', days: 1 | 'all', amountOre?: number): Step =>
  (c, around, newId, ledger) => {
    const facts = ledger();
    const from = firstUncharged(c, facts, service);
    const end = c.stay?.departedOn ?? addDays(around.today, 1);
    const until = days === 1 ? addDays(from, 1) : later(end, addDays(from, 1));
    const input = { service, from, until, ...(amountOre === undefined ? {} : { amountOre }) };
    return decidePostCostLine(c, id(newId), input, facts, around);
  };

/** Does something with one of the lines for which it can be done, if there is one. */
const withLine =
  (decide: (entry: LedgerEntry, ...step: [...Parameters<Step>, LedgerFacts]) => ReturnType<Step>): Step =>
  (c, around, newId, ledger) => {
    const facts = ledger();
    const outcomes = facts.linesOfCase.map((entry) => decide(entry, c, around, newId, ledger, facts));
    const possible = outcomes.filter((outcome) => !isRefusal(outcome));
    return possible[numberIn(newId) % Math.max(1, possible.length)] ?? outcomes[0] ?? refuse('NOT_FOUND');
  };

const leave =
  (length: number | null): Step =>
  (c, around, newId) => {
    const from = addDays(firstDay(c), numberIn(newId) % 7);
    const back = length === null ? {} : { until: addDays(from, length) };
    return decideRecordLeave(c, { from, ...back, reason: 'absent' }, around);
  };

/** What the home city does. */
export const homeLedgerSteps = {
  dispute: withLine((entry, c, around, newId, _ledger, facts) =>
    decideDisputeCostLine(c, entry, newId, { reason: 'days', question: 'Why so many days?' }, facts, around),
  ),
  letStand: withLine((entry, c, around, _id, _ledger, facts) => decideSettleDispute(c, entry, facts, around)),
} satisfies Record<string, Step>;

/** What the receiving city does. */
export const receivingLedgerSteps = {
  charge: charge('housing', 1),
  chargeAll: charge('housing', 'all'),
  chargeOther: charge('occupation', 'all'),
  chargeOddly: charge('occupation', 1, 12_345),
  reverse: withLine((entry, c, around, newId, _, facts) =>
    decideReverseCostLine(c, entry, id(newId), facts, around),
  ),
  explain: withLine((entry, c, around) => decideAnswerDispute(c, entry, { answer: 'As agreed.' }, around)),
  leave: leave(2),
  leaveOpen: leave(null),
} satisfies Record<string, Step>;
