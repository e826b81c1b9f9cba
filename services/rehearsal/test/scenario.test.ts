import t from 'tap';
import { judge } from '../src/scenario/ask-desk.js';
import { differences } from '../src/scenario/matchers.js';
import { readScenario } from '../src/scenario/read-scenario.js';
import { fillIn } from '../src/scenario/references.js';
import { findTraces } from '../src/scenario/trace-search.js';

const head = 'name: n\nclock: 2025-01-13T09:00:00+01:00\nsteps:\n';
const openCase = '  - { as: social-worker@stockholm/JARVA, do: openCase';

function problemOf(text: string): string {
  try {
    readScenario(text, 'f.yaml');
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

function base64Within(text: string, bytesBefore: number): string {
  return Buffer.from(`${'x'.repeat(bytesBefore)}${text}xyz`).toString('base64');
}

t.test('references', async (t) => {
  const saved = new Map<string, unknown>([
    ['a', { id: 'x1', referrals: [{ id: 'r0' }], count: 3, none: null }],
    ['today', '2025-01-13'],
  ]);
  const table: [unknown, unknown][] = [
    [`\${a.id}`, 'x1'],
    [`case \${a.id} on \${today}`, 'case x1 on 2025-01-13'],
    [`\${a.referrals.0.id}`, 'r0'],
    [`\${a.count}`, 3],
    [`\${a.none}`, null],
    [`\${a.referrals}`, [{ id: 'r0' }]],
    [
      { deep: [`\${a.count}`], plain: true },
      { deep: [3], plain: true },
    ],
    ['$ {a} and $a', '$ {a} and $a'],
  ];
  for (const [written, meant] of table) t.strictSame(fillIn(written, saved), meant, JSON.stringify(written));
  t.throws(() => fillIn(`\${b.id}`, saved), { message: /nothing is saved as "b"/ });
  t.throws(() => fillIn(`\${a.refferals}`, saved), { message: /there is no "refferals"/ });
  t.throws(() => fillIn(`a \${a.referrals} b`, saved), { message: /not a single value/ });
});

t.test('expectations', async (t) => {
  const fitting: [unknown, unknown][] = [
    [{ state: 'draft' }, { state: 'draft', more: 1 }],
    [
      [1, { a: 1 }],
      [1, { a: 1, b: 2 }],
    ],
    [{ matches: '^2 of 2' }, '2 of 2 used 2025'],
    [{ oneOf: ['a', 'b'] }, 'b'],
    [{ length: 2 }, [1, 2]],
    [{ id: { absent: true } }, {}],
    [{ id: { absent: true } }, { id: null }],
    [{ id: { absent: false } }, { id: 0 }],
    [{ contains: { type: 'police' } }, [{ type: 'services' }, { type: 'police', id: 1 }]],
    [{ length: 1, contains: 'stockholm/FARSTA' }, ['stockholm/FARSTA']],
    [0, -0],
  ];
  const failing: [unknown, unknown][] = [
    [{ state: 'draft' }, { state: 'requested' }],
    [{ state: 'draft' }, null],
    [[1], [1, 2]],
    ['1', 1],
    [{ matches: '^a' }, undefined],
    [{ oneOf: [] }, undefined],
    [{ length: 2 }, 2],
    [{ contains: 1 }, 1],
    [{ absent: false }, undefined],
  ];
  for (const [expected, came] of fitting)
    t.strictSame(differences(expected, came, 'body'), [], JSON.stringify([expected, came]));
  for (const [expected, came] of failing)
    t.equal(differences(expected, came, 'body').length, 1, JSON.stringify([expected, came]));
  t.strictSame(differences({ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, 'body'), [
    'body.a.b.0.c: expected 1, came 2',
  ]);
});

t.test('answers', async (t) => {
  const none = new Map();
  const refusal = { status: 409, mediaType: 'application/problem+json', body: { code: 'QUOTA_HOME' } };
  const created = { status: 201, mediaType: 'application/json', body: { state: 'draft' } };
  t.strictSame(judge({}, created, none), []);
  t.match(judge({}, refusal, none), ['expected success', /409.*QUOTA_HOME/]);
  t.strictSame(judge({ refused: 'QUOTA_HOME' }, refusal, none), []);
  t.match(judge({ refused: 'MINOR' }, refusal, none), ['expected refusal MINOR, came QUOTA_HOME', /409/]);
  t.match(judge({ refused: 'MINOR' }, created, none), ['expected refusal MINOR, came none', /201/]);
  t.match(judge({ refused: 'X' }, { ...refusal, mediaType: 'application/json' }, none), [/came none/, /409/]);
  t.match(judge({ status: 201, body: { state: 'requested' } }, created, none), [/body.state/, /201/]);
  t.strictSame(judge({ body: { code: 'QUOTA_HOME' } }, refusal, none), [], 'a body with a code is a problem');
  t.match(judge({ body: { state: { absent: true } } }, refusal, none), ['expected success', /409/]);
});

t.test('what a file may say', async (t) => {
  const scenario = readScenario(
    `${head}${openCase}, body: { unit: JARVA }, save: a }
  - { as: police-liaison.2@malmo, do: clearPlace, with: { caseId: \${a.id} }, refused: CASE_STATE }
  - at: 2025-01-14
  - together: { steps: [ { deliver: all }, { crash: malmo } ], expect: { passed: 0 } }
`,
    'f.yaml',
  );
  t.match(scenario, {
    clock: new Date('2025-01-13T08:00:00Z'),
    agreements: ['2023', '2024', '2025'],
    cities: ['stockholm', 'goteborg', 'malmo'],
    steps: [
      { kind: 'do', operation: 'openCase', expectation: undefined, save: 'a' },
      { parameters: { caseId: `\${a.id}` }, expectation: { refused: 'CASE_STATE' } },
      { kind: 'at', clock: new Date('2025-01-13T23:00:00Z') },
      { kind: 'together', steps: [{ kind: 'deliver' }, { kind: 'crash', city: 'malmo' }] },
    ],
  });
});

t.test('what a file may not say', async (t) => {
  const table: [string, RegExp][] = [
    ['name: n', /^f\.yaml: "clock" is missing$/],
    [
      `${head}  - deliver: all\nmore: 1`,
      /unknown key "more"; allowed are name, clock, steps, agreements, cities/,
    ],
    [`${head}  - deliver: all\nname: m`, /Map keys must be unique/],
    ['name: n\nclock: 2025-02-30\nsteps: [{ deliver: all }]', /^f\.yaml: clock: must be an instant/],
    ['name: n\nclock: now\nsteps: [{ deliver: all }]', /^f\.yaml: clock: must be an instant/],
    [`${head}  []`, /^f\.yaml: steps: must be a list with at least one item/],
    [`${head}  - delivre: all`, /^f\.yaml: step 1: no such step: .*; a step has one of do, deliver, at,/],
    [
      `${head}  - { deliver: all, at: 2025-01-14 }`,
      /^f\.yaml: step 1: unknown key "at"; allowed are deliver/,
    ],
    [`${head}  - deliver: some`, /^f\.yaml: step 1: deliver: "some" is not known; allowed are all/],
    [`${head}  - at: tomorrow`, /step 1: at: must be an instant/],
    [`${head}  - cut: [malmo, malmo]`, /cut: must name two different cities/],
    [`${head}  - crash: uppsala`, /crash: "uppsala" is not known; allowed are stockholm, goteborg, malmo/],
    [`${head}  - sum-zero: false`, /must be true/],
    [`${head}  - ledger: { between: [malmo, stockholm] }`, /expects nothing; give equal, lines, netOre/],
    [`${head}  - together: { steps: [ { at: 2025-01-14 } ] }`, /"at" cannot happen at the same moment/],
    [`${head}  - no-trace: { in: malmo, off: [a] }`, /no-trace: unknown key "off"; allowed are in, of/],
    [`${head}${openCase}Now }`, /step 1: no operation "openCaseNow"; there are .*openCase/],
    [`${head}${openCase}, expects: {} }`, /unknown key "expects"; allowed are as, do, with, body, expect/],
    [`${head}${openCase}, expect: { code: 1 } }`, /expect: unknown key "code"; allowed are status, body/],
    [
      `${head}${openCase}, expect: { body: { id: { matches: "(" } } } }`,
      /expect\.body\.id: matches: .* no regular/,
    ],
    [`${head}${openCase}, with: { caseId: a } }`, /with: unknown key "caseId"/],
    [`${head}${openCase}, save: today }`, /save: "today" cannot be a name/],
    [`${head}  - { as: social-worker@stockholm/JARVA, do: getCase }`, /with: "caseId" is missing/],
    [
      `${head}  - { as: mayor@stockholm, do: listCases }`,
      /"mayor@stockholm" is not role@city.*social-worker/,
    ],
    [
      `cities: [malmo]\n${head}  - { as: auditor@goteborg, do: listCases }`,
      /"goteborg" is not known; allowed are malmo/,
    ],
  ];
  for (const [text, problem] of table) t.match(problemOf(text), problem, String(problem));
});

t.test('traces', async (t) => {
  const text = 'Testnamn Åsa';
  const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
  const folder = t.testdir({
    logs: { 'plain.log': 'x testnamn åsa x' },
    'utf16.bin': Buffer.concat([Buffer.from('x'), Buffer.from('xTESTNAMN Åsax', 'utf16le')]),
    'hex.txt': `00${Buffer.from(text).toString('hex').toUpperCase()}00`,
    'base64-0.txt': base64Within(text, 0),
    'base64-1.txt': base64Within(text, 1),
    'base64-2.txt': base64Within(text, 2),
    'url.txt': '?q=Testnamn%20%C3%85sa',
    'uuid.bin': Buffer.from(uuid.replaceAll('-', ''), 'hex'),
    'clean.txt': 'Testnamn Asa',
  });
  const found = await findTraces(folder, [text, uuid]);
  t.strictSame(found.map((trace) => trace.replace(/^"[^"]*" is in /, '')).sort(), [
    'base64-0.txt as base64',
    'base64-1.txt as base64',
    'base64-2.txt as base64',
    'hex.txt as hexadecimal',
    'logs/plain.log as UTF-8',
    'url.txt as percent-encoded',
    'utf16.bin as UTF-16',
    'uuid.bin as the 16 bytes of a UUID',
  ]);
  await t.rejects(findTraces(folder, ['ab']), { message: /too short/ });
});
