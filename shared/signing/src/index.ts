export type { Curve } from './curve-points.js';
export {
  type DocumentProblem,
  type SignedDocument,
  signDocument,
  type VerifiedDocument,
  verifyDocument,
} from './document.js';
export {
  type KeyProblem,
  type KeyUse,
  type Kid,
  makeKeyPair,
  type PrivateJwk,
  type PublicJwk,
  publicJwk,
  thumbprint,
} from './jwk.js';
export {
  type Imported,
  importOpeningKey,
  importSealingKey,
  importSigningKey,
  importVerifyKey,
  type OpeningKey,
  type SealingKey,
  type SigningKey,
  type VerifyKey,
} from './keys.js';
export { NonceMemory } from './nonce-memory.js';
export {
  type RequestProblem,
  type RequestToSign,
  type RequestToVerify,
  signRequest,
  type VerifiedRequest,
  verifyRequest,
} from './request-signature.js';
export {
  type AnsweredRequest,
  type ResponseToSign,
  type ResponseToVerify,
  signResponse,
  type VerifiedResponse,
  verifyResponse,
} from './response-signature.js';
export { type Opened, open, type SealContext, type SealProblem, seal } from './sealing.js';
export type {
  HeaderFields,
  RequestSignature,
  SignatureHeaders,
  SignatureProblem,
} from './signature-types.js';
