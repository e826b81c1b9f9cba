import type { CostLine } from '@storstad/contract';
import type { City, Ore } from './values.js';

/** One side of an entry: what a city is owed (plus) or owes (minus). */
export interface Posting {
  readonly city: City;
  readonly amountOre: Ore;
  readonly days: number;
}

/**
 * The double entry of a cost line: the receiving city has done something for the home city. Its sum is zero in öre
 * and in days, so the sum over all cities always is (requirements §7 M3).
 */
export const postingsOf = (line: CostLine): readonly [Posting, Posting] => [
  { city: line.receivingCity as City, amountOre: line.amountOre as Ore, days: line.days },
  { city: line.homeCity as City, amountOre: negative(line.amountOre) as Ore, days: negative(line.days) },
];

/** The number with the other sign; zero stays plain zero. */
const negative = (amount: number): number => (amount === 0 ? 0 : -amount);
