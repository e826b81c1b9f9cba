import type { Balance, CostLine, PostedCostLine, ServiceCode } from '@storstad/contract';
import { and, asc, count, eq, gte, lt, ne, sql } from 'drizzle-orm';
import type { LedgerEvent } from '../domain/event.js';
import { postingsOf } from '../domain/ledger.js';
import type { CaseId, City, CivilDate, CostLineId } from '../domain/values.js';
import type { Database } from './database.js';
import { costLines, postings } from './schema.js';

/** The ledger between this city and each other. */
export interface Ledger {
  find(id: CostLineId): PostedCostLine | undefined;
  /** Lines of one service in a case that are sent or posted. */
  linesOfService(caseId: CaseId, service: ServiceCode): CostLine[];
  /** Posted lines with a city booked within a period, in order of id. */
  linesBooked(city: City, from: CivilDate, until: CivilDate): CostLine[];
  page(city: City, page: { page: number; limit: number }): { lines: PostedCostLine[]; total: number };
  balance(own: City, city: City): Balance;
  apply(event: LedgerEvent): void;
}

/** Opens the ledger of a city. */
export function openLedger(db: Database, own: City): Ledger {
  const read = (row: typeof costLines.$inferSelect): PostedCostLine => ({
    line: JSON.parse(row.line) as CostLine,
    state: row.state,
    refusalCode: row.refusalCode,
  });

  function write(line: CostLine, state: 'sent' | 'posted') {
    const { id, caseId, service, bookedOn } = line;
    const otherCity = line.homeCity === own ? line.receivingCity : line.homeCity;
    db.insert(costLines)
      .values({ id, caseId, otherCity, service, state, bookedOn, line: JSON.stringify(line) })
      .onConflictDoUpdate({ target: costLines.id, set: { state } })
      .run();
  }

  function post(line: CostLine) {
    const [one, other] = postingsOf(line);
    for (const [posting, counterpart] of [[one, other] as const, [other, one] as const]) {
      const { city, amountOre, days } = posting;
      const row = {
        lineId: line.id,
        city,
        otherCity: counterpart.city,
        caseId: line.caseId,
        amountOre,
        days,
      };
      db.insert(postings).values(row).run();
    }
  }

  return {
    find(id) {
      const row = db.select().from(costLines).where(eq(costLines.id, id)).get();
      return row && read(row);
    },
    linesOfService: (caseId, service) =>
      db
        .select()
        .from(costLines)
        .where(
          and(eq(costLines.caseId, caseId), eq(costLines.service, service), ne(costLines.state, 'refused')),
        )
        .all()
        .map((row) => read(row).line),
    linesBooked: (city, from, until) =>
      db
        .select()
        .from(costLines)
        .where(
          and(
            eq(costLines.otherCity, city),
            eq(costLines.state, 'posted'),
            gte(costLines.bookedOn, from),
            lt(costLines.bookedOn, until),
          ),
        )
        .orderBy(asc(costLines.id))
        .all()
        .map((row) => read(row).line),
    page(city, { page, limit }) {
      const where = eq(costLines.otherCity, city);
      const rows = db
        .select()
        .from(costLines)
        .where(where)
        .orderBy(asc(costLines.bookedOn), asc(costLines.id))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      return {
        lines: rows.map(read),
        total: db.select({ n: count() }).from(costLines).where(where).get()?.n ?? 0,
      };
    },
    balance: (ownCity, city) => balanceOf(db, ownCity, city),
    apply(event) {
      switch (event.type) {
        case 'cost-line-sent':
          return write(event.line, 'sent');
        case 'cost-line-posted':
          write(event.line, 'posted');
          return post(event.line);
        case 'cost-line-refused':
          db.update(costLines)
            .set({ state: 'refused', refusalCode: event.code })
            .where(eq(costLines.id, event.lineId))
            .run();
      }
    },
  };
}

/** Sums of the postings of one pair, seen from this city. */
function balanceOf(db: Database, own: City, city: City): Balance {
  const sums = db
    .select({
      lines: count(),
      netOre: sql<number>`coalesce(sum(${postings.amountOre}), 0)`,
      netDays: sql<number>`coalesce(sum(${postings.days}), 0)`,
      casesReceived: sql<number>`count(distinct case when ${costLines.line} ->> 'receivingCity' = ${own} then ${postings.caseId} end)`,
      casesSent: sql<number>`count(distinct case when ${costLines.line} ->> 'homeCity' = ${own} then ${postings.caseId} end)`,
    })
    .from(postings)
    .innerJoin(costLines, eq(costLines.id, postings.lineId))
    .where(and(eq(postings.city, own), eq(postings.otherCity, city)))
    .get();
  return { city, lines: 0, netOre: 0, netDays: 0, casesReceived: 0, casesSent: 0, ...sums };
}
