import { useWords } from '../page-context.js';
import { Chart, type ChartProps, percent, rem } from './chart.js';

/** A city's balance at the end of each month, in öre; above zero is what is owed to us. */
export interface BalanceSeries {
  readonly name: string;
  /** As many as there are months. */
  readonly values: readonly number[];
}

const plotTop = 1.5;
const plotHeight = 13;
/** The rest of the width is for the names at the lines' ends. */
const plotWidth = 0.66;
const nameHeight = 1.25;

/** A line for each city over months (`2026-01`), with its name at its end. */
export function BalanceOverTime({
  months,
  series,
  ...chart
}: ChartProps & { readonly months: readonly string[]; readonly series: readonly BalanceSeries[] }) {
  const { money, month } = useWords();
  const ticks = ticksFor(series.flatMap(({ values }) => values));
  const [low = 0, high = 0] = [ticks[0], ticks.at(-1)];
  const x = (n: number) => (plotWidth * n) / Math.max(1, months.length - 1);
  const y = (value: number) => plotTop + plotHeight * (1 - (value - low) / (high - low));
  const names = apart(series.map(({ values }) => y(values.at(-1) ?? 0)));
  return (
    <Chart {...chart} height={plotTop + plotHeight + 1.75}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            class={tick === 0 ? 'app-chart__zero' : 'app-chart__grid'}
            x2={percent(plotWidth)}
            y1={rem(y(tick))}
            y2={rem(y(tick))}
          />
          <text class="app-chart__quiet" y={rem(y(tick) - 0.25)}>
            {money(tick)}
          </text>
        </g>
      ))}
      {ends(months).map(([n, anchor]) => (
        <text
          key={n}
          class="app-chart__quiet"
          x={percent(x(n))}
          y={rem(plotTop + plotHeight + 1.375)}
          text-anchor={anchor}
        >
          {month(months[n] ?? '')}
        </text>
      ))}
      {series.map(({ name, values }, i) => (
        <g key={name} class={`app-chart__series app-chart__series--${i % 4}`}>
          {values.slice(1).map((value, n) => (
            <line
              key={n}
              class="app-chart__line"
              x1={percent(x(n))}
              y1={rem(y(values[n] ?? 0))}
              x2={percent(x(n + 1))}
              y2={rem(y(value))}
            />
          ))}
          <End form={i} x={percent(x(values.length - 1))} y={rem(y(values.at(-1) ?? 0))} />
          <text class="app-chart__name" x={percent(plotWidth)} dx="0.75em" y={rem((names[i] ?? 0) + 0.3)}>
            {name}
          </text>
        </g>
      ))}
    </Chart>
  );
}

/** The end of a line: a form of its own for each city, so that no colour is needed to follow it. */
function End({ form, x, y }: { readonly form: number; readonly x: string; readonly y: string }) {
  const forms = ['M-5-5h10v10h-10z', 'M0-6 6 5H-6z', 'M0-7 7 0 0 7-7 0z', 'M-6-5H6L0 6z'];
  return (
    <svg x={x} y={y} overflow="visible" aria-hidden="true">
      <path d={forms[form % forms.length]} />
    </svg>
  );
}

/** Round numbers of öre from below the least to above the most, zero among them; at most six. */
export function ticksFor(values: readonly number[]): number[] {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = Math.max(100, (most - least) / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const [first, last] = [Math.floor(least / step), Math.max(1, Math.ceil(most / step))];
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
}

/** The months that are named: the first and the last one. */
const ends = ({ length }: readonly string[]): [number, 'start' | 'end'][] =>
  length > 1
    ? [
        [0, 'start'],
        [length - 1, 'end'],
      ]
    : [[0, 'start']];

/** Heights of names, moved down as far as they need so that none lies over another. */
export function apart(heights: readonly number[]): number[] {
  const placed = [...heights];
  const order = heights.map((_, i) => i).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  let free = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    placed[i] = Math.max(placed[i] ?? 0, free);
    free = placed[i] + nameHeight;
  }
  return placed;
}
