import type { Case, HomeCase, PlacementAgreement, ReceivingCase, Referral } from './case.js';
import type { CaseEvent } from './event.js';
import type { City, Instant, ReferralId } from './values.js';

/**
 * The case after an event. The only place where the state of a case comes from; it holds no rules, those have been
 * applied before the event came to be. `at` is when it happened.
 */
export function evolveCase(before: Case | undefined, event: CaseEvent, at: Instant): Case {
  if (event.type === 'case-opened') return opened(event, at);
  if (event.type === 'referral-received') return received(before, event, at);
  if (!before) throw new Error(`No case for event ${event.type}`);
  return before.side === 'home' ? evolveHome(before, event, at) : evolveReceiving(before, event, at);
}

const unplaced = {
  referrals: [],
  agreement: null,
  acceptedOn: null,
  placementAgreement: null,
  stay: null,
  closure: null,
  details: null,
  disclosure: null,
  consentWithdrawn: false,
} as const;

const opened = (event: Extract<CaseEvent, { type: 'case-opened' }>, at: Instant): HomeCase => ({
  ...unplaced,
  ...event.sealed,
  id: event.caseId,
  side: 'home',
  state: 'draft',
  unit: event.unit,
  openedAt: at,
  threat: null,
  consents: [],
  approvals: [],
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
    sentAt: at,
    slot: event.slot,
    refusalCode: null,
  };
  return {
    ...unplaced,
    ...event.sealed,
    healthNeeds: event.sealed.healthNeeds ?? null,
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

type LaterEvent = Exclude<CaseEvent, { type: 'case-opened' | 'referral-received' }>;

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
        ...before,
        state: 'rejected',
        referrals: change(before.referrals, event.referralId, { state: 'rejected', refusalCode: event.code }),
      };
    case 'referral-cancelled':
      return {
        ...before,
        state: 'draft',
        agreement: null,
        acceptedOn: null,
        placementAgreement: null,
        disclosure: null,
        referrals: change(before.referrals, event.referralId, { state: 'cancelled' }),
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
        ...before,
        state: 'rejected',
        receivedSlot: null,
        referrals: change(before.referrals, event.referralId, { state: 'rejected', refusalCode: event.code }),
      };
    case 'referral-cancelled':
      return {
        ...before,
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
    case 'consent-withdrawal-received':
      return { ...before, consentWithdrawn: true };
    default:
      return { ...before, ...placed(before, event) };
  }
}

type Placed = Pick<HomeCase, 'placementAgreement' | 'stay' | 'closure'> & {
  readonly state: 'accepted' | 'ready' | 'in-progress' | 'departed' | 'completed';
};

/** What is alike in both cities: the agreement on the placement, the stay, the end. */
function placed(before: Case, event: LaterEvent): Partial<Placed> {
  switch (event.type) {
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
      return { state: 'completed', closure: event.sealed.closure };
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
});

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
