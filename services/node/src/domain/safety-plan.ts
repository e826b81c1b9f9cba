import type { FollowUpFact } from '@storstad/contract';
import type { Case } from './case.js';
import { demand, type Refusal } from './refusal.js';
import type { CivilDate } from './values.js';

/**
 * The days on which something was put in place for the present request, in order. What was planned for another city, or
 * for a request that came to nothing, does not count for this one.
 */
export function plannedDays(theCase: Case, kind: FollowUpFact['kind']): CivilDate[] {
  const since = theCase.referrals.at(-1)?.sentAt ?? '';
  return theCase.followUps
    .filter(({ recordedAt }) => recordedAt >= since)
    .flatMap(({ fact }) => (fact.kind === kind ? [fact.on as CivilDate] : []))
    .sort();
}

/** The day of the newest written safety plan (000:436). */
export const lastSafetyPlanOn = (theCase: Case): CivilDate | undefined =>
  plannedDays(theCase, 'safety-plan').at(-1);

/** Since when the person lives where they live now: the arrival, or the last move. */
export const livesThereSince = (theCase: Case): CivilDate | undefined =>
  (theCase.moves.at(-1)?.movedOn as CivilDate | undefined) ?? theCase.stay?.arrivedOn;

/** Whether the dwelling of now has a plan: any plan before the arrival counts for it, after a move a newer one. */
export function hasSafetyPlan(theCase: Case): boolean {
  const plan = lastSafetyPlanOn(theCase);
  const moved = theCase.moves.at(-1)?.movedOn;
  return plan !== undefined && (moved === undefined || plan >= moved);
}

/** Refuses what is not to go on without a safety plan. */
export const safetyPlanRefusal = (theCase: Case): Refusal | undefined =>
  demand(hasSafetyPlan(theCase), 'SAFETY_PLAN_MISSING');
