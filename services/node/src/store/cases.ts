import { and, count, desc, eq, getTableColumns, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Case, ReceivingState } from '../domain/case.js';
import { currentReferral } from '../domain/case.js';
import { caseThread } from '../domain/event.js';
import type { AgreementId, CaseId, City, Instant, Unit } from '../domain/values.js';
import type { Database } from './database.js';
import { cases } from './schema.js';
import type { Vault } from './vault.js';

/** Whose cases a list is for. */
export interface CaseScope {
  /** Null for all units of the city. */
  readonly units: readonly Unit[] | null;
  readonly state?: Case['state'];
}

export type CaseRow = Omit<typeof cases.$inferSelect, 'file'>;

/** The cases of this city: the whole of each encrypted, beside the few columns that lists and counts need. */
export interface Cases {
  find(id: CaseId): Case | undefined;
  save(theCase: Case, at: Instant): void;
  /** Forgets the case that is kept in memory, after a change that was undone. */
  forget(): void;
  list(scope: CaseScope, page: { page: number; limit: number }): { rows: CaseRow[]; total: number };
  /** Running cases of this city on one side under some versions. */
  running(agreements: readonly AgreementId[], side: Case['side']): number;
}

const runningStates: readonly ReceivingState[] = ['accepted', 'ready', 'in-progress'];

/** Opens the table of cases. */
export function openCases(db: Database, vault: Vault): Cases {
  const select = db
    .select({ file: cases.file })
    .from(cases)
    .where(eq(cases.id, sql.placeholder('id')))
    .prepare();
  const columns = {
    side: sql.placeholder('side'),
    state: sql.placeholder('state'),
    unit: sql.placeholder('unit'),
    otherCity: sql.placeholder('otherCity'),
    agreement: sql.placeholder('agreement'),
    updatedAt: sql.placeholder('updatedAt'),
    file: sql.placeholder('file'),
  };
  const insert = db
    .insert(cases)
    .values({ id: sql.placeholder('id'), ...columns })
    .onConflictDoUpdate({
      target: cases.id,
      set: {
        state: sql`excluded.state`,
        unit: sql`excluded.unit`,
        otherCity: sql`excluded.other_city`,
        agreement: sql`excluded.agreement`,
        updatedAt: sql`excluded.updated_at`,
        file: sql`excluded.file`,
      },
    })
    .prepare();

  /** One step reads its case several times over; cases are never changed in place. */
  let last: Case | undefined;

  return {
    find(id) {
      if (last?.id === id) return last;
      const row = select.get({ id });
      const file = row && vault.decrypt(caseThread(id), row.file);
      last = file === undefined ? undefined : (JSON.parse(file) as Case);
      return last;
    },
    forget() {
      last = undefined;
    },
    save(theCase, at) {
      last = theCase;
      insert.run({
        ...rowOf(theCase),
        updatedAt: at,
        file: vault.encrypt(caseThread(theCase.id), JSON.stringify(theCase)),
      });
    },
    list(scope, { page, limit }) {
      const where = and(unitsOf(scope.units), scope.state ? eq(cases.state, scope.state) : undefined);
      const { file: _, ...listed } = getTableColumns(cases);
      const rows = db
        .select(listed)
        .from(cases)
        .where(where)
        .orderBy(desc(cases.updatedAt), cases.id)
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const total = db.select({ n: count() }).from(cases).where(where).get()?.n ?? 0;
      return { rows, total };
    },
    running: (agreements, side) =>
      db
        .select({ n: count() })
        .from(cases)
        .where(
          and(
            inArray(cases.agreement, [...agreements]),
            eq(cases.side, side),
            inArray(cases.state, [...runningStates]),
          ),
        )
        .get()?.n ?? 0,
  };
}

/** A case without a unit is a request that no unit has taken on: every unit of the city may see it. */
function unitsOf(units: readonly Unit[] | null): SQL | undefined {
  if (units === null) return undefined;
  if (units.length === 0) return sql`false`;
  return or(inArray(cases.unit, [...units]), isNull(cases.unit));
}

/** The columns of a case that are kept in the open. */
const rowOf = (theCase: Case): Omit<CaseRow, 'updatedAt'> => ({
  id: theCase.id,
  side: theCase.side,
  state: theCase.state,
  unit: theCase.unit,
  otherCity: otherCityOf(theCase) ?? null,
  agreement: theCase.agreement,
});

const otherCityOf = (theCase: Case): City | undefined =>
  theCase.side === 'receiving' ? theCase.homeCity : currentReferral(theCase)?.city;
