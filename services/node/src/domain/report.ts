import type { ReportAudience, ReportPart } from '@storstad/contract';
import type { Case } from './case.js';
import { type ReportAbout, reported, type Scope, scopesOf, within } from './report-case.js';
import { followUpMeasures } from './report-follow-up.js';
import { type BasedTable, type BesideCase, type Measure, openTally } from './report-measure.js';
import { moneyTables, type ReportMoney } from './report-money.js';
import { outcomeMeasures } from './report-outcome.js';
import { personMeasures } from './report-person.js';
import { processMeasures } from './report-process.js';
import { boardTables, externalTables } from './report-suppression.js';
import type { City } from './values.js';

/** The year's report: what came of this city's own cases under one agreement version (002:47, requirements §9.2). */

export const reportMeasures: readonly Measure[] = [
  ...processMeasures,
  ...personMeasures,
  ...followUpMeasures,
  ...outcomeMeasures,
];

/** A report into which the cases go one by one, so that never all of them are in memory. */
export interface ReportInMaking {
  /** Adds a case; whether the report's version tells of it is found out here. */
  add(theCase: Case, beside: BesideCase): void;
  /** The parts for an audience: for others than the city's boards all cases together, with small numbers suppressed. */
  parts(audience: ReportAudience, money: ReportMoney): ReportPart[];
}

/** Begins a report. */
export function openReport(about: ReportAbout, otherCities: readonly City[]): ReportInMaking {
  const parts = scopesOf(otherCities).map((scope) => ({ scope, tallies: reportMeasures.map(openTally) }));
  const tablesOf = (scope: Scope, tallies: readonly { table(): BasedTable }[], money: ReportMoney) => [
    ...tallies.map((tally) => tally.table()),
    ...(scope.direction === 'all' ? moneyTables(money, about.version.id) : []),
  ];
  return {
    add(theCase, beside) {
      const whole = reported(theCase, beside, about);
      if (!whole.belongs && whole.referrals.length === 0 && beside.stoppedBy.size === 0) return;
      for (const { scope, tallies } of parts) {
        const here = within(whole, scope);
        if (here) for (const tally of tallies) tally.add(here);
      }
    },
    parts: (audience, money) =>
      parts
        .filter(({ scope }) => audience === 'board' || scope.direction === 'all')
        .map(({ scope, tallies }) => {
          const tables = tablesOf(scope, tallies, money);
          return { ...scope, tables: audience === 'board' ? boardTables(tables) : externalTables(tables) };
        }),
  };
}
