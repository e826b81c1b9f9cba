import type { AgreementDocument, Approval, Approve, SignedDocument } from '@storstad/contract';
import {
  type AgreementVersion,
  approvalRefusal,
  missingBodies,
  overlapRefusal,
  proposalRefusal,
} from './agreement.js';
import { type Circumstances, decided, nothingNew, notInFuture } from './circumstances.js';
import { type AgreementEvent, type Decided, nothingPersonal } from './event.js';
import { type Refusal, refuse } from './refusal.js';
import type { AgreementId, City, DigestText, Thread, Unit } from './values.js';

/**
 * The register of agreement versions (002:69): one city proposes, each body approves at its own node, and a city signs the
 * document when its bodies have approved. Nothing is in force before. A proposed version is never changed; a body is
 * dropped by a new draft.
 */

/** Proposes a version to all cities. */
export function decidePropose(document: AgreementDocument, around: Circumstances): Decided | Refusal {
  const id = document.id as AgreementId;
  return (
    proposalRefusal(around.versions, document, around.members) ??
    decided(
      [proposed(document, around.city, around)],
      others(around).map((to) => ({
        type: 'agreement-proposed',
        to,
        thread: threadOf(id),
        subject: id,
        content: { document },
        covered: nothingPersonal,
      })),
    )
  );
}

/**
 * Records the approval of one of this city's bodies, decided by today; with the one that completes them the city signs.
 * The day of another city's decision is its own to judge.
 */
export function decideApprove(id: AgreementId, input: Approve, around: Circumstances): Decided | Refusal {
  const version = versionOf(id, around);
  if (!version) return refuse('NOT_FOUND');
  const party = { city: around.city, unit: input.unit as Unit };
  const refusal =
    notInFuture([input.decidedOn], around) ??
    overlapRefusal(around.versions, version.document) ??
    approvalRefusal(version, party);
  if (refusal) return refusal;
  const approval: Approval = { agreementId: id, digest: version.digest, ...input, ...party };
  const signed = completes(version, approval) ? around.sign('agreement', version.document) : null;
  return decided(
    [{ type: 'agreement-approved', agreementId: id, approval, signed }],
    others(around).map((to) => ({
      type: 'agreement-approved',
      to,
      thread: threadOf(id),
      subject: id,
      content: { approval, ...(signed ? { signed } : {}) },
      covered: nothingPersonal,
    })),
  );
}

/** Another city proposes a version. The very same proposal twice changes nothing. */
export function decideReceiveProposal(
  from: City,
  document: AgreementDocument,
  around: Circumstances,
): Decided | Refusal {
  if (versionOf(document.id, around)?.digest === digestOf(document, around)) return nothingNew;
  return (
    proposalRefusal(around.versions, document, around.members) ?? decided([proposed(document, from, around)])
  );
}

/**
 * Another city tells that one of its bodies has approved a version, by the digest of what it approved. `document` is what
 * the city's verified signature covers, when there is one; the approval that completes its bodies must carry it.
 */
export function decideReceiveApproval(
  from: City,
  approval: Approval,
  signature: { readonly signed: SignedDocument; readonly document: AgreementDocument } | null,
  around: Circumstances,
): Decided | Refusal {
  const version = versionOf(approval.agreementId, around);
  if (!version || version.digest !== approval.digest || approval.city !== from) return refuse('NOT_FOUND');
  const party = { city: from, unit: approval.unit as Unit };
  const refusal = approvalRefusal(version, party);
  if (refusal) return refusal;
  const isSigned = signature && digestOf(signature.document, around) === version.digest;
  if (signature ? !isSigned : completes(version, approval)) return refuse('AGREEMENT_INVALID');
  const signed = signature?.signed ?? null;
  return decided([{ type: 'agreement-approved', agreementId: version.id, approval, signed }]);
}

/** Whether with this approval the city's bodies have all approved; where each body stands for itself, whether it is the first. */
function completes(version: AgreementVersion, { city, unit }: Approval): boolean {
  if (version.document.terms.ratification === 'own-body')
    return !version.signatures.some((signature) => signature.city === city);
  return missingBodies(version)
    .filter((body) => body.startsWith(`${city}/`))
    .every((body) => body === `${city}/${unit}`);
}

const proposed = (document: AgreementDocument, proposedBy: City, around: Circumstances): AgreementEvent => ({
  type: 'agreement-proposed',
  agreementId: document.id as AgreementId,
  digest: digestOf(document, around),
  document,
  proposedBy,
});

const digestOf = (document: AgreementDocument, around: Circumstances): DigestText =>
  around.digest(around.canonical(document));

const threadOf = (id: AgreementId): Thread => `agreements/${id}`;

const others = ({ members, city }: Circumstances): City[] => members.filter((member) => member !== city);

const versionOf = (id: string, around: Circumstances): AgreementVersion | undefined =>
  around.versions.find((version) => version.id === id);
