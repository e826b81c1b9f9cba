import { readFileSync } from 'node:fs';
import type { BookedCostLine } from '@storstad/contract';
import type { Accounting, AccountUse } from '../city-settings.js';

/** One booking of a voucher: debit is plus, credit is minus. */
export interface Transaction {
  readonly account: string;
  readonly amountOre: number;
}

/** What the city's accounts are told of one month with one other city. Its transactions sum to zero. */
export interface Voucher {
  /** The last day in it that a line is booked on. */
  readonly date: string;
  readonly text: string;
  readonly transactions: readonly Transaction[];
}

/** How vouchers and accounts are named; read by the city's own accountants. */
export const voucherTexts: Readonly<Record<Side, string>> & {
  readonly accounts: Readonly<Record<AccountUse, string>>;
} = JSON.parse(readFileSync(new URL('../../texts/vouchers.sv.json', import.meta.url), 'utf8'));

/** What this city owes another, or what another owes it. */
type Side = 'liability' | 'receivable';

/** What the lines of a month come to. */
interface Sum {
  readonly month: string;
  readonly city: string;
  readonly side: Side;
  lastDay: string;
  own: number;
  external: number;
}

/**
 * The vouchers of booked lines: one for each month, other city and side. At home the cost is debited and the debt to the
 * other city credited; in the receiving city the claim is debited and the revenue credited. What a city has bought is
 * on accounts of its own. A reversal is the same with minus. Amounts of zero are left out, and a voucher without any.
 *
 * @param pages every line has this city on one side; the order does not matter.
 */
export async function vouchersOf(
  pages: AsyncIterable<readonly BookedCostLine[]> | Iterable<readonly BookedCostLine[]>,
  ownCity: string,
  { accounts }: Pick<Accounting, 'accounts'>,
): Promise<Voucher[]> {
  const sums = new Map<string, Sum>();
  for await (const page of pages) for (const booked of page) addTo(sums, booked, ownCity);
  return [...sums.keys()]
    .sort()
    .map((key) => sums.get(key) as Sum)
    .map((sum) => voucherOf(sum, accounts))
    .filter(({ transactions }) => transactions.length > 0);
}

function addTo(sums: Map<string, Sum>, { bookedOn, line }: BookedCostLine, ownCity: string): void {
  if (line.homeCity !== ownCity && line.receivingCity !== ownCity)
    throw new Error(`The cost line ${line.id} is not of this city`);
  const side = line.homeCity === ownCity ? 'liability' : 'receivable';
  const city = side === 'liability' ? line.receivingCity : line.homeCity;
  const month = bookedOn.slice(0, 7);
  const key = `${month} ${city} ${side}`;
  const sum = sums.get(key) ?? { month, city, side, lastDay: bookedOn, own: 0, external: 0 };
  sums.set(key, sum);
  sum[line.source] += line.amountOre;
  if (bookedOn > sum.lastDay) sum.lastDay = bookedOn;
}

function voucherOf(
  { month, city, side, lastDay, own, external }: Sum,
  accounts: Accounting['accounts'],
): Voucher {
  const total = own + external;
  const transactions =
    side === 'liability'
      ? [
          { account: accounts.expense, amountOre: own },
          { account: accounts.externalExpense, amountOre: external },
          { account: accounts.liability, amountOre: -total },
        ]
      : [
          { account: accounts.receivable, amountOre: total },
          { account: accounts.revenue, amountOre: -own },
          { account: accounts.externalRevenue, amountOre: -external },
        ];
  return {
    date: lastDay,
    text: voucherTexts[side].replace('{city}', city).replace('{month}', month),
    transactions: transactions.filter(({ amountOre }) => amountOre !== 0),
  };
}
