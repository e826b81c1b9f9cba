import { daysBetween, earlier, endless, later } from './calendar.js';
import type { CivilDate } from './values.js';

/** Days from `from` up to, not including, `until`; null is no end. */
export interface Period {
  readonly from: string;
  readonly until: string | null;
}

/** A period that has an end, so that its days can be counted. */
export interface Span extends Period {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

/** Whether the two have a day in common. */
export const overlap = (a: Period, b: Period): boolean => a.from < endOf(b) && b.from < endOf(a);

/** Whether a day is within the period. */
export const isWithin = (day: string, period: Period): boolean => period.from <= day && day < endOf(period);

/** The days of a span that are in a period too, if any. */
export function overlapOf(span: Span, period: Period): Span | undefined {
  const from = later(span.from, period.from as CivilDate);
  const until = earlier(span.until, endOf(period));
  return from < until ? { from, until } : undefined;
}

/** How many days of a span none of the periods has. They may overlap each other. */
export function daysNotIn(span: Span, periods: readonly Period[]): number {
  const covered = periods.flatMap((period) => overlapOf(span, period) ?? []).sort(byStart);
  let [days, next] = [0, span.from];
  for (const { from, until } of covered) {
    if (next < from) days += daysBetween(next, from);
    next = later(next, until);
  }
  return days + Math.max(0, daysBetween(next, span.until));
}

/** How many days of a span some of the periods has. */
export const daysIn = (span: Span, periods: readonly Period[]): number =>
  daysBetween(span.from, span.until) - daysNotIn(span, periods);

const endOf = ({ until }: Period): CivilDate => (until ?? endless) as CivilDate;

const byStart = (a: Span, b: Span): number => (a.from < b.from ? -1 : 1);
