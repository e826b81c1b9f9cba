import type { DomainEvent } from '../domain/event.js';
import type { CaseId } from '../domain/values.js';

/**
 * What has changed since the program started in cases and in what is known of providers, so that what was computed from
 * them can be kept until it holds no more. A change that was undone may be among them.
 */
export interface Changes {
  note(event: DomainEvent): void;
  /** How many changes there have been so far. */
  readonly count: number;
  /** The cases that have changed after the first `count` changes; null where any case may be concerned. */
  since(count: number): ReadonlySet<CaseId> | null;
}

/** More than this are not told apart. */
const remembered = 10_000;

/** Begins to count. */
export function countChanges(): Changes {
  let concerned: (CaseId | 'every case')[] = [];
  let forgotten = 0;
  return {
    note(event) {
      const of = concernedBy(event);
      if (of === null) return;
      if (concerned.length === remembered) {
        forgotten += remembered;
        concerned = [];
      }
      concerned.push(of);
    },
    get count() {
      return forgotten + concerned.length;
    },
    since(count) {
      const cases = new Set(concerned.slice(Math.max(0, count - forgotten)));
      return count < forgotten || cases.has('every case') ? null : (cases as ReadonlySet<CaseId>);
    },
  };
}

function concernedBy(event: DomainEvent): CaseId | 'every case' | null {
  switch (event.type) {
    case 'provider-registered':
    case 'licence-checked':
    case 'provider-decided':
    case 'exclusion-published':
      return 'every case';
    default:
      return 'caseId' in event ? event.caseId : null;
  }
}
