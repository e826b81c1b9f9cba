import { deskContract } from '@storstad/contract';
import { addDays } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { CheckboxField } from '../components/choice-fields.js';
import { DateField } from '../components/date-fields.js';
import { SelectField, TextField } from '../components/fields.js';
import { Filter } from '../components/forms.js';
import { useWords } from '../components/page-context.js';
import type { Field } from '../forms/field.js';
import { type FieldFault, readForm } from '../forms/read-form.js';

const schemas = deskContract.document.components.schemas as Readonly<
  Record<string, { readonly enum?: readonly string[] }>
>;
const reasons = schemas.ReadingReason?.enum ?? [];

const field = (property: string, kind: Field['kind']): Field => ({
  name: property,
  owner: 'ReadingFilter',
  property,
  required: false,
  kind,
});
/** As the operation takes them. */
const patterns = { staff: /^[^\s\p{C}]{1,200}$/u, caseReference: /^[\da-f]{8}$/i };

const fields: readonly Field[] = [
  field('staff', { is: 'text', maxLength: 200, pattern: patterns.staff }),
  field('caseReference', { is: 'text', maxLength: 8, pattern: patterns.caseReference }),
  field('from', { is: 'date' }),
  field('last', { is: 'date' }),
  field('reason', { is: 'choice', from: reasons, words: 'ReadingReason' }),
  field('notOwn', { is: 'confirm' }),
];

/**
 * What the log is asked for, as the operation takes it, and which days were no days. The last day is asked
 * for inclusively. It is sent as a form: whose readings somebody goes through stands in no address.
 */
export function readFilter(entries: URLSearchParams): {
  readonly asked: Record<string, string>;
  readonly faults: ReadonlyMap<string, FieldFault>;
} {
  const { body, faults } = readForm(fields, entries);
  const { from, last, reason, notOwn, staff, caseReference } = body as Readonly<
    Record<string, string | true | undefined>
  >;
  const asked = {
    ...(from ? { from: String(from) } : {}),
    ...(last ? { until: addDays(last as CivilDate, 1) } : {}),
    ...(reason ? { reason: String(reason) } : {}),
    ...(notOwn ? { notOwn: 'true' } : {}),
    ...(staff ? { staff: String(staff) } : {}),
    ...(caseReference ? { caseReference: String(caseReference) } : {}),
  };
  return { asked, faults };
}

/** Chooses days, and readings of cases that are not the reader's own. */
export function ReadingFilter({
  entries,
  faults,
}: {
  readonly entries: URLSearchParams;
  readonly faults: ReadonlyMap<string, FieldFault>;
}) {
  const words = useWords();
  const { say } = words;
  const day = (name: string) => (
    <DateField
      id={`filter-${name}`}
      name={name}
      label={say(`oversight.readings.${name}`)}
      value={{
        year: entries.get(`${name}-year`) ?? '',
        month: entries.get(`${name}-month`) ?? '',
        day: entries.get(`${name}-day`) ?? '',
      }}
      error={faults.has(name) ? say('oversight.readings.noDay') : undefined}
    />
  );
  const written = (name: keyof typeof patterns) => (
    <TextField
      id={`filter-${name}`}
      name={name}
      label={say(`oversight.readings.${name}`)}
      value={entries.get(name) ?? ''}
      error={faults.has(name) ? say(`oversight.readings.wrong.${name}`) : undefined}
    />
  );
  return (
    <Filter posted label={say('oversight.readings.filter')} submit={say('oversight.readings.show')}>
      {written('staff')}
      {written('caseReference')}
      {day('from')}
      {day('last')}
      <SelectField
        id="filter-reason"
        name="reason"
        label={say('oversight.readings.reason')}
        prompt={say('oversight.readings.anyReason')}
        value={entries.get('reason') ?? undefined}
        options={reasons.map((code) => ({ value: code, text: words.value('ReadingReason', code) }))}
      />
      <CheckboxField
        id="filter-not-own"
        name="notOwn"
        label={say('oversight.readings.which')}
        values={entries.getAll('notOwn')}
        choices={[{ value: 'yes', text: say('oversight.readings.notOwn') }]}
      />
    </Filter>
  );
}
