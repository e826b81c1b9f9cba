const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short' });
const wallClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The civil date in Stockholm at a moment, as YYYY-MM-DD. */
export function civilDate(at: Date): string {
  return day.format(at);
}

/** A civil date some days later, or earlier when `days` is negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The moment at which the clocks in Stockholm show a time (HH:MM) on a date. */
export function stockholmInstant(date: string, time: string): Date {
  const asIfUtc = Date.parse(`${date}T${time}:00Z`);
  const offsetAt = (moment: number) => shownAsIfUtc(moment) - moment;
  const nearly = asIfUtc - offsetAt(asIfUtc);
  return new Date(asIfUtc - offsetAt(nearly));
}

function shownAsIfUtc(moment: number): number {
  return Date.parse(`${wallClock.format(moment).replace(' ', 'T')}Z`);
}

/** Reads an RFC 3339 instant, or a civil date as its first moment in Stockholm; undefined when it is neither. */
export function parseMoment(text: string): Date | undefined {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? firstMoment(text) : new Date(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  return isInstant && !Number.isNaN(moment.getTime()) ? moment : undefined;
}

function firstMoment(date: string): Date {
  const isRealDay = !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && addDays(date, 0) === date;
  return isRealDay ? stockholmInstant(date, '00:00') : new Date(Number.NaN);
}
