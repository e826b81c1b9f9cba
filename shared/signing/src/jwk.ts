import { createHash, generateKeyPairSync } from 'node:crypto';
import { fromBase64url } from './base64url.js';
import { type Curve, isWeakPoint, KEY_BYTES } from './curve-points.js';

/** A public key as it is published (RFC 8037 §2). */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: Curve;
  readonly x: string;
}

/** A key pair as it is kept by its owner (RFC 8037 §2). */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** What a key pair is for: signing is Ed25519, sealing is X25519. */
export type KeyUse = 'signing' | 'sealing';

/** The name of a key: its RFC 7638 thumbprint, so that it cannot be chosen. */
export type Kid = string & { readonly __brand: 'Kid' };

/** Why a key was not taken. */
export type KeyProblem =
  | 'NOT_A_KEY'
  | 'WRONG_CURVE'
  | 'WEAK_POINT'
  | 'PRIVATE_PART_MISSING'
  | 'PRIVATE_PART_PRESENT'
  | 'PRIVATE_PART_DIFFERS';

/** A new random key pair. */
export function makeKeyPair(use: KeyUse): PrivateJwk {
  const pair = use === 'signing' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  return pair.privateKey.export({ format: 'jwk' }) as unknown as PrivateJwk;
}

/** The part of a key that may be published: nothing but its type, curve and point. */
export function publicJwk({ kty, crv, x }: PublicJwk): PublicJwk {
  return { kty, crv, x };
}

/** The thumbprint of a public key (RFC 7638 §3, members of RFC 8037 §2), SHA-256 in base64url. */
export function thumbprint({ kty, crv, x }: PublicJwk): Kid {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url') as Kid;
}

/**
 * What is wrong with the public part of a key that was read from a file or a message.
 *
 * @returns NOT_A_KEY, WRONG_CURVE or WEAK_POINT, or undefined when it is a {@link PublicJwk} on the curve.
 */
export function publicPartProblem(jwk: unknown, curve: Curve): KeyProblem | undefined {
  if (typeof jwk !== 'object' || jwk === null) return 'NOT_A_KEY';
  const { kty, crv, x } = jwk as Partial<Record<keyof PublicJwk, unknown>>;
  if (kty !== 'OKP' || crv !== curve) return 'WRONG_CURVE';
  const point = fromBase64url(x);
  if (point?.length !== KEY_BYTES) return 'NOT_A_KEY';
  return isWeakPoint(curve, point) ? 'WEAK_POINT' : undefined;
}
