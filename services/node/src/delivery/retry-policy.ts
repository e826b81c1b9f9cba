/**
 * How long to wait before the next attempt, in milliseconds: doubling from one second, at most five minutes, with up
 * to a fifth taken off so that nodes that lost each other at the same moment do not come back in step.
 *
 * @param failures attempts in a row that have failed; 1 or more.
 * @param chance a number from 0 up to 1.
 */
export function retryDelay(failures: number, chance: number): number {
  const first = 1_000;
  const longest = 300_000;
  const doubled = Math.min(longest, first * 2 ** Math.min(failures - 1, 20));
  return Math.round(doubled * (1 - chance / 5));
}
