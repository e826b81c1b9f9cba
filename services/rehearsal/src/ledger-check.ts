import { isDeepStrictEqual } from 'node:util';
import type { Balance, Ledger, PostedCostLine } from '@storstad/contract';
import type { DeskClient } from './desk-client.js';
import { differences } from './scenario/matchers.js';
import { show } from './scenario/strict-reading.js';

/** What one city's ledger says of another city. */
export interface LedgerView {
  readonly posted: readonly PostedCostLine[];
  readonly balance: Balance;
}

const pageSize = 1000;

/** Reads one city's whole ledger with another, page by page. Only posted lines count. */
export async function readLedger(desk: DeskClient, city: string, other: string): Promise<LedgerView> {
  const pages: Ledger[] = [];
  const readSoFar = () => pages.reduce((sum, page) => sum + page.lines.length, 0);
  do pages.push(await readPage(desk, city, other, pages.length + 1));
  while (readSoFar() < (pages.at(-1)?.total ?? 0) && pages.at(-1)?.lines.length !== 0);
  const posted = pages.flatMap((page) => page.lines).filter((line) => line.state === 'posted');
  return { posted, balance: (pages[0] as Ledger).balance };
}

/**
 * Holds two cities' ledgers against what is expected: `equal`, the same posted lines in every field, booked on the same
 * days, with the same questions about them; `lines`, how
 * many each has; `netOre`, what the first city owes the second, which is the second's balance towards the first.
 */
export async function checkLedgers(
  desk: DeskClient,
  [one, other]: readonly [string, string],
  expected: { readonly equal?: unknown; readonly lines?: unknown; readonly netOre?: unknown },
): Promise<string[]> {
  const [ofOne, ofOther] = await Promise.all([readLedger(desk, one, other), readLedger(desk, other, one)]);
  const unequal = firstDifference(ofOne.posted, ofOther.posted);
  const equal = differences(expected.equal ?? unequal === undefined, unequal === undefined, 'equal');
  return [
    ...equal.map((difference) => (unequal ? `${difference} (${unequal})` : difference)),
    ...expectNumber(expected.lines, ofOne.posted.length, `lines in ${one}`),
    ...expectNumber(expected.lines, ofOther.posted.length, `lines in ${other}`),
    ...expectNumber(expected.netOre, -ofOne.balance.netOre, `netOre in ${one}`),
    ...expectNumber(expected.netOre, ofOther.balance.netOre, `netOre in ${other}`),
  ];
}

/** Over every pair of cities what one has done for the other and the reverse are 0 together, in days and in öre. */
export async function checkSumZero(desk: DeskClient, cities: readonly string[]): Promise<string[]> {
  const balances = await Promise.all(cities.map((city) => readBalances(desk, city)));
  const between = (from: number, to: number) =>
    balances[from]?.find((balance) => balance.city === cities[to]) ?? { netDays: 0, netOre: 0 };
  const pairs = cities.flatMap((_, one) =>
    cities.slice(one + 1).map((__, rest) => [one, one + 1 + rest] as const),
  );
  return pairs.flatMap(([one, other]) => {
    const [there, back] = [between(one, other), between(other, one)];
    const where = `${cities[one]} and ${cities[other]}`;
    return [
      ...expectNumber(0, there.netDays + back.netDays, `days between ${where}`),
      ...expectNumber(0, there.netOre + back.netOre, `öre between ${where}`),
    ];
  });
}

/** All cities' books at a quiet moment: each pair has the same lines, and over all of them the sum is zero. */
export async function checkBooks(desk: DeskClient, cities: readonly string[]): Promise<string[]> {
  const pairs = cities.flatMap((one, i) => cities.slice(i + 1).map((other) => [one, other] as const));
  const unequal = await Promise.all(pairs.map((pair) => checkLedgers(desk, pair, { equal: true })));
  return [...unequal.flat(), ...(await checkSumZero(desk, cities))];
}

function expectNumber(expected: unknown, came: number, at: string): string[] {
  return expected === undefined ? [] : differences(expected, came, at);
}

function firstDifference(
  one: readonly PostedCostLine[],
  other: readonly PostedCostLine[],
): string | undefined {
  const otherById = new Map(other.map((posted) => [posted.line.id, posted]));
  const differing = one.find((posted) => !isDeepStrictEqual(posted, otherById.get(posted.line.id)));
  if (differing) return `${show(differing)} against ${show(otherById.get(differing.line.id))}`;
  const missing = other.find(({ line }) => !one.some((posted) => posted.line.id === line.id));
  return missing && `nothing against ${show(missing)}`;
}

function readPage(desk: DeskClient, city: string, other: string, page: number): Promise<Ledger> {
  return desk.must(`administrator@${city}`, 'getLedger', {
    params: { city: other },
    query: { page, limit: pageSize },
  });
}

async function readBalances(desk: DeskClient, city: string): Promise<Balance[]> {
  return (await desk.must(`administrator@${city}`, 'listBalances')).balances;
}
