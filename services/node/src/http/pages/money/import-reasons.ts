import type { ImportedRow } from '@storstad/contract';
import type { Words } from '../words.js';

/**
 * Why a row of a file, or the file, is not taken in: the command says it in English, and the pages in the reader's language.
 * Each pattern is of one reason; what it finds in groups goes into the text.
 */
const reasons: readonly [RegExp, string][] = [
  [/^has (?<n>\d+) cells, and the header has (?<m>\d+)$/, 'cells'],
  [/^must not be in the future/, 'dates'],
  [/^is not in the register of providers$/, 'unknownProvider'],
  [/^there is no such case here$/, 'noCase'],
  [/^is a case of this city itself/, 'ownCase'],
  [/^the provider has an invoice with this number/, 'differs'],
  [/^the file is empty$/, 'empty'],
  [/^the first row must name the columns$/, 'noHeader'],
  [/^the file has more than 5,000 rows/, 'tooManyRows'],
  [/^the quotation marks are wrong/, 'quotes'],
  [/^the column (?<column>\w+) is there twice$/, 'twice'],
  [/^two columns have the same name/, 'twiceUnknown'],
  [/^column (?<n>\d+) has a name that is not known$/, 'unknownColumn'],
  [/^the column (?<column>\w+) is missing$/, 'missingColumn'],
];

/** A reason in the reader's language. */
export function saidReason(
  { column, reason }: Pick<ImportedRow, 'column' | 'reason'>,
  { say, find, language }: Words,
): string {
  const said = reason ?? '';
  if (language === 'en') return said;
  for (const [pattern, key] of reasons) {
    const found = pattern.exec(said);
    if (found) return say(`money.import.reasons.${key}`, { ...found.groups });
  }
  return find(`money.import.must.${column}`) ?? said;
}
