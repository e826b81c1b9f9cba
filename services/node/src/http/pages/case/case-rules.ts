import type { Case, CaseState, Incident, RecordFollowUp } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { consentToGoOn } from '../../../domain/consent.js';
import { isSettledAtHome, settledByTheEnd } from '../../../domain/incident.js';
import { sharingStopped } from '../../../domain/sharing.js';
import type { City, CivilDate } from '../../../domain/values.js';
import { consentsOf, referralProgress } from '../referral/referral-progress.js';
import type { SubPage } from './sub-pages.js';

/** In which state of a case, and on which side, each operation can be done: so that no form is offered that is only refused. */

/** An operation, and where its body has several forms, which of them. */
export type ActionName =
  | StaffOperationId
  | `recordFollowUp/${RecordFollowUp['kind']}`
  | `giveConsent/${string}`;

/** What a form of this thing is filled in for: ids in its address, and what stands in it from the start. */
interface Target {
  readonly ids?: Readonly<Record<string, string>>;
  readonly prefill?: Readonly<Record<string, string>>;
}

/** Where and when something is offered. */
export interface Here {
  readonly city: City;
  readonly today: CivilDate;
  readonly otherCities: readonly City[];
}

export interface Rule {
  readonly page: SubPage;
  readonly home?: readonly CaseState[];
  readonly receiving?: readonly CaseState[];
  /** What comes first, so that it is not offered yet; null when it can be done. */
  waitsFor?(theCase: Case, here: Here): WaitsFor | null;
  /** On what; without it on the case as a whole. Nothing to do it on, nothing to offer. */
  on?(theCase: Case, here: Here): readonly Target[];
  /** Whether it has been done before, so that doing it again changes that. */
  again?(theCase: Case): boolean;
}

/** What something that is not offered yet waits for; a key of `case.waitsFor`. */
export type WaitsFor =
  | 'incident'
  | 'place'
  | 'other-place'
  | 'preparations'
  | 'proposal'
  | 'register-check'
  | 'review'
  | 'threat';

const unsent: readonly CaseState[] = ['draft', 'rejected'];
const beforeArrival: readonly CaseState[] = ['accepted', 'ready'];
const ongoing: readonly CaseState[] = [...beforeArrival, 'in-progress'];
const stay: readonly CaseState[] = ['in-progress', 'departed'];
const shared: readonly CaseState[] = [...ongoing, 'departed'];
const sharedOrClosed: readonly CaseState[] = [...shared, 'completed'];
const openAtHome: readonly CaseState[] = [...unsent, 'requested', ...shared];
const withReports: readonly CaseState[] = ['requested', 'received', ...sharedOrClosed];

export const theCaseItself: readonly Target[] = [{}];
const when = (isTrue: boolean): readonly Target[] => (isTrue ? theCaseItself : []);

/** While an incident is open that must be decided jointly, nothing new is begun. */
const held = ({ onHold }: Case): WaitsFor | null => (onHold ? 'incident' : null);

const whileShared = (theCase: Case) => when(!sharingStopped(theCase));

const openIncidents = ({ incidents }: Case) => incidents.filter(({ state }) => state === 'open');
const openChildren = (theCase: Case) =>
  openIncidents(theCase).filter(({ kind }) => kind === 'child-surfaced');

/** A stay goes on after a withdrawal only when all three consents are there again. */
function canOnlyEnd(theCase: Case, { kind }: Pick<Incident, 'kind'>, today: CivilDate): boolean {
  const city = theCase.referrals.at(-1)?.city as City | undefined;
  if (kind !== 'consent-withdrawn' || theCase.side !== 'home' || !city) return false;
  return consentToGoOn(consentsOf({ theCase }), city, today) !== undefined;
}

/** The request that the home city still waits for, or that was said yes to. */
const requestToWithdraw = ({ referrals }: Case): Target[] =>
  referrals
    .filter(({ state, withdrawalAsked }) => state !== 'rejected' && state !== 'cancelled' && !withdrawalAsked)
    .map(({ id }) => ({ ids: { referralId: id } }));

const isAskedBack = ({ referrals }: Case): boolean => Boolean(referrals.at(-1)?.withdrawalAsked);
const unlessAskedBack = (theCase: Case) => when(!sharingStopped(theCase) && !isAskedBack(theCase));

const isDue = ({ due }: Case, what: Case['due'][number]['kind']) => due.some(({ kind }) => kind === what);

/** Until the police have said that the place will do, nobody accepts. */
const place = ({ placeClearance }: Case): WaitsFor | null => {
  if (!placeClearance) return 'place';
  return placeClearance.verdict === 'clear' ? null : 'other-place';
};

/** Whether everything is there that a request needs. */
const preparations = (theCase: Case, { today, otherCities }: Here): WaitsFor | null => {
  const facts = { theCase, hasDetails: theCase.hasPersonalDetails, today, otherCities };
  return referralProgress(facts).send === 'cannot-begin' ? 'preparations' : null;
};

/** By operation, in the order in which they are offered; the states are those of docs/concepts.md. */
export const rules: Readonly<Partial<Record<ActionName, Rule>>> = {
  // The case itself.
  acceptReferral: {
    page: 'overview',
    receiving: ['received'],
    waitsFor: (theCase) => held(theCase) ?? place(theCase),
  },
  rejectReferral: { page: 'overview', receiving: ['received'] },
  clearPlace: {
    page: 'overview',
    receiving: ['received'],
    again: ({ placeClearance }) => placeClearance !== null,
  },
  recordArrival: { page: 'overview', receiving: ['ready'] },
  recordNoArrival: { page: 'overview', receiving: beforeArrival },
  recordMove: { page: 'overview', receiving: ['in-progress'] },
  extendPlacement: {
    page: 'overview',
    home: ['in-progress'],
    waitsFor: (theCase) => held(theCase) ?? (isDue(theCase, 'review') ? 'review' : null),
  },
  recordDeparture: { page: 'overview', receiving: ['in-progress'] },
  openOnwardCase: { page: 'overview', home: stay },
  closeCase: {
    page: 'overview',
    home: [...unsent, 'departed'],
    waitsFor: (theCase) =>
      openIncidents(theCase).every(({ kind }) => settledByTheEnd.includes(kind)) ? null : 'incident',
  },
  rateCase: { page: 'overview', home: ['departed', 'completed'], receiving: ['departed', 'completed'] },
  recordPersonalDetails: {
    page: 'overview',
    home: openAtHome,
    again: ({ hasPersonalDetails }) => hasPersonalDetails,
  },
  assessThreat: { page: 'overview', home: openAtHome, again: ({ threat }) => threat !== null },
  decideApproval: {
    page: 'overview',
    home: openAtHome,
    waitsFor: ({ threat }) => (threat ? null : 'threat'),
  },
  withdrawApproval: {
    page: 'overview',
    home: openAtHome,
    on: ({ approval }) =>
      approval?.decision === 'approved' && !approval.withdrawnAt
        ? [{ ids: { approvalId: approval.id } }]
        : [],
  },
  recordNoSuitableCity: {
    page: 'overview',
    home: unsent,
    on: ({ noSuitableCityOn }) => when(noSuitableCityOn === null),
  },
  reclassifyCase: { page: 'overview', home: openAtHome },
  assignCase: {
    page: 'overview',
    home: openAtHome,
    receiving: ['received', 'rejected', ...shared],
    again: ({ assignee }) => assignee !== null,
  },
  handOverCase: { page: 'overview', home: openAtHome, receiving: shared },

  // The request and the placement agreement.
  sendReferral: { page: 'referral', home: unsent, waitsFor: preparations },
  withdrawReferral: { page: 'referral', home: ['requested', ...beforeArrival], on: requestToWithdraw },
  correctIntake: { page: 'referral', home: unsent },
  proposePlacementAgreement: {
    page: 'referral',
    receiving: ['accepted'],
    waitsFor: held,
    again: ({ placementAgreement }) => placementAgreement !== null,
  },
  signPlacementAgreement: {
    page: 'referral',
    home: ['accepted'],
    waitsFor: (theCase) => held(theCase) ?? (theCase.placementAgreement ? null : 'proposal'),
    on: ({ placementAgreement: agreed }, { city }) =>
      agreed && !agreed.signedBy.includes(city) ? [{ ids: { placementAgreementId: agreed.id } }] : [],
  },

  // Consents, and what is handed over within them.
  'giveConsent/police': { page: 'consents', home: openAtHome },
  'giveConsent/municipality': { page: 'consents', home: openAtHome },
  'giveConsent/services': { page: 'consents', home: openAtHome },
  withdrawConsent: {
    page: 'consents',
    home: openAtHome,
    on: ({ consents }) =>
      consents.filter(({ withdrawnAt }) => !withdrawnAt).map(({ id }) => ({ ids: { consentId: id } })),
  },
  disclosePersonalDetails: { page: 'consents', home: ongoing, on: unlessAskedBack },

  // Follow-up, incidents and deviations.
  'recordFollowUp/contact': { page: 'follow-up', home: stay, receiving: stay },
  'recordFollowUp/support-talk': { page: 'follow-up', home: stay, receiving: stay },
  'recordFollowUp/coordination-meeting': {
    page: 'follow-up',
    home: [...unsent, 'requested', ...ongoing],
    receiving: ongoing,
    // A meeting during a stay is prepared by the police's register check.
    waitsFor: (theCase) =>
      theCase.state === 'in-progress' && isDue(theCase, 'register-check') ? 'register-check' : null,
  },
  recordRegisterCheck: { page: 'follow-up', home: openAtHome, receiving: shared },
  'recordFollowUp/review': { page: 'follow-up', home: stay, receiving: stay },
  'recordFollowUp/visit': { page: 'follow-up', home: stay, receiving: stay },
  'recordFollowUp/monthly-report': { page: 'follow-up', home: stay, receiving: stay },
  'recordFollowUp/safety-plan': { page: 'follow-up', home: shared, receiving: shared },
  'recordFollowUp/implementation-plan': { page: 'follow-up', home: shared, receiving: shared },
  'recordFollowUp/contact-person': { page: 'follow-up', home: shared, receiving: shared },
  'recordFollowUp/care-continuity': { page: 'follow-up', home: openAtHome, receiving: shared },
  'recordFollowUp/investigation': { page: 'follow-up', home: openAtHome },
  'recordFollowUp/temporary-housing': { page: 'follow-up', home: openAtHome },
  reportIncident: { page: 'follow-up', home: shared, receiving: shared },
  closeIncident: {
    page: 'follow-up',
    home: shared,
    receiving: shared,
    on: (theCase, here) =>
      openIncidents(theCase)
        .filter(({ kind }) => kind !== 'child-surfaced')
        .filter(({ kind }) => theCase.side === 'home' || !isSettledAtHome(kind))
        .map((incident) => ({
          ids: { incidentId: incident.id },
          ...(canOnlyEnd(theCase, incident, here.today) ? { prefill: { decision: 'stay-ends' } } : {}),
        })),
  },
  noteIncidentReports: {
    page: 'follow-up',
    home: withReports,
    receiving: withReports,
    on: ({ incidents }) => incidents.map(({ id }) => ({ ids: { incidentId: id } })),
  },
  proposeResponsibilitySplit: {
    page: 'follow-up',
    home: shared,
    receiving: shared,
    on: (theCase) => openChildren(theCase).map(({ id }) => ({ ids: { incidentId: id } })),
  },
  signResponsibilitySplit: {
    page: 'follow-up',
    home: shared,
    receiving: shared,
    on: (theCase, { city }) =>
      openChildren(theCase).flatMap(({ id, responsibilitySplits }) =>
        responsibilitySplits
          .filter(({ signedBy }) => !signedBy.includes(city))
          .map(({ document }) => ({ ids: { incidentId: id, splitId: document.id } })),
      ),
  },
  // After the consent is taken back, only what concerns the person's safety goes to the other city.
  raiseDeviation: {
    page: 'follow-up',
    home: sharedOrClosed,
    receiving: sharedOrClosed,
    on: (theCase) => (sharingStopped(theCase) ? [{ prefill: { subject: 'safety' } }] : theCaseItself),
  },
  answerDeviation: {
    page: 'follow-up',
    home: sharedOrClosed,
    receiving: sharedOrClosed,
    on: ({ deviations }, { city }) =>
      deviations
        .filter(({ raisedBy, state }) => raisedBy !== city && state === 'open')
        .map(({ id }) => ({ ids: { deviationId: id } })),
  },
  closeDeviation: {
    page: 'follow-up',
    home: sharedOrClosed,
    receiving: sharedOrClosed,
    on: ({ deviations }, { city }) =>
      deviations
        .filter(({ raisedBy, state }) => raisedBy === city && state === 'answered')
        .map(({ id }) => ({ ids: { deviationId: id } })),
  },

  // Costs.
  postCostLine: { page: 'costs', receiving: [...stay, 'completed'] },
  recordLeave: { page: 'costs', receiving: stay },
  proposeExternalService: { page: 'costs', receiving: ['ready', 'in-progress'], waitsFor: held },
  recordUpkeep: { page: 'costs', receiving: [...stay, 'completed'] },
  recordGrant: { page: 'costs', home: [...openAtHome, 'completed'] },
  recordAlternative: { page: 'costs', home: [...openAtHome, 'completed'] },

  // Questions and answers.
  askForCompletion: { page: 'messages', receiving: ['received', ...ongoing], on: whileShared },
  giveCompletion: {
    page: 'messages',
    home: ['requested', ...ongoing],
    on: (theCase) =>
      sharingStopped(theCase) || isAskedBack(theCase)
        ? []
        : theCase.questions
            .filter(
              ({ answeredAt, referralId }) => !answeredAt && referralId === theCase.referrals.at(-1)?.id,
            )
            .map(({ id }) => ({ ids: { questionId: id } })),
  },
};
