import type { DigestText, Instant } from './values.js';

/** What places a signed message in the thread of two cities. All of it is signed, and so the same in both. */
export interface InThread {
  readonly digest: DigestText;
  /** The sender's own message before it. */
  readonly previous: DigestText | null;
  /** The other city's last message that the sender had. */
  readonly seen: DigestText | null;
  readonly sentAt: Instant;
}

/**
 * The messages of a thread, causes before effects. Of those that none of the others has caused the earlier comes first,
 * by the clocks of their senders; the digest settles what is left. So two cities that have the same messages see them in
 * the same order, however they came and whatever their clocks say. A cause that is not among them counts for nothing;
 * there can be no circle, since each message holds the digests of its causes.
 */
export function inCausalOrder<T extends InThread>(messages: readonly T[]): T[] {
  const here = new Set(messages.map(({ digest }) => digest));
  const effects = new Map<DigestText, T[]>();
  const causesLeft = new Map<T, number>();
  for (const message of messages) {
    const causes = causesOf(message).filter((cause) => here.has(cause));
    causesLeft.set(message, causes.length);
    for (const cause of causes) effects.set(cause, [...(effects.get(cause) ?? []), message]);
  }

  const ordered: T[] = [];
  const next = messages.filter((message) => causesLeft.get(message) === 0);
  while (next.length > 0) {
    const [first] = next.splice(indexOfFirst(next), 1) as [T];
    ordered.push(first);
    for (const effect of effects.get(first.digest) ?? []) {
      const left = (causesLeft.get(effect) ?? 0) - 1;
      causesLeft.set(effect, left);
      if (left === 0) next.push(effect);
    }
  }
  return ordered;
}

const causesOf = ({ previous, seen }: InThread): DigestText[] => [
  ...new Set([previous, seen].filter((cause) => cause !== null)),
];

const indexOfFirst = (messages: readonly InThread[]): number =>
  messages.reduce((first, message, i) => (isBefore(message, messages[first]) ? i : first), 0);

const isBefore = (a: InThread, b: InThread | undefined): boolean =>
  b !== undefined && (a.sentAt === b.sentAt ? a.digest < b.digest : a.sentAt < b.sentAt);
