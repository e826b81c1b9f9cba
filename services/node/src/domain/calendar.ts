import type { CivilDate, Instant } from './values.js';

const stockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The civil date in Europe/Stockholm at an instant, summer time included. */
export const civilDateOf = (instant: Instant): CivilDate =>
  stockholm.format(Date.parse(instant)) as CivilDate;

/** The instant at which a civil date begins in Europe/Stockholm, summer time included. */
export function startOf(date: CivilDate): Instant {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`);
  const at = (hoursBefore: number) =>
    new Date(utcMidnight - hoursBefore * 3_600_000).toISOString() as Instant;
  return civilDateOf(at(2)) === date ? at(2) : at(1);
}

const dayNumber = (date: CivilDate): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Days from `from` up to, not including, `until`; negative when `until` is earlier. */
export const daysBetween = (from: CivilDate, until: CivilDate): number => dayNumber(until) - dayNumber(from);

/** The date a number of days later; none is after {@link endless}, which is the last with a year of four digits. */
export const addDays = (date: CivilDate, days: number): CivilDate =>
  new Date(Math.min(dayNumber(date) + days, dayNumber(endless)) * 86_400_000)
    .toISOString()
    .slice(0, 10) as CivilDate;

/** The same day number some months later, clipped to the month's last day: 30 November and three months is 28 February. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)));
  return moved.toISOString().slice(0, 10) as CivilDate;
}

/**
 * Age in whole years on a day. Someone born on 29 February comes of age on 1 March in a year without that day.
 */
export function ageOn(bornOn: CivilDate, day: CivilDate): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) >= bornOn.slice(5) ? years : years - 1;
}

/** The later of two dates. */
export const later = <T extends CivilDate>(a: T, b: T): T => (a > b ? a : b);

/** The earlier of two dates. */
export const earlier = <T extends CivilDate>(a: T, b: T): T => (a < b ? a : b);

/** Stands for the end of what has none, so that days compare. */
export const endless = '9999-12-31' as CivilDate;
