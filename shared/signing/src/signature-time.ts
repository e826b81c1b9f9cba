/** How long a signature that we make may be used. */
export const OUR_LIFETIME_SECONDS = 30;
/** The longest use of a signature that we accept from others. */
export const MAX_LIFETIME_SECONDS = 60;
/** How far a peer's clock may be ahead of ours. */
export const MAX_AHEAD_SECONDS = 5;

/** Why a signature is not to be used now. */
export type TimeProblem = 'SIGNATURE_OLD' | 'SIGNATURE_FROM_FUTURE';

/** A signature's parameters `created` and `expires`: whole seconds since 1970 (RFC 9421 §2.3). */
export interface SignatureTimes {
  readonly created: number;
  readonly expires: number;
}

/** An instant in the whole seconds that signatures count in. */
export function secondsOf(now: Date): number {
  return Math.floor(now.getTime() / 1000);
}

/** The times of a signature made now. */
export function timesFrom(now: Date): SignatureTimes {
  const created = secondsOf(now);
  return { created, expires: created + OUR_LIFETIME_SECONDS };
}

/**
 * Whether a signature may be used now. It may be used in its last second too. A signature created
 * more than {@link MAX_LIFETIME_SECONDS} ago is old by either rule: it has expired or lives too long.
 */
export function timeProblem({ created, expires }: SignatureTimes, now: Date): TimeProblem | undefined {
  const seconds = secondsOf(now);
  if (expires < seconds || expires - created > MAX_LIFETIME_SECONDS) return 'SIGNATURE_OLD';
  return created > seconds + MAX_AHEAD_SECONDS ? 'SIGNATURE_FROM_FUTURE' : undefined;
}
