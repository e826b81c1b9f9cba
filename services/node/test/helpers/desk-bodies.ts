import { lowThreat, openCase } from './case-work.js';

const text = 'Text av prov.';
const contactFunction = { function: 'Samordning', phone: '08-000 00 00', email: 'a@b.se', hours: 'vardagar' };

/**
 * Bodies for every operation that has one, made up so that each field of the contract is in one of them. The first of an
 * operation's bodies is one that is fitting on that day, where the case lets it.
 */
export const fullBodies = (today: string): Readonly<Record<string, readonly object[]>> => ({
  ...aboutAgreements(today),
  ...atHome(today),
  ...ofPolice(today),
  ...ofPlacement(today),
  ...ofFollowUp(today),
  ...ofIncidents(today),
  ...ofPurchase(today),
  ...ofInvoices(today),
  ...ofTheLedger(today),
  ...ofOversight(today),
});

const aboutAgreements = (today: string) => ({
  proposeAgreement: [
    {
      id: '2026',
      title: text,
      validFrom: today,
      validUntil: '2027-01-01',
      bodies: ['stockholm', 'malmo'].map((city) => ({ city, unit: 'SN', name: 'Nämnden' })),
      terms: {
        quota: { limit: 2, basis: 'per-year', counting: 'each-direction' },
        caseKinds: ['defector'],
        highThreat: 'included',
        ratification: 'all-bodies',
      },
    },
  ],
  approveAgreement: [{ unit: 'JARVA', decidedOn: today, decidedBy: 'board', reference: text }],
  publishContactPoint: [
    {
      functions: [contactFunction],
      outOfHours: contactFunction,
      services: ['support-talks'],
      housingForms: ['own-flat'],
    },
  ],
});

const anyId = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const ofInvoices = (today: string) => ({
  recordInvoice: [
    {
      number: text,
      providerId: anyId,
      caseId: anyId,
      service: 'housing',
      from: today,
      until: '2025-02-01',
      days: 19,
      dayRateOre: 200_000,
      amountOre: 3_800_000,
      upkeepDeductionOre: 0,
    },
  ],
  drawSample: [{ unit: 'ASN', pool: 'all', size: 20, seed: 7 }],
});

const { unit, kind, ...person } = openCase();
const intake = {
  ...person,
  relocationReason: 'threat-at-home',
  destination: 'partner-city',
  healthNeeds: text,
  specialistCare: 'ongoing',
  probationContact: 'ongoing',
};

const atHome = (today: string) => ({
  openCase: [{ unit, kind, section: 'sig', ...intake }],
  correctIntake: [intake],
  reclassifyCase: [{ kind: 'protected-person' }],
  assignCase: [{ assignee: 'handlaggare-7' }],
  handOverCase: [{ unit: 'FARSTA', section: 'sig', reason: 'competence' }],
  openOnwardCase: [{ reason: 'safety' }],
  recordPersonalDetails: [
    {
      name: 'Testperson A',
      personalNumber: '19900230-0000',
      protectedIdentity: true,
      phone: '070-000 00 00',
      languages: ['svenska'],
      supportDescription: text,
      threatDescription: text,
      health: text,
      family: text,
      economy: text,
      occupation: text,
    },
  ],
  giveConsent: [
    {
      type: 'municipality',
      givenOn: today,
      validUntil: '2026-01-01',
      cities: ['malmo'],
      categories: ['needs', 'threat', 'identity'],
      purposes: ['assessment', 'support'],
    },
    { type: 'police', givenOn: today, validUntil: '2026-01-01' },
    { type: 'services', givenOn: today, validUntil: '2026-01-01' },
  ],
  sendReferral: [{ city: 'malmo', witnessException: true }],
  withdrawReferral: [{ reason: 'need-changed' }],
  giveCompletion: [
    {
      answer: {
        needs: text,
        threat: text,
        identity: text,
        contact: text,
        health: text,
        family: text,
        economy: text,
        occupation: text,
      },
    },
  ],
  extendPlacement: [{ decidedOn: today, until: '2025-07-01' }],
  closeCase: [
    {
      reason: 'relapse',
      outcome: { goalAttainment: 'partly', longTermHousing: 'pending' },
      fallback: { form: 'support-at-home', startsOn: today },
    },
  ],
  rateCase: [
    {
      servicesAsPlanned: true,
      fitness: 4,
      cooperationSocialServices: 5,
      cooperationPolice: 5,
      personSatisfied: 3,
    },
  ],
  searchCases: [{ name: 'Testperson' }],
});

const ofPolice = (today: string) => ({
  assessThreat: [{ ...lowThreat, assessedOn: today }],
  decideApproval: [
    { decision: 'approved', city: 'malmo', policeReference: 'K-1-25', witnessException: true },
  ],
  clearPlace: [{ verdict: 'clear' }],
  recordRegisterCheck: [{ on: today, verdict: 'nothing' }],
});

const ofPlacement = (today: string) => ({
  acceptReferral: [{ unit: 'ASN', witnessException: true }],
  rejectReferral: [{ code: 'CAPACITY' }],
  askForCompletion: [{ about: ['needs', 'identity'], question: text }],
  proposePlacementAgreement: [
    {
      startsOn: today,
      endsOn: '2025-06-01',
      housingForm: 'own-flat',
      contactPerson: 'Kontaktperson',
      standIn: 'Ersättare',
      implementationPlanOn: today,
      services: [
        { service: 'support-talks', dayRateOre: 90_000, bearer: 'home' },
        { service: 'occupation', dayRateOre: 0, bearer: 'receiving' },
      ],
    },
  ],
  recordArrival: [
    { arrivedOn: today, safetyPlanOn: today },
    { arrivedOn: today, withoutSafetyPlan: true },
  ],
  recordNoArrival: [{ reason: 'did-not-come' }],
  recordMove: [{ movedOn: today, reason: 'housing' }],
  recordDeparture: [{ departedOn: today }],
});

const ofFollowUp = (today: string) => ({
  recordFollowUp: [
    { kind: 'care-continuity', on: today, specialistCare: 'ongoing', probationContact: 'none' },
    { kind: 'safety-plan', on: today },
    { kind: 'contact', on: today, with: 'person' },
    { kind: 'investigation', on: today },
    { kind: 'temporary-housing', on: today },
    { kind: 'coordination-meeting', on: today, attended: ['police', 'person'], outcome: 'joint-decision' },
    { kind: 'support-talk', on: today },
    { kind: 'review', on: today, offeredTo: ['social-worker', 'police'] },
    { kind: 'visit', on: today, to: 'person' },
    { kind: 'implementation-plan', on: today },
    { kind: 'contact-person', on: today, function: 'Kontaktperson', standIn: 'Ersättare' },
    { kind: 'monthly-report', on: today, service: 'support-talks', progress: 'as-planned' },
  ],
});

const ofIncidents = (today: string) => ({
  reportIncident: [
    { kind: 'hospitalised', occurredAt: '2025-01-13T07:00:00Z', knownAt: '2025-01-13T07:30:00Z' },
  ],
  noteIncidentReports: [{ policeReportedOn: today, lexSarahReportedOn: today, ivoCopyReceivedOn: today }],
  closeIncident: [{ decision: 'continues', policeTookPart: true, relapse: 'none' }],
  proposeResponsibilitySplit: [
    {
      homeMeasures: ['contact-with-guardian'],
      receivingMeasures: ['protection-assessment'],
      guardianGranted: true,
    },
  ],
  raiseDeviation: [{ subject: 'service', service: 'support-talks', description: text }],
  answerDeviation: [{ outcome: 'measures' }],
});

const ofTheLedger = (today: string) => ({
  postCostLine: [
    { service: 'support-talks', from: '2025-01-13', until: '2025-01-15' },
    { service: 'support-talks', from: '2025-01-15', until: '2025-01-16', amountOre: 100_000 },
  ],
  disputeCostLine: [{ reason: 'days', question: text }],
  answerDispute: [{ answer: text }],
  proposeStatement: [
    { city: 'malmo', from: '2025-01-01', until: today },
    { city: 'malmo', from: '2025-01-01', until: today, agreement: '2025' },
  ],
  declineStatement: [{ reason: 'lines-disputed' }],
  recordGrant: [{ amountOre: 5_000_000, decidedOn: today, reference: text }],
  recordAlternative: [{ alternative: 'procured-relocation' }],
});

const ofOversight = (today: string) => ({
  giveReadingReason: [{ reason: 'standing-in' }],
  reviewReadings: [{ from: '2025-01-01', until: today, outcome: 'nothing-found' }],
  acknowledgeDelivery: [{ note: 'staff-told' }],
});

const outcome = { triedOn: '2025-01-13', outcome: 'full' };

const ofPurchase = (today: string) => ({
  recordLeave: [
    { from: '2025-01-13', until: today, reason: 'hospital' },
    { from: today, reason: 'permission' },
  ],
  proposeExternalService: [
    {
      service: 'housing',
      housingForm: 'protected-housing',
      operator: 'private',
      providerId: 'd0e1f2a3-b4c5-4d6e-9f70-8b9c0d1e2f3a',
      from: today,
      until: '2025-07-01',
      dayRateOre: 200_000,
      bearer: 'home',
      reason: 'protection',
      purchase: {
        step: 3,
        internal: outcome,
        framework: outcome,
        decision: { decidedOn: today, reference: text },
      },
    },
  ],
  decideExternalService: [{ verdict: 'approved', decidedBy: text, reference: text }],
  endExternalService: [{ endedOn: today }],
  recordUpkeep: [{ from: '2025-01-13', until: today, amountOre: 150_000 }],
  registerProvider: [{ name: 'Testutförare A', organisationNumber: '559900-0001' }],
  checkLicence: [{ state: 'granted', checkedOn: today }],
  decideOnProvider: [
    {
      kind: 'exclusion',
      from: today,
      until: '2026-01-01',
      reference: text,
      reason: 'deviations',
      replaces: 'e1f2a3b4-c5d6-4e7f-8091-9c0d1e2f3a4b',
    },
  ],
});
