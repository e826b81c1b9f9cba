import type { Slot } from '@storstad/contract';
import { and, asc, count, eq, isNull, max, ne, sql } from 'drizzle-orm';
import type { Direction, QuotaUse } from '../domain/quota.js';
import type { AgreementId, CaseId, City } from '../domain/values.js';
import type { Database } from './database.js';
import { cases, slots } from './schema.js';

/** The numbered places within the quota, as they stand in the running transaction. */
export interface Slots {
  use(agreement: AgreementId): QuotaUse;
  /**
   * How many places another city has taken, by its direction, as far as this city can know: those of accepted cases
   * between the two, which take a place in each.
   */
  knownOf(city: City, agreement: AgreementId): Readonly<Record<Direction, number>>;
  take(slot: Slot, direction: Direction, caseId: CaseId): void;
  /** Frees the places that a case holds in a direction. */
  free(caseId: CaseId, direction: Direction): void;
}

/** Opens the table of places. */
export function openSlots(db: Database): Slots {
  const inDirection = and(
    eq(slots.agreement, sql.placeholder('agreement')),
    eq(slots.direction, sql.placeholder('direction')),
  );
  const selectHighest = db
    .select({ number: max(slots.number) })
    .from(slots)
    .where(inDirection)
    .prepare();
  const freeOnes = and(inDirection, isNull(slots.caseId));
  const countFree = db.select({ n: count() }).from(slots).where(freeOnes).prepare();
  const selectLowestFree = db
    .select({ number: slots.number })
    .from(slots)
    .where(freeOnes)
    .orderBy(asc(slots.number))
    .limit(1)
    .prepare();
  // A place that was used before is taken again; one that somebody holds violates the primary key and is a bug.
  const insert = db
    .insert(slots)
    .values({
      agreement: sql.placeholder('agreement'),
      direction: sql.placeholder('direction'),
      number: sql.placeholder('number'),
      caseId: sql.placeholder('caseId'),
    })
    .prepare();
  const deleteFree = db
    .delete(slots)
    .where(and(freeOnes, eq(slots.number, sql.placeholder('number'))))
    .prepare();
  const free = db
    .update(slots)
    .set({ caseId: null })
    .where(
      and(eq(slots.caseId, sql.placeholder('caseId')), eq(slots.direction, sql.placeholder('direction'))),
    )
    .prepare();

  const betweenTheTwo = db
    .select({ n: count() })
    .from(slots)
    .innerJoin(cases, eq(cases.id, slots.caseId))
    .where(and(inDirection, eq(cases.otherCity, sql.placeholder('city')), ne(cases.state, 'requested')))
    .prepare();
  const sharedWith = (city: City, agreement: AgreementId, direction: Direction) =>
    betweenTheTwo.get({ city, agreement, direction })?.n ?? 0;

  const useOf = (agreement: AgreementId, direction: Direction) => {
    const highest = selectHighest.get({ agreement, direction })?.number ?? 0;
    const freed = countFree.get({ agreement, direction })?.n ?? 0;
    const firstFree = selectLowestFree.get({ agreement, direction })?.number ?? highest + 1;
    return { used: highest - freed, firstFree };
  };

  return {
    use: (agreement) => ({
      get sent() {
        return useOf(agreement, 'sent');
      },
      get received() {
        return useOf(agreement, 'received');
      },
    }),
    knownOf: (city, agreement) => ({
      sent: sharedWith(city, agreement, 'received'),
      received: sharedWith(city, agreement, 'sent'),
    }),
    take({ agreement, number }, direction, caseId) {
      deleteFree.run({ agreement, direction, number });
      insert.run({ agreement, direction, number, caseId });
    },
    free: (caseId, direction) => {
      free.run({ caseId, direction });
    },
  };
}
