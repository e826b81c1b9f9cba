import {
  type AgreementDocument,
  agreedDocumentType,
  type CostLine,
  type PlacementAgreementDocument,
  peerContract,
  type ResponsibilitySplitDocument,
  type SignedDocument,
  type StatementDocument,
  schemaValidator,
} from '@storstad/contract';
import { canonicalJson, parseJsonStrictly } from '@storstad/evidence';
import { verifyDocument } from '@storstad/signing';
import type { AgreedDocument } from '../domain/circumstances.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import type { City } from '../domain/values.js';
import type { Node } from '../node.js';

/** What another city has signed, if the signature is its own and the bytes are the canonical JSON of such a document. */
function verifyAgreed<T>(
  node: Node,
  signer: City,
  signed: SignedDocument,
  kind: AgreedDocument,
  schema: string,
): T | undefined {
  const member = node.members.get(signer);
  const verified = verifyDocument(signed, agreedDocumentType(kind), (kid) => member?.verifyKeys.get(kid));
  if (!verified.ok) return undefined;
  const text = verified.payload.toString();
  const json = parseJsonStrictly(text);
  if (!json.ok || schemaValidator(peerContract, schema)(json.value).length > 0) return undefined;
  return canonicalJson(json.value) === text ? (json.value as T) : undefined;
}

/** The placement agreement that a city has signed, or the refusal. */
export const verifyPlacementAgreement = (
  node: Node,
  signer: City,
  signed: SignedDocument,
): PlacementAgreementDocument | Refusal =>
  verifyAgreed<PlacementAgreementDocument>(
    node,
    signer,
    signed,
    'placement-agreement',
    'PlacementAgreementDocument',
  ) ?? refuse('PLACEMENT_AGREEMENT_UNSIGNED');

/** The statement that a city has signed, or the refusal. */
export const verifyStatement = (
  node: Node,
  signer: City,
  signed: SignedDocument,
): StatementDocument | Refusal =>
  verifyAgreed<StatementDocument>(node, signer, signed, 'statement', 'StatementDocument') ??
  refuse('STATEMENT_DIFFERS', { line: 'the signature' });

/** The division of responsibility for a child that a city has signed, or the refusal. */
export const verifyResponsibilitySplit = (
  node: Node,
  signer: City,
  signed: SignedDocument,
): ResponsibilitySplitDocument | Refusal =>
  verifyAgreed<ResponsibilitySplitDocument>(
    node,
    signer,
    signed,
    'responsibility-split',
    'ResponsibilitySplitDocument',
  ) ?? refuse('RESPONSIBILITY_SPLIT_UNSIGNED');

/** The agreement version that a city has signed, or the refusal. */
export const verifyAgreement = (
  node: Node,
  signer: City,
  signed: SignedDocument,
): AgreementDocument | Refusal =>
  verifyAgreed<AgreementDocument>(node, signer, signed, 'agreement', 'AgreementDocument') ??
  refuse('AGREEMENT_INVALID');

/** The cost line that a city has signed, or the refusal. */
export const verifyCostLine = (node: Node, signer: City, signed: SignedDocument): CostLine | Refusal =>
  verifyAgreed<CostLine>(node, signer, signed, 'cost-line', 'CostLine') ?? refuse('COST_LINE_DIFFERS');

/** A statement of two other cities; its n-th signature must be that of the n-th of them. */
export function verifySharedStatement(
  node: Node,
  signed: SignedDocument,
  place: number,
): StatementDocument | Refusal {
  const signers = [...node.members.keys()];
  const documents = signers.map((city) => ({ city, document: verifyStatement(node, city, signed) }));
  const found = documents.find(
    ({ city, document }) => !isRefusal(document) && document.cities[place] === city,
  );
  return found?.document ?? refuse('STATEMENT_DIFFERS', { line: 'the signature' });
}
