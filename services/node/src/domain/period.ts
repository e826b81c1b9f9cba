/** Days from `from` up to, not including, `until`; null is no end. */
export interface Period {
  readonly from: string;
  readonly until: string | null;
}

/** Whether the two have a day in common. */
export const overlap = (a: Period, b: Period): boolean =>
  (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until);

/** Whether a day is within the period. */
export const isWithin = (day: string, { from, until }: Period): boolean =>
  from <= day && (until === null || day < until);
