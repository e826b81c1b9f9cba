import { useWords } from '../page-context.js';
import { Chart, type ChartProps, percent, rem } from './chart.js';

/** One other city: what was carried out for it, and what it carried out for us, in öre. */
export interface CityBalance {
  readonly name: string;
  readonly carriedOut: number;
  readonly received: number;
}

const line = 1.375;
const bar = 1.125;
/** A line of words with its bar, twice below a city's name. */
const pair = line + bar + 0.25;
const cityHeight = line + 2 * pair + 0.5;

/** For each city, a bar of what was carried out for it and a hatched one of what was received from it. */
export function BalanceBars({ cities, ...chart }: ChartProps & { readonly cities: readonly CityBalance[] }) {
  const { say, money } = useWords();
  const most = Math.max(1, ...cities.flatMap(({ carriedOut, received }) => [carriedOut, received]));
  const hatching = `${chart.id}-hatching`;
  return (
    <Chart {...chart} height={cities.length * cityHeight}>
      <Hatching id={hatching} />
      {cities.map(({ name, carriedOut, received }, i) => {
        const top = i * cityHeight;
        return (
          <g key={name}>
            <text class="app-chart__name" y={rem(top + 1)}>
              {name}
            </text>
            <Bar
              y={top + line}
              said={`${say('charts.carriedOut')}: ${money(carriedOut)}`}
              share={carriedOut / most}
              look="app-chart__bar"
            />
            <Bar
              y={top + line + pair}
              said={`${say('charts.received')}: ${money(received)}`}
              share={received / most}
              look="app-chart__hatched"
              fill={`url(#${hatching})`}
            />
          </g>
        );
      })}
    </Chart>
  );
}

/** Words, and below them a bar of a share of the width. */
const Bar = ({
  y,
  said,
  share,
  look,
  fill,
}: {
  readonly y: number;
  readonly said: string;
  readonly share: number;
  readonly look: string;
  readonly fill?: string;
}) => (
  <>
    <text y={rem(y + 1)}>{said}</text>
    <rect class={look} y={rem(y + line - 0.125)} width={percent(share)} height={rem(bar)} fill={fill} />
  </>
);

/** Stripes, so that two kinds of bar are told apart without colours. */
const Hatching = ({ id }: { readonly id: string }) => (
  <defs>
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="app-chart__under" width="8" height="8" />
      <line class="app-chart__stripe" y2="8" />
    </pattern>
  </defs>
);
