import type { OpenOnwardCase } from '@storstad/contract';
import { atHome, type Case, type HomeCase, inState } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import type { CaseEvent, Decided } from './event.js';
import { departureFreesPlace } from './quota.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import type { CaseId } from './values.js';

/**
 * Opens a case in which the person moves on to another city. A case of its own, so that the next city learns nothing of
 * the one before; it has the person's facts and consents, and shares the place at home as long as that is held
 * (requirements §12 nos. 5, 31). Approval and clearance are made anew.
 */
export function decideOpenOnward(
  theCase: Case,
  id: CaseId,
  { reason }: OpenOnwardCase,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const notNow = inState(home, 'in-progress', 'departed');
  if (notNow) return notNow;
  if (home.continuedBy !== null) return refuse('CASE_STATE', { state: 'moved-onward' });
  const { kind, intake, needs, healthNeeds, specialistCare, probationContact, threat } = home;
  const { consents, details, assignee, unit, section } = home;
  return decided([
    {
      type: 'onward-case-opened',
      caseId: id,
      unit,
      section,
      continues: { caseId: home.id, placeOf: heldPlace(home, around) },
      sealed: {
        kind,
        intake,
        needs,
        healthNeeds,
        specialistCare,
        probationContact,
        threat,
        consents: consents.filter(({ withdrawnAt }) => withdrawnAt === null),
        details,
        assignee,
      },
    },
    { type: 'moved-onward', caseId: home.id, to: id, reason },
  ]);
}

/** The case whose place is held, if it still is: a concurrent place was freed by the departure. */
function heldPlace(home: HomeCase, around: Circumstances): CaseId | null {
  const version = around.versions.find(({ id }) => id === home.agreement);
  const wasFreed =
    home.state === 'departed' && version !== undefined && departureFreesPlace(version.document.terms.quota);
  return wasFreed ? null : (home.continues?.placeOf ?? home.id);
}

/**
 * What follows for the case that was to be moved from when the move comes to nothing: it can be moved anew, and a
 * concurrent place that it held on to for the move is free if the person has left meanwhile.
 */
export function endOnward(home: HomeCase, around: Circumstances): CaseEvent[] {
  const before = home.continues && around.caseOf(home.continues.caseId);
  if (!home.continues || home.stay || before?.side !== 'home') return [];
  const version = around.versions.find(({ id }) => id === before.agreement);
  const freesPlace =
    before.stay?.departedOn !== null &&
    version !== undefined &&
    departureFreesPlace(version.document.terms.quota);
  const { placeOf } = home.continues;
  return [{ type: 'onward-move-ended', caseId: before.id, freesPlace, ...(placeOf ? { placeOf } : {}) }];
}
