// The file of a city's own settings: read whole, or refused with what is wrong in it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { readCitySettings } from '../src/city-settings.js';

const examples = {
  accounts: {
    expense: '4630',
    externalExpense: '4639',
    liability: '2410',
    revenue: '3530',
    externalRevenue: '3539',
    receivable: '1510',
  },
  dimensions: [{ number: 20, name: 'Motpart', object: '82', objectName: 'Kommuner' }],
};
const rule = { unit: 'JARVA', kind: 'defector' };
/** What comes of a file with a content. */
function readAll(content: unknown) {
  const path = join(t.testdir(), 'settings.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const outcome = readCitySettings(path);
  return outcome.ok ? outcome.settings : outcome.problems.map((problem) => problem.replace(path, 'FILE'));
}

/** The same, without what vouchers are written with. */
function read(content: unknown) {
  const outcome = readAll(content);
  return 'unitRules' in outcome ? { unitRules: outcome.unitRules } : outcome;
}

t.test('no file is no rules; what is shipped can be read', async (t) => {
  t.same(readCitySettings(null), { ok: true, settings: { unitRules: [], accounting: examples } });
  for (const [city, rules] of [
    ['stockholm', 7],
    ['goteborg', 0],
    ['malmo', 0],
  ]) {
    const path = fileURLToPath(new URL(`../../../deploy/cities/${city}.json`, import.meta.url));
    const shipped = readCitySettings(path);
    t.equal(shipped.ok && shipped.settings.unitRules.length, rules, `${city}`);
    t.same(shipped.ok && shipped.settings.accounting, examples, `${city}`);
  }
  const settings = { unitRules: [rule, { ...rule, section: 'sig', threat: 'low', fromAge: 19 }] };
  t.same(read(settings), settings, 'as it stands');
  t.same(read({ unitRules: [] }), { unitRules: [] });
});

t.test('a file that is not there, no JSON, or with a key twice', async (t) => {
  const missing = join(t.testdir(), 'none.json');
  t.match(readCitySettings(missing), { ok: false, problems: [/none\.json cannot be read/] });
  t.match(read('{"unitRules": ['), [/^FILE is not JSON/]);
  t.match(read('{"unitRules": [], "unitRules": []}'), [/^FILE is not JSON/]);
});

t.test('what is wrong is named, with its place', async (t) => {
  const at = (place: string, problem: string) => [`FILE: ${place} ${problem}.`];
  for (const content of [[], 'null', 7])
    t.same(read(content), at('the whole', 'must be object'), JSON.stringify(content));
  t.same(read({}), at('/unitRules', 'is missing'));
  t.same(read({ unitRules: {} }), at('/unitRules', 'must be array'));
  t.same(read({ unitRules: [], colour: 'red' }), at('/colour', 'is not known here'));
  for (const wrong of [null, [], 'SN'])
    t.same(read({ unitRules: [wrong] }), at('/unitRules/0', 'must be object'), JSON.stringify(wrong));
  t.same(read({ unitRules: [{ ...rule, colour: 'red' }] }), at('/unitRules/0/colour', 'is not known here'));
  const unit = 'must match pattern "^[A-Z][A-Z0-9-]{1,29}$"';
  const section = 'must match pattern "^[a-z][a-z-]{1,39}$"';
  const kind = 'must be one of defector, protected-person';
  const threat = 'must be one of low, high';
  const [missing, text, whole] = ['is missing', 'must be string', 'must be integer'];
  const values: [field: string, wrong: [value: unknown, problem: string][], right: unknown[]][] = [
    [
      'unit',
      [
        ...['sn', 'S', 'S N', `S${'N'.repeat(30)}`].map((value): [string, string] => [value, unit]),
        [undefined, missing],
        [7, text],
      ],
      ['SN', 'A1-B', `S${'N'.repeat(29)}`],
    ],
    [
      'section',
      [
        ...['', 'S', 'Sig', '1a', `s${'i'.repeat(40)}`].map((value): [string, string] => [value, section]),
        [null, text],
      ],
      [undefined, 'sig', 'social-services', `s${'i'.repeat(39)}`],
    ],
    [
      'kind',
      [
        [undefined, missing],
        ['witness', kind],
        ['', kind],
      ],
      ['defector', 'protected-person'],
    ],
    [
      'threat',
      [
        [null, threat],
        ['any', threat],
        ['', threat],
      ],
      [undefined, 'low', 'high'],
    ],
    [
      'fromAge',
      [
        [null, whole],
        [18.5, whole],
        ['19', whole],
        [17, 'must be >= 18'],
        [-1, 'must be >= 18'],
        [121, 'must be <= 120'],
      ],
      [undefined, 18, 19, 120],
    ],
  ];
  for (const [field, wrong, right] of values) {
    for (const [value, problem] of wrong)
      t.same(
        read({ unitRules: [{ ...rule, [field]: value }] }),
        at(`/unitRules/0/${field}`, problem),
        `${field}: ${JSON.stringify(value)}`,
      );
    for (const value of right)
      t.match(
        read({ unitRules: [{ ...rule, [field]: value }] }),
        { unitRules: [{ kind: /./ }] },
        `${field}: ${value}`,
      );
  }
});

t.test('of several mistakes the first is named, and the next one when that is mended', async (t) => {
  const steps: [settings: unknown, place: string, problem: string][] = [
    [{ unitRules: [rule, { unit: 'sn', colour: 'red' }], extra: 1 }, '/extra', 'is not known here'],
    [{ unitRules: [rule, { unit: 'sn', colour: 'red' }] }, '/unitRules/1/kind', 'is missing'],
    [
      { unitRules: [rule, { ...rule, unit: 'sn', colour: 'red' }] },
      '/unitRules/1/colour',
      'is not known here',
    ],
    [
      { unitRules: [rule, { ...rule, unit: 'sn' }] },
      '/unitRules/1/unit',
      'must match pattern "^[A-Z][A-Z0-9-]{1,29}$"',
    ],
  ];
  for (const [settings, place, problem] of steps)
    t.same(read(settings), [`FILE: ${place} ${problem}.`], JSON.stringify(settings));
  t.same(read({ unitRules: [rule, rule] }), { unitRules: [rule, rule] });
});

t.test('what vouchers are written with', async (t) => {
  const { accounts } = examples;
  const accounting = (said: object) => readAll({ unitRules: [], accounting: { ...accounts, ...said } });
  const at = (place: string, problem: string) => [`FILE: /accounting${place} ${problem}.`];
  t.same(readAll({ unitRules: [] }), { unitRules: [], accounting: examples });
  t.same(accounting({}), { unitRules: [], accounting: examples });
  const own = { ...accounts, expense: '1', liability: '1234567890' };
  const place = { number: 6, name: 'Verksamhet', object: '571', objectName: 'Stöd' };
  t.same(accounting({ ...own, counterpart: { dimension: 7 }, dimensions: [place] }), {
    unitRules: [],
    accounting: { accounts: own, dimensions: [{ ...examples.dimensions[0], number: 7 }, place] },
  });
  t.match(accounting({ counterpart: { dimension: 7, code: '8201', name: 'Malmö' } }), {
    accounting: { dimensions: [{ number: 7, object: '8201', objectName: 'Malmö' }] },
  });
  for (const account of ['', '46a', '46 30', '-1', '12345678901'])
    t.same(accounting({ expense: account }), at('/expense', 'must match pattern "^\\d{1,10}$"'), account);
  for (const use of Object.keys(accounts))
    t.same(accounting({ [use]: undefined }), at(`/${use}`, 'is missing'), use);
  t.same(accounting({ colour: '1' }), at('/colour', 'is not known here'));
  t.same(accounting({ counterpart: {} }), at('/counterpart/dimension', 'is missing'));
  for (const number of [0, 10000, 1.5])
    t.match(
      accounting({ counterpart: { dimension: number } }),
      [/^FILE: \/accounting\/counterpart\/dimension must/],
      `${number}`,
    );
  for (const object of ['', 'a b', '"', 'å'])
    t.match(
      accounting({ dimensions: [{ ...place, object }] }),
      [/^FILE: \/accounting\/dimensions\/0\/object must/],
      object,
    );
  for (const twice of [
    { dimensions: [{ ...place, number: 20 }] },
    { counterpart: { dimension: 6 }, dimensions: [place] },
    { dimensions: [place, place] },
  ])
    t.match(accounting(twice), [/^FILE: \/accounting has dimension \d+ twice\.$/]);
});
