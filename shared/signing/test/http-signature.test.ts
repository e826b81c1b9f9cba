import { sign, verify } from 'node:crypto';
import { createSignatureSync, type RequestDescriptor, verifySignature } from 'http-message-sig';
import t from 'tap';
import { contentDigest, holdsDigest } from '../src/content-digest.js';
import {
  type HeaderFields,
  importSigningKey,
  importVerifyKey,
  NonceMemory,
  type RequestToVerify,
  signRequest,
  signResponse,
  verifyRequest,
  verifyResponse,
} from '../src/index.js';
import { keyOf, newSigner } from './support.js';

const stockholm = newSigner();
const malmo = newSigner();
const now = new Date('2025-01-13T08:00:00.900Z');
const seconds = Math.floor(now.getTime() / 1000);
const method = 'POST';
const targetUri = 'https://malmo.example/peer/v1/messages?x=%C3%A5';
const contentType = 'application/json';
const body = Buffer.from('{"å":1}');
const later = (by: number) => new Date(now.getTime() + by * 1000);
const refused = (problem: string) => ({ ok: false, problem });

const added = signRequest({
  method,
  targetUri,
  contentType,
  body,
  key: stockholm.signing,
  now,
  nonce: 'n-1',
});
const headers: HeaderFields = { 'content-type': contentType, ...added };

function check(change: Partial<RequestToVerify> = {}) {
  const keyFor = (kid: string) => (kid === stockholm.verifying.kid ? stockholm.verifying : undefined);
  return verifyRequest({ method, targetUri, headers, body, keyFor, now, isNonceNew: () => true, ...change });
}

/** Headers with a signature made by the library, whatever it covers and says. */
function signedFreely(components: string[], parameters: Record<string, string | number | undefined> = {}) {
  const times = { created: seconds, expires: seconds + 30 };
  const all = { ...times, nonce: 'n', keyid: stockholm.signing.kid, tag: 'storstad-peer', ...parameters };
  const fields = Object.entries({
    'content-type': contentType,
    'content-digest': added['content-digest'],
    'x-a': 'a',
  });
  const message: RequestDescriptor = {
    kind: 'request',
    method,
    targetUri,
    fields: fields.map(([name, value]) => ({ name, value })),
  };
  const signer = {
    algorithm: 'ed25519',
    sign: (data: Uint8Array) => sign(null, data, stockholm.signing.keyObject),
  };
  const made = createSignatureSync(message, { components, parameters: all, signer });
  return { ...headers, 'x-a': 'a', signature: made.signature, 'signature-input': made.signatureInput };
}
const FOUR = ['@method', '@target-uri', 'content-type', 'content-digest'];

t.test('the library still verifies RFC 9421 appendix B.2.6 with our keys', async (t) => {
  const x = 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs';
  const d = 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU';
  const key = keyOf(importVerifyKey({ kty: 'OKP', crv: 'Ed25519', x }));
  t.ok(importSigningKey({ kty: 'OKP', crv: 'Ed25519', x, d }).ok);
  const given = {
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-length': '18',
    'signature-input':
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature:
      'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
  };
  const uri = 'https://example.com/foo?param=Value&Pet=dog';
  const fields = Object.entries(given).map(([name, value]) => ({ name, value }));
  const verified = await verifySignature(
    { kind: 'request', method: 'POST', targetUri: uri, fields },
    {
      policy: { algorithms: ['ed25519'], requiredComponents: [], requiredParameters: [], now: 1618884473 },
      resolveVerifier: () => ({
        algorithm: 'ed25519',
        verify: (data, signature) => verify(null, data, key.keyObject, signature),
      }),
    },
  );
  t.equal(verified.label, 'sig-b26');
  const verdict = await check({ targetUri: uri, headers: given, keyFor: () => key });
  t.same(verdict, refused('SIGNATURE_MALFORMED'), 'but the contract asks for more');
});

t.test('a signed request is accepted, and its signature is what the response must sign', async (t) => {
  t.same(await check(), { ok: true, kid: stockholm.signing.kid, signature: added.signature });
  t.equal(
    added['signature-input'],
    `sig1=("@method" "@target-uri" "content-type" "content-digest");created=${seconds};expires=${seconds + 30};` +
      `nonce="n-1";keyid="${stockholm.signing.kid}";tag="storstad-peer"`,
  );
  const odd = { ...headers, signature: ` ${added.signature} `, cookie: ['a', 'b'], 'x-none': undefined };
  t.match(await check({ headers: odd }), { ok: true, signature: added.signature });
});

t.test('whatever else was received is refused', async (t) => {
  const cases: [Partial<RequestToVerify>, string][] = [
    [{ headers: {} }, 'SIGNATURE_MISSING'],
    [{ headers: { ...headers, signature: undefined } }, 'SIGNATURE_MISSING'],
    [{ headers: { ...headers, 'signature-input': '' } }, 'SIGNATURE_MISSING'],
    [{ headers: { ...headers, signature: 'sig1' } }, 'SIGNATURE_MALFORMED'],
    [{ headers: { ...headers, signature: [added.signature, added.signature] } }, 'SIGNATURE_MALFORMED'],
    [{ headers: { ...headers, 'signature-input': 'sig1=()' } }, 'SIGNATURE_MALFORMED'],
    [{ headers: { ...headers, 'signature-input': 'sig1=("@x");created=1' } }, 'SIGNATURE_MALFORMED'],
    [
      { headers: { ...headers, 'signature-input': `${added['signature-input']};tag="b"` } },
      'SIGNATURE_MALFORMED',
    ],
    [
      { headers: { ...headers, 'signature-input': added['signature-input'].replace('sig1', 'sig2') } },
      'SIGNATURE_MALFORMED',
    ],
    [{ headers: { ...headers, 'signature-input': '('.repeat(10_000) } }, 'SIGNATURE_MALFORMED'],
    [{ headers: { ...headers, 'x-name': 'Åsa' } }, 'SIGNATURE_MALFORMED'],
    [{ headers: { ...headers, 'content-digest': undefined } }, 'COMPONENTS_MISSING'],
    [{ headers: { ...headers, 'content-type': undefined } }, 'COMPONENTS_MISSING'],
    [{ keyFor: () => undefined }, 'KEY_UNKNOWN'],
    [{ keyFor: () => malmo.verifying }, 'SIGNATURE_BAD'],
    [{ method: 'PUT' }, 'SIGNATURE_BAD'],
    [{ method: 'a b' }, 'SIGNATURE_MALFORMED'],
    [{ targetUri: targetUri.replace('malmo', 'goteborg') }, 'SIGNATURE_BAD'],
    [{ headers: { ...headers, 'content-type': 'text/plain' } }, 'SIGNATURE_BAD'],
    [{ headers: { ...headers, 'content-type': [contentType, contentType] } }, 'SIGNATURE_BAD'],
    [{ body: Buffer.from('{"å":2}') }, 'DIGEST_DIFFERS'],
    [{ body: Buffer.alloc(0) }, 'DIGEST_DIFFERS'],
    [{ isNonceNew: () => false }, 'NONCE_REPLAYED'],
  ];
  for (const [change, problem] of cases)
    t.same(await check(change), refused(problem), `${problem} ${t.counts.total}`);
});

t.test('what a good signature must say', async (t) => {
  const problemOf = async (components: string[], parameters = {}) => {
    const verdict = await check({ headers: signedFreely(components, parameters) });
    return verdict.ok ? 'accepted' : verdict.problem;
  };
  t.equal(await problemOf(FOUR), 'accepted');
  t.equal(await problemOf([...FOUR, 'x-a', '@path', '@query']), 'accepted');
  for (const name of FOUR)
    t.equal(await problemOf(FOUR.filter((each) => each !== name)), 'COMPONENTS_MISSING', name);
  for (const name of ['created', 'expires', 'nonce', 'keyid', 'tag']) {
    t.equal(await problemOf(FOUR, { [name]: undefined }), 'SIGNATURE_MALFORMED', name);
  }
  t.equal(await problemOf(FOUR, { alg: 'ed25519' }), 'accepted');
  t.equal(await problemOf(FOUR, { nonce: '' }), 'SIGNATURE_MALFORMED');
  t.equal(await problemOf(FOUR, { nonce: 'n'.repeat(128) }), 'accepted');
  t.equal(await problemOf(FOUR, { nonce: 'n'.repeat(129) }), 'SIGNATURE_MALFORMED');
  t.equal(await problemOf(FOUR, { created: seconds - 60, expires: seconds }), 'accepted');
  t.equal(await problemOf(FOUR, { created: seconds - 61, expires: seconds }), 'SIGNATURE_OLD');
  t.equal(await problemOf(FOUR, { created: seconds, expires: seconds + 61 }), 'SIGNATURE_OLD');
  t.equal(await problemOf(FOUR, { created: -5, expires: 999_999_999_999_999 }), 'SIGNATURE_OLD');
});

t.test('a signature of ours lives from five seconds before to thirty after', async (t) => {
  const at = (by: number) => check({ now: later(by) });
  t.match(await at(30), { ok: true });
  t.same(await at(31), refused('SIGNATURE_OLD'));
  t.match(await at(-5), { ok: true });
  t.same(await at(-6), refused('SIGNATURE_FROM_FUTURE'));
});

t.test('a nonce is spent by a good request only', async (t) => {
  const seen: unknown[] = [];
  const isNonceNew = (...use: unknown[]) => seen.push(use) === 1;
  await check({ body: Buffer.from('x'), isNonceNew });
  await check({ now: later(31), isNonceNew });
  await check({ method: 'PUT', isNonceNew });
  t.same(seen, []);
  t.match(await check({ isNonceNew }), { ok: true });
  t.same(seen, [[stockholm.signing.kid, 'n-1', seconds + 30]]);
  t.same(await check({ isNonceNew }), refused('NONCE_REPLAYED'));
});

t.test('a bug of the caller is not taken for a refusal', async (t) => {
  const broken = () => {
    throw new RangeError('the key store is gone');
  };
  await t.rejects(check({ keyFor: broken }), RangeError);
  await t.rejects(check({ isNonceNew: broken }), RangeError);
});

const request = { method, targetUri, signature: added.signature };
const answer = Buffer.from('{"receipt":1}');
const answerHeaders: HeaderFields = {
  'content-type': contentType,
  ...signResponse({ status: 201, contentType, body: answer, request, key: malmo.signing, now }),
};
const checkAnswer = (change = {}) =>
  verifyResponse({
    status: 201,
    headers: answerHeaders,
    body: answer,
    request,
    key: malmo.verifying,
    now,
    ...change,
  });

t.test('a signed response is accepted, for the request it answers', async (t) => {
  t.same(await checkAnswer(), { ok: true });
  t.match(
    answerHeaders['signature-input'],
    /^sig1=\("@status" "content-type" "content-digest" "signature";req;key="sig1"\);/,
  );
  const labelled = added.signature.replace('sig1', 'a-b') as typeof added.signature;
  const relabelled = { ...request, signature: labelled };
  const headers = signResponse({
    status: 200,
    contentType,
    body: answer,
    request: relabelled,
    key: malmo.signing,
    now,
  });
  const received = { status: 200, headers: { 'content-type': contentType, ...headers } };
  t.same(await checkAnswer({ ...received, request: relabelled }), { ok: true });
  t.same(await checkAnswer(received), refused('COMPONENTS_MISSING'));
});

t.test('any other response is refused', async (t) => {
  const next = signRequest({
    method,
    targetUri,
    contentType,
    body,
    key: stockholm.signing,
    now,
    nonce: 'n-2',
  });
  const cases: [object, string][] = [
    [{ headers: {} }, 'SIGNATURE_MISSING'],
    [{ headers }, 'SIGNATURE_MALFORMED'],
    [{ headers: signedFreely(['content-type', 'content-digest']) }, 'COMPONENTS_MISSING'],
    [{ key: stockholm.verifying }, 'KEY_UNKNOWN'],
    [{ status: 200 }, 'SIGNATURE_BAD'],
    [{ status: 99 }, 'SIGNATURE_MALFORMED'],
    [{ request: { ...request, signature: next.signature } }, 'SIGNATURE_BAD'],
    [{ headers: { ...answerHeaders, 'content-type': 'text/html' } }, 'SIGNATURE_BAD'],
    [{ body: Buffer.from('{}') }, 'DIGEST_DIFFERS'],
    [{ now: later(31) }, 'SIGNATURE_OLD'],
    [{ now: later(-6) }, 'SIGNATURE_FROM_FUTURE'],
  ];
  for (const [change, problem] of cases) t.same(await checkAnswer(change), refused(problem), problem);
});

t.test('nonces are remembered for as long as they matter, each key in a room of its own', async (t) => {
  const memory = new NonceMemory(2);
  const isNew = (kid: string, nonce: string, by = 0) =>
    memory.isNew(kid, nonce, seconds + 30 + by, later(by));
  t.ok(isNew('a', '1'));
  t.notOk(isNew('a', '1'));
  t.notOk(isNew('a', '1', 30), 'in its last second');
  t.ok(isNew('b', '1'), "another key's nonce is another nonce");
  t.ok(isNew('a', '2', 1));
  t.notOk(isNew('a', '3', 30), 'full');
  t.ok(isNew('b', '2', 30), 'but not for the other key');
  t.ok(isNew('a', '1', 31), 'forgotten');
  t.notOk(isNew('a', '2', 31));
});

t.test('a content digest holds by its one SHA-256 member', async (t) => {
  const body = Buffer.from('{"å":1}');
  const right = contentDigest(body);
  const wrong = contentDigest(Buffer.from('{}'));
  const other = 'sha-512=:AAAA:';
  const cases: readonly [header: string | string[] | undefined, holds: boolean][] = [
    [right, true],
    [`${other}, ${right}`, true],
    [`${right},${other}`, true],
    [wrong, false],
    [other, false],
    [`${right}, ${right}`, false],
    [`${right}, ${wrong}`, false],
    [`${wrong}, ${right}`, false],
    [[right], false],
    ['', false],
    [undefined, false],
  ];
  for (const [header, holds] of cases) t.equal(holdsDigest(header, body), holds, String(header));
});
