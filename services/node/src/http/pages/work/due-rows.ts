import type { CaseDue, DueItem } from '@storstad/contract';
import { addDays } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';

/** Something to do in a case, as a row of a list. */
export interface DueRow {
  readonly of: CaseDue;
  readonly item: DueItem;
  readonly when: DueWhen;
  /** How many later ones of the same kind are overdue as well, such as weekly contacts that nobody has recorded. */
  readonly more: number;
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
 * first; a running stay has something for months ahead. What is overdue many times over is one row.
 */
export const dueRows = (cases: readonly CaseDue[], today: CivilDate): DueRow[] =>
  cases
    .flatMap((of) => rowsOf(of, today))
    .sort((a, b) => (a.item.dueOn < b.item.dueOn ? -1 : a.item.dueOn > b.item.dueOn ? 1 : 0));

function rowsOf(of: CaseDue, today: CivilDate): DueRow[] {
  const shown = of.items.filter(({ dueOn }, i) => i === 0 || dueOn <= addDays(today, shownDays));
  const rows = new Map<string, DueRow>();
  for (const item of shown) {
    const when = whenDue(item.dueOn, today);
    const { kind, service, subject, city, role, dueOn } = item;
    const same = [kind, service, subject, city, role, when === 'overdue' ? when : dueOn].join();
    const before = rows.get(same);
    rows.set(same, before ? { ...before, more: before.more + 1 } : { of, item, when, more: 0 });
  }
  return [...rows.values()];
}
