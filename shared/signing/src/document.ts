import { sign, verify } from 'node:crypto';
import { fromBase64url, toBase64url } from './base64url.js';
import { hasExactly, readHeader } from './jose-header.js';
import type { Kid } from './jwk.js';
import type { SigningKey, VerifyKey } from './keys.js';

/** Exact bytes and the signature over them: a flattened JWS (RFC 7515 §7.2.2). */
export interface SignedDocument {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/** Why a document was not accepted; the first that applies, in this order. */
export type DocumentProblem = 'MALFORMED' | 'UNKNOWN_KEY' | 'WRONG_TYPE' | 'BAD_SIGNATURE';

/** The signed bytes and the key that signed them, or why the document was not accepted. */
export type VerifiedDocument =
  | { ok: true; payload: Buffer; kid: Kid }
  | { ok: false; problem: DocumentProblem };

/**
 * Signs exact bytes with EdDSA (RFC 8037 §3.1). Synchronous, so it can be used within a transaction.
 *
 * @param payload the bytes; a string is taken as its UTF-8 bytes.
 * @param typ what kind of document this is (RFC 8725 §3.11), so that it cannot be used as another.
 */
export function signDocument(payload: Uint8Array | string, typ: string, key: SigningKey): SignedDocument {
  const header = toBase64url(JSON.stringify({ alg: 'EdDSA', kid: key.kid, typ }));
  const encoded = toBase64url(payload);
  const signature = sign(null, Buffer.from(`${header}.${encoded}`), key.keyObject);
  return { protected: header, payload: encoded, signature: toBase64url(signature) };
}

/**
 * Verifies a document (RFC 7515 §5.2). The protected header must be exactly `alg` (EdDSA), `kid`
 * and `typ`: no other algorithm, extension or embedded key is looked at.
 *
 * @param document as it was received; nothing about its form is taken for granted.
 * @param typ the kind of document that is expected.
 * @param keyFor the trusted key of that name, if there is one.
 * @returns the signed bytes and the signer's key name, or MALFORMED, UNKNOWN_KEY, WRONG_TYPE or BAD_SIGNATURE.
 */
export function verifyDocument(
  document: unknown,
  typ: string,
  keyFor: (kid: string) => VerifyKey | undefined,
): VerifiedDocument {
  const parts = readDocument(document);
  if (parts === undefined) return { ok: false, problem: 'MALFORMED' };
  const key = keyFor(parts.kid);
  if (key === undefined) return { ok: false, problem: 'UNKNOWN_KEY' };
  if (parts.typ !== typ) return { ok: false, problem: 'WRONG_TYPE' };
  if (!verify(null, parts.signed, key.keyObject, parts.signature))
    return { ok: false, problem: 'BAD_SIGNATURE' };
  return { ok: true, payload: parts.payload, kid: key.kid };
}

function readDocument(document: unknown) {
  if (!hasExactly(document, ['protected', 'payload', 'signature'])) return undefined;
  const header = readHeader(document.protected, ['alg', 'kid', 'typ']);
  const payload = fromBase64url(document.payload);
  const signature = fromBase64url(document.signature);
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  const { alg, kid, typ } = header;
  if (alg !== 'EdDSA' || typeof kid !== 'string' || typeof typ !== 'string') return undefined;
  const signed = Buffer.from(`${document.protected}.${document.payload}`);
  return { kid, typ, payload, signature, signed };
}
