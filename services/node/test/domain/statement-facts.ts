import { createHash } from 'node:crypto';
import type { BookedCostLine } from '@storstad/contract';
import { canonicalJson } from '@storstad/evidence';
import type { StatementFacts, StatementTotals } from '../../src/domain/statement.js';
import { linesCarried, linesOfBlock } from '../../src/domain/statement-difference.js';
import { id, stockholm } from './support.js';

/** What the lines of a period come to, worked out plainly. The store must come to the same. */

type Lines = readonly BookedCostLine[];

const inOrder = (lines: Lines): BookedCostLine[] =>
  lines
    .map(({ line, bookedOn }) => ({ bookedOn, line }))
    .sort((a, b) => (`${a.bookedOn} ${a.line.id}` < `${b.bookedOn} ${b.line.id}` ? -1 : 1));

export const digestOfLines = (lines: Lines) =>
  id<StatementTotals['linesDigest']>(
    `sha-256:${createHash('sha256')
      .update(
        inOrder(lines)
          .map((line) => `${canonicalJson(line)}\n`)
          .join(''),
      )
      .digest('hex')}`,
  );

/** Seen from a city. */
export function totalsOf(lines: Lines, own: string): StatementTotals {
  const of = (carriedOut: boolean) =>
    lines.filter(({ line }) => (line.receivingCity === own) === carriedOut).map(({ line }) => line);
  const exchanged = (count: (of: readonly BookedCostLine['line'][]) => number) => ({
    carriedOut: count(of(true)),
    received: count(of(false)),
  });
  return {
    lineCount: lines.length,
    linesDigest: digestOfLines(lines),
    cases: exchanged((all) => new Set(all.map(({ caseId }) => caseId)).size),
    days: exchanged((all) => all.reduce((sum, { stayDays }) => sum + stayDays, 0)),
    amountsOre: exchanged((all) => all.reduce((sum, { amountOre }) => sum + amountOre, 0)),
  };
}

/** Blocks of the lines, of the same length but the last, up to as many as a proposal carries. */
export function blocksOf(lines: Lines): StatementFacts['blocks'] {
  const all = inOrder(lines);
  const count = Math.min(linesCarried, Math.ceil(all.length / linesOfBlock));
  return Array.from({ length: count }, (_, n) => {
    const block = all.slice(n * linesOfBlock, (n + 1) * linesOfBlock);
    return { first: block[0]?.line.id ?? '', digest: digestOfLines(block) };
  });
}

/** What a city's ledger holds for a statement, from its lines. */
export const statementFacts = (
  lines: Lines,
  own: string = stockholm,
  others: StatementFacts['others'] = [],
): StatementFacts => ({
  totals: totalsOf(lines, own),
  ...(lines.length <= linesCarried
    ? { lines: inOrder(lines), blocks: [] }
    : { lines: [], blocks: blocksOf(lines) }),
  others,
});
