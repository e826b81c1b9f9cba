import { createHash } from 'node:crypto';
import type { BookedCostLine } from '@storstad/contract';
import { and, asc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { SignedLine } from '../domain/event.js';
import type { StatementFacts, StatementPeriod, StatementTotals } from '../domain/statement.js';
import type { City, DigestText } from '../domain/values.js';
import type { Database } from './database.js';
import { signedLine } from './ledger.js';
import { costLines } from './schema.js';

/** Where a line stands among those of a city: they are in order of the day booked, then of id. */
export interface LinePlace {
  readonly bookedOn: string;
  readonly id: string;
}

/** Lines as text, in order, each as in a statement's digest. */
export interface LineBlock {
  readonly first: LinePlace;
  readonly last: LinePlace;
  readonly count: number;
  /** Each line's RFC 8785 JSON and a line feed. */
  readonly text: string;
}

/** The posted lines of a period with a city, without those that a dispute keeps out. */
export interface StatementLines {
  totals(city: City, period: StatementPeriod): StatementTotals;
  /** What their parts are in a proposal; see StatementFacts. */
  parts(city: City, period: StatementPeriod, carried: number): Pick<StatementFacts, 'lines' | 'blocks'>;
  /** Lines and öre that a dispute keeps out of the period, öre as owed to this city. */
  frozen(city: City, period: StatementPeriod): { readonly lines: number; readonly ore: number };
  /** Some of them, after a place, with their signatures. No cursor stays open, so writing can go on between. */
  signedLines(city: City, period: StatementPeriod, after: LinePlace | null, limit: number): SignedLine[];
  /** All of them, in blocks of at most so many. */
  blocks(city: City, period: StatementPeriod, size: number): Generator<LineBlock>;
}

const hashedAtATime = 1000;

/** Opens the lines of statements. */
export function openStatementLines(db: Database): StatementLines {
  function* blocks(city: City, period: StatementPeriod, size: number): Generator<LineBlock> {
    for (let block = blockAfter(null); block; block = blockAfter(block.last)) yield block;
    function blockAfter(after: LinePlace | null): LineBlock | undefined {
      return oneBlock(db, and(inPeriod(city, period), behind(after)), size);
    }
  }

  function totals(city: City, period: StatementPeriod): StatementTotals {
    const hash = createHash('sha256');
    for (const { text } of blocks(city, period, hashedAtATime)) hash.update(text);
    return { ...sumsOf(db, inPeriod(city, period)), linesDigest: asDigest(hash.digest('hex')) };
  }

  return {
    blocks,
    totals,
    parts(city, period, carried) {
      const { lineCount } = sumsOf(db, inPeriod(city, period));
      if (lineCount <= carried) return { lines: linesOf(blocks(city, period, carried)), blocks: [] };
      const size = Math.ceil(lineCount / carried);
      return { lines: [], blocks: [...blocks(city, period, size)].map(digested) };
    },
    frozen(city, period) {
      const where = and(ofPeriod(city, period), eq(costLines.frozen, true));
      const { lineCount, amountsOre } = sumsOf(db, where);
      return { lines: lineCount, ore: amountsOre.carriedOut - amountsOre.received };
    },
    signedLines: (city, period, after, limit) =>
      db
        .select({ line: costLines.line, signature: costLines.signature, bookedOn: costLines.bookedOn })
        .from(costLines)
        .where(and(inPeriod(city, period), behind(after)))
        .orderBy(asc(costLines.bookedOn), asc(costLines.id))
        .limit(limit)
        .all()
        .map(signedLine),
  };
}

const asDigest = (hex: string) => `sha-256:${hex}` as DigestText;

const digested = ({ first, text }: LineBlock) => ({
  first: first.id,
  digest: asDigest(createHash('sha256').update(text).digest('hex')),
});

const linesOf = (blocks: Iterable<LineBlock>): BookedCostLine[] =>
  [...blocks].flatMap(({ text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BookedCostLine),
  );

const ofPeriod = (city: City, { from, until, agreement }: StatementPeriod): SQL | undefined =>
  and(
    eq(costLines.otherCity, city),
    eq(costLines.state, 'posted'),
    gte(costLines.bookedOn, from),
    lt(costLines.bookedOn, until),
    agreement === null ? undefined : eq(costLines.agreement, agreement),
  );

const inPeriod = (city: City, period: StatementPeriod): SQL | undefined =>
  and(ofPeriod(city, period), eq(costLines.frozen, false));

const behind = (after: LinePlace | null): SQL | undefined =>
  after === null
    ? undefined
    : sql`(${costLines.bookedOn}, ${costLines.id}) > (${after.bookedOn}, ${after.id})`;

/** One block, put together by SQLite: reading a million lines one by one would take several times as long. */
function oneBlock(db: Database, where: SQL | undefined, size: number): LineBlock | undefined {
  const lines = db
    .select({
      bookedOn: costLines.bookedOn,
      id: costLines.id,
      text: sql<string>`'{"bookedOn":"' || booked_on || '","line":' || line || '}'`.as('text'),
    })
    .from(costLines)
    .where(where)
    .orderBy(asc(costLines.bookedOn), asc(costLines.id))
    .limit(size)
    .as('lines');
  const row = db
    .select({
      count: sql<number>`count(*)`,
      text: sql<string | null>`group_concat(text, char(10))`,
      first: sql<string>`min(booked_on || ' ' || id)`,
      last: sql<string>`max(booked_on || ' ' || id)`,
    })
    .from(lines)
    .get();
  if (!row || row.text === null) return undefined;
  return { count: row.count, text: `${row.text}\n`, first: placeFrom(row.first), last: placeFrom(row.last) };
}

function placeFrom(text: string): LinePlace {
  const [bookedOn = '', id = ''] = text.split(' ');
  return { bookedOn, id };
}

function sumsOf(db: Database, where: SQL | undefined): Omit<StatementTotals, 'linesDigest'> {
  const { carriedOut, stayDays, amountOre, caseId } = costLines;
  const sum = (what: SQL, by: boolean) =>
    sql<number>`coalesce(sum(case when ${carriedOut} = ${by ? 1 : 0} then ${what} end), 0)`;
  const row = db
    .select({
      lineCount: sql<number>`count(*)`,
      casesCarriedOut: sql<number>`count(distinct case when ${carriedOut} = 1 then ${caseId} end)`,
      casesReceived: sql<number>`count(distinct case when ${carriedOut} = 0 then ${caseId} end)`,
      daysCarriedOut: sum(sql`${stayDays}`, true),
      daysReceived: sum(sql`${stayDays}`, false),
      oreCarriedOut: sum(sql`${amountOre}`, true),
      oreReceived: sum(sql`${amountOre}`, false),
    })
    .from(costLines)
    .where(where)
    .get();
  if (!row) throw new Error('A sum without a row');
  return {
    lineCount: row.lineCount,
    cases: { carriedOut: row.casesCarriedOut, received: row.casesReceived },
    days: { carriedOut: row.daysCarriedOut, received: row.daysReceived },
    amountsOre: { carriedOut: row.oreCarriedOut, received: row.oreReceived },
  };
}
