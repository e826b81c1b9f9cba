import { useWords } from '../page-context.js';
import { Chart, type ChartProps, percent, rem } from './chart.js';

/** A city's balance at the end of each month, in öre; above zero is what is owed to us. */
export interface BalanceSeries {
  readonly name: string;
  /** As many as there are months. */
  readonly values: readonly number[];
}

const plotTop = 2;
const plotHeight = 13;
/** Before it stand the amounts, after it the names at the lines' ends: nothing is written over the lines. */
const plot = { from: 0.17, until: 0.65 };
const nameHeight = 1.25;
/** As many months are named as have room on a narrow screen. */
const mostMonths = 5;

/** A line for each city over months (`2026-01`), with its name at its end. */
export function BalanceOverTime({
  months,
  series,
  ...chart
}: ChartProps & { readonly months: readonly string[]; readonly series: readonly BalanceSeries[] }) {
  const { say } = useWords();
  const ticks = ticksFor(series.flatMap(({ values }) => values));
  const [low = 0, high = 0] = [ticks[0], ticks.at(-1)];
  const isThousands = high - low >= oreOfThousand;
  const x: Along = (n) => plot.from + ((plot.until - plot.from) * n) / Math.max(1, months.length - 1);
  const y: Along = (value) => plotTop + plotHeight * (1 - (value - low) / (high - low));
  const names = apart(series.map(({ values }) => y(values.at(-1) ?? 0)));
  return (
    <Chart {...chart} height={plotTop + plotHeight + 3}>
      <text class="app-chart__quiet" y={rem(1)}>
        {say(isThousands ? 'charts.thousands' : 'charts.kronor')}
      </text>
      {ticks.map((tick) => (
        <Tick key={tick} tick={tick} y={y(tick)} per={isThousands ? oreOfThousand : 100} />
      ))}
      <Months months={months} x={x} />
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
          <text class="app-chart__name" x={percent(plot.until)} dx="0.75em" y={rem((names[i] ?? 0) + 0.3)}>
            {name}
          </text>
        </g>
      ))}
    </Chart>
  );
}

/** Where something lies along an axis. */
type Along = (at: number) => number;

const oreOfThousand = 100_000;

/** A line across, and before it the amount in the axis's unit, of so many öre. */
function Tick({ tick, y, per }: { readonly tick: number; readonly y: number; readonly per: number }) {
  const { number } = useWords();
  return (
    <>
      <line
        class={tick === 0 ? 'app-chart__zero' : 'app-chart__grid'}
        x1={percent(plot.from)}
        x2={percent(plot.until)}
        y1={rem(y)}
        y2={rem(y)}
      />
      <text class="app-chart__quiet" x={percent(plot.from - 0.02)} y={rem(y + 0.3)} text-anchor="end">
        {number(tick / per)}
      </text>
    </>
  );
}

/** The months that are named, evenly, with the year below the first one and where it changes. */
function Months({ months, x }: { readonly months: readonly string[]; readonly x: Along }) {
  const { monthOfYear } = useWords();
  const bottom = plotTop + plotHeight;
  const every = Math.max(1, Math.ceil((months.length - 1) / (mostMonths - 1)));
  const named = months.map((month, n) => ({ month, n })).filter(({ n }) => n % every === 0);
  return (
    <>
      {named.map(({ month, n }, i) => {
        const year = month.slice(0, 4);
        const isNewYear = named[i - 1]?.month.slice(0, 4) !== year;
        return (
          <g key={month}>
            <text class="app-chart__quiet" x={percent(x(n))} y={rem(bottom + 1.375)} text-anchor="middle">
              {monthOfYear(month)}
            </text>
            {isNewYear && (
              <text class="app-chart__quiet" x={percent(x(n))} y={rem(bottom + 2.5)} text-anchor="middle">
                {year}
              </text>
            )}
          </g>
        );
      })}
    </>
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
