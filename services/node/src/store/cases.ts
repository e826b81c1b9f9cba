import type { Queue } from '@storstad/contract';
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import {
  type Case,
  type HomeCase,
  nothingYet,
  otherCity,
  type ReceivingCase,
  type ReceivingState,
} from '../domain/case.js';
import { nextDueOn, policeDueOn } from '../domain/due.js';
import { caseThread } from '../domain/event.js';
import { endStates, isUrgent, waitsForPolice } from '../domain/queues.js';
import type { AgreementId, CaseId, CivilDate, Instant, Unit } from '../domain/values.js';
import type { Database } from './database.js';
import { cases, ofPolice, withStay } from './schema.js';
import type { Vault } from './vault.js';

/** Whom a list is for, and on what day. */
export interface Viewer {
  readonly subject: string;
  /** Null for all units of the city. */
  readonly units: readonly Unit[] | null;
  readonly today: CivilDate;
}

/** Which of the cases that someone may see are asked for. */
export interface CaseFilter {
  readonly queue?: Queue;
  readonly side?: Case['side'];
  readonly otherCity?: string;
  readonly unit?: string;
  readonly state?: Case['state'];
}

export interface Page {
  readonly page: number;
  readonly limit: number;
}

/** A case as it stands in a list. */
export type CaseRow = Pick<typeof cases.$inferSelect, keyof typeof listed>;

/** The cases of this city: the whole of each encrypted, beside the few columns that lists and counts need. */
export interface Cases {
  find(id: CaseId): Case | undefined;
  /** The received case whose id begins so; null when there is none, or more than one. */
  receivedAs(beginning: string): CaseId | null;
  save(theCase: Case, at: Instant): void;
  /** Forgets the case that is kept in memory, after a change that was undone. */
  forget(): void;
  /** Newest change first. */
  list(viewer: Viewer, filter: CaseFilter, page: Page): { rows: CaseRow[]; total: number };
  /** Of the cases that someone may see, those that are assigned to them, newest change first. */
  assignedTo(viewer: Viewer): CaseRow[];
  /** Of the cases that someone may see, those whose id begins so. */
  withReference(viewer: Viewer, beginning: string): CaseRow[];
  countQueues(viewer: Viewer): Readonly<Record<Queue, number>>;
  /** The cases with something to do: those with an open urgent incident first, then the earliest due. */
  due(viewer: Viewer, overdueOnly: boolean, page: Page): { ids: CaseId[]; total: number };
  /** The cases of the city that wait for a police liaison: for a decision first, then for a check by the day it is due. */
  ofPolice(page: Page): { rows: Pick<CaseRow, 'id' | 'side' | 'otherCity'>[]; total: number };
  /** Some cases in order of id, after one, without those whose key was destroyed; `last` is null at the end. */
  inOrder(after: CaseId | null, limit: number): CasesInOrder;
  /** The same of those only in which the person has come. */
  withStayInOrder(after: CaseId | null, limit: number): CasesInOrder;
  /** Running cases of this city on one side under some versions. */
  running(agreements: readonly AgreementId[], side: Case['side']): number;
}

/** Some cases, and after which to go on. */
export interface CasesInOrder {
  readonly cases: Case[];
  readonly last: CaseId | null;
}

/** What a list shows; all of it stands in the index `cases_listed`. */
const listed = {
  id: cases.id,
  side: cases.side,
  state: cases.state,
  unit: cases.unit,
  otherCity: cases.otherCity,
  updatedAt: cases.updatedAt,
  assignee: cases.assignee,
  nextDueOn: cases.nextDueOn,
  waitingForPolice: cases.waitingForPolice,
  urgent: cases.urgent,
};
const newestFirst = [desc(cases.updatedAt), desc(cases.id)] as const;

const runningStates: readonly ReceivingState[] = ['accepted', 'ready', 'in-progress'];

/** Opens the table of cases. */
export function openCases(db: Database, vault: Vault): Cases {
  const select = db
    .select({ file: cases.file })
    .from(cases)
    .where(eq(cases.id, sql.placeholder('id')))
    .prepare();
  const insert = db
    .insert(cases)
    .values({
      id: sql.placeholder('id'),
      side: sql.placeholder('side'),
      state: sql.placeholder('state'),
      unit: sql.placeholder('unit'),
      otherCity: sql.placeholder('otherCity'),
      agreement: sql.placeholder('agreement'),
      updatedAt: sql.placeholder('updatedAt'),
      file: sql.placeholder('file'),
      assignee: sql.placeholder('assignee'),
      nextDueOn: sql.placeholder('nextDueOn'),
      waitingForPolice: sql.placeholder('waitingForPolice'),
      urgent: sql.placeholder('urgent'),
      policeDueOn: sql.placeholder('policeDueOn'),
    })
    .onConflictDoUpdate({
      target: cases.id,
      set: {
        state: sql`excluded.state`,
        unit: sql`excluded.unit`,
        otherCity: sql`excluded.other_city`,
        agreement: sql`excluded.agreement`,
        updatedAt: sql`excluded.updated_at`,
        file: sql`excluded.file`,
        assignee: sql`excluded.assignee`,
        nextDueOn: sql`excluded.next_due_on`,
        waitingForPolice: sql`excluded.waiting_for_police`,
        urgent: sql`excluded.urgent`,
        policeDueOn: sql`excluded.police_due_on`,
      },
    })
    .prepare();

  /** One step reads its case several times over; cases are never changed in place. */
  let last: Case | undefined;

  function find(id: CaseId): Case | undefined {
    if (last?.id === id) return last;
    const row = select.get({ id });
    const file = row && vault.decrypt(caseThread(id), row.file);
    last = file === undefined ? undefined : complete(JSON.parse(file) as Case);
    return last;
  }

  function receivedAs(beginning: string): CaseId | null {
    const found = db
      .select({ id: cases.id })
      .from(cases)
      .where(and(idBegins(beginning), eq(cases.side, 'receiving')))
      .limit(2)
      .all();
    return found.length === 1 ? (found[0]?.id as CaseId) : null;
  }

  const countOf = (where: SQL | undefined): number =>
    db.select({ n: count() }).from(cases).where(where).get()?.n ?? 0;

  function inOrder(after: CaseId | null, limit: number, which?: SQL): CasesInOrder {
    const rows = db
      .select({ id: cases.id, file: cases.file })
      .from(cases)
      .where(and(which, after === null ? undefined : gt(cases.id, after)))
      .orderBy(asc(cases.id))
      .limit(limit)
      .all();
    const read = rows.flatMap(({ id, file }) => {
      const text = vault.decrypt(caseThread(id as CaseId), file);
      return text === undefined ? [] : [complete(JSON.parse(text) as Case)];
    });
    return { cases: read, last: rows.length < limit ? null : (rows.at(-1)?.id as CaseId) };
  }

  return {
    find,
    receivedAs,
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
    list(viewer, filter, { page, limit }) {
      const where = and(seenBy(viewer), chosenBy(filter, viewer));
      const rows = db
        .select(listed)
        .from(cases)
        .where(where)
        .orderBy(...newestFirst)
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      return { rows, total: countOf(where) };
    },
    assignedTo: (viewer) =>
      db
        .select(listed)
        .from(cases)
        .where(and(seenBy(viewer), inQueue('mine', viewer)))
        .orderBy(...newestFirst)
        .all(),
    withReference: (viewer, beginning) =>
      db
        .select(listed)
        .from(cases)
        .where(and(seenBy(viewer), idBegins(beginning)))
        .all(),
    countQueues(viewer) {
      const counted = (queue: Queue) => sql<number>`count(*) filter (where ${inQueue(queue, viewer)})`;
      const counts = {
        mine: counted('mine'),
        unassigned: counted('unassigned'),
        'waiting-for-police': counted('waiting-for-police'),
        incoming: counted('incoming'),
        overdue: counted('overdue'),
        urgent: counted('urgent'),
        closed: counted('closed'),
      } satisfies Record<Queue, SQL>;
      return db.select(counts).from(cases).where(seenBy(viewer)).all()[0] as Record<Queue, number>;
    },
    due(viewer, overdueOnly, { page, limit }) {
      const asked = overdueOnly ? inQueue('overdue', viewer) : isNotNull(cases.nextDueOn);
      const where = and(asked, seenBy(viewer));
      const rows = db
        .select({ id: cases.id })
        .from(cases)
        .where(where)
        .orderBy(desc(cases.urgent), asc(cases.nextDueOn), asc(cases.id))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      return { ids: rows.map(({ id }) => id as CaseId), total: countOf(where) };
    },
    ofPolice({ page, limit }) {
      const rows = db
        .select({ id: cases.id, side: cases.side, otherCity: cases.otherCity })
        .from(cases)
        .where(ofPolice)
        .orderBy(desc(cases.waitingForPolice), asc(cases.policeDueOn), asc(cases.id))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      return { rows, total: countOf(ofPolice) };
    },
    inOrder: (after, limit) => inOrder(after, limit),
    withStayInOrder: (after, limit) => inOrder(after, limit, withStay),
    running: (agreements, side) =>
      countOf(
        and(
          inArray(cases.agreement, [...agreements]),
          eq(cases.side, side),
          inArray(cases.state, [...runningStates]),
        ),
      ),
  };
}

/** Asked by range, so that the index answers; ids have nothing above `~`. */
const idBegins = (beginning: string) => and(gte(cases.id, beginning), lt(cases.id, `${beginning}~`));

/** A case without a unit is a request that no unit has taken on: every unit of the city may see it. */
function seenBy({ units }: Viewer): SQL | undefined {
  if (units === null) return undefined;
  if (units.length === 0) return sql`false`;
  return or(inArray(cases.unit, [...units]), isNull(cases.unit));
}

function chosenBy({ queue, side, otherCity, unit, state }: CaseFilter, viewer: Viewer): SQL | undefined {
  return and(
    queue && inQueue(queue, viewer),
    side && eq(cases.side, side),
    otherCity === undefined ? undefined : eq(cases.otherCity, otherCity),
    unit === undefined ? undefined : eq(cases.unit, unit),
    state && eq(cases.state, state),
  );
}

/** What each queue is. */
function inQueue(queue: Queue, { subject, today }: Viewer): SQL | undefined {
  switch (queue) {
    case 'mine':
      return eq(cases.assignee, subject);
    case 'unassigned':
      return and(isNull(cases.assignee), isOpen);
    case 'waiting-for-police':
      // The plus keeps SQLite from the index of these cases: it would read each large row for what `cases_listed` has.
      return sql`+${cases.waitingForPolice} = 1`;
    case 'incoming':
      return and(eq(cases.side, 'receiving'), eq(cases.state, 'received'));
    case 'overdue':
      return lt(cases.nextDueOn, today);
    case 'urgent':
      return eq(cases.urgent, true);
    case 'closed':
      return inArray(cases.state, [...endStates]);
  }
}

/** A request that this city has refused is the home city's to go on with. */
const isOpen = and(
  notInArray(cases.state, [...endStates]),
  or(eq(cases.side, 'home'), ne(cases.state, 'rejected')),
);

/** The columns of a case that are kept in the open. */
const rowOf = (theCase: Case) => ({
  id: theCase.id,
  side: theCase.side,
  state: theCase.state,
  unit: theCase.unit,
  otherCity: otherCity(theCase) ?? null,
  agreement: theCase.agreement,
  ...derivedFrom(theCase),
});

const derivedFrom = (theCase: Case) => ({
  assignee: theCase.assignee,
  nextDueOn: nextDueOn(theCase),
  waitingForPolice: waitsForPolice(theCase),
  urgent: isUrgent(theCase),
  policeDueOn: policeDueOn(theCase),
});

const nothingYetAtHome = {
  noSuitableCityOn: null,
  continues: null,
  continuedBy: null,
} as const satisfies Partial<HomeCase>;
const nothingYetAtReceiving = { witnessException: false } as const satisfies Partial<ReceivingCase>;

/** A case as it was kept, with what an earlier version of the program did not know of. */
function complete(kept: Case): Case {
  // A case is read so often that filling in for nothing would be felt.
  if (kept.incidents !== undefined) return kept;
  return kept.side === 'home'
    ? { ...nothingYet, ...nothingYetAtHome, ...kept }
    : { ...nothingYet, ...nothingYetAtReceiving, ...kept };
}
