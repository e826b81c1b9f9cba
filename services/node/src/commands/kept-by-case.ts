import { civilDateOf } from '../domain/calendar.js';
import type { CaseId, CivilDate } from '../domain/values.js';
import type { Node } from '../node.js';

/** What was computed case by case on a day, as it was after so many changes of the store. */
export interface KeptByCase<T> {
  readonly day: CivilDate;
  readonly changes: number;
  readonly byCase: Map<CaseId, T>;
}

/** What still holds of it, and the cases that have changed since; null where none of it may hold. */
export interface Held<T> extends KeptByCase<T> {
  readonly changed: ReadonlySet<CaseId> | null;
}

/**
 * For what takes long to compute over all cases, while few change between two who ask: what was kept, without the cases that
 * have changed; nothing on another day. What changes after this comes after its count, and is found changed the next time.
 */
export function heldOf<T>({ clock, store: { changes } }: Node, kept: KeptByCase<T> | undefined): Held<T> {
  const day = civilDateOf(clock.now());
  const changed = kept?.day === day ? changes.since(kept.changes) : null;
  const byCase = new Map(changed && kept ? kept.byCase : []);
  for (const caseId of changed ?? []) byCase.delete(caseId);
  return { day, changes: changes.count, byCase, changed };
}
