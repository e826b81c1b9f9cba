import type { CostLine, PostCostLine } from '@storstad/contract';
import { addDays, daysBetween, endless, later } from './calendar.js';
import { atReceiving, type Case, inState, type ReceivingCase } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { costFactsOf, endOf, externalServiceOf } from './cost-facts.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { type LedgerFacts, standing, stayDaysOf } from './ledger.js';
import type { SignedLine } from './money-event.js';
import { daysIn, overlap, overlapOf, type Span, spansNotIn } from './period.js';
import { fromReceivingCity } from './placement.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, CostLineId, ExternalServiceId, Ore } from './values.js';

/**
 * What a service in a case costs, priced from what has happened: both cities compute the line from the stay, the leaves
 * and the placement agreement (requirements §7 M1-M3). The day of arrival counts, the day of departure does not.
 */

/** An external cost, after the control of its invoice. */
export interface ExternalCharge {
  readonly externalServiceId: ExternalServiceId;
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** Upkeep that the municipality paid, less on the invoice. */
  readonly deductionOre: Ore;
  readonly amountOre: Ore;
}

/** Charges the home city for days of an agreed service of the receiving city's own. */
export const decidePostCostLine = (
  theCase: Case,
  id: CostLineId,
  { service, from, until, amountOre }: PostCostLine,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal =>
  postLine(theCase, ledger, around, (receiving) =>
    ownLine(receiving, ledger, {
      id,
      service,
      from: from as CivilDate,
      until: until as CivilDate,
      receivingCity: around.city,
      postedOn: around.today,
      ...(amountOre === undefined ? {} : { amountOre }),
    }),
  );

/** Charges the home city for what an invoice of an approved external service was accepted for. */
export const decidePostExternalCost = (
  theCase: Case,
  id: CostLineId,
  charge: ExternalCharge,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal =>
  postLine(theCase, ledger, around, (receiving) =>
    externalLine(receiving, ledger, {
      id,
      ...charge,
      receivingCity: around.city,
      postedOn: around.today,
    }),
  );

function postLine(
  theCase: Case,
  ledger: LedgerFacts,
  around: Circumstances,
  lineOf: (receiving: ReceivingCase) => CostLine | Refusal,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow = inState(receiving, 'in-progress', 'departed', 'completed');
  if (notNow) return notNow;
  const line = lineOf(receiving);
  return isRefusal(line) ? line : sendLine(receiving, line, ledger, around);
}

/** Signs a line and sends it. It is booked today, or on the first day that no statement covers. */
export function sendLine(
  receiving: ReceivingCase,
  line: CostLine,
  { openFrom }: Pick<LedgerFacts, 'openFrom'>,
  around: Circumstances,
): Decided {
  const bookedOn = openFrom ? later(openFrom, around.today) : around.today;
  const signed = around.sign('cost-line', line);
  return decided(
    [{ type: 'cost-line-sent', caseId: receiving.id, line, bookedOn, signed }],
    [
      {
        type: 'cost-line-posted',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: line.id,
        content: { signed, bookedOn },
        covered: nothingPersonal,
      },
    ],
  );
}

/** A line comes to the home city, which computes it anew from its own copy of stay, leaves and agreement. */
export function decideReceiveCostLine(
  theCase: Case,
  from: City,
  { line, bookedOn, signed }: SignedLine,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const expected = expectedAtHome(home, from, line, ledger);
  if (isRefusal(expected)) return expected;
  const isTheSame =
    around.canonical(expected) === around.canonical(line) && isTimely(line, bookedOn, around.today);
  const refusal = firstRefusal([
    isTheSame ? undefined : refuse('COST_LINE_DIFFERS'),
    closedRefusal(bookedOn, ledger),
  ]);
  return refusal ?? decided([postedLine({ line, bookedOn, signed })]);
}

/** A line has come to be in both ledgers. */
export const postedLine = (entry: SignedLine) =>
  ({ type: 'cost-line-posted', caseId: entry.line.caseId as Case['id'], ...entry }) as const;

/** Refuses to book on a day that a statement has closed. */
export const closedRefusal = (bookedOn: CivilDate, { openFrom }: LedgerFacts): Refusal | undefined =>
  openFrom && bookedOn < openFrom ? refuse('PERIOD_CLOSED', { until: openFrom }) : undefined;

/**
 * Posted when its days are over, by a clock that may be a little ahead of ours, and booked then or on the day after a
 * statement that ends with the day it is there.
 */
export const isTimely = ({ until, postedOn }: CostLine, bookedOn: CivilDate, today: CivilDate): boolean =>
  addDays(until as CivilDate, -1) <= postedOn &&
  postedOn <= addDays(today, 1) &&
  postedOn <= bookedOn &&
  bookedOn <= addDays(today, 2);

function expectedAtHome(home: Case, from: City, line: CostLine, ledger: LedgerFacts): CostLine | Refusal {
  const said = {
    id: line.id as CostLineId,
    from: line.from as CivilDate,
    until: line.until as CivilDate,
    receivingCity: from,
    postedOn: line.postedOn as CivilDate,
    amountOre: line.amountOre as Ore,
  };
  if (line.source === 'own') return ownLine(home, ledger, { ...said, service: line.service });
  return externalLine(home, ledger, {
    ...said,
    externalServiceId: line.externalServiceId as ExternalServiceId,
    deductionOre: line.deductionOre as Ore,
  });
}

interface Said extends Span {
  readonly id: CostLineId;
  readonly receivingCity: City;
  readonly postedOn: CivilDate;
}

function ownLine(
  theCase: Case,
  ledger: LedgerFacts,
  said: Said & { readonly service: CostLine['service']; readonly amountOre?: number },
): CostLine | Refusal {
  const agreed = theCase.placementAgreement?.document.services.find(
    ({ service }) => service === said.service,
  );
  if (!agreed) return refuse('SERVICE_NOT_AGREED');
  if (agreed.bearer !== 'home') return refuse('COST_NOT_BORNE_BY_HOME');
  const charged = standing(ledger.linesOfCase).filter(
    ({ line }) => line.source === 'own' && line.service === said.service,
  );
  const refusal = daysRefusal(said, daysToCharge(theCase, said), charged);
  if (refusal) return refusal;
  const leaveDays = daysIn(said, costFactsOf(theCase).leaves);
  const days = daysBetween(said.from, said.until) - leaveDays;
  const { dayRateOre, leaveDayRateOre = 0 } = agreed;
  const expectedOre = days * dayRateOre + leaveDays * leaveDayRateOre;
  return {
    ...sharedParts(theCase, ledger, said),
    source: 'own',
    service: said.service,
    externalServiceId: null,
    days,
    leaveDays,
    dayRateOre,
    leaveDayRateOre,
    deductionOre: 0,
    expectedOre,
    amountOre: said.amountOre ?? expectedOre,
  };
}

function externalLine(
  theCase: Case,
  ledger: LedgerFacts,
  said: Said & Pick<ExternalCharge, 'externalServiceId' | 'deductionOre' | 'amountOre'>,
): CostLine | Refusal {
  const bought = externalServiceOf(theCase, said.externalServiceId);
  if (bought?.state !== 'approved') return refuse('EXTERNAL_COST_NOT_APPROVED');
  if (bought.notice.bearer !== 'home') return refuse('COST_NOT_BORNE_BY_HOME');
  const ordered = {
    from: bought.notice.from as CivilDate,
    until: endOf(bought) ?? endless,
  };
  const charged = standing(ledger.linesOfCase).filter(
    ({ line }) => line.externalServiceId === said.externalServiceId,
  );
  const refusal = daysRefusal(said, daysToCharge(theCase, said, ordered), charged);
  if (refusal) return refusal;
  const days = daysBetween(said.from, said.until);
  return {
    ...sharedParts(theCase, ledger, said),
    source: 'external',
    service: bought.notice.service,
    externalServiceId: said.externalServiceId,
    days,
    leaveDays: 0,
    dayRateOre: bought.notice.dayRateOre,
    leaveDayRateOre: 0,
    deductionOre: said.deductionOre,
    expectedOre: days * bought.notice.dayRateOre - said.deductionOre,
    amountOre: said.amountOre,
  };
}

function sharedParts(theCase: Case, { linesOfCase }: LedgerFacts, said: Said) {
  const agreement = theCase.placementAgreement?.document;
  if (!agreement) throw new Error('A cost line of a case without a placement agreement');
  return {
    id: said.id,
    caseId: theCase.id,
    agreement: agreement.agreement,
    homeCity: agreement.homeCity,
    receivingCity: said.receivingCity,
    from: said.from,
    until: said.until,
    stayDays: stayDaysOf(said, standing(linesOfCase)),
    postedOn: said.postedOn,
    reverses: null,
  };
}

/** The days of the stay that are over, and of what was ordered; undefined when there are none. */
function daysToCharge({ stay }: Case, { postedOn }: Said, ordered?: Span): Span | undefined {
  if (!stay) return undefined;
  const stayed = { from: stay.arrivedOn, until: stay.departedOn ?? addDays(postedOn, 1) };
  return overlapOf(stayed, ordered ?? stayed);
}

/** The charged days lie within those that can be charged, and none is charged already. */
function daysRefusal(
  said: Said,
  possible: Span | undefined,
  charged: LedgerFacts['linesOfCase'],
): Refusal | undefined {
  if (!possible) return refuse('COST_LINE_OUTSIDE_STAY');
  const within = possible.from <= said.from && said.from < said.until && said.until <= possible.until;
  if (!within) return refuse('COST_LINE_OUTSIDE_STAY', firstAndLast(possible));
  const before = charged.find(({ line }) => overlap(line, said));
  if (!before) return undefined;
  const [free] = spansNotIn(
    possible,
    charged.map(({ line }) => line),
  );
  const { from, until } = before.line;
  return refuse('COST_LINE_OVERLAPS', {
    from,
    last: addDays(until as CivilDate, -1),
    ...(free ? firstAndLast(free) : {}),
  });
}

const firstAndLast = ({ from, until }: Span) => ({ earliest: from, latest: addDays(until, -1) });
