import type { CaseDue, DueItem } from '@storstad/contract';
import { addDays } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';

/** Something to do in a case, as a row of a list. */
export interface DueRow {
  readonly of: CaseDue;
  readonly item: DueItem;
  readonly when: DueWhen;
}

/** `soon`: within the week. */
export type DueWhen = 'overdue' | 'today' | 'soon' | 'later';

const soonDays = 7;
/** What is due later than this is not shown beside what is due earlier in the same case. */
const shownDays = 14;

/** How pressing a day is. */
export function whenDue(dueOn: string, today: CivilDate): DueWhen {
  if (dueOn < today) return 'overdue';
  if (dueOn === today) return 'today';
  return dueOn <= addDays(today, soonDays) ? 'soon' : 'later';
}

/**
 * What is to be done in some cases, the most overdue first. Of each case what is due within two weeks, and always the
 * first; a running stay has something for months ahead.
 */
export const dueRows = (cases: readonly CaseDue[], today: CivilDate): DueRow[] =>
  cases
    .flatMap((of) =>
      of.items
        .filter(({ dueOn }, i) => i === 0 || dueOn <= addDays(today, shownDays))
        .map((item) => ({ of, item, when: whenDue(item.dueOn, today) })),
    )
    .sort((a, b) => (a.item.dueOn < b.item.dueOn ? -1 : a.item.dueOn > b.item.dueOn ? 1 : 0));
