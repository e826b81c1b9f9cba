// Vouchers and the SIE file of them, read back by a parser that knows nothing of the writer.
import type { BookedCostLine } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import type { Accounting } from '../../src/city-settings.js';
import { writable } from '../../src/exports/code-page-437.js';
import { sieFile } from '../../src/exports/sie.js';
import { type Voucher, vouchersOf } from '../../src/exports/vouchers.js';
import { booked } from '../helpers/cost-lines.js';
import { parseSie } from '../helpers/sie-parser.js';

const accounting: Accounting = {
  accounts: {
    expense: '4630',
    externalExpense: '4639',
    liability: '2410',
    revenue: '3530',
    externalRevenue: '3539',
    receivable: '1510',
  },
  dimensions: [
    { number: 20, name: 'Motpart', object: '82', objectName: 'Kommuner' },
    { number: 6, name: 'Verksamhet', object: '571', objectName: 'Råd "och" stöd' },
  ],
};

const fileOf = (vouchers: readonly Voucher[], cityName = 'Malmö stad', own = accounting) =>
  sieFile({
    programVersion: '1.0.0',
    organisationNumber: '212000-1124',
    cityName,
    accounting: own,
    generatedOn: '2025-07-01',
    vouchers,
  });

const voucher = (date: string, text: string, ...transactions: [string, number][]): Voucher => ({
  date,
  text,
  transactions: transactions.map(([account, amountOre]) => ({ account, amountOre })),
});

t.test('the file, record for record', async (t) => {
  const vouchers = [
    voucher('2025-05-31', 'Utjämning malmo 2025-05, skuld', ['4630', 123450], ['2410', -123450]),
  ];
  t.equal(
    fileOf(vouchers).toString('latin1'),
    [
      '#FLAGGA 0',
      '#PROGRAM "Storstad exchange" "1.0.0"',
      '#FORMAT PC8',
      '#GEN 20250701',
      '#SIETYP 4',
      '#ORGNR 212000-1124',
      '#FNAMN "Malm\x94 stad"',
      '#DIM 20 "Motpart"',
      '#DIM 6 "Verksamhet"',
      '#OBJEKT 20 "82" "Kommuner"',
      '#OBJEKT 6 "571" "R\x86d \\"och\\" st\x94d"',
      '#KONTO 1510 "Fordran p\x86 kommun"',
      '#KONTO 2410 "Skuld till kommun"',
      '#KONTO 3530 "Ers\x84ttning f\x94r st\x94d till avhoppare"',
      '#KONTO 3539 "Ers\x84ttning f\x94r st\x94d, extern utf\x94rare"',
      '#KONTO 4630 "K\x94p av st\x94d till avhoppare, kommun"',
      '#KONTO 4639 "K\x94p av st\x94d till avhoppare, extern utf\x94rare"',
      '#VER "" "" 20250531 "Utj\x84mning malmo 2025-05, skuld"',
      '{',
      '#TRANS 4630 {20 "82" 6 "571"} 1234.50',
      '#TRANS 2410 {20 "82" 6 "571"} -1234.50',
      '}',
      '',
    ].join('\n'),
  );
});

t.test('without vouchers, and with one account for two things', async (t) => {
  t.strictSame(parseSie(fileOf([])).vouchers, []);
  const accounts = { ...accounting.accounts, externalExpense: '4630' };
  t.equal(parseSie(fileOf([], 'Malmö', { ...accounting, accounts })).accounts.size, 5);
});

t.test('a voucher that does not sum to zero is a bug', async (t) => {
  for (const wrong of [1, -1, 100])
    t.throws(() => fileOf([voucher('2025-05-31', 'x', ['4630', 100 + wrong], ['2410', -100])]), /sums to/);
});

t.test('texts are what code page 437 can say', async (t) => {
  const table: [text: string, written: string][] = [
    ['Göteborg ÅÄÖ åäö é', 'Göteborg ÅÄÖ åäö é'],
    ['a\u0308', 'ä'],
    ['Łódź – “test”…', 'Lódz - "test"...'],
    ['€ № ☺', 'EUR No ?'],
    ['ø', 'ö'],
    ['日本', '??'],
    ['😀', '?'],
  ];
  for (const [text, written] of table) t.equal(writable(text), written, text);
  for (const name of ['A\nB', 'A\\', 'A\\"B', '"', '\u0000\u007f\u0085', 'A “B”'])
    t.ok(parseSie(fileOf([], name)), JSON.stringify(name));
  t.equal(parseSie(fileOf([], 'A\\"\n“B”')).head.get('#FNAMN')?.[0], 'A/" "B"');
});

t.test('the vouchers of booked lines', async (t) => {
  const outward = { homeCity: 'malmo', receivingCity: 'stockholm' };
  const inward = { homeCity: 'stockholm', receivingCity: 'malmo' };
  const table: [name: string, lines: BookedCostLine[], vouchers: Voucher[]][] = [
    ['no lines', [], []],
    [
      'at home: cost debited, debt credited',
      [booked('2025-05-15', { ...outward, amountOre: 100 })],
      [voucher('2025-05-15', 'Utjämning stockholm 2025-05, skuld', ['4630', 100], ['2410', -100])],
    ],
    [
      'in the receiving city: claim debited, revenue credited',
      [booked('2025-05-15', { ...inward, amountOre: 100 })],
      [voucher('2025-05-15', 'Utjämning stockholm 2025-05, fordran', ['1510', 100], ['3530', -100])],
    ],
    [
      'one for a month, with the last day; the next day is the next month',
      [
        booked('2025-05-31', { ...outward, amountOre: 1 }),
        booked('2025-05-01', { ...outward, amountOre: 2 }),
        booked('2025-06-01', { ...outward, amountOre: 4 }),
      ],
      [
        voucher('2025-05-31', 'Utjämning stockholm 2025-05, skuld', ['4630', 3], ['2410', -3]),
        voucher('2025-06-01', 'Utjämning stockholm 2025-06, skuld', ['4630', 4], ['2410', -4]),
      ],
    ],
    [
      'one for a city and for a side',
      [
        booked('2025-05-03', { ...inward, amountOre: 1 }),
        booked('2025-05-02', { ...outward, amountOre: 2 }),
        booked('2025-05-01', { homeCity: 'malmo', receivingCity: 'goteborg', amountOre: 4 }),
      ],
      [
        voucher('2025-05-01', 'Utjämning goteborg 2025-05, skuld', ['4630', 4], ['2410', -4]),
        voucher('2025-05-02', 'Utjämning stockholm 2025-05, skuld', ['4630', 2], ['2410', -2]),
        voucher('2025-05-03', 'Utjämning stockholm 2025-05, fordran', ['1510', 1], ['3530', -1]),
      ],
    ],
    [
      'what was bought on accounts of its own',
      [
        booked('2025-05-01', { ...outward, amountOre: 1 }),
        booked('2025-05-02', { ...outward, source: 'external', amountOre: 2 }),
        booked('2025-05-01', { ...inward, amountOre: 4 }),
        booked('2025-05-02', { ...inward, source: 'external', amountOre: 8 }),
      ],
      [
        voucher('2025-05-02', 'Utjämning stockholm 2025-05, skuld', ['4630', 1], ['4639', 2], ['2410', -3]),
        voucher(
          '2025-05-02',
          'Utjämning stockholm 2025-05, fordran',
          ['1510', 12],
          ['3530', -4],
          ['3539', -8],
        ),
      ],
    ],
    [
      'a reversal is the same with minus',
      [booked('2025-06-02', { ...outward, amountOre: -100 })],
      [voucher('2025-06-02', 'Utjämning stockholm 2025-06, skuld', ['4630', -100], ['2410', 100])],
    ],
    [
      'zero is left out',
      [
        booked('2025-05-01', { ...outward, amountOre: 100 }),
        booked('2025-05-02', { ...outward, amountOre: -100 }),
        booked('2025-06-01', { ...outward, amountOre: 100 }),
        booked('2025-06-02', { ...outward, source: 'external', amountOre: -100 }),
        booked('2025-07-01', { ...outward, amountOre: 0 }),
      ],
      [voucher('2025-06-02', 'Utjämning stockholm 2025-06, skuld', ['4630', 100], ['4639', -100])],
    ],
  ];
  for (const [name, lines, vouchers] of table) {
    t.strictSame(await vouchersOf([lines], 'malmo', accounting), vouchers, name);
    t.strictSame(
      await vouchersOf(
        lines.map((line) => [line]),
        'malmo',
        accounting,
      ),
      vouchers,
      `${name}, in pages`,
    );
  }
  const others = booked('2025-05-01', { homeCity: 'goteborg', receivingCity: 'stockholm' });
  await t.rejects(vouchersOf([[others]], 'malmo', accounting), /not of this city/);
});

t.test('any lines: read back, summing to zero, and nothing lost', async (t) => {
  const cities = ['stockholm', 'goteborg'];
  const line = fc
    .record({
      day: fc.date({ min: new Date('2025-01-01'), max: new Date('2026-03-01'), noInvalidDate: true }),
      other: fc.constantFrom(...cities),
      home: fc.boolean(),
      source: fc.constantFrom('own' as const, 'external' as const),
      amountOre: fc.integer({ min: -100_000_000_000, max: 100_000_000_000 }),
    })
    .map(({ day, other, home, source, amountOre }) =>
      booked(day.toISOString().slice(0, 10), {
        homeCity: home ? 'malmo' : other,
        receivingCity: home ? other : 'malmo',
        source,
        amountOre,
      }),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 60 }), fc.string(), async (lines, cityName) => {
      const { vouchers } = parseSie(fileOf(await vouchersOf([lines], 'malmo', accounting), cityName));
      const onAccount = (account: string) =>
        vouchers
          .flatMap(({ transactions }) => transactions)
          .reduce((sum, each) => sum + (each.account === account ? each.ore : 0n), 0n);
      const total = (which: (line: BookedCostLine['line']) => boolean) =>
        lines.reduce((sum, { line }) => sum + (which(line) ? BigInt(line.amountOre) : 0n), 0n);
      t.equal(onAccount('2410'), -total(({ homeCity }) => homeCity === 'malmo'));
      t.equal(
        onAccount('1510'),
        total(({ receivingCity }) => receivingCity === 'malmo'),
      );
      t.equal(
        onAccount('4639'),
        total(({ homeCity, source }) => homeCity === 'malmo' && source === 'external'),
      );
      t.equal(onAccount('3530'), -total(({ homeCity, source }) => homeCity !== 'malmo' && source === 'own'));
      for (const { date, text, transactions } of vouchers) {
        t.match(text, /^Utjämning (stockholm|goteborg) \d{4}-\d{2}, (skuld|fordran)$/);
        t.equal(date.slice(0, 6), (/\d{4}-\d{2}/.exec(text)?.[0] ?? '').replace('-', ''));
        t.ok(transactions.every(({ objects }) => objects.join(' ') === '20,82 6,571'));
      }
    }),
  );
});
