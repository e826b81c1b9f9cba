import { createHash } from 'node:crypto';
import type { BookedCostLine } from '@storstad/contract';
import { and, asc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { SignedLine } from '../domain/money-event.js';
import type { StatementFacts, StatementPeriod, StatementTotals } from '../domain/statement.js';
import { linesCarried, linesOfBlock } from '../domain/statement-difference.js';
import type { City, DigestText } from '../domain/values.js';
import type { Database } from './database.js';
import { costLineSignatures, costLines } from './schema.js';
import { signedLine } from './signed-line.js';

/** Where a line stands among those of a city: they are in order of the day booked, then of id. */
export interface LinePlace {
  readonly bookedOn: string;
  readonly id: string;
}

/** Some lines in order. */
export interface LineBlock {
  readonly count: number;
  /** Of each line the RFC 8785 JSON and a line feed, as in a statement's digest. */
  readonly bytes: Buffer;
}

/** The posted lines of a period with a city, without those that a dispute keeps out. */
export interface StatementLines {
  totals(city: City, period: StatementPeriod): StatementTotals;
  /** What their parts are in a proposal; see StatementFacts. */
  parts(city: City, period: StatementPeriod): Pick<StatementFacts, 'lines' | 'blocks'>;
  /** Lines and öre that a dispute keeps out of the period, öre as owed to this city. */
  frozen(city: City, period: StatementPeriod): { readonly lines: number; readonly ore: number };
  /** All of them, in blocks of at most so many. */
  blocks(city: City, period: StatementPeriod, size: number): Generator<LineBlock>;
  /** Some of them, after a place, with their signatures. No cursor stays open, so writing can go on between. */
  signedLines(city: City, period: StatementPeriod, after: LinePlace | null, limit: number): SignedLine[];
}

/** As many as fit well in memory, and enough that asking for them costs little. */
const linesAtATime = 2000;

/** Opens the lines of statements. */
export function openStatementLines(db: Database): StatementLines {
  function* blocks(city: City, period: StatementPeriod, size: number): Generator<LineBlock> {
    for (let block = blockAfter(null); block; block = blockAfter(lastOf(block))) yield block;
    function blockAfter(after: LinePlace | null): LineBlock | undefined {
      return oneBlock(db, inPeriod(city, period, after), size);
    }
  }

  function totals(city: City, period: StatementPeriod): StatementTotals {
    const hash = createHash('sha256');
    for (const { bytes } of blocks(city, period, linesAtATime)) hash.update(bytes);
    return { ...sumsOf(db, inPeriod(city, period)), linesDigest: asDigest(hash.digest('hex')) };
  }

  return {
    blocks,
    totals,
    parts(city, period) {
      const { lineCount } = sumsOf(db, inPeriod(city, period));
      if (lineCount <= linesCarried)
        return { lines: [...blocks(city, period, linesCarried)].flatMap(linesIn), blocks: [] };
      const digests = [];
      for (const block of blocks(city, period, linesOfBlock)) {
        if (digests.length === linesCarried) break;
        digests.push(digested(block));
      }
      return { lines: [], blocks: digests };
    },
    frozen(city, period) {
      const where = and(ofPeriod(city, period, null), eq(costLines.frozen, true));
      const { lineCount, amountsOre } = sumsOf(db, where);
      return { lines: lineCount, ore: amountsOre.carriedOut - amountsOre.received };
    },
    signedLines: (city, period, after, limit) =>
      db
        .select({
          line: costLines.line,
          signature: costLineSignatures.signature,
          bookedOn: costLines.bookedOn,
        })
        .from(costLines)
        .innerJoin(costLineSignatures, eq(costLineSignatures.id, costLines.id))
        .where(inPeriod(city, period, after))
        .orderBy(asc(costLines.bookedOn), asc(costLines.id))
        .limit(limit)
        .all()
        .map(signedLine),
  };
}

const asDigest = (hex: string) => `sha-256:${hex}` as DigestText;

/** Where a block ends. The last byte of all is a line feed. */
function lastOf({ bytes }: LineBlock): LinePlace {
  const start = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  const { bookedOn, line } = JSON.parse(bytes.toString('utf8', start)) as BookedCostLine;
  return { bookedOn, id: line.id };
}

const firstIdOf = ({ bytes }: LineBlock): string =>
  (JSON.parse(bytes.toString('utf8', 0, bytes.indexOf('\n'))) as BookedCostLine).line.id;

const digested = (block: LineBlock) => ({
  first: firstIdOf(block),
  digest: asDigest(createHash('sha256').update(block.bytes).digest('hex')),
});

/** The lines of a block. */
const linesIn = ({ bytes }: LineBlock): BookedCostLine[] =>
  bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BookedCostLine);

const ofPeriod = (city: City, { from, until, agreement }: StatementPeriod, after: LinePlace | null): SQL =>
  sql.join(
    [
      eq(costLines.otherCity, city),
      // One lower bound, so that SQLite goes straight to it.
      after === null
        ? gte(costLines.bookedOn, from)
        : sql`(${costLines.bookedOn}, ${costLines.id}) > (${after.bookedOn}, ${after.id})`,
      lt(costLines.bookedOn, until),
      eq(costLines.state, 'posted'),
      ...(agreement === null ? [] : [eq(costLines.agreement, agreement)]),
    ],
    sql` and `,
  );

/** The lines of a statement: posted, booked in its period, and not kept out by a dispute. */
export const inPeriod = (city: City, period: StatementPeriod, after: LinePlace | null = null): SQL =>
  sql`${ofPeriod(city, period, after)} and ${eq(costLines.frozen, false)}`;

/** One block, put together by SQLite: reading a million lines one by one would take several times as long. */
function oneBlock(db: Database, where: SQL | undefined, size: number): LineBlock | undefined {
  const lines = db
    .select({
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
      bytes: sql<Buffer | null>`cast(group_concat(text, char(10)) || char(10) as blob)`,
    })
    .from(lines)
    .get();
  return row?.bytes ? { count: row.count, bytes: row.bytes } : undefined;
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
