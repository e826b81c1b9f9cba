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

/** The days of a span that none of the periods has, in order. The periods may overlap each other. */
export function spansNotIn(span: Span, periods: readonly Period[]): Span[] {
  const covered = periods.flatMap((period) => overlapOf(span, period) ?? []).sort(byStart);
  const spans: Span[] = [];
  let next = span.from;
  for (const { from, until } of covered) {
    if (next < from) spans.push({ from: next, until: from });
    next = later(next, until);
  }
  return next < span.until ? [...spans, { from: next, until: span.until }] : spans;
}

/** How many they are. */
export const daysNotIn = (span: Span, periods: readonly Period[]): number =>
  spansNotIn(span, periods).reduce((days, { from, until }) => days + daysBetween(from, until), 0);

/** How many days of a span some of the periods has. */
export const daysIn = (span: Span, periods: readonly Period[]): number =>
  daysBetween(span.from, span.until) - daysNotIn(span, periods);

const endOf = ({ until }: Period): CivilDate => (until ?? endless) as CivilDate;

const byStart = (a: Span, b: Span): number => (a.from < b.from ? -1 : 1);
