import type { TimeProblem } from './signature-time.js';

/** Says that a signature was made for the contract between cities and for nothing else (RFC 9421 §2.3). */
export const SIGNATURE_TAG = 'storstad-peer';

/** The headers of a HTTP message as Node gives them, names in lower case. */
export type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The exact text `label=:base64:` of the one signature of a request, which the response signs too. */
export type RequestSignature = string & { readonly __brand: 'RequestSignature' };

/** The headers that a signature adds to a message. */
export interface SignatureHeaders {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: RequestSignature;
}

/** Why a message's signature was not accepted; the first that applies, in this order. */
export type SignatureProblem =
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_MALFORMED'
  | 'COMPONENTS_MISSING'
  | 'KEY_UNKNOWN'
  | 'SIGNATURE_BAD'
  | 'DIGEST_DIFFERS'
  | TimeProblem;
