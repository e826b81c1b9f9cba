import type { DueItem, FollowUpFact } from '@storstad/contract';
import type { Case, ReceivingCase } from '../../src/domain/case.js';
import { dueItems } from '../../src/domain/due.js';
import { receivingCase } from './cases.js';
import { followedUp } from './follow-ups.js';
import { day, malmo } from './support.js';

/** A stay in Malmö, what was done in it, and what is due. */

export const arrivedOn = '2025-02-03';
export const living = (facts: readonly FollowUpFact[] = [], changes: Partial<ReceivingCase> = {}): Case =>
  receivingCase('in-progress', { followUps: facts.map((fact) => followedUp(fact)), ...changes });
export const seen = (theCase: Case, today: string) => dueItems(theCase, { city: malmo, today: day(today) });
/** The days on which a kind is due, as they stand on a day. */
export const daysOf = (theCase: Case, kind: DueItem['kind'], today: string) =>
  seen(theCase, today)
    .filter((item) => item.kind === kind)
    .map(({ dueOn }) => dueOn);
export const contact = (on: string, whom: 'person' | 'provider' = 'person') =>
  ({ kind: 'contact', on, with: whom }) as const;
export const meeting = (on: string): FollowUpFact => ({
  kind: 'coordination-meeting',
  on,
  attended: ['police'],
  outcome: 'routine',
});
