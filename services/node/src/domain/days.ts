import type { Leave } from '@storstad/contract';
import { daysBetween, earlier, endless, later } from './calendar.js';
import type { CivilDate } from './values.js';

/** Days in a row: `until` is the day after the last one. */
export interface Period {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

/** What two periods have in common, if anything. */
export function overlapOf(a: Period, b: Period): Period | undefined {
  const from = later(a.from, b.from);
  const until = earlier(a.until, b.until);
  return from < until ? { from, until } : undefined;
}

/** How many days of a period none of the others has. The others may overlap each other. */
export function daysNotIn(period: Period, others: readonly Period[]): number {
  const covered = others.flatMap((other) => overlapOf(period, other) ?? []).sort(byStart);
  let [days, next] = [0, period.from];
  for (const { from, until } of covered) {
    if (next < from) days += daysBetween(next, from);
    next = later(next, until);
  }
  return days + Math.max(0, daysBetween(next, period.until));
}

const byStart = (a: Period, b: Period): number => (a.from < b.from ? -1 : 1);

/** Days of leave within a period. The day of leaving is one, the day back is not; an open leave goes on. */
export const leaveDaysIn = (period: Period, leaves: readonly Leave[]): number =>
  daysBetween(period.from, period.until) - daysNotIn(period, leaves.map(asPeriod));

const asPeriod = ({ from, until }: Leave): Period => ({
  from: from as CivilDate,
  until: (until ?? endless) as CivilDate,
});
