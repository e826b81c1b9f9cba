import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { machineClock } from '../src/clock.js';
import { readConfig } from '../src/config.js';
import { makeLog } from '../src/log.js';
import { wire } from '../src/wiring.js';
import { LogLines } from './helpers/log-lines.js';

/** A node starts with everything it needs, or says all that is missing. Nothing is made silently. */

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const run = (...args: string[]) =>
  execFileSync(process.execPath, [cli, ...args], { stdio: 'pipe' }).toString();

const env = {
  STORSTAD_CITY: 'malmo',
  STORSTAD_DATA_DIR: '/data',
  STORSTAD_SECRETS_DIR: '/secrets',
  STORSTAD_MEMBERS_DIR: '/members',
  STORSTAD_DESK_LISTEN: '127.0.0.1:4300',
  STORSTAD_PEER_LISTEN: '127.0.0.1:4301',
  STORSTAD_ISSUER: 'https://id.example',
  STORSTAD_AUDIENCE: 'urn:storstad:desk:malmo',
};

t.test('settings', async (t) => {
  const good = readConfig(env);
  t.ok(good.ok);
  t.match(good.ok && good.config, { tokenAlgorithm: 'ES256', logLevel: 'info', rehearsalClock: null });
  const bad: readonly [setting: string, value: string | undefined][] = [
    ['STORSTAD_CITY', 'Malmö'],
    ['STORSTAD_DATA_DIR', ' '],
    ['STORSTAD_SECRETS_DIR', undefined],
    ['STORSTAD_DESK_LISTEN', '4300'],
    ['STORSTAD_PEER_LISTEN', '127.0.0.1:65536'],
    ['STORSTAD_ISSUER', 'id.example'],
    ['STORSTAD_TOKEN_ALGORITHM', 'HS256'],
    ['STORSTAD_TOKEN_ALGORITHM', 'none'],
    ['STORSTAD_LOG_LEVEL', 'all'],
    ['STORSTAD_REHEARSAL_ONLY_SETTABLE_CLOCK', 'yes'],
  ];
  for (const [setting, value] of bad) {
    const read = readConfig({ ...env, [setting]: value });
    t.match(read, { ok: false, problems: [new RegExp(setting)] }, `${setting}=${value}`);
  }
  const pages = {
    ...env,
    STORSTAD_PAGES_ORIGIN: 'https://utbyte.example',
    STORSTAD_PAGES_CLIENT_ID: 'storstad',
  };
  t.match(good.ok && good.config, { pages: null }, 'no pages unless they are asked for');
  t.match(readConfig(pages), {
    ok: true,
    config: { pages: { clientId: 'storstad', language: 'sv', idleMs: 1_200_000, absoluteMs: 28_800_000 } },
  });
  const badPages: readonly [setting: string, value: string | undefined][] = [
    ['STORSTAD_PAGES_ORIGIN', 'http://utbyte.example'],
    ['STORSTAD_PAGES_ORIGIN', 'https://utbyte.example/'],
    ['STORSTAD_PAGES_ORIGIN', 'https://Utbyte.example'],
    ['STORSTAD_PAGES_ORIGIN', 'utbyte.example'],
    ['STORSTAD_PAGES_CLIENT_ID', undefined],
    ['STORSTAD_PAGES_LANGUAGE', 'fi'],
    ['STORSTAD_PAGES_IDLE_SECONDS', '0'],
    ['STORSTAD_PAGES_IDLE_SECONDS', '20 min'],
    ['STORSTAD_PAGES_ABSOLUTE_SECONDS', '-1'],
    ['STORSTAD_ISSUER', 'http://id.example'],
  ];
  for (const [setting, value] of badPages) {
    const read = readConfig({ ...pages, [setting]: value });
    t.match(read, { ok: false, problems: [new RegExp(setting)] }, `${setting}=${value}`);
  }
  const rehearsal = {
    STORSTAD_PAGES_ORIGIN: 'http://127.0.0.1:4100',
    STORSTAD_REHEARSAL_ONLY_SETTABLE_CLOCK: 'real',
  };
  t.ok(readConfig({ ...pages, ...rehearsal }).ok, 'a rehearsal can do without TLS');
  const none = readConfig({});
  t.equal(!none.ok && none.problems.length, Object.keys(env).length, 'every problem at once');
});

/** A city's folder with keys and card, made by the commands that an operator uses. */
function makeFolder(t: Test, more: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'storstad-start-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const [secrets, members] = [join(folder, 'secrets'), join(folder, 'members')];
  mkdirSync(members);
  run('make-keys', '--secrets', secrets);
  const card = ['--name', 'Malmö stad', '--organisation-number', '212000-1124'];
  const address = ['--peer-url', 'https://malmo.example/peer/v1'];
  const out = join(members, 'malmo.json');
  run('make-member-card', '--city', 'malmo', ...card, ...address, '--secrets', secrets, '--out', out);
  const config = readConfig({
    ...env,
    STORSTAD_DATA_DIR: join(folder, 'store'),
    STORSTAD_SECRETS_DIR: secrets,
    STORSTAD_MEMBERS_DIR: members,
    ...more,
  });
  if (!config.ok) throw new Error(config.problems.join());
  const start = () =>
    wire(config.config, { clock: machineClock, log: makeLog('silent', 'malmo', new LogLines()) });
  return { folder, secrets, members, card: out, start };
}

t.test('what hinders a start is said', async (t) => {
  const { folder, secrets, members, card, start } = makeFolder(t);
  const change = (file: string, how: (text: string) => string) =>
    writeFileSync(file, how(readFileSync(file, 'utf8')));
  const hindrances: readonly [what: string, file: string, how: (text: string) => string, problem: RegExp][] =
    [
      [
        'a signing key that is none',
        join(secrets, 'signing.jwk.json'),
        () => '{}',
        /signing\.jwk\.json holds no usable key/,
      ],
      [
        'a sealing key of the wrong curve',
        join(secrets, 'sealing.jwk.json'),
        () => readFileSync(join(secrets, 'signing.jwk.json'), 'utf8'),
        /sealing\.jwk\.json holds no usable key \(WRONG_CURVE\)/,
      ],
      ['a card that is not JSON', card, () => '{', /malmo\.json is not JSON/],
      [
        'a card with a field too many',
        card,
        (text) => text.replace('{', '{"x": 1,'),
        /malmo\.json is no member card/,
      ],
      [
        'a card with another key',
        card,
        (text) => text.replace(/"x": ".{4}/, '"x": "AAAA'),
        /cannot be used|not by malmo|not of the keys/,
      ],
      [
        'a contract signature that does not hold',
        card,
        (text) => text.replace(/"signature": ".{4}/, '"signature": "AAAA'),
        /contract signature that is not by malmo/,
      ],
      [
        'a card that signs no contract',
        card,
        (text) => JSON.stringify({ ...JSON.parse(text), contracts: [] }),
        /does not sign this version of the contract/,
      ],
      [
        'a card of another city alone',
        card,
        (text) => JSON.stringify({ ...JSON.parse(text), city: 'lund', contracts: [] }),
        /no member card of malmo itself/,
      ],
    ];
  for (const [what, file, how, problem] of hindrances) {
    const before = readFileSync(file, 'utf8');
    change(file, how);
    t.match(start(), { ok: false, problems: [problem] }, what);
    writeFileSync(file, before);
  }
  writeFileSync(join(members, 'again.json'), readFileSync(card));
  t.match(start(), { ok: false, problems: [/two member cards for malmo/] });
  rmSync(join(members, 'again.json'));
  renameSync(secrets, join(folder, 'elsewhere'));
  t.match(
    start(),
    { ok: false, problems: [/signing.*make-keys/, /sealing.*make-keys/] },
    'all problems at once',
  );
});

t.test('the key of the log-in to the pages', async (t) => {
  const pages = { STORSTAD_PAGES_ORIGIN: 'https://utbyte.example', STORSTAD_PAGES_CLIENT_ID: 'storstad' };
  const { secrets, start } = makeFolder(t, pages);
  const file = join(secrets, 'log-in.jwk.json');
  const kept = readFileSync(file, 'utf8');
  const { keys } = JSON.parse(run('show-log-in-key', '--secrets', secrets));
  t.match(keys, [{ kty: 'EC', crv: 'P-256', kid: /^[\w-]{43}$/, alg: 'ES256', use: 'sig' }]);
  t.notOk('d' in keys[0], 'nothing private');
  for (const wrong of ['{}', readFileSync(join(secrets, 'signing.jwk.json'), 'utf8')]) {
    writeFileSync(file, wrong);
    t.match(start(), { ok: false, problems: [/log-in\.jwk\.json holds no usable key.*--only log-in/] });
  }
  rmSync(file);
  t.throws(() => run('show-log-in-key', '--secrets', secrets), /holds no usable key/);
  run('make-keys', '--secrets', secrets, '--only', 'log-in');
  t.not(readFileSync(file, 'utf8'), kept);
  t.throws(() => run('make-keys', '--secrets', secrets, '--only', 'log-in'), /never overwritten/);
  const good = start();
  t.ok(good.ok);
  if (good.ok) await good.wired.close();
});

t.test('keys are never overwritten', async (t) => {
  const { secrets } = makeFolder(t);
  const before = readFileSync(join(secrets, 'signing.jwk.json'), 'utf8');
  t.throws(() => run('make-keys', '--secrets', secrets), /never overwritten/);
  t.equal(readFileSync(join(secrets, 'signing.jwk.json'), 'utf8'), before);
});

t.test('a store without its own key file is not written on', async (t) => {
  const { folder, start } = makeFolder(t);
  const first = start();
  if (!first.ok) throw new Error(first.problems.join());
  const { node } = first.wired;
  node.store.vault.provide(1);
  node.store.vault.encrypt('cases/3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11', 'Testperson A');
  await first.wired.close();
  for (const name of ['keys.sqlite', 'keys.sqlite-wal', 'keys.sqlite-shm'])
    rmSync(join(folder, 'store', name), { force: true });
  t.match(start(), { ok: false, problems: [/keys\.sqlite lacks keys/] });
});
