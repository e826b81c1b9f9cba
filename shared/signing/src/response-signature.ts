import { type ComponentDescriptor, component, type ResponseDescriptor } from 'http-message-sig';
import { contentDigest } from './content-digest.js';
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

/** The request that a response answers, as both sides know it. */
export interface AnsweredRequest {
  readonly method: string;
  readonly targetUri: string;
  /** As signRequest returned it to the one side, and verifyRequest to the other. */
  readonly signature: RequestSignature;
}

/** A response that is about to be sent to a request whose signature was good. */
export interface ResponseToSign {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly request: AnsweredRequest;
  readonly key: SigningKey;
  readonly now: Date;
}

/** A response that was received to a request of ours. */
export interface ResponseToVerify {
  readonly status: number;
  readonly headers: HeaderFields;
  /** The bytes as they were received. */
  readonly body: Uint8Array;
  readonly request: AnsweredRequest;
  /** The one key that the asked peer may sign with. */
  readonly key: VerifyKey;
  readonly now: Date;
}

/** That a response is the peer's own answer to this very request; or why it was not accepted. */
export type VerifiedResponse = { ok: true } | { ok: false; problem: SignatureProblem };

/**
 * Signs a response (RFC 9421 §2.4, §3.1): `"@status" "content-type" "content-digest"` and the
 * request's signature, usable for 30 seconds. Synchronous.
 *
 * @returns the headers to add beside `content-type`.
 */
export function signResponse(response: ResponseToSign): SignatureHeaders {
  const { contentType, body, request, key, now } = response;
  const digest = contentDigest(body);
  const message = describe(response, { 'content-type': contentType, 'content-digest': digest });
  const parameters = { ...timesFrom(now), keyid: key.kid, tag: SIGNATURE_TAG };
  return { 'content-digest': digest, ...signByLibrary(message, componentsFor(request), parameters, key) };
}

/**
 * Verifies the response to a request of ours (RFC 9421 §3.2): one Ed25519 signature by the asked
 * peer's key over at least what {@link signResponse} covers, the very body, at most 60 seconds old.
 * It needs no nonce: it is tied to the signature of a request that had one.
 *
 * @returns ok, or the first {@link SignatureProblem}. Nothing received makes it throw.
 */
export async function verifyResponse(response: ResponseToVerify): Promise<VerifiedResponse> {
  const { key, request, headers } = response;
  const keyFor = (kid: string) => (kid === key.kid ? key : undefined);
  const message = describe(response, headers);
  const components = componentsFor(request);
  const verdict = await checkSignature({ ...response, message, components, needsNonce: false, keyFor });
  return verdict.ok ? { ok: true } : verdict;
}

function componentsFor({ signature }: AnsweredRequest): ComponentDescriptor[] {
  const label = signature.slice(0, signature.indexOf('='));
  const plain = ['@status', 'content-type', 'content-digest'].map((name) => component(name));
  return [...plain, component('signature', { req: true, key: label })];
}

function describe(
  { status, request }: { status: number; request: AnsweredRequest },
  headers: HeaderFields,
): ResponseDescriptor {
  const { method, targetUri, signature } = request;
  const answered = { kind: 'request' as const, method, targetUri, fields: fieldsOf({ signature }) };
  return { kind: 'response', status, fields: fieldsOf(headers), request: answered };
}
