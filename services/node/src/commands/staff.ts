import type { Staff } from '../domain/access.js';
import { decided } from '../domain/circumstances.js';
import type { Node } from '../node.js';
import type { DeskCommand } from './desk-command.js';

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
