import { type Case, currentReferral, type HomeCase } from './case.js';
import { incidentRules, openIncidents } from './incident.js';
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
  !isOver(theCase) && (waitsForDecision(theCase) || concernsPolice(theCase));

/** Whether something has happened that must be settled at once. */
export const isUrgent = (theCase: Case): boolean =>
  !isOver(theCase) && openIncidents(theCase).some(({ kind }) => incidentRules[kind].urgent);

function waitsForDecision(theCase: Case): boolean {
  if (theCase.side === 'receiving') return theCase.state === 'received' && theCase.clearance === null;
  switch (theCase.state) {
    case 'draft':
    case 'rejected':
      return (
        theCase.noSuitableCityOn === null && !theCase.approvals.some(({ city }) => approves(theCase, city))
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

/** Whether the police approve of help in a city, on the facts as they are now. */
const approves = (home: HomeCase, city: City | undefined): boolean =>
  city !== undefined && !isRefusal(validApproval(home, city));

/** Both cities' liaisons decide on some incidents, and are told when an address is known (requirements §11 S12). */
const concernsPolice = (theCase: Case): boolean =>
  openIncidents(theCase).some(({ kind }) => kind === 'address-revealed' || incidentRules[kind].withPolice);
