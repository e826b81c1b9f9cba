import { fromBase64url } from './base64url.js';

/**
 * Reads a protected header of a JWS or a JWE (RFC 7515 §4, RFC 7516 §4) that must hold exactly the
 * named members, in any order.
 *
 * Writing the parsed header again must give the same text, which leaves no room for a member
 * named twice, white space or a needless escape.
 *
 * @returns the header, or undefined when it is anything else.
 */
export function readHeader<Name extends string>(
  encoded: unknown,
  names: readonly Name[],
): Record<Name, unknown> | undefined {
  const text = fromBase64url(encoded)?.toString('utf8');
  if (text === undefined) return undefined;
  const header = parseCompactJson(text);
  return hasExactly(header, names) ? header : undefined;
}

function parseCompactJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with these own members and no others. */
export function hasExactly<Name extends string>(
  value: unknown,
  names: readonly Name[],
): value is Record<Name, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}
