import type { ContactPoint } from '@storstad/contract';
import { asc, eq } from 'drizzle-orm';
import type { ContactPointEvent } from '../domain/event.js';
import type { City } from '../domain/values.js';
import type { Database } from './database.js';
import { contactPoints } from './schema.js';

/** How each city is reached and what it offers, as it last said. */
export interface ContactPoints {
  all(): ContactPoint[];
  find(city: City): ContactPoint | undefined;
  apply(event: ContactPointEvent): void;
}

/** Opens the table of contact points. */
export function openContactPoints(db: Database): ContactPoints {
  const read = (row: typeof contactPoints.$inferSelect) => JSON.parse(row.contactPoint) as ContactPoint;
  return {
    all: () => db.select().from(contactPoints).orderBy(asc(contactPoints.city)).all().map(read),
    find(city) {
      const row = db.select().from(contactPoints).where(eq(contactPoints.city, city)).get();
      return row && read(row);
    },
    apply({ contactPoint }) {
      const row = { city: contactPoint.city, contactPoint: JSON.stringify(contactPoint) };
      db.insert(contactPoints).values(row).onConflictDoUpdate({ target: contactPoints.city, set: row }).run();
    },
  };
}
