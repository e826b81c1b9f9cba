import type { ClosedIncident, IncidentDecision, SealedContent } from '@storstad/contract';
import { civilDateOf } from './calendar.js';
import { type Case, currentReferral, otherCity } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { evidencePersonRefusal } from './eligibility.js';
import { type CaseEvent, caseThread, type Decided, nothingPersonal } from './event.js';
import { type Incident, incidentRules } from './incident.js';
import { incidentKnownTo } from './incident-report.js';
import { validApproval } from './police-approval.js';
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
    input.decision === 'stay-ends' ? undefined : stillInDoubt(theCase, incident),
    incident.kind === 'address-revealed' ? addressRefusal(theCase, incident) : undefined,
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
    to ? [{ ...message, to, thread: caseThread(theCase.id), covered: nothingPersonal }] : [],
  );
}

/** The other city has settled it. */
export function decideReceiveIncidentClosure(
  theCase: Case,
  from: City,
  { incidentId, closed }: SealedContent<'incident-closed'>,
): Decided | Refusal {
  const incident = incidentKnownTo(theCase, from, incidentId);
  if (isRefusal(incident)) return incident;
  return incident.closed ? nothingNew : decided([closing(theCase, incident, closed)]);
}

/** The event that ends an incident. */
export const closing = (theCase: Case, incident: Incident, closed: ClosedIncident): CaseEvent => ({
  type: 'incident-closed',
  caseId: theCase.id,
  incidentId: incident.id,
  sealed: { closed },
});

/** The facts that the approval rests on have changed: the kind must fit them, and the police must have approved anew. */
function stillInDoubt(theCase: Case, { kind }: Incident): Refusal | undefined {
  const isAboutApproval =
    kind === 'evidence-status-changed' || kind === 'threat-changed' || kind === 'approval-lapsed';
  const referral = currentReferral(theCase);
  if (!isAboutApproval || theCase.side !== 'home' || !theCase.threat || !referral) return undefined;
  const approval = validApproval(theCase, referral.city);
  const exception = !isRefusal(approval) && approval.witnessException;
  return firstRefusal([
    evidencePersonRefusal(theCase.kind, theCase.threat, exception),
    isRefusal(approval) ? approval : undefined,
  ]);
}

/** Someone who has left needs no new place here; for the others there is a move, and a plan since. */
function addressRefusal(theCase: Case, { occurredAt }: Incident): Refusal | undefined {
  if (theCase.stay?.departedOn) return undefined;
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
