import type { Balance, MonthOfBalance } from '@storstad/contract';

/** What the months of a balance come to: by agreement version, and as it stood at the end of each month. */

/** What two cities have done for each other under one version. */
export type Sums = Omit<MonthOfBalance, 'month' | 'agreement'>;

const nothing: Sums = {
  days: { carriedOut: 0, received: 0 },
  amountsOre: { carriedOut: 0, received: 0 },
  netDays: 0,
  netOre: 0,
  disputedLines: 0,
  disputedOre: 0,
};

/** All of some sums together. */
export const sumOf = (sums: readonly Sums[]): Sums => sums.reduce<Sums>(plus, nothing);

const plus = (a: Sums, b: Sums): Sums => ({
  days: {
    carriedOut: a.days.carriedOut + b.days.carriedOut,
    received: a.days.received + b.days.received,
  },
  amountsOre: {
    carriedOut: a.amountsOre.carriedOut + b.amountsOre.carriedOut,
    received: a.amountsOre.received + b.amountsOre.received,
  },
  netDays: a.netDays + b.netDays,
  netOre: a.netOre + b.netOre,
  disputedLines: a.disputedLines + b.disputedLines,
  disputedOre: a.disputedOre + b.disputedOre,
});

/** By version, the latest first. */
export function byVersion({
  months,
}: Pick<Balance, 'months'>): { readonly agreement: string; readonly sums: Sums }[] {
  const versions = [...new Set(months.map(({ agreement }) => agreement))].sort().reverse();
  return versions.map((agreement) => ({
    agreement,
    sums: sumOf(months.filter((month) => month.agreement === agreement)),
  }));
}

/** The balances with some cities, in öre, at the end of each of the last months. */
export interface Course {
  readonly months: readonly string[];
  readonly cities: readonly { readonly city: string; readonly values: readonly number[] }[];
}

/** How many months are shown. */
const mostMonths = 12;

/** The course up to a month (`2025-02`), from the month before the first line, of the last twelve months at most. */
export function courseOf(balances: readonly Balance[], until: string): Course {
  const first = balances.flatMap((balance) => balance.months[0]?.month ?? []).sort()[0];
  const months = monthsBetween(first ? monthAfter(first, -1) : until, until).slice(-mostMonths);
  return {
    months,
    cities: balances.map(({ city, months: added }) => ({
      city,
      values: months.map((end) =>
        added.reduce((sum, { month, netOre }) => (month <= end ? sum + netOre : sum), 0),
      ),
    })),
  };
}

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month, 1)) months.push(month);
  return months;
}

const monthAfter = (month: string, months: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
};
