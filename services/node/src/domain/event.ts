import type {
  AgreementDocument,
  Approval,
  AssessThreat,
  CaseKind,
  ClosedIncident,
  CompletionAnswer,
  ConsentCategory,
  ContactPoint,
  CorrectIntake,
  FollowUpRecord,
  IncidentNotice,
  IncidentReports,
  MessageType,
  Move,
  Needs,
  PersonalDetails,
  PlacementAgreementDocument,
  ProbationContact,
  Question,
  Rating,
  ResponsibilitySplitDocument,
  SealedContent,
  SignedDocument,
  Slot,
  SpecialistCare,
} from '@storstad/contract';
import type { Closure, Extension, HomeCase } from './case.js';
import type { Consent } from './consent.js';
import type { Deviation } from './deviation.js';
import type { Intake } from './eligibility.js';
import type {
  CostEvent,
  ExclusionEvent,
  InvoiceEvent,
  LedgerEvent,
  ProviderEvent,
  StatementEvent,
} from './money-event.js';
import type { OversightEvent } from './oversight.js';
import type { PoliceApproval } from './police-approval.js';
import type {
  AgreementId,
  ApprovalId,
  CaseId,
  City,
  CivilDate,
  ConsentId,
  DeviationId,
  DigestText,
  FollowUpId,
  IncidentId,
  Instant,
  ProviderId,
  QuestionId,
  ReferralId,
  Thread,
  Unit,
} from './values.js';

/**
 * What has happened. The journal keeps each event for good; what stands under `sealed` concerns a person and goes to
 * the case's own encrypted place instead, with only its digest in the journal.
 */
export type CaseEvent =
  | CostEvent
  | ({ readonly caseId: CaseId } & (
      | {
          readonly type: 'case-opened';
          readonly unit: Unit;
          readonly section: string | null;
          readonly sealed: {
            kind: CaseKind;
            intake: Intake;
            needs: Needs;
            healthNeeds: string | null;
            specialistCare: SpecialistCare | null;
            probationContact: ProbationContact | null;
          };
        }
      | {
          /** A case in which the same person moves on to another city. */
          readonly type: 'onward-case-opened';
          readonly unit: Unit;
          readonly section: string | null;
          readonly continues: NonNullable<HomeCase['continues']>;
          readonly sealed: Pick<
            HomeCase,
            | 'kind'
            | 'intake'
            | 'needs'
            | 'healthNeeds'
            | 'specialistCare'
            | 'probationContact'
            | 'threat'
            | 'consents'
            | 'details'
            | 'assignee'
          >;
        }
      | { readonly type: 'moved-onward'; readonly to: CaseId; readonly reason: string }
      | {
          /** The move onward came to nothing; the case it was to move from may free its place. */
          readonly type: 'onward-move-ended';
          readonly freesPlace: boolean;
          readonly placeOf?: CaseId;
        }
      | { readonly type: 'intake-corrected'; readonly sealed: { correction: CorrectIntake } }
      | { readonly type: 'case-reclassified'; readonly sealed: { kind: CaseKind } }
      | { readonly type: 'case-assigned'; readonly assignee: string }
      | {
          readonly type: 'case-handed-over';
          readonly unit: Unit;
          readonly section: string | null;
          readonly reason: string;
        }
      | { readonly type: 'no-suitable-city-found'; readonly sealed: { foundOn: CivilDate } }
      | { readonly type: 'personal-details-recorded'; readonly sealed: { details: PersonalDetails } }
      | {
          readonly type: 'consent-given';
          readonly consentId: ConsentId;
          readonly sealed: { consent: Consent };
        }
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
          /** Shared: the place is that of the case that this one moves onward. */
          readonly place: 'own' | 'shared';
        }
      | {
          readonly type: 'referral-received';
          readonly referralId: ReferralId;
          readonly homeCity: City;
          readonly homeUnit: Unit;
          readonly slot: Slot;
          /** When the home city asked. */
          readonly sentAt: Instant;
          readonly sealed: Pick<
            SealedContent<'referral-requested'>,
            | 'kind'
            | 'threat'
            | 'needs'
            | 'healthNeeds'
            | 'policeReference'
            | 'specialistCare'
            | 'probationContact'
            | 'witnessException'
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
          readonly place: 'own' | 'shared';
          /** The unit that takes on the case, in the receiving city's journal. */
          readonly unit: Unit | null;
        }
      | { readonly type: 'referral-rejected'; readonly referralId: ReferralId; readonly code: string }
      | { readonly type: 'referral-cancelled'; readonly referralId: ReferralId; readonly reason: string }
      | { readonly type: 'withdrawal-asked'; readonly referralId: ReferralId; readonly reason: string }
      | { readonly type: 'withdrawal-refused'; readonly referralId: ReferralId }
      | {
          readonly type: 'completion-asked';
          readonly questionId: QuestionId;
          readonly sealed: { question: Question };
        }
      | {
          readonly type: 'completion-given';
          readonly questionId: QuestionId;
          readonly sealed: { answer: CompletionAnswer };
        }
      | { readonly type: 'details-disclosed'; readonly categories: readonly ConsentCategory[] }
      | {
          readonly type: 'details-received';
          readonly categories: readonly ConsentCategory[];
          readonly sealed: { details: PersonalDetails };
        }
      | { readonly type: 'threat-told'; readonly sealed: { threat: AssessThreat } }
      | {
          readonly type: 'placement-agreement-proposed';
          readonly sealed: { document: PlacementAgreementDocument; city: City; signed: SignedDocument };
        }
      | {
          readonly type: 'placement-agreement-signed';
          readonly sealed: { city: City; signed: SignedDocument };
        }
      | { readonly type: 'placement-agreement-signature-refused'; readonly city: City }
      | { readonly type: 'arrival-recorded'; readonly sealed: { arrivedOn: CivilDate } }
      | {
          readonly type: 'departure-recorded';
          readonly freesPlace: boolean;
          /** Whose place it frees, when it is not this case's own. */
          readonly placeOf?: CaseId;
          readonly sealed: { departedOn: CivilDate };
        }
      | { readonly type: 'move-recorded'; readonly sealed: { move: Move } }
      | { readonly type: 'placement-extended'; readonly sealed: Extension }
      | {
          readonly type: 'follow-up-recorded';
          readonly recordId: FollowUpId;
          readonly sealed: { record: FollowUpRecord };
        }
      | {
          readonly type: 'incident-reported';
          readonly incidentId: IncidentId;
          readonly sealed: { incident: IncidentNotice };
        }
      | {
          readonly type: 'incident-reports-noted';
          readonly incidentId: IncidentId;
          readonly sealed: { reports: IncidentReports };
        }
      | {
          readonly type: 'incident-closed';
          readonly incidentId: IncidentId;
          readonly sealed: { closed: ClosedIncident };
        }
      | {
          readonly type: 'responsibility-split-proposed';
          readonly incidentId: IncidentId;
          readonly sealed: { document: ResponsibilitySplitDocument; city: City; signed: SignedDocument };
        }
      | {
          readonly type: 'responsibility-split-signed';
          readonly incidentId: IncidentId;
          readonly sealed: { splitId: string; city: City; signed: SignedDocument };
        }
      | {
          readonly type: 'deviation-raised';
          readonly deviationId: DeviationId;
          readonly sealed: { deviation: Deviation };
        }
      | {
          readonly type: 'deviation-answered';
          readonly deviationId: DeviationId;
          readonly sealed: { outcome: NonNullable<Deviation['outcome']> };
        }
      | { readonly type: 'deviation-closed'; readonly deviationId: DeviationId }
      | { readonly type: 'case-rated'; readonly sealed: { rating: Rating } }
      | { readonly type: 'case-closed'; readonly sealed: { closure: Closure } }
    ));

export type AgreementEvent =
  | {
      readonly type: 'agreement-proposed';
      readonly agreementId: AgreementId;
      readonly digest: DigestText;
      readonly document: AgreementDocument;
      readonly proposedBy: City;
    }
  | {
      readonly type: 'agreement-approved';
      readonly agreementId: AgreementId;
      readonly approval: Approval;
      /** The city's signature over the version, with the approval that completes its bodies. */
      readonly signed: SignedDocument | null;
    };

/** A city has made known how it is reached and what it offers. */
export interface ContactPointEvent {
  readonly type: 'contact-point-published';
  readonly contactPoint: ContactPoint;
}

export type DomainEvent =
  | CaseEvent
  | LedgerEvent
  | StatementEvent
  | AgreementEvent
  | ContactPointEvent
  | ProviderEvent
  | ExclusionEvent
  | InvoiceEvent
  | OversightEvent;

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

/** The thread of a provider, which no message goes in. */
export const providerThread = (id: ProviderId): Thread => `providers/${id}`;
