/**
 * Makes the signed requests in `openapi/vectors/`. The signature bases are written out by hand from
 * RFC 9421 §2.5 and signed by node:crypto, so that the vectors are not the work of the code they test.
 * Deterministic: fixed keys, fixed time, and Ed25519 has no randomness.
 *
 * To write the files again: `npx tap run --snapshot shared/signing/test/vectors.test.ts`
 */

import type { KeyObject } from 'node:crypto';
import { createHash, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  importSigningKey,
  type PrivateJwk,
  type PublicJwk,
  publicJwk,
  type SigningKey,
} from '../src/index.js';

export const vectorsFolder = new URL('../../../openapi/vectors/', import.meta.url);
export const now = new Date('2025-01-13T08:00:00Z');
export const targetUri = 'https://malmo.example/peer/v1/messages';
export const bodyText = '{"messageId":"b0c9a7f2-5d6e-4c11-9a38-7f5e2d1c4b6a","kind":"ping"}';
export const nonce = 'tJ8mQ2vXw0c5Zr1nLkPyAg';

export interface VectorRequest {
  method: string;
  targetUri: string;
  headers: Record<string, string>;
  body: string;
  bodyText: string;
}

export interface Vector {
  name: string;
  why: string;
  now: string;
  publicKeys: PublicJwk[];
  request?: VectorRequest;
  requests?: VectorRequest[];
  expect: string;
}

const jwks = JSON.parse(readFileSync(new URL('keys.json', vectorsFolder), 'utf8')).keys as Record<
  'stockholm' | 'goteborg',
  PrivateJwk
>;

/** The fixed key of a test city. */
export function testKey(name: keyof typeof jwks): SigningKey {
  const imported = importSigningKey(jwks[name]);
  if (!imported.ok) throw new Error(imported.problem);
  return imported.key;
}

const stockholm = testKey('stockholm');
const goteborg = testKey('goteborg');
const seconds = now.getTime() / 1000;
const covered = ['@method', '@target-uri', 'content-type', 'content-digest'];
const parameters = {
  created: seconds,
  expires: seconds + 30,
  nonce,
  keyid: stockholm.kid as string,
  tag: 'storstad-peer',
};
type Parameters = Record<string, string | number | undefined>;

interface Plan {
  label?: string;
  covered?: string[];
  parameters?: Parameters;
  key?: SigningKey;
}

const digest = (text: string) => `sha-256=:${createHash('sha256').update(text).digest('base64')}:`;
const plainHeaders = { 'content-type': 'application/json', 'content-digest': digest(bodyText) };

function parametersText(list: string[], all: Parameters): string {
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const written = given.map(
    ([name, value]) => `;${name}=${typeof value === 'string' ? `"${value}"` : value}`,
  );
  return `(${list.map((name) => `"${name}"`).join(' ')})${written.join('')}`;
}

function componentValue(name: string): string {
  const derived: Record<string, string> = {
    '@method': 'POST',
    '@target-uri': targetUri,
    '@authority': 'malmo.example',
  };
  const value = derived[name] ?? (plainHeaders as Record<string, string>)[name];
  if (value === undefined) throw new Error(`No value for ${name}.`);
  return value;
}

function signBase(list: string[], signatureParameters: string, key: KeyObject): string {
  const lines = list.map((name) => `"${name}": ${componentValue(name)}`);
  const base = [...lines, `"@signature-params": ${signatureParameters}`].join('\n');
  return sign(null, Buffer.from(base), key).toString('base64');
}

function signatureHeaders(plan: Plan) {
  const { label = 'sig1', covered: list = covered, key = stockholm } = plan;
  const text = parametersText(list, { ...parameters, ...plan.parameters });
  return {
    'signature-input': `${label}=${text}`,
    signature: `${label}=:${signBase(list, text, key.keyObject)}:`,
  };
}

function requestOf(headers: Record<string, string>, text = bodyText): VectorRequest {
  const body = Buffer.from(text).toString('base64');
  return { method: 'POST', targetUri, headers: { ...plainHeaders, ...headers }, body, bodyText: text };
}

const signed = (plan: Plan = {}) => requestOf(signatureHeaders(plan));

function withTwoSignatures(): VectorRequest {
  const [one, two] = [signatureHeaders({}), signatureHeaders({ label: 'sig2' })];
  return requestOf({
    'signature-input': `${one['signature-input']}, ${two['signature-input']}`,
    signature: `${one.signature}, ${two.signature}`,
  });
}

function withTruncatedSignature(): VectorRequest {
  const headers = signatureHeaders({});
  const bytes = Buffer.from(headers.signature.slice('sig1=:'.length, -1), 'base64').subarray(0, 63);
  return requestOf({ ...headers, signature: `sig1=:${bytes.toString('base64')}:` });
}

const altered = bodyText.replace('ping', 'pong');
const at = (created: number, expires: number): Plan => ({
  parameters: { created: seconds + created, expires: seconds + expires },
});

/** Name, what it shows, the request or requests, and the answer to the last one. */
const cases: [name: string, why: string, request: VectorRequest | VectorRequest[], expect: string][] = [
  ['good', 'Signed as the contract says.', signed(), 'accepted'],
  [
    'good-additional-component',
    'Covering more than the contract asks for is allowed.',
    signed({ covered: [...covered, '@authority'] }),
    'accepted',
  ],
  [
    'good-other-label',
    'The label of a signature has no meaning.',
    signed({ label: 'stockholm' }),
    'accepted',
  ],
  [
    'good-other-order',
    'Components may be covered in any order.',
    signed({ covered: covered.toReversed() }),
    'accepted',
  ],
  [
    'good-last-second',
    'A signature may be used in the second it expires in.',
    signed(at(-60, 0)),
    'accepted',
  ],
  ['good-fast-clock', "The peer's clock may be five seconds ahead.", signed(at(5, 35)), 'accepted'],
  ['unsigned', 'A request without a signature.', requestOf({}), 'SIGNATURE_MISSING'],
  [
    'two-signatures',
    'Two good signatures: which one counts would be a guess.',
    withTwoSignatures(),
    'SIGNATURE_MALFORMED',
  ],
  [
    'wrong-algorithm',
    'The parameter alg, if there, must be ed25519.',
    signed({ parameters: { alg: 'hmac-sha256' } }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'duplicate-component',
    'A component may be covered once only (RFC 9421 section 2).',
    signed({ covered: [...covered, '@method'] }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'missing-nonce',
    'Without a nonce a replay could not be noticed.',
    signed({ parameters: { nonce: undefined } }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'missing-expires',
    'Without an end a signature would be good for ever.',
    signed({ parameters: { expires: undefined } }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'wrong-tag',
    'A signature made for another purpose.',
    signed({ parameters: { tag: 'web-bot-auth' } }),
    'SIGNATURE_MALFORMED',
  ],
  [
    'digest-not-covered',
    'With the digest uncovered, the body could be exchanged.',
    signed({ covered: covered.filter((name) => name !== 'content-digest') }),
    'COMPONENTS_MISSING',
  ],
  [
    'unknown-keyid',
    'A good signature by a key that is not listed in publicKeys.',
    signed({ key: goteborg, parameters: { keyid: goteborg.kid } }),
    'KEY_UNKNOWN',
  ],
  ['wrong-key', "Another key's signature under a known name.", signed({ key: goteborg }), 'SIGNATURE_BAD'],
  [
    'altered-path',
    'Sent to another path than was signed.',
    { ...signed(), targetUri: `${targetUri}/1` },
    'SIGNATURE_BAD',
  ],
  [
    'altered-method',
    'Sent by another method than was signed.',
    { ...signed(), method: 'PUT' },
    'SIGNATURE_BAD',
  ],
  [
    'altered-digest',
    'The digest header was exchanged together with the body.',
    requestOf({ ...signatureHeaders({}), 'content-digest': digest(altered) }, altered),
    'SIGNATURE_BAD',
  ],
  [
    'truncated-signature',
    'The last byte of the signature is missing.',
    withTruncatedSignature(),
    'SIGNATURE_BAD',
  ],
  [
    'altered-body',
    'The signature is good, but the body is not the one it was made for.',
    requestOf(signatureHeaders({}), altered),
    'DIGEST_DIFFERS',
  ],
  ['expired', 'The signature expired a second ago.', signed(at(-31, -1)), 'SIGNATURE_OLD'],
  ['old', 'Created 61 seconds ago, whatever its end.', signed(at(-61, 5)), 'SIGNATURE_OLD'],
  ['lifetime-too-long', 'A signature may live 60 seconds, not 61.', signed(at(0, 61)), 'SIGNATURE_OLD'],
  ['from-the-future', "The peer's clock is six seconds ahead.", signed(at(6, 36)), 'SIGNATURE_FROM_FUTURE'],
  [
    'replayed-nonce',
    'The same request again: the first is accepted.',
    [signed(), signed()],
    'NONCE_REPLAYED',
  ],
];

/** All vectors, as they are written to files named after them. */
export function makeVectors(): Vector[] {
  return cases.map(([name, why, request, expect]) => ({
    name,
    why,
    now: now.toISOString(),
    publicKeys: [publicJwk(jwks.stockholm)],
    ...(Array.isArray(request) ? { requests: request } : { request }),
    expect,
  }));
}
