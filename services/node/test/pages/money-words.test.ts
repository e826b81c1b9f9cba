// What the pages about money work out themselves: links by state, sums by version, courses, words for what nodes say.
import type { MonthOfBalance, PostedCostLine, Statement } from '@storstad/contract';
import t from 'tap';
import { isFileFault } from '../../src/file-fault.js';
import { byVersion, courseOf } from '../../src/http/pages/money/balance-sums.js';
import { lineActions } from '../../src/http/pages/money/cost-line-actions.js';
import { saidReason } from '../../src/http/pages/money/import-reasons.js';
import { settledWith } from '../../src/http/pages/money/settled-table.js';
import { saidDifference } from '../../src/http/pages/money/statement-words.js';
import { wordsIn } from '../../src/http/pages/words.js';
import { readInvoiceFile } from '../../src/invoice-file.js';
import { header } from '../helpers/bought-service.js';
import { aCostLine, posted } from '../helpers/cost-lines.js';

t.test('what can be done with a line, at home and in the receiving city', async (t) => {
  const asked = (state: NonNullable<PostedCostLine['dispute']>['state']) =>
    posted({
      dispute: {
        id: 'd',
        state,
        reason: 'days',
        question: '?',
        raisedOn: '2025-05-20',
        freezes: true,
        answer: null,
        answeredOn: null,
        settledOn: null,
      },
    });
  const rows: [what: string, line: PostedCostLine, home: string[], receiving: string[]][] = [
    ['posted', posted(), ['disputeCostLine'], ['reverseCostLine']],
    ['on its way', posted({ state: 'sent' }), [], []],
    ['refused', posted({ state: 'refused' }), [], []],
    ['a reversal', posted({ line: aCostLine({ reverses: 'x' }) }), [], []],
    ['taken back', posted({ reversedBy: 'x' }), [], []],
    ['asked, on its way', asked('sent'), [], ['reverseCostLine']],
    ['asked', asked('open'), ['settleDispute'], ['answerDispute', 'reverseCostLine']],
    ['answered', asked('answered'), ['settleDispute'], ['reverseCostLine']],
    ['let stand, on its way', asked('settling'), [], ['reverseCostLine']],
    ['let stand', asked('settled'), ['disputeCostLine'], ['reverseCostLine']],
  ];
  for (const [what, line, home, receiving] of rows) {
    t.strictSame(lineActions(line, 'stockholm'), home, `${what}, at home`);
    t.strictSame(lineActions(line, 'malmo'), receiving, `${what}, in the receiving city`);
  }
});

const month = (name: string, agreement: string, carriedOut: number, received: number): MonthOfBalance => ({
  month: name,
  agreement,
  days: { carriedOut, received },
  amountsOre: { carriedOut: carriedOut * 100, received: received * 100 },
  netDays: carriedOut - received,
  netOre: (carriedOut - received) * 100,
  disputedLines: 0,
  disputedOre: 0,
});
const balance = (city: string, months: MonthOfBalance[]) => ({
  city,
  casesSent: 0,
  casesReceived: 0,
  netDays: 0,
  netOre: 0,
  lines: 0,
  disputedLines: 0,
  disputedOre: 0,
  months,
});

t.test('sums by version, and the course month by month', async (t) => {
  const malmo = balance('malmo', [
    month('2024-11', '2024', 5, 0),
    month('2025-01', '2024', 0, 2),
    month('2025-01', '2025', 10, 1),
  ]);
  t.match(byVersion(malmo), [
    { agreement: '2025', sums: { netOre: 900, days: { carriedOut: 10, received: 1 } } },
    { agreement: '2024', sums: { netOre: 300, amountsOre: { carriedOut: 500, received: 200 } } },
  ]);
  const course = courseOf([malmo, balance('goteborg', [])], '2025-02');
  t.strictSame(course.months, ['2024-10', '2024-11', '2024-12', '2025-01', '2025-02']);
  t.strictSame(course.cities, [
    { city: 'malmo', values: [0, 500, 500, 1200, 1200] },
    { city: 'goteborg', values: [0, 0, 0, 0, 0] },
  ]);
  const late = courseOf([malmo], '2026-06');
  t.strictSame([late.months.length, late.months[0], late.cities[0]?.values[0]], [12, '2025-07', 1200]);
  t.strictSame(courseOf([], '2025-02'), { months: ['2025-02'], cities: [] });
});

t.test('what is settled is what signed statements come to, seen from this city', (t) => {
  const statement = (state: Statement['state'], cities: string[], netOre: number) =>
    ({ state, document: { cities, netOre } }) as Statement;
  const cases: readonly [what: string, statements: Statement[], ore: number][] = [
    ['none', [], 0],
    ['own city first: the other owes it', [statement('signed', ['malmo', 'stockholm'], 500)], 500],
    ['own city first, net negative', [statement('signed', ['malmo', 'stockholm'], -500)], -500],
    ['own city second: it owes the other', [statement('signed', ['stockholm', 'malmo'], 500)], -500],
    ['own city second, net negative', [statement('signed', ['stockholm', 'malmo'], -500)], 500],
    [
      'only what both have signed counts',
      (['proposed', 'declined', 'refused', 'shared'] as const).map((state) =>
        statement(state, ['malmo', 'stockholm'], 500),
      ),
      0,
    ],
    ['of this city and that one', [statement('signed', ['goteborg', 'malmo'], 500)], 0],
    ['of two others', [statement('signed', ['goteborg', 'stockholm'], 500)], 0],
    [
      'the sum of several',
      [statement('signed', ['malmo', 'stockholm'], 500), statement('signed', ['stockholm', 'malmo'], 200)],
      300,
    ],
  ];
  for (const [what, statements, ore] of cases)
    t.equal(settledWith('stockholm', 'malmo', statements), ore, what);
  t.end();
});

t.test('where a statement differs is said with its line, where it is one', async (t) => {
  const line = 'a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d';
  const rows: [differsAt: string | null, said: RegExp, lineId: string | null][] = [
    [line, /Den första raden .* A7B8C9D0/, line],
    [`one of the 1000 from ${line} on`, /tusen raderna .* A7B8C9D0/, line],
    [`those from ${line} on`, /i raderna från och med A7B8C9D0/, line],
    ['the number of lines', /Antalet rader/, null],
    ['those after the first 150000', /efter de rader/, null],
    ['none of the lines; the sums or the period', /summorna eller perioden/, null],
  ];
  for (const [differsAt, said, lineId] of rows)
    t.match(saidDifference(differsAt, wordsIn.sv), { said, lineId }, String(differsAt));
});

t.test('what is wrong with a file is said in Swedish too', async (t) => {
  const good =
    'F;559900-0001;3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11;housing;2025-02-01;2025-02-02;1;1;1;0'.split(';');
  const names = header.split(';');
  const cells = names.map((_, i) =>
    [header, good.map((cell, n) => (n === i ? '?'.repeat(70) : cell)).join(';')].join('\n'),
  );
  const files = [
    ...cells,
    `${header};currency\n${good.join(';')};EUR`,
    `${header}\nF;1`,
    '',
    'a;b\n1;2',
    `${header};number\n`,
    `${header};x;x\n`,
    `${header};x\n`,
    `${names.slice(1).join(';')}\n`,
    `${header}\n"F`,
    `${header}\n${`${good.join(';')}\n`.repeat(5_001)}`,
  ];
  for (const text of files) {
    const read = readInvoiceFile(text);
    const [first] = isFileFault(read) ? [{ column: null, reason: read.fileFault.problem }] : read;
    if (!first || !('reason' in first)) throw new Error(`Nothing is wrong with ${text.slice(0, 200)}`);
    t.not(saidReason(first, wordsIn.sv), first.reason, `${first.column}: ${first.reason}`);
  }
});
