import { awaitedDecisions } from '../domain/awaited-decision.js';
import { civilDateOf } from '../domain/calendar.js';
import type { CaseId } from '../domain/values.js';
import type { DeskCommand } from './desk-command.js';

/** What waits for a police liaison of this city, pseudonymous. */
export const listAwaitedDecisions: DeskCommand<'listAwaitedDecisions'> = (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  const around = { city: node.city, today: civilDateOf(node.clock.now()) };
  const { rows, total } = node.store.cases.ofPolice({ page, limit });
  const cases = rows.map(({ id: caseId, side, otherCity }) => {
    const theCase = node.store.cases.find(caseId as CaseId);
    return { caseId, side, otherCity, awaited: theCase ? awaitedDecisions(theCase, around) : [] };
  });
  return { cases, page, limit, total };
};

/** What this person has decided as a police liaison. */
export const listDecisions: DeskCommand<'listDecisions'> = (node, { staff, query }) => {
  const { page = 1, limit = 20 } = query;
  return { ...node.store.journal.decisionsOf(staff.subject, { page, limit }), page, limit };
};
