import { maySee, type Staff } from '../domain/access.js';
import { decided } from '../domain/circumstances.js';
import { isRefusal } from '../domain/refusal.js';
import type { Unit } from '../domain/values.js';
import type { Node } from '../node.js';
import type { DeskCommand } from './desk-command.js';
import { caseFor } from './desk-command.js';

/** Records that somebody has logged in to the pages, with all roles and units of the token. On disk when it ends. */
export const recordLogIn = (node: Node, { subject: staff, roles, units }: Staff): Promise<void> =>
  node.commit.transact((writing) => {
    const by = { actor: staff, operation: 'recordLogIn', thread: null, traceparent: null };
    writing.carryOut(decided([{ type: 'logged-in', staff, roles, units }]), by);
  });

/** Who has logged in to the pages, with the roles and units of the last time. */
export const listStaff: DeskCommand<'listStaff'> = (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  return { ...node.store.oversight.staff({ page, limit }), page, limit };
};

/**
 * The social workers who can be given a case, beside the one who asks, by their subjects: who has logged in here, with a unit
 * that sees it. Nobody for a case that the one who asks may not see.
 */
export function colleaguesFor(node: Node, asking: Staff, caseId: string): string[] {
  const theCase = caseFor(node, asking, caseId);
  if (isRefusal(theCase)) return [];
  return node.store.oversight
    .everyStaffMember()
    .filter(
      ({ staff: subject, roles, units }) =>
        subject !== asking.subject &&
        roles.includes('social-worker') &&
        maySee({ subject, roles: ['social-worker'], units: units as Unit[] }, theCase),
    )
    .map(({ staff }) => staff);
}
