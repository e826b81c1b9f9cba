import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { FlattenedSign, flattenedVerify } from 'jose';
import t from 'tap';
import { type SignedDocument, signDocument, type VerifyKey, verifyDocument } from '../src/index.js';
import { newSigner, oneBitFlips } from './support.js';

const TYP = 'storstad-message+jws';
const ours = newSigner();
const other = newSigner();
const trusted = new Map<string, VerifyKey>([[ours.verifying.kid, ours.verifying]]);
const check = (document: unknown, typ = TYP) => verifyDocument(document, typ, (kid) => trusted.get(kid));
const refused = (problem: string) => ({ ok: false, problem });
const encode = (text: string) => Buffer.from(text).toString('base64url');

/** A document whose signature is good, whatever its header says. */
function signedWith(header: string, payload = encode('{}')): SignedDocument {
  const signature = sign(null, Buffer.from(`${header}.${payload}`), ours.signing.keyObject);
  return { protected: header, payload, signature: signature.toString('base64url') };
}
const withHeader = (header: unknown) => signedWith(encode(JSON.stringify(header)));

t.test('what was signed is verified, and read by jose', async (t) => {
  for (const payload of ['', '{"å":1}', Buffer.from([0, 255, 10])]) {
    const document = signDocument(payload, TYP, ours.signing);
    t.same(check(document), { ok: true, payload: Buffer.from(payload), kid: ours.verifying.kid });
    const read = await flattenedVerify(
      document,
      createPublicKey(createPrivateKey({ format: 'jwk', key: { ...ours.jwk } })),
    );
    t.same(Buffer.from(read.payload), Buffer.from(payload));
    t.same(read.protectedHeader, { alg: 'EdDSA', kid: ours.signing.kid, typ: TYP });
  }
});

t.test('what jose signed is verified, in any order of the header', async (t) => {
  const document = await new FlattenedSign(Buffer.from('x'))
    .setProtectedHeader({ typ: TYP, kid: ours.signing.kid, alg: 'EdDSA' })
    .sign(ours.signing.keyObject);
  t.match(check(document), { ok: true });
});

t.test('an unknown key, another type and another signer are told apart', async (t) => {
  t.same(check(signDocument('x', TYP, other.signing)), refused('UNKNOWN_KEY'));
  t.same(check(signDocument('x', 'storstad-receipt+jws', ours.signing)), refused('WRONG_TYPE'));
  const forged = { ...signDocument('x', TYP, ours.signing), payload: encode('y') };
  t.same(check(forged), refused('BAD_SIGNATURE'));
  t.same(check({ ...forged, signature: '' }), refused('BAD_SIGNATURE'));
});

t.test('no other header is accepted, however well it is signed', async (t) => {
  const good = { alg: 'EdDSA', kid: ours.signing.kid, typ: TYP };
  t.match(check(withHeader(good)), { ok: true });
  const headers = [
    { ...good, alg: 'none' },
    { ...good, alg: 'HS256' },
    { ...good, alg: 'Ed25519' },
    { ...good, crit: ['b64'], b64: false },
    { ...good, b64: true },
    { ...good, jwk: ours.jwk },
    { ...good, ['__proto__']: {} },
    { alg: good.alg, kid: good.kid },
    { ...good, kid: 7 },
    { ...good, typ: null },
    [good],
    null,
    'text',
  ];
  for (const header of headers)
    t.same(check(withHeader(header)), refused('MALFORMED'), JSON.stringify(header));
  const text = JSON.stringify(good);
  const texts = [
    `${text} `,
    text.replace(':', ': '),
    text.replace('{', '{"alg":"none",'),
    text.replace('typ', '\\u0074yp'),
    '{',
  ];
  for (const each of texts) t.same(check(signedWith(encode(each))), refused('MALFORMED'), each);
});

t.test('no other form is accepted', async (t) => {
  const good = signDocument('xx', TYP, ours.signing);
  const forms = [
    null,
    'a.b.c',
    [],
    {},
    { ...good, header: {} },
    { ...good, payload: undefined },
    { ...good, payload: `${good.payload}=` },
    { ...good, payload: 'eHj' },
    { ...good, payload: 'eH g' },
    { ...good, signature: `${good.signature}==` },
    { ...good, signature: `${good.signature.slice(0, -1)}!` },
    { ...good, protected: `${good.protected}=` },
    { payload: good.payload, signature: good.signature },
  ];
  for (const form of forms) t.same(check(form), refused('MALFORMED'), JSON.stringify(form));
});

t.test('no bit can be changed', async (t) => {
  const good = signDocument('{"a":1}', TYP, ours.signing);
  for (const part of ['protected', 'payload', 'signature'] as const) {
    const accepted = [...oneBitFlips(good[part])].filter((text) => check({ ...good, [part]: text }).ok);
    t.same(accepted, [], part);
  }
});
