import { type AgreementVersion, covers } from './agreement.js';
import { civilDateOf } from './calendar.js';
import { caseThread } from './event.js';
import type { BesideCase } from './report-measure.js';
import { stoppableOperations, stoppingCodes } from './report-process.js';
import type { CaseId, Instant } from './values.js';

/** An entry of the journal that may say something for the report. */
interface Entry {
  readonly at: Instant;
  readonly event: Readonly<Record<string, unknown>>;
}

/** What the journal says of the cases, gathered entry by entry. */
export interface Noted {
  add(entry: Entry): void;
  of(caseId: CaseId): Pick<BesideCase, 'stoppedBy' | 'reclassified'>;
}

/** Gathers which requests were stopped while a version was valid, by what, and which cases were reclassified at any time. */
export function openNoted(version: AgreementVersion): Noted {
  const stopped = new Map<unknown, Set<string>>();
  const reclassified = new Set<unknown>();
  return {
    add({ at, event: { type, operation, code, thread, caseId } }) {
      if (type === 'case-reclassified') reclassified.add(caseId);
      const isStop =
        type === 'refused' &&
        stoppableOperations.includes(String(operation)) &&
        stoppingCodes.includes(String(code)) &&
        covers(version, civilDateOf(at));
      if (isStop) stopped.set(thread, (stopped.get(thread) ?? new Set()).add(String(code)));
    },
    of: (caseId) => ({
      stoppedBy: stopped.get(caseThread(caseId)) ?? new Set(),
      reclassified: reclassified.has(caseId),
    }),
  };
}
