import type { GivenReadingReason } from '@storstad/contract';
import { isOwn, type Staff } from '../domain/access.js';
import { civilDateOf } from '../domain/calendar.js';
import { decided } from '../domain/circumstances.js';
import { isRefusal } from '../domain/refusal.js';
import type { Node } from '../node.js';
import { caseFor, type DeskCommand, onCase } from './desk-command.js';

/** Says why somebody reads a case that is not their own; it holds until the end of the civil day (decision 0024). */
export const giveReadingReason: DeskCommand<'giveReadingReason'> = (node, call) => {
  const { subject: staff } = call.staff;
  const { reason } = call.body;
  return onCase<GivenReadingReason>(
    node,
    call,
    ({ id: caseId }, { today: givenOn }) =>
      decided([{ type: 'reading-reason-given', caseId, staff, reason, givenOn }]),
    ({ id: caseId }, { today: givenOn }) => ({ caseId, staff, reason, givenOn }),
  );
};

/**
 * Whether the pages must ask for a reason before they show something of a case: it is not the person's own, and none was
 * given today. Not for a case that is not there or not to be seen: the reading itself says so. `staff` has the roles that
 * count for what is to be shown.
 */
export function needsReadingReason(node: Node, staff: Staff, caseId: string): boolean {
  const theCase = caseFor(node, staff, caseId);
  if (isRefusal(theCase)) return false;
  const around = { city: node.city, today: civilDateOf(node.clock.now()) };
  return (
    !isOwn(staff, theCase, around) &&
    node.store.oversight.reasonOn(staff.subject, theCase.id, around.today) === null
  );
}
