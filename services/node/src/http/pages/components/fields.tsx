import { classes } from './classes.js';
import { describedBy, Field, type FieldProps } from './field-frame.js';
import { useWords } from './page-context.js';

/** Every value is the text as it was written, so that a form can be shown again with what is wrong in it. */
interface TextProps extends FieldProps {
  readonly value?: string | undefined;
}

interface InputProps extends TextProps {
  /** About how many characters are expected. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20 | undefined;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | undefined;
  /** A unit after the field, such as "kr" or "dygn". */
  readonly suffix?: string | undefined;
}

/** One line of text. */
export const TextField = ({ width, inputMode, suffix, name, value, ...field }: InputProps) => {
  const input = (
    <input
      class={classes(
        'govuk-input',
        width && `govuk-input--width-${width}`,
        field.error && 'govuk-input--error',
      )}
      id={field.id}
      name={name}
      type="text"
      value={value}
      inputMode={inputMode}
      spellcheck={inputMode ? false : undefined}
      autocomplete="off"
      aria-describedby={describedBy(field)}
      aria-invalid={field.error ? true : undefined}
    />
  );
  return (
    <Field {...field}>
      {suffix ? (
        <div class="govuk-input__wrapper">
          {input}
          <div class="govuk-input__suffix" aria-hidden="true">
            {suffix}
          </div>
        </div>
      ) : (
        input
      )}
    </Field>
  );
};

/** Several lines of text. What is longer than `maxLength` is not cut off but refused; the script counts what is left. */
export const TextArea = ({
  rows = 5,
  maxLength,
  name,
  value,
  ...field
}: TextProps & { readonly rows?: number | undefined; readonly maxLength?: number | undefined }) => (
  <Field {...field}>
    <textarea
      class={classes('govuk-textarea', field.error && 'govuk-textarea--error')}
      id={field.id}
      name={name}
      rows={rows}
      autocomplete="off"
      data-count={maxLength}
      aria-describedby={describedBy(field)}
      aria-invalid={field.error ? true : undefined}
    >
      {value}
    </textarea>
    {maxLength !== undefined && <CountLeft />}
  </Field>
);

/** Empty without the script, which fills in how many characters are left or too many. */
function CountLeft() {
  const { say } = useWords();
  return (
    <p
      class="app-count-left"
      aria-live="polite"
      data-left={say('components.left', { n: '{n}' })}
      data-over={say('components.tooMany', { n: '{n}' })}
    />
  );
}

/** A file of the reader's own; its form is made `withFiles`. */
export const FileField = ({ name, accept, ...field }: FieldProps & { readonly accept: string }) => (
  <Field {...field}>
    <input
      class={classes('govuk-file-upload', field.error && 'govuk-file-upload--error')}
      id={field.id}
      name={name}
      type="file"
      accept={accept}
      aria-describedby={describedBy(field)}
      aria-invalid={field.error ? true : undefined}
    />
  </Field>
);

/** Kronor, with öre after a comma where there are any. The unit stands in the label or hint too, for those who hear it. */
export const MoneyField = ({ suffix = 'kr', ...field }: Omit<InputProps, 'width' | 'inputMode'>) => (
  <TextField {...field} suffix={suffix} width={10} inputMode="decimal" />
);

/** A whole number. */
export const NumberField = ({ width = 5, ...field }: Omit<InputProps, 'inputMode'>) => (
  <TextField {...field} width={width} inputMode="numeric" />
);

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** One of many, as a list that folds out. With `prompt`, nothing is chosen from the start. */
export const SelectField = ({
  options,
  prompt,
  name,
  value,
  ...field
}: TextProps & { readonly options: readonly Option[]; readonly prompt?: string | undefined }) => (
  <Field {...field}>
    <select
      class={classes('govuk-select', field.error && 'govuk-select--error')}
      id={field.id}
      name={name}
      autocomplete="off"
      aria-describedby={describedBy(field)}
      aria-invalid={field.error ? true : undefined}
    >
      {prompt !== undefined && <option value="">{prompt}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.text}
        </option>
      ))}
    </select>
  </Field>
);
