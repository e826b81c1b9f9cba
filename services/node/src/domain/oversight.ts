import type { DeliveryNote, ReadingReason, ReadingReview, ReviewReadings, Role } from '@storstad/contract';
import type { Staff } from './access.js';
import { addDays, later } from './calendar.js';
import { type Circumstances, decided } from './circumstances.js';
import type { Decided } from './event.js';
import type { Span } from './period.js';
import { demand, type Refusal, refuse } from './refusal.js';
import type { CaseId, CivilDate, MessageId, Unit } from './values.js';

/**
 * What those who oversee the node see and do: who reads what and why, that somebody goes through it (2001:454 § 10), who is
 * let in, and what came of messages that were refused. Nothing of a person but the staff's own subjects.
 */
export type OversightEvent =
  | {
      readonly type: 'reading-reason-given';
      readonly caseId: CaseId;
      readonly staff: string;
      readonly reason: ReadingReason;
      /** The only day on which it holds. */
      readonly givenOn: CivilDate;
    }
  | { readonly type: 'readings-reviewed'; readonly review: ReadingReview }
  | {
      readonly type: 'logged-in';
      readonly staff: string;
      readonly roles: readonly Role[];
      readonly units: readonly Unit[];
    }
  | {
      readonly type: 'delivery-acknowledged';
      readonly messageId: MessageId;
      readonly staff: string;
      readonly note: DeliveryNote | null;
    };

/** Says that the readings of some days were reviewed; DATE_IMPOSSIBLE for no day at all, or one that is not over. */
export function decideReviewReadings(
  staff: Staff,
  { from, until, outcome }: ReviewReadings,
  readings: number,
  { today }: Pick<Circumstances, 'today'>,
): Decided | Refusal {
  const impossible =
    demand(until <= today, 'DATE_IMPOSSIBLE', { latest: today }) ??
    demand(from < until, 'DATE_IMPOSSIBLE', { earliest: addDays(from as CivilDate, 1) });
  if (impossible) return impossible;
  const review = { from, until, outcome, readings, staff: staff.subject, reviewedOn: today };
  return decided([{ type: 'readings-reviewed', review }]);
}

/** The first day that nobody has reviewed, from a day on. A gap between two reviews is found, however late the last one ends. */
export function unreviewedFrom(day: CivilDate, reviewed: readonly Span[]): CivilDate {
  return reviewed
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .reduce((next, { from, until }) => (from <= next ? later(next, until) : next), day);
}

/** A message that another city has refused. */
export interface RefusedMessage {
  readonly messageId: MessageId;
  /** Null until somebody has ticked it off. */
  readonly acknowledgedAt: string | null;
}

/** Ticks off a refused message; NOT_FOUND when there is no such refused one, ALREADY_SETTLED for the second time. */
export function decideAcknowledgeDelivery(
  staff: Staff,
  refused: RefusedMessage | undefined,
  note: DeliveryNote | null,
): Decided | Refusal {
  if (!refused) return refuse('NOT_FOUND');
  if (refused.acknowledgedAt !== null) return refuse('ALREADY_SETTLED');
  const { messageId } = refused;
  return decided([{ type: 'delivery-acknowledged', messageId, staff: staff.subject, note }]);
}
