import type { ComponentChildren } from 'preact';

/** What every chart says to those who do not see it. Its numbers stand in a table beside it. */
export interface ChartProps {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in a sentence or two. */
  readonly description: string;
}

/**
 * A picture that is as wide as there is room for. Widths in it are per cent, and heights rem: so its text has the size of
 * the page's text on every screen, and grows with it.
 */
export const Chart = ({
  id,
  title,
  description,
  height,
  children,
}: ChartProps & {
  /** In rem. */
  readonly height: number;
  readonly children: ComponentChildren;
}) => (
  <svg
    class="app-chart"
    width="100%"
    height={rem(height)}
    role="img"
    aria-labelledby={`${id}-title`}
    aria-describedby={`${id}-description`}
  >
    <title id={`${id}-title`}>{title}</title>
    <desc id={`${id}-description`}>{description}</desc>
    {children}
  </svg>
);

/** A chart and the table of the same numbers, beside each other where there is room. */
export const ChartWithTable = ({
  chart,
  children,
}: {
  readonly chart: ComponentChildren;
  /** The table. */
  readonly children: ComponentChildren;
}) => (
  <div class="app-chart-with-table">
    <div>{chart}</div>
    <div>{children}</div>
  </div>
);

/** A length that grows with the text. */
export const rem = (length: number): string => `${Math.round(length * 100) / 100}rem`;

/** A share from 0 to 1 as a length. */
export const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;
