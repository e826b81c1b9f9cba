import type { ExclusionNotice } from '@storstad/contract';
import { and, asc, eq } from 'drizzle-orm';
import type { Exclusion } from '../domain/exclusion.js';
import type { ExclusionEvent } from '../domain/money-event.js';
import type { City } from '../domain/values.js';
import type { Database } from './database.js';
import { exclusions } from './schema.js';

/** The exclusions of all cities. Whom they are about only the mark says. */
export interface Exclusions {
  all(): Exclusion[];
  apply(event: ExclusionEvent): void;
}

/** Opens the table of exclusions. */
export function openExclusions(db: Database): Exclusions {
  return {
    all: () =>
      db
        .select()
        .from(exclusions)
        .orderBy(asc(exclusions.city), asc(exclusions.id))
        .all()
        .map(({ city, notice, replacedBy }) => ({
          city: city as City,
          notice: JSON.parse(notice) as ExclusionNotice,
          replacedBy,
        })),
    apply({ city, exclusion }) {
      const { id, replaces } = exclusion;
      db.insert(exclusions)
        .values({ city, id, notice: JSON.stringify(exclusion) })
        .run();
      if (replaces === null) return;
      db.update(exclusions)
        .set({ replacedBy: id })
        .where(and(eq(exclusions.city, city), eq(exclusions.id, replaces)))
        .run();
    },
  };
}
