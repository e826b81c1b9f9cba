import type { Quota, Slot } from '@storstad/contract';
import { type Refusal, refuse } from './refusal.js';
import type { AgreementId } from './values.js';

/** A place counts for the city that sends (home) or for the city that receives. */
export type Direction = 'sent' | 'received';

/** What a city has used of one version's places in one direction. */
export interface DirectionUse {
  /** Places taken or reserved now. */
  readonly used: number;
  /** The lowest number that nobody holds. */
  readonly firstFree: number;
}
export type QuotaUse = Readonly<Record<Direction, DirectionUse>>;

/**
 * Here the quota is decided: the place that a case takes, or the refusal when every place of the city is taken.
 * Runs inside the transaction that writes the place, so that two units cannot both get the last one.
 * Source: one case per municipality (002:21), two in 2025 (002:23, 002:47); counted as the version's terms say
 * (requirements §2.4, §12 nos. 1-5).
 */
export function takePlace(
  agreement: AgreementId,
  quota: Quota,
  direction: Direction,
  use: QuotaUse,
): Slot | Refusal {
  const own = use[direction];
  const used = quota.counting === 'each-direction' ? own.used : use.sent.used + use.received.used;
  if (used < quota.limit) return { agreement, number: own.firstFree, limit: quota.limit };
  return refuse(direction === 'sent' ? 'QUOTA_HOME' : 'QUOTA_RECEIVING', {
    used,
    limit: quota.limit,
    agreement,
  });
}

/** Whether a departure frees the place: only where the terms count cases that run at the same time. */
export const departureFreesPlace = (quota: Quota): boolean => quota.basis === 'concurrent';
