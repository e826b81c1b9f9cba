import { createHash } from 'node:crypto';

/** The `content-digest` header of a body (RFC 9530 §2): SHA-256 alone. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

/**
 * Whether a received `content-digest` header holds for a body. Other algorithms may stand beside it, but SHA-256 must be
 * there, once, and right; the others are not looked at.
 */
export function holdsDigest(header: string | readonly string[] | undefined, body: Uint8Array): boolean {
  if (typeof header !== 'string') return false;
  const members = header.split(',').map((member) => member.trim());
  const ours = members.filter((member) => member.startsWith('sha-256='));
  return ours.length === 1 && ours[0] === contentDigest(body);
}
