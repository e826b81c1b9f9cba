import { CheckboxField, type Choice, RadioField } from '../components/choice-fields.js';
import { DateField, TimeField } from '../components/date-fields.js';
import { FieldGroup } from '../components/field-frame.js';
import { MoneyField, NumberField, SelectField, TextArea, TextField } from '../components/fields.js';
import { Button } from '../components/forms.js';
import { useWords } from '../components/page-context.js';
import type { Words } from '../words.js';
import type { Field, FieldKind } from './field.js';
import type { Option } from './form-choices.js';
import { type Entries, type FieldFault, rowsIn } from './read-form.js';

/** What the fields of a form are shown with. */
export interface FieldContext {
  readonly entries: Entries;
  readonly faults: ReadonlyMap<string, FieldFault>;
  readonly options: ReadonlyMap<string, readonly Option[]>;
}

/** The fields of a form, or of a part of it whose names begin with `at`. */
export const FieldList = ({
  fields,
  at = '',
  context,
}: {
  readonly fields: readonly Field[];
  readonly at?: string;
  readonly context: FieldContext;
}) => (
  <>
    {fields.map((field) => (
      <FieldOf key={field.name} field={field} at={at} context={context} />
    ))}
  </>
);

/** More choices than these are folded out from a list; with help beside them, more are shown at once. */
const mostRadios = 8;
const mostRadiosWithHints = 20;

interface FieldOfProps {
  readonly field: Field;
  readonly at: string;
  readonly context: FieldContext;
}

function FieldOf({ field, at, context }: FieldOfProps) {
  const words = useWords();
  const { kind } = field;
  if (kind.is === 'fixed') return null;
  const name = at + field.name;
  const fault = context.faults.get(name);
  const frame = {
    id: idOf(name),
    name,
    label:
      labelOf(field, words) + (field.required || kind.is === 'confirm' ? '' : words.say('forms.optional')),
    hint: fieldText(field, 'hint', words),
    error: fault && saidFault(field, fault, words, context.options),
  };
  const { entries } = context;
  const value = entries.get(name) ?? undefined;
  switch (kind.is) {
    case 'group':
      return (
        <FieldGroup {...frame}>
          <FieldList fields={kind.fields} at={at} context={context} />
        </FieldGroup>
      );
    case 'rows':
      return <Rows field={field} kind={kind} at={at} context={context} />;
    case 'text':
      return <TextField {...frame} value={value} />;
    case 'long-text':
      return <TextArea {...frame} value={value} maxLength={kind.maxLength} />;
    case 'texts':
      return <TextArea {...frame} value={value} rows={3} />;
    case 'money':
      return <MoneyField {...frame} value={value} />;
    case 'number':
      return kind.max - kind.min < mostRadios ? (
        <RadioField {...frame} value={value} choices={numbersOf(kind, words)} />
      ) : (
        <NumberField {...frame} value={value} />
      );
    case 'date':
    case 'last-day':
      return <DateField {...frame} value={partsIn(entries, name)} />;
    case 'instant':
      return (
        <TimeField
          {...frame}
          value={{ ...partsIn(entries, name), time: entries.get(`${name}-time`) ?? '' }}
        />
      );
    case 'yes-no':
      return <RadioField {...frame} value={value} inline choices={yesOrNo(words)} />;
    case 'confirm':
      return (
        <CheckboxField
          {...frame}
          label={words.say('forms.confirm')}
          hint={undefined}
          values={value ? [value] : []}
          choices={[{ value: 'yes', text: labelOf(field, words), hint: fieldText(field, 'hint', words) }]}
        />
      );
    default:
      return <ChoiceOf field={field} frame={frame} name={name} context={context} />;
  }
}

interface Frame {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
}

/** One or several of some choices: those of the contract, or those that there are now. */
function ChoiceOf({
  field: { owner, property, kind },
  frame,
  name,
  context: { entries, options },
}: {
  readonly field: Field;
  readonly frame: Frame;
  readonly name: string;
  readonly context: FieldContext;
}) {
  const words = useWords();
  const open = options.get(`${owner}.${property}`);
  const choices: Choice[] | undefined =
    open?.map(({ value, label }) => ({ value, text: label })) ?? choicesOf(kind, words);
  if (choices?.length === 0)
    return (
      <FieldGroup {...frame}>
        <p class="govuk-body" id={frame.id} tabIndex={-1}>
          {words.say('forms.nothingToChoose')}
        </p>
      </FieldGroup>
    );
  if (!choices) return <TextField {...frame} value={entries.get(name) ?? undefined} />;
  if (kind.is === 'choices' || kind.is === 'open-choices')
    return <CheckboxField {...frame} choices={choices} values={entries.getAll(name)} />;
  const value = entries.get(name) ?? (choices.length === 1 ? choices[0]?.value : undefined);
  const most = choices.some(({ hint }) => hint) ? mostRadiosWithHints : mostRadios;
  return choices.length <= most ? (
    <RadioField {...frame} choices={choices} value={value} />
  ) : (
    <SelectField {...frame} options={choices} prompt={words.say('forms.choose')} value={value} />
  );
}

function choicesOf(kind: FieldKind, words: Words): Choice[] | undefined {
  if (kind.is !== 'choice' && kind.is !== 'choices') return undefined;
  return kind.from.map((code) => ({
    value: String(code),
    text: words.value(kind.words, String(code)),
    hint: words.find(`choice-hints.${kind.words}.${code}`),
  }));
}

/** As many groups as were filled in, and one more; without the script too. */
function Rows({
  field,
  kind,
  at,
  context,
}: FieldOfProps & { readonly kind: Extract<FieldKind, { is: 'rows' }> }) {
  const words = useWords();
  const name = at + field.name;
  const filled = rowsIn(context.entries, name);
  const count = Math.min(
    Math.max(filled.length, kind.min, 1) + (context.entries.has(addRow) ? 1 : 0),
    kind.max,
  );
  const rows = Array.from({ length: count }, (_, n) => filled[n] ?? `${name}.${n}`);
  const fault = context.faults.get(name);
  return (
    <FieldGroup
      id={idOf(name)}
      label={labelOf(field, words)}
      hint={fieldText(field, 'hint', words)}
      error={fault && saidFault(field, fault, words)}
    >
      {rows.map((row, n) => (
        <div key={row} class="app-row">
          <FieldGroup id={idOf(`${row}.row`)} label={rowLabel(field, n + 1, words)}>
            <FieldList fields={kind.fields} at={`${row}.`} context={context} />
          </FieldGroup>
        </div>
      ))}
      {count < kind.max && (
        <Button kind="secondary" name={addRow} value={name}>
          {words.say('forms.addRow')}
        </Button>
      )}
    </FieldGroup>
  );
}

/** The name of the button that asks for one more row, instead of sending the form. */
export const addRow = 'add-row';

const idOf = (name: string): string => `field-${name.replaceAll('.', '-')}`;

/** The link from the error summary to a field; to the first one in a group, or in its first row. */
export function hrefOf({ kind }: Field, name: string): string {
  const [first] = kind.is === 'group' || kind.is === 'rows' ? kind.fields : [];
  if (!first) return `#${idOf(name)}`;
  return kind.is === 'rows'
    ? hrefOf(first, `${name}.0.${first.name}`)
    : hrefOf(first, `${prefixOf(name, first)}${first.name}`);
}

/** A field's own name in a group is the whole one, but for the row that the group stands in. */
const prefixOf = (groupName: string, { name }: Field): string => {
  const at = name.lastIndexOf('.');
  const own = at < 0 ? '' : name.slice(0, at);
  return groupName.endsWith(own) ? groupName.slice(0, groupName.length - own.length) : '';
};

/** The words of a field: its own schema's, else those of every field of its name. */
function fieldText(
  { owner, property }: Field,
  what: 'label' | 'hint' | 'row' | 'form',
  { find }: Words,
): string | undefined {
  return find(`fields.${owner}.${property}.${what}`) ?? find(`fields.${property}.${what}`);
}

export const labelOf = (field: Field, words: Words): string =>
  fieldText(field, 'label', words) ?? words.say(`fields.${field.property}.label`);

const rowLabel = (field: Field, n: number, words: Words): string =>
  (fieldText(field, 'row', words) ?? labelOf(field, words)).replace('{n}', String(n));

/** What is wrong with a field, in words that belong to its kind. */
export function saidFault(
  field: Field,
  fault: FieldFault,
  words: Words,
  options: FieldContext['options'] = new Map(),
): string {
  const { fault: what, ...bounds } = fault;
  const days = Object.entries(bounds).map(([name, bound]) => [
    name,
    typeof bound === 'string' ? saidMoment(bound, words) : bound,
  ]);
  const facts = { label: labelOf(field, words), ...Object.fromEntries(days) };
  const own = what === 'not-possible' ? fieldText(field, 'form', words) : undefined;
  if (own) return own;
  const { kind } = field;
  const isOffered = kind.is === 'open-choice' && options.has(`${field.owner}.${field.property}`);
  const places = ['of' in kind ? kind.of : '', isOffered ? 'choice' : kind.is].map(
    (one) => `forms.errors.${what}.${one}`,
  );
  const key = places.find((place) => words.find(place)) ?? `forms.errors.${what}.any`;
  return words.say(key, facts);
}

const saidMoment = (at: string, words: Words): string => (at.length > 10 ? words.time(at) : words.date(at));

const partsIn = (entries: Entries, name: string) => ({
  year: entries.get(`${name}-year`) ?? '',
  month: entries.get(`${name}-month`) ?? '',
  day: entries.get(`${name}-day`) ?? '',
});

const yesOrNo = ({ say }: Words): Choice[] => [
  { value: 'yes', text: say('forms.yes') },
  { value: 'no', text: say('forms.no') },
];

const numbersOf = ({ min, max, words: set }: Extract<FieldKind, { is: 'number' }>, words: Words): Choice[] =>
  Array.from({ length: max - min + 1 }, (_, n) => String(min + n)).map((code) => ({
    value: code,
    text: words.value(set, code),
  }));

/** The field that has a name in the form, in groups and rows too. */
export function fieldNamed(fields: readonly Field[], name: string, at = ''): Field | undefined {
  for (const field of fields) {
    if (at + field.name === name) return field;
    const { kind } = field;
    if (kind.is === 'group') {
      const found = fieldNamed(kind.fields, name, at);
      if (found) return found;
    }
    const row = new RegExp(`^${(at + field.name).replaceAll('.', '\\.')}\\.\\d+\\.`).exec(name)?.[0];
    if (kind.is === 'rows' && row) return fieldNamed(kind.fields, name, row);
  }
  return undefined;
}
