// Two nodes that talk while the way between them fails: nothing is lost, nothing is done twice.
import type { SignedDocument } from '@storstad/contract';
import t, { type Test } from 'tap';
import type { SendToPeer, Sent } from '../src/delivery/peer-client.js';
import type { City } from '../src/domain/values.js';
import {
  administrator,
  agree,
  agreementAmong,
  approvalBy,
  openAndReady,
  worker,
  workerIn,
} from './helpers/case-work.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { HandMadeCity, signDocumentByHand } from './helpers/hand-made-city.js';
import { knock, signedKnock } from './helpers/peer-knock.js';
import { journalEvents, rowCounts } from './helpers/store-contents.js';

const malmo = 'malmo' as City;
const notTaken: Sent = { outcome: 'not-taken', problem: 'NOT_READY' };

/** What happens to Stockholm's messages and their answers on the way, and how often Stockholm has sent. */
interface Way {
  sent: number;
  pass: (sendOn: () => Promise<Sent>, message: { type: string; thread: string }) => Promise<Sent>;
}

/** Stockholm and Malmö with an agreement, and the way between them in the test's hand. */
async function start(t: Test) {
  const way: Way = { sent: 0, pass: (sendOn) => sendOn() };
  const onTheWay =
    (from: string, send: SendToPeer): SendToPeer =>
    async (peer, document, trace) => {
      if (from !== 'stockholm') return send(peer, document, trace);
      way.sent += 1;
      return way.pass(() => send(peer, document, trace), payloadOf(document));
    };
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'], onTheWay });
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const wake = (afterSeconds: number) => {
    cities.clock.advance(afterSeconds);
    home.courier.wake([malmo]);
  };
  return { cities, home, receiving, way, wake };
}

async function agreed(t: Test) {
  const started = await start(t);
  await agree(started.cities, 10);
  started.way.sent = 0;
  return { ...started, heard: started.home.log.count('delivered') };
}

async function send(home: CityNode): Promise<string> {
  const caseId = await openAndReady(home);
  await home.must(worker, 'sendReferral', { params: { caseId }, body: { city: 'malmo' } });
  return caseId;
}

const waiting = ({ node }: CityNode) => node.store.messages.countWaiting(malmo);
const happened = ({ node }: CityNode, type: string) =>
  journalEvents(node.store).filter((event) => event.type === type);

t.test('a peer that is down for a day loses nothing', async (t) => {
  const { home, receiving, wake, heard } = await agreed(t);
  receiving.peerDoor.shut();
  const sent = [await send(home), await send(home), await send(home)];
  const [first = ''] = sent;
  const { referrals } = await home.must(worker, 'getCase', { params: { caseId: first } });
  const withdrawn = {
    params: { caseId: first, referralId: referrals[0].id },
    body: { reason: 'need-changed' },
  };
  await home.must(worker, 'withdrawReferral', withdrawn);
  await home.log.hear('not delivered', 3);
  for (let hour = 1; hour <= 24; hour++) {
    wake(3600);
    await home.log.hear('not delivered', 3 + hour);
  }
  t.equal(waiting(home), 4);
  t.equal(rowCounts(receiving.node.store).cases, 0);

  receiving.peerDoor.open();
  wake(3600);
  await home.log.hear('delivered', heard + 4);
  t.equal(waiting(home), 0);
  const arrived = happened(receiving, 'referral-received').map(({ caseId }) => caseId);
  t.strictSame(arrived.toSorted(), sent.toSorted(), 'each once');
  const ofFirst = journalEvents(receiving.node.store).filter(({ caseId }) => caseId === first);
  t.strictSame(
    ofFirst.map(({ type }) => type),
    ['referral-received', 'referral-cancelled'],
    'and in order',
  );
  t.strictSame(happened(receiving, 'refused'), []);
});

t.test('a message that comes ten times at once is done once', async (t) => {
  const { home, receiving, wake, heard } = await agreed(t);
  receiving.peerDoor.shut();
  const caseId = await send(home);
  await home.log.hear('not delivered');
  receiving.peerDoor.open();
  const [message] = home.node.store.messages.waiting(malmo, 0, 1);
  const body = Buffer.from(message?.document ?? '');
  const before = rowCounts(receiving.node.store);
  const knocks = Array.from({ length: 10 }, () => knock(receiving, signedKnock(home.voice, receiving, body)));
  const answers = await Promise.all(knocks);
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200]);
  t.equal(new Set(answers.map(({ text }) => text)).size, 1, 'ten times the same receipt');
  t.match(happened(receiving, 'referral-received'), [{ caseId }]);
  const { journal, inbox, cases } = rowCounts(receiving.node.store);
  const one = (n = 0) => n + 1;
  t.strictSame([journal, inbox, cases], [one(before.journal), one(before.inbox), one(before.cases)]);

  wake(3600);
  await home.log.hear('delivered', heard + 1);
  const kept = home.node.store.db.$client.prepare('SELECT receipt FROM outbox WHERE message_id = ?').pluck();
  t.equal(kept.get(message?.messageId), answers[0]?.text, 'and so does the home city at last');
});

t.test('a receipt that is lost on the way is given again', async (t) => {
  const { home, receiving, way, wake, heard } = await agreed(t);
  const receipts: Sent[] = [];
  way.pass = async (sendOn) => {
    const sent = await sendOn();
    receipts.push(sent);
    return receipts.length < 3 ? { outcome: 'unreachable', problem: 'LOST' } : sent;
  };
  await send(home);
  await home.log.hear('not delivered');
  t.equal(waiting(home), 1, 'what has no receipt is not delivered');
  wake(day);
  await home.log.hear('not delivered', 2);
  wake(day);
  await home.log.hear('delivered', heard + 1);
  t.match(
    receipts,
    [1, 2, 3].map(() => ({ outcome: 'answered' })),
  );
  t.strictSame(receipts.slice(1), receipts.slice(0, 2), 'the same, though the days are others');
  t.equal(happened(receiving, 'referral-received').length, 1);
});

t.test('only the receipt for this message, by that city, closes it', async (t) => {
  const { home, receiving, way, wake, heard } = await agreed(t);
  const type = 'storstad-receipt+json';
  const stranger = new HandMadeCity('malmo');
  const said = (receipt: SignedDocument) => JSON.parse(Buffer.from(receipt.payload, 'base64url').toString());
  const resigned = (changes: object) => (receipt: SignedDocument) =>
    signDocumentByHand(JSON.stringify({ ...said(receipt), ...changes }), type, receiving.voice.key);
  const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
  const forgeries: [string, (receipt: SignedDocument) => unknown][] = [
    [
      'by a key that nobody knows',
      (receipt) => signDocumentByHand(JSON.stringify(said(receipt)), type, stranger.key),
    ],
    [
      "by the sender's own key",
      (receipt) => signDocumentByHand(JSON.stringify(said(receipt)), type, home.voice.key),
    ],
    [
      'without a good signature',
      (receipt) => ({
        ...receipt,
        signature: receipt.signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
      }),
    ],
    [
      'signed as a message',
      (receipt) =>
        signDocumentByHand(JSON.stringify(said(receipt)), 'storstad-message+json', receiving.voice.key),
    ],
    ['for another message', resigned({ messageId: uuid })],
    ['for other bytes', resigned({ messageDigest: `sha-256:${'0'.repeat(64)}` })],
    ['from another city', resigned({ from: 'goteborg' })],
    ['to another city', resigned({ to: 'goteborg' })],
    ['refused for no reason', resigned({ outcome: 'refused' })],
    ['accepted with a reason', resigned({ refusal: { code: 'MINOR', facts: {} } })],
    ['with an unknown field', resigned({ note: 'x' })],
    ['no receipt', () => ({ status: 'ok' })],
    ['nothing', () => null],
  ];
  let forge: ((receipt: SignedDocument) => unknown) | undefined;
  way.pass = async (sendOn) => {
    const sent = await sendOn();
    return sent.outcome === 'answered' && forge
      ? { ...sent, receipt: forge(sent.receipt) as SignedDocument }
      : sent;
  };
  for (const [index, [name, forgery]] of forgeries.entries()) {
    forge = forgery;
    if (index === 0) await send(home);
    else wake(day);
    await home.log.hear('not delivered', index + 1);
    const { deliveries } = await home.must(administrator, 'listDeliveries');
    t.match(deliveries, [{ state: 'waiting', attempts: index + 1, lastProblem: 'RECEIPT_INVALID' }], name);
  }
  forge = undefined;
  wake(day);
  await home.log.hear('delivered', heard + 1);
  t.equal(waiting(home), 0);
});

t.test('after three failures nothing goes out, then one message alone tries the way', async (t) => {
  const { home, receiving, way, wake, heard } = await agreed(t);
  receiving.peerDoor.shut();
  for (let sent = 1; sent <= 3; sent++) {
    await send(home);
    await home.log.hear('not delivered', sent);
  }
  // Waits are doubled, and up to a fifth shorter: 4 s after three failures, 8 s after four.
  for (const [seconds, sent, failed] of [
    [0, 3, 3],
    [3, 3, 3],
    [1, 4, 4],
    [6, 4, 4],
    [2, 5, 5],
    [12, 5, 5],
  ] as const) {
    wake(seconds);
    t.equal(way.sent, sent, `${seconds} s later`);
    await home.log.hear('not delivered', failed);
  }
  receiving.peerDoor.open();
  wake(4);
  t.equal(way.sent, 6, 'one alone');
  await home.log.hear('delivered', heard + 3);
  t.equal(way.sent, 8, 'and then the others');
  t.equal(waiting(home), 0);
});

t.test('a message that the peer does not take holds up its own thread alone', async (t) => {
  const { home, receiving, way, wake, heard } = await agreed(t);
  const first = await openAndReady(home);
  way.pass = async (sendOn, { thread }) => (thread === `cases/${first}` ? notTaken : sendOn());
  await home.must(worker, 'sendReferral', { params: { caseId: first }, body: { city: 'malmo' } });
  await home.log.hear('not delivered');
  await send(home);
  await home.log.hear('delivered', heard + 1);
  t.equal(waiting(home), 1);
  way.pass = (sendOn) => sendOn();
  wake(day);
  await home.log.hear('delivered', heard + 2);
  t.equal(happened(receiving, 'referral-received').length, 2);
});

t.test('a request that the other city refuses frees its place at home', async (t) => {
  const { cities, home, receiving, way, wake } = await start(t);
  const params = { agreementId: '2025' };
  await home.must(administrator, 'proposeAgreement', { body: agreementAmong(['stockholm', 'malmo'], 1) });
  await cities.deliver();
  await receiving.must(administrator, 'approveAgreement', { params, body: approvalBy('ASN') });
  await home.must(administrator, 'approveAgreement', { params, body: approvalBy('JARVA') });
  await cities.deliver();
  // What is in force in Stockholm is not so in Malmö before the last approval has come.
  way.pass = async (sendOn, { type }) => (type === 'agreement-approved' ? notTaken : sendOn());
  await home.must(administrator, 'approveAgreement', { params, body: approvalBy('FARSTA') });
  await home.log.hear('not delivered');
  const heard = home.log.count('delivered');
  const caseId = await send(home);
  t.match(await home.must(worker, 'listQuotas'), { quotas: [{ direction: 'sent', used: 1, limit: 1 }, {}] });
  await home.log.hear('delivered', heard + 1);
  const found = await home.must(worker, 'getCase', { params: { caseId } });
  t.match(found, {
    state: 'rejected',
    referrals: [{ state: 'rejected', refusalCode: 'PARTY_NOT_RATIFIED' }],
  });
  t.match(await home.must(worker, 'listQuotas'), { quotas: [{ direction: 'sent', used: 0 }, {}] });
  t.match(await receiving.must(workerIn('malmo'), 'listCases'), { total: 0 });

  way.pass = (sendOn) => sendOn();
  wake(3600);
  await home.log.hear('delivered', heard + 2);
  await home.must(worker, 'sendReferral', { params: { caseId }, body: { city: 'malmo' } });
  await home.log.hear('delivered', heard + 3);
  t.match(await home.must(worker, 'getCase', { params: { caseId } }), { state: 'requested' });
  t.match(await receiving.must(workerIn('malmo'), 'listCases'), {
    cases: [{ id: caseId, state: 'received' }],
  });
});

const payloadOf = (document: string) =>
  JSON.parse(Buffer.from(JSON.parse(document).payload, 'base64url').toString());
