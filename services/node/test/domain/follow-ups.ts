import type { FollowUpFact, FollowUpRecord, IncidentKind } from '@storstad/contract';
import type { CaseEvent } from '../../src/domain/event.js';
import type { Incident } from '../../src/domain/incident.js';
import type * as values from '../../src/domain/values.js';
import { caseId } from './cases.js';
import { day, id, malmo } from './support.js';

/** What was done in a case, and what happened in it. */

let records = 0;
/** A record of something that Malmö has done. */
export const followedUp = (fact: FollowUpFact, city: values.City = malmo): FollowUpRecord => {
  records += 1;
  return { id: `record-${records}`, recordedAt: '2025-03-03T08:00:00.000Z', city, fact };
};

/** Such a record as an event. */
export const recordedNow = (fact: FollowUpFact, city: values.City = malmo): CaseEvent => {
  const record = followedUp(fact, city);
  return { type: 'follow-up-recorded', caseId, recordId: id(record.id), sealed: { record } };
};

/** An open incident that Malmö reported at once, at noon on 10 February 2025. */
export const incident = (kind: IncidentKind, changes: Partial<Incident> = {}): Incident => {
  const at = changes.occurredAt ?? id<values.Instant>('2025-02-10T11:00:00.000Z');
  return {
    id: id(`incident-${kind}`),
    kind,
    city: malmo,
    occurredAt: at,
    knownAt: at,
    reportedAt: at,
    reports: {},
    splits: [],
    closed: null,
    ...changes,
  };
};

/** How an incident was settled. */
export const settled = (changes: Partial<NonNullable<Incident['closed']>> = {}) => ({
  closedOn: day('2025-02-12'),
  city: malmo,
  decision: 'continues' as const,
  policeTookPart: false,
  relapse: 'not-applicable' as const,
  ...changes,
});
