import type { AssessThreat, DecideApproval, OpenCase, PersonalDetails } from '@storstad/contract';
import { isParty, versionCovering } from './agreement.js';
import { atHome, type Case, currentReferral, type HomeCase, inState } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { type Consent, consentToAsk, policeConsent, servicesConsent } from './consent.js';
import { caseThread, type Decided, nothingPersonal, type OutgoingMessage } from './event.js';
import { type ApprovalState, approvalState, type PoliceApproval } from './police-approval.js';
import { withdrawal } from './referral.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { ApprovalId, CaseId, City, CivilDate, ConsentId, Unit } from './values.js';

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
  const { bornOn, motivated, relocationNeeded, responsibleForMinors } = input;
  return decided([
    {
      type: 'case-opened',
      caseId: id,
      unit,
      sealed: {
        kind: input.kind,
        intake: { bornOn: bornOn as CivilDate, motivated, relocationNeeded, responsibleForMinors },
        needs: input.needs,
        healthNeeds: input.healthNeeds ?? null,
      },
    },
  ]);
}

/** Replaces what is recorded of who the person is. Nothing leaves the city. */
export function decideRecordDetails(theCase: Case, details: PersonalDetails): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  return decided([{ type: 'personal-details-recorded', caseId: home.id, sealed: { details } }]);
}

/** Records a consent of the person. A consent cannot be given in the future. */
export function decideGiveConsent(theCase: Case, consent: Consent, around: Circumstances): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const refusal = demand(consent.givenOn <= around.today, 'DATE_IMPOSSIBLE', { latest: around.today });
  if (refusal) return refusal;
  return decided([{ type: 'consent-given', caseId: home.id, consentId: consent.id, sealed: { consent } }]);
}

/**
 * The person takes back a consent, at any time (requirements §4, [A]). A request before arrival that is no longer
 * covered is withdrawn; a city that has the person is told.
 */
export function decideWithdrawConsent(
  theCase: Case,
  id: ConsentId,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const consent = home.consents.find((given) => given.id === id);
  if (!consent) return refuse('NOT_FOUND');
  if (consent.withdrawnAt !== null) return refuse('CASE_STATE', { state: 'withdrawn' });
  const withdrawn = { type: 'consent-withdrawn', caseId: home.id, consentId: id } as const;
  const left = home.consents.filter((given) => given.id !== id);
  const pulledBack = pullBack(home, left, around);
  return decided(
    [withdrawn, ...(pulledBack?.events ?? [])],
    pulledBack?.messages ?? tellOfWithdrawal(home, consent, around),
  );
}

/** The withdrawal of a request that the consents that are left no longer carry, if there is one. */
function pullBack(home: HomeCase, left: readonly Consent[], around: Circumstances): Decided | undefined {
  const referral = currentReferral(home);
  if (!referral || home.stay) return undefined;
  const missing = firstRefusal([
    policeConsent(left, around.today),
    consentToAsk(left, referral.city, around.today),
    servicesConsent(left, around.today),
  ]);
  return missing && withdrawal(home, referral, 'consent-withdrawn');
}

function tellOfWithdrawal(home: HomeCase, consent: Consent, around: Circumstances): OutgoingMessage[] {
  const referral = currentReferral(home);
  const concerned = consent.type !== 'municipality' || (referral && consent.cities.includes(referral.city));
  if (!referral || !home.stay || !concerned) return [];
  return [
    {
      type: 'consent-withdrawn',
      to: referral.city,
      thread: caseThread(home.id),
      subject: consent.id,
      content: { withdrawnOn: around.today },
      covered: nothingPersonal,
    },
  ];
}

/** Records the police's threat assessment. Approvals made on other facts are stale from now. */
export function decideAssessThreat(
  theCase: Case,
  threat: AssessThreat,
  around: Circumstances,
): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const refusal = demand(threat.assessedOn <= around.today, 'DATE_IMPOSSIBLE', { latest: around.today });
  if (refusal) return refusal;
  return decided([{ type: 'threat-assessed', caseId: home.id, sealed: { threat } }]);
}

/**
 * The police's decision on help in one city (002:47), on the facts as they are now. A refusal takes back a request to
 * that city if the person has not arrived.
 */
export function decidePoliceApproval(
  theCase: Case,
  id: ApprovalId,
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
  const approval: PoliceApproval = {
    ...input,
    id,
    city,
    decidedAt: around.now,
    withdrawnAt: null,
    basis: { kind: home.kind, threat: home.threat },
  };
  const pulledBack = input.decision === 'refused' ? withdrawalFrom(home, city) : undefined;
  return decided(
    [
      { type: 'approval-decided', caseId: home.id, approvalId: id, sealed: { approval } },
      ...(pulledBack?.events ?? []),
    ],
    pulledBack?.messages,
  );
}

/** Withdraws an approval; when it is the one that counts, a request to that city goes with it. */
export function decideWithdrawApproval(theCase: Case, id: ApprovalId): Decided | Refusal {
  const home = openAtHome(theCase);
  if (isRefusal(home)) return home;
  const approval = home.approvals.find((given) => given.id === id);
  if (!approval) return refuse('NOT_FOUND');
  if (approval.withdrawnAt !== null) return refuse('CASE_STATE', { state: 'withdrawn' });
  const newest = home.approvals.filter((given) => given.city === approval.city).at(-1);
  const pulledBack = newest?.id === id ? withdrawalFrom(home, approval.city) : undefined;
  return decided(
    [{ type: 'approval-withdrawn', caseId: home.id, approvalId: id }, ...(pulledBack?.events ?? [])],
    pulledBack?.messages,
  );
}

/** The withdrawal of a request that the police no longer approve of, if that city is asked and the person not there. */
function withdrawalFrom(home: HomeCase, city: City): Decided | undefined {
  const referral = currentReferral(home);
  return referral?.city === city && !home.stay
    ? withdrawal(home, referral, 'police-approval-withdrawn')
    : undefined;
}

/** What an approval of a case is worth now. */
export const approvalStateIn = (home: HomeCase, approval: PoliceApproval): ApprovalState =>
  home.threat ? approvalState(approval, { kind: home.kind, threat: home.threat }) : 'stale';

function openAtHome(theCase: Case): HomeCase | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  return inState(home, ...open) ?? home;
}
