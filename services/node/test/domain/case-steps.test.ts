// The life of a case: for each step and each state what happens, what is told, and where the case then stands.
import type { SealedContent } from '@storstad/contract';
import type { HomeState, ReceivingState } from '../../src/domain/case.js';
import {
  decideAssessThreat,
  decideGiveConsent,
  decidePoliceApproval,
  decideRecordDetails,
  decideWithdrawApproval,
  decideWithdrawConsent,
} from '../../src/domain/case-file.js';
import { decideCloseCase, decideReceiveClosure } from '../../src/domain/closing.js';
import { decidePostCostLine, decideReceiveCostLine } from '../../src/domain/cost-line.js';
import * as placing from '../../src/domain/placement.js';
import * as reception from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import type { ApprovalId, IncidentId } from '../../src/domain/values.js';
import {
  caseId,
  consent,
  ledgerWith,
  lowThreat,
  placement,
  referralId,
  signedBy,
  signedLine,
  slot,
} from './cases.js';
import { inEveryState, type Step } from './in-every-state.js';
import { around, day, id, malmo, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const closing = {
  reason: 'not-placed',
  outcome: { goalAttainment: 'not-applicable', longTermHousing: 'no' },
} as const;
const fallback = { form: 'support-at-home', startsOn: '2025-03-04' } as const;
const yes: SealedContent<'referral-accepted'> = { referralId, unit: 'ASN', acceptedOn: '2025-03-01', slot };
const no: SealedContent<'referral-rejected'> = { referralId, code: 'CAPACITY' };
const request: SealedContent<'referral-requested'> = {
  referralId: 'referral-2',
  unit: 'JARVA',
  kind: 'defector',
  slot,
  requestedOn: '2025-03-03',
  sentAt: '2025-03-03T08:00:00.000Z',
  policeReference: 'K-1-25',
  threat: lowThreat,
  needs: { services: ['housing'], housingForm: 'own-flat' },
};
const { startsOn, services } = placement;
const charged = { service: 'housing', from: '2025-02-03', until: '2025-02-13' } as const;
const ids = { approval: id<ApprovalId>('a'), incident: id<IncidentId>('i') };
const refusing = { decision: 'refused', city: 'malmo', policeReference: 'K-2-25' } as const;

const withdrawn = 'referral-withdrawn to malmo ⇒ draft';
/** Once both have signed the person may be there already; see withdrawal.test.ts. */
const question = 'referral-withdrawn to malmo';
const asked: HomeState[] = ['requested', 'accepted'];
const placed: HomeState[] = ['in-progress', 'departed'];
const notAsked: HomeState[] = ['draft', 'rejected'];
const anyOpen: HomeState[] = [...notAsked, ...asked, 'ready', ...placed];

const homeSteps: Step<HomeState>[] = [
  ['record details', (c) => decideRecordDetails(c, { name: 'x' }), { 'personal-details-recorded': anyOpen }],
  ['give a consent', (c) => decideGiveConsent(c, consent('police'), here), { 'consent-given': anyOpen }],
  [
    'assess the threat',
    (c) => decideAssessThreat(c, lowThreat, id('i'), here),
    { 'threat-assessed': anyOpen },
  ],
  [
    'approve',
    (c) => decidePoliceApproval(c, ids, { ...refusing, decision: 'approved' }, here),
    { 'approval-decided': anyOpen },
  ],
  [
    'the police refuse',
    (c) => decidePoliceApproval(c, ids, refusing, here),
    {
      [`approval-decided, referral-cancelled → ${withdrawn}`]: asked,
      [`approval-decided, withdrawal-asked → ${question}`]: ['ready'],
      'approval-decided': notAsked,
      'approval-decided, incident-reported → incident-reported to malmo': placed,
    },
  ],
  [
    'withdraw the approval',
    (c) => decideWithdrawApproval(c, id('approval-1'), id('i'), here),
    {
      [`approval-withdrawn, referral-cancelled → ${withdrawn}`]: asked,
      [`approval-withdrawn, withdrawal-asked → ${question}`]: ['ready'],
      'approval-withdrawn': notAsked,
      'approval-withdrawn, incident-reported → incident-reported to malmo': placed,
    },
  ],
  [
    'withdraw a consent',
    (c) => decideWithdrawConsent(c, id('consent-services'), id('i'), here),
    {
      'consent-withdrawn': notAsked,
      [`consent-withdrawn, referral-cancelled → ${withdrawn}`]: asked,
      [`consent-withdrawn, withdrawal-asked → ${question}`]: ['ready'],
      'consent-withdrawn, incident-reported → incident-reported to malmo': placed,
    },
  ],
  [
    'ask Malmö',
    (c) => asking.decideSendReferral(c, { city: malmo, id: id('referral-2'), witnessException: false }, here),
    { 'referral-requested → referral-requested to malmo ⇒ requested': ['draft', 'rejected'] },
  ],
  [
    'withdraw the request',
    (c) => asking.decideWithdrawReferral(c, referralId, 'other-solution'),
    {
      [`referral-cancelled → ${withdrawn}`]: asked,
      [`withdrawal-asked → ${question}`]: ['ready'],
      NOT_FOUND: ['draft'],
    },
  ],
  [
    'disclose',
    (c) => asking.decideDisclose(c, here),
    { 'details-disclosed → personal-details-disclosed to malmo': ['accepted', 'ready', 'in-progress'] },
  ],
  [
    'sign',
    (c) => placing.decideSignPlacementAgreement(c, id('placement-1'), here),
    {
      'placement-agreement-signed → placement-agreement-signed to malmo ⇒ ready': ['accepted'],
      NOT_FOUND: ['draft', 'requested', 'rejected'],
    },
  ],
  [
    'close with a fallback',
    (c) => decideCloseCase(c, { ...closing, fallback }, here),
    {
      'case-closed ⇒ completed': notAsked,
      REASON_NOT_POSSIBLE: ['departed'],
    },
  ],
  [
    'close after a stay',
    (c) => decideCloseCase(c, { ...closing, reason: 'goals-reached' }, here),
    { REASON_NOT_POSSIBLE: notAsked, 'case-closed → case-closed to malmo ⇒ completed': ['departed'] },
  ],
  [
    'close without a fallback (004:93)',
    (c) => decideCloseCase(c, closing, here),
    { FALLBACK_MISSING: notAsked, REASON_NOT_POSSIBLE: ['departed'] },
  ],
  [
    'hear: accepted',
    (c, from) => asking.decideReferralAccepted(c, from, yes, here),
    { 'referral-accepted ⇒ accepted': ['requested'], NOT_FOUND: ['draft'] },
  ],
  [
    'hear: rejected',
    (c, from) => asking.decideReferralRejected(c, from, no),
    { 'referral-rejected ⇒ rejected': ['requested'], NOT_FOUND: ['draft'] },
  ],
  [
    'hear: placement proposed',
    (c, from) => placing.decideReceivePlacementAgreement(c, from, placement, signedBy(malmo), here),
    { 'placement-agreement-proposed': ['accepted'], NOT_FOUND: ['draft', 'requested', 'rejected'] },
  ],
  [
    'hear: arrived',
    (c, from) => placing.decideReceiveArrival(c, from, { arrivedOn: '2025-02-03' }),
    { 'arrival-recorded ⇒ in-progress': ['ready'], NOT_FOUND: notAsked },
  ],
  [
    'hear: departed',
    (c, from) => placing.decideReceiveDeparture(c, from, { departedOn: '2025-02-28' }, here),
    { 'departure-recorded ⇒ departed': ['in-progress'], NOT_FOUND: notAsked },
  ],
  [
    'hear: charged',
    (c, from) => decideReceiveCostLine(c, from, signedLine(), ledgerWith(), here),
    {
      'cost-line-posted': ['in-progress', 'departed', 'completed'],
      NOT_FOUND: notAsked,
      SERVICE_NOT_AGREED: ['requested'],
    },
    'COST_LINE_OUTSIDE_STAY',
  ],
];

const receivingSteps: Step<ReceivingState>[] = [
  [
    'hear: asked again',
    (c, from) => reception.decideReceiveReferral(c, caseId, from, request, there),
    { 'referral-received ⇒ received': ['rejected', 'cancelled'] },
  ],
  ['clear the place', (c) => reception.decideClearPlace(c, 'clear'), { 'place-cleared': ['received'] }],
  [
    'accept',
    (c) => reception.decideAcceptReferral(c, { unit: 'ASN' }, there),
    { 'referral-accepted → referral-accepted to stockholm ⇒ accepted': ['received'] },
  ],
  [
    'reject',
    (c) => reception.decideRejectReferral(c, 'CAPACITY'),
    { 'referral-rejected → referral-rejected to stockholm ⇒ rejected': ['received'] },
  ],
  [
    'hear: withdrawn',
    (c, from) => reception.decideReferralWithdrawn(c, from, { referralId, reason: 'other-solution' }),
    {
      'referral-cancelled ⇒ cancelled': ['received', 'accepted', 'ready'],
      nothing: ['rejected', 'cancelled'],
    },
  ],
  [
    'hear: details',
    (c, from) =>
      reception.decideReceiveDetails(c, from, { referralId, details: { name: 'x' } }, ['identity']),
    { 'details-received': ['accepted', 'ready', 'in-progress', 'departed'] },
  ],
  [
    'propose a placement',
    (c) => placing.decideProposePlacementAgreement(c, id('placement-2'), { startsOn, services }, there),
    { 'placement-agreement-proposed → placement-agreement-proposed to stockholm': ['accepted'] },
  ],
  [
    'hear: signed',
    (c, from) => placing.decideReceivePlacementSignature(c, from, placement, signedBy(stockholm)),
    {
      'placement-agreement-signed ⇒ ready': ['accepted'],
      PLACEMENT_AGREEMENT_UNSIGNED: ['received', 'rejected', 'cancelled'],
    },
  ],
  [
    'arrive',
    (c) => placing.decideArrival(c, id('f'), { arrivedOn: '2025-02-03', withoutSafetyPlan: true }, there),
    {
      'arrival-recorded → arrival-recorded to stockholm ⇒ in-progress': ['ready'],
      PLACEMENT_AGREEMENT_UNSIGNED: ['accepted'],
    },
  ],
  [
    'depart',
    (c) => placing.decideDeparture(c, day('2025-02-28'), there),
    { 'departure-recorded → departure-recorded to stockholm ⇒ departed': ['in-progress'] },
  ],
  [
    'hear: closed',
    (c, from) => decideReceiveClosure(c, from, { ...closing, closedOn: '2025-03-01' }),
    { 'case-closed ⇒ completed': ['departed'] },
  ],
  [
    'charge',
    (c) => decidePostCostLine(c, id('line-1'), charged, ledgerWith(), there),
    { 'cost-line-sent → cost-line-posted to stockholm': ['in-progress', 'departed', 'completed'] },
  ],
];

inEveryState(homeSteps, receivingSteps);
