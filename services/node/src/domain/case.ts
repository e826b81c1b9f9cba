import type {
  AssessThreat,
  CaseKind,
  CloseCase,
  ConsentCategory,
  FollowUpRecord,
  Move,
  Needs,
  Outcome,
  PersonalDetails,
  PlacementAgreementDocument,
  ProbationContact,
  Question,
  Rating,
  SignedDocument,
  Slot,
  SpecialistCare,
} from '@storstad/contract';
import { addDays, civilDateOf } from './calendar.js';
import type { Consent } from './consent.js';
import type { CostFacts } from './cost-facts.js';
import type { Deviation } from './deviation.js';
import type { Intake } from './eligibility.js';
import type { Incident } from './incident.js';
import type { PoliceApproval } from './police-approval.js';
import { type Refusal, refuse } from './refusal.js';
import type { AgreementId, CaseId, City, CivilDate, Instant, ReferralId, Unit } from './values.js';

/** States as in FHIR Task where its words fit; `departed` is ours. See docs/concepts.md for the picture. */
export type HomeState =
  | 'draft'
  | 'requested'
  | 'rejected'
  | 'accepted'
  | 'ready'
  | 'in-progress'
  | 'departed'
  | 'completed';
export type ReceivingState =
  | 'received'
  | 'rejected'
  | 'cancelled'
  | 'accepted'
  | 'ready'
  | 'in-progress'
  | 'departed'
  | 'completed';

/** The request to one city. */
export interface Referral {
  readonly id: ReferralId;
  /** The other city. */
  readonly city: City;
  readonly state: 'requested' | 'accepted' | 'rejected' | 'cancelled';
  readonly sentAt: Instant;
  /** The home city's place. */
  readonly slot: Slot;
  readonly refusalCode: string | null;
  /** Why the home city wants it back, while it asks whether the person has arrived. */
  readonly withdrawalAsked: string | null;
}

/** The agreement on one placement, with the signatures that are here. Valid when both cities have signed. */
export interface PlacementAgreement {
  readonly document: PlacementAgreementDocument;
  readonly signatures: readonly { readonly city: City; readonly signed: SignedDocument }[];
}

export interface Stay {
  readonly arrivedOn: CivilDate;
  readonly departedOn: CivilDate | null;
}

export interface Extension {
  readonly decidedOn: CivilDate;
  readonly until: CivilDate;
}

export interface Closure {
  readonly closedOn: CivilDate;
  readonly reason: string;
  readonly outcome: Outcome;
  readonly fallback: NonNullable<CloseCase['fallback']> | null;
}

interface SharedFacts {
  readonly id: CaseId;
  /** The unit here that has the case; null in a receiving city until it accepts. */
  readonly unit: Unit | null;
  readonly kind: CaseKind;
  readonly openedAt: Instant;
  readonly needs: Needs;
  readonly healthNeeds: string | null;
  readonly threat: AssessThreat | null;
  readonly referrals: readonly Referral[];
  /** Pinned at acceptance (requirements §12 no. 9). */
  readonly agreement: AgreementId | null;
  readonly acceptedOn: CivilDate | null;
  readonly placementAgreement: PlacementAgreement | null;
  readonly stay: Stay | null;
  readonly closure: Closure | null;
  readonly details: PersonalDetails | null;
  readonly disclosure: {
    readonly disclosedAt: Instant;
    readonly categories: readonly ConsentCategory[];
  } | null;
  /** The part of the unit, where the city's settings name any. */
  readonly section: string | null;
  /** The subject of the member of staff who has the case. */
  readonly assignee: string | null;
  readonly specialistCare: SpecialistCare | null;
  readonly probationContact: ProbationContact | null;
  readonly questions: readonly Question[];
  readonly moves: readonly Move[];
  readonly extensions: readonly Extension[];
  readonly followUps: readonly FollowUpRecord[];
  readonly incidents: readonly Incident[];
  readonly deviations: readonly Deviation[];
  readonly rating: Rating | null;
  /** Null until there is any; see costFactsOf. */
  readonly costs: CostFacts | null;
}

/** A case as the city knows it whose resident the person is. */
export interface HomeCase extends SharedFacts {
  readonly side: 'home';
  readonly state: HomeState;
  readonly unit: Unit;
  readonly intake: Intake;
  readonly consents: readonly Consent[];
  readonly approvals: readonly PoliceApproval[];
  readonly noSuitableCityOn: CivilDate | null;
  /** The case that this one moves onward, if any, and whether the place at home is that one's. */
  readonly continues: { readonly caseId: CaseId; readonly placeOf: CaseId | null } | null;
  /** The case in which the person moves on. */
  readonly continuedBy: CaseId | null;
}

/** A case as the city knows it that was asked to receive the person. */
export interface ReceivingCase extends SharedFacts {
  readonly side: 'receiving';
  readonly state: ReceivingState;
  readonly homeCity: City;
  readonly homeUnit: Unit;
  readonly threat: AssessThreat;
  readonly policeReference: string;
  /** Whether the home city asks for the exception for a witness (requirements §12 no. 14). */
  readonly witnessException: boolean;
  readonly clearance: { readonly verdict: 'clear' | 'unsuitable'; readonly decidedAt: Instant } | null;
  /** The receiving city's place. */
  readonly receivedSlot: Slot | null;
}

export type Case = HomeCase | ReceivingCase;

/** The request that is open or accepted now, if any. */
export const currentReferral = (theCase: Case): Referral | undefined => {
  const last = theCase.referrals.at(-1);
  return last && (last.state === 'requested' || last.state === 'accepted') ? last : undefined;
};

/** The case seen from home, or the refusal. */
export const atHome = (theCase: Case): HomeCase | Refusal =>
  theCase.side === 'home' ? theCase : refuse('WRONG_SIDE');

/** The case seen from the receiving city, or the refusal. */
export const atReceiving = (theCase: Case): ReceivingCase | Refusal =>
  theCase.side === 'receiving' ? theCase : refuse('WRONG_SIDE');

/** Refuses when the case is in none of the states in which a step can be taken. */
export const inState = <S extends Case['state']>(theCase: Case, ...states: S[]): Refusal | undefined =>
  (states as string[]).includes(theCase.state) ? undefined : refuse('CASE_STATE', { state: theCase.state });

/** The other city of the case, if one is asked or has the person. */
export const otherCity = (theCase: Case): City | undefined =>
  theCase.side === 'receiving' ? theCase.homeCity : currentReferral(theCase)?.city;

/** The planned day of departure: by the last extension, or by the placement agreement. */
export const plannedUntil = (theCase: Case): CivilDate | null =>
  theCase.extensions.at(-1)?.until ??
  (theCase.placementAgreement?.document.endsOn as CivilDate | undefined) ??
  null;

/** Refuses a step on a request that the home city has asked to have back, until the answer has come. */
export const askedBackRefusal = (referral: Referral | undefined): Refusal | undefined =>
  referral?.withdrawalAsked ? refuse('CASE_STATE', { state: 'withdrawal-asked' }) : undefined;

/** States in which two cities share a case: the receiving city has accepted, and the home city has not closed. */
export const sharedStates = ['accepted', 'ready', 'in-progress', 'departed'] as const;

/** What is empty in a case that was just opened, or that an earlier version of the program wrote. */
export const nothingYet = {
  referrals: [],
  agreement: null,
  acceptedOn: null,
  placementAgreement: null,
  stay: null,
  closure: null,
  details: null,
  disclosure: null,
  section: null,
  assignee: null,
  specialistCare: null,
  probationContact: null,
  questions: [],
  moves: [],
  extensions: [],
  followUps: [],
  incidents: [],
  deviations: [],
  rating: null,
  costs: null,
} as const satisfies Partial<SharedFacts>;

/** A year before the case was opened here: nothing that belongs to it is older. */
export const earliestDay = (theCase: Case): CivilDate => addDays(civilDateOf(theCase.openedAt), -366);
