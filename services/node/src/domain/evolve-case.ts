import {
  type Case,
  type HomeCase,
  nothingYet,
  type PlacementAgreement,
  type ReceivingCase,
  type Referral,
} from './case.js';
import type { CaseEvent } from './event.js';
import { evolveCosts, isCostEvent, withoutServices } from './evolve-costs.js';
import {
  endRequest,
  evolveFollowUp,
  type FollowUpEvent,
  incidentsAtEnd,
  isFollowUpEvent,
} from './evolve-follow-up.js';
import type { CostEvent } from './money-event.js';
import type { City, Instant, ReferralId } from './values.js';

/**
 * The case after an event. The only place where the state of a case comes from; it holds no rules, those have been
 * applied before the event came to be. `at` is when it happened.
 */
export function evolveCase(before: Case | undefined, event: CaseEvent, at: Instant): Case {
  if (event.type === 'case-opened' || event.type === 'onward-case-opened') return opened(event, at);
  if (event.type === 'referral-received') return received(before, event, at);
  if (!before) throw new Error(`No case for event ${event.type}`);
  if (isCostEvent(event)) return evolveCosts(before, event);
  if (isFollowUpEvent(event)) return evolveFollowUp(before, event, at);
  return before.side === 'home' ? evolveHome(before, event, at) : evolveReceiving(before, event, at);
}

type Opening = Extract<CaseEvent, { type: 'case-opened' | 'onward-case-opened' }>;

const opened = (event: Opening, at: Instant): HomeCase => ({
  ...nothingYet,
  threat: null,
  consents: [],
  ...event.sealed,
  id: event.caseId,
  side: 'home',
  state: 'draft',
  unit: event.unit,
  section: event.section,
  openedAt: at,
  approvals: [],
  noSuitableCityOn: null,
  continues: event.type === 'onward-case-opened' ? event.continues : null,
  continuedBy: null,
});

function received(
  before: Case | undefined,
  event: Extract<CaseEvent, { type: 'referral-received' }>,
  at: Instant,
): ReceivingCase {
  const referral: Referral = {
    id: event.referralId,
    city: event.homeCity,
    state: 'requested',
    sentAt: event.sentAt,
    slot: event.slot,
    refusalCode: null,
    withdrawalAsked: null,
  };
  return {
    ...nothingYet,
    ...keptFrom(before),
    ...event.sealed,
    healthNeeds: event.sealed.healthNeeds ?? null,
    specialistCare: event.sealed.specialistCare ?? null,
    probationContact: event.sealed.probationContact ?? null,
    witnessException: event.sealed.witnessException ?? false,
    id: event.caseId,
    side: 'receiving',
    state: 'received',
    unit: null,
    openedAt: before?.openedAt ?? at,
    referrals: [...(before?.referrals ?? []), referral],
    homeCity: event.homeCity,
    homeUnit: event.homeUnit,
    clearance: null,
    receivedSlot: null,
  };
}

/** A city that is asked a second time keeps what was said the first time. */
const keptFrom = (before: Case | undefined) =>
  before && {
    questions: before.questions,
    incidents: before.incidents,
    deviations: before.deviations,
    followUps: before.followUps,
  };

type LaterEvent = Exclude<
  CaseEvent,
  { type: 'case-opened' | 'onward-case-opened' | 'referral-received' } | FollowUpEvent | CostEvent
>;

function evolveHome(before: HomeCase, event: LaterEvent, at: Instant): HomeCase {
  switch (event.type) {
    case 'personal-details-recorded':
      return { ...before, details: event.sealed.details };
    case 'consent-given':
      return { ...before, consents: [...before.consents, event.sealed.consent] };
    case 'consent-withdrawn':
      return {
        ...before,
        consents: before.consents.map((c) => (c.id === event.consentId ? { ...c, withdrawnAt: at } : c)),
      };
    case 'threat-assessed':
      return { ...before, threat: event.sealed.threat };
    case 'approval-decided':
      return { ...before, approvals: [...before.approvals, event.sealed.approval] };
    case 'approval-withdrawn':
      return {
        ...before,
        approvals: before.approvals.map((a) => (a.id === event.approvalId ? { ...a, withdrawnAt: at } : a)),
      };
    case 'intake-corrected':
      return corrected(before, event.sealed.correction);
    case 'no-suitable-city-found':
      return { ...before, noSuitableCityOn: event.sealed.foundOn };
    case 'moved-onward':
      return { ...before, continuedBy: event.to };
    case 'onward-move-ended':
      return { ...before, continuedBy: null };
    case 'withdrawal-asked':
      return {
        ...before,
        referrals: change(before.referrals, event.referralId, { withdrawalAsked: event.reason }),
      };
    case 'withdrawal-refused':
      return { ...before, referrals: change(before.referrals, event.referralId, { withdrawalAsked: null }) };
    case 'referral-requested':
      return { ...before, state: 'requested', referrals: [...before.referrals, requested(event, at)] };
    case 'referral-accepted':
      return {
        ...before,
        state: 'accepted',
        agreement: event.agreement,
        acceptedOn: event.acceptedOn,
        referrals: change(before.referrals, event.referralId, { state: 'accepted', slot: event.slot }),
      };
    case 'referral-rejected':
      return {
        ...endRequest(before, at),
        state: 'rejected',
        referrals: change(before.referrals, event.referralId, { state: 'rejected', refusalCode: event.code }),
      };
    case 'referral-cancelled':
      return {
        ...endRequest(before, at),
        state: 'draft',
        agreement: null,
        acceptedOn: null,
        placementAgreement: null,
        disclosure: null,
        costs: withoutServices(before),
        referrals: change(before.referrals, event.referralId, { state: 'cancelled', withdrawalAsked: null }),
      };
    case 'details-disclosed':
      return { ...before, disclosure: { disclosedAt: at, categories: event.categories } };
    default:
      return { ...before, ...placed(before, event) };
  }
}

function evolveReceiving(before: ReceivingCase, event: LaterEvent, at: Instant): ReceivingCase {
  switch (event.type) {
    case 'place-cleared':
      return { ...before, clearance: { verdict: event.sealed.verdict, decidedAt: at } };
    case 'referral-accepted':
      return {
        ...before,
        state: 'accepted',
        unit: event.unit,
        agreement: event.agreement,
        acceptedOn: event.acceptedOn,
        receivedSlot: event.slot,
        referrals: change(before.referrals, event.referralId, { state: 'accepted' }),
      };
    case 'referral-rejected':
      return {
        ...endRequest(before, at),
        state: 'rejected',
        receivedSlot: null,
        referrals: change(before.referrals, event.referralId, { state: 'rejected', refusalCode: event.code }),
      };
    case 'referral-cancelled':
      return {
        ...endRequest(before, at),
        state: 'cancelled',
        receivedSlot: null,
        referrals: change(before.referrals, event.referralId, { state: 'cancelled' }),
      };
    case 'details-received':
      return {
        ...before,
        details: event.sealed.details,
        disclosure: { disclosedAt: at, categories: event.categories },
      };
    case 'threat-told':
      return {
        ...before,
        threat: event.sealed.threat,
        clearance: before.state === 'received' ? null : before.clearance,
      };
    default:
      return { ...before, ...placed(before, event) };
  }
}

type Placed = Pick<
  HomeCase,
  | 'placementAgreement'
  | 'stay'
  | 'closure'
  | 'kind'
  | 'assignee'
  | 'unit'
  | 'section'
  | 'moves'
  | 'extensions'
  | 'rating'
  | 'incidents'
> & {
  readonly state: 'accepted' | 'ready' | 'in-progress' | 'departed' | 'completed';
};

/** What is alike in both cities: who has the case, the agreement on the placement, the stay, the end. */
function placed(before: Case, event: LaterEvent): Partial<Placed> {
  switch (event.type) {
    case 'case-reclassified':
      return { kind: event.sealed.kind };
    case 'case-assigned':
      return { assignee: event.assignee };
    case 'case-handed-over':
      return { unit: event.unit, section: event.section, assignee: null };
    case 'move-recorded':
      return { moves: [...before.moves, event.sealed.move] };
    case 'placement-extended':
      return { extensions: [...before.extensions, event.sealed] };
    case 'case-rated':
      return { rating: event.sealed.rating };
    case 'placement-agreement-proposed':
      return {
        placementAgreement: { document: event.sealed.document, signatures: [signature(event.sealed)] },
      };
    case 'placement-agreement-signed':
      return { state: 'ready', placementAgreement: withSignature(before, signature(event.sealed)) };
    case 'placement-agreement-signature-refused':
      return { state: 'accepted', placementAgreement: withoutSignature(before, event.city) };
    case 'arrival-recorded':
      return { state: 'in-progress', stay: { arrivedOn: event.sealed.arrivedOn, departedOn: null } };
    case 'departure-recorded':
      return before.stay
        ? { state: 'departed', stay: { ...before.stay, departedOn: event.sealed.departedOn } }
        : impossible(before, event);
    case 'case-closed':
      return {
        state: 'completed',
        closure: event.sealed.closure,
        incidents: incidentsAtEnd(before, event.sealed.closure.closedOn),
      };
    default:
      return impossible(before, event);
  }
}

const impossible = (before: Case, event: LaterEvent): never => {
  throw new Error(`Event ${event.type} cannot happen to a case at ${before.side} in state ${before.state}`);
};

const requested = (event: Extract<CaseEvent, { type: 'referral-requested' }>, at: Instant): Referral => ({
  id: event.referralId,
  city: event.city,
  state: 'requested',
  sentAt: at,
  slot: event.slot,
  refusalCode: null,
  withdrawalAsked: null,
});

/** What was found out, with what is corrected in it. */
function corrected(
  before: HomeCase,
  correction: Extract<CaseEvent, { type: 'intake-corrected' }>['sealed']['correction'],
): HomeCase {
  const { needs, healthNeeds, specialistCare, probationContact, ...intake } = correction;
  return {
    ...before,
    needs: needs ?? before.needs,
    healthNeeds: healthNeeds ?? before.healthNeeds,
    specialistCare: specialistCare ?? before.specialistCare,
    probationContact: probationContact ?? before.probationContact,
    intake: { ...before.intake, ...(intake as Partial<HomeCase['intake']>) },
  };
}

const change = (referrals: readonly Referral[], id: ReferralId, to: Partial<Referral>): readonly Referral[] =>
  referrals.map((referral) => (referral.id === id ? { ...referral, ...to } : referral));

type Signature = PlacementAgreement['signatures'][number];
const signature = ({ city, signed }: Signature): Signature => ({ city, signed });

function withSignature(before: Case, added: Signature): PlacementAgreement {
  if (!before.placementAgreement) throw new Error('A signature without a placement agreement');
  const { document, signatures } = before.placementAgreement;
  return { document, signatures: [...signatures, added] };
}

const withoutSignature = (before: Case, city: City): PlacementAgreement | null =>
  before.placementAgreement && {
    ...before.placementAgreement,
    signatures: before.placementAgreement.signatures.filter((s) => s.city !== city),
  };
