import type { RecordUpkeep } from '@storstad/contract';
import { addDays } from './calendar.js';
import { atReceiving, type Case, inState } from './case.js';
import { decided } from './circumstances.js';
import type { Decided } from './event.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { CivilDate } from './values.js';

/**
 * Records upkeep that the municipality paid for days of the stay, to be deducted on the provider's invoice (003:648-653).
 * It may be paid ahead while the stay runs. It concerns the receiving city and its provider alone, so nobody is told.
 */
export function decideRecordUpkeep(
  theCase: Case,
  id: string,
  { from, until, amountOre }: RecordUpkeep,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow = inState(receiving, 'in-progress', 'departed', 'completed');
  if (notNow || !receiving.stay) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  const { arrivedOn, departedOn } = receiving.stay;
  const impossible = firstRefusal([
    demand(arrivedOn <= from, 'DATE_IMPOSSIBLE', { earliest: arrivedOn }),
    demand(from < until, 'DATE_IMPOSSIBLE', { earliest: addDays(from as CivilDate, 1) }),
    departedOn ? demand(until <= departedOn, 'DATE_IMPOSSIBLE', { latest: departedOn }) : undefined,
  ]);
  const payment = { id, from, until, amountOre };
  return impossible ?? decided([{ type: 'upkeep-paid', caseId: receiving.id, sealed: { payment } }]);
}
