import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { fromBase64url } from './base64url.js';
import { type Curve, KEY_BYTES } from './curve-points.js';
import {
  type KeyProblem,
  type Kid,
  type PrivateJwk,
  type PublicJwk,
  publicJwk,
  publicPartProblem,
  thumbprint,
} from './jwk.js';

/** A key that is ready for use. The role keeps one kind from being used as another. */
interface Key<Role extends string> {
  readonly role: Role;
  readonly kid: Kid;
  readonly keyObject: KeyObject;
}

/** Signs (Ed25519, private). */
export type SigningKey = Key<'signing'>;
/** Verifies what a {@link SigningKey} signed (Ed25519, public). */
export type VerifyKey = Key<'verifying'>;
/** Opens what was sealed (X25519, private). */
export type OpeningKey = Key<'opening'>;
/** Seals for the holder of the {@link OpeningKey} (X25519, public). */
export type SealingKey = Key<'sealing'>;

/** A key, or why it was not taken. */
export type Imported<K> = { ok: true; key: K } | { ok: false; problem: KeyProblem };

/** Takes a private Ed25519 JWK to sign with, or says what is wrong with it ({@link KeyProblem}). */
export function importSigningKey(jwk: unknown): Imported<SigningKey> {
  return importPrivate(jwk, 'Ed25519', 'signing');
}

/** Takes a public Ed25519 JWK to verify with, or says what is wrong with it ({@link KeyProblem}). */
export function importVerifyKey(jwk: unknown): Imported<VerifyKey> {
  return importPublic(jwk, 'Ed25519', 'verifying');
}

/** Takes a private X25519 JWK to open with, or says what is wrong with it ({@link KeyProblem}). */
export function importOpeningKey(jwk: unknown): Imported<OpeningKey> {
  return importPrivate(jwk, 'X25519', 'opening');
}

/** Takes a public X25519 JWK to seal to, or says what is wrong with it ({@link KeyProblem}). */
export function importSealingKey(jwk: unknown): Imported<SealingKey> {
  return importPublic(jwk, 'X25519', 'sealing');
}

/** A private key in a public place is a leak, so it is refused and not quietly trimmed. */
function importPublic<Role extends string>(jwk: unknown, curve: Curve, role: Role): Imported<Key<Role>> {
  const problem = publicPartProblem(jwk, curve);
  if (problem !== undefined) return { ok: false, problem };
  if (Object.hasOwn(jwk as PublicJwk, 'd')) return { ok: false, problem: 'PRIVATE_PART_PRESENT' };
  const key = publicJwk(jwk as PublicJwk);
  const keyObject = createPublicKey({ format: 'jwk', key: { ...key } });
  return { ok: true, key: { role, kid: thumbprint(key), keyObject } };
}

function importPrivate<Role extends string>(jwk: unknown, curve: Curve, role: Role): Imported<Key<Role>> {
  const problem = publicPartProblem(jwk, curve) ?? privatePartProblem(jwk as Partial<PrivateJwk>);
  if (problem !== undefined) return { ok: false, problem };
  const key = jwk as PrivateJwk;
  const keyObject = createPrivateKey({ format: 'jwk', key: { ...publicJwk(key), d: key.d } });
  if (createPublicKey(keyObject).export({ format: 'jwk' }).x !== key.x) {
    return { ok: false, problem: 'PRIVATE_PART_DIFFERS' };
  }
  return { ok: true, key: { role, kid: thumbprint(key), keyObject } };
}

function privatePartProblem({ d }: Partial<PrivateJwk>): KeyProblem | undefined {
  if (d === undefined) return 'PRIVATE_PART_MISSING';
  return fromBase64url(d)?.length === KEY_BYTES ? undefined : 'NOT_A_KEY';
}
