import { createHash } from 'node:crypto';

/** What a derived key is bound to: its algorithm and the two parties (RFC 7518 §4.6.2). */
export interface KeyBinding {
  readonly algorithm: string;
  readonly apu: Uint8Array;
  readonly apv: Uint8Array;
}

/**
 * Derives a key from a shared secret by the Concat KDF (RFC 7518 §4.6.2, NIST SP 800-56A §5.8.1).
 * One round of SHA-256 is all that a key of up to 32 bytes needs.
 */
export function concatKdf(secret: Uint8Array, binding: KeyBinding, keyBytes: 16 | 32): Buffer {
  return createHash('sha256')
    .update(uint32(1))
    .update(secret)
    .update(withLength(Buffer.from(binding.algorithm)))
    .update(withLength(binding.apu))
    .update(withLength(binding.apv))
    .update(uint32(keyBytes * 8))
    .digest()
    .subarray(0, keyBytes);
}

function withLength(bytes: Uint8Array): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
