import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

/** A link that does something with what it stands beside. */
export interface Action {
  readonly text: string;
  /** What it concerns, for those who do not see what it stands beside: "startdag" makes "Ändra startdag". */
  readonly about?: string | undefined;
  readonly href: string;
}

export interface SummaryRow {
  readonly key: string;
  readonly value: ComponentChildren;
  readonly action?: Action | undefined;
}

/** Facts by their names; with a title as a card. */
export function SummaryList({
  rows,
  title,
  action,
  headingLevel = 2,
}: {
  readonly rows: readonly SummaryRow[];
  readonly title?: string | undefined;
  /** Beside the title. */
  readonly action?: Action | undefined;
  readonly headingLevel?: 2 | 3 | undefined;
}) {
  const hasActions = rows.some(({ action }) => action);
  const list = (
    <dl class="govuk-summary-list">
      {rows.map((row) => (
        <Row key={row.key} row={row} withRoom={hasActions && !row.action} />
      ))}
    </dl>
  );
  if (!title) return list;
  const Heading = `h${headingLevel}` as const;
  return (
    <div class="govuk-summary-card">
      <div class="govuk-summary-card__title-wrapper">
        <Heading class="govuk-summary-card__title">{title}</Heading>
        {action && (
          <div class="govuk-summary-card__actions">
            <ActionLink {...action} />
          </div>
        )}
      </div>
      <div class="govuk-summary-card__content">{list}</div>
    </div>
  );
}

const Row = ({
  row: { key, value, action },
  withRoom,
}: {
  readonly row: SummaryRow;
  /** Room is left where other rows have something that can be done. */
  readonly withRoom: boolean;
}) => (
  <div class={classes('govuk-summary-list__row', withRoom && 'govuk-summary-list__row--no-actions')}>
    <dt class="govuk-summary-list__key">{key}</dt>
    <dd class="govuk-summary-list__value">{value}</dd>
    {action && (
      <dd class="govuk-summary-list__actions">
        <ActionLink {...action} />
      </dd>
    )}
  </div>
);

const ActionLink = ({ text, about, href }: Action) => (
  <a class="govuk-link" href={href}>
    {text}
    {about && <span class="govuk-visually-hidden"> {about}</span>}
  </a>
);
