import { readdirSync, readFileSync } from 'node:fs';
import type { Language } from '../../texts.js';
import { capital } from './capital.js';
import { lastDay } from './last-day.js';

/** How things are said in a language: texts from the folder texts/pages, dates, numbers and money. */
export interface Words {
  readonly language: Language;
  /** A text by its key, such as `cases.title`, with what stands in braces filled in. A key without a text is a bug. */
  say(key: string, facts?: Readonly<Record<string, string | number>>): string;
  /** The same, or undefined where there is no such text: for help that only some fields have. */
  find(key: string): string | undefined;
  /** A code of the contract in words, by its schema there: `CaseState`, `RecordMove.reason`. One without words is said as it is. */
  value(set: string, code: string): string;
  city(id: string): string;
  /** A civil date or instant: 3 november 2026. */
  date(day: string): string;
  /** From one civil date to another, what they share said once: 9–15 november 2026. What goes on has no last one. */
  days(first: string, last: string | null): string;
  /** The same of a period of the contract, which ends on the first day after it. */
  period(span: { readonly from: string; readonly until: string | null }): string;
  /** An instant in Stockholm: 3 november 2026 kl. 14.05. */
  time(instant: string): string;
  /** The same to the second, where it tells things apart. */
  timeToSecond(instant: string): string;
  /** A civil date within a year that is known: 3 nov. */
  dayMonth(day: string): string;
  /** A month, such as 2026-11: nov. 2026. */
  month(month: string): string;
  /** The month's name alone: nov. */
  monthOfYear(month: string): string;
  /** Öre as kronor: 1 284 000 kr. */
  money(ore: number): string;
  number(value: number): string;
}

type Texts = ReadonlyMap<string, string>;

const folder = new URL('../../../texts/pages/', import.meta.url);

/** The texts of all files of a language by `file.key`, nested keys with dots. */
export function pageTexts(language: Language): Texts {
  const files = readdirSync(folder).filter((name) => name.endsWith(`.${language}.json`));
  return new Map(
    files.flatMap((file) => {
      const texts = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      return [...flatten(file.slice(0, file.indexOf('.')), texts)];
    }),
  );
}

function* flatten(at: string, texts: unknown): Generator<[string, string]> {
  if (typeof texts === 'string') yield [at, texts];
  else for (const [key, inner] of Object.entries(texts as object)) yield* flatten(`${at}.${key}`, inner);
}

const locales: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };
const zone = 'Europe/Stockholm';

function makeWords(language: Language): Words {
  const texts = pageTexts(language);
  const locale = locales[language];
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const dayThere = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone });
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const monthName = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const monthAlone = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone });
  const clockToSecond = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone: zone });
  const kronor = new Intl.NumberFormat(locale, { style: 'currency', currency: 'SEK' });
  const wholeKronor = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'SEK',
    maximumFractionDigits: 0,
  });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const say: Words['say'] = (key, facts = {}) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`There is no text ${key} in ${language}`);
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
  };
  const days: Words['days'] = (first, last) =>
    last === null
      ? say('layout.goesOn', { day: day.format(new Date(first)) })
      : day.formatRange(new Date(first), new Date(last));
  const dayAndTime = (instant: string, { format }: Intl.DateTimeFormat) =>
    say('layout.dayAndTime', { day: dayThere.format(new Date(instant)), time: format(new Date(instant)) });
  return {
    language,
    say,
    find: (key) => texts.get(key),
    value: (set, code) => capital(texts.get(`values.${set}.${code}`) ?? code),
    city: (id) => texts.get(`cities.${id}`) ?? capital(id),
    date: (date) => (date.length > 10 ? dayThere : day).format(new Date(date)),
    days,
    period: ({ from, until }) => days(from, until && lastDay(until)),
    time: (instant) => dayAndTime(instant, clock),
    timeToSecond: (instant) => dayAndTime(instant, clockToSecond),
    dayMonth: (date) => short.format(new Date(date)),
    month: (month) => monthName.format(new Date(`${month}-01`)),
    monthOfYear: (month) => monthAlone.format(new Date(`${month}-01`)).replace(/\.$/, ''),
    money: (ore) => withMinus((ore % 100 === 0 ? wholeKronor : kronor).format(ore / 100)),
    number: (value) => withMinus(number.format(value)),
  };
}

/** The sign for minus, in every language: a hyphen is easily overlooked before a number. */
const withMinus = (number: string): string => number.replace('-', '−');

/** Made once; the texts are read when the program starts. */
export const wordsIn: Readonly<Record<Language, Words>> = { sv: makeWords('sv'), en: makeWords('en') };
