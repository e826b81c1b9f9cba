import type { ClosedIncident, IncidentDecision, SealedContent } from '@storstad/contract';
import { civilDateOf } from './calendar.js';
import { type Case, currentReferral, type HomeCase, otherCity } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { consentToGoOn } from './consent.js';
import { evidencePersonRefusal } from './eligibility.js';
import { type CaseEvent, caseThread, type Decided, nothingPersonal, type OutgoingMessage } from './event.js';
import { tellSince } from './follow-up.js';
import { type Incident, incidentRules, openIncidents } from './incident.js';
import { incidentKnownTo } from './incident-report.js';
import { type PoliceApproval, validApproval } from './police-approval.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { lastSafetyPlanOn } from './safety-plan.js';
import type { City, IncidentId } from './values.js';

/**
 * Settles an incident, in both cities. What is needed first depends on the kind: a new placement and a safety plan for
 * a revealed address (000:475), both cities' signatures for a child (002:63), the police for what concerns the threat
 * or a relapse (002:37), a valid approval when the facts it rested on have changed (requirements §3.5, §5 no. 8).
 */
export function decideCloseIncident(
  theCase: Case,
  id: IncidentId,
  input: IncidentDecision,
  around: Circumstances,
): Decided | Refusal {
  const incident = theCase.incidents.find((known) => known.id === id);
  if (!incident) return refuse('NOT_FOUND');
  const rule = incidentRules[incident.kind];
  const refusal = firstRefusal([
    rule.settledBy === 'home' && theCase.side === 'receiving' ? refuse('WRONG_SIDE') : undefined,
    demand(!incident.closed, 'ALREADY_SETTLED'),
    input.decision === 'stay-ends' ? undefined : consentRefusal(theCase, incident, around),
    input.decision === 'stay-ends' ? undefined : stillInDoubt(theCase, incident),
    incident.kind === 'address-revealed' ? addressRefusal(theCase, incident, input) : undefined,
    demand(incident.kind !== 'child-surfaced', 'RESPONSIBILITY_SPLIT_UNSIGNED'),
    policeRefusal(incident, input),
  ]);
  if (refusal) return refusal;
  const closed: ClosedIncident = {
    closedOn: around.today,
    city: around.city,
    decision: input.decision,
    policeTookPart: input.policeTookPart ?? false,
    relapse: input.relapse ?? 'not-applicable',
  };
  const to = otherCity(theCase);
  const message = { type: 'incident-closed', subject: id, content: { incidentId: id, closed } } as const;
  return decided(
    [closing(theCase, incident, closed)],
    to
      ? [
          { ...message, to, thread: caseThread(theCase.id), covered: nothingPersonal },
          ...toldAgain(theCase, incident, closed, around),
        ]
      : [],
  );
}

/**
 * What a renewed approval settles by itself: before the person has arrived the police's word is enough for facts that have
 * changed. During a stay both cities decide, and the incident is settled by hand.
 */
export function settledByApproval(home: HomeCase, approval: PoliceApproval, around: Circumstances): Decided {
  const approved = { ...home, approvals: [...home.approvals, approval] };
  const referral = currentReferral(home);
  if (home.stay || referral?.city !== approval.city) return nothingNew;
  const settled = openIncidents(home)
    .filter((incident) => isAboutApproval(incident) && !stillInDoubt(approved, incident))
    .map(({ id }) =>
      decideCloseIncident(approved, id, { decision: 'continues', policeTookPart: true }, around),
    )
    .filter((outcome): outcome is Decided => !isRefusal(outcome));
  return decided(
    settled.flatMap(({ events }) => events),
    settled.flatMap(({ messages }) => messages),
  );
}

const isAboutApproval = ({ kind }: Incident): boolean =>
  kind === 'evidence-status-changed' || kind === 'threat-changed' || kind === 'approval-lapsed';

/** The other city has settled it. When both have at the same time, the home city's word holds in both. */
export function decideReceiveIncidentClosure(
  theCase: Case,
  from: City,
  { incidentId, closed }: SealedContent<'incident-closed'>,
  around: Circumstances,
): Decided | Refusal {
  const incident = incidentKnownTo(theCase, from, incidentId);
  if (isRefusal(incident)) return incident;
  const holds = !incident.closed || theCase.side === 'receiving';
  if (!holds) return nothingNew;
  return decided([closing(theCase, incident, closed)], toldAgain(theCase, incident, closed, around));
}

/** When it is settled that a stay goes on after a withdrawal, each city tells what it kept to itself meanwhile. */
function toldAgain(
  theCase: Case,
  incident: Incident,
  closed: ClosedIncident,
  around: Circumstances,
): OutgoingMessage[] {
  if (incident.kind !== 'consent-withdrawn') return [];
  const incidents = theCase.incidents.map((one) => (one.id === incident.id ? { ...one, closed } : one));
  return tellSince({ ...theCase, incidents }, incident.reportedAt, around);
}

/** The event that ends an incident. */
export const closing = (theCase: Case, incident: Incident, closed: ClosedIncident): CaseEvent => ({
  type: 'incident-closed',
  caseId: theCase.id,
  incidentId: incident.id,
  sealed: { closed },
});

/** A stay goes on after a withdrawal only when the person has consented anew. */
function consentRefusal(theCase: Case, { kind }: Incident, around: Circumstances): Refusal | undefined {
  const referral = currentReferral(theCase);
  if (kind !== 'consent-withdrawn' || theCase.side !== 'home' || !referral) return undefined;
  return consentToGoOn(theCase.consents, referral.city, around.today);
}

/** The facts that the approval rests on have changed: the kind must fit them, and the police must have approved anew. */
function stillInDoubt(theCase: Case, incident: Incident): Refusal | undefined {
  const referral = currentReferral(theCase);
  if (!isAboutApproval(incident) || theCase.side !== 'home' || !theCase.threat || !referral) return undefined;
  const approval = validApproval(theCase, referral.city);
  const exception = !isRefusal(approval) && approval.witnessException;
  return firstRefusal([
    evidencePersonRefusal(theCase.kind, theCase.threat, exception),
    isRefusal(approval) ? approval : undefined,
  ]);
}

/** Someone who has left or not come needs no move; for the others there is one, and a plan since. */
function addressRefusal(
  theCase: Case,
  { occurredAt }: Incident,
  { decision }: IncidentDecision,
): Refusal | undefined {
  if (theCase.stay?.departedOn) return undefined;
  if (!theCase.stay) return demand(decision !== 'continues', 'NEW_PLACEMENT_MISSING');
  const revealedOn = civilDateOf(occurredAt);
  const move = theCase.moves.find(({ movedOn }) => movedOn >= revealedOn);
  const plan = lastSafetyPlanOn(theCase);
  return firstRefusal([
    demand(move !== undefined, 'NEW_PLACEMENT_MISSING'),
    demand(move !== undefined && plan !== undefined && plan >= move.movedOn, 'SAFETY_PLAN_MISSING'),
  ]);
}

function policeRefusal({ kind }: Incident, input: IncidentDecision): Refusal | undefined {
  const isRelapse = kind === 'register-note' || kind === 'relapse-signal';
  return firstRefusal([
    demand(!incidentRules[kind].withPolice || input.policeTookPart === true, 'DECISION_WITHOUT_POLICE'),
    demand(!isRelapse || input.relapse !== undefined, 'DECISION_WITHOUT_POLICE'),
  ]);
}
