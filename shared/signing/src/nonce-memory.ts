import { secondsOf } from './signature-time.js';

/** The most nonces remembered for one key: more than its 60 seconds of signatures at 1,000 a second. */
const DEFAULT_LIMIT = 100_000;

/**
 * Remembers which nonces each key has used, for as long as their signatures could be used again.
 *
 * It is filled only after a signature was found good, so the keys in it are known peers' keys, and
 * each has room of its own. When a key's room is full its new nonces are refused, none is forgotten
 * early. It lives in memory: after a restart, what a replayed request would do again must be caught
 * by the message's id.
 */
export class NonceMemory {
  private readonly used = new Map<string, Map<string, number>>();

  constructor(private readonly limitPerKey: number = DEFAULT_LIMIT) {}

  /**
   * Takes note of a nonce.
   *
   * @param expires the last second, since 1970, in which its signature may be used.
   * @returns false when the nonce was used before or there is no room to remember it.
   */
  isNew(kid: string, nonce: string, expires: number, now: Date): boolean {
    const nonces = this.noncesOf(kid);
    forgetExpired(nonces, secondsOf(now));
    if (nonces.has(nonce) || nonces.size >= this.limitPerKey) return false;
    nonces.set(nonce, expires);
    return true;
  }

  private noncesOf(kid: string): Map<string, number> {
    const nonces = this.used.get(kid) ?? new Map<string, number>();
    this.used.set(kid, nonces);
    return nonces;
  }
}

/** Oldest first, up to one that still counts: each nonce is looked at about twice in all. */
function forgetExpired(nonces: Map<string, number>, now: number): void {
  for (const [nonce, expires] of nonces) {
    if (expires >= now) return;
    nonces.delete(nonce);
  }
}
