import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { FieldGroup, type FieldProps } from './field-frame.js';
import type { Option } from './fields.js';

/** One answer of a question. */
export interface Choice extends Option {
  readonly hint?: ComponentChildren;
}

interface ChoiceProps extends FieldProps {
  readonly choices: readonly Choice[];
}

/** One of a few. */
export const RadioField = ({
  choices,
  name,
  value,
  inline = false,
  ...field
}: ChoiceProps & {
  readonly value?: string | undefined;
  /** Beside each other: for yes and no. */
  readonly inline?: boolean | undefined;
}) => (
  <FieldGroup {...field}>
    <div class={classes('govuk-radios govuk-radios--small', inline && 'govuk-radios--inline')}>
      {choices.map((choice, i) => (
        <ChoiceItem
          key={choice.value}
          kind="radio"
          id={idOf(field.id, i)}
          name={name}
          choice={choice}
          checked={choice.value === value}
        />
      ))}
    </div>
  </FieldGroup>
);

/** Any of a few; each one that is chosen is sent under the same name. */
export const CheckboxField = ({
  choices,
  name,
  values = [],
  ...field
}: ChoiceProps & { readonly values?: readonly string[] | undefined }) => (
  <FieldGroup {...field}>
    <div class="govuk-checkboxes govuk-checkboxes--small">
      {choices.map((choice, i) => (
        <ChoiceItem
          key={choice.value}
          kind="checkbox"
          id={idOf(field.id, i)}
          name={name}
          choice={choice}
          checked={values.includes(choice.value)}
        />
      ))}
    </div>
  </FieldGroup>
);

/** The first one has the field's own id, so that the error summary leads to it. */
const idOf = (id: string, i: number) => (i === 0 ? id : `${id}-${i + 1}`);

function ChoiceItem({
  kind,
  id,
  name,
  choice: { value, text, hint },
  checked,
}: {
  readonly kind: 'radio' | 'checkbox';
  readonly id: string;
  readonly name: string;
  readonly choice: Choice;
  readonly checked: boolean;
}) {
  const block = kind === 'radio' ? 'govuk-radios' : 'govuk-checkboxes';
  // The field's own hint has the name that ends in -hint.
  const hintId = hint ? `${id}-choice-hint` : undefined;
  return (
    <div class={`${block}__item`}>
      <input
        class={`${block}__input`}
        id={id}
        name={name}
        type={kind}
        value={value}
        checked={checked}
        autocomplete="off"
        aria-describedby={hintId}
      />
      <label class={classes('govuk-label', `${block}__label`)} for={id}>
        {text}
      </label>
      {hint && (
        <div class={classes('govuk-hint', `${block}__hint`)} id={hintId}>
          {hint}
        </div>
      )}
    </div>
  );
}
