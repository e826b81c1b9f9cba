import { calculateJwkThumbprint } from 'jose';
import t from 'tap';
import {
  importOpeningKey,
  importSealingKey,
  importSigningKey,
  importVerifyKey,
  makeKeyPair,
  publicJwk,
  thumbprint,
} from '../src/index.js';
import { keyOf } from './support.js';

const signing = makeKeyPair('signing');
const sealing = makeKeyPair('sealing');
const importers = { importSigningKey, importVerifyKey, importOpeningKey, importSealingKey };
const refused = (problem: string) => ({ ok: false, problem });

/** Small-order points of Curve25519, little-endian, as they circulate in the libraries that refuse them. */
const ED25519_WEAK = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
];
const X25519_WEAK = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880',
  '4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7',
  'd9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];
/** p, p + 1 and 2^255 - 1: other names of 0, 1 and 18. */
const NOT_CANONICAL = ['ed', 'ee', 'ff'].map((first) => `${first}${'ff'.repeat(30)}7f`);

const jwkOf = (crv: string, hex: string) => ({
  kty: 'OKP',
  crv,
  x: Buffer.from(hex, 'hex').toString('base64url'),
});

t.test('a key pair is taken by the two importers of its use, under its thumbprint', async (t) => {
  t.equal(keyOf(importSigningKey(signing)).kid, await calculateJwkThumbprint({ ...signing }));
  t.equal(keyOf(importVerifyKey(publicJwk(signing))).kid, thumbprint(signing));
  t.equal(keyOf(importOpeningKey(sealing)).kid, await calculateJwkThumbprint({ ...sealing }));
  t.equal(keyOf(importSealingKey(publicJwk(sealing))).kid, thumbprint(sealing));
  t.notOk(Object.hasOwn(publicJwk(signing), 'd'));
  t.not(makeKeyPair('signing').d, signing.d);
});

t.test('the thumbprint is that of RFC 8037 appendix A.3', async (t) => {
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
  t.equal(thumbprint({ kty: 'OKP', crv: 'Ed25519', x }), 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

t.test('what is not a key is refused by every importer', async (t) => {
  const short = { ...signing, x: signing.x.slice(4) };
  for (const [name, importer] of Object.entries(importers)) {
    const curve = /Signing|Verify/.test(name) ? 'Ed25519' : 'X25519';
    for (const value of [null, undefined, 'key', 7]) t.same(importer(value), refused('NOT_A_KEY'), name);
    t.same(importer({}), refused('WRONG_CURVE'), name);
    t.same(importer({ kty: 'EC', crv: curve, x: signing.x }), refused('WRONG_CURVE'), name);
    for (const x of [
      undefined,
      7,
      '',
      short.x,
      `${signing.x}=`,
      `${signing.x}AA`,
      signing.x.replace(/.$/, '*'),
    ]) {
      t.same(importer({ kty: 'OKP', crv: curve, x, d: signing.d }), refused('NOT_A_KEY'), `${name} ${x}`);
    }
  }
});

t.test('a key of the other curve is refused', async (t) => {
  t.same(importSigningKey(sealing), refused('WRONG_CURVE'));
  t.same(importVerifyKey(publicJwk(sealing)), refused('WRONG_CURVE'));
  t.same(importOpeningKey(signing), refused('WRONG_CURVE'));
  t.same(importSealingKey(publicJwk(signing)), refused('WRONG_CURVE'));
});

t.test('the private part must be there, fit, and stay at home', async (t) => {
  const other = makeKeyPair('signing');
  t.same(importSigningKey(publicJwk(signing)), refused('PRIVATE_PART_MISSING'));
  t.same(importOpeningKey(publicJwk(sealing)), refused('PRIVATE_PART_MISSING'));
  t.same(importSigningKey({ ...signing, d: other.d }), refused('PRIVATE_PART_DIFFERS'));
  t.same(importSigningKey({ ...signing, d: 'AA' }), refused('NOT_A_KEY'));
  t.same(importVerifyKey(signing), refused('PRIVATE_PART_PRESENT'));
  t.same(importSealingKey(sealing), refused('PRIVATE_PART_PRESENT'));
});

t.test('every small-order point and every point written in another way is refused', async (t) => {
  const weakSigning = [
    ...ED25519_WEAK,
    ...NOT_CANONICAL,
    ...NOT_CANONICAL.map((hex) => hex.replace(/7f$/, 'ff')),
  ];
  for (const hex of weakSigning) {
    t.same(importVerifyKey(jwkOf('Ed25519', hex)), refused('WEAK_POINT'), `Ed25519 ${hex}`);
    t.same(importSigningKey({ ...jwkOf('Ed25519', hex), d: signing.d }), refused('WEAK_POINT'));
  }
  const highBit = Buffer.from(sealing.x, 'base64url');
  highBit[31] = (highBit[31] ?? 0) | 0x80;
  for (const hex of [...X25519_WEAK, ...NOT_CANONICAL, highBit.toString('hex')]) {
    t.same(importSealingKey(jwkOf('X25519', hex)), refused('WEAK_POINT'), `X25519 ${hex}`);
  }
});

t.test('the last bit of an Ed25519 key may be set: it is a sign', async (t) => {
  const signs = new Set<number>();
  while (signs.size < 2) {
    const jwk = publicJwk(makeKeyPair('signing'));
    t.ok(importVerifyKey(jwk).ok);
    signs.add((Buffer.from(jwk.x, 'base64url')[31] ?? 0) & 0x80);
  }
});
