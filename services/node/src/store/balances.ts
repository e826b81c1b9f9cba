import type { Balance, CostLine, MonthOfBalance } from '@storstad/contract';
import { and, asc, eq, sql } from 'drizzle-orm';
import { postingsOf } from '../domain/ledger.js';
import type { AgreementId, City } from '../domain/values.js';
import type { Database } from './database.js';
import { balances, costLines } from './schema.js';

/**
 * What the posted lines add up to, by the other city, agreement version and month. Kept up to date with each line, so that
 * a balance costs the same however many lines there are.
 */
export interface Balances {
  /** Between this city and another. */
  with(city: City): Balance;
  /** How many lines of a version are posted. */
  linesOf(city: City, agreement: AgreementId): number;
  /** Adds a line that is now in both ledgers, before it is written as posted. */
  add(line: CostLine): void;
  /** A dispute keeps a line out of statements. */
  freeze(line: CostLine): void;
  unfreeze(line: CostLine): void;
}

type Row = typeof balances.$inferSelect;
type Sums = Omit<Row, 'otherCity' | 'agreement' | 'month'>;

const zero: Sums = {
  lines: 0,
  casesSent: 0,
  casesReceived: 0,
  carriedOutDays: 0,
  carriedOutOre: 0,
  netDays: 0,
  netOre: 0,
  disputedLines: 0,
  disputedOre: 0,
};

/** Opens the balances of a city. */
export function openBalances(db: Database, own: City): Balances {
  const otherOf = ({ homeCity, receivingCity }: CostLine) => (homeCity === own ? receivingCity : homeCity);
  const ownOre = (line: CostLine) => postingsOf(line).find(({ city }) => city === own)?.amountOre ?? 0;
  const postedOfCase = db
    .select({ id: costLines.id })
    .from(costLines)
    .where(and(eq(costLines.caseId, sql.placeholder('caseId')), eq(costLines.state, 'posted')))
    .limit(1)
    .prepare();

  const upsert = db
    .insert(balances)
    .values({
      otherCity: sql.placeholder('otherCity'),
      agreement: sql.placeholder('agreement'),
      month: sql.placeholder('month'),
      lines: sql.placeholder('lines'),
      casesSent: sql.placeholder('casesSent'),
      casesReceived: sql.placeholder('casesReceived'),
      carriedOutDays: sql.placeholder('carriedOutDays'),
      carriedOutOre: sql.placeholder('carriedOutOre'),
      netDays: sql.placeholder('netDays'),
      netOre: sql.placeholder('netOre'),
      disputedLines: sql.placeholder('disputedLines'),
      disputedOre: sql.placeholder('disputedOre'),
    })
    .onConflictDoUpdate({
      target: [balances.otherCity, balances.agreement, balances.month],
      set: {
        lines: sql`${balances.lines} + excluded.lines`,
        casesSent: sql`${balances.casesSent} + excluded.cases_sent`,
        casesReceived: sql`${balances.casesReceived} + excluded.cases_received`,
        carriedOutDays: sql`${balances.carriedOutDays} + excluded.carried_out_days`,
        carriedOutOre: sql`${balances.carriedOutOre} + excluded.carried_out_ore`,
        netDays: sql`${balances.netDays} + excluded.net_days`,
        netOre: sql`${balances.netOre} + excluded.net_ore`,
        disputedLines: sql`${balances.disputedLines} + excluded.disputed_lines`,
        disputedOre: sql`${balances.disputedOre} + excluded.disputed_ore`,
      },
    })
    .prepare();

  function change(line: CostLine, by: Partial<Sums>) {
    const { agreement, postedOn } = line;
    upsert.run({ otherCity: otherOf(line), agreement, month: postedOn.slice(0, 7), ...zero, ...by });
  }

  return {
    with: (city) =>
      balanceOf(
        city,
        db
          .select()
          .from(balances)
          .where(eq(balances.otherCity, city))
          .orderBy(asc(balances.month), asc(balances.agreement))
          .all(),
      ),
    linesOf: (city, agreement) =>
      db
        .select({ lines: sql<number>`coalesce(sum(${balances.lines}), 0)` })
        .from(balances)
        .where(and(eq(balances.otherCity, city), eq(balances.agreement, agreement)))
        .get()?.lines ?? 0,
    add(line) {
      const isFirst = postedOfCase.get({ caseId: line.caseId }) === undefined;
      const posting = postingsOf(line).find(({ city }) => city === own);
      change(line, {
        lines: 1,
        casesSent: isFirst && line.homeCity === own ? 1 : 0,
        casesReceived: isFirst && line.receivingCity === own ? 1 : 0,
        carriedOutDays: line.receivingCity === own ? line.stayDays : 0,
        carriedOutOre: line.receivingCity === own ? line.amountOre : 0,
        netDays: posting?.days ?? 0,
        netOre: posting?.amountOre ?? 0,
      });
    },
    freeze: (line) => change(line, { disputedLines: 1, disputedOre: ownOre(line) }),
    unfreeze: (line) => change(line, { disputedLines: -1, disputedOre: -ownOre(line) }),
  };
}

function balanceOf(city: City, rows: readonly Row[]): Balance {
  const sum = (what: keyof Sums) => rows.reduce((total, row) => total + row[what], 0);
  return {
    city,
    casesSent: sum('casesSent'),
    casesReceived: sum('casesReceived'),
    netDays: sum('netDays'),
    netOre: sum('netOre'),
    lines: sum('lines'),
    disputedLines: sum('disputedLines'),
    disputedOre: sum('disputedOre'),
    months: rows.map(monthOf),
  };
}

const monthOf = ({ month, agreement, ...sums }: Row): MonthOfBalance => ({
  month,
  agreement,
  days: { carriedOut: sums.carriedOutDays, received: sums.carriedOutDays - sums.netDays },
  amountsOre: { carriedOut: sums.carriedOutOre, received: sums.carriedOutOre - sums.netOre },
  netDays: sums.netDays,
  netOre: sums.netOre,
  disputedLines: sums.disputedLines,
  disputedOre: sums.disputedOre,
});
