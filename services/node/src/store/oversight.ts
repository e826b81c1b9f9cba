import type { ReadingReason, ReadingReview, Role, StaffMember } from '@storstad/contract';
import { and, asc, count, desc, eq } from 'drizzle-orm';
import type { OversightEvent } from '../domain/oversight.js';
import type { Span } from '../domain/period.js';
import type { CaseId, CivilDate, Instant } from '../domain/values.js';
import type { Page } from './cases.js';
import type { Database } from './database.js';
import { acknowledgements, readingReasons, readingReviews, staffMembers } from './schema.js';

/** Reasons for readings, reviews of them, who has logged in, and which refused messages are ticked off. */
export interface Oversight {
  /** The reason that somebody has given for a case on a day. */
  reasonOn(staff: string, caseId: CaseId, day: CivilDate): ReadingReason | null;
  /** The latest first. */
  reviews(page: Page): { reviews: ReadingReview[]; total: number };
  /** The days of all reviews, in any order. */
  reviewed(): Span[];
  /** In order of the subject. */
  staff(page: Page): { staff: StaffMember[]; total: number };
  /** The same, all of them. */
  everyStaffMember(): StaffMember[];
  apply(event: OversightEvent, at: Instant): void;
}

/** Opens the tables of oversight. */
export function openOversight(db: Database): Oversight {
  return {
    reasonOn(staff, caseId, day) {
      const mine = and(eq(readingReasons.staff, staff), eq(readingReasons.caseId, caseId));
      const row = db.select().from(readingReasons).where(mine).get();
      return row?.givenOn === day ? (row.reason as ReadingReason) : null;
    },
    reviews({ page, limit }) {
      const rows = db
        .select()
        .from(readingReviews)
        .orderBy(desc(readingReviews.position))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const total = db.select({ n: count() }).from(readingReviews).get()?.n ?? 0;
      return { reviews: rows.map(({ review }) => JSON.parse(review) as ReadingReview), total };
    },
    reviewed: () =>
      db
        .select()
        .from(readingReviews)
        .all()
        .map(({ review }) => JSON.parse(review) as Span),
    staff({ page, limit }) {
      const rows = db
        .select()
        .from(staffMembers)
        .orderBy(asc(staffMembers.staff))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const total = db.select({ n: count() }).from(staffMembers).get()?.n ?? 0;
      return { staff: rows.map(staffMember), total };
    },
    everyStaffMember: () =>
      db.select().from(staffMembers).orderBy(asc(staffMembers.staff)).all().map(staffMember),
    apply(event, at) {
      switch (event.type) {
        case 'reading-reason-given': {
          const { staff, caseId, givenOn, reason } = event;
          const target = [readingReasons.staff, readingReasons.caseId];
          db.insert(readingReasons)
            .values({ staff, caseId, givenOn, reason })
            .onConflictDoUpdate({ target, set: { givenOn, reason } })
            .run();
          return;
        }
        case 'readings-reviewed':
          db.insert(readingReviews)
            .values({ review: JSON.stringify(event.review) })
            .run();
          return;
        case 'logged-in': {
          const [roles, units] = [JSON.stringify(event.roles), JSON.stringify(event.units)];
          const row = { staff: event.staff, roles, units, lastLogInAt: at };
          db.insert(staffMembers)
            .values(row)
            .onConflictDoUpdate({ target: staffMembers.staff, set: row })
            .run();
          return;
        }
        case 'delivery-acknowledged': {
          const { messageId, staff, note } = event;
          db.insert(acknowledgements).values({ messageId, at, staff, note }).run();
          return;
        }
      }
    },
  };
}

const staffMember = (row: typeof staffMembers.$inferSelect): StaffMember => ({
  ...row,
  roles: JSON.parse(row.roles) as Role[],
  units: JSON.parse(row.units) as string[],
});
