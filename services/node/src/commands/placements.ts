import type * as contract from '@storstad/contract';
import type { Case } from '../domain/case.js';
import { decideCloseCase } from '../domain/closing.js';
import { decideRecordLeave } from '../domain/leave.js';
import {
  decideArrival,
  decideDeparture,
  decideProposePlacementAgreement,
  decideSignPlacementAgreement,
} from '../domain/placement.js';
import { decideExtend, decideMove, decideNoArrival } from '../domain/stay.js';
import type { CivilDate, FollowUpId, PlacementAgreementId } from '../domain/values.js';
import { changeCase, type DeskCommand, onCase } from './desk-command.js';
import { placementAgreementView } from './views.js';

/** The receiving city proposes the placement agreement. */
export const proposePlacementAgreement: DeskCommand<'proposePlacementAgreement'> = (node, call) => {
  const id = node.newId() as PlacementAgreementId;
  return onCase<contract.PlacementAgreement>(
    node,
    call,
    (theCase, around) => decideProposePlacementAgreement(theCase, id, call.body, around),
    shown,
  );
};

/** The home city signs it. */
export const signPlacementAgreement: DeskCommand<'signPlacementAgreement'> = (node, call) =>
  onCase<contract.PlacementAgreement>(
    node,
    call,
    (theCase, around) =>
      decideSignPlacementAgreement(theCase, call.params.placementAgreementId as PlacementAgreementId, around),
    shown,
  );

/** The person has arrived. */
export const recordArrival: DeskCommand<'recordArrival'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideArrival(theCase, node.newId() as FollowUpId, call.body, around),
  );

/** The person has left. */
export const recordDeparture: DeskCommand<'recordDeparture'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideDeparture(theCase, call.body.departedOn as CivilDate, around),
  );

/** The person did not come. */
export const recordNoArrival: DeskCommand<'recordNoArrival'> = (node, call) =>
  changeCase(node, call, (theCase) => decideNoArrival(theCase, call.body));

/** The person has moved within the city. */
export const recordMove: DeskCommand<'recordMove'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideMove(theCase, call.body, around));

/** The person is away for some days. */
export const recordLeave: DeskCommand<'recordLeave'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideRecordLeave(theCase, call.body, around));

/** The home city extends the stay. */
export const extendPlacement: DeskCommand<'extendPlacement'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideExtend(theCase, call.body, around));

/** Closes the case at home. */
export const closeCase: DeskCommand<'closeCase'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideCloseCase(theCase, call.body, around));

function shown(theCase: Case): contract.PlacementAgreement {
  if (!theCase.placementAgreement) throw new Error('No placement agreement after a command on it');
  return placementAgreementView(theCase.placementAgreement);
}
