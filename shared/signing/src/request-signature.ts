import { component, type RequestDescriptor } from 'http-message-sig';
import { contentDigest } from './content-digest.js';
import type { Kid } from './jwk.js';
import type { SigningKey, VerifyKey } from './keys.js';
import { checkSignature, fieldsOf } from './signature-check.js';
import { signByLibrary } from './signature-library.js';
import { timesFrom } from './signature-time.js';
import {
  type HeaderFields,
  type RequestSignature,
  SIGNATURE_TAG,
  type SignatureHeaders,
  type SignatureProblem,
} from './signature-types.js';

/** What a request's signature must cover (RFC 9421 §2.1, §2.2). */
const COMPONENTS = ['@method', '@target-uri', 'content-type', 'content-digest'].map((name) =>
  component(name),
);

/** A request that is about to be sent. */
export interface RequestToSign {
  readonly method: string;
  /** The absolute URI, as the peer is configured to see itself. */
  readonly targetUri: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly key: SigningKey;
  readonly now: Date;
  /** Never used before with this key, at most 128 characters of printable ASCII. */
  readonly nonce: string;
}

/** A request that was received. */
export interface RequestToVerify {
  readonly method: string;
  /** The absolute URI, from our own configuration and the path received. */
  readonly targetUri: string;
  readonly headers: HeaderFields;
  /** The bytes as they were received. */
  readonly body: Uint8Array;
  readonly keyFor: (kid: string) => VerifyKey | undefined;
  readonly now: Date;
  /** Takes note of a nonce and says whether it was new. Asked last, once all else is good. */
  readonly isNonceNew: (kid: string, nonce: string, expires: number) => boolean;
}

/** Why a request was not accepted; the first that applies, in this order. */
export type RequestProblem = SignatureProblem | 'NONCE_REPLAYED';

/** Who signed a request, and the signature that the response must sign; or why it was not accepted. */
export type VerifiedRequest =
  | { ok: true; kid: Kid; signature: RequestSignature }
  | { ok: false; problem: RequestProblem };

/**
 * Signs a request for a peer (RFC 9421 §3.1): `"@method" "@target-uri" "content-type"
 * "content-digest"`, usable once and for 30 seconds. Synchronous.
 *
 * @returns the headers to add beside `content-type`; keep `signature` to verify the response.
 */
export function signRequest(request: RequestToSign): SignatureHeaders {
  const { contentType, body, key, now, nonce } = request;
  const digest = contentDigest(body);
  const message = describe(request, { 'content-type': contentType, 'content-digest': digest });
  const parameters = { ...timesFrom(now), nonce, keyid: key.kid, tag: SIGNATURE_TAG };
  return { 'content-digest': digest, ...signByLibrary(message, COMPONENTS, parameters, key) };
}

/**
 * Verifies a received request (RFC 9421 §3.2): one Ed25519 signature, of any label, by a known key
 * over at least what {@link signRequest} covers, the very body, at most 60 seconds old, never seen before.
 *
 * @returns the signer, or the first {@link RequestProblem}. Nothing received makes it throw.
 */
export async function verifyRequest(request: RequestToVerify): Promise<VerifiedRequest> {
  const message = describe(request, request.headers);
  const verdict = await checkSignature({ ...request, message, components: COMPONENTS, needsNonce: true });
  if (!verdict.ok) return verdict;
  const { key, parameters, text } = verdict;
  const { nonce, expires } = parameters as { nonce: string; expires: number };
  if (!request.isNonceNew(key.kid, nonce, expires)) return { ok: false, problem: 'NONCE_REPLAYED' };
  return { ok: true, kid: key.kid, signature: text };
}

function describe(request: { method: string; targetUri: string }, headers: HeaderFields): RequestDescriptor {
  return { kind: 'request', method: request.method, targetUri: request.targetUri, fields: fieldsOf(headers) };
}
