import type { PostedCostLine } from '@storstad/contract';
import { digestOf } from '@storstad/evidence';
import {
  and,
  asc,
  count,
  eq,
  getTableColumns,
  type InferInsertModel,
  ne,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { type LedgerEntry, postingsOf } from '../domain/ledger.js';
import type { LedgerEvent, SignedLine } from '../domain/money-event.js';
import type { StatementPeriod } from '../domain/statement.js';
import type { CaseId, City, CostLineId } from '../domain/values.js';
import { type Balances, openBalances } from './balances.js';
import type { Database } from './database.js';
import { costLineSignatures, costLines, postings } from './schema.js';
import { signedLine } from './signed-line.js';
import { inPeriod, type LinePlace, openStatementLines, type StatementLines } from './statement-lines.js';

/** The ledger between this city and each other. */
export interface Ledger extends StatementLines {
  find(id: CostLineId): LedgerEntry | undefined;
  /** The line that takes another back, unless it was refused. */
  reversalOf(id: CostLineId): LedgerEntry | undefined;
  /** Lines of a case that are sent or posted. */
  linesOfCase(caseId: CaseId): LedgerEntry[];
  /** What the posted lines of a case add up to; null when there are none. */
  chargedFor(caseId: CaseId): { readonly days: number; readonly ore: number } | null;
  /** Lines with a city, all or those that a statement of a period has. */
  page(city: City, page: { page: number; limit: number }, period?: StatementPeriod): LedgerPage;
  /** Lines with a city that somebody has ever asked about. */
  questioned(city: City): LedgerEntry[];
  /** Some of all lines with a city, in order of bookedOn and id, after a place. */
  entries(city: City, after: LinePlace | null, limit: number): LedgerEntry[];
  readonly balances: Balances;
  apply(event: LedgerEvent): void;
}

/** A page of the lines with a city, how many there are, and what the posted ones before it come to for this city. */
export interface LedgerPage {
  readonly entries: LedgerEntry[];
  readonly total: number;
  readonly before: { readonly netDays: number; readonly netOre: number };
}

/** Opens the ledger of a city. */
export function openLedger(db: Database, own: City): Ledger {
  const balances = openBalances(db, own);
  const reversing = db
    .select({ id: costLines.id })
    .from(costLines)
    .where(and(eq(costLines.reverses, sql.placeholder('id')), ne(costLines.state, 'refused')))
    .prepare();

  const selectSignature = db
    .select({ signature: costLineSignatures.signature })
    .from(costLineSignatures)
    .where(eq(costLineSignatures.id, sql.placeholder('id')))
    .prepare();
  const insertSignature = db
    .insert(costLineSignatures)
    .values(placeholdersOf(costLineSignatures))
    .onConflictDoNothing()
    .prepare();

  const charged = db
    .select({
      lines: count(),
      days: sql<number>`coalesce(sum(${costLines.stayDays}), 0)`,
      ore: sql<number>`coalesce(sum(${costLines.amountOre}), 0)`,
    })
    .from(costLines)
    .where(and(eq(costLines.caseId, sql.placeholder('caseId')), eq(costLines.state, 'posted')))
    .prepare();

  const read = (row: typeof costLines.$inferSelect): LedgerEntry => ({
    ...signedLine({ ...row, signature: selectSignature.get({ id: row.id })?.signature ?? '' }),
    state: row.state as PostedCostLine['state'],
    refusalCode: row.refusalCode,
    frozen: row.frozen,
    questioned: row.questioned,
    reversedBy: (reversing.get({ id: row.id })?.id ?? null) as CostLineId | null,
  });

  /** What the posted ones of the first of some lines come to for this city. */
  function sumOfFirst(where: SQL | undefined, lines: number): LedgerPage['before'] {
    const { carriedOut, stayDays, amountOre, state } = costLines;
    const first = db
      .select({ carriedOut, stayDays, amountOre, state })
      .from(costLines)
      .where(where)
      .orderBy(asc(costLines.bookedOn), asc(costLines.id))
      .limit(lines)
      .as('first');
    const net = (of: SQLWrapper) =>
      sql<number>`coalesce(sum(CASE WHEN ${first.carriedOut} THEN ${of} ELSE -${of} END), 0)`;
    const sums = db
      .select({ netDays: net(first.stayDays), netOre: net(first.amountOre) })
      .from(first)
      .where(eq(first.state, 'posted'))
      .get();
    return sums ?? { netDays: 0, netOre: 0 };
  }

  function find(id: string): LedgerEntry | undefined {
    const row = db.select().from(costLines).where(eq(costLines.id, id)).get();
    return row && read(row);
  }

  function set(id: CostLineId, to: Partial<typeof costLines.$inferInsert>) {
    db.update(costLines).set(to).where(eq(costLines.id, id)).run();
  }

  const insertLine = db
    .insert(costLines)
    .values(placeholdersOf(costLines))
    .onConflictDoUpdate({ target: costLines.id, set: { state: sql`excluded.state` } })
    .prepare();
  const insertPosting = db.insert(postings).values(placeholdersOf(postings)).prepare();

  function write(entry: SignedLine, state: 'sent' | 'posted') {
    const { protected: header, signature } = entry.signed;
    insertLine.run(rowOf(entry, own, state));
    insertSignature.run({ id: entry.line.id, signature: JSON.stringify({ protected: header, signature }) });
  }

  function question({ lineId, freezes }: Extract<LedgerEvent, { type: 'cost-line-questioned' }>) {
    const before = find(lineId);
    if (freezes && before?.state === 'posted' && !before.frozen) balances.freeze(before.line);
    set(lineId, { questioned: true, frozen: freezes });
  }

  function post({ line, signed }: SignedLine) {
    const document = digestOf(Buffer.from(signed.payload, 'base64url'));
    const cause = line.reverses === null ? 'cost-line' : 'reversal';
    for (const { city, amountOre, days } of postingsOf(line))
      insertPosting.run({ lineId: line.id, city, amountOre, days, cause, document });
  }

  return {
    ...openStatementLines(db),
    balances,
    find,
    reversalOf(id) {
      const found = reversing.get({ id });
      return found && find(found.id);
    },
    linesOfCase: (caseId) =>
      db
        .select()
        .from(costLines)
        .where(and(eq(costLines.caseId, caseId), ne(costLines.state, 'refused')))
        .all()
        .map(read),
    chargedFor(caseId) {
      const { lines = 0, days = 0, ore = 0 } = charged.get({ caseId }) ?? {};
      return lines === 0 ? null : { days, ore };
    },
    page(city, { page, limit }, period) {
      const where = period ? inPeriod(city, period) : eq(costLines.otherCity, city);
      const earlier = (page - 1) * limit;
      const rows = db
        .select()
        .from(costLines)
        .where(where)
        .orderBy(asc(costLines.bookedOn), asc(costLines.id))
        .limit(limit)
        .offset(earlier)
        .all();
      const total = db.select({ n: count() }).from(costLines).where(where).get()?.n ?? 0;
      return { entries: rows.map(read), total, before: sumOfFirst(where, earlier) };
    },
    questioned: (city) =>
      db
        .select()
        .from(costLines)
        .where(and(eq(costLines.otherCity, city), sql`questioned = 1`))
        .orderBy(asc(costLines.bookedOn), asc(costLines.id))
        .all()
        .map(read),
    entries: (city, after, limit) =>
      db
        .select()
        .from(costLines)
        .where(
          and(
            eq(costLines.otherCity, city),
            after
              ? sql`(${costLines.bookedOn}, ${costLines.id}) > (${after.bookedOn}, ${after.id})`
              : undefined,
          ),
        )
        .orderBy(asc(costLines.bookedOn), asc(costLines.id))
        .limit(limit)
        .all()
        .map(read),
    apply(event) {
      switch (event.type) {
        case 'cost-line-sent':
          return write(event, 'sent');
        case 'cost-line-posted':
          balances.add(event.line);
          // A question can come before the receipt for the line.
          if (find(event.line.id)?.frozen) balances.freeze(event.line);
          write(event, 'posted');
          return post(event);
        case 'cost-line-refused':
          return set(event.lineId, { state: 'refused', refusalCode: event.code });
        case 'cost-line-questioned':
          return question(event);
        case 'cost-line-booked': {
          const before = find(event.lineId);
          if (before?.frozen && before.state === 'posted') balances.unfreeze(before.line);
          return set(event.lineId, { frozen: false, bookedOn: event.bookedOn });
        }
      }
    },
  };
}

type Row = typeof costLines.$inferSelect;
function rowOf({ line, bookedOn, signed }: SignedLine, own: City, state: 'sent' | 'posted'): Row {
  const { id, caseId, agreement, homeCity, receivingCity, stayDays, amountOre, reverses } = line;
  const carriedOut = receivingCity === own;
  return {
    otherCity: carriedOut ? homeCity : receivingCity,
    bookedOn,
    id,
    caseId,
    agreement,
    state,
    refusalCode: null,
    frozen: false,
    questioned: false,
    reverses,
    carriedOut,
    stayDays,
    amountOre,
    line: Buffer.from(signed.payload, 'base64url').toString(),
  };
}

/** Every column of a table, to be filled in when the statement runs. */
function placeholdersOf<T extends SQLiteTable>(table: T): InferInsertModel<T> {
  const names = Object.keys(getTableColumns(table));
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as InferInsertModel<T>;
}
