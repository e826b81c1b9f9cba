import type { Leave, RecordLeave, SealedContent } from '@storstad/contract';
import { addDays } from './calendar.js';
import { atReceiving, type Case, inState, type Stay } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { costFactsOf } from './cost-facts.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { fromReceivingCity } from './placement.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate } from './values.js';

/** Leave: the person is away for some days and the place is kept. What such a day costs is in the placement agreement. */

/**
 * Records a leave, or what has become of the one with the same first day: the day back, a date that was wrong. It lies
 * within the stay and shares no day with another; one without a day back is the last. Refuses with `DATE_IMPOSSIBLE`.
 */
export function decideRecordLeave(
  theCase: Case,
  { from, until, reason }: RecordLeave,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow = inState(receiving, 'in-progress', 'departed');
  if (notNow || !receiving.stay) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  const leave: Leave = { from, until: until ?? null, reason };
  const impossible =
    outsideStay(leave, receiving.stay, around.today) ??
    besideOthers(
      leave,
      costFactsOf(receiving).leaves.filter((other) => other.from !== from),
    );
  if (impossible) return impossible;
  return decided(
    [{ type: 'leave-recorded', caseId: receiving.id, sealed: { leave } }],
    [
      {
        type: 'leave-recorded',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: receiving.id,
        content: { leave },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The leave, told to the home city. */
export function decideReceiveLeave(
  theCase: Case,
  from: City,
  { leave }: SealedContent<'leave-recorded'>,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  return (
    inState(home, 'in-progress', 'departed', 'completed') ??
    decided([{ type: 'leave-recorded', caseId: home.id, sealed: { leave } }])
  );
}

/** It begins on a day of the stay that has come, and ends by today or by the departure. */
function outsideStay({ from, until }: Leave, stay: Stay, today: CivilDate): Refusal | undefined {
  const earliest = stay.arrivedOn;
  const latest = stay.departedOn ?? today;
  // The day of departure is no day of the stay (003:208), and so none of leave.
  const lastStart = stay.departedOn ? addDays(stay.departedOn, -1) : today;
  return firstRefusal([
    demand(earliest <= from && from <= lastStart, 'DATE_IMPOSSIBLE', { earliest, latest: lastStart }),
    until === null
      ? undefined
      : demand(from < until && until <= latest, 'DATE_IMPOSSIBLE', {
          earliest: addDays(from as CivilDate, 1),
          latest,
        }),
  ]);
}

/** Nobody leaves again before coming back. */
function besideOthers({ from, until }: Leave, others: readonly Leave[]): Refusal | undefined {
  const before = others.filter((other) => other.from < from).at(-1);
  const after = others.find((other) => other.from > from);
  if (before && before.until === null) return refuse('DATE_IMPOSSIBLE', { latest: before.from });
  return firstRefusal([
    demand(!before?.until || before.until <= from, 'DATE_IMPOSSIBLE', { earliest: before?.until ?? from }),
    after && demand(until !== null && until <= after.from, 'DATE_IMPOSSIBLE', { latest: after.from }),
  ]);
}
