import { useWords } from '../page-context.js';
import { Chart, type ChartProps, rem } from './chart.js';

/** The places of one direction, such as "Skickade". */
export interface Places {
  readonly name: string;
  readonly taken: number;
  readonly limit: number;
}

const side = 1.75;
const gap = 0.5;
const perLine = 7;
const nameHeight = 1.625;

/** Places taken and free as squares, a line for each direction. */
export function QuotaPlaces({
  directions,
  ...chart
}: ChartProps & { readonly directions: readonly Places[] }) {
  const { say } = useWords();
  const tops = directions.map((_, i) =>
    directions.slice(0, i).reduce((sum, places) => sum + heightOf(places), 0),
  );
  return (
    <Chart {...chart} height={directions.reduce((sum, places) => sum + heightOf(places), 0)}>
      {directions.map(({ name, taken, limit }, i) => (
        <g key={name}>
          <text y={rem((tops[i] ?? 0) + 1)}>
            <tspan class="app-chart__name">{name}</tspan>{' '}
            <tspan class="app-chart__quiet">{say('charts.placesTaken', { taken, limit })}</tspan>
          </text>
          {Array.from({ length: Math.max(taken, limit) }, (_, n) => (
            <rect
              key={n}
              class={n < taken ? 'app-chart__taken' : 'app-chart__free'}
              x={rem((n % perLine) * (side + gap) + 0.0625)}
              y={rem((tops[i] ?? 0) + nameHeight + Math.floor(n / perLine) * (side + gap))}
              width={rem(side)}
              height={rem(side)}
              rx="3"
            />
          ))}
        </g>
      ))}
    </Chart>
  );
}

const heightOf = ({ taken, limit }: Places): number =>
  nameHeight + Math.ceil(Math.max(taken, limit, 1) / perLine) * (side + gap) + 0.75;
