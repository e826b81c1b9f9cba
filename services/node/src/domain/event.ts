import type {
  AgreementDocument,
  Approval,
  AssessThreat,
  CaseKind,
  ConsentCategory,
  CostLine,
  MessageType,
  Needs,
  PersonalDetails,
  PlacementAgreementDocument,
  SealedContent,
  SignedDocument,
  Slot,
  StatementDocument,
} from '@storstad/contract';
import type { Closure } from './case.js';
import type { Consent } from './consent.js';
import type { Intake } from './eligibility.js';
import type { PoliceApproval } from './police-approval.js';
import type {
  AgreementId,
  ApprovalId,
  CaseId,
  City,
  CivilDate,
  ConsentId,
  CostLineId,
  DigestText,
  ReferralId,
  StatementId,
  Thread,
  Unit,
} from './values.js';

/**
 * What has happened. The journal keeps each event for good; what stands under `sealed` concerns a person and goes to
 * the case's own encrypted place instead, with only its digest in the journal.
 */
export type CaseEvent = { readonly caseId: CaseId } & (
  | {
      readonly type: 'case-opened';
      readonly unit: Unit;
      readonly sealed: { kind: CaseKind; intake: Intake; needs: Needs; healthNeeds: string | null };
    }
  | { readonly type: 'personal-details-recorded'; readonly sealed: { details: PersonalDetails } }
  | { readonly type: 'consent-given'; readonly consentId: ConsentId; readonly sealed: { consent: Consent } }
  | { readonly type: 'consent-withdrawn'; readonly consentId: ConsentId }
  | { readonly type: 'threat-assessed'; readonly sealed: { threat: AssessThreat } }
  | {
      readonly type: 'approval-decided';
      readonly approvalId: ApprovalId;
      readonly sealed: { approval: PoliceApproval };
    }
  | { readonly type: 'approval-withdrawn'; readonly approvalId: ApprovalId }
  | {
      readonly type: 'referral-requested';
      readonly referralId: ReferralId;
      readonly city: City;
      readonly slot: Slot;
    }
  | {
      readonly type: 'referral-received';
      readonly referralId: ReferralId;
      readonly homeCity: City;
      readonly homeUnit: Unit;
      readonly slot: Slot;
      readonly sealed: Pick<
        SealedContent<'referral-requested'>,
        'kind' | 'threat' | 'needs' | 'healthNeeds' | 'policeReference'
      >;
    }
  | { readonly type: 'place-cleared'; readonly sealed: { verdict: 'clear' | 'unsuitable' } }
  | {
      readonly type: 'referral-accepted';
      readonly referralId: ReferralId;
      readonly agreement: AgreementId;
      readonly acceptedOn: CivilDate;
      /** The place of the city that keeps this journal. */
      readonly slot: Slot;
      /** The unit that takes on the case, in the receiving city's journal. */
      readonly unit: Unit | null;
    }
  | { readonly type: 'referral-rejected'; readonly referralId: ReferralId; readonly code: string }
  | { readonly type: 'referral-cancelled'; readonly referralId: ReferralId; readonly reason: string }
  | { readonly type: 'details-disclosed'; readonly categories: readonly ConsentCategory[] }
  | {
      readonly type: 'details-received';
      readonly categories: readonly ConsentCategory[];
      readonly sealed: { details: PersonalDetails };
    }
  | { readonly type: 'consent-withdrawal-received' }
  | {
      readonly type: 'placement-agreement-proposed';
      readonly sealed: { document: PlacementAgreementDocument; city: City; signed: SignedDocument };
    }
  | { readonly type: 'placement-agreement-signed'; readonly sealed: { city: City; signed: SignedDocument } }
  | { readonly type: 'placement-agreement-signature-refused'; readonly city: City }
  | { readonly type: 'arrival-recorded'; readonly sealed: { arrivedOn: CivilDate } }
  | {
      readonly type: 'departure-recorded';
      readonly freesPlace: boolean;
      readonly sealed: { departedOn: CivilDate };
    }
  | { readonly type: 'case-closed'; readonly sealed: { closure: Closure } }
);

export type LedgerEvent = { readonly caseId: CaseId } & (
  | { readonly type: 'cost-line-sent'; readonly line: CostLine }
  | { readonly type: 'cost-line-posted'; readonly line: CostLine }
  | { readonly type: 'cost-line-refused'; readonly lineId: CostLineId; readonly code: string }
);

export type StatementEvent =
  | {
      readonly type: 'statement-proposed';
      readonly statementId: StatementId;
      readonly document: StatementDocument;
      readonly proposedBy: City;
      readonly signed: SignedDocument;
    }
  | {
      readonly type: 'statement-signed';
      readonly statementId: StatementId;
      readonly city: City;
      readonly signed: SignedDocument;
    }
  | { readonly type: 'statement-refused'; readonly statementId: StatementId; readonly code: string };

export type AgreementEvent =
  | {
      readonly type: 'agreement-proposed';
      readonly agreementId: AgreementId;
      readonly digest: DigestText;
      readonly document: AgreementDocument;
      readonly proposedBy: City;
    }
  | { readonly type: 'agreement-approved'; readonly agreementId: AgreementId; readonly approval: Approval };

export type DomainEvent = CaseEvent | LedgerEvent | StatementEvent | AgreementEvent;

/** A message to another city, before it is sealed and signed. What `covered` does not hold is cut away on the way. */
export type OutgoingMessage = {
  [T in MessageType]: {
    readonly type: T;
    readonly to: City;
    readonly thread: Thread;
    /** The id of what the message is about, for the day when its receipt comes. */
    readonly subject: string;
    readonly content: SealedContent<T>;
    readonly covered: ReadonlySet<ConsentCategory>;
  };
}[MessageType];

/** What a rule decides: what has now happened, and what the other cities are told. */
export interface Decided {
  readonly events: readonly DomainEvent[];
  readonly messages: readonly OutgoingMessage[];
}

/** For messages that carry nothing of the person. */
export const nothingPersonal: ReadonlySet<ConsentCategory> = new Set();

/** The thread of a case. */
export const caseThread = (id: CaseId): Thread => `cases/${id}`;
