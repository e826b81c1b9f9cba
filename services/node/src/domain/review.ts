import { addMonths } from './calendar.js';
import type { Case } from './case.js';
import { daysOf } from './follow-up.js';
import type { CivilDate } from './values.js';

/** The review of a placement (000:300): within three months of the start, and anew after each extension. */

/** Three months after a day. */
export const threeMonthsAfter = (day: CivilDate): CivilDate => addMonths(day, 3);

/** By when the next review is due, in a stay that began on a day. */
export const reviewDueOn = (theCase: Case, arrivedOn: CivilDate): CivilDate =>
  threeMonthsAfter(theCase.extensions.at(-1)?.decidedOn ?? arrivedOn);

/** Whether there is a review since the arrival or the last extension, up to a day if one is given. */
export function isReviewed(theCase: Case, until?: CivilDate): boolean {
  const { stay, extensions } = theCase;
  const extendedOn = extensions.at(-1)?.decidedOn;
  const isSince = (on: CivilDate) =>
    extendedOn === undefined ? stay !== null && stay.arrivedOn <= on : extendedOn < on;
  return daysOf(theCase, 'review').some((on) => isSince(on) && (until === undefined || on <= until));
}
