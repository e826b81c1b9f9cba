import type { BookedCostLine, SealedContent } from '@storstad/contract';
import type { Circumstances } from './circumstances.js';
import type { StatementFacts } from './statement.js';

/** A proposal carries its lines up to this many; beyond that so many blocks of lines, each by its digest. */
export const linesCarried = 150;
/** How many lines a block has. Fixed, so that a line too many in one city moves no block before it. */
export const linesOfBlock = 1000;

/** The first line, in order, that only one side has or that is not alike; or what else differs. */
export function firstDifference(
  ours: StatementFacts,
  theirs: SealedContent<'statement-proposed'>,
  around: Circumstances,
): string {
  if (ours.blocks.length > 0 !== theirs.blocks.length > 0) return 'the number of lines';
  const at = [...Array(Math.max(ours.lines.length, theirs.lines.length)).keys()].find(
    (i) => around.canonical(ours.lines[i] ?? null) !== around.canonical(theirs.lines[i] ?? null),
  );
  if (at !== undefined) return earlierOf(ours.lines[at], theirs.lines[at]);
  const block = ours.blocks.findIndex(({ digest }, i) => digest !== theirs.blocks[i]?.digest);
  if (block >= 0) return `one of the ${linesOfBlock} from ${ours.blocks[block]?.first} on`;
  if (ours.blocks.length < theirs.blocks.length)
    return `those from ${theirs.blocks[ours.blocks.length]?.first} on`;
  if (ours.totals.lineCount > linesCarried * linesOfBlock)
    return `those after the first ${linesCarried * linesOfBlock}`;
  return 'none of the lines; the sums or the period';
}

/** Of two lines at one place, the id of the one that comes first: that is what the other side lacks, or both have otherwise. */
function earlierOf(a: BookedCostLine | undefined, b: BookedCostLine | undefined): string {
  const keyOf = ({ bookedOn, line }: BookedCostLine) => `${bookedOn} ${line.id}`;
  const [first] = [a, b].filter((one) => one !== undefined).sort((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1));
  return first?.line.id ?? '';
}
