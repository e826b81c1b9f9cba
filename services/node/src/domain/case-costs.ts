import type { CostFinding, ServiceCost } from '@storstad/contract';
import { addDays, daysBetween, later } from './calendar.js';
import type { Case } from './case.js';
import { costFactsOf, endOf } from './cost-facts.js';
import { type LedgerEntry, spanOf, standing } from './ledger.js';
import { daysIn, daysNotIn, overlapOf, type Span, spansNotIn } from './period.js';
import type { CivilDate } from './values.js';

/**
 * What a case should have cost by now beside what is posted. Both cities compute it from the same facts, so both see the
 * same differences (requirements §7 M2).
 */

/** A service of a case for which somebody bears a cost, and the days that it has been given for. */
interface Priced
  extends Pick<ServiceCost, 'service' | 'source' | 'externalServiceId' | 'bearer' | 'dayRateOre'> {
  readonly leaveDayRateOre: number;
  readonly given: Span | undefined;
}

/** Each service, expected beside posted. `today` is not over, so it is not expected yet. */
export const serviceCosts = (theCase: Case, lines: readonly LedgerEntry[], today: CivilDate): ServiceCost[] =>
  pricedServices(theCase, today).map((priced) => {
    const { leaveDayRateOre, given, ...service } = priced;
    const { days, leaveDays } = given ? daysOf(theCase, priced, given) : { days: 0, leaveDays: 0 };
    const expectedOre = days * priced.dayRateOre + leaveDays * leaveDayRateOre;
    const posted = lines.filter((entry) => isOf(priced, entry) && entry.state === 'posted');
    const postedOre = posted.reduce((sum, { line }) => sum + line.amountOre, 0);
    return {
      ...service,
      expectedDays: days,
      expectedOre,
      postedDays: posted.reduce((sum, { line }) => sum + line.days, 0),
      postedOre,
      differenceOre: postedOre - (priced.bearer === 'home' ? expectedOre : 0),
    };
  });

/** A finding is the same in both cities; which of them one is in stands beside it. */
type Finding = Omit<CostFinding, 'side'>;

/** Where a posted line is not what is expected now, and where days that are over are not charged. */
export function costFindings(theCase: Case, lines: readonly LedgerEntry[], today: CivilDate): Finding[] {
  const charged = standing(lines).filter(({ state }) => state === 'posted');
  const borneByHome = (day: CivilDate) =>
    pricedServices(theCase, day).filter(({ bearer }) => bearer === 'home');
  const chargedFor = (priced: Priced) => charged.filter((entry) => isOf(priced, entry));
  // Today may be charged already, and is missed only when it is over.
  return [
    ...borneByHome(addDays(today, 1)).flatMap((priced) =>
      chargedFor(priced).flatMap((entry) => differing(theCase, priced, entry)),
    ),
    ...borneByHome(today).flatMap((priced) => notPosted(theCase, priced, chargedFor(priced))),
  ];
}

function differing(theCase: Case, priced: Priced, { line }: LedgerEntry): Finding[] {
  const given = priced.given && overlapOf(priced.given, spanOf(line));
  const { days, leaveDays } = given ? daysOf(theCase, priced, given) : { days: 0, leaveDays: 0 };
  const expected = days * priced.dayRateOre + leaveDays * priced.leaveDayRateOre - line.deductionOre;
  if (line.amountOre === expected) return [];
  return [
    {
      ...findingOf(theCase, priced),
      code: 'LINE_DIFFERS',
      lineId: line.id,
      from: line.from,
      until: line.until,
      days: line.days - days,
      amountOre: line.amountOre - expected,
    },
  ];
}

function notPosted(theCase: Case, priced: Priced, charged: readonly LedgerEntry[]): Finding[] {
  if (!priced.given) return [];
  const periods = charged.map(({ line }) => line);
  // Leave takes days off both the given ones and the charged ones; what is in neither is not charged yet.
  const leaves = priced.source === 'own' ? costFactsOf(theCase).leaves : [];
  const days = daysNotIn(priced.given, [...periods, ...leaves]);
  const leaveDays = daysNotIn(priced.given, periods) - days;
  const amountOre = days * priced.dayRateOre + leaveDays * priced.leaveDayRateOre;
  if (amountOre === 0) return [];
  const paidDays = spansNotIn(priced.given, priced.leaveDayRateOre === 0 ? [...periods, ...leaves] : periods);
  const { from, until } = paidDays[0] ?? priced.given;
  return [
    {
      ...findingOf(theCase, priced),
      code: 'NOT_POSTED',
      lineId: null,
      from,
      until,
      days: days === 0 ? 0 : -days,
      amountOre: -amountOre,
    },
  ];
}

const findingOf = ({ id }: Case, { service, externalServiceId }: Priced) => ({
  caseId: id,
  service,
  externalServiceId,
});

const isOf = ({ source, service, externalServiceId }: Priced, { line }: LedgerEntry): boolean =>
  line.source === source && line.service === service && line.externalServiceId === externalServiceId;

/** Own services keep the place during leave at a rate of their own; an external one is paid by the day. */
function daysOf(theCase: Case, { source }: Priced, given: Span) {
  const all = daysBetween(given.from, given.until);
  const leaveDays = source === 'own' ? daysIn(given, costFactsOf(theCase).leaves) : 0;
  return { days: all - leaveDays, leaveDays };
}

function pricedServices(theCase: Case, today: CivilDate): Priced[] {
  const { stay, placementAgreement } = theCase;
  const until = stay && (stay.departedOn ?? later(stay.arrivedOn, today));
  const stayed = until ? { from: stay.arrivedOn, until } : undefined;
  const own = (placementAgreement?.document.services ?? []).map(
    ({ service, bearer, dayRateOre, leaveDayRateOre = 0 }): Priced => ({
      service,
      source: 'own',
      externalServiceId: null,
      bearer,
      dayRateOre,
      leaveDayRateOre,
      given: stayed && overlapOf(stayed, stayed),
    }),
  );
  const bought = costFactsOf(theCase)
    .externalServices.filter(({ state }) => state === 'approved')
    .map((bought): Priced => {
      const { notice } = bought;
      return {
        service: notice.service,
        source: 'external',
        externalServiceId: notice.id,
        bearer: notice.bearer,
        dayRateOre: notice.dayRateOre,
        leaveDayRateOre: 0,
        given: stayed && overlapOf(stayed, { from: notice.from, until: endOf(bought) }),
      };
    });
  return [...own, ...bought];
}
