import type { BookedCostLine } from '@storstad/contract';
import type { StatementPeriod } from '../domain/statement.js';
import type { City } from '../domain/values.js';
import type { Ledger } from './ledger.js';
import { type LineBlock, linesAtATime, linesIn } from './statement-lines.js';

/** One city's ledger, from its store or a copy of it. */
export interface CityLedger {
  readonly city: City;
  readonly ledger: Pick<Ledger, 'blocks'>;
}

export interface Comparison {
  /** Lines that are alike in both, up to the first difference. */
  readonly alike: number;
  /** The first line that is not alike, or that only one has; null when there is none. */
  readonly differs: { readonly one: BookedCostLine | null; readonly other: BookedCostLine | null } | null;
}

/**
 * Compares what two cities' stores have between them in a period, every byte of every line, in order. For auditors who
 * have a copy of both, and for drills. Holds a few thousand lines at a time.
 */
export function compareLedgers(one: CityLedger, other: CityLedger, period: StatementPeriod): Comparison {
  const blocksOfOne = one.ledger.blocks(other.city, period, linesAtATime);
  const blocksOfOther = other.ledger.blocks(one.city, period, linesAtATime);
  for (let alike = 0; ; ) {
    const [a, b] = [nextOf(blocksOfOne), nextOf(blocksOfOther)];
    if (!a && !b) return { alike, differs: null };
    if (!a || !b || !a.bytes.equals(b.bytes)) return firstDifference(a, b, alike);
    alike += a.count;
  }
}

const nextOf = (blocks: Iterator<LineBlock>): LineBlock | undefined => {
  const { done, value } = blocks.next();
  return done ? undefined : value;
};

function firstDifference(a: LineBlock | undefined, b: LineBlock | undefined, alike: number): Comparison {
  const [ofOne, ofOther] = [a ? linesIn(a) : [], b ? linesIn(b) : []];
  const isAlike = (i: number) => JSON.stringify(ofOne[i]) === JSON.stringify(ofOther[i]);
  let at = 0;
  while (at < ofOne.length && at < ofOther.length && isAlike(at)) at += 1;
  return { alike: alike + at, differs: inOrder(ofOne[at], ofOther[at]) };
}

/** Where the two stand at different places, the later one is not missing in the other: only the earlier is. */
function inOrder(one: BookedCostLine | undefined, other: BookedCostLine | undefined): Comparison['differs'] {
  const placeOf = ({ bookedOn, line }: BookedCostLine) => `${bookedOn} ${line.id}`;
  if (one && other && placeOf(one) !== placeOf(other))
    return placeOf(one) < placeOf(other) ? { one, other: null } : { one: null, other };
  return { one: one ?? null, other: other ?? null };
}
