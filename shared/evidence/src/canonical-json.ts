import canonicalize from 'canonicalize';

/**
 * The one text of a JSON value that every implementation agrees on (RFC 8785, JCS): members
 * sorted, no white space, numbers as ECMAScript writes them. Digests and signatures of JSON are
 * made over this text.
 *
 * @throws TypeError when the value cannot be written as JSON (undefined, NaN, a cycle): a bug in the caller.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('The value has no JSON form.');
  return text;
}
