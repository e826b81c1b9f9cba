import { addDays } from '../../src/domain/calendar.js';
import type { Case } from '../../src/domain/case.js';
import * as file from '../../src/domain/case-file.js';
import { decideRate } from '../../src/domain/case-work.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { decideCloseCase } from '../../src/domain/closing.js';
import { decideAskForCompletion, decideGiveCompletion } from '../../src/domain/completion.js';

import { costFactsOf } from '../../src/domain/cost-facts.js';

import * as deviations from '../../src/domain/deviation.js';
import type { Decided } from '../../src/domain/event.js';
import * as buying from '../../src/domain/external-service.js';
import { decideRecordFollowUp, decideRegisterCheck } from '../../src/domain/follow-up.js';
import { decideCloseIncident } from '../../src/domain/incident-closing.js';
import { decideNoteReports, decideReportIncident } from '../../src/domain/incident-report.js';

import type { LedgerFacts } from '../../src/domain/ledger.js';
import * as placing from '../../src/domain/placement.js';
import * as reception from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import type { Refusal } from '../../src/domain/refusal.js';
import * as splitting from '../../src/domain/responsibility-split.js';
import * as staying from '../../src/domain/stay.js';
import type { FollowUpId, Instant } from '../../src/domain/values.js';
import { consent, lowThreat } from './cases.js';
import { homeLedgerSteps, receivingLedgerSteps } from './ledger-steps.js';

import { purchase, seller } from './providers.js';
import { id, malmo, stockholm } from './support.js';
/** All that people can do to a case, each as one word. */

export type Step = (
  theCase: Case,
  around: Circumstances,
  newId: string,
  facts: () => LedgerFacts,
) => Decided | Refusal;

export const otherOf = ({ city }: Pick<Circumstances, 'city'>) => (city === stockholm ? malmo : stockholm);
export const municipality = (newId: string, around: Circumstances) =>
  consent('municipality', { id: id(newId), cities: [otherOf(around)], givenOn: around.today });

const latest = (of: readonly { id: string }[]) => id<never>(of.at(-1)?.id ?? 'none');
const latestService = (c: Case) => id<never>(costFactsOf(c).externalServices.at(-1)?.notice.id ?? 'none');
/** From today on, with all that came before it on the same day. */
const bought = ({ today }: Circumstances) => {
  const tried = { triedOn: today, outcome: 'full' } as const;
  const steps = { step: 2, internal: tried, decision: { decidedOn: today, reference: 'x' } } as const;
  return { ...purchase, from: today, purchase: steps };
};
const decidedBy = (c: Case) => (c.side === 'home' ? c : { consents: [], approvals: [] });
const services = [
  { service: 'housing', dayRateOre: 90_000, leaveDayRateOre: 45_000, bearer: 'home' },
  { service: 'occupation', dayRateOre: 20_000, bearer: 'home' },
] as const;
const closing = {
  reason: 'goals-reached',
  outcome: { goalAttainment: 'fully', longTermHousing: 'yes' },
  fallback: { form: 'support-at-home', startsOn: '2025-03-04' },
} as const;
const both = (newId: string) => ({ approval: id<never>(newId), incident: id<never>(`${newId}-i`) });

const approve =
  (decision: 'approved' | 'refused'): Step =>
  (c, around, newId) => {
    const input = { decision, city: otherOf(around), policeReference: 'K-1-25' };
    return file.decidePoliceApproval(c, both(newId), input, around);
  };
/** The police assess anew, and one fact is another than before. */
const assess =
  (fact: 'level' | 'evidencePerson'): Step =>
  (c, around, newId) => {
    const threat = { ...(c.threat ?? lowThreat), assessedOn: around.today };
    if (fact === 'level') threat.level = threat.level === 'low' ? 'high' : 'low';
    else {
      threat.evidencePerson = threat.evidencePerson === 'no' ? 'participating' : 'no';
      threat.admitsInvolvement = threat.evidencePerson === 'participating';
    }
    return file.decideAssessThreat(c, threat, id(`${newId}-i`), around);
  };

export const homeSteps = {
  consent: (c, around, newId) => file.decideGiveConsent(c, municipality(newId, around), around),
  withdrawConsent: (c, around, newId) =>
    file.decideWithdrawConsent(c, latest(decidedBy(c).consents), id(`${newId}-i`), around),
  approve: approve('approved'),
  refuse: approve('refused'),
  withdrawApproval: (c, around, newId) =>
    file.decideWithdrawApproval(c, latest(decidedBy(c).approvals), id(`${newId}-i`), around),
  threatChanges: assess('level'),
  evidenceChanges: assess('evidencePerson'),
  reclassify: (c, around, newId) => {
    const kind = c.kind === 'defector' ? 'protected-person' : 'defector';
    return file.decideReclassify(c, kind, id(`${newId}-i`), around);
  },
  ask: (c, around, newId) => {
    const ask = { city: otherOf(around), id: id<never>(newId), witnessException: false };
    return asking.decideSendReferral(c, ask, around);
  },
  withdraw: (c) => asking.decideWithdrawReferral(c, latest(c.referrals), 'other-solution'),
  disclose: (c, around) => asking.decideDisclose(c, around),
  sign: (c, around) =>
    placing.decideSignPlacementAgreement(c, id(c.placementAgreement?.document.id ?? ''), around),
  answer: (c, around) => decideGiveCompletion(c, latest(c.questions), { needs: 'x' }, around),
  extend: (c, around) =>
    staying.decideExtend(c, { decidedOn: around.today, until: addDays(around.today, 90) }, around),
  decideService: (c, around) => {
    const verdict = { verdict: 'approved', decidedBy: 'x', reference: 'y' } as const;
    return buying.decideExternalService(c, latestService(c), verdict, around);
  },
  close: (c, around) => decideCloseCase(c, closing, around),
  ...homeLedgerSteps,
} satisfies Record<string, Step>;

/** What is done in the city that is asked. */
export const receivingSteps = {
  clear: (c) => reception.decideClearPlace(c, 'clear'),
  accept: (c, around) =>
    reception.decideAcceptReferral(c, { unit: around.city === malmo ? 'ASN' : 'SN' }, around),
  reject: (c) => reception.decideRejectReferral(c, 'CAPACITY'),
  question: (c, around, newId) =>
    decideAskForCompletion(c, id(newId), { about: ['needs'], question: 'x?' }, around),
  propose: (c, around, newId) => {
    const input = { startsOn: around.today, endsOn: addDays(around.today, 60), services: [...services] };
    return placing.decideProposePlacementAgreement(c, id(newId), input, around);
  },
  arrive: (c, around, newId) => {
    const input = { arrivedOn: around.today, safetyPlanOn: around.today };
    return placing.decideArrival(c, id<FollowUpId>(newId), input, around);
  },
  noArrival: (c) => staying.decideNoArrival(c, { reason: 'did-not-come' }),
  move: (c, around) => staying.decideMove(c, { movedOn: around.today, reason: 'address-revealed' }, around),
  proposeService: (c, around, newId) =>
    buying.decideProposeExternalService(c, id(newId), bought(around), seller(), around),
  endService: (c, around) => buying.decideEndExternalService(c, latestService(c), around.today, around),
  depart: (c, around) => placing.decideDeparture(c, around.today, around),
  ...receivingLedgerSteps,
} satisfies Record<string, Step>;

const openIncident = (c: Case) => latest(c.incidents.filter(({ closed }) => !closed));
const childIncident = (c: Case) =>
  c.incidents.find(({ kind, closed }) => kind === 'child-surfaced' && !closed) ?? c.incidents.at(-1);
const report =
  (kind: 'hospitalised' | 'address-revealed' | 'child-surfaced', daysAgo = 0): Step =>
  (c, around, newId) => {
    const at = new Date(Date.parse(around.now) - daysAgo * 86_400_000).toISOString() as Instant;
    return decideReportIncident(c, id(newId), { kind, occurredAt: at, knownAt: at }, around);
  };

/** And in either. */
export const eitherSteps = {
  report: report('hospitalised'),
  reportLate: report('address-revealed', 3),
  child: report('child-surfaced'),
  proposeSplit: (c, around, newId) => {
    const ids = { incidentId: id<never>(childIncident(c)?.id ?? 'none'), id: id<never>(newId) };
    return splitting.decideProposeSplit(
      c,
      ids,
      { homeMeasures: ['contact-with-guardian'], receivingMeasures: [] },
      around,
    );
  },
  signSplit: (c, around) => {
    const incident = childIncident(c);
    const split = incident?.splits.find(({ signatures }) => signatures[0]?.city !== around.city);
    const ids = { incidentId: id<never>(incident?.id ?? 'none'), id: id<never>(split?.document.id ?? '') };
    return splitting.decideSignSplit(c, ids, around);
  },
  settle: (c, around) => {
    const decision = { decision: 'continues', policeTookPart: true, relapse: 'none' } as const;
    return decideCloseIncident(c, openIncident(c), decision, around);
  },
  noteReports: (c, around) =>
    decideNoteReports(c, latest(c.incidents), { policeReportedOn: around.today }, around),
  raise: (c, around, newId) => deviations.decideRaiseDeviation(c, id(newId), { subject: 'housing' }, around),
  answerDeviation: (c, around) =>
    deviations.decideAnswerDeviation(c, latest(c.deviations), { outcome: 'measures' }, around),
  closeDeviation: (c, around) => deviations.decideCloseDeviation(c, latest(c.deviations), around),
  check: (c, around, newId) =>
    decideRegisterCheck(c, ids(newId), { on: around.today, verdict: 'nothing' }, around),
  note: (c, around, newId) =>
    decideRegisterCheck(c, ids(newId), { on: around.today, verdict: 'note' }, around),
  contact: (c, around, newId) =>
    decideRecordFollowUp(c, id(newId), { kind: 'contact', on: around.today, with: 'person' }, around),
  review: (c, around, newId) => {
    const fact = { kind: 'review', on: around.today, offeredTo: ['social-worker', 'police'] } as const;
    return decideRecordFollowUp(c, id(newId), { ...fact, offeredTo: [...fact.offeredTo] }, around);
  },
  safetyPlan: (c, around, newId) =>
    decideRecordFollowUp(c, id(newId), { kind: 'safety-plan', on: around.today }, around),
  rate: (c) =>
    decideRate(c, {
      servicesAsPlanned: true,
      fitness: 4,
      cooperationSocialServices: 4,
      cooperationPolice: 4,
    }),
} satisfies Record<string, Step>;

function ids(newId: string) {
  return { record: id<never>(newId), incident: id<never>(`${newId}-i`) };
}

export type StepName = keyof typeof homeSteps | keyof typeof receivingSteps | keyof typeof eitherSteps;
export const allSteps: Readonly<Record<StepName, Step>> = { ...homeSteps, ...receivingSteps, ...eitherSteps };
