import type { Case, CaseState } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { formHref } from '../forms/form-routes.js';

/** A decision that a liaison can make in a case now, and the form that makes it. */
export interface OfferedDecision {
  readonly operation: StaffOperationId;
  readonly href: string;
}

const beforeRequest: readonly CaseState[] = ['draft', 'rejected'];
const shared: readonly CaseState[] = ['accepted', 'ready', 'in-progress', 'departed'];
const openAtHome: readonly CaseState[] = [...beforeRequest, 'requested', ...shared];

/** What the case's side and state, and what was decided before, let a liaison decide; the most awaited first. */
export function decisionsOffered(theCase: Case): OfferedDecision[] {
  const { id: caseId } = theCase;
  const offer = (operation: StaffOperationId, isOffered: boolean, params = {}): OfferedDecision[] =>
    isOffered ? [{ operation, href: formHref(operation, { caseId, ...params }) }] : [];
  const check = (states: readonly CaseState[]) =>
    offer('recordRegisterCheck', states.includes(theCase.state));
  if (theCase.side === 'receiving')
    return [...offer('clearPlace', theCase.state === 'received'), ...check(shared)];
  const { threat, approval, noSuitableCityOn } = theCase;
  const isOpen = openAtHome.includes(theCase.state);
  const isValid = approval !== null && approval.decision === 'approved' && approval.withdrawnAt === null;
  return [
    ...offer('decideApproval', isOpen && threat !== null),
    ...offer('assessThreat', isOpen),
    ...offer('withdrawApproval', isOpen && isValid, { approvalId: approval?.id }),
    ...offer('recordNoSuitableCity', beforeRequest.includes(theCase.state) && noSuitableCityOn === null),
    ...check(openAtHome),
  ];
}
