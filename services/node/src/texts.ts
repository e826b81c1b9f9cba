import { readFileSync } from 'node:fs';

/** The languages that the node speaks. */
export type Language = 'en' | 'sv';

/** The texts of a name, in each language, from the folder texts/. */
export const readTexts = <T>(name: string): Readonly<Record<Language, T>> => ({
  en: textsIn<T>(name, 'en'),
  sv: textsIn<T>(name, 'sv'),
});

const textsIn = <T>(name: string, language: Language): T =>
  JSON.parse(readFileSync(new URL(`../texts/${name}.${language}.json`, import.meta.url), 'utf8')) as T;
