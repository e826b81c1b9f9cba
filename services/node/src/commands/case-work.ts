import { decideAssign, decideHandOver, decideRate } from '../domain/case-work.js';
import { caseThread } from '../domain/event.js';
import { decideOpenOnward } from '../domain/onward.js';
import { isRefusal } from '../domain/refusal.js';
import type { CaseId } from '../domain/values.js';
import { by, caseFor, changeCase, type DeskCommand } from './desk-command.js';
import { caseView } from './views.js';

/** Takes on a case, or gives it to a colleague. */
export const assignCase: DeskCommand<'assignCase'> = (node, call) =>
  changeCase(node, call, (theCase) => decideAssign(theCase, call.body.assignee ?? call.staff.subject));

/** Hands a case over to another unit of the city. */
export const handOverCase: DeskCommand<'handOverCase'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideHandOver(theCase, call.body, around));

/** Opens a case in which the person moves on to another city. */
export const openOnwardCase: DeskCommand<'openOnwardCase'> = (node, call) => {
  const id = node.newId() as CaseId;
  return node.commit.decide(
    by(call, caseThread(call.params.caseId as CaseId)),
    (around) => {
      const theCase = caseFor(node, call.staff, call.params.caseId);
      return isRefusal(theCase) ? theCase : decideOpenOnward(theCase, id, call.body, around);
    },
    (around) => {
      const opened = node.store.cases.find(id);
      if (!opened) throw new Error('The onward case is not there after it was opened');
      return caseView(opened, around, call.staff);
    },
  );
};

/** Judges how it went. */
export const rateCase: DeskCommand<'rateCase'> = (node, call) =>
  changeCase(node, call, (theCase) => decideRate(theCase, call.body));
