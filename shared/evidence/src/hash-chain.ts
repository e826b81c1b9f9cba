import { type Digest, digestOf } from './digest.js';

/** One link of an append-only chain: an entry's exact text, tied to all that came before it. */
export interface Link {
  readonly seq: number;
  readonly entry: string;
  readonly previous: Digest | null;
  readonly hash: Digest;
}

/** Where a chain stands: the last link's number and hash. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Digest | null;
}

/** The head of a chain that has no link yet; its first link is number 1. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: null };

/** Why a link was not the next one of its chain. */
export type ChainProblem = 'GAP' | 'PREVIOUS_DIFFERS' | 'HASH_DIFFERS';

/** The head after the last link, or the first link that does not fit, and why. */
export type ChainVerdict = { ok: true; head: ChainHead } | { ok: false; seq: number; problem: ChainProblem };

/**
 * The hash of a link: the digest of the previous link's hash (nothing for the first), a line feed
 * and the entry. A digest holds no line feed, so no two pairs are hashed from the same bytes.
 */
export function linkHash(previous: Digest | null, entry: string): Digest {
  return digestOf(`${previous ?? ''}\n${entry}`);
}

/**
 * Checks that links follow each other without a gap and that every hash is right.
 *
 * @param entries links in order, read one at a time, so a long chain need not fit in memory.
 * @param after the trusted head that the first link must follow; a whole chain follows {@link EMPTY_CHAIN}.
 * @returns the new head, or the first link that fails with GAP, PREVIOUS_DIFFERS or HASH_DIFFERS.
 */
export function verifyChain(entries: Iterable<Link>, after: ChainHead = EMPTY_CHAIN): ChainVerdict {
  let head = after;
  for (const link of entries) {
    const problem = problemOf(link, head);
    if (problem !== undefined) return { ok: false, seq: link.seq, problem };
    head = { seq: link.seq, hash: link.hash };
  }
  return { ok: true, head };
}

function problemOf(link: Link, head: ChainHead): ChainProblem | undefined {
  if (link.seq !== head.seq + 1) return 'GAP';
  if (link.previous !== head.hash) return 'PREVIOUS_DIFFERS';
  if (link.hash !== linkHash(link.previous, link.entry)) return 'HASH_DIFFERS';
  return undefined;
}
