/** The base64url text of some bytes, without padding (RFC 7515 §2). */
export function toBase64url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64url');
}

/**
 * The bytes of a base64url text (RFC 7515 §2).
 *
 * @returns undefined unless this is the one way to write those bytes: no padding, no foreign
 *   character and no stray trailing bits (RFC 4648 §3.5), so that a signed text has one form only.
 */
export function fromBase64url(text: unknown): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
