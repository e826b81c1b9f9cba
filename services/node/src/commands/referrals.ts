import type * as contract from '@storstad/contract';
import type { Staff } from '../domain/access.js';
import { civilDateOf } from '../domain/calendar.js';
import type { Case } from '../domain/case.js';
import { intakeIn } from '../domain/case-file.js';
import { decideAskForCompletion, decideGiveCompletion } from '../domain/completion.js';
import { hindrances } from '../domain/hindrances.js';
import { decideAcceptReferral, decideClearPlace, decideRejectReferral } from '../domain/reception.js';
import { decideDisclose, decideSendReferral, decideWithdrawReferral } from '../domain/referral.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import type { City, QuestionId, ReferralId, Unit } from '../domain/values.js';
import type { Node } from '../node.js';
import { caseFor, changeCase, type DeskCommand, onCase } from './desk-command.js';
import { referralView } from './views.js';

/** Asks one city whether it can receive. */
export const sendReferral: DeskCommand<'sendReferral'> = (node, call) => {
  const id = node.newId() as ReferralId;
  const ask = { id, city: call.body.city as City, witnessException: call.body.witnessException ?? false };
  return onCase<contract.Referral>(
    node,
    call,
    (theCase, around) => decideSendReferral(theCase, ask, around),
    (after) => shown(after, id),
  );
};

/** What would stop a request in a case that is to be opened with this, for the pages. */
export const hindrancesToOpening = (node: Node, input: contract.OpenCase): Refusal[] =>
  hindrances(
    {
      unit: input.unit as Unit,
      section: input.section ?? null,
      kind: input.kind,
      intake: intakeIn(input),
      threat: null,
      approvals: [],
    },
    aroundNow(node),
  );

/** The same of a case at home; nothing of one that this person may not see. */
export function hindrancesIn(node: Node, staff: Staff, caseId: string): Refusal[] {
  const theCase = caseFor(node, staff, caseId);
  if (isRefusal(theCase) || theCase.side !== 'home') return [];
  return hindrances(theCase, aroundNow(node));
}

const aroundNow = ({ city, clock, store, unitRules }: Node) => ({
  city,
  today: civilDateOf(clock.now()),
  versions: store.agreements.all(),
  unitRules,
});

/** Takes the request back before arrival. */
export const withdrawReferral: DeskCommand<'withdrawReferral'> = (node, call) => {
  const id = call.params.referralId as ReferralId;
  return onCase<contract.Referral>(
    node,
    call,
    (theCase) => decideWithdrawReferral(theCase, id, call.body.reason),
    (after) => shown(after, id),
  );
};

/** The receiving liaison's verdict on the place. */
export const clearPlace: DeskCommand<'clearPlace'> = (node, call) =>
  changeCase(node, call, (theCase) => decideClearPlace(theCase, call.body.verdict));

/** The receiving city accepts, for one of the social worker's own units. */
export const acceptReferral: DeskCommand<'acceptReferral'> = (node, call) => {
  const unit = call.body.unit as Unit;
  if (!call.staff.units.includes(unit)) return refuse('NOT_PERMITTED', { unit });
  return changeCase(node, call, (theCase, around) => decideAcceptReferral(theCase, call.body, around));
};

/** The receiving city refuses, with a code. */
export const rejectReferral: DeskCommand<'rejectReferral'> = (node, call) =>
  changeCase(node, call, (theCase) => decideRejectReferral(theCase, call.body.code));

/** Hands over what the consents cover. */
export const disclosePersonalDetails: DeskCommand<'disclosePersonalDetails'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideDisclose(theCase, around));

/** The receiving city asks for a completion. */
export const askForCompletion: DeskCommand<'askForCompletion'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideAskForCompletion(theCase, node.newId() as QuestionId, call.body, around),
  );

/** The home city answers with a completion. */
export const giveCompletion: DeskCommand<'giveCompletion'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideGiveCompletion(theCase, call.params.questionId as QuestionId, call.body.answer, around),
  );

function shown(theCase: Case, id: ReferralId): contract.Referral {
  const referral = theCase.referrals.find((sent) => sent.id === id);
  if (!referral) throw new Error('The referral is not there after a command on it');
  return referralView(theCase, referral);
}
