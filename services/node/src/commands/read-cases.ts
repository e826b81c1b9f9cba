import type { CaseSummaries, PersonalDetails } from '@storstad/contract';
import type { Case } from '../domain/case.js';
import type { Circumstances } from '../domain/circumstances.js';
import { caseThread } from '../domain/event.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import type { CaseId } from '../domain/values.js';
import type { Node } from '../node.js';
import { by, caseFor, type DeskCall, type DeskCommand } from './desk-command.js';
import { caseView } from './views.js';

/** The cases that this person may see, pseudonymous, newest change first. */
export const listCases: DeskCommand<'listCases'> = (node, { staff, query }): CaseSummaries => {
  const { page = 1, limit = 20, state } = query;
  const seesAll = staff.roles.some((role) => role !== 'social-worker');
  const scope = { units: seesAll ? null : staff.units, ...(state ? { state } : {}) };
  const { rows, total } = node.store.cases.list(scope, { page, limit });
  const cases = rows.map(({ agreement: _, ...row }) => ({ ...row, state: row.state as Case['state'] }));
  return { cases, page, limit, total };
};

/** One case. That it was read is on disk before the answer leaves (requirements §4, 000:72). */
export const getCase: DeskCommand<'getCase'> = (node, call) =>
  readCase(node, call, (theCase, around) => caseView(theCase, around, call.staff));

/** Who the person is: as recorded at home, as disclosed in the receiving city. */
export const getPersonalDetails: DeskCommand<'getPersonalDetails'> = (node, call) =>
  readCase<PersonalDetails>(node, call, (theCase) => theCase.details ?? refuse('NOT_FOUND'));

function readCase<T>(
  node: Node,
  call: DeskCall<'getCase'> | DeskCall<'getPersonalDetails'>,
  view: (theCase: Case, around: Circumstances) => T | Refusal,
): Promise<T | Refusal> {
  const caseId = call.params.caseId as CaseId;
  return node.commit.transact<never>((writing) => {
    const theCase = caseFor(node, call.staff, caseId);
    const shown = isRefusal(theCase) ? theCase : view(theCase, writing.around);
    const record = by(call, caseThread(caseId));
    if (isRefusal(shown)) writing.recordRefusal(shown, record);
    else writing.note({ type: 'case-read', operation: call.operation, caseId }, record);
    return shown as never;
  });
}
