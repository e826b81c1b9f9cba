import { createHash } from 'node:crypto';

/** The SHA-256 of some exact bytes, written `sha-256:` and 64 lower-case hexadecimal digits. */
export type Digest = string & { readonly __brand: 'Digest' };

/**
 * The digest of exact bytes. A string is taken as its UTF-8 bytes.
 *
 * @returns `sha-256:` and 64 hexadecimal digits (FIPS 180-4, RFC 6234).
 */
export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha-256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

/** Whether a value, read from a file or a message, is written as a digest is. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && /^sha-256:[0-9a-f]{64}$/.test(value);
}
