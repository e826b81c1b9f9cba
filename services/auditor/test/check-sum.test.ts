// The statements of a version over all pairs of cities: each pair once, and zero in all.
import t from 'tap';
import { auditing, type Changes, exported, line, someLines } from './helpers/statement.js';

const between = (homeCity: string, receivingCity: string, amountOre: number, changes: Changes = {}) =>
  exported([{ bookedOn: '2025-05-15', line: line(7, { homeCity, receivingCity, amountOre }) }], {
    cities: [homeCity, receivingCity].sort() as [string, string],
    ...changes,
  });
const ofMalmoAndStockholm = exported(someLines);
const ofGoteborgAndMalmo = between('goteborg', 'malmo', 500);
const ofGoteborgAndStockholm = between('stockholm', 'goteborg', 700);

t.test('each pair once: what each city has done for the others', async (t) => {
  const { run, fileOf } = auditing(t);
  const files = [ofMalmoAndStockholm, ofGoteborgAndMalmo, ofGoteborgAndStockholm].map((text, i) =>
    fileOf(`${i}`, text),
  );
  t.strictSame(await run('check-sum', ...files), {
    status: 0,
    said: [
      'goteborg: 0 days, 200 öre',
      'malmo: 0 days, 499 öre',
      'stockholm: 0 days, -699 öre',
      'all cities: 0 days, 0 öre',
    ],
    complaints: [],
  });
  t.strictSame(
    (await run('check-sum', ...files.slice(0, 1))).status,
    0,
    'one pair alone is all there is of two cities',
  );
});

t.test('a pair may have a statement of each half of the year', async (t) => {
  const { run, fileOf } = auditing(t);
  const halves = [
    exported(someLines, { document: { until: '2025-07-01' } }),
    exported(someLines, { document: { from: '2025-07-01' } }),
  ];
  const files = halves.map((text, i) => fileOf(`${i}`, text));
  t.match(await run('check-sum', ...files), { status: 0, complaints: [] });
  const overlapping = fileOf('2', exported(someLines, { document: { from: '2025-06-30' } }));
  t.match(await run('check-sum', files[0] ?? '', overlapping), { status: 1 });
});

t.test('what is wrong', async (t) => {
  const { run, fileOf } = auditing(t);
  const table: [name: string, texts: string[], findings: string[]][] = [
    [
      'a pair is missing',
      [ofMalmoAndStockholm, ofGoteborgAndMalmo],
      ['There is no statement of goteborg and stockholm'],
    ],
    [
      'a pair is there twice',
      [ofMalmoAndStockholm, ofMalmoAndStockholm],
      ['1: is a second statement of malmo and stockholm for the same days'],
    ],
    [
      'another version',
      [
        ofMalmoAndStockholm,
        ofGoteborgAndMalmo,
        between('goteborg', 'stockholm', 1, { document: { agreement: '2024' } }),
      ],
      ['2: is of the version 2024, and 0 of the version 2025'],
    ],
    [
      'another period of no version',
      [
        exported(someLines, { document: { agreement: null } }),
        between('goteborg', 'malmo', 1, { document: { agreement: null, until: '2025-07-01' } }),
        between('goteborg', 'stockholm', 1, { document: { agreement: null } }),
      ],
      ['1: is of no version, 2025-01-01 up to 2025-07-01, and 0 of no version, 2025-01-01 up to 2026-01-01'],
    ],
    [
      'a sum that is not its lines',
      [exported(someLines, { document: { netOre: 5 } })],
      ['0: line 1 (the statement): netOre is 5, and the lines give -1', 'Over all cities the sums are not 0'],
    ],
    ['not whole', [ofMalmoAndStockholm.replace(/\{"kind":"end".*\n/, '')], ['0: is not whole']],
    ['empty', [''], ['0: is not whole']],
    [
      'altered',
      [ofMalmoAndStockholm.replace('"kind":"line"', '"kind":"lime"')],
      [`0: line 2 (cost line ${line(1).id}): is no record of a statement`],
    ],
    [
      'a line of others',
      [between('goteborg', 'malmo', 1, { cities: ['malmo', 'stockholm'] })],
      [`0: line 2 (cost line ${line(7).id}): is between goteborg and malmo`],
    ],
    [
      'more after the end',
      [ofMalmoAndStockholm + ofMalmoAndStockholm],
      ['0: line 6 (a statement): has no place there'],
    ],
  ];
  for (const [name, texts, findings] of table) {
    const { status, said } = await run('check-sum', ...texts.map((text, i) => fileOf(`${i}`, text)));
    t.equal(status, 1, name);
    t.strictSame(said.slice(0, findings.length), findings, name);
    t.ok(
      said.slice(findings.length).every((line) => / days, -?\d+ öre$/.test(line)),
      `${name}: then the nets`,
    );
  }
});
