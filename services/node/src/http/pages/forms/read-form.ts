import { addDays } from '../../../domain/calendar.js';
import type { CivilDate, Instant } from '../../../domain/values.js';
import type { Field, FieldKind } from './field.js';

/** What somebody has typed and ticked, by the names in the form. */
export type Entries = URLSearchParams;

/** What is wrong with one field; in words under `forms.errors`. */
export type FieldFault =
  | { readonly fault: 'missing' }
  /** Nothing is filled in, in a form of which nothing by itself is needed. */
  | { readonly fault: 'nothing-at-all' }
  | { readonly fault: 'not-possible' }
  | { readonly fault: 'personal-number' }
  | { readonly fault: 'too-early'; readonly earliest: string }
  | { readonly fault: 'too-late'; readonly latest: string }
  | { readonly fault: 'too-long'; readonly max: number }
  | { readonly fault: 'not-in-range'; readonly min: number; readonly max: number };

/** The body that a form makes, and what is wrong, by the fields' names in the form's order. */
export interface ReadForm {
  readonly body: Record<string, unknown>;
  readonly faults: ReadonlyMap<string, FieldFault>;
}

type Read = { readonly value: unknown } | { readonly nothing: true } | { readonly wrong: FieldFault };

const nothing: Read = { nothing: true };
const notPossible: Read = { wrong: { fault: 'not-possible' } };

/** Makes a request's body of a form. Every field is judged, so that all that is wrong can be shown at once. */
export function readForm(fields: readonly Field[], entries: Entries): ReadForm {
  const faults = new Map<string, FieldFault>();
  return { body: objectOf(fields, entries, '', faults), faults };
}

function objectOf(
  fields: readonly Field[],
  entries: Entries,
  at: string,
  faults: Map<string, FieldFault>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const name = at + field.name;
    const read = readField(field, entries, name, at, faults);
    if ('wrong' in read) faults.set(name, read.wrong);
    else if ('value' in read) {
      body[field.property] = read.value;
      const early = earlyEnd(field, body);
      if (early) faults.set(name, early);
    } else if (field.required) faults.set(name, { fault: 'missing' });
  }
  return body;
}

/** What begins on one day and ends before another, by the properties of a body. */
const spans = [
  ['from', 'until'],
  ['validFrom', 'validUntil'],
  ['givenOn', 'validUntil'],
  ['startsOn', 'endsOn'],
  ['decidedOn', 'until'],
] as const;

/** What is wrong with an end that is not after its beginning, which stands before it in the form. */
function earlyEnd(
  { property, kind }: Field,
  body: Readonly<Record<string, unknown>>,
): FieldFault | undefined {
  if (kind.is === 'instant') return knownTooEarly(property, body);
  if (kind.is !== 'date' && kind.is !== 'last-day') return undefined;
  const starts = spans.flatMap(([start, end]) =>
    end === property ? ((body[start] as CivilDate) ?? []) : [],
  );
  const earliest = starts.map((start) => addDays(start, 1)).find((first) => String(body[property]) < first);
  return earliest && { fault: 'too-early', earliest: asAskedFor(kind, earliest) };
}

/** Nobody knows of what has not happened yet. */
function knownTooEarly(property: string, body: Readonly<Record<string, unknown>>): FieldFault | undefined {
  const { occurredAt, knownAt } = body as { readonly occurredAt?: Instant; readonly knownAt?: Instant };
  return property === 'knownAt' && occurredAt && knownAt && knownAt < occurredAt
    ? { fault: 'too-early', earliest: occurredAt }
    : undefined;
}

/** A day of the body as it is asked for and said: the last one within, where the body has the first one outside. */
export const asAskedFor = ({ is }: FieldKind, day: string): string =>
  is === 'last-day' ? addDays(day as CivilDate, -1) : day;

function readField(
  { kind, required }: Field,
  entries: Entries,
  name: string,
  at: string,
  faults: Map<string, FieldFault>,
): Read {
  switch (kind.is) {
    case 'group':
      return readGroup(kind, required, entries, at, faults);
    case 'rows':
      return readRows(kind, entries, name, faults);
    default:
      return readValue(kind, entries, name, required);
  }
}

function readGroup(
  { fields }: Extract<FieldKind, { is: 'group' }>,
  required: boolean,
  entries: Entries,
  at: string,
  faults: Map<string, FieldFault>,
): Read {
  if (!required && fields.every((field) => isBlank(field, entries, at))) return nothing;
  const value = objectOf(fields, entries, at, faults);
  return !required && Object.keys(value).length === 0 ? nothing : { value };
}

function readRows(
  { fields, min }: Extract<FieldKind, { is: 'rows' }>,
  entries: Entries,
  name: string,
  faults: Map<string, FieldFault>,
): Read {
  const rows = rowsIn(entries, name).filter((row) =>
    fields.some((field) => !isBlank(field, entries, `${row}.`)),
  );
  if (rows.length < min) return { wrong: { fault: 'missing' } };
  return { value: rows.map((row) => objectOf(fields, entries, `${row}.`, faults)) };
}

/** The names of the rows that a form has, such as `services.0`. */
export function rowsIn(entries: Entries, name: string): readonly string[] {
  const numbers = [...entries.keys()].flatMap((key) => {
    const [, number] = key.startsWith(`${name}.`)
      ? (/^(\d{1,3})\./.exec(key.slice(name.length + 1)) ?? [])
      : [];
    return number === undefined ? [] : [Number(number)];
  });
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => `${name}.${number}`);
}

/** Whether nothing was typed or ticked. */
function isBlank({ name, kind }: Field, entries: Entries, at: string): boolean {
  if (kind.is === 'fixed') return true;
  if (kind.is === 'group') return kind.fields.every((field) => isBlank(field, entries, at));
  return [...entries].every(
    ([key, value]) =>
      !(key === at + name || key.startsWith(`${at + name}-`) || key.startsWith(`${at + name}.`)) ||
      value.trim() === '',
  );
}

function readValue(
  kind: Exclude<FieldKind, { is: 'group' | 'rows' }>,
  entries: Entries,
  name: string,
  required: boolean,
): Read {
  const text = (entries.get(name) ?? '').trim();
  switch (kind.is) {
    case 'fixed':
      return { value: kind.value };
    case 'confirm':
      return text === 'yes' ? { value: true } : nothing;
    case 'yes-no':
      if (text === '') return nothing;
      return text === 'yes' || text === 'no' ? { value: text === 'yes' } : notPossible;
    case 'choice': {
      if (text === '') return nothing;
      const chosen = kind.from.find((code) => String(code) === text);
      return chosen === undefined ? notPossible : { value: chosen };
    }
    case 'open-choice':
      return text === '' ? nothing : { value: text };
    case 'choices':
    case 'open-choices': {
      const chosen = [...new Set(entries.getAll(name).filter((one) => one !== ''))];
      if (chosen.length === 0) return required && kind.min === 0 ? { value: [] } : nothing;
      return kind.is === 'choices' && !chosen.every((one) => kind.from.includes(one))
        ? notPossible
        : { value: chosen };
    }
    case 'text':
    case 'long-text':
      return readText(kind, text);
    case 'texts':
      return readTexts(kind.max, text);
    case 'date':
      return readDate(entries, name);
    case 'last-day':
      return dayAfter(readDate(entries, name));
    case 'instant':
      return readInstant(entries, name);
    case 'money':
      return readMoney(kind, text);
    case 'number':
      return readNumber(kind, text);
  }
}

function readText(
  { maxLength, pattern }: Extract<FieldKind, { is: 'text' | 'long-text' }>,
  text: string,
): Read {
  if (text === '') return nothing;
  const lines = text.replaceAll('\r\n', '\n');
  if ([...lines].length > maxLength) return { wrong: { fault: 'too-long', max: maxLength } };
  const value = [lines, withHyphen(lines)].find((one) => !pattern || pattern.test(one));
  return value === undefined ? notPossible : { value };
}

/** A number of an organisation or a person, which many write without its hyphen. */
const withHyphen = (text: string): string => text.replace(/^(\d{6}|\d{8}) ?(\d{4})$/, '$1-$2');

function readTexts(max: number, text: string): Read {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return nothing;
  return lines.length > max ? notPossible : { value: lines };
}

/** A day in three boxes: year, month, day. */
function readDate(entries: Entries, name: string): Read {
  const [year = '', month = '', day = ''] = ['year', 'month', 'day'].map((part) =>
    (entries.get(`${name}-${part}`) ?? '').trim(),
  );
  if (year === '' && month === '' && day === '') return nothing;
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return notPossible;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date ? notPossible : { value: date };
}

const dayAfter = (read: Read): Read =>
  'value' in read ? { value: addDays(read.value as CivilDate, 1) } : read;

/** A day and a time of it, as clocks in Stockholm show it. */
function readInstant(entries: Entries, name: string): Read {
  const date = readDate(entries, name);
  const time = (entries.get(`${name}-time`) ?? '').trim();
  if ('nothing' in date && time === '') return nothing;
  const [, hour, minute] = /^(\d{1,2})[.:](\d{2})$/.exec(time) ?? [];
  if (!('value' in date) || hour === undefined || minute === undefined) return notPossible;
  if (Number(hour) > 23 || Number(minute) > 59) return notPossible;
  const wanted = `${date.value} ${hour.padStart(2, '0')}:${minute}`;
  const instant = instantInStockholm(wanted);
  return instant ? { value: instant } : notPossible;
}

/** Day and time as clocks in Stockholm show it: 2025-03-30 01:30. */
export const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** The earliest instant at which clocks in Stockholm show this (`2025-03-30 01:30`); undefined for an hour that is left out. */
function instantInStockholm(shown: string): Instant | undefined {
  const utc = Date.parse(`${shown.replace(' ', 'T')}:00Z`);
  return [2, 1]
    .map((hoursAhead) => new Date(utc - hoursAhead * 3_600_000))
    .find((at) => clock.format(at) === shown)
    ?.toISOString() as Instant | undefined;
}

/** Kronor with at most two decimals; spaces between thousands are let by. */
function readMoney({ min, max }: Extract<FieldKind, { is: 'money' }>, text: string): Read {
  if (text === '') return nothing;
  const [, minus, kronor, , ore = ''] =
    /^([-−]?)(\d{1,13})([.,](\d{1,2}))?$/.exec(text.replaceAll(/\s|kr$/g, '')) ?? [];
  if (kronor === undefined) return notPossible;
  const amount = Number(kronor) * 100 + Number(ore.padEnd(2, '0'));
  const value = minus && amount !== 0 ? -amount : amount;
  return min <= value && value <= max
    ? { value }
    : { wrong: { fault: 'not-in-range', min: min / 100, max: max / 100 } };
}

function readNumber({ min, max }: Extract<FieldKind, { is: 'number' }>, text: string): Read {
  if (text === '') return nothing;
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) return notPossible;
  return min <= value && value <= max ? { value } : { wrong: { fault: 'not-in-range', min, max } };
}
