import { sign, verify } from 'node:crypto';
import {
  type ComponentDescriptor,
  createSignatureSync,
  isSignatureError,
  type MessageDescriptor,
  type SignatureErrorCode,
  type SignatureParameters,
  type UntrustedSignatureCandidate,
  type VerifiedSignature,
  type Verifier,
  verifySignature,
} from 'http-message-sig';
import type { SigningKey, VerifyKey } from './keys.js';
import type { RequestSignature, SignatureProblem } from './signature-types.js';

/** What the library is asked: form and cryptography. Coverage and keys are the judge's, time is not its matter. */
const POLICY = {
  algorithms: ['ed25519'],
  requiredComponents: [],
  requiredParameters: [],
  now: 0,
  clockSkew: Number.MAX_SAFE_INTEGER,
};

const PROBLEM_OF_ERROR: Record<Exclude<SignatureErrorCode, 'ResolverFailed'>, SignatureProblem> = {
  MissingField: 'COMPONENTS_MISSING',
  MalformedField: 'SIGNATURE_MALFORMED',
  LabelRequired: 'SIGNATURE_MALFORMED',
  LabelMismatch: 'SIGNATURE_MALFORMED',
  DuplicateLabel: 'SIGNATURE_MALFORMED',
  InvalidComponent: 'SIGNATURE_MALFORMED',
  DuplicateComponent: 'SIGNATURE_MALFORMED',
  UnsupportedFeature: 'SIGNATURE_MALFORMED',
  AlgorithmMismatch: 'SIGNATURE_MALFORMED',
  PolicyViolation: 'SIGNATURE_MALFORMED',
  VerificationFailed: 'SIGNATURE_BAD',
};

/** The key to verify a signature with, or why it is not even tried. */
export type Judgement = { ok: true; key: VerifyKey } | { ok: false; problem: SignatureProblem };

/** A signature that is good by form and cryptography. */
export interface LibraryVerdict {
  readonly ok: true;
  readonly key: VerifyKey;
  readonly parameters: SignatureParameters;
  readonly text: RequestSignature;
}

/** The library can be stopped by an exception only. This one does not leave the file. */
class Refused extends Error {
  constructor(readonly problem: SignatureProblem) {
    super(problem);
  }
}

/**
 * Signs a message (RFC 9421 §3.1) under the label `sig1`.
 *
 * @throws SignatureError when the message cannot be signed, such as a relative URI: a bug in the caller.
 */
export function signByLibrary(
  message: MessageDescriptor,
  components: readonly ComponentDescriptor[],
  parameters: SignatureParameters,
  key: SigningKey,
) {
  const signer = {
    algorithm: 'ed25519',
    sign: (data: Uint8Array) => sign(null, data, key.keyObject),
  };
  const fields = createSignatureSync(message, { components, parameters, signer });
  return { 'signature-input': fields.signatureInput, signature: fields.signature as RequestSignature };
}

/**
 * Verifies the one signature of a message (RFC 9421 §3.2).
 *
 * @param judge is shown what the signature claims, before it is verified.
 * @returns the good signature, or the judge's problem, or the library's as one of ours.
 */
export async function verifyByLibrary(
  message: MessageDescriptor,
  judge: (claim: UntrustedSignatureCandidate) => Judgement,
): Promise<LibraryVerdict | { ok: false; problem: SignatureProblem }> {
  try {
    const resolveVerifier = (claim: UntrustedSignatureCandidate) => verifierBy(judge(claim));
    return verdictOf(await verifySignature(message, { policy: POLICY, resolveVerifier }));
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

type KeyVerifier = Verifier & { readonly key: VerifyKey };

function verifierBy(judgement: Judgement): KeyVerifier {
  if (!judgement.ok) throw new Refused(judgement.problem);
  const { key } = judgement;
  return {
    algorithm: 'ed25519',
    key,
    verify: (data, signature) => verify(null, data, key.keyObject, signature),
  };
}

function verdictOf({
  verifier,
  parameters,
  label,
  signature,
}: VerifiedSignature<KeyVerifier>): LibraryVerdict {
  const text = `${label}=:${Buffer.from(signature).toString('base64')}:` as RequestSignature;
  return { ok: true, key: verifier.key, parameters, text };
}

/** Whatever the library throws over a received message is a refusal; what the judge throws is a bug. */
function problemOf(error: unknown): SignatureProblem {
  if (!isSignatureError(error)) return 'SIGNATURE_MALFORMED';
  if (error.code !== 'ResolverFailed') return PROBLEM_OF_ERROR[error.code];
  if (error.cause instanceof Refused) return error.cause.problem;
  throw error.cause;
}
