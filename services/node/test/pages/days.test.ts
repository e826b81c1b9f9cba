// How days are said: what two days share once, and an end that the contract names by the first day after it as the last one.
import t from 'tap';
import { saidDays } from '../../src/http/pages/case/case-words.js';
import { wordsIn } from '../../src/http/pages/words.js';

const { sv, en } = wordsIn;
/** Spaces of every kind alike. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

t.test('from one day to another', (t) => {
  const table: readonly (readonly [first: string, last: string | null, sv: string, en: string])[] = [
    ['2025-01-13', '2025-01-13', '13 januari 2025', '13 January 2025'],
    ['2025-01-13', '2025-01-14', '13–14 januari 2025', '13 – 14 January 2025'],
    ['2025-01-31', '2025-02-01', '31 januari–1 februari 2025', '31 January – 1 February 2025'],
    ['2024-12-31', '2025-01-01', '31 december 2024–1 januari 2025', '31 December 2024 – 1 January 2025'],
    ['2025-01-13', null, '13 januari 2025 – tills vidare', '13 January 2025 – ongoing'],
  ];
  for (const [first, last, swedish, english] of table) {
    t.equal(plain(sv.days(first, last)), swedish);
    t.equal(plain(en.days(first, last)), english);
  }
  t.end();
});

t.test('a period of the contract ends on the day before the first one outside', (t) => {
  const table: readonly (readonly [from: string, until: string | null, said: string])[] = [
    ['2025-01-13', '2025-01-14', '13 januari 2025'],
    ['2025-01-13', '2025-02-01', '13–31 januari 2025'],
    ['2024-01-01', '2025-01-01', '1 januari–31 december 2024'],
    ['2025-01-13', null, '13 januari 2025 – tills vidare'],
  ];
  for (const [from, until, said] of table) t.equal(plain(sv.period({ from, until })), said);
  t.end();
});

t.test('several days, with each year once', (t) => {
  const table: readonly (readonly [days: readonly string[], said: string])[] = [
    [[], '–'],
    [['2025-01-13'], '13 januari 2025'],
    [['2025-01-13', '2025-01-20'], '13 jan., 20 jan. 2025'],
    [['2024-12-30', '2025-01-06', '2025-01-13'], '30 dec. 2024, 6 jan., 13 jan. 2025'],
  ];
  for (const [days, said] of table) t.equal(plain(saidDays(days, sv)), said);
  t.end();
});
