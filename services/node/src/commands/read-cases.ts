import type { PersonalDetails } from '@storstad/contract';
import { refuse } from '../domain/refusal.js';
import type { CaseId } from '../domain/values.js';
import { type DeskCommand, readCase } from './desk-command.js';
import { caseView } from './views.js';

/** One case. That it was read is on disk before the answer leaves (requirements §4, 000:72). */
export const getCase: DeskCommand<'getCase'> = (node, call) =>
  readCase(node, call, (theCase, around) => caseView(theCase, around, call.staff));

/** Who the person is: as recorded at home, as disclosed in the receiving city. */
export const getPersonalDetails: DeskCommand<'getPersonalDetails'> = (node, call) =>
  readCase<PersonalDetails>(node, call, (theCase) => theCase.details ?? refuse('NOT_FOUND'));

/** Who was shown something of a case, newest first: for those who review it (requirements §4, 000:72). */
export const listReadings: DeskCommand<'listReadings'> = (node, { params, query }) => {
  const { page = 1, limit = 20 } = query;
  const caseId = params.caseId as CaseId;
  if (!node.store.cases.find(caseId)) return refuse('NOT_FOUND');
  return { ...node.store.journal.readings({ caseId }, { page, limit }), page, limit };
};
