// A day on which something has happened has come: every day that staff record is judged, or is one that may be ahead.
import t from 'tap';
import { decideAssessThreat, decideGiveConsent } from '../src/domain/case-file.js';
import { decideRecordGrant } from '../src/domain/financing.js';
import { decideRecordFollowUp, decideRegisterCheck } from '../src/domain/follow-up.js';
import { decideNoteReports } from '../src/domain/incident-report.js';
import { decideArrival, decideDeparture } from '../src/domain/placement.js';
import { decideCheckLicence } from '../src/domain/provider.js';
import { decideApprove, decideReceiveApproval } from '../src/domain/registry.js';
import { decideMove } from '../src/domain/stay.js';
import { type Field, fieldsOf, variantsOf } from '../src/http/pages/forms/field.js';
import { formOperations } from '../src/http/pages/forms/form-routes.js';
import { consent, homeCase, lowThreat, receivingCase } from './domain/cases.js';
import { incident } from './domain/follow-ups.js';
import { seller } from './domain/providers.js';
import { around, day, goteborg, id, malmo, said, version } from './domain/support.js';

const [today, tomorrow] = ['2025-03-03', '2025-03-04'];
const here = around();
const there = around({ city: malmo });
const running = receivingCase('in-progress');
const draft = version('2025', { unapproved: ['stockholm/SN'] });
const approve = { unit: 'SN', decidedBy: 'board', reference: 'SN 1' } as const;

/** By the field that says the day: the rule, asked with a day. */
const judged: Readonly<Record<string, (on: string) => unknown>> = {
  'Approve.decidedOn': (on) =>
    decideApprove(draft.id, { ...approve, decidedOn: on }, around({ versions: [draft] })),
  'PoliceConsent.givenOn': (on) =>
    decideGiveConsent(homeCase('draft'), consent('police', { givenOn: day(on) }), here),
  'AssessThreat.assessedOn': (on) =>
    decideAssessThreat(homeCase('draft'), { ...lowThreat, assessedOn: on }, id('i'), here),
  'RecordArrival.arrivedOn': (on) =>
    decideArrival(receivingCase('ready'), id('f'), { arrivedOn: on, withoutSafetyPlan: true }, there),
  'RecordArrival.safetyPlanOn': (on) =>
    decideArrival(receivingCase('ready'), id('f'), { arrivedOn: today, safetyPlanOn: on }, there),
  'RecordDeparture.departedOn': (on) => decideDeparture(running, day(on), there),
  'RecordRegisterCheck.on': (on) =>
    decideRegisterCheck(running, { record: id('f'), incident: id('i') }, { on, verdict: 'nothing' }, there),
  'RecordMove.movedOn': (on) => decideMove(running, { movedOn: on, reason: 'housing' }, there),
  'SafetyPlan.on': (on) => decideRecordFollowUp(running, id('f'), { kind: 'safety-plan', on }, there),
  'IncidentReports.policeReportedOn': (on) =>
    decideNoteReports(
      receivingCase('in-progress', { incidents: [incident('wrongdoing')] }),
      id('incident-wrongdoing'),
      { policeReportedOn: on },
      there,
    ),
  'CheckLicence.checkedOn': (on) =>
    decideCheckLicence(seller().provider, { state: 'granted', checkedOn: on }, there),
  'RecordGrant.decidedOn': (on) =>
    decideRecordGrant(homeCase('in-progress'), 'g', { amountOre: 1, decidedOn: on, reference: 'PG 1' }, here),
};

/** Judged by the same lines as one above, or in a test of their own: born-on, extensions, incidents, leave, readings, invoices. */
const asOthers = [
  ...['MunicipalityConsent', 'ServicesConsent'].map((owner) => `${owner}.givenOn`),
  ...['lexSarahReportedOn', 'ivoCopyReceivedOn'].map((property) => `IncidentReports.${property}`),
  ...['CorrectIntake.bornOn', 'ExtendPlacement.decidedOn'],
  ...['ReportIncident.occurredAt', 'ReportIncident.knownAt'],
  ...['RecordLeave.from', 'RecordLeave.until', 'ReviewReadings.from', 'ReviewReadings.until'],
  'RecordInvoice.from',
  // With refusals of their own: purchase.test.ts.
  ...['PurchaseOutcome.triedOn', 'SectionHeadDecision.decidedOn'],
];

/** What is planned, or holds until further. */
const mayBeAhead = [
  'ProposePlacementAgreement.implementationPlanOn',
  ...['AgreementDocument.validFrom', 'AgreementDocument.validUntil'],
  ...['PoliceConsent', 'MunicipalityConsent', 'ServicesConsent'].map((owner) => `${owner}.validUntil`),
  ...['ProposePlacementAgreement.startsOn', 'ProposePlacementAgreement.endsOn', 'Fallback.startsOn'],
  ...['ExtendPlacement', 'ProposeExternalService', 'RecordUpkeep', 'RecordInvoice'].map(
    (owner) => `${owner}.until`,
  ),
  ...['ProposeExternalService.from', 'RecordUpkeep.from', 'EndExternalService.endedOn'],
  ...['DecideOnProvider.from', 'DecideOnProvider.until'],
  // Held against the stay, and against the days that are booked.
  ...['PostCostLine.from', 'PostCostLine.until', 'ProposeStatement.from', 'ProposeStatement.until'],
];

const daysIn = (fields: readonly Field[]): string[] =>
  fields.flatMap(({ owner, property, kind }) => {
    if (kind.is === 'group' || kind.is === 'rows') return daysIn(kind.fields);
    return ['date', 'last-day', 'instant'].includes(kind.is) ? [`${owner}.${property}`] : [];
  });

t.test('every day that is recorded is one or the other', async (t) => {
  const asked = formOperations().flatMap(({ operationId }) => {
    const variants = variantsOf(operationId);
    return (variants.length > 0 ? variants : [null]).flatMap((variant) =>
      daysIn(fieldsOf(operationId, variant)),
    );
  });
  const ofFollowUps = variantsOf('recordFollowUp').flatMap((variant) =>
    daysIn(fieldsOf('recordFollowUp', variant)),
  );
  const known = new Set([...Object.keys(judged), ...asOthers, ...mayBeAhead, ...ofFollowUps]);
  t.ok(asked.length > 40, `${asked.length} days`);
  t.strictSame(
    [...new Set(asked)].filter((field) => !known.has(field)),
    [],
  );
});

t.test('what happened did not happen tomorrow', async (t) => {
  for (const [field, decide] of Object.entries(judged)) {
    t.match(decide(tomorrow), { refusal: 'DATE_IMPOSSIBLE', facts: { latest: today } }, `${field} tomorrow`);
    t.notMatch(decide(today), { refusal: 'DATE_IMPOSSIBLE' }, `${field} today`);
  }
});

t.test('the day of another city’s decision is that city’s to judge', async (t) => {
  const [approval] = version('2025').approvals.filter(({ city }) => city === goteborg);
  if (!approval) throw new Error('Göteborg has approved what is shipped');
  const own = version('2025').document.bodies.filter(({ city }) => city === goteborg);
  const unapproved = own.map(({ unit }) => `${goteborg}/${unit}`);
  const register = around({ versions: [version('2025', { unapproved })] });
  const told = decideReceiveApproval(goteborg, { ...approval, decidedOn: tomorrow }, null, register);
  t.equal(said(told), 'agreement-approved');
});
