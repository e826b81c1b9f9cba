import type * as contract from '@storstad/contract';
import type { StayRound } from './cadence.js';
import type { Case, Referral } from './case.js';
import type { CivilDate } from './values.js';

/** What the year's report measures, and how the cases' contributions become tables (requirements §9.2). */

/** What the journal and the ledger say of a case that the case itself does not. */
export interface BesideCase {
  /** Refusals of this city that stopped the request or the acceptance, while the version was valid. */
  readonly stoppedBy: ReadonlySet<string>;
  readonly reclassified: boolean;
  /** What both cities have in their ledgers; null when there is no line. */
  readonly charged: { readonly days: number; readonly ore: number } | null;
}

/** A case as one part of a version's report looks at it. */
export interface ReportedCase {
  readonly theCase: Case;
  /** The requests that took a place under the version, in this part to the part's city alone. */
  readonly referrals: readonly Referral[];
  /** Whether it is this version's report that tells of the case: each case is told of once. */
  readonly belongs: boolean;
  /** Whether it was accepted under the version, and not taken back since. */
  readonly isExchange: boolean;
  readonly beside: BesideCase;
  readonly asOf: CivilDate;
  /** The due days of the stay, worked out once for all measures and parts that ask. */
  readonly rounds: () => readonly StayRound[];
}

/** What a case adds to a measure. */
export interface Contribution {
  readonly key: string;
  readonly amount: number;
}

/** One measure: a table with one dimension. */
export interface Measure {
  readonly section: contract.ReportTable['section'];
  readonly measure: string;
  readonly unit: contract.ReportTable['unit'];
  /**
   * counts: how many, 0 included. sum: of amounts, not known when no case has any. spread: median, lowest and highest.
   * share: the first key's part of all keys, in per cent.
   */
  readonly shape: 'counts' | 'sum' | 'spread' | 'share';
  /** All keys there can be, whether or not they occur: an external reader learns nothing from what is left out. */
  readonly keys: readonly string[];
  readonly of: (reported: ReportedCase) => readonly Contribution[];
}

/** A row, with the number of cases that it rests on; null is not known. */
export interface BasedRow {
  readonly key: string;
  readonly value: number | null;
  readonly basis: number;
}

/** A table before anything in it is suppressed. */
export interface BasedTable extends Pick<Measure, 'section' | 'measure' | 'unit'> {
  readonly shape: Measure['shape'];
  /** Tells of other cities, or has keys that depend on what occurred: for this city's boards only. */
  readonly boardOnly?: true;
  readonly rows: readonly BasedRow[];
}

/** Where a measure has nothing to tell apart. */
export const all = ['all'] as const;
/** The rows of a spread. */
export const spreadKeys = ['median', 'lowest', 'highest'] as const;

export const one = (key: string): readonly Contribution[] => [{ key, amount: 1 }];
export const nothing: readonly Contribution[] = [];

/** Collects the contributions of cases to one measure. */
export function openTally(measure: Measure) {
  const amounts = new Map<string, number[]>(measure.keys.map((key) => [key, []]));
  return {
    /** Adds one case. */
    add(reported: ReportedCase): void {
      const ofCase = new Map<string, number>();
      for (const { key, amount } of measure.of(reported)) ofCase.set(key, (ofCase.get(key) ?? 0) + amount);
      for (const [key, amount] of ofCase) {
        const known = amounts.get(key);
        if (!known) throw new Error(`${measure.measure} has no key ${key}`);
        known.push(amount);
      }
    },
    table: (): BasedTable => {
      const { section, measure: name, unit, shape } = measure;
      return { section, measure: name, unit, shape, rows: rowsOf(shape, amounts) };
    },
  };
}

function rowsOf(shape: Measure['shape'], amounts: ReadonlyMap<string, readonly number[]>): BasedRow[] {
  switch (shape) {
    case 'counts':
      return [...amounts].map(([key, each]) => ({ key, value: sum(each), basis: each.length }));
    case 'sum':
      return [...amounts].map(([key, each]) => {
        const basis = each.length;
        return { key, value: basis === 0 ? null : sum(each), basis };
      });
    case 'spread':
      return spreadOf([...amounts.values()].flat());
    case 'share':
      return [shareOf(amounts)];
  }
}

function spreadOf(values: readonly number[]): BasedRow[] {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  const [low = null, high = null] = middle;
  const median = low === null || high === null ? null : (low + high) / 2;
  const basis = sorted.length;
  return [
    { key: 'median', value: median, basis },
    { key: 'lowest', value: sorted[0] ?? null, basis },
    { key: 'highest', value: sorted.at(-1) ?? null, basis },
  ];
}

/** In whole per cent. It rests on as few as its smallest part does: with the total known, each part gives the other. */
function shareOf(amounts: ReadonlyMap<string, readonly number[]>): BasedRow {
  const parts = [...amounts];
  const [key, part] = parts[0] ?? ['all', []];
  const total = sum(parts.flatMap(([, each]) => each));
  const basis = Math.min(...parts.flatMap(([, each]) => [each.length, sum(each)]));
  return { key, value: total === 0 ? null : Math.round((100 * sum(part)) / total), basis };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
