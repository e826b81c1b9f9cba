import type { CostLine, PostedCostLine } from '@storstad/contract';
import type { SignedLine } from './money-event.js';
import { daysNotIn, type Span } from './period.js';
import type { City, CivilDate, CostLineId, Ore } from './values.js';

/** A line as this node's ledger has it. */
export interface LedgerEntry extends SignedLine {
  readonly state: PostedCostLine['state'];
  readonly refusalCode: string | null;
  /** Kept out of statements by a dispute. */
  readonly frozen: boolean;
  readonly questioned: boolean;
  /** The line that takes this one back, sent or posted. */
  readonly reversedBy: CostLineId | null;
}

/** What the ledger holds that a new line of a case, or a change of one, must fit in with. */
export interface LedgerFacts {
  /** All lines of the case that are sent or posted. */
  readonly linesOfCase: readonly LedgerEntry[];
  /** The first day that is not yet in a proposed or signed statement with the other city; null when there is none. */
  readonly openFrom: CivilDate | null;
  /** The periods of the statements that are proposed or signed. */
  readonly stated: readonly Span[];
}

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
  { city: line.receivingCity as City, amountOre: line.amountOre as Ore, days: line.stayDays },
  { city: line.homeCity as City, amountOre: negative(line.amountOre) as Ore, days: negative(line.stayDays) },
];

/** The number with the other sign; zero stays plain zero. */
export const negative = (amount: number): number => (amount === 0 ? 0 : -amount);

/** The lines of a case that charge something: neither taken back nor taking back. */
export const standing = (lines: readonly LedgerEntry[]): readonly LedgerEntry[] =>
  lines.filter(({ line, reversedBy }) => line.reverses === null && reversedBy === null);

/** The days of a line. */
export const spanOf = ({ from, until }: Pick<CostLine, 'from' | 'until'>): Span => ({
  from: from as CivilDate,
  until: until as CivilDate,
});

/**
 * Days of the stay that a line adds to the balance: those that no other standing line of the case has. So the days of a
 * case are the days that its standing lines cover together, however many services there were and whatever is taken back.
 */
export const stayDaysOf = (line: Pick<CostLine, 'from' | 'until'>, others: readonly LedgerEntry[]): number =>
  daysNotIn(
    spanOf(line),
    others.map((other) => other.line),
  );
