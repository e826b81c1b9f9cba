import type { ConsentCategory } from '@storstad/contract';
import { type Case, currentReferral, inState, otherCity, sharedStates } from './case.js';
import type { Circumstances } from './circumstances.js';
import { coveredCategories } from './consent.js';
import { type Refusal, refuse } from './refusal.js';
import type { City } from './values.js';

/** What the two cities of a running case may tell each other, and from whom they hear it. */

/**
 * The categories that may go to the other city. At home what the person consents to for the support; in the receiving
 * city what it was told itself, until it hears that the consent is withdrawn.
 */
export function coveredForSupport(theCase: Case, around: Circumstances): ReadonlySet<ConsentCategory> {
  if (theCase.side === 'receiving')
    return new Set(
      theCase.consentWithdrawn ? [] : ['needs', 'threat', ...(theCase.disclosure?.categories ?? [])],
    );
  const city = otherCity(theCase);
  return new Set(
    city &&
      (['assessment', 'support'] as const).flatMap((purpose) => [
        ...coveredCategories(theCase.consents, city, purpose, around.today),
      ]),
  );
}

/**
 * The other city, if anything but a safety message may go to it: there is one that shares the case, and the person has
 * not taken back the consent (requirements §4).
 */
export function cityToTell(theCase: Case, around: Circumstances): City | undefined {
  const shares = !inState(theCase, ...sharedStates);
  return shares && coveredForSupport(theCase, around).size > 0 ? otherCity(theCase) : undefined;
}

/** Refuses what does not come from the city that shares the case, as if there were none; also what comes before it does. */
export function fromOtherCity(theCase: Case, from: City): Refusal | undefined {
  const shares = theCase.side === 'receiving' || currentReferral(theCase) !== undefined;
  if (!shares || otherCity(theCase) !== from) return refuse('NOT_FOUND');
  return inState(theCase, ...sharedStates, 'completed');
}
