import type { CityBalance, Netting, StatementDocument, Transfer } from '@storstad/contract';
import type { AgreementId, City } from './values.js';

/** How many lines of the version a pair of cities has, as one of them knows it. */
export interface PairOfLedger {
  readonly cities: readonly [City, City];
  readonly lines: number;
}

/**
 * Nets a year over all cities from their signed statements: what each owes or is owed, and the fewest transfers that
 * make it even. `ledgers` are the pairs whose lines are known here. A proposal, never a payment order (requirements §12 no. 19).
 */
export function net(
  agreement: AgreementId,
  cities: readonly City[],
  statements: readonly StatementDocument[],
  ledgers: readonly PairOfLedger[] = [],
): Netting {
  const ofVersion = statements.filter((statement) => statement.agreement === agreement);
  const balances = [...cities].sort().map((city) => balanceOf(city, ofVersion));
  const sum = (what: 'netOre' | 'netDays') => balances.reduce((total, one) => total + one[what], 0);
  if (sum('netOre') !== 0 || sum('netDays') !== 0) throw new Error('The cities do not sum to zero');
  const isWhole = (pair: readonly [City, City]) => isStated(pair, ofVersion, ledgers);
  return {
    agreement,
    cities: balances,
    missing: pairsOf([...cities].sort()).filter((pair) => !isWhole(pair)),
    transfers: fewestTransfers(balances),
    sumOre: 0,
    sumDays: 0,
  };
}

/**
 * Whether a pair has a signed statement of the version and, where its lines are known here, none that no statement has.
 */
function isStated(
  pair: readonly [City, City],
  statements: readonly StatementDocument[],
  ledgers: readonly PairOfLedger[],
): boolean {
  const isOf = (cities: readonly string[]) => pair.every((city) => cities.includes(city));
  const ofPair = statements.filter(({ cities }) => isOf(cities));
  const posted = ledgers.find(({ cities }) => isOf(cities))?.lines ?? 0;
  return ofPair.length > 0 && posted <= ofPair.reduce((sum, { lineCount }) => sum + lineCount, 0);
}

const pairsOf = (cities: readonly City[]): [City, City][] =>
  cities.flatMap((a, i) => cities.slice(i + 1).map((b): [City, City] => [a, b]));

function balanceOf(city: City, statements: readonly StatementDocument[]): CityBalance {
  const zero: CityBalance = { city, casesSent: 0, casesReceived: 0, netDays: 0, netOre: 0 };
  return statements.reduce((sum, { cities, cases, days, amountsOre }) => {
    const own = cities.indexOf(city);
    if (own < 0) return sum;
    const of = (both: readonly number[], index: number) => both[index] ?? 0;
    return {
      city,
      casesSent: sum.casesSent + of(cases, 1 - own),
      casesReceived: sum.casesReceived + of(cases, own),
      netDays: sum.netDays + of(days, own) - of(days, 1 - own),
      netOre: sum.netOre + of(amountsOre, own) - of(amountsOre, 1 - own),
    };
  }, zero);
}

/**
 * The fewest transfers: cities that owe something fall into as many groups as possible that are even among themselves,
 * and a group of n needs n - 1. Found by trying every set of cities, so for at most 16 that are not even; beyond that all
 * are one group.
 */
export function fewestTransfers(balances: readonly Pick<CityBalance, 'city' | 'netOre'>[]): Transfer[] {
  const uneven = balances.filter(({ netOre }) => netOre !== 0);
  const groups = uneven.length > 16 ? [uneven] : mostEvenGroups(uneven);
  return groups.flatMap(transfersWithin);
}

type Owed = Pick<CityBalance, 'city' | 'netOre'>;

function mostEvenGroups(uneven: readonly Owed[]): Owed[][] {
  const all = (1 << uneven.length) - 1;
  const sums = new Float64Array(all + 1);
  for (let set = 1; set <= all; set += 1) {
    const lowest = 31 - Math.clz32(set & -set);
    sums[set] = (sums[set & (set - 1)] ?? 0) + (uneven[lowest]?.netOre ?? 0);
  }
  // Of each set the most groups that end even when its cities are added one by one, and the city that came last.
  const groups = new Int8Array(all + 1);
  const last = new Int8Array(all + 1);
  for (let set = 1; set <= all; set += 1) {
    let best = -1;
    for (let i = 0; i < uneven.length; i += 1) {
      const before = groups[set & ~(1 << i)] ?? 0;
      if (set & (1 << i) && before > best) {
        best = before;
        last[set] = i;
      }
    }
    groups[set] = best + (sums[set] === 0 ? 1 : 0);
  }
  return groupsFrom(uneven, sums, last);
}

function groupsFrom(uneven: readonly Owed[], sums: Float64Array, last: Int8Array): Owed[][] {
  const found: Owed[][] = [];
  for (let set = (1 << uneven.length) - 1; set > 0; ) {
    if (sums[set] === 0) found.push([]);
    const city = last[set] ?? 0;
    found.at(-1)?.push(uneven[city] as Owed);
    set &= ~(1 << city);
  }
  return found;
}

/** Who owes most pays who is owed most, until all is even: one transfer fewer than there are cities. */
function transfersWithin(group: readonly Owed[]): Transfer[] {
  const left = group.map((one) => ({ ...one }));
  const transfers: Transfer[] = [];
  for (;;) {
    left.sort((a, b) => a.netOre - b.netOre || (a.city < b.city ? -1 : 1));
    const [debtor, creditor] = [left[0], left.at(-1)];
    if (!debtor || !creditor || debtor.netOre === 0) return transfers;
    const amountOre = Math.min(-debtor.netOre, creditor.netOre);
    transfers.push({ from: debtor.city, to: creditor.city, amountOre });
    debtor.netOre += amountOre;
    creditor.netOre -= amountOre;
  }
}
