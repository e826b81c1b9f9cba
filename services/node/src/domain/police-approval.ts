import type { ApprovalReason, AssessThreat, CaseKind } from '@storstad/contract';
import { type Refusal, refuse } from './refusal.js';
import type { ApprovalId, City, Instant } from './values.js';

/** The facts that an approval rests on; it is stale when one of them is no longer the case (requirements §12 no. 12). */
export interface ApprovalBasis {
  readonly kind: CaseKind;
  readonly threat: AssessThreat;
}

/** A police liaison's decision on help in one city (002:47). */
export interface PoliceApproval {
  readonly id: ApprovalId;
  readonly decision: 'approved' | 'refused';
  readonly city: City;
  readonly policeReference: string;
  /** What it rests on; an earlier version asked for nothing. */
  readonly reasons?: readonly ApprovalReason[];
  readonly decidedAt: Instant;
  readonly withdrawnAt: Instant | null;
  /** The liaison takes part in the exception for a witness. */
  readonly witnessException: boolean;
  readonly basis: ApprovalBasis;
}

export type ApprovalState = 'valid' | 'refused' | 'withdrawn' | 'stale';

/** Whether two sets of facts are alike in all that an approval rests on. */
export const sameBasis = (a: ApprovalBasis, b: ApprovalBasis): boolean =>
  a.kind === b.kind &&
  a.threat.level === b.threat.level &&
  a.threat.confirmed === b.threat.confirmed &&
  a.threat.lethalViolenceRisk === b.threat.lethalViolenceRisk &&
  a.threat.activeProtectionNeeded === b.threat.activeProtectionNeeded &&
  a.threat.evidencePerson === b.threat.evidencePerson &&
  a.threat.admitsInvolvement === b.threat.admitsInvolvement;

/** What a decision is worth, given the facts as they are now. */
export function approvalState(approval: PoliceApproval, now: ApprovalBasis): ApprovalState {
  if (approval.withdrawnAt !== null) return 'withdrawn';
  if (!sameBasis(approval.basis, now)) return 'stale';
  return approval.decision === 'approved' ? 'valid' : 'refused';
}

/**
 * The valid approval for one city, or the refusal. A newer decision on the same city replaces an older one; an approval
 * that holds for another city alone is stale for this one.
 */
export function approvalFor(
  approvals: readonly PoliceApproval[],
  city: City,
  now: ApprovalBasis,
): PoliceApproval | Refusal {
  const latest = approvals.filter((approval) => approval.city === city).at(-1);
  if (!latest) {
    const elsewhere = approvals.some((approval) => approvalState(approval, now) === 'valid');
    return refuse(elsewhere ? 'POLICE_APPROVAL_STALE' : 'POLICE_APPROVAL_MISSING', { city });
  }
  const state = approvalState(latest, now);
  switch (state) {
    case 'valid':
      return latest;
    case 'refused':
      return refuse('POLICE_APPROVAL_REFUSED', { city });
    case 'withdrawn':
      return refuse('POLICE_APPROVAL_MISSING', { city });
    case 'stale':
      return refuse('POLICE_APPROVAL_STALE', { city });
  }
}

/** The valid approval of a case for one city, on the facts as they are now, or the refusal. */
export const validApproval = (
  theCase: {
    readonly kind: CaseKind;
    readonly threat: AssessThreat | null;
    readonly approvals: readonly PoliceApproval[];
  },
  city: City,
): PoliceApproval | Refusal =>
  theCase.threat
    ? approvalFor(theCase.approvals, city, { kind: theCase.kind, threat: theCase.threat })
    : refuse('POLICE_APPROVAL_MISSING', { city });
