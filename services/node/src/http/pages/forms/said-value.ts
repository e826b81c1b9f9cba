import { capital } from '../capital.js';
import { inlineList } from '../case/case-words.js';
import type { Words } from '../words.js';
import type { Field, FieldKind } from './field.js';
import type { Option } from './form-choices.js';
import { labelOf } from './form-fields.js';
import { asAskedFor } from './read-form.js';

/** One thing that a form has asked for, and the answer, in words. */
export interface SaidField {
  /** The field's name in the form, such as `needs.housingForm`. */
  readonly name: string;
  readonly label: string;
  /** Null where nothing was answered. */
  readonly value: string | null;
}

type Options = ReadonlyMap<string, readonly Option[]>;

/** A body in words, in the order of its form; of a group its own fields. */
export const saidFields = (
  fields: readonly Field[],
  body: object,
  words: Words,
  options: Options = new Map(),
): SaidField[] =>
  fields.flatMap((field) => {
    const value = (body as Readonly<Record<string, unknown>>)[field.property];
    const { kind, name } = field;
    if (kind.is === 'group') return saidFields(kind.fields, (value as object) ?? {}, words, options);
    const isSaid = value !== undefined && value !== null;
    return [
      {
        name,
        label: labelOf(field, words),
        value: isSaid ? saidValue(field, value, words, options) : null,
      },
    ];
  });

function saidValue({ owner, property, kind }: Field, value: unknown, words: Words, options: Options): string {
  const { say } = words;
  const ofOption = (one: unknown) =>
    options.get(`${owner}.${property}`)?.find((option) => option.value === one)?.label ??
    saidOpen(kind, one, words);
  switch (kind.is) {
    case 'choice':
      return words.value(kind.words, String(value));
    case 'choices':
      return capital(inlineList(words, kind.words, value as string[]));
    case 'open-choice':
      return ofOption(value);
    case 'open-choices':
      return (value as unknown[]).map(ofOption).join(', ');
    case 'yes-no':
    case 'confirm':
      return say(value === true ? 'forms.yes' : 'forms.no');
    case 'date':
    case 'last-day':
      return words.date(asAskedFor(kind, String(value)));
    case 'instant':
      return words.time(String(value));
    case 'money':
      return words.money(Number(value));
    case 'number':
      return words.number(Number(value));
    case 'texts':
      return (value as unknown[]).join(', ');
    case 'rows':
      return (value as object[])
        .map((row) =>
          saidFields(kind.fields, row, words, options)
            .flatMap((inner) => inner.value ?? [])
            .join(', '),
        )
        .join('; ');
    default:
      return String(value);
  }
}

const saidOpen = (kind: FieldKind, value: unknown, words: Words): string =>
  'of' in kind && kind.of === 'City' ? words.city(String(value)) : String(value);
