/**
 * A list by time, so that it is the same in both cities, in whatever order they came to know. What was said at one moment
 * stays in the order in which it came.
 */
export const inOrder = <T>(all: readonly T[], timeOf: (one: T) => string): readonly T[] =>
  [...all].sort((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) < timeOf(b) ? -1 : 1));
