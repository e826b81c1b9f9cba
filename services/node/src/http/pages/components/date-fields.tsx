import { classes } from './classes.js';
import { FieldGroup, type FieldProps } from './field-frame.js';
import { useWords } from './page-context.js';

/** A day as it was written, in three parts. */
export interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

/** A civil date in three parts. */
export function datePartsOf(date: string): DateParts {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return { year, month: String(Number(month)), day: String(Number(day)) };
}

interface DateProps extends FieldProps {
  readonly value?: DateParts | undefined;
  /** Which parts the error is about; all of them when it is not said. */
  readonly wrong?: readonly (keyof DateParts | 'time')[] | undefined;
}

/** A day. Its parts are sent as `name-year`, `name-month` and `name-day`. */
export const DateField = ({ name, value, wrong, ...field }: DateProps) => (
  <FieldGroup {...field}>
    <div class="govuk-date-input">
      <DateParts id={field.id} name={name} value={value} error={field.error} wrong={wrong} />
    </div>
  </FieldGroup>
);

/** A day and a time of day in Stockholm; the time is sent as `name-time`, such as 14:05 or 14.05. */
export const TimeField = ({
  name,
  value,
  wrong,
  ...field
}: Omit<DateProps, 'value'> & { readonly value?: (DateParts & { readonly time: string }) | undefined }) => {
  const { say } = useWords();
  return (
    <FieldGroup {...field}>
      <div class="govuk-date-input">
        <DateParts id={field.id} name={name} value={value} error={field.error} wrong={wrong} />
        <Part
          id={`${field.id}-time`}
          name={`${name}-time`}
          label={say('components.timeOfDay')}
          value={value?.time}
          width={5}
          isWrong={isWrong('time', field.error, wrong)}
        />
      </div>
    </FieldGroup>
  );
};

const parts = ['year', 'month', 'day'] as const;

/** In Swedish order, for both languages: the year comes first in dates that are written with numbers. */
function DateParts({ id, name, value, error, wrong }: Omit<DateProps, 'label'>) {
  const { say } = useWords();
  return (
    <>
      {parts.map((part, i) => (
        <Part
          key={part}
          id={i === 0 ? id : `${id}-${part}`}
          name={`${name}-${part}`}
          label={say(`components.${part}`)}
          value={value?.[part]}
          width={part === 'year' ? 4 : 2}
          isWrong={isWrong(part, error, wrong)}
        />
      ))}
    </>
  );
}

const isWrong = (part: keyof DateParts | 'time', error: string | undefined, wrong: DateProps['wrong']) =>
  error !== undefined && (wrong === undefined || wrong.includes(part));

const Part = ({
  id,
  name,
  label,
  value,
  width,
  isWrong,
}: {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly width: 2 | 4 | 5;
  readonly isWrong: boolean;
}) => (
  <div class="govuk-date-input__item">
    <label class="govuk-label govuk-date-input__label" for={id}>
      {label}
    </label>
    <input
      class={classes('govuk-input', `govuk-input--width-${width}`, isWrong && 'govuk-input--error')}
      id={id}
      name={name}
      type="text"
      value={value}
      inputMode="numeric"
      autocomplete="off"
      aria-invalid={isWrong ? true : undefined}
    />
  </div>
);
