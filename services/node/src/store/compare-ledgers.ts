import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BookedCostLine, CostLine } from '@storstad/contract';
import Sqlite from 'better-sqlite3';
import type { StatementPeriod } from '../domain/statement.js';
import type { City } from '../domain/values.js';

/** One city's store, or a copy of it. */
export interface CityStore {
  readonly city: City;
  readonly folder: string;
}

export interface Comparison {
  /** Lines that are alike in both, up to the first difference. */
  readonly alike: number;
  /** The first line that is not alike, or that only one has; null when there is none. */
  readonly differs: { readonly one: BookedCostLine | null; readonly other: BookedCostLine | null } | null;
}

/**
 * Compares what two cities' stores have between them in a period, every byte of every line, in order. For auditors who
 * have a copy of both, and for drills. SQLite goes through both stores at once, so neither comes into memory. Throws when
 * there is no store in a folder.
 */
export function compareLedgers(one: CityStore, other: CityStore, period: StatementPeriod): Comparison {
  const db = new Sqlite(fileOf(one), { readonly: true });
  try {
    db.prepare('ATTACH ? AS other').run(fileOf(other));
    const [a, b] = [
      { schema: 'main', counterpart: other.city },
      { schema: 'other', counterpart: one.city },
    ] as const;
    const lacking = firstWithoutTwin(db, a, b, period);
    const [lines, otherLines] = [countBefore(db, a, period, null), countBefore(db, b, period, null)];
    // As many lines, each with its twin: then the other side has none without one.
    if (!lacking && lines === otherLines) return { alike: lines, differs: null };
    const at = earlierOf(lacking, firstWithoutTwin(db, b, a, period));
    return {
      alike: countBefore(db, a, period, at),
      differs: at && { one: lineAt(db, a, at), other: lineAt(db, b, at) },
    };
  } finally {
    db.close();
  }
}

interface Side {
  readonly schema: 'main' | 'other';
  /** The city that the lines are with. */
  readonly counterpart: City;
}

interface Place {
  readonly bookedOn: string;
  readonly id: string;
}

function fileOf({ folder }: CityStore): string {
  const file = join(folder, 'store.sqlite');
  if (!existsSync(file)) throw new Error(`There is no store in ${folder}.`);
  return file;
}

/** The lines that a statement of the period would have. */
const stated = `x.other_city = @counterpart AND x.booked_on >= @from AND x.booked_on < @until
  AND x.state = 'posted' AND x.frozen = 0 AND (@agreement IS NULL OR x.agreement = @agreement)`;

/** The first line of one side that the other has not, or has otherwise. */
function firstWithoutTwin(
  db: Sqlite.Database,
  { schema, counterpart }: Side,
  twin: Side,
  period: StatementPeriod,
): Place | undefined {
  const query = db.prepare(
    `SELECT x.booked_on AS bookedOn, x.id FROM ${schema}.cost_lines x
     LEFT JOIN ${twin.schema}.cost_lines y
       ON y.other_city = @twinCounterpart AND y.booked_on = x.booked_on AND y.id = x.id
       AND y.state = 'posted' AND y.frozen = 0
     WHERE ${stated} AND y.line IS NOT x.line
     ORDER BY x.booked_on, x.id LIMIT 1`,
  );
  return query.get({ ...period, counterpart, twinCounterpart: twin.counterpart }) as Place | undefined;
}

function countBefore(
  db: Sqlite.Database,
  { schema, counterpart }: Side,
  period: StatementPeriod,
  at: Place | null,
): number {
  const before = at ? 'AND (x.booked_on, x.id) < (@bookedOn, @id)' : '';
  const query = db.prepare(`SELECT count(*) FROM ${schema}.cost_lines x WHERE ${stated} ${before}`).pluck();
  return query.get({ ...period, counterpart, ...at }) as number;
}

function lineAt(
  db: Sqlite.Database,
  { schema, counterpart }: Side,
  { bookedOn, id }: Place,
): BookedCostLine | null {
  const line = db
    .prepare(`SELECT line FROM ${schema}.cost_lines WHERE other_city = ? AND booked_on = ? AND id = ?`)
    .pluck()
    .get(counterpart, bookedOn, id) as string | undefined;
  return line === undefined ? null : { bookedOn, line: JSON.parse(line) as CostLine };
}

const earlierOf = (a: Place | undefined, b: Place | undefined): Place | null => {
  const [first] = [a, b]
    .filter((place) => place !== undefined)
    .sort((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1));
  return first ?? null;
};

const keyOf = ({ bookedOn, id }: Place): string => `${bookedOn} ${id}`;
