// The documentation says what the contract and the program say: every code, role, setting, message and value, no other.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deskContract, peerContract } from '@storstad/contract';
import { readConfig } from '@storstad/node';
import { readScenario } from '@storstad/rehearsal';
import t from 'tap';
import { incidentRules } from '../services/node/src/domain/incident.js';
import { problem } from '../services/node/src/http/problem.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const markdown = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
const pages = ['README.md', ...markdown('docs'), ...markdown('deploy')].filter((page) =>
  existsSync(join(root, page)),
);

interface Schema {
  readonly enum?: readonly (string | number)[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}
const schemasOf = (contract: { document: unknown }) =>
  (contract.document as { components: { schemas: Record<string, Schema> } }).components.schemas;
const enumOf = (schema: Schema | undefined): readonly string[] =>
  (schema?.enum ?? schema?.items?.enum ?? []).map(String);
const codes = enumOf(schemasOf(deskContract).ProblemCode);
const messageTypes = enumOf(schemasOf(peerContract).MessageType);
const operations = [...deskContract.operations.values()];

/** The words in backticks. */
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

/** The text under a heading, up to the next one that is no deeper. */
function section(page: string, heading: string): string {
  const lines = read(page).split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) throw new Error(`${page} has no ${heading}`);
  const level = heading.indexOf(' ');
  const until = lines.findIndex((line, i) => i > from && new RegExp(`^#{1,${level}} `).test(line));
  return lines.slice(from + 1, until < 0 ? undefined : until).join('\n');
}

/** The cells of the body rows of the tables in a text. */
const rows = (text: string) =>
  text
    .split('\n')
    .filter((line, i, all) => line.startsWith('|') && !isRule(line) && !isRule(all[i + 1]))
    .map(cellsOf);
/** The line between the head and the body of a table. */
const isRule = (line = '') => /^\|[ |-]+\|$/.test(line);
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const firstWords = (text: string) => rows(text).map(([first = '']) => quoted(first)[0] ?? first);
const headings = (text: string, level: number) =>
  [...text.matchAll(new RegExp(`^#{${level}} (.+)$`, 'gm'))].map(([, heading = '']) => heading);

const messageRows = rows(read('docs/reference/messages.md')).filter(([first]) => first?.startsWith('`'));

t.test('refusals', async (t) => {
  const page = 'docs/reference/refusals.md';
  t.strictSame(headings(read(page), 3), codes, 'every code, in the order of precedence');
  for (const code of codes) {
    const text = section(page, `### ${code}`);
    // Here the first row, the status, is the table's head.
    const parts = new Map(
      text
        .split('\n')
        .filter((line) => line.startsWith('|') && !isRule(line))
        .map((line) => cellsOf(line) as [string, string]),
    );
    const doc = (key: string) => quoted(parts.get(key) ?? '');
    t.equal(parts.get('Status'), String(problem({ code: code as never }, 'en').status), `${code}: status`);
    const refusing = operations.filter(({ refusals }) => refusals.includes(code));
    t.strictSame(
      doc('Desk'),
      refusing.map(({ operationId }) => operationId),
      `${code}: operations`,
    );
    const inReceipts = messageRows.filter(([, , , , refused = '']) => quoted(refused).includes(code));
    t.strictSame(
      doc('In receipts to'),
      inReceipts.map(([type = '']) => quoted(type)[0]),
      `${code}: messages`,
    );
    for (const [language, file] of [
      ['English', 'en'],
      ['Swedish', 'sv'],
    ] as const) {
      const { title, detail } = JSON.parse(read(`services/node/texts/problems.${file}.json`))[code];
      t.equal(parts.get(language), `**${title}.** ${detail}`, `${code}: ${language}`);
    }
    t.ok(parts.get('To do'), `${code}: what to do`);
  }
});

t.test('roles', async (t) => {
  const [matrixText = ''] = read('docs/reference/roles.md').split('\n## ');
  const head = cellsOf(matrixText.split('\n').find((line) => line.startsWith('|')) ?? '');
  const body = rows(matrixText);
  const roles = head.slice(1);
  t.strictSame(roles, ['social-worker', 'police-liaison', 'administrator', 'auditor']);
  const matrix = body.map(([operation = '', ...cells]) => [
    quoted(operation)[0],
    roles.filter((_, i) => cells[i] === 'yes'),
  ]);
  t.strictSame(
    matrix,
    operations
      .filter((operation) => !operation.public)
      .map(({ operationId, roles: may }) => [operationId, may]),
  );
});

t.test('settings', async (t) => {
  const page = 'docs/reference/settings.md';
  const known = [...new Set(read('services/node/src/config.ts').match(/STORSTAD_[A-Z_]+/g))].sort();
  const table = rows(section(page, '## Of a node'));
  const names = table.map(([name = '']) => quoted(name)[0] ?? '');
  t.strictSame([...names].sort(), known, 'every setting of the node');
  const none = readConfig({});
  const required = none.ok ? [] : none.problems.map((problem) => problem.split(' ')[0]);
  t.strictSame(
    table.filter(([, must]) => must === 'yes').map(([name = '']) => quoted(name)[0]),
    required,
    'those that must be set',
  );
  const example = read('deploy/node.env.example');
  const lines = [...example.matchAll(/^(#?)(STORSTAD_[A-Z_]+)=(.*)$/gm)];
  t.strictSame(lines.map(([, , name]) => name).sort(), known, 'node.env.example has every setting');
  const env = Object.fromEntries(lines.filter(([, off]) => !off).map(([, , name, value]) => [name, value]));
  const config = readConfig(env);
  t.ok(config.ok, 'node.env.example can be used');
  if (!config.ok) return;
  t.equal(config.config.rehearsalClock, null, 'and is not for rehearsal');
  const defaults = table.flatMap(([, , value = '']) => quoted(value));
  const { tokenAlgorithm, logLevel, pages } = config.config;
  const ofPages = [pages?.language, ...[pages?.idleMs, pages?.absoluteMs].map((ms = 0) => String(ms / 1000))];
  t.strictSame(defaults, [tokenAlgorithm, logLevel, ...ofPages], 'the defaults');
  const others = firstWords(section(page, '## Of rehearsal and tests'));
  const sources = ['services/rehearsal/src/start.ts', 'test/bench/measure.mjs'].map(read).join();
  for (const name of others) t.ok(sources.includes(name), name);
});

t.test('messages', async (t) => {
  t.strictSame(
    messageRows.map(([type = '']) => quoted(type)[0]),
    messageTypes,
    'every type',
  );
  for (const [type, from = '', , , refused = ''] of messageRows) {
    t.ok(['home', 'receiving', 'any'].includes(from), `${type}: from ${from}`);
    for (const code of quoted(refused)) t.ok(codes.includes(code), `${type}: ${code}`);
  }
});

t.test('values in the glossary', async (t) => {
  const values = section('docs/glossary.md', '## Values');
  const notForStaff = ['ProblemCode', 'ApiInfo.apiStatus', 'CaseSummary.side'];
  const wanted = Object.entries(schemasOf(deskContract)).flatMap(([name, schema]) => [
    ...(schema.enum ? [name] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([property, inner]) =>
      enumOf(inner).length > 0 ? [`${name}.${property}`] : [],
    ),
  ]);
  t.strictSame(
    [...headings(values, 3)].sort(),
    wanted.filter((name) => !notForStaff.includes(name)).sort(),
    'every set of values',
  );
  for (const heading of headings(values, 3)) {
    const [name = '', property] = heading.split('.');
    const schema = schemasOf(deskContract)[name];
    const set = enumOf(property ? schema?.properties?.[property] : schema);
    t.strictSame(firstWords(section('docs/glossary.md', `### ${heading}`)), set, heading);
  }
});

t.test('scenario steps', async (t) => {
  const page = 'docs/reference/scenario-steps.md';
  const head = 'name: n\nclock: 2025-01-13\nsteps:\n  - ';
  const allowed = (text: string) => {
    try {
      readScenario(text, 'f.yaml');
    } catch (fault) {
      const [, list = ''] = /(?:allowed are|one of) (.*)$/.exec((fault as Error).message) ?? [];
      return list.split(', ').sort();
    }
    return [];
  };
  const documented = (heading: string) => [...firstWords(section(page, heading))].sort();
  t.strictSame(documented('## The file'), allowed(`${head}deliver: all\nx: 1`));
  t.strictSame(documented('## The steps'), allowed(`${head}x: 1`));
  const ask = '{ as: auditor@malmo, do: listBalances, x: 1 }';
  t.strictSame(documented('## Keys of `do`'), allowed(head + ask));
  const matchers = read('services/rehearsal/src/scenario/matchers.ts').match(/^ {2}(\w+): \(wanted/gm) ?? [];
  t.strictSame(documented('## Instead of a value'), matchers.map((line) => line.trim().split(':')[0]).sort());
  const [, story = ''] = /```yaml\n(.*?)```/s.exec(read('docs/guides/first-hour.md')) ?? [];
  t.ok(readScenario(story, 'first-hour.md').steps.length > 5, 'the scenario of the first hour can be read');
});

t.test('fields of the log', async (t) => {
  const [, list = ''] = /const allowed = \[(.*?)\]/s.exec(read('services/node/src/log.ts')) ?? [];
  const fields = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
  const documented = rows(section('docs/operating.md', '## The log')).flatMap(([cell = '']) => quoted(cell));
  t.strictSame([...documented].sort(), [...fields, 'time', 'level', 'msg', 'fault'].sort());
});

t.test('decisions are listed', async (t) => {
  const files = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name));
  const listed = [...read('docs/decisions/README.md').matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(
    ([, name]) => name,
  );
  t.strictSame(listed, files.sort());
});

/** How a heading is addressed (as GitHub does it). */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');

t.test('links lead somewhere', async (t) => {
  for (const page of pages) {
    const text = read(page).replaceAll(/```.*?```/gs, '');
    for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = '', fragment] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      t.ok(existsSync(join(root, target)), `${page}: ${link}`);
      if (fragment === undefined || !target.endsWith('.md')) continue;
      const anchors = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
      t.ok(anchors.includes(fragment), `${page}: ${link} has its heading`);
    }
  }
});

t.test('what does not belong in the documentation', async (t) => {
  const unwanted = [/TODO/, /FIXME/, /\/work\//, /\/tmp\//, /requirements\.md/, /design\.md/, /toolchain/];
  for (const page of [...pages, 'deploy/node.env.example', 'deploy/storstad-node.service'])
    for (const words of unwanted) t.notMatch(read(page), words, `${page}: ${words}`);
});

t.test('deadlines', async (t) => {
  const page = 'docs/reference/deadlines.md';
  const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');
  const [, kinds] = section(page, '## Incidents').split('| Kind | Told');
  const described = rows(`| Kind | Told${kinds?.split('\n\n')[0]}`).map(([kind = '', ...cells]) => [
    quoted(kind)[0],
    ...cells,
  ]);
  const ruled = Object.entries(incidentRules).map(([kind, rule]) => [
    kind,
    String(rule.withinDays),
    yesOrNo(rule.urgent),
    yesOrNo(rule.holds),
    rule.owners.join(', '),
    rule.settledBy,
    yesOrNo(rule.withPolice),
    rule.ground,
  ]);
  t.strictSame(described, ruled, 'each kind of incident, with its rule');
  const dueKinds = enumOf(schemasOf(deskContract).DueKind);
  t.strictSame(
    firstWords(section(page, '## Due items'))
      .filter((word) => dueKinds.includes(word))
      .sort(),
    [...dueKinds].sort(),
    'each kind of due item',
  );
});

t.test('the guide of a stay is a story that can be played', async (t) => {
  const steps = [...read('docs/guides/a-stay.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, block]) => block,
  );
  const scenario = readScenario(steps.join(''), 'a-stay.md');
  t.ok(scenario.steps.length > 20);
});

t.test('the guide of reconciling has the very steps of the story that is played', async (t) => {
  const story = read('test/scenarios/reconciling.yaml');
  const blocks = [...read('docs/guides/reconciling.md').matchAll(/```yaml\n([\s\S]*?)```/g)];
  t.ok(blocks.length > 5);
  for (const [, block = ''] of blocks) t.ok(story.includes(block), block);
});
