import type { ChartProps } from './chart.js';

/** One other city: what was carried out for it, and what it carried out for us, in öre. */
export interface CityBalance {
  readonly name: string;
  readonly carriedOut: number;
  readonly received: number;
}

/** For each city, a bar of what was carried out for it and a hatched one of what was received from it. */
export function BalanceBars(_: ChartProps & { readonly cities: readonly CityBalance[] }) {
  return null;
}
