import type { ReadingReview } from '@storstad/contract';
import { civilDateOf, startOf } from '../domain/calendar.js';
import { decideReviewReadings, unreviewedFrom } from '../domain/oversight.js';
import type { CivilDate, Instant } from '../domain/values.js';
import type { Node } from '../node.js';
import type { ReadingFilter } from '../store/journal.js';
import { by, type DeskCommand } from './desk-command.js';

/** Who was shown something of which case, newest first. */
export const listReadingLog: DeskCommand<'listReadingLog'> = (node, { query }) => {
  const { page = 1, limit = 20, notOwn, reason, staff, caseReference, ...days } = query;
  const filter = { ...within(days), notOwn, reason, staff, caseReference: caseReference?.toLowerCase() };
  return { ...node.store.journal.readings(filter, { page, limit }), page, limit };
};

/** Records that the readings of some days were reviewed. */
export const reviewReadings: DeskCommand<'reviewReadings'> = (node, call) =>
  node.commit.decide<ReadingReview>(
    by(call, null),
    (around) => {
      const readings = node.store.journal.countReadings(within(call.body));
      return decideReviewReadings(call.staff, call.body, readings, around);
    },
    () => {
      const [review] = node.store.oversight.reviews({ page: 1, limit: 1 }).reviews;
      if (!review) throw new Error('The review is not there after it was recorded');
      return review;
    },
  );

/** The reviews, the latest first, and the day of the oldest reading that nobody has reviewed. */
export const listReadingReviews: DeskCommand<'listReadingReviews'> = (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  const listed = node.store.oversight.reviews({ page, limit });
  return { ...listed, unreviewedFrom: oldestUnreviewed(node), page, limit };
};

/** From review to review: of the days between two of them only those with readings count. */
function oldestUnreviewed({ store }: Node): CivilDate | null {
  const reviewed = store.oversight.reviewed();
  for (let from: Instant | undefined; ; ) {
    const at = store.journal.firstReadingAt(from);
    if (at === undefined) return null;
    const on = civilDateOf(at);
    const next = unreviewedFrom(on, reviewed);
    if (next === on) return on;
    from = startOf(next);
  }
}

const within = ({ from, until }: { from?: string; until?: string }): ReadingFilter => ({
  from: from === undefined ? undefined : startOf(from as CivilDate),
  until: until === undefined ? undefined : startOf(until as CivilDate),
});
