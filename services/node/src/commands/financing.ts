import type { CaseCosts } from '@storstad/contract';
import { decideRecordAlternative, decideRecordGrant } from '../domain/financing.js';
import { caseCostsView } from './case-costs.js';
import { type DeskCommand, onCase } from './desk-command.js';

/** Records a grant of the police for a case. */
export const recordGrant: DeskCommand<'recordGrant'> = (node, call) => {
  const id = node.newId();
  return onCase<CaseCosts>(
    node,
    call,
    (theCase, around) => decideRecordGrant(theCase, id, call.body, around),
    (after, around) => caseCostsView(node, after, around),
  );
};

/** Records what the home city would have done without the exchange. */
export const recordAlternative: DeskCommand<'recordAlternative'> = (node, call) =>
  onCase<CaseCosts>(
    node,
    call,
    (theCase) => decideRecordAlternative(theCase, call.body),
    (after, around) => caseCostsView(node, after, around),
  );
