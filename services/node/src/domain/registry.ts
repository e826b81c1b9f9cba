import type { AgreementDocument, Approval } from '@storstad/contract';
import { type AgreementVersion, approvalRefusal, proposalRefusal } from './agreement.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import type { Decided } from './event.js';
import { type Refusal, refuse } from './refusal.js';
import type { AgreementId, City, Unit } from './values.js';

/** What other cities say of agreement versions, entered in this city's register. */

/** Another city proposes a version. The very same proposal twice changes nothing. */
export function decideReceiveProposal(
  from: City,
  document: AgreementDocument,
  around: Circumstances,
): Decided | Refusal {
  const digest = around.digest(around.canonical(document));
  if (versionOf(document.id, around)?.digest === digest) return nothingNew;
  return (
    proposalRefusal(around.versions, document, around.members) ??
    decided([
      {
        type: 'agreement-proposed',
        agreementId: document.id as AgreementId,
        digest,
        document,
        proposedBy: from,
      },
    ])
  );
}

/** Another city tells that one of its bodies has approved a version, by the digest of what it approved. */
export function decideReceiveApproval(
  from: City,
  approval: Approval,
  around: Circumstances,
): Decided | Refusal {
  const version = versionOf(approval.agreementId, around);
  if (!version || version.digest !== approval.digest || approval.city !== from) return refuse('NOT_FOUND');
  const party = { city: from, unit: approval.unit as Unit };
  return (
    approvalRefusal(version, party) ??
    decided([{ type: 'agreement-approved', agreementId: version.id, approval }])
  );
}

const versionOf = (id: string, around: Circumstances): AgreementVersion | undefined =>
  around.versions.find((version) => version.id === id);
