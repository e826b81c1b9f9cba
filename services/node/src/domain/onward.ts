import { atHome, type Case, inState } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import type { Decided } from './event.js';
import { departureFreesPlace } from './quota.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import type { CaseId } from './values.js';

/**
 * Opens a case in which the person moves on to another city. A case of its own, so that the next city learns nothing of
 * the one before; it has the person's facts and consents, and shares the place at home as long as that is held
 * (requirements §12 nos. 5, 31). Approval and clearance are made anew.
 */
export function decideOpenOnward(theCase: Case, id: CaseId, around: Circumstances): Decided | Refusal {
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
    { type: 'moved-onward', caseId: home.id, to: id },
  ]);
}

/** The case whose place is held, if it still is: a concurrent place was freed by the departure. */
function heldPlace(home: Case & { readonly side: 'home' }, around: Circumstances): CaseId | null {
  const version = around.versions.find(({ id }) => id === home.agreement);
  const wasFreed =
    home.state === 'departed' && version !== undefined && departureFreesPlace(version.document.terms.quota);
  return wasFreed ? null : (home.continues?.placeOf ?? home.id);
}
