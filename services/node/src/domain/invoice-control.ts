import type { InvoiceFinding, Licence, UpkeepPayment } from '@storstad/contract';
import { addDays, daysBetween, later } from './calendar.js';
import type { Stay } from './case.js';
import { type ExternalService, endOf } from './cost-facts.js';
import type { RecordedInvoice } from './invoice.js';
import { earliest } from './invoiced-service.js';
import { isUnlicensedOn } from './licence.js';
import { isWithin, type Period } from './period.js';
import type { CivilDate, Ore } from './values.js';

/** Control of a provider's invoice (requirements §7 M1 and M5; 003:195-209, 003:648-653). Amounts are öre. */

/** What an invoice is held against, as it is known now. */
export interface ControlFacts {
  readonly stay: Stay | null;
  /** As the home city has approved it after the section head's decision; null when there is none that the invoice bills. */
  readonly service: ExternalService | null;
  /** What the municipality paid of what this service should have. */
  readonly upkeepPayments: readonly UpkeepPayment[];
  /** Standing decisions of this city about the provider. */
  readonly suspensions: readonly Period[];
  /** Standing ones of this city and of the home city. */
  readonly exclusions: readonly Period[];
  /** The first day on which the service needs a licence, if it ever does. */
  readonly licenceNeededFrom: CivilDate | null;
  readonly licenceChecks: readonly Licence[];
  /** The provider's invoices of the same service in the case that came before, in that order. */
  readonly earlier: Iterable<RecordedInvoice>;
  readonly today: CivilDate;
}

export interface Control {
  readonly findings: readonly InvoiceFinding[];
  readonly acceptedOre: Ore;
}

/** Why a billed day is not to be paid, in order of precedence: a day has the first that applies. */
const dayCodes = [
  'MOVE_OUT_DAY',
  'OUTSIDE_PLACEMENT',
  'DUPLICATE',
  'PROVIDER_SUSPENDED',
  'PROVIDER_EXCLUDED',
  'LICENCE_MISSING',
  'DECISION_MISSING',
] as const satisfies readonly InvoiceFinding['code'][];
type DayCode = (typeof dayCodes)[number];

/** A day of the invoice's period; without a code it is to be paid. */
interface JudgedDay {
  readonly day: CivilDate;
  readonly code: DayCode | null;
}

/**
 * What is wrong with an invoice, and how much of it is accepted: the lower of what is billed and what is right, never
 * below zero. The amounts above zero and what is accepted add up to the billed amount exactly. An amount below zero tells
 * that too little was billed; nothing is added for it.
 */
export function controlInvoice(invoice: RecordedInvoice, facts: ControlFacts): Control {
  const judged = billedDays(invoice, facts, takenBefore(invoice, facts));
  const faults = [...dayFindings(invoice, judged), ...priceFindings(invoice, judged, facts)];
  const stated = asStated(invoice);
  const right = faults.reduce((rest, { amountOre }) => rest - Math.max(amountOre, 0), stated);
  const acceptedOre = Math.min(invoice.amountOre, Math.max(right, 0));
  const found = [...faults, ...finding('SUM_WRONG', 0, invoice.amountOre - stated)];
  return { findings: sharedOut(found, invoice.amountOre - acceptedOre), acceptedOre: acceptedOre as Ore };
}

const finding = (code: InvoiceFinding['code'], days: number, amountOre: number): InvoiceFinding[] =>
  days === 0 && amountOre === 0 ? [] : [{ code, days, amountOre }];

/** What the invoice's own days, rate and deduction come to. */
const asStated = ({ days, dayRateOre, upkeepDeductionOre }: RecordedInvoice): number =>
  days * dayRateOre - upkeepDeductionOre;

/** Shares out what is not accepted, in order; so that an invoice whose amount is low already is not cut twice. */
function sharedOut(found: readonly InvoiceFinding[], notAccepted: number): InvoiceFinding[] {
  let rest = notAccepted;
  return found.map((finding) => {
    if (finding.amountOre <= 0) return finding;
    const amountOre = Math.min(finding.amountOre, rest);
    rest -= amountOre;
    return { ...finding, amountOre };
  });
}

function dayFindings(invoice: RecordedInvoice, judged: readonly JudgedDay[]): InvoiceFinding[] {
  const { days, dayRateOre } = invoice;
  const excess = Math.max(0, days - calendarDays(invoice));
  const count = (wanted: DayCode) => judged.filter(({ code }) => code === wanted).length;
  return [
    ...dayCodes.flatMap((code) => finding(code, count(code), count(code) * dayRateOre)),
    ...finding('MORE_DAYS_THAN_CALENDAR', excess, excess * dayRateOre),
  ];
}

/** Of the days that are to be paid: another rate than the agreed one, and upkeep that should have been deducted. */
function priceFindings(
  invoice: RecordedInvoice,
  judged: readonly JudgedDay[],
  { service, upkeepPayments }: ControlFacts,
): InvoiceFinding[] {
  const payable = judged.filter(({ code }) => code === null).length;
  const over = service ? invoice.dayRateOre - service.notice.dayRateOre : 0;
  const missing = Math.max(0, upkeepDue(invoice, upkeepPayments) - invoice.upkeepDeductionOre);
  return [
    ...(over === 0 ? [] : finding('RATE_NOT_AS_AGREED', payable, payable * over)),
    ...finding('UPKEEP_NOT_DEDUCTED', 0, missing),
  ];
}

/**
 * The upkeep that falls on the invoice's days, in whole öre. A payment is spread over its days from the first one, so that
 * the parts of adjoining invoices add up to it exactly.
 */
function upkeepDue({ from, until }: RecordedInvoice, payments: readonly UpkeepPayment[]): number {
  return payments.reduce((sum, payment) => {
    const total = daysBetween(payment.from as CivilDate, payment.until as CivilDate);
    const upTo = (day: string) => {
      const passed = daysBetween(payment.from as CivilDate, day as CivilDate);
      return Math.floor((payment.amountOre * Math.min(Math.max(passed, 0), total)) / total);
    };
    return sum + upTo(until) - upTo(from);
  }, 0);
}

const calendarDays = ({ from, until }: Pick<RecordedInvoice, 'from' | 'until'>): number =>
  daysBetween(from as CivilDate, until as CivilDate);

/**
 * The days that are billed. Where fewer are billed than the period has, those that are to be paid count first: a month's
 * invoice with the right number of days is right.
 */
function billedDays(
  invoice: RecordedInvoice,
  facts: ControlFacts,
  taken: ReadonlySet<CivilDate>,
): JudgedDay[] {
  const order = ({ code }: JudgedDay) => (code === null ? -1 : dayCodes.indexOf(code));
  return daysIn(invoice)
    .map((day) => ({ day, code: codeOf(day, facts, taken) }))
    .sort((a, b) => order(a) - order(b))
    .slice(0, invoice.days);
}

const daysIn = (invoice: RecordedInvoice): CivilDate[] =>
  Array.from({ length: calendarDays(invoice) }, (_, n) => addDays(invoice.from as CivilDate, n));

/** The days that earlier invoices have billed; no more of them are read once none of this one's days is left. */
function takenBefore(invoice: RecordedInvoice, facts: ControlFacts): ReadonlySet<CivilDate> {
  const taken = new Set<CivilDate>();
  const left = new Set(daysIn(invoice));
  for (const earlier of facts.earlier) {
    for (const { day } of billedDays(earlier, facts, taken)) {
      taken.add(day);
      left.delete(day);
    }
    if (left.size === 0) break;
  }
  return taken;
}

/** Why a day is not to be paid, if so. The day of moving in counts, the day of moving out does not (M1, 003:206-209). */
function codeOf(day: CivilDate, facts: ControlFacts, taken: ReadonlySet<CivilDate>): DayCode | null {
  const { stay, service, licenceNeededFrom, today } = facts;
  if (!stay) return 'OUTSIDE_PLACEMENT';
  const first = service ? later(stay.arrivedOn, service.notice.from as CivilDate) : stay.arrivedOn;
  const end = earliest([stay.departedOn, service && endOf(service)]);
  if (day === end && first <= day) return 'MOVE_OUT_DAY';
  if (day < first || (end !== null && end < day) || today < day) return 'OUTSIDE_PLACEMENT';
  if (taken.has(day)) return 'DUPLICATE';
  if (facts.suspensions.some((period) => isWithin(day, period))) return 'PROVIDER_SUSPENDED';
  if (facts.exclusions.some((period) => isWithin(day, period))) return 'PROVIDER_EXCLUDED';
  if (licenceNeededFrom !== null && licenceNeededFrom <= day && isUnlicensedOn(day, facts.licenceChecks))
    return 'LICENCE_MISSING';
  return service ? null : 'DECISION_MISSING';
}
