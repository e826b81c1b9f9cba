import { useWords } from '../page-context.js';
import { Chart, type ChartProps, percent, rem } from './chart.js';

/** The places of one direction, such as "Skickade". */
export interface Places {
  readonly name: string;
  readonly taken: number;
  readonly limit: number;
  /** Whether more than those taken may be: they are another city's. */
  readonly atLeast?: boolean;
}

const side = 1.75;
const gap = 0.5;
const perLine = 7;
/** More of them nobody counts: a limit may be a million. */
const mostSquares = 5 * perLine;
const textLine = 1.25;
/** The direction, and below it how many: together they are too wide for a narrow screen. */
const nameHeight = 1.625 + textLine;

/** Places taken and free, a line for each direction: as squares, or as a bar where they are very many. */
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
      {directions.map(({ name, taken, limit, atLeast }, i) => (
        <g key={name}>
          <text class="app-chart__name" y={rem((tops[i] ?? 0) + 1)}>
            {name}
          </text>
          <text class="app-chart__quiet" y={rem((tops[i] ?? 0) + 1 + textLine)}>
            {say(atLeast ? 'charts.placesTakenAtLeast' : 'charts.placesTaken', { taken, limit })}
          </text>
          {isBar({ taken, limit }) ? (
            <Bar taken={taken} limit={limit} top={(tops[i] ?? 0) + nameHeight} />
          ) : (
            <Squares taken={taken} limit={limit} top={(tops[i] ?? 0) + nameHeight} />
          )}
        </g>
      ))}
    </Chart>
  );
}

type Counts = Pick<Places, 'taken' | 'limit'>;

const isBar = ({ taken, limit }: Counts): boolean => Math.max(taken, limit) > mostSquares;

const Squares = ({ taken, limit, top }: Counts & { readonly top: number }) => (
  <>
    {Array.from({ length: Math.max(taken, limit) }, (_, n) => (
      <rect
        key={n}
        class={n < taken ? 'app-chart__taken' : 'app-chart__free'}
        x={rem((n % perLine) * (side + gap) + 0.0625)}
        y={rem(top + Math.floor(n / perLine) * (side + gap))}
        width={rem(side)}
        height={rem(side)}
        rx="3"
      />
    ))}
  </>
);

const Bar = ({ taken, limit, top }: Counts & { readonly top: number }) => (
  <>
    <rect class="app-chart__free" y={rem(top)} width="100%" height={rem(side)} />
    <rect
      class="app-chart__taken"
      y={rem(top)}
      width={percent(Math.min(1, taken / limit))}
      height={rem(side)}
    />
  </>
);

const linesOf = (counts: Counts): number =>
  isBar(counts) ? 1 : Math.ceil(Math.max(counts.taken, counts.limit, 1) / perLine);

const heightOf = (places: Places): number => nameHeight + linesOf(places) * (side + gap) + 0.75;
