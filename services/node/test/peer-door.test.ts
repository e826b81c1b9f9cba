// What comes to the peer door over HTTP from cities that err or lie. Signed by hand, without the product's library.
import { createPublicKey, randomUUID } from 'node:crypto';
import { type Message, peerContract } from '@storstad/contract';
import t, { type Test } from 'tap';
import { workerIn } from './helpers/case-work.js';
import { type CityNode, startCities, TestClock } from './helpers/city-nodes.js';
import { HandMadeCity, payloadDigest, privateKeyOf, signDocumentByHand } from './helpers/hand-made-city.js';
import {
  agreeByHand,
  handOver,
  type Knock,
  knock,
  readReceipt,
  request,
  signedKnock,
  vectorKeys,
  vectors,
} from './helpers/peer-knock.js';
import { contentDigest, isSignedAnswer } from './helpers/rfc9421.js';
import { contentsOf, nothing, onlyRefused, rowCounts, writtenSince } from './helpers/store-contents.js';

const stockholm = new HandMadeCity('stockholm');
/** Has a member card, and no body in the agreement. */
const lund = new HandMadeCity('lund');
/** Has signed no version of the contract. */
const vaxjo = new HandMadeCity('vaxjo', undefined, null);
const otherDigest = `sha-256:${'0'.repeat(64)}`;
/** Has signed another version of the contract. */
const kalmar = new HandMadeCity('kalmar', undefined, otherDigest);
/** Nobody knows it. */
const stranger = new HandMadeCity('stockholm');

async function startMalmo(t: Test): Promise<CityNode> {
  const others = [stockholm, lund, vaxjo, kalmar];
  const malmo = (await startCities(t, { cities: ['malmo'], others })).node('malmo');
  await agreeByHand(malmo, stockholm);
  return malmo;
}

const isSignedBy = (node: CityNode, answer: Parameters<typeof isSignedAnswer>[0], { headers }: Knock) =>
  isSignedAnswer(answer, headers, createPublicKey(node.voice.key));

t.test('every vector gets the answer that its file names', async (t) => {
  for (const { name, now, expect, requests } of vectors) {
    const others = [new HandMadeCity('stockholm', privateKeyOf(vectorKeys.stockholm ?? {}))];
    const publicUrl = 'https://malmo.example/peer/v1';
    const clock = new TestClock(new Date(now));
    const { node } = await startCities(t, { cities: ['malmo'], others, clock, publicUrl });
    const got = [];
    for (const each of requests) {
      const answer = await knock(node('malmo'), each);
      // The vectors' bodies are no messages: a good signature gets as far as the contract, and a signed answer.
      const isAccepted = answer.body.code === 'REQUEST_INVALID' && isSignedBy(node('malmo'), answer, each);
      got.push(isAccepted ? 'accepted' : answer.body.code);
    }
    t.strictSame(got, [...requests.slice(1).map(() => 'accepted'), expect], name);
  }
  t.ok(vectors.length >= 26);
});

t.test('a request whose signature does not hold writes nothing', async (t) => {
  const malmo = await startMalmo(t);
  const { own, store, clock } = malmo.node;
  const seconds = clock.wall().getTime() / 1000;
  const body = stockholm.document(stockholm.message(own, 'referral-requested', request()));
  const other = stockholm.document(stockholm.message(own, 'referral-requested', request()));
  const good = () => signedKnock(stockholm, malmo, body);
  const planned = (plan: object) => signedKnock(stockholm, malmo, body, plan);
  const withHeaders = (headers: object): Knock => ({ ...good(), headers: { ...good().headers, ...headers } });
  const to = (targetUri: string) => ({
    ...good(),
    headers: stockholm.signed({ ...own, peerUrl: targetUri }, body, clock.wall()),
  });
  const large = Buffer.alloc(256 * 1024 + 1, ' ');
  const table: [string, Knock, number, string][] = [
    ['unsigned', { body, headers: { 'content-type': 'application/json' } }, 401, 'SIGNATURE_MISSING'],
    [
      'unsigned, to no address',
      { body, headers: {}, path: '/peer/v1/secrets', method: 'GET' },
      401,
      'SIGNATURE_MISSING',
    ],
    ['another key', planned({ key: lund.key }), 401, 'SIGNATURE_BAD'],
    ['no card', signedKnock(stranger, malmo, body), 401, 'KEY_UNKNOWN'],
    ["Malmö's own key", signedKnock(malmo.voice, malmo, body), 401, 'KEY_UNKNOWN'],
    ['altered body', { ...good(), body: other }, 401, 'DIGEST_DIFFERS'],
    [
      'altered body and digest',
      { ...withHeaders({ 'content-digest': contentDigest(other) }), body: other },
      401,
      'SIGNATURE_BAD',
    ],
    ['altered digest', withHeaders({ 'content-digest': contentDigest(other) }), 401, 'SIGNATURE_BAD'],
    ['altered path', { ...good(), path: '/peer/v1/messages/1' }, 401, 'SIGNATURE_BAD'],
    ['altered query', { ...good(), path: '/peer/v1/messages?x=1' }, 401, 'SIGNATURE_BAD'],
    ['altered method', { ...good(), method: 'PUT' }, 401, 'SIGNATURE_BAD'],
    [
      'altered type',
      withHeaders({ 'content-type': 'application/json; charset=utf-8' }),
      401,
      'SIGNATURE_BAD',
    ],
    ["another city's address", to('https://goteborg.example/peer/v1'), 401, 'SIGNATURE_BAD'],
    ['old', planned({ created: seconds - 61, lifetime: 60 }), 401, 'SIGNATURE_OLD'],
    ['made to live long', planned({ lifetime: 61 }), 401, 'SIGNATURE_OLD'],
    ['from the future', planned({ created: seconds + 6 }), 401, 'SIGNATURE_FROM_FUTURE'],
    [
      'body not covered',
      planned({ covered: ['@method', '@target-uri', 'content-type'] }),
      401,
      'COMPONENTS_MISSING',
    ],
    ['over 256 kB', signedKnock(stockholm, malmo, large), 413, 'BODY_TOO_LARGE'],
  ];
  const before = contentsOf(store);
  for (const [name, sent, status, code] of table) {
    const answer = await knock(malmo, sent);
    t.match(answer, { status, body: { status, code } }, name);
    t.match(answer.headers['content-type'], 'application/problem+json', name);
  }
  t.strictSame(writtenSince(store, before), nothing);

  const once = good();
  t.equal((await knock(malmo, once)).status, 200, 'after all this, the good one');
  const after = contentsOf(store);
  t.match(await knock(malmo, once), { status: 401, body: { code: 'NONCE_REPLAYED' } });
  t.strictSame(writtenSince(store, after), nothing);
  isDiscreet(t, malmo);
});

t.test('a signed request that is no message gets a signed answer', async (t) => {
  const malmo = await startMalmo(t);
  const { own, store } = malmo.node;
  const message = (changes: Partial<Message> = {}, content: unknown = request()) =>
    stockholm.message(own, 'referral-requested', content, changes);
  const good = message();
  const text = JSON.stringify(good);
  const document = stockholm.document(good);
  const raw = (body: string | Buffer, plan?: object) =>
    signedKnock(stockholm, malmo, Buffer.from(body), plan);
  const says = (payload: object | string) => signedKnock(stockholm, malmo, stockholm.document(payload));
  const by = (city: HandMadeCity, changes: Partial<Message> = {}) =>
    signedKnock(city, malmo, city.document(city.message(own, 'referral-requested', request(), changes)));
  const sealedFor = (city: HandMadeCity) =>
    city.message({ ...own, sealingKey: malmoSealsTo(lund) }, 'referral-requested', request());
  const malmoSealsTo = (city: HandMadeCity) => ({
    ...own.sealingKey,
    keyObject: createPublicKey({ format: 'jwk', key: city.card.sealingKey }),
  });
  const elsewhere = (path: string): Knock => ({
    ...raw(document),
    headers: stockholm.signed(
      { ...own, peerUrl: own.peerUrl + path.replace(/\/messages$/, '') },
      document,
      malmo.node.clock.wall(),
    ),
  });

  const atTheDoor: [string, Knock, number, string][] = [
    ['plain text', raw(document, { contentType: 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no address here', { ...elsewhere('/more/messages'), path: '/peer/v1/more/messages' }, 404, 'NOT_FOUND'],
    ['not JSON', raw('{'), 400, 'NOT_JSON'],
    ['no UTF-8', raw(Buffer.from([0x22, 0xff, 0x22])), 400, 'NOT_JSON'],
    ['nothing', raw(''), 400, 'REQUEST_INVALID'],
    ['the same key twice', raw(`{"payload":"x",${document.subarray(1)}`), 400, 'DUPLICATE_KEY'],
    ['unknown field', raw(`{"header":{},${document.subarray(1)}`), 400, 'REQUEST_INVALID'],
  ];
  const inTheMessage: [string, Knock, number, string][] = [
    ['signed as a receipt', raw(stockholm.document(good, 'storstad-receipt+json')), 400, 'DOCUMENT_INVALID'],
    ["another city's document", raw(lund.document(good)), 400, 'DOCUMENT_INVALID'],
    [
      'a document without a good signature',
      raw(
        JSON.stringify({
          ...signDocumentByHand(text, 'storstad-message+json', stockholm.key),
          payload: Buffer.from(`${text} `).toString('base64url'),
        }),
      ),
      400,
      'DOCUMENT_INVALID',
    ],
    ['no message', says({ messageId: good.id }), 400, 'DOCUMENT_INVALID'],
    ['unknown field in the envelope', says({ ...good, name: 'Kim Exempel' }), 400, 'DOCUMENT_INVALID'],
    ['the same key twice in the envelope', says(`{"to":"lund",${text.slice(1)}`), 400, 'DOCUMENT_INVALID'],
    ['from another city', by(stockholm, { from: 'lund' }), 403, 'SENDER_DIFFERS'],
    ['for another city', by(stockholm, { to: 'lund' }), 403, 'RECIPIENT_DIFFERS'],
    ['a contract nobody signed', by(stockholm, { contract: otherDigest }), 409, 'CONTRACT_NOT_SIGNED'],
    ['a contract only Malmö signed', by(vaxjo), 409, 'CONTRACT_NOT_SIGNED'],
    ['a contract only the sender signed', by(kalmar, { contract: otherDigest }), 409, 'CONTRACT_NOT_SIGNED'],
    ['sealed to another key', says(sealedFor(stockholm)), 400, 'CONTENT_INVALID'],
    ['content of another message', says({ ...good, id: randomUUID() }), 400, 'CONTENT_INVALID'],
    ['content of another thread', says({ ...good, thread: `cases/${randomUUID()}` }), 400, 'CONTENT_INVALID'],
    ['content of another type', says(message({ type: 'arrival-recorded' })), 400, 'CONTENT_INVALID'],
    [
      'unknown field in the content',
      says(message({}, { ...request(), name: 'Kim Exempel' })),
      400,
      'CONTENT_INVALID',
    ],
    ['a predecessor that was not', by(stockholm, { previous: otherDigest }), 409, 'OUT_OF_ORDER'],
  ];
  for (const [table, isRecorded] of [
    [atTheDoor, false],
    [inTheMessage, true],
  ] as const)
    for (const [name, sent, status, code] of table) {
      const before = contentsOf(store);
      const answer = await knock(malmo, sent);
      t.match(answer, { status, body: { status, code } }, name);
      t.ok(isSignedBy(malmo, answer, sent), `${name}: signed`);
      t.strictSame(writtenSince(store, before), isRecorded ? onlyRefused(code) : nothing, name);
    }
  isDiscreet(t, malmo, good.thread.slice(6));
});

t.test('a message is done once, and means one thing', async (t) => {
  const malmo = await startMalmo(t);
  const { own, store } = malmo.node;
  const message = stockholm.message(own, 'referral-requested', request());
  const sent = signedKnock(stockholm, malmo, stockholm.document(message));
  const first = await knock(malmo, sent);
  t.ok(isSignedBy(malmo, first, sent));
  t.match(readReceipt(first), {
    messageId: message.id,
    messageDigest: payloadDigest(message),
    outcome: 'accepted',
    refusal: null,
  });
  const rows = rowCounts(store);

  const before = contentsOf(store);
  const again = signedKnock(stockholm, malmo, stockholm.document(message));
  const second = await knock(malmo, again);
  t.ok(isSignedBy(malmo, second, again), 'freshly signed');
  t.equal(second.text, first.text, 'the same receipt, byte for byte');
  t.strictSame(writtenSince(store, before), nothing);

  const altered = stockholm.message(own, 'referral-requested', request({ kind: 'protected-person' }), {
    id: message.id,
    thread: message.thread,
  });
  t.match(await handOver(stockholm, malmo, altered), { status: 409, body: { code: 'MESSAGE_ALTERED' } });
  t.strictSame(writtenSince(store, before), onlyRefused('MESSAGE_ALTERED'));
  t.strictSame(rowCounts(store), {
    ...rows,
    journal: (rows.journal ?? 0) + 1,
    journal_seals: (rows.journal_seals ?? 0) + 1,
  });

  const { cases } = await malmo.must(workerIn('malmo'), 'listCases');
  t.match(cases, [{ id: message.thread.slice(6), state: 'received', otherCity: 'stockholm' }]);
});

t.test('a city that is no party is refused in the receipt, and its request is not there', async (t) => {
  const malmo = await startMalmo(t);
  const { own, store } = malmo.node;
  const message = lund.message(own, 'referral-requested', request());
  const before = contentsOf(store);
  const receipt = readReceipt(await handOver(lund, malmo, message));
  t.match(receipt, {
    messageId: message.id,
    from: 'malmo',
    to: 'lund',
    outcome: 'refused',
    refusal: { code: 'UNIT_NOT_PARTY' },
  });
  const record = { tables: ['inbox', 'thread_heads'], entries: onlyRefused('UNIT_NOT_PARTY').entries };
  t.strictSame(writtenSince(store, before), record);
  t.match(await malmo.must(workerIn('malmo'), 'listCases'), { total: 0 });
});

t.test('another city cannot speak on a case that it has no part in', async (t) => {
  const malmo = await startMalmo(t);
  const { own, store } = malmo.node;
  const message = stockholm.message(own, 'referral-requested', request());
  await handOver(stockholm, malmo, message);
  const { thread } = message;
  const at = '2025-01-13T08:00:00.000Z';
  const times = { occurredAt: at, knownAt: at, reportedAt: at };
  const withdrawn = { id: randomUUID(), kind: 'consent-withdrawn', city: lund.city, ...times };
  for (const [type, content, code] of [
    ['referral-withdrawn', { referralId: request().referralId, reason: 'need-changed' }, 'NOT_FOUND'],
    ['incident-reported', { incident: withdrawn }, 'NOT_FOUND'],
  ] as const) {
    const before = contentsOf(store);
    const previous = store.messages.head(thread as `cases/${string}`, lund.city as never, 'in');
    const said = lund.message(own, type, content, { thread, previous });
    t.match(readReceipt(await handOver(lund, malmo, said)), { outcome: 'refused', refusal: { code } }, type);
    t.strictSame(writtenSince(store, before).tables, ['inbox', 'thread_heads'], type);
  }
});

t.test('what the peer door tells anybody', async (t) => {
  const malmo = await startMalmo(t);
  const ask = (path: string) => knock(malmo, { body: Buffer.alloc(0), headers: {}, path, method: 'GET' });
  t.match((await ask('/peer/v1/api-info')).body, {
    city: 'malmo',
    contractDigest: peerContract.digest,
    rehearsal: false,
  });
  t.ok(
    (await ask('/peer/v1/openapi.json')).bytes.equals(peerContract.bytes),
    'the bytes that the digest is of',
  );
});

/** The log has no body, no address, no case: nothing but what is on its list. */
function isDiscreet(t: Test, { log }: CityNode, ...never: string[]) {
  const always = ['level', 'time', 'city', 'msg'];
  const onTheList = [
    'door',
    'operation',
    'status',
    'ms',
    'code',
    'traceId',
    'peer',
    'messageId',
    'messageType',
  ];
  const known = [...always, ...onTheList, 'attempt', 'problem'];
  const keys = log.lines.flatMap((line) => Object.keys(JSON.parse(line)));
  t.strictSame(
    keys.filter((key) => !known.includes(key)),
    [],
  );
  const found = ['/peer/v1', 'http', 'cases/', 'payload', 'Kim Exempel', 'K-1-25', ...never].filter((text) =>
    log.lines.join('').includes(text),
  );
  t.strictSame(found, []);
}
