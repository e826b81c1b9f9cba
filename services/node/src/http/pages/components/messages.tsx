import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { useWords } from './page-context.js';

/** Something to be said at the top of a page: that it is done, or what to mind. */
export function Notice({
  tone = 'good',
  title,
  children,
}: {
  readonly tone?: 'good' | 'info' | 'warning' | 'bad' | undefined;
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class={classes('app-notice', `app-notice--${tone}`)} role={tone === 'good' ? 'status' : undefined}>
      <p class="app-notice__title">{title}</p>
      {children}
    </div>
  );
}

export interface FieldError {
  readonly text: string;
  /** `#` and the id of the field. */
  readonly href: string;
}

/** All that is wrong in a form, each with a link to its field. The script moves the focus here. */
export function ErrorSummary({
  title,
  items,
}: {
  readonly title?: string | undefined;
  readonly items: readonly FieldError[];
}) {
  const { say } = useWords();
  return (
    <section class="govuk-error-summary" aria-labelledby="error-summary" tabIndex={-1} data-focus>
      <h2 class="govuk-error-summary__title" id="error-summary">
        {title ?? say('components.errorsTitle')}
      </h2>
      <ul class="govuk-list govuk-error-summary__list">
        {items.map(({ text, href }) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why something was not done: what stopped it, on what ground, and what one can do now. */
export function Refusal({
  title,
  detail,
  ground,
  whatNow,
}: {
  readonly title: string;
  readonly detail: ComponentChildren;
  /** The source or paragraph. */
  readonly ground?: ComponentChildren;
  readonly whatNow?: ComponentChildren;
}) {
  const { say } = useWords();
  return (
    <section class="app-refusal" aria-labelledby="refusal" tabIndex={-1} data-focus>
      <h2 class="app-refusal__title" id="refusal">
        {title}
      </h2>
      <div>{detail}</div>
      <dl class="app-refusal__facts">
        {ground && (
          <>
            <dt>{say('components.ground')}</dt>
            <dd>{ground}</dd>
          </>
        )}
        {whatNow && (
          <>
            <dt>{say('components.whatNow')}</dt>
            <dd>{whatNow}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** The receipt of a finished task: the page's heading, and a reference to keep. */
export const Panel = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) => (
  <div class="govuk-panel govuk-panel--confirmation">
    <h1 class="govuk-panel__title">{title}</h1>
    {children && <div class="govuk-panel__body">{children}</div>}
  </div>
);

/** Something to mind that belongs to the text around it. */
export const Inset = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="govuk-inset-text">{children}</div>
);

/** More to read for those who want it, such as what a term means. */
export const Details = ({
  summary,
  open = false,
  children,
}: {
  readonly summary: string;
  readonly open?: boolean | undefined;
  readonly children: ComponentChildren;
}) => (
  <details class="govuk-details" open={open}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{summary}</span>
    </summary>
    <div class="govuk-details__text">{children}</div>
  </details>
);
