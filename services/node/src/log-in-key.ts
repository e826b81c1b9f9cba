import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
} from 'node:crypto';

/**
 * The key with which the pages tell the identity provider who they are (private_key_jwt, ES256). The provider knows its
 * public part. It signs nothing else.
 */
export interface LogInKey {
  readonly jwk: JsonWebKey;
  /** The thumbprint (RFC 7638), so that it cannot be chosen. */
  readonly kid: string;
}

/** A new random key, as it is kept in the folder of the private keys. */
export const makeLogInKey = (): JsonWebKey =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

/** Takes a private key of the curve P-256, as a JWK; undefined when it is none. */
export function importLogInKey(jwk: unknown): LogInKey | undefined {
  try {
    const key = createPrivateKey({ format: 'jwk', key: jwk as JsonWebKey });
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
    const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' });
    const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
    return { jwk: key.export({ format: 'jwk' }), kid };
  } catch {
    return undefined;
  }
}

/** What is handed to the identity provider: the public part, with what it is for (RFC 7517). */
export function publicLogInKey({ jwk, kid }: LogInKey): JsonWebKey {
  const { kty, crv, x, y } = jwk;
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as JsonWebKey;
}
