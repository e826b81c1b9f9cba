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

/** Whether something is urgent now: what is due later than within the week can wait, whatever it is. */
export const isPressing = ({ urgent, dueOn }: DueItem, today: CivilDate): boolean =>
  urgent && whenDue(dueOn, today) !== 'later';

/** Orders what is due: what is urgent first, of it what is overdue; all else by day. */
export const mostPressingFirst =
  (today: CivilDate) =>
  (a: DueItem, b: DueItem): number =>
    Number(isPressing(b, today)) - Number(isPressing(a, today)) ||
    (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0);

/**
 * What is to be done in some cases, the most pressing first. Of each case what is due within two weeks, and always the
 * first; a running stay has something for months ahead. What is overdue many times over is one row.
 */
export function dueRows(cases: readonly CaseDue[], today: CivilDate): DueRow[] {
  const inOrder = mostPressingFirst(today);
  return cases.flatMap((of) => rowsOf(of, today)).sort((a, b) => inOrder(a.item, b.item));
}

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
