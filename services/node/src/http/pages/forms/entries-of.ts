import { civilDateOf } from '../../../domain/calendar.js';
import type { Instant } from '../../../domain/values.js';
import type { Field } from './field.js';
import { asAskedFor, clock, type Entries } from './read-form.js';

/** What a form shows for a body: the reverse of readForm, for values that are known already. */
export function entriesOf(fields: readonly Field[], body: object, at = ''): Entries {
  const entries = new URLSearchParams();
  const known = body as Readonly<Record<string, unknown>>;
  for (const field of fields) {
    const value = known[field.property];
    if (value === undefined || value === null) continue;
    for (const [key, text] of entriesOfValue(field, value, at)) entries.append(key, text);
  }
  return entries;
}

function entriesOfValue(field: Field, value: unknown, at: string): Iterable<readonly [string, string]> {
  const { kind } = field;
  const name = at + field.name;
  switch (kind.is) {
    case 'group':
      return entriesOf(kind.fields, value as object, at);
    case 'rows':
      return (value as object[]).flatMap((row, n) => [...entriesOf(kind.fields, row, `${name}.${n}.`)]);
    case 'choices':
    case 'open-choices':
      return (value as string[]).map((one) => [name, one] as const);
    case 'texts':
      return [[name, (value as string[]).join('\n')]];
    case 'yes-no':
      return [[name, value === true ? 'yes' : 'no']];
    case 'confirm':
      return [[name, 'yes']];
    case 'money':
      return [[name, kronorOf(value as number)]];
    case 'date':
    case 'last-day':
      return datePartsOf(asAskedFor(kind, String(value)), name);
    case 'instant':
      return [
        ...datePartsOf(civilDateOf(value as Instant), name),
        [`${name}-time`, clock.format(new Date(String(value))).slice(11)],
      ];
    default:
      return [[name, String(value)]];
  }
}

const kronorOf = (ore: number): string => (ore / 100).toFixed(ore % 100 === 0 ? 0 : 2).replace('.', ',');

const datePartsOf = (date: string, name: string): [string, string][] => {
  const [year = '', month = '', day = ''] = date.split('-');
  return [
    [`${name}-year`, year],
    [`${name}-month`, String(Number(month))],
    [`${name}-day`, String(Number(day))],
  ];
};
