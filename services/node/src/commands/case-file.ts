import type { Consent as ConsentInput, GiveConsent, PersonalDetails } from '@storstad/contract';
import type { Case, HomeCase } from '../domain/case.js';
import {
  decideAssessThreat,
  decideCorrectIntake,
  decideGiveConsent,
  decideNoSuitableCity,
  decideOpenCase,
  decidePoliceApproval,
  decideReclassify,
  decideRecordDetails,
  decideWithdrawApproval,
  decideWithdrawConsent,
} from '../domain/case-file.js';
import type { Consent, ConsentPurpose } from '../domain/consent.js';
import { caseThread } from '../domain/event.js';
import { refuse } from '../domain/refusal.js';
import type { ApprovalId, CaseId, City, CivilDate, ConsentId, IncidentId, Unit } from '../domain/values.js';
import { by, changeCase, type DeskCommand, onCase } from './desk-command.js';
import { approvalView, caseView, consentView } from './views.js';

/** Opens a case for one of the social worker's own units. */
export const openCase: DeskCommand<'openCase'> = async (node, call) => {
  const { staff, body } = call;
  if (!staff.units.includes(body.unit as Unit)) return refuse('NOT_PERMITTED', { unit: body.unit });
  const id = node.newId() as CaseId;
  return node.commit.decide(
    by(call, caseThread(id)),
    (around) => decideOpenCase(id, body, around),
    (around) => {
      const opened = node.store.cases.find(id);
      if (!opened) throw new Error('The case is not there after it was opened');
      return caseView(opened, around, staff);
    },
  );
};

/** Records who the person is. */
export const recordPersonalDetails: DeskCommand<'recordPersonalDetails'> = (node, call) =>
  onCase<PersonalDetails>(
    node,
    call,
    (theCase) => decideRecordDetails(theCase, call.body),
    () => call.body,
  );

/** Records one of the person's three consents. */
export const giveConsent: DeskCommand<'giveConsent'> = (node, call) => {
  const consent = consentFrom(node.newId() as ConsentId, call.body);
  return onCase<ConsentInput>(
    node,
    call,
    (theCase, around) => decideGiveConsent(theCase, consent, around),
    (after) => consentView(after, consentOf(after, consent.id)),
  );
};

/** The person takes back a consent. */
export const withdrawConsent: DeskCommand<'withdrawConsent'> = (node, call) => {
  const id = call.params.consentId as ConsentId;
  return onCase<ConsentInput>(
    node,
    call,
    (theCase, around) => decideWithdrawConsent(theCase, id, node.newId() as IncidentId, around),
    (after) => consentView(after, consentOf(after, id)),
  );
};

/** Corrects what was found out about the person. */
export const correctIntake: DeskCommand<'correctIntake'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideCorrectIntake(theCase, call.body, around));

/** Makes it a case of the other kind. */
export const reclassifyCase: DeskCommand<'reclassifyCase'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideReclassify(theCase, call.body.kind, node.newId() as IncidentId, around),
  );

/** Records that the police find no partner city suitable. */
export const recordNoSuitableCity: DeskCommand<'recordNoSuitableCity'> = (node, call) =>
  changeCase(node, call, (theCase, around) => decideNoSuitableCity(theCase, around));

/** Records the police's threat assessment. */
export const assessThreat: DeskCommand<'assessThreat'> = (node, call) =>
  changeCase(node, call, (theCase, around) =>
    decideAssessThreat(theCase, call.body, node.newId() as IncidentId, around),
  );

/** The police's decision on help in one city. */
export const decideApproval: DeskCommand<'decideApproval'> = (node, call) => {
  const id = node.newId() as ApprovalId;
  const ids = { approval: id, incident: node.newId() as IncidentId };
  return onCase(
    node,
    call,
    (theCase, around) => decidePoliceApproval(theCase, ids, call.body, around),
    (after) => approvalShown(after, id),
  );
};

/** Withdraws an approval. */
export const withdrawApproval: DeskCommand<'withdrawApproval'> = (node, call) => {
  const id = call.params.approvalId as ApprovalId;
  return onCase(
    node,
    call,
    (theCase, around) => decideWithdrawApproval(theCase, id, node.newId() as IncidentId, around),
    (after) => approvalShown(after, id),
  );
};

function consentFrom(id: ConsentId, given: GiveConsent): Consent {
  const scope = given.type === 'municipality' ? given : { cities: [], categories: [], purposes: [] };
  return {
    id,
    type: given.type,
    givenOn: given.givenOn as CivilDate,
    validUntil: (given.validUntil ?? null) as CivilDate | null,
    withdrawnAt: null,
    cities: scope.cities as City[],
    categories: scope.categories,
    purposes: scope.purposes as ConsentPurpose[],
  };
}

function consentOf(theCase: Case, id: ConsentId): Consent {
  const found = asHome(theCase).consents.find((consent) => consent.id === id);
  if (!found) throw new Error('The consent is not there after it was recorded');
  return found;
}

function approvalShown(theCase: Case, id: ApprovalId) {
  const home = asHome(theCase);
  const found = home.approvals.find((approval) => approval.id === id);
  if (!found) throw new Error('The approval is not there after it was recorded');
  return approvalView(home, found);
}

function asHome(theCase: Case): HomeCase {
  if (theCase.side !== 'home') throw new Error('A step of the home city on a received case');
  return theCase;
}
