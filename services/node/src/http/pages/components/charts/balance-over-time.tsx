import type { ChartProps } from './chart.js';

/** A city's balance at the end of each month, in öre; above zero is what is owed to us. */
export interface BalanceSeries {
  readonly name: string;
  /** As many as there are months. */
  readonly values: readonly number[];
}

/** A line for each city over months (`2026-01`), with its name at its end. */
export function BalanceOverTime(
  _: ChartProps & { readonly months: readonly string[]; readonly series: readonly BalanceSeries[] },
) {
  return null;
}
