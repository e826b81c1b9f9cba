import type { ReportAudience, ReportPart } from '@storstad/contract';
import type { Case } from '../../src/domain/case.js';
import { openReport } from '../../src/domain/report.js';
import type { BesideCase } from '../../src/domain/report-measure.js';
import type { ReportMoney } from '../../src/domain/report-money.js';
import { around, day, goteborg, malmo, version } from './support.js';

/** Stockholm's report of some cases, and how a table of it reads. */

export const noMoney: ReportMoney = { balances: [], invoiceFindings: null };

const nothingBeside: BesideCase = { stoppedBy: new Set(), reclassified: false, charged: null };

export interface ReportInput {
  readonly audience?: ReportAudience;
  readonly of?: '2024' | '2025';
  readonly asOf?: string;
  readonly beside?: ReadonlyMap<string, Partial<BesideCase>>;
  readonly money?: ReportMoney;
}

export function reportOf(cases: readonly Case[], input: ReportInput = {}): ReportPart[] {
  const { audience = 'board', of = '2025', asOf = '2025-12-31', beside, money = noMoney } = input;
  const about = { version: version(of), versions: around().versions, asOf: day(asOf) };
  const report = openReport(about, [goteborg, malmo]);
  for (const theCase of cases) report.add(theCase, { ...nothingBeside, ...beside?.get(theCase.id) });
  return report.parts(audience, money);
}

/** The values of a measure by key, or why there is none; rows with 0 are left out. */
export function valuesOf(
  parts: readonly ReportPart[],
  measure: string,
  [direction, city]: readonly [ReportPart['direction'], string?] = ['all'],
): Record<string, number | string> {
  const part = parts.find((each) => each.direction === direction && each.city === (city ?? null));
  const table = part?.tables.find((each) => each.measure === measure);
  if (!table) throw new Error(`No ${measure} of ${direction} ${city}`);
  const told = table.rows.map(({ key, status, value }) => [key, value ?? status] as const);
  return Object.fromEntries(told.filter(([, value]) => value !== 0));
}
