import { CompactEncrypt, compactDecrypt } from 'jose';
import t from 'tap';
import { concatKdf } from '../src/concat-kdf.js';
import { open, type SealContext, seal } from '../src/index.js';
import { newSealer, oneBitFlips } from './support.js';

const malmo = newSealer();
const other = newSealer();
const context: SealContext = { from: 'stockholm', to: 'malmo', thread: 'case-1', messageId: 'message-1' };
const apu = Buffer.from('stockholm|case-1|message-1');
const apv = Buffer.from('malmo');
const refused = (problem: string) => ({ ok: false, problem });
const encode = (text: string) => Buffer.from(text).toString('base64url');
const headerOf = (jwe: string) => JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString());
const withHeader = (jwe: string, header: unknown) =>
  [encode(typeof header === 'string' ? header : JSON.stringify(header)), ...jwe.split('.').slice(1)].join(
    '.',
  );

t.test('the key derivation is that of RFC 7518 appendix C', async (t) => {
  const secret = Buffer.from('9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4', 'hex');
  const binding = { algorithm: 'A128GCM', apu: Buffer.from('Alice'), apv: Buffer.from('Bob') };
  t.equal(concatKdf(secret, binding, 16).toString('base64url'), 'VqqN6vgjbSBcIijNcacQGg');
});

t.test('what was sealed opens, and jose opens it too', async (t) => {
  for (const plaintext of ['', 'Åsa', Buffer.from([0, 255])]) {
    const jwe = seal(plaintext, malmo.sealing, context);
    t.same(open(jwe, malmo.opening, context), { ok: true, plaintext: Buffer.from(plaintext) });
    const read = await compactDecrypt(jwe, malmo.opening.keyObject);
    t.same(Buffer.from(read.plaintext), Buffer.from(plaintext));
    t.same(Object.keys(read.protectedHeader).sort(), ['alg', 'apu', 'apv', 'enc', 'epk', 'kid']);
  }
});

/** Sealed by jose, as another city's implementation may do it. */
function sealedByJose(header: object = {}, sender: Uint8Array = apu) {
  return new CompactEncrypt(Buffer.from('hello'))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: malmo.sealing.kid, ...header })
    .setKeyManagementParameters({ apu: sender, apv })
    .encrypt(malmo.sealing.keyObject);
}

t.test('what jose sealed opens, unless it is sealed in another way', async (t) => {
  t.same(open(await sealedByJose(), malmo.opening, context), { ok: true, plaintext: Buffer.from('hello') });
  const others = [
    { zip: 'DEF' },
    { enc: 'A128GCM' },
    { enc: 'A256CBC-HS512' },
    { alg: 'ECDH-ES+A256KW' },
    { typ: 'x' },
  ];
  for (const header of others) {
    t.same(
      open(await sealedByJose(header), malmo.opening, context),
      refused('MALFORMED'),
      JSON.stringify(header),
    );
  }
});

t.test('it opens for its key and in its context only', async (t) => {
  const jwe = seal('x', malmo.sealing, context);
  t.same(open(jwe, other.opening, context), refused('WRONG_KEY'));
  const renamed = withHeader(jwe, { ...headerOf(jwe), kid: other.opening.kid });
  t.same(open(renamed, other.opening, context), refused('NOT_AUTHENTIC'));
  for (const part of ['from', 'to', 'thread', 'messageId'] as const) {
    t.same(open(jwe, malmo.opening, { ...context, [part]: 'x' }), refused('WRONG_CONTEXT'), part);
  }
  const moved = { ...headerOf(jwe), apv: encode('goteborg') };
  t.same(
    open(withHeader(jwe, moved), malmo.opening, { ...context, to: 'goteborg' }),
    refused('NOT_AUTHENTIC'),
  );
});

t.test('a context cannot be read in two ways', async (t) => {
  const shifted = { ...context, from: 'stockholm|case-1', thread: 'message-1', messageId: '' };
  t.throws(() => seal('x', malmo.sealing, shifted), RangeError);
  const jwe = await sealedByJose({}, Buffer.from('stockholm|case-1|message-1|'));
  t.same(open(jwe, malmo.opening, { ...context, messageId: 'message-1|' }), refused('WRONG_CONTEXT'));
});

t.test('no other header is looked at', async (t) => {
  const jwe = seal('x', malmo.sealing, context);
  const good = headerOf(jwe);
  const point = (hex: string) => ({ ...good.epk, x: Buffer.from(hex, 'hex').toString('base64url') });
  const headers = [
    { ...good, epk: point('00'.repeat(32)) },
    { ...good, epk: point(`01${'00'.repeat(31)}`) },
    { ...good, epk: point('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800') },
    { ...good, epk: point('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157') },
    { ...good, epk: point(`ec${'ff'.repeat(30)}7f`) },
    { ...good, epk: { ...good.epk, d: good.epk.x } },
    { ...good, epk: { ...good.epk, crv: 'Ed25519' } },
    { ...good, epk: null },
    { ...good, zip: 'DEF' },
    { ...good, crit: [] },
    { ...good, alg: 'dir' },
    { ...good, enc: 'A128GCM' },
    { ...good, kid: 1 },
    { ...good, apu: `${good.apu}=` },
    { ...good, apv: 7 },
    { ...good, apv: undefined },
    `${JSON.stringify(good)} `,
    JSON.stringify(good).replace('{', '{"alg":"dir",'),
    '{',
  ];
  for (const header of headers) {
    t.same(
      open(withHeader(jwe, header), malmo.opening, context),
      refused('MALFORMED'),
      JSON.stringify(header),
    );
  }
});

t.test('no other form is accepted', async (t) => {
  const jwe = seal('x', malmo.sealing, context);
  const [header, , iv, ciphertext, tag] = jwe.split('.') as [string, string, string, string, string];
  const forms = [
    '',
    '....',
    `${jwe}.`,
    [header, '', iv, ciphertext].join('.'),
    [header, 'AA', iv, ciphertext, tag].join('.'),
    [header, '', iv.slice(4), ciphertext, tag].join('.'),
    [header, '', iv, ciphertext, tag.slice(0, 16)].join('.'),
    [header, '', iv, `${ciphertext}=`, tag].join('.'),
  ];
  for (const form of forms) t.same(open(form, malmo.opening, context), refused('MALFORMED'), form);
  t.same(open([header, '', iv, '', tag].join('.'), malmo.opening, context), refused('NOT_AUTHENTIC'));
});

t.test('no bit can be changed', async (t) => {
  const jwe = seal('some content', malmo.sealing, context);
  const accepted = [...oneBitFlips(jwe)].filter((text) => open(text, malmo.opening, context).ok);
  t.same(accepted, []);
});
