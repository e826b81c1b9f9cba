import { missedDeadlines } from '../domain/cadence.js';
import { dueItems } from '../domain/due.js';
import { decideRecordFollowUp, decideRegisterCheck } from '../domain/follow-up.js';
import type { FollowUpId, IncidentId } from '../domain/values.js';
import { changeCase, type DeskCommand, readCase } from './desk-command.js';
import { followUpView } from './views.js';

/** What was done in a case, what is due, what was missed. */
export const getFollowUp: DeskCommand<'getFollowUp'> = (node, call) =>
  readCase(node, call, (theCase, around) => ({
    records: followUpView(theCase.followUps, call.staff),
    due: dueItems(theCase, around),
    missed: missedDeadlines(theCase),
  }));

/** Records something that was done. */
export const recordFollowUp: DeskCommand<'recordFollowUp'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideRecordFollowUp(theCase, node.newId() as FollowUpId, call.body, around),
  );

/** Records the police's verdict of a register check. */
export const recordRegisterCheck: DeskCommand<'recordRegisterCheck'> = (node, call) => {
  const ids = { record: node.newId() as FollowUpId, incident: node.newId() as IncidentId };
  return changeCase(node, call, (theCase, around) => decideRegisterCheck(theCase, ids, call.body, around));
};
