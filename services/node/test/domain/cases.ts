import type { AssessThreat, CostLine, PlacementAgreementDocument } from '@storstad/contract';
import type { Case, HomeCase, HomeState, ReceivingCase, ReceivingState } from '../../src/domain/case.js';
import type { Consent } from '../../src/domain/consent.js';
import type { CaseEvent } from '../../src/domain/event.js';
import { evolveCase } from '../../src/domain/evolve-case.js';
import type { LedgerEntry, LedgerFacts } from '../../src/domain/ledger.js';
import type { SignedLine } from '../../src/domain/money-event.js';
import type { PoliceApproval } from '../../src/domain/police-approval.js';
import type * as values from '../../src/domain/values.js';
import { around, day, goteborg, id, malmo, stockholm } from './support.js';

/** One case, Stockholm's and Malmö's, in every state; and what it is made of. */

export const lowThreat: AssessThreat = {
  level: 'low',
  confirmed: true,
  lethalViolenceRisk: false,
  activeProtectionNeeded: false,
  evidencePerson: 'no',
  admitsInvolvement: false,
  assessedOn: '2025-03-01',
};

export const consent = (type: Consent['type'], changes: Partial<Consent> = {}): Consent => ({
  id: id(`consent-${type}`),
  type,
  givenOn: day('2025-03-01'),
  validUntil: null,
  withdrawnAt: null,
  ...(type === 'municipality'
    ? { cities: [malmo, goteborg], categories: ['needs', 'threat'], purposes: ['assessment', 'support'] }
    : { cities: [], categories: [], purposes: [] }),
  ...changes,
});

export const approval = (changes: Partial<PoliceApproval> = {}): PoliceApproval => ({
  id: id('approval-1'),
  decision: 'approved',
  city: malmo,
  policeReference: 'K-1-25',
  withdrawnAt: null,
  decidedAt: id('2025-03-02T08:00:00.000Z'),
  witnessException: false,
  basis: { kind: 'defector', threat: lowThreat },
  ...changes,
});

export const caseId = id<values.CaseId>('case-1');
export const referralId = id<values.ReferralId>('referral-1');
export const slot = { agreement: '2025', number: 1, limit: 2 };

export const placement: PlacementAgreementDocument = {
  id: 'placement-1',
  caseId,
  homeCity: stockholm,
  receivingCity: malmo,
  agreement: '2025',
  startsOn: '2025-02-03',
  services: [
    { service: 'housing', dayRateOre: 90_000, bearer: 'home' },
    { service: 'occupation', dayRateOre: 10_000, bearer: 'receiving' },
  ],
};
export const signedBy = (city: values.City, document: unknown = placement) =>
  around({ city }).sign('placement-agreement', document);

const about = { caseId, referralId };
export const opened = {
  type: 'case-opened',
  caseId,
  unit: id<values.Unit>('JARVA'),
  section: null,
  sealed: {
    kind: 'defector',
    intake: {
      bornOn: day('1998-04-12'),
      motivated: true,
      relocationNeeded: true,
      relocationReason: 'threat-at-home',
      responsibleForMinors: false,
      destination: 'partner-city',
    },
    needs: { services: ['housing'], housingForm: 'own-flat' },
    healthNeeds: null,
    specialistCare: null,
    probationContact: null,
  },
} as const satisfies CaseEvent;
const requested: CaseEvent = { type: 'referral-requested', ...about, city: malmo, slot, place: 'own' };
const received: CaseEvent = {
  type: 'referral-received',
  ...about,
  homeCity: stockholm,
  homeUnit: opened.unit,
  slot,
  sentAt: '2025-01-27T08:00:00.000Z' as values.Instant,
  sealed: { kind: 'defector', threat: lowThreat, needs: opened.sealed.needs, policeReference: 'K-1-25' },
};
const accepted = (unit: values.Unit | null): CaseEvent => ({
  type: 'referral-accepted',
  ...about,
  agreement: id('2025'),
  acceptedOn: day('2025-01-27'),
  slot,
  place: 'own',
  unit,
});
const rejected: CaseEvent = { type: 'referral-rejected', ...about, code: 'CAPACITY' };
const cancelled: CaseEvent = { type: 'referral-cancelled', ...about, reason: 'other-solution' };
const proposed: CaseEvent = {
  type: 'placement-agreement-proposed',
  caseId,
  sealed: { document: placement, city: malmo, signed: signedBy(malmo) },
};
const signed: CaseEvent = {
  type: 'placement-agreement-signed',
  caseId,
  sealed: { city: stockholm, signed: signedBy(stockholm) },
};
const arrived: CaseEvent = { type: 'arrival-recorded', caseId, sealed: { arrivedOn: day('2025-02-03') } };
const departed: CaseEvent = {
  type: 'departure-recorded',
  caseId,
  freesPlace: false,
  sealed: { departedOn: day('2025-02-28') },
};
const closed: CaseEvent = {
  type: 'case-closed',
  caseId,
  sealed: {
    closure: {
      closedOn: day('2025-03-01'),
      reason: 'goals-reached',
      fallback: null,
      outcome: { goalAttainment: 'fully', longTermHousing: 'yes' },
    },
  },
};
const filed: readonly CaseEvent[] = [
  opened,
  {
    type: 'personal-details-recorded',
    caseId,
    sealed: { details: { supportDescription: 'x', health: 'y' } },
  },
  ...(['police', 'municipality', 'services'] as const).map(
    (type): CaseEvent => ({
      type: 'consent-given',
      caseId,
      consentId: id(`consent-${type}`),
      sealed: { consent: consent(type) },
    }),
  ),
  { type: 'threat-assessed', caseId, sealed: { threat: lowThreat } },
  { type: 'approval-decided', caseId, approvalId: id('approval-1'), sealed: { approval: approval() } },
];
const afterAcceptance = [proposed, signed, arrived, departed, closed];
const cleared: CaseEvent = { type: 'place-cleared', caseId, sealed: { verdict: 'clear' } };

/** The case after some events. */
export const given = (events: readonly CaseEvent[], before?: Case): Case =>
  events.reduce<Case | undefined>(
    (theCase, event) => evolveCase(theCase, event, id('2025-03-03T08:00:00.000Z')),
    before,
  ) as Case;

const homeLife = [...filed, requested, accepted(null), ...afterAcceptance];
const upTo = (life: readonly CaseEvent[], last: CaseEvent) => life.slice(0, life.indexOf(last) + 1);
const homeHistory: Record<HomeState, readonly CaseEvent[]> = {
  draft: filed,
  requested: [...filed, requested],
  rejected: [...filed, requested, rejected],
  accepted: [...filed, requested, accepted(null), proposed],
  ready: upTo(homeLife, signed),
  'in-progress': upTo(homeLife, arrived),
  departed: upTo(homeLife, departed),
  completed: homeLife,
};
const receivingLife = [received, cleared, accepted(id<values.Unit>('ASN')), ...afterAcceptance];
const receivingHistory: Record<ReceivingState, readonly CaseEvent[]> = {
  received: [received, cleared],
  rejected: [received, rejected],
  cancelled: [received, cancelled],
  accepted: upTo(receivingLife, proposed),
  ready: upTo(receivingLife, signed),
  'in-progress': upTo(receivingLife, arrived),
  departed: upTo(receivingLife, departed),
  completed: receivingLife,
};
export const homeStates = Object.keys(homeHistory) as HomeState[];
export const receivingStates = Object.keys(receivingHistory) as ReceivingState[];

/** Stockholm's case, with all gates passed and Malmö the city that was asked, in a state; with changes. */
export const homeCase = (state: HomeState, changes: Partial<HomeCase> = {}): HomeCase => ({
  ...(given(homeHistory[state]) as HomeCase),
  ...changes,
});

/** The same case in Malmö. */
export const receivingCase = (
  state: ReceivingState,
  changes: Partial<ReceivingCase> = {},
): ReceivingCase => ({
  ...(given(receivingHistory[state]) as ReceivingCase),
  ...changes,
});

/** Ten days of housing at 900 kronor, as Malmö charges Stockholm for them on 3 March. */
export const costLine = (changes: Partial<CostLine> = {}): CostLine => ({
  id: 'line-1',
  caseId,
  agreement: '2025',
  homeCity: stockholm,
  receivingCity: malmo,
  source: 'own',
  service: 'housing',
  externalServiceId: null,
  from: '2025-02-03',
  until: '2025-02-13',
  days: 10,
  leaveDays: 0,
  stayDays: 10,
  dayRateOre: 90_000,
  leaveDayRateOre: 0,
  deductionOre: 0,
  expectedOre: 900_000,
  amountOre: 900_000,
  postedOn: '2025-03-03',
  reverses: null,
  ...changes,
});

/** A line as the receiving city signs and books it. */
export const signedLine = (changes: Partial<CostLine> = {}, bookedOn = '2025-03-03'): SignedLine => {
  const line = costLine(changes);
  const signed = around({ city: id(line.receivingCity) }).sign('cost-line', line);
  return { line, bookedOn: day(bookedOn), signed };
};

/** A line in the ledger, posted. */
export const entry = (
  line: Partial<CostLine> = {},
  {
    bookedOn = '2025-03-03',
    ...changes
  }: Partial<Omit<LedgerEntry, 'bookedOn'>> & { bookedOn?: string } = {},
): LedgerEntry => ({
  ...signedLine(line, bookedOn),
  state: 'posted',
  refusalCode: null,
  frozen: false,
  questioned: false,
  reversedBy: null,
  ...changes,
});

/** What the ledger holds for a case: these lines, and no statement. */
export const ledgerWith = (
  lines: readonly LedgerEntry[] = [],
  openFrom: string | null = null,
): LedgerFacts => ({
  linesOfCase: lines,
  openFrom: openFrom === null ? null : day(openFrom),
});
