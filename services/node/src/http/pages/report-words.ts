import type { Report, ReportPart, ReportRow, ReportTable } from '@storstad/contract';
import { type ReportTexts, reportTexts } from '../../report-texts.js';
import type { Language } from '../../texts.js';

/** How the report's numbers and codes are said in a language. */
export interface ReportWords {
  readonly language: Language;
  readonly texts: ReportTexts;
  readonly number: Intl.NumberFormat;
  readonly date: Intl.DateTimeFormat;
}

const localeOf: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };

export const reportWordsIn = (language: Language): ReportWords => ({
  language,
  texts: reportTexts[language],
  number: new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: 2 }),
  date: new Intl.DateTimeFormat(localeOf[language], { dateStyle: 'long', timeZone: 'UTC' }),
});

export const saidTitle = ({ agreement }: Report, { texts }: ReportWords): string =>
  fill(texts.page.title, { agreement });

/** A row's number; öre are said as kronor. */
export function saidValue(
  { status, value }: ReportRow,
  unit: ReportTable['unit'],
  { texts, number }: ReportWords,
): string {
  if (status !== 'known' || value === null)
    return texts.page[status === 'suppressed' ? 'suppressed' : 'not-known'];
  return number.format(unit === 'ore' ? value / 100 : value);
}

/** Codes of refusals and findings that have no words here are shown as they are, as are new cities. */
export const saidKey = (measure: string, key: string, { texts }: ReportWords): string =>
  texts.keys[`${measure}/${key}`] ?? texts.keys[key] ?? texts.cities[key] ?? key;

export const saidCity = (city: string, { texts }: ReportWords): string => texts.cities[city] ?? city;

export function saidPart({ direction, city }: ReportPart, words: ReportWords): string {
  const { page } = words.texts;
  if (city === null) return page[direction];
  return fill(direction === 'sent' ? page.sentTo : page.receivedFrom, { city: saidCity(city, words) });
}

/** A text with what stands in braces filled in. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
