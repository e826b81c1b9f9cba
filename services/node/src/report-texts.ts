import type { ReportNote, ReportTable } from '@storstad/contract';
import { type Language, readTexts } from './texts.js';

/** What the report says in words. Names of measures and keys are by their code. */
export interface ReportTexts {
  readonly page: Readonly<
    Record<
      | 'title'
      | 'forBoard'
      | 'forOthers'
      | 'asOf'
      | 'notes'
      | 'all'
      | 'sent'
      | 'received'
      | 'sentTo'
      | 'receivedFrom'
      | 'key'
      | 'summary'
      | 'contents'
      | 'withCity'
      | 'noCases'
      | 'not-known'
      | 'suppressed'
      | 'others'
      | 'emptyLeftOut'
      | 'onlyExchanges',
      string
    >
  > & { readonly only: Readonly<Record<'zero' | 'not-known' | 'suppressed', string>> };
  readonly cities: Readonly<Record<string, string>>;
  readonly sections: Readonly<Record<ReportTable['section'], string>>;
  readonly units: Readonly<Record<ReportTable['unit'], string>>;
  readonly measures: Readonly<Record<string, string>>;
  /** Of a key in one measure (`measure/key`), or in every other one. */
  readonly keys: Readonly<Record<string, string>>;
  /** What the report does not claim comes first. */
  readonly notes: Readonly<Record<string, string>>;
  readonly notesForOthers: Readonly<Record<string, string>>;
}

export const reportTexts: Readonly<Record<Language, ReportTexts>> = readTexts<ReportTexts>('report');

/** What a report does not claim, and what it assumes, in a language. */
export function reportNotes(language: Language, audience: 'board' | 'external'): ReportNote[] {
  const { notes, notesForOthers } = reportTexts[language];
  return Object.entries({ ...notes, ...(audience === 'external' ? notesForOthers : {}) }).map(
    ([code, text]) => ({ code, text }),
  );
}
