import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { useWords } from './page-context.js';

/** What every field has. The error summary links to `#id`: the field, or the first one of a group. */
export interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  /** The label is the page's only heading (h1): for a page that asks one thing. */
  readonly isHeading?: boolean | undefined;
}

type FrameProps = Omit<FieldProps, 'name'> & { readonly children: ComponentChildren };

/** The ids of hint and error, for `aria-describedby`; undefined where there is neither. */
export const describedBy = ({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) =>
  classes(Boolean(hint) && `${id}-hint`, error && `${id}-error`) || undefined;

/** Label, hint and error around one input. */
export const Field = ({ id, label, hint, error, isHeading = false, children }: FrameProps) => (
  <div class={groupClass(error)}>
    {isHeading ? (
      <h1 class="govuk-label-wrapper">
        <label class="govuk-label govuk-label--l" for={id}>
          {label}
        </label>
      </h1>
    ) : (
      <label class="govuk-label" for={id}>
        {label}
      </label>
    )}
    <HintAndError id={id} hint={hint} error={error} />
    {children}
  </div>
);

/** Legend, hint and error around several inputs that answer one question. */
export const FieldGroup = ({ id, label, hint, error, isHeading = false, children }: FrameProps) => (
  <div class={groupClass(error)}>
    <fieldset class="govuk-fieldset" aria-describedby={describedBy({ id, hint, error })}>
      <legend class={classes('govuk-fieldset__legend', isHeading && 'govuk-fieldset__legend--l')}>
        {isHeading ? <h1 class="govuk-fieldset__heading">{label}</h1> : label}
      </legend>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
    </fieldset>
  </div>
);

function HintAndError({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  const { say } = useWords();
  return (
    <>
      {hint && (
        <div class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">{say('components.error')}:</span> {error}
        </p>
      )}
    </>
  );
}

const groupClass = (error: string | undefined) =>
  classes('govuk-form-group', error && 'govuk-form-group--error');
