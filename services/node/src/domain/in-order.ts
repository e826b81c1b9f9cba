/**
 * A list in an order that is the same in both cities, in whatever order they came to know: by time, then by the city that
 * spoke. What one city said at one moment stays in the order in which it said it.
 */
export function inOrder<T>(
  all: readonly T[],
  keys: (one: T) => readonly [time: string, city: string],
): readonly T[] {
  const keyOf = (one: T) => keys(one).join(' ');
  return [...all].sort((a, b) => {
    const [keyOfA, keyOfB] = [keyOf(a), keyOf(b)];
    return keyOfA === keyOfB ? 0 : keyOfA < keyOfB ? -1 : 1;
  });
}
