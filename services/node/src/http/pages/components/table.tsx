import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

export interface Column {
  readonly head: string;
  /** Numbers and money stand to the right. */
  readonly align?: 'right' | undefined;
  /** A short value that is not broken over lines, such as a date. */
  readonly nowrap?: boolean | undefined;
  /** The head as a link that sorts by this column, and how it is sorted now. */
  readonly sort?: Sort | undefined;
}

export interface Sort {
  readonly href: string;
  readonly now: 'ascending' | 'descending' | 'none';
}

export interface Row {
  readonly key: string;
  /** As many as there are columns; the first one names the row. */
  readonly cells: readonly ComponentChildren[];
}

/**
 * A table. On narrow screens each row is a card; a table that must stay one (`wide`) is scrolled sideways by itself.
 * The caption may be hidden where a heading says the same.
 */
export function Table({
  caption,
  captionHidden = false,
  columns,
  rows,
  foot,
  empty,
  wide = false,
  longWords = false,
}: {
  readonly caption: string;
  readonly captionHidden?: boolean | undefined;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** A last row of sums, with as many cells as there are columns. */
  readonly foot?: readonly ComponentChildren[] | undefined;
  /** Is said instead of the table when there are no rows. */
  readonly empty?: string | undefined;
  readonly wide?: boolean | undefined;
  /** Its rows are cards as soon as those of a table with many columns are; where it has many itself, sooner still. */
  readonly longWords?: boolean | undefined;
}) {
  if (rows.length === 0 && empty) return <p class="app-empty">{empty}</p>;
  const table = (
    <table class="govuk-table">
      <caption class={captionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption'}>{caption}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {columns.map((column) => (
            <Head key={column.head} {...column} />
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {rows.map((row) => (
          <BodyRow key={row.key} columns={columns} cells={row.cells} />
        ))}
      </tbody>
      {foot && (
        <tfoot class="app-table__foot">
          <BodyRow columns={columns} cells={foot} />
        </tfoot>
      )}
    </table>
  );
  const many = columns.length > 4;
  const room = many && longWords ? 'app-table--most' : (many || longWords) && 'app-table--many';
  if (!wide) return <div class={classes('app-table', room)}>{table}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="app-scroll" aria-label={caption} tabIndex={0}>
      {table}
    </section>
  );
}

const Head = ({ head, align, sort }: Column) => (
  <th
    scope="col"
    class={classes('govuk-table__header', align && 'app-table--right')}
    aria-sort={sort && sort.now !== 'none' ? sort.now : undefined}
  >
    {sort ? (
      <a class={classes('app-sort', `app-sort--${sort.now}`)} href={sort.href}>
        {head}
      </a>
    ) : (
      head
    )}
  </th>
);

const BodyRow = ({
  columns,
  cells,
}: {
  readonly columns: readonly Column[];
  readonly cells: readonly ComponentChildren[];
}) => (
  <tr class="govuk-table__row">
    {columns.map(({ head, align, nowrap }, i) => {
      const look = classes(align && 'app-table--right', nowrap && 'app-nowrap');
      return i === 0 ? (
        <th key={head} scope="row" class={classes('govuk-table__header', look)}>
          {cells[i]}
        </th>
      ) : (
        <td key={head} class={classes('govuk-table__cell', look)} data-label={head}>
          {cells[i]}
        </td>
      );
    })}
  </tr>
);
