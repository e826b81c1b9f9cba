import { type Case, currentReferral, type HomeCase } from './case.js';
import { type Incident, incidentRules, openIncidents } from './incident.js';
import { validApproval } from './police-approval.js';
import { isRefusal } from './refusal.js';
import type { City } from './values.js';

/**
 * What a case waits for, whatever day it is. The store keeps it beside the case, so that queues can be listed and counted
 * without opening one; what each queue is in those terms stands in store/cases.ts.
 */

/** States in which a case is over. */
export const endStates = ['completed', 'cancelled'] as const satisfies readonly Case['state'][];

const isOver = (theCase: Case): boolean => (endStates as readonly string[]).includes(theCase.state);

/** Whether a police liaison's decision is due. A register check is not counted: when one is due depends on the day. */
export const waitsForPolice = (theCase: Case): boolean =>
  awaitedVerdict(theCase) !== null || incidentsForPolice(theCase).length > 0;

/** Whether something has happened that must be settled at once. */
export const isUrgent = (theCase: Case): boolean =>
  !isOver(theCase) && openIncidents(theCase).some(({ kind }) => incidentRules[kind].urgent);

/** The decision of a police liaison that a case waits for, if any. */
export function awaitedVerdict(theCase: Case): 'threat-assessment' | 'approval' | 'place-clearance' | null {
  if (theCase.side === 'receiving')
    return theCase.state === 'received' && theCase.clearance === null ? 'place-clearance' : null;
  if (!waitsForApproval(theCase)) return null;
  return theCase.threat ? 'approval' : 'threat-assessment';
}

function waitsForApproval(theCase: HomeCase): boolean {
  switch (theCase.state) {
    case 'draft':
    case 'rejected':
      return (
        theCase.noSuitableCityOn === null && !theCase.approvals.some(({ city }) => canBeAsked(theCase, city))
      );
    case 'requested':
    case 'accepted':
    case 'ready':
    case 'in-progress':
      return !approves(theCase, currentReferral(theCase)?.city);
    case 'departed':
    case 'completed':
      return false;
  }
}

/** Whether the police approve of a city that has not said no already: after a no they decide on another. */
const canBeAsked = (home: HomeCase, city: City): boolean =>
  approves(home, city) && home.referrals.findLast((referral) => referral.city === city)?.state !== 'rejected';

/** Whether the police approve of help in a city, on the facts as they are now. */
const approves = (home: HomeCase, city: City | undefined): boolean =>
  city !== undefined && !isRefusal(validApproval(home, city));

/** Both cities' liaisons decide on some open incidents, and are told when an address is known (requirements §11 S12). */
export const incidentsForPolice = (theCase: Case): Incident[] =>
  isOver(theCase) ? [] : openIncidents(theCase).filter(({ kind }) => concernsPolice(kind));

/** Whether a kind of incident is decided together with the police, or is theirs to know. */
export const concernsPolice = (kind: Incident['kind']): boolean =>
  kind === 'address-revealed' || incidentRules[kind].withPolice;
