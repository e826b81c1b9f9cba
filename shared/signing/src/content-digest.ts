import { createHash } from 'node:crypto';

/**
 * The `content-digest` header of a body (RFC 9530 §2). The contract allows this one form, SHA-256
 * alone, so a received header is checked by comparing it with this text.
 */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}
