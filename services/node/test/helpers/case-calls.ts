import { randomUUID } from 'node:crypto';
import type { Case } from '@storstad/contract';
import type { DeskParts } from './ask-desk.js';
import { fullBodies } from './desk-bodies.js';

/**
 * A request for every operation on a case, with the ids of what there is in it, and random ids of what there is not. A
 * name is the operation's id, and where it is asked for in several ways a word after a slash.
 */
export function callsOn(theCase: Case, here: string, today: string): ReadonlyMap<string, DeskParts> {
  const bodies = fullBodies(today);
  const ids = idsIn(theCase, here);
  const params: Record<string, string> = { caseId: theCase.id, ...ids };
  const { answerable, closable } = deviationsIn(theCase, here);
  const child = theCase.incidents.find(isChild)?.id ?? randomUUID();
  const settleable = theCase.incidents.find((one) => one.state === 'open' && !isChild(one))?.id;
  const withBody = (operation: string, changes: object = {}): DeskParts => ({
    params,
    body: { ...bodies[operation]?.[0], ...changes },
  });
  const followUps = (bodies.recordFollowUp ?? []).map((body): [string, DeskParts] => [
    `recordFollowUp/${(body as { kind: string }).kind}`,
    { params, body },
  ]);
  return new Map<string, DeskParts>([
    ...withoutBody.map((operation): [string, DeskParts] => [operation, { params }]),
    ...plain.map((operation): [string, DeskParts] => [operation, withBody(operation)]),
    ...followUps,
    ['answerDeviation', { ...withBody('answerDeviation'), params: { ...params, deviationId: answerable } }],
    ['closeDeviation', { params: { ...params, deviationId: closable } }],
    ['raiseDeviation/safety', withBody('raiseDeviation', { subject: 'safety' })],
    [
      'closeIncident',
      {
        ...withBody('closeIncident'),
        params: { ...params, incidentId: settleable ?? ids.incidentId ?? child },
      },
    ],
    ['closeIncident/child', { ...withBody('closeIncident'), params: { ...params, incidentId: child } }],
    ['acceptReferral', withBody('acceptReferral', { unit: here === 'malmo' ? 'ASN' : 'JARVA' })],
    ['handOverCase', withBody('handOverCase', { unit: here === 'malmo' ? 'ASN' : 'FARSTA' })],
    ['decideApproval', withBody('decideApproval')],
    ['decideApproval/refused', withBody('decideApproval', { decision: 'refused' })],
    ['assessThreat', withBody('assessThreat')],
    ['assessThreat/changed', withBody('assessThreat', { lethalViolenceRisk: true })],
    ['recordRegisterCheck', withBody('recordRegisterCheck')],
    ['recordRegisterCheck/note', withBody('recordRegisterCheck', { verdict: 'note' })],
  ]);
}

const isChild = ({ kind }: Case['incidents'][number]) => kind === 'child-surfaced';

/** It shows nothing of the case itself, so neither asking nor being refused is recorded. */
export const unrecorded: readonly string[] = ['listReadings'];

const withoutBody = [
  'getCase',
  'getPersonalDetails',
  'withdrawConsent',
  'withdrawApproval',
  'disclosePersonalDetails',
  'signPlacementAgreement',
  'recordNoSuitableCity',
  'getThread',
  'getFollowUp',
  'getCaseCosts',
  'listReadings',
  'signResponsibilitySplit',
];

const plain = [
  'recordPersonalDetails',
  'giveConsent',
  'sendReferral',
  'withdrawReferral',
  'clearPlace',
  'rejectReferral',
  'proposePlacementAgreement',
  'recordArrival',
  'recordDeparture',
  'postCostLine',
  'closeCase',
  'correctIntake',
  'reclassifyCase',
  'assignCase',
  'openOnwardCase',
  'askForCompletion',
  'giveCompletion',
  'recordNoArrival',
  'recordMove',
  'extendPlacement',
  'reportIncident',
  'noteIncidentReports',
  'closeIncident',
  'proposeResponsibilitySplit',
  'raiseDeviation',
  'rateCase',
  'recordLeave',
  'proposeExternalService',
  'decideExternalService',
  'endExternalService',
  'recordUpkeep',
  'recordGrant',
  'recordAlternative',
  'giveReadingReason',
];

/** The id of each thing in a case that an operation can be asked for; of several the one where there is most to do. */
function idsIn(theCase: Case, here: string): Record<string, string> {
  const { consents, referrals, approval, placementAgreement, questions, incidents } = theCase;
  const child = incidents.find(isChild);
  const open = incidents.find(({ state }) => state === 'open');
  const split = child?.responsibilitySplits.find(({ signedBy }) => !signedBy.includes(here));
  const random = randomUUID();
  return {
    consentId: consents.find(({ withdrawnAt }) => !withdrawnAt)?.id ?? random,
    approvalId: approval?.id ?? random,
    referralId: referrals.at(-1)?.id ?? random,
    placementAgreementId: placementAgreement?.id ?? random,
    questionId: (questions.find(({ answer }) => !answer) ?? questions[0])?.id ?? random,
    incidentId: (child ?? open ?? incidents[0])?.id ?? random,
    externalServiceId: random,
    splitId: (split ?? child?.responsibilitySplits[0])?.document.id ?? random,
  };
}

/** The other city's that is open, and this city's that is answered; or else any of theirs and of ours. */
function deviationsIn({ deviations }: Case, here: string) {
  const theirs = deviations.filter(({ raisedBy }) => raisedBy !== here);
  const ours = deviations.filter(({ raisedBy }) => raisedBy === here);
  return {
    answerable: (theirs.find(({ state }) => state === 'open') ?? theirs[0])?.id ?? randomUUID(),
    closable: (ours.find(({ state }) => state === 'answered') ?? ours[0])?.id ?? randomUUID(),
  };
}
