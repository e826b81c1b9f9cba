import type { AvoidedCost, RecordAlternative, RecordGrant } from '@storstad/contract';
import { daysBetween } from './calendar.js';
import { atHome, type Case } from './case.js';
import { type Circumstances, decided, notInFuture } from './circumstances.js';
import { costFactsOf } from './cost-facts.js';
import type { Decided } from './event.js';
import { isRefusal, type Refusal } from './refusal.js';
import type { CivilDate } from './values.js';

/** What stands beside the cost of a case at home: grants of the police, and what would have been done otherwise. */

/** A procured relocation costs 1,500-4,000 kronor a day (002:41); here in öre. */
const procuredRelocation = { lowOre: 150_000, highOre: 400_000 };

/**
 * Records a grant of the police, paid out or paid back (001:276). It is shown beside the cost and never netted against it
 * (requirements §7 M6), and concerns the home city alone. Refuses with WRONG_SIDE, or DATE_IMPOSSIBLE for a decision in
 * the future.
 */
export function decideRecordGrant(
  theCase: Case,
  id: string,
  input: RecordGrant,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  return (
    notInFuture([input.decidedOn], around) ??
    decided([{ type: 'grant-recorded', caseId: home.id, sealed: { grant: { id, ...input } } }])
  );
}

/** Records what the home city would have done without the exchange; a later answer replaces an earlier one. */
export function decideRecordAlternative(
  theCase: Case,
  { alternative }: RecordAlternative,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  return decided([{ type: 'alternative-recorded', caseId: home.id, sealed: { alternative } }]);
}

/**
 * The days of a stay that are over: from the day of arrival, until the day of departure or today, neither of which counts
 * (003:208). 0 for a person who arrives later; null when no arrival is known.
 */
export const daysOfStay = ({ stay }: Pick<Case, 'stay'>, today: CivilDate): number | null =>
  stay && Math.max(0, daysBetween(stay.arrivedOn, stay.departedOn ?? today));

/**
 * What a procured relocation would cost for as many days, in öre: a comparison, not a saving that was made. Null unless
 * that was the alternative, since the figures say nothing of other cases (requirements §7 M7), or while nobody has arrived.
 */
export function avoidedCost(theCase: Case, today: CivilDate): AvoidedCost | null {
  const days = daysOfStay(theCase, today);
  if (days === null || costFactsOf(theCase).alternative !== 'procured-relocation') return null;
  return {
    days,
    lowOre: days * procuredRelocation.lowOre,
    highOre: days * procuredRelocation.highOre,
  };
}
