import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { emptyFolder, lockFolder } from '../src/folder-lock.js';
import { Job, type Progress } from '../src/main-job/job.js';
import { clockOf, playMainJob } from '../src/main-job/main-job.js';
import { readProgress } from '../src/main-job/progress-file.js';
import { startNetwork } from '../src/network.js';
import { parseLogIn, parsePersona, personaClaims, personaSecret } from '../src/persona.js';
import { portBlock } from '../src/ports.js';
import { openStage, openStageOn, PortsTaken } from '../src/stage.js';
import { addDays, civilDate, parseMoment, stockholmInstant } from '../src/stockholm-time.js';

t.test('personas', async (t) => {
  t.strictSame(parsePersona('social-worker.2@stockholm/JARVA'), {
    role: 'social-worker',
    number: 2,
    city: 'stockholm',
    unit: 'JARVA',
  });
  t.match(parsePersona('auditor@malmo'), { role: 'auditor', number: 1, unit: undefined });
  const nobody = [
    'mayor@malmo',
    'auditor@uppsala',
    'auditor.0@malmo',
    'auditor@malmo/asn',
    'auditor',
    '@malmo',
  ];
  for (const name of nobody) t.equal(parsePersona(name), undefined, name);
  t.match(parseLogIn('auditor@malmo'), { persona: { role: 'auditor' }, hasRole: true });
  t.match(parseLogIn('auditor@malmo!no-role'), { hasRole: false });
  for (const name of [
    'auditor',
    'auditor@malmo!',
    'auditor@malmo!tall',
    'auditor@malmo!loa2!no-role',
    'auditor@malmo!toString',
  ])
    t.equal(parseLogIn(name), undefined, name);
  const liaison = parsePersona('police-liaison@goteborg');
  t.strictSame(liaison && personaClaims(liaison), {
    roles: ['police-liaison'],
    units: [],
    'https://id.oidc.se/claim/orgAffiliation': 'police-liaison.1@2120001355',
  });
});

t.test('time in Stockholm', async (t) => {
  t.equal(civilDate(new Date('2025-03-29T23:30:00Z')), '2025-03-30');
  t.equal(stockholmInstant('2025-03-30', '09:00').toISOString(), '2025-03-30T07:00:00.000Z');
  t.equal(stockholmInstant('2025-10-26', '09:00').toISOString(), '2025-10-26T08:00:00.000Z');
  t.equal(stockholmInstant('2025-03-30', '00:00').toISOString(), '2025-03-29T23:00:00.000Z');
  t.equal(addDays('2024-02-28', 2), '2024-03-01');
  t.equal(addDays('2025-01-01', -1), '2024-12-31');
  t.equal(parseMoment('2025-01-13T09:00:00+01:00')?.toISOString(), '2025-01-13T08:00:00.000Z');
  for (const text of ['2025-02-29', '2025-01-13T09:00:00', '13 Jan 2025', ''])
    t.equal(parseMoment(text), undefined, text);
});

t.test('the identity provider gives tokens to personas only', async (t) => {
  const stage = await openStage();
  t.teardown(() => stage.close());
  const ask = async (persona: string, resource: string) => {
    const form = {
      grant_type: 'client_credentials',
      client_id: persona,
      client_secret: personaSecret,
      resource,
    };
    const response = await fetch(`${stage.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return (await response.json()) as { access_token?: string; error?: string };
  };
  const { access_token = '' } = await ask('administrator@malmo', 'urn:storstad:desk:malmo');
  const [header, payload] = access_token
    .split('.', 2)
    .map((part) => JSON.parse(`${Buffer.from(part, 'base64url')}`));
  t.match(header, { alg: 'ES256', kid: String });
  t.match(payload, {
    iss: stage.issuer,
    aud: 'urn:storstad:desk:malmo',
    sub: 'administrator@malmo',
    roles: ['administrator'],
    'https://id.oidc.se/claim/orgAffiliation': 'administrator.1@2120001124',
  });
  t.match(await ask('mayor@malmo', 'urn:storstad:desk:malmo'), { error: 'invalid_client' });
  t.match(await ask('auditor@malmo', 'urn:storstad:desk:uppsala'), { error: 'invalid_target' });
});

t.test('a stage is on ports that nobody else uses', async (t) => {
  const stage = await openStage();
  t.teardown(() => stage.close());
  const base = stage.ports.identityProvider;
  await t.rejects(openStageOn(portBlock(base)), new PortsTaken([base]));
  const other = await openStage();
  t.not(other.ports.identityProvider, base);
  await other.close();
  const intruder = createServer().listen(other.ports.cities.malmo?.peer, other.host);
  await new Promise((resolve) => intruder.once('listening', resolve));
  t.teardown(() => intruder.close());
  await t.rejects(openStageOn(other.ports), {
    message: `Another program listens on port ${other.ports.cities.malmo?.peer}`,
  });
});

t.test('a network', async (t) => {
  const stage = await openStage();
  const folder = t.testdir();
  const ends: string[] = [];
  const onUnexpectedEnd = (problem: string) => ends.push(problem);
  const clock = new Date('2025-01-13T08:00:00Z');
  const network = await startNetwork({
    stage,
    folder,
    clock,
    cities: ['stockholm', 'malmo'],
    onUnexpectedEnd,
  });
  t.teardown(async () => {
    await network.kill();
    await stage.close();
  });
  t.strictSame(network.cityIds, ['stockholm', 'malmo']);
  t.match(await network.desk.must('auditor@malmo', 'listAgreements'), { agreements: [] });
  await t.rejects(network.desk.must('auditor@malmo', 'listCases'), {
    code: 'NOT_PERMITTED',
    message: /listCases as auditor@malmo was refused \(403\)/,
  });
  await network.deliver();
  await t.rejects(network.mend('stockholm', 'malmo'), { message: /not cut off/ });
  await network.crash('malmo');
  await t.rejects(network.crash('malmo'), { message: 'malmo is not running' });
  await t.rejects(network.desk.call('auditor@malmo', 'listAgreements'), { message: /^no answer from http/ });
  await network.cut('stockholm', 'malmo');
  await network.restart('malmo');
  await t.rejects(network.restart('malmo'), { message: 'malmo is already running' });
  await network.mend('stockholm', 'malmo');
  await network.deliver();
  t.strictSame(ends, [], 'a crash that was asked for is not unexpected');
  await network.stop();
  t.throws(() => network.city('goteborg'), { message: 'goteborg does not take part; stockholm, malmo do' });
});

t.test('a node that cannot start says why', async (t) => {
  const stage = await openStage();
  t.teardown(() => stage.close());
  const port = stage.ports.cities.malmo?.desk;
  const intruder = createServer().listen(port, stage.host);
  await new Promise((resolve) => intruder.once('listening', resolve));
  t.teardown(() => intruder.close());
  const starting = startNetwork({ stage, folder: t.testdir(), clock: 'real', cities: ['malmo'] });
  await t.rejects(starting, { message: new RegExp(`malmo stopped \\(exit status 1\\)[^]*${port}`) });
});

t.test('the main job, interrupted once', async (t) => {
  const stage = await openStage();
  t.teardown(() => stage.close());
  const folder = t.testdir();
  const file = join(folder, 'main-job.json');
  const told: string[] = [];

  const playUntil = async (enough: number) => {
    const progress = await readProgress(file);
    const network = await startNetwork({ stage, folder, clock: clockOf(progress) });
    const tell = (line: string) => {
      told.push(line);
      if (told.length === enough) throw new Error('interrupted');
    };
    await playMainJob(new Job(network, progress), file, tell).finally(() => network.kill());
    return progress;
  };

  await t.rejects(playUntil(9), { message: 'interrupted' });
  const progress: Progress = await playUntil(Number.POSITIVE_INFINITY);
  t.match(
    told.slice(8, 10),
    [/Stockholm asks Malmö/, /Stockholm asks Malmö/],
    'the step that was not noted down is told again',
  );
  t.match(told.at(-1), /equal line by line.*1 case, 99 days, 89,100\.00 SEK/);
  const again = await playUntil(Number.POSITIVE_INFINITY);
  t.strictSame(again, progress);
  t.match(told.slice(-2), [/was played on .*--fresh begins anew/, /equal line by line/]);
});

t.test('a folder is for one start at a time', async (t) => {
  const folder = t.testdir({ store: 'kept', 'running.pid': '' });
  const unlock = await lockFolder(folder);
  await t.rejects(lockFolder(folder), /Another npm start/);
  await emptyFolder(folder);
  t.strictSame(readdirSync(folder), ['running.pid'], 'the lock outlives --fresh');
  await unlock();
  const ended = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(join(folder, 'running.pid'), String(ended));
  await (await lockFolder(folder))();
  t.strictSame(readdirSync(folder), [], 'what a killed start left behind is taken over');
});
