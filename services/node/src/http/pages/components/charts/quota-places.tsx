import type { ChartProps } from './chart.js';

/** The places of one direction, such as "Skickade". */
export interface Places {
  readonly name: string;
  readonly taken: number;
  readonly limit: number;
}

/** Places taken and free as squares, a line for each direction. */
export function QuotaPlaces(_: ChartProps & { readonly directions: readonly Places[] }) {
  return null;
}
