// How a node fares as its administrator sees it; refused messages that are ticked off; who has logged in.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { peerContract } from '@storstad/contract';
import t, { type Test } from 'tap';
import { recordLogIn } from '../src/commands/staff.js';
import type { City, Unit } from '../src/domain/values.js';
import { administrator, agree, openAndReady, worker } from './helpers/case-work.js';
import { startCities } from './helpers/city-nodes.js';
import { HandMadeCity } from './helpers/hand-made-city.js';
import { staff } from './helpers/identity-provider.js';
import { refusedAcceptance } from './helpers/refused-acceptance.js';
import { contentsOf, journalEvents, onlyRefused, writtenSince } from './helpers/store-contents.js';

const auditor = staff('auditor');
const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';

async function start(t: Test, others: readonly HandMadeCity[] = []) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'], others });
  await agree(cities);
  return { ...cities, home: cities.node('stockholm'), receiving: cities.node('malmo') };
}

t.test('each other city, what waits for it, own keys, journal, versions', async (t) => {
  const unsigned = new HandMadeCity('goteborg', undefined, null);
  const { home, receiving, clock, deliver } = await start(t, [unsigned]);
  const status = () => home.must(auditor, 'getNodeStatus');
  const peer = async (name: string) =>
    (await status()).peers.find(({ city }: { city: City }) => city === name);
  const { journal, signingKey, openingKey } = { ...home.node.store, ...home.node.secrets };
  const secrets = join(dirname(home.node.store.db.$client.name), '..', 'secrets');
  const writtenAt = (name: string) => statSync(join(secrets, `${name}.jwk.json`)).mtime.toISOString();
  const { hash, entries } = journal.head();
  const { peers, ...own } = await status();
  t.strictSame(own, {
    city: 'stockholm',
    rehearsal: false,
    softwareVersion: own.softwareVersion,
    contractDigest: peerContract.digest,
    cardSignedAt: '2025-01-01T00:00:00.000Z',
    keys: [
      { use: 'signing', keyId: signingKey.kid, fileWrittenAt: writtenAt('signing') },
      { use: 'sealing', keyId: openingKey.kid, fileWrittenAt: writtenAt('sealing') },
    ],
    journal: { entries, head: hash },
    agreementsInForce: ['2025'],
  });
  t.ok(entries > 0);
  t.match(await peer('goteborg'), {
    signsContract: false,
    cardSignedAt: null,
    waitingSince: '2025-01-13T08:00:00.000Z',
    lastReceiptAt: null,
  });
  const agreed = {
    city: 'malmo',
    signsContract: true,
    cardSignedAt: '2025-01-01T00:00:00.000Z',
    circuit: 'closed',
    waiting: 0,
    waitingSince: null,
    lastReceiptAt: '2025-01-13T08:00:00.000Z',
    refused: 0,
  };
  t.strictSame(await peer('malmo'), agreed);

  receiving.peerDoor.shut();
  const cases = [await openAndReady(home), await openAndReady(home)];
  clock.advance(60);
  for (const caseId of cases)
    await home.must(worker, 'sendReferral', { params: { caseId }, body: { city: 'malmo' } });
  t.match(await peer('malmo'), { circuit: 'closed' }, 'two failures are not enough');
  for (let failed = home.log.count('not delivered'); (await peer('malmo')).circuit === 'closed'; failed++) {
    clock.advance(600);
    home.courier.wake(['malmo' as City]);
    await home.log.hear('not delivered', failed + 1);
  }
  const waits = { waiting: 2, waitingSince: '2025-01-13T08:01:00.000Z', circuit: 'open' };
  t.strictSame(await peer('malmo'), { ...agreed, ...waits });

  receiving.peerDoor.open();
  const receivedAt = clock.now();
  await deliver();
  t.strictSame(await peer('malmo'), { ...agreed, lastReceiptAt: receivedAt });
  clock.advance(400 * 86_400);
  t.strictSame((await status()).agreementsInForce, []);
});

t.test('a refused message is ticked off, once, and is not counted any more', async (t) => {
  const started = await start(t);
  const { home, receiving, clock } = started;
  const messageId = await refusedAcceptance(started);
  const refused = async () => (await receiving.must(administrator, 'getNodeStatus')).peers[0].refused;
  const tickOff = (id: string, body: object = {}) =>
    receiving.ask(administrator, 'acknowledgeDelivery', { params: { messageId: id }, body });
  t.equal(await refused(), 1);
  t.match(await tickOff(messageId, { note: 'x' }), { status: 400, body: { code: 'REQUEST_INVALID' } });

  const { status, body } = await tickOff(messageId, { note: 'nothing-to-do' });
  const acknowledged = { messageId, acknowledgedAt: clock.now(), note: 'nothing-to-do' };
  t.match({ status, body }, { status: 201, body: acknowledged });
  t.equal(await refused(), 0);
  t.match(await receiving.must(administrator, 'listDeliveries'), { deliveries: [acknowledged] });
  t.match(journalEvents(receiving.node.store).at(-1), {
    type: 'delivery-acknowledged',
    messageId,
    staff: 'test-administrator',
    note: 'nothing-to-do',
  });

  const accepted = home.node.store.db.$client
    .prepare("SELECT message_id FROM outbox WHERE state = 'accepted' LIMIT 1")
    .pluck()
    .get() as string;
  for (const [name, id, code] of [
    ['a second time', messageId, 'ALREADY_SETTLED'],
    ['no such message', uuid, 'NOT_FOUND'],
    ["another city's", accepted, 'NOT_FOUND'],
  ] as const) {
    const before = contentsOf(receiving.node.store);
    t.match(await tickOff(id), { body: { code } }, name);
    t.strictSame(writtenSince(receiving.node.store, before), onlyRefused(code), name);
  }
  const params = { messageId: accepted };
  t.match(await home.ask(administrator, 'acknowledgeDelivery', { params, body: {} }), { status: 404 });

  const second = await refusedAcceptance(started);
  t.match(await receiving.must(administrator, 'listDeliveries'), {
    deliveries: [{ messageId: second }, { messageId }],
  });
  t.match(await tickOff(second), { body: { messageId: second, note: null } });
  t.equal(await refused(), 0);
});

t.test('who has logged in, as the tokens said the last time', async (t) => {
  const { home, clock } = await start(t);
  const list = (query = '') => home.must(auditor, 'listStaff', { query });
  t.strictSame(await list(), { staff: [], page: 1, limit: 20, total: 0 });
  const units = ['JARVA'] as Unit[];
  await recordLogIn(home.node, { subject: 'berit', roles: ['social-worker', 'administrator'], units });
  await recordLogIn(home.node, { subject: 'anna', roles: ['auditor'], units: [] });
  clock.advance(60);
  await recordLogIn(home.node, { subject: 'berit', roles: ['social-worker'], units });
  const anna = { staff: 'anna', roles: ['auditor'], units: [], lastLogInAt: '2025-01-13T08:00:00.000Z' };
  const berit = { staff: 'berit', roles: ['social-worker'], units, lastLogInAt: '2025-01-13T08:01:00.000Z' };
  t.strictSame(await list(), { staff: [anna, berit], page: 1, limit: 20, total: 2 });
  t.strictSame(await list('?page=2&limit=1'), { staff: [berit], page: 2, limit: 1, total: 2 });
  t.match(journalEvents(home.node.store).at(-1), {
    type: 'logged-in',
    staff: 'berit',
    roles: ['social-worker'],
  });
});
