import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { fromBase64url, toBase64url } from './base64url.js';
import { concatKdf } from './concat-kdf.js';
import { hasExactly, readHeader } from './jose-header.js';
import { type PublicJwk, publicPartProblem } from './jwk.js';
import type { OpeningKey, SealingKey } from './keys.js';

/** What a sealed content belongs to. It opens in this context and in no other. No part may hold a `|`. */
export interface SealContext {
  readonly from: string;
  readonly to: string;
  readonly thread: string;
  readonly messageId: string;
}

/** Why a sealed content could not be opened; the first that applies, in this order. */
export type SealProblem = 'MALFORMED' | 'WRONG_KEY' | 'WRONG_CONTEXT' | 'NOT_AUTHENTIC';

/** The content, or why it could not be opened. */
export type Opened = { ok: true; plaintext: Buffer } | { ok: false; problem: SealProblem };

const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER = ['alg', 'enc', 'epk', 'apu', 'apv', 'kid'] as const;
type SealHeader = Record<Exclude<(typeof HEADER)[number], 'epk'>, string> & { readonly epk: PublicJwk };

/**
 * Seals content to a city's key: a compact JWE (RFC 7516 §7.1) by ECDH-ES on X25519 (RFC 8037 §3.2)
 * and A256GCM, not compressed, bound to its context by `apu` (from|thread|messageId) and `apv` (to).
 * Synchronous, so it can be used within a transaction.
 *
 * @throws RangeError when a part of the context holds a `|`: a bug in the caller.
 */
export function seal(plaintext: Uint8Array | string, to: SealingKey, context: SealContext): string {
  if (!isUnambiguous(context)) throw new RangeError('A part of a seal context must not hold a |.');
  const ephemeral = generateKeyPairSync('x25519');
  const { crv, kty, x } = ephemeral.publicKey.export({ format: 'jwk' });
  const epk = { crv, kty, x } as PublicJwk;
  const header: SealHeader = { alg: 'ECDH-ES', enc: 'A256GCM', epk, kid: to.kid, ...partyInfo(context) };
  const iv = randomBytes(IV_BYTES);
  const protectedHeader = toBase64url(JSON.stringify(header));
  const cipher = createCipheriv('aes-256-gcm', contentKey(ephemeral.privateKey, to.keyObject, header), iv);
  cipher.setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [protectedHeader, '', ...[iv, ciphertext, cipher.getAuthTag()].map(toBase64url)].join('.');
}

/**
 * Opens sealed content. The header must be exactly what {@link seal} writes (in any order): no other
 * algorithm, no compression, no weak ephemeral key.
 *
 * @returns the content, or MALFORMED, WRONG_KEY, WRONG_CONTEXT or NOT_AUTHENTIC.
 */
export function open(jwe: string, key: OpeningKey, context: SealContext): Opened {
  const parts = readJwe(jwe);
  if (parts === undefined) return { ok: false, problem: 'MALFORMED' };
  if (parts.header.kid !== key.kid) return { ok: false, problem: 'WRONG_KEY' };
  if (!isFor(parts.header, context)) return { ok: false, problem: 'WRONG_CONTEXT' };
  const plaintext = decrypt(parts, key);
  return plaintext === undefined ? { ok: false, problem: 'NOT_AUTHENTIC' } : { ok: true, plaintext };
}

function readJwe(jwe: string) {
  const [protectedHeader, encryptedKey, ...rest] = jwe.split('.');
  const header = readHeader(protectedHeader, HEADER);
  const [iv, ciphertext, tag] = rest.map(fromBase64url);
  if (header === undefined || !isSealHeader(header) || encryptedKey !== '' || rest.length !== 3)
    return undefined;
  if (iv?.length !== IV_BYTES || ciphertext === undefined || tag?.length !== TAG_BYTES) return undefined;
  return { header, iv, ciphertext, tag, authenticated: Buffer.from(protectedHeader as string) };
}

function isSealHeader(header: Record<keyof SealHeader, unknown>): header is SealHeader {
  const { alg, enc, epk, apu, apv, kid } = header;
  if (alg !== 'ECDH-ES' || enc !== 'A256GCM' || typeof kid !== 'string') return false;
  if (fromBase64url(apu) === undefined || fromBase64url(apv) === undefined) return false;
  return hasExactly(epk, ['crv', 'kty', 'x']) && publicPartProblem(epk, 'X25519') === undefined;
}

function decrypt(parts: NonNullable<ReturnType<typeof readJwe>>, key: OpeningKey): Buffer | undefined {
  const ephemeral = createPublicKey({ format: 'jwk', key: { ...parts.header.epk } });
  const secret = contentKey(key.keyObject, ephemeral, parts.header);
  const decipher = createDecipheriv('aes-256-gcm', secret, parts.iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(parts.authenticated).setAuthTag(parts.tag);
  const plaintext = decipher.update(parts.ciphertext);
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The key of one sealed content, by direct key agreement (RFC 7518 §4.6). */
function contentKey(privateKey: KeyObject, publicKey: KeyObject, { enc, apu, apv }: SealHeader): Buffer {
  const binding = { algorithm: enc, apu: Buffer.from(apu, 'base64url'), apv: Buffer.from(apv, 'base64url') };
  return concatKdf(diffieHellman({ privateKey, publicKey }), binding, 32);
}

function partyInfo({ from, to, thread, messageId }: SealContext) {
  return { apu: toBase64url(`${from}|${thread}|${messageId}`), apv: toBase64url(to) };
}

function isFor(header: SealHeader, context: SealContext): boolean {
  const { apu, apv } = partyInfo(context);
  return isUnambiguous(context) && header.apu === apu && header.apv === apv;
}

function isUnambiguous(context: SealContext): boolean {
  return !Object.values(context).some((part: string) => part.includes('|'));
}
