import type { CostLine, PostCostLine } from '@storstad/contract';
import { addDays, daysBetween, later } from './calendar.js';
import { atReceiving, type Case, inState, type ReceivingCase } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { fromReceivingCity } from './placement.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, CostLineId, Ore } from './values.js';

/** What the ledger between two cities holds, as far as a new line needs to know. */
export interface LedgerFacts {
  /** Lines of this case and service that are sent or posted. */
  readonly linesOfService: readonly CostLine[];
  /** The first day that is not yet in a proposed or signed statement with the other city; null when there is none. */
  readonly openFrom: CivilDate | null;
}

/** Days × rate, in whole öre. Both are whole numbers, so nothing is ever rounded. */
export const amountOf = (days: number, dayRateOre: number): Ore => (days * dayRateOre) as Ore;

/**
 * Charges the home city for days of an agreed service (requirements §7 M1-M3). Days are counted from the placement:
 * the day of arrival counts, the day of departure does not. The line is booked today, or on the first day that no
 * statement covers.
 */
export function decidePostCostLine(
  theCase: Case,
  id: CostLineId,
  input: PostCostLine,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow = inState(receiving, 'in-progress', 'departed', 'completed');
  if (notNow) return notNow;
  const bookedOn = ledger.openFrom ? later(ledger.openFrom, around.today) : around.today;
  const line = expectedLine(receiving, { city: around.city, id, input, bookedOn, today: around.today });
  if (isRefusal(line)) return line;
  const overlapping = overlapRefusal(line, ledger);
  if (overlapping) return overlapping;
  return decided(
    [{ type: 'cost-line-sent', caseId: receiving.id, line }],
    [
      {
        type: 'cost-line-posted',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: id,
        content: { line },
        covered: nothingPersonal,
      },
    ],
  );
}

/** A line comes to the home city, which computes it anew from its own copy of the placement. */
export function decideReceiveCostLine(
  theCase: Case,
  from: City,
  line: CostLine,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const expected = expectedLine(home, {
    city: from,
    id: line.id as CostLineId,
    input: line,
    bookedOn: line.bookedOn as CivilDate,
    today: around.today,
  });
  if (isRefusal(expected)) return expected;
  const refusal = firstRefusal([
    overlapRefusal(line, ledger),
    around.canonical(expected) === around.canonical(line) && isBookable(line, around.today)
      ? undefined
      : refuse('COST_LINE_DIFFERS'),
    ledger.openFrom && line.bookedOn < ledger.openFrom
      ? refuse('PERIOD_CLOSED', { until: ledger.openFrom })
      : undefined,
  ]);
  return refusal ?? decided([{ type: 'cost-line-posted', caseId: home.id, line }]);
}

/** Booked when its days are over, and no later than a statement that ends with today can push it. */
const isBookable = ({ bookedOn, until }: CostLine, today: CivilDate): boolean =>
  addDays(until as CivilDate, -1) <= bookedOn && bookedOn <= addDays(today, 1);

interface Charge {
  /** The receiving city. */
  readonly city: City;
  readonly id: CostLineId;
  readonly input: PostCostLine;
  readonly bookedOn: CivilDate;
  readonly today: CivilDate;
}

function expectedLine(theCase: Case, charge: Charge): CostLine | Refusal {
  const { service, from, until } = charge.input;
  const agreement = theCase.placementAgreement?.document;
  const agreed = agreement?.services.find((line) => line.service === service);
  if (!agreement || !agreed) return refuse('SERVICE_NOT_AGREED');
  if (agreed.bearer !== 'home') return refuse('COST_NOT_BORNE_BY_HOME');
  const outside = stayRefusal(theCase, from as CivilDate, until as CivilDate, charge.today);
  if (outside) return outside;
  const days = daysBetween(from as CivilDate, until as CivilDate);
  return {
    id: charge.id,
    caseId: theCase.id,
    homeCity: agreement.homeCity,
    receivingCity: charge.city,
    service,
    from,
    until,
    days,
    dayRateOre: agreed.dayRateOre,
    amountOre: amountOf(days, agreed.dayRateOre),
    bookedOn: charge.bookedOn,
  };
}

/** The charged days lie within the stay and are over. */
function stayRefusal(
  { stay }: Pick<ReceivingCase, 'stay'>,
  from: CivilDate,
  until: CivilDate,
  today: CivilDate,
): Refusal | undefined {
  const last = stay?.departedOn ?? addDays(today, 1);
  const within = stay && stay.arrivedOn <= from && from < until && until <= last;
  if (within) return undefined;
  return refuse('COST_LINE_OUTSIDE_STAY', stay ? { earliest: stay.arrivedOn, latest: last } : {});
}

function overlapRefusal(line: CostLine, ledger: LedgerFacts): Refusal | undefined {
  const overlaps = ledger.linesOfService.some((other) => other.from < line.until && line.from < other.until);
  return overlaps ? refuse('COST_LINE_OVERLAPS') : undefined;
}
