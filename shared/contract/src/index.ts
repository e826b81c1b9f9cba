export {
  type Contract,
  type ContractOperation,
  type DeskOperationId,
  deskContract,
  type PeerOperationId,
  peerContract,
} from './contract.js';
export type { DeskRequest, DeskResponse, FileOperationId } from './desk-types.js';
export { agreedDocumentType } from './document-type.js';
export type { components as DeskComponents, Role } from './generated/desk.js';
export type { components as PeerComponents } from './generated/peer.js';
export type * from './generated/schemas.js';
export { categoriesIn, cutToConsent, type SealedContent } from './sealed-content.js';
export {
  type RequestParts,
  type RequestValidator,
  requestValidator,
  responseValidator,
  schemaValidator,
  sealedContentValidator,
  type Validator,
} from './validators.js';
export type { Violation } from './violation.js';
