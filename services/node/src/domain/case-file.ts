import type {
  AssessThreat,
  CaseKind,
  CorrectIntake,
  DecideApproval,
  OpenCase,
  PersonalDetails,
} from '@storstad/contract';
import { isParty, versionCovering } from './agreement.js';
import { addDays, addMonths } from './calendar.js';
import { atHome, type Case, currentReferral, type HomeCase, inState } from './case.js';
import { type Circumstances, decided, nothingNew, notInFuture } from './circumstances.js';
import { type Consent, consentToAsk, coveredCategories, policeConsent, servicesConsent } from './consent.js';
import type { Intake } from './eligibility.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { settledByApproval } from './incident-closing.js';
import { openedNow } from './incident-report.js';
import { type ApprovalState, approvalState, type PoliceApproval, sameBasis } from './police-approval.js';
import { withdrawal } from './referral.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { ApprovalId, CaseId, City, CivilDate, ConsentId, IncidentId, Unit } from './values.js';

/** States in which the file of a case at home can still be written in. */
const open = ['draft', 'requested', 'rejected', 'accepted', 'ready', 'in-progress', 'departed'] as const;

/**
 * Opens a case for a unit. Refuses a unit that is no party to the version that covers today (002:33); whether that
 * version is in force is asked only when something is to be sent.
 */
export function decideOpenCase(id: CaseId, input: OpenCase, around: Circumstances): Decided | Refusal {
  const unit = input.unit as Unit;
  const version = versionCovering(around.versions, around.today);
  const party = { city: around.city, unit };
  const isKnown = version
    ? isParty(version, party)
    : around.versions.some((earlier) => isParty(earlier, party));
  if (!isKnown) return refuse('UNIT_NOT_PARTY', version ? { unit, agreement: version.id } : { unit });
  const unborn = birthRefusal(input.bornOn, around);
  if (unborn) return unborn;
  return decided([
    {
      type: 'case-opened',
      caseId: id,
      unit,
      section: input.section ?? null,
      sealed: {
        kind: input.kind,
        intake: intakeIn(input),
        needs: input.needs,
        healthNeeds: input.healthNeeds ?? null,
        specialistCare: input.specialistCare ?? null,
        probationContact: input.probationContact ?? null,
      },
    },
  ]);
}

/** What has been found out about the person, as it is asked for. */
export const intakeIn = (input: OpenCase): Intake => ({
  bornOn: input.bornOn as CivilDate,
  motivated: input.motivated,
  relocationNeeded: input.relocationNeeded,
  relocationReason: input.relocationReason ?? null,
  responsibleForMinors: input.responsibleForMinors,
  destination: input.destination ?? 'partner-city',
  ...(input.violenceOutsideCloseRelations === undefined
    ? {}
    : { violenceOutsideCloseRelations: input.violenceOutsideCloseRelations }),
});

const oldest = 120;

/** Nobody is born in the future, nor lives to be older than 120 years. */
export function birthRefusal(
  bornOn: string | undefined,
  { today }: Pick<Circumstances, 'today'>,
): Refusal | undefined {
  const earliest = addDays(addMonths(today, -12 * (oldest + 1)), 1);
  const isPossible = bornOn === undefined || (earliest <= bornOn && bornOn <= today);
  return demand(isPossible, 'DATE_IMPOSSIBLE', { earliest, latest: today });
}

/** Corrects what was found out, while nothing of it is with another city. */
export function decideCorrectIntake(
  theCase: Case,
  correction: CorrectIntake,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  return (
    inState(home, 'draft', 'rejected') ??
    birthRefusal(correction.bornOn, around) ??
    decided([{ type: 'intake-corrected', caseId: home.id, sealed: { correction } }])
  );
}

/**
 * Makes it a case of the other kind. Approvals rest on the kind and are stale from now; a case that another city shares is
 * on hold until the police have approved anew and the incident is settled. No other place is taken (requirements §12 no. 5).
 */
export function decideReclassify(
  theCase: Case,
  kind: CaseKind,
  incidentId: IncidentId,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  if (home.kind === kind) return refuse('CASE_STATE', { state: home.state });
  const reclassified = { type: 'case-reclassified', caseId: home.id, sealed: { kind } } as const;
  const referral = currentReferral(home);
  if (!referral) return decided([reclassified]);
  const incident = openedNow(home, 'evidence-status-changed', incidentId, around);
  return decided(
    [reclassified, ...incident.events],
    [
      {
        type: 'case-reclassified',
        to: referral.city,
        thread: caseThread(home.id),
        subject: home.id,
        content: { kind },
        covered: nothingPersonal,
      },
      ...incident.messages,
    ],
  );
}

/** Replaces what is recorded of who the person is. Nothing leaves the city. */
export function decideRecordDetails(theCase: Case, details: PersonalDetails): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  return decided([{ type: 'personal-details-recorded', caseId: home.id, sealed: { details } }]);
}

/** Records a consent of the person. It cannot be given in the future, nor end before it was given. */
export function decideGiveConsent(theCase: Case, consent: Consent, around: Circumstances): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const { givenOn, validUntil } = consent;
  const refusal =
    notInFuture([givenOn], around) ??
    demand(validUntil === null || givenOn < validUntil, 'DATE_IMPOSSIBLE', { earliest: addDays(givenOn, 1) });
  if (refusal) return refusal;
  return decided([{ type: 'consent-given', caseId: home.id, consentId: consent.id, sealed: { consent } }]);
}

/**
 * The person takes back a consent, at any time (requirements §4, [A]). A request before arrival that is no longer
 * covered is withdrawn; a city that has the person is told, and both have a closing step to take: an incident of the kind
 * consent-withdrawn.
 */
export function decideWithdrawConsent(
  theCase: Case,
  id: ConsentId,
  incidentId: IncidentId,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const consent = home.consents.find((given) => given.id === id);
  if (!consent) return refuse('NOT_FOUND');
  if (consent.withdrawnAt !== null) return refuse('CASE_STATE', { state: 'withdrawn' });
  const withdrawn = { type: 'consent-withdrawn', caseId: home.id, consentId: id } as const;
  const left = home.consents.filter((given) => given.id !== id);
  const follows = pullBack(home, left, around) ?? tellOfWithdrawal(home, consent, incidentId, around);
  return decided([withdrawn, ...follows.events], follows.messages);
}

/** The withdrawal of a request that the consents that are left no longer carry, if there is one. */
function pullBack(home: HomeCase, left: readonly Consent[], around: Circumstances): Decided | undefined {
  const referral = currentReferral(home);
  if (!referral || home.stay || referral.withdrawalAsked) return undefined;
  const missing = firstRefusal([
    policeConsent(left, around.today),
    consentToAsk(left, referral.city, around.today),
    servicesConsent(left, around.today),
  ]);
  return missing && withdrawal(home, referral, 'consent-withdrawn');
}

/** Whether what a consent covers for a city is covered without it: it was replaced, or never spoke of that city. */
function stillCovered(home: HomeCase, consent: Consent, city: City, { today }: Circumstances): boolean {
  const left = home.consents.filter(({ id }) => id !== consent.id);
  if (consent.type !== 'municipality') {
    const missing = consent.type === 'police' ? policeConsent : servicesConsent;
    return !missing(left, today) || missing(home.consents, today) !== undefined;
  }
  return (['assessment', 'support'] as const).every((purpose) => {
    const without = coveredCategories(left, city, purpose, today);
    return [...coveredCategories(home.consents, city, purpose, today)].every((category) =>
      without.has(category),
    );
  });
}

function tellOfWithdrawal(
  home: HomeCase,
  consent: Consent,
  incidentId: IncidentId,
  around: Circumstances,
): Decided {
  const referral = currentReferral(home);
  if (!referral || !home.stay || stillCovered(home, consent, referral.city, around)) return nothingNew;
  return openedNow(home, 'consent-withdrawn', incidentId, around);
}

/**
 * Records the police's threat assessment. Approvals made on other facts are stale from now; a city that is asked or has
 * the person is told, and the case is on hold until the police have approved anew (requirements §5 no. 8, §11 S3, S7).
 */
export function decideAssessThreat(
  theCase: Case,
  threat: AssessThreat,
  incidentId: IncidentId,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const refusal = notInFuture([threat.assessedOn], around);
  if (refusal) return refusal;
  const assessed = { type: 'threat-assessed', caseId: home.id, sealed: { threat } } as const;
  const kind = changedKind(home, threat);
  if (!kind || !currentReferral(home)) return decided([assessed]);
  const incident = openedNow(home, kind, incidentId, around, threat);
  return decided([assessed, ...incident.events], incident.messages);
}

/** Whether a new assessment changes what the approval rests on, and whether it is the evidence status that does. */
function changedKind(home: HomeCase, threat: AssessThreat) {
  const { kind, threat: before } = home;
  if (!before || sameBasis({ kind, threat: before }, { kind, threat })) return undefined;
  const sameEvidence =
    before.evidencePerson === threat.evidencePerson && before.admitsInvolvement === threat.admitsInvolvement;
  return sameEvidence ? 'threat-changed' : 'evidence-status-changed';
}

/**
 * The police's decision on help in one city (002:47), on the facts as they are now. A refusal takes back a request to
 * that city; when the person is there it opens an incident instead.
 */
export function decidePoliceApproval(
  theCase: Case,
  ids: { readonly approval: ApprovalId; readonly incident: IncidentId },
  input: DecideApproval,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const city = input.city as City;
  const refusal = firstRefusal([
    demand(city !== around.city && around.members.includes(city), 'CITY_NOT_PARTY', { city }),
    demand(home.threat !== null, 'THREAT_NOT_CONFIRMED'),
  ]);
  if (refusal || !home.threat) return refusal ?? refuse('THREAT_NOT_CONFIRMED');
  const { decision, policeReference, reasons = [], witnessException = false } = input;
  const approval: PoliceApproval = {
    id: ids.approval,
    decision,
    policeReference,
    reasons,
    witnessException,
    city,
    decidedAt: around.now,
    withdrawnAt: null,
    basis: { kind: home.kind, threat: home.threat },
  };
  const follows =
    decision === 'refused'
      ? noLongerApproved(home, city, ids.incident, around)
      : settledByApproval(home, approval, around);
  return decided(
    [
      { type: 'approval-decided', caseId: home.id, approvalId: ids.approval, sealed: { approval } },
      ...follows.events,
    ],
    follows.messages,
  );
}

/** Withdraws an approval; when it is the one that counts, a request to that city goes with it. */
export function decideWithdrawApproval(
  theCase: Case,
  id: ApprovalId,
  incidentId: IncidentId,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const approval = home.approvals.find((given) => given.id === id);
  if (!approval) return refuse('NOT_FOUND');
  if (approval.withdrawnAt !== null) return refuse('CASE_STATE', { state: 'withdrawn' });
  const newest = home.approvals.filter((given) => given.city === approval.city).at(-1);
  const follows = newest?.id === id ? noLongerApproved(home, approval.city, incidentId, around) : nothingNew;
  return decided(
    [{ type: 'approval-withdrawn', caseId: home.id, approvalId: id }, ...follows.events],
    follows.messages,
  );
}

/** Before arrival a request to that city is withdrawn; when the person is there both cities must decide what now. */
function noLongerApproved(
  home: HomeCase,
  city: City,
  incidentId: IncidentId,
  around: Circumstances,
): Decided {
  const referral = currentReferral(home);
  if (referral?.city !== city || referral.withdrawalAsked) return nothingNew;
  return home.stay
    ? openedNow(home, 'approval-lapsed', incidentId, around)
    : withdrawal(home, referral, 'police-approval-withdrawn');
}

/** The police find no partner city suitable: a normal end, not an error (001:306). */
export function decideNoSuitableCity(theCase: Case, around: Circumstances): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  return (
    inState(home, 'draft', 'rejected') ??
    decided([{ type: 'no-suitable-city-found', caseId: home.id, sealed: { foundOn: around.today } }])
  );
}

/** What an approval of a case is worth now. */
export const approvalStateIn = (home: HomeCase, approval: PoliceApproval): ApprovalState =>
  home.threat ? approvalState(approval, { kind: home.kind, threat: home.threat }) : 'stale';

function openAtHome(theCase: Case): HomeCase | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  return inState(home, ...open) ?? home;
}
