import type { Balance } from '@storstad/contract';
import type { BasedRow, BasedTable } from './report-measure.js';
import type { AgreementId } from './values.js';

/** What the ledger and the control of invoices say for the report. */
export interface ReportMoney {
  /** With each other city. */
  readonly balances: readonly Pick<Balance, 'city' | 'months'>[];
  /** Of the invoices of the version's cases; null where none were controlled. */
  readonly invoiceFindings: readonly { readonly code: string; readonly amountOre: number }[] | null;
}

/** How many cases are behind a sum is not known here, so nobody outside the city is shown it. */
const unknownBasis = 0;

/** Days first, kronor after (requirements §12 no. 38). Plus is what this city has done for the others. */
export const moneyTables = (money: ReportMoney, agreement: AgreementId): BasedTable[] => [
  ...balanceTables('balance-days', 'days', money, agreement, ({ netDays }) => netDays),
  ...balanceTables('balance-amount', 'ore', money, agreement, ({ netOre }) => netOre),
  ...findingTables(money.invoiceFindings),
];

function balanceTables(
  measure: string,
  unit: 'days' | 'ore',
  { balances }: ReportMoney,
  agreement: AgreementId,
  amountOf: (month: Balance['months'][number]) => number,
): BasedTable[] {
  const rows = balances.map(({ city, months }) => {
    const ofVersion = months.filter((month) => month.agreement === agreement);
    return row(city, ofVersion.length === 0 ? null : sum(ofVersion.map(amountOf)));
  });
  const known = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  const table = { section: 'cost', unit, shape: 'sum' } as const;
  return [
    { ...table, measure, rows: [row('all', known.length === 0 ? null : sum(known))] },
    ...(rows.length === 0
      ? []
      : [{ ...table, measure: `${measure}-by-city`, boardOnly: true as const, rows }]),
  ];
}

/** Errors found in invoices, all together and, for the boards, by kind. */
function findingTables(findings: ReportMoney['invoiceFindings']): BasedTable[] {
  const codes = [...new Set(findings?.map(({ code }) => code))].sort();
  const of = (code: string) => findings?.filter((finding) => finding.code === code) ?? [];
  const amount = (some: ReportMoney['invoiceFindings']) =>
    // What was billed too little takes nothing off what was billed too much.
    some && sum(some.map(({ amountOre }) => Math.max(amountOre, 0)));
  const count = { section: 'cost', unit: 'number', shape: 'counts' } as const;
  const sums = { section: 'cost', unit: 'ore', shape: 'sum' } as const;
  const tables: BasedTable[] = [
    { ...count, measure: 'invoice-findings', rows: [row('all', findings?.length ?? null)] },
    { ...sums, measure: 'invoice-findings-amount', rows: [row('all', amount(findings))] },
  ];
  if (codes.length === 0) return tables;
  return [
    ...tables,
    {
      ...count,
      measure: 'invoice-findings-by-code',
      boardOnly: true,
      rows: codes.map((code) => row(code, of(code).length)),
    },
    {
      ...sums,
      measure: 'invoice-findings-amount-by-code',
      boardOnly: true,
      rows: codes.map((code) => row(code, amount(of(code)))),
    },
  ];
}

const row = (key: string, value: number | null): BasedRow => ({ key, value, basis: unknownBasis });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
