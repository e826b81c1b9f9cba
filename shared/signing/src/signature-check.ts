import { isDeepStrictEqual } from 'node:util';
import type {
  ComponentDescriptor,
  FieldOccurrence,
  MessageDescriptor,
  SignatureParameters,
  UntrustedSignatureCandidate,
} from 'http-message-sig';
import { holdsDigest } from './content-digest.js';
import type { VerifyKey } from './keys.js';
import { type Judgement, type LibraryVerdict, verifyByLibrary } from './signature-library.js';
import { type SignatureTimes, timeProblem } from './signature-time.js';
import { type HeaderFields, SIGNATURE_TAG, type SignatureProblem } from './signature-types.js';

/** The longest nonce that is read. */
const MAX_NONCE_LENGTH = 128;

/** What is asked of the signature of a received message. */
export interface SignatureDemand {
  readonly message: MessageDescriptor;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
  /** What must be covered; more may be. */
  readonly components: readonly ComponentDescriptor[];
  readonly needsNonce: boolean;
  readonly keyFor: (kid: string) => VerifyKey | undefined;
  readonly now: Date;
}

/** The headers of a message in the form that the library reads. */
export function fieldsOf(headers: HeaderFields): FieldOccurrence[] {
  return Object.entries(headers).flatMap(([name, values = []]) =>
    [values].flat().map((value) => ({ name, value })),
  );
}

/**
 * Checks the one signature of a message (RFC 9421 §3.2), then the body against its `content-digest`
 * (RFC 9530), then its age.
 *
 * @returns the good signature, or the first {@link SignatureProblem}. Nothing received makes it throw.
 */
export async function checkSignature(
  demand: SignatureDemand,
): Promise<LibraryVerdict | { ok: false; problem: SignatureProblem }> {
  const { headers, body, now } = demand;
  if (!headers.signature || !headers['signature-input']) return { ok: false, problem: 'SIGNATURE_MISSING' };
  const verdict = await verifyByLibrary(demand.message, (claim) => judge(claim, demand));
  if (!verdict.ok) return verdict;
  if (!holdsDigest(headers['content-digest'], body)) return { ok: false, problem: 'DIGEST_DIFFERS' };
  const problem = timeProblem(verdict.parameters as SignatureTimes, now);
  return problem === undefined ? verdict : { ok: false, problem };
}

/** Whether a signature claims all that we ask for, and by whose key. */
function judge({ parameters, components }: UntrustedSignatureCandidate, demand: SignatureDemand): Judgement {
  if (!hasParameters(parameters, demand.needsNonce)) return { ok: false, problem: 'SIGNATURE_MALFORMED' };
  const isCovered = (asked: ComponentDescriptor) => components.some((each) => isDeepStrictEqual(each, asked));
  if (!demand.components.every(isCovered)) return { ok: false, problem: 'COMPONENTS_MISSING' };
  const key = demand.keyFor(parameters.keyid);
  return key === undefined ? { ok: false, problem: 'KEY_UNKNOWN' } : { ok: true, key };
}

type NamedParameters = SignatureParameters & { readonly keyid: string };

function hasParameters(parameters: SignatureParameters, needsNonce: boolean): parameters is NamedParameters {
  const { created, expires, keyid, tag, nonce = '' } = parameters;
  if (created === undefined || expires === undefined || keyid === undefined) return false;
  if (needsNonce && (nonce === '' || nonce.length > MAX_NONCE_LENGTH)) return false;
  return tag === SIGNATURE_TAG;
}
