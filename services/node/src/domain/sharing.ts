import type { ClosedIncident, ConsentCategory, IncidentKind } from '@storstad/contract';
import { type Case, currentReferral, type HomeCase, inState, otherCity, sharedStates } from './case.js';
import type { Circumstances } from './circumstances.js';
import { type ConsentPurpose, coveredCategories } from './consent.js';
import { demand, type Refusal, refuse } from './refusal.js';
import type { City } from './values.js';

/** What the two cities of a case may tell each other, and from whom they hear it. */

/** Who the person is stays at home until the other city has accepted, whatever is consented to. */
const afterAcceptance: readonly ConsentCategory[] = ['identity', 'contact'];

/**
 * The categories that may go to the other city. At home what the person consents to, for the assessment while the city is
 * only asked and for the support too once it has accepted; in the receiving city what it was told itself.
 */
export function coveredForOther(theCase: Case, around: Circumstances): ReadonlySet<ConsentCategory> {
  if (theCase.side === 'home') return coveredAtHome(theCase, around);
  return new Set(
    sharingStopped(theCase) ? [] : [...toldInRequest(theCase), ...(theCase.disclosure?.categories ?? [])],
  );
}

/** What the request itself told, as far as the consents let it. */
const toldInRequest = ({ healthNeeds, specialistCare }: Case): ConsentCategory[] =>
  healthNeeds === null && specialistCare === null ? ['needs', 'threat'] : ['needs', 'threat', 'health'];

function coveredAtHome(home: HomeCase, around: Circumstances): ReadonlySet<ConsentCategory> {
  const referral = currentReferral(home);
  if (!referral) return new Set();
  const isAccepted = referral.state === 'accepted';
  const purposes: readonly ConsentPurpose[] = isAccepted ? ['assessment', 'support'] : ['assessment'];
  const covered = purposes.flatMap((purpose) => [
    ...coveredCategories(home.consents, referral.city, purpose, around.today),
  ]);
  return new Set(covered.filter((category) => isAccepted || !afterAcceptance.includes(category)));
}

/** The incidents of a case, in the store or as it is shown. */
interface Incidents {
  readonly incidents: readonly {
    readonly kind: IncidentKind;
    readonly closed: Pick<ClosedIncident, 'decision'> | null;
  }[];
}

/** Whether the person has taken back a consent during the stay, and it has not been settled that the stay goes on. */
export const sharingStopped = ({ incidents }: Incidents): boolean =>
  incidents.some(
    ({ kind, closed }) => kind === 'consent-withdrawn' && (!closed || closed.decision === 'stay-ends'),
  );

/** Refuses what is no safety message once a consent is taken back (requirements §4). */
export const sharingRefusal = (theCase: Case): Refusal | undefined =>
  demand(!sharingStopped(theCase), 'CASE_ON_HOLD', { incidents: ['consent-withdrawn'] });

/** The other city, if anything but a safety message may go to it: it shares the case, and the consent stands. */
export function cityToTell(theCase: Case, around: Circumstances): City | undefined {
  const shares = !inState(theCase, ...sharedStates) && !sharingStopped(theCase);
  return shares && coveredForOther(theCase, around).size > 0 ? otherCity(theCase) : undefined;
}

/** Refuses what does not come from the city that shares the case, as if there were none; also what comes before it does. */
export function fromOtherCity(theCase: Case, from: City): Refusal | undefined {
  const shares = theCase.side === 'receiving' || currentReferral(theCase) !== undefined;
  if (!shares || otherCity(theCase) !== from) return refuse('NOT_FOUND');
  return inState(theCase, ...sharedStates, 'completed');
}
