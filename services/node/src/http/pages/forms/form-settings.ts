import type { Case, ContractOperation } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { civilDateOf } from '../../../domain/calendar.js';
import {
  aboutCompletion,
  aboutConsent,
  aboutDisclosure,
  aboutPlacementAgreement,
  aboutSplit,
  fieldsOfCompletion,
  notProposed,
  proposedOrWished,
  recordedIntake,
} from '../case/form-about.js';
import { takeOn } from '../case/take-on.js';
import {
  aboutDispute,
  aboutInvoice,
  aboutLine,
  aboutProposal,
  aboutQuestion,
  aboutSettlement,
  aboutStatement,
} from '../money/form-about.js';
import { ask, type Reader } from '../reader.js';
import { pageAskedFor } from '../reading-reason.js';
import type { Field } from './field.js';
import type { About, FormPlace } from './form-about.js';
import {
  bodiesToApprove,
  type Choices,
  decisionsToReplace,
  everyCity,
  ownBodies,
  providers,
  servicesToCharge,
  versionsOrAll,
  whoTakesTheCase,
  written,
} from './form-choices.js';
import type { Entries } from './read-form.js';

/** What the contract does not say of an operation's form. */
export interface FormSettings {
  /** Where somebody goes who has done it: a path with the parameters of the form's own. */
  readonly backTo: string | ((place: FormPlace) => string);
  /** Where somebody goes who does not want to, if not to the same place. */
  readonly leaveTo?: string;
  /** What it is about, where the fields do not say; null when that cannot be seen. */
  readonly about?: (reader: Reader, place: FormPlace) => Promise<About | null>;
  /**
   * For what binds the city or cannot be taken back: all that was answered is shown once more before it is done, with what
   * follows from it; null where nothing more is to be said.
   */
  readonly checked?: (reader: Reader, place: FormPlace, body: object) => Promise<About | null> | null;
  /** What is filled in from the start, as a part of the body. */
  readonly initial?: (reader: Reader, place: FormPlace) => Promise<object> | object;
  /** Whether that is what is stored, and the form replaces it: not what somebody else has stored meanwhile, unseen. */
  readonly replaces?: boolean;
  readonly choices?: Choices;
  /** What is done with the answer when it is done, beside the operation itself. */
  readonly afterwards?: (reader: Reader, answer: unknown) => Promise<void>;
  /** What was typed as the contract has it, where people say it in another way. */
  readonly understood?: (reader: Reader, typed: Entries) => Entries;
  /** Which of the fields are asked for at this place, where not all are. */
  readonly narrowed?: (
    fields: readonly Field[],
    reader: Reader,
    place: FormPlace,
  ) => Promise<readonly Field[]>;
}

const today = ({ node }: Reader) => civilDateOf(node.clock.now());
const onDay = (property: string) => (reader: Reader) => ({ [property]: today(reader) });

/** A new version is mostly like the one before it. */
async function latestBodiesAndTerms(reader: Reader): Promise<object> {
  const told = await ask(reader, 'listAgreements');
  const documents = told.ok ? told.answer.agreements.map(({ document }) => document) : [];
  const latest = documents.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1);
  return latest ? { bodies: latest.bodies, terms: latest.terms } : {};
}

/** A received case may be named by its reference, which is all that administrators see of it. */
function caseByReference({ node }: Reader, typed: Entries): Entries {
  const reference = typed.get('caseId')?.trim().toLowerCase() ?? '';
  const caseId = /^[\da-f]{8}$/.test(reference) ? node.store.cases.receivedAs(reference) : null;
  const understood = new URLSearchParams(typed);
  if (caseId) understood.set('caseId', caseId);
  return understood;
}

/** The contract lets a program leave all of them out; people say what they mean. */
const allRequired = (fields: readonly Field[]): Promise<readonly Field[]> =>
  Promise.resolve(fields.map((field) => ({ ...field, required: true })));

/** By operation; of others the settings follow from the contract's path. */
const formSettings: Partial<Record<StaffOperationId, FormSettings>> = {
  approveAgreement: {
    backTo: '/agreements/:agreementId',
    choices: { unit: bodiesToApprove },
    initial: onDay('decidedOn'),
  },
  proposeAgreement: {
    backTo: '/agreements',
    // A new version has a new name, and its bodies are of every city.
    choices: { id: written, city: everyCity, unit: written },
    initial: latestBodiesAndTerms,
  },
  assignCase: {
    backTo: '/cases/:caseId',
    choices: { assignee: whoTakesTheCase },
    narrowed: allRequired,
  },
  // Who hands a case over to a unit of others may not see it any more.
  handOverCase: { backTo: '/cases', choices: { unit: ownBodies } },
  proposeExternalService: { backTo: '/cases/:caseId/costs', choices: { providerId: providers } },
  recordInvoice: { backTo: '/invoices', choices: { providerId: providers }, understood: caseByReference },
  assessThreat: { backTo: '/decisions', initial: onDay('assessedOn') },
  decideApproval: { backTo: '/decisions' },
  withdrawApproval: { backTo: '/decisions' },
  clearPlace: { backTo: '/decisions' },
  recordNoSuitableCity: { backTo: '/decisions' },
  giveConsent: {
    // The list of what is to be done before a request is the overview of a case that has none.
    backTo: ({ params: { caseId }, query }) =>
      `/cases/${caseId}${query.get('from') === 'overview' ? '' : '/consents'}`,
    initial: onDay('givenOn'),
  },
  withdrawConsent: { backTo: '/cases/:caseId/consents', about: aboutConsent },
  recordPersonalDetails: {
    backTo: '/cases/:caseId',
    replaces: true,
    initial: async (reader, { params }) => {
      const told = await ask(reader, 'getPersonalDetails', { params: { caseId: params.caseId ?? '' } });
      return told.ok ? told.answer : {};
    },
  },
  recordFollowUp: { backTo: '/cases/:caseId/follow-up', initial: onDay('on') },
  recordRegisterCheck: { backTo: '/decisions', initial: onDay('on') },
  recordArrival: { backTo: '/cases/:caseId', initial: onDay('arrivedOn') },
  recordDeparture: { backTo: '/cases/:caseId', initial: onDay('departedOn'), checked: () => null },
  closeCase: { backTo: '/cases/:caseId', checked: () => null },
  reportIncident: { backTo: '/cases/:caseId/follow-up' },
  postCostLine: {
    // An administrator comes from the findings, and reads no case.
    backTo: ({ params: { caseId }, query }) =>
      query.get('back') === 'cost-findings' ? '/cost-findings' : `/cases/${caseId}/costs`,
    choices: { service: servicesToCharge },
  },
  reverseCostLine: { backTo: '/cost-lines/:lineId', about: aboutLine },
  disputeCostLine: { backTo: '/cost-lines/:lineId', about: aboutQuestion },
  answerDispute: { backTo: '/cost-lines/:lineId', about: aboutDispute },
  settleDispute: { backTo: '/cost-lines/:lineId', about: aboutSettlement },
  proposeStatement: {
    backTo: '/statements',
    choices: { agreement: versionsOrAll },
    checked: aboutProposal,
  },
  signStatement: { backTo: '/statements/:statementId', about: aboutStatement },
  declineStatement: { backTo: '/statements/:statementId', about: aboutStatement },
  chargeInvoice: { backTo: '/invoices/:invoiceId', about: aboutInvoice },
  checkLicence: { backTo: '/providers/:providerId', initial: onDay('checkedOn') },
  decideOnProvider: {
    backTo: '/providers/:providerId',
    initial: onDay('from'),
    choices: { replaces: decisionsToReplace },
  },
  recordUpkeep: { backTo: '/cases/:caseId/costs' },
  recordGrant: { backTo: '/cases/:caseId/costs' },
  recordAlternative: { backTo: '/cases/:caseId/costs' },
  askForCompletion: { backTo: '/cases/:caseId/messages' },
  giveCompletion: {
    backTo: '/cases/:caseId/messages',
    about: aboutCompletion,
    narrowed: fieldsOfCompletion,
  },
  giveReadingReason: {
    backTo: ({ params, query }) => pageAskedFor(params.caseId ?? '', query),
    leaveTo: '/',
  },
  withdrawReferral: { backTo: '/cases/:caseId/referral' },
  acceptReferral: {
    backTo: '/cases/:caseId/referral',
    afterwards: (reader, answer) => takeOn(reader, answer as Case),
  },
  correctIntake: { backTo: '/cases/:caseId/referral', replaces: true, initial: recordedIntake },
  proposePlacementAgreement: {
    backTo: '/cases/:caseId/referral',
    initial: proposedOrWished,
    checked: notProposed,
  },
  signPlacementAgreement: { backTo: '/cases/:caseId/referral', about: aboutPlacementAgreement },
  disclosePersonalDetails: { backTo: '/cases/:caseId/consents', about: aboutDisclosure },
  noteIncidentReports: { backTo: '/cases/:caseId/follow-up' },
  closeIncident: { backTo: '/cases/:caseId/follow-up' },
  proposeResponsibilitySplit: { backTo: '/cases/:caseId/follow-up' },
  signResponsibilitySplit: { backTo: '/cases/:caseId/follow-up', about: aboutSplit },
  raiseDeviation: { backTo: '/cases/:caseId/follow-up' },
  answerDeviation: { backTo: '/cases/:caseId/follow-up' },
  closeDeviation: { backTo: '/cases/:caseId/follow-up' },
  extendPlacement: { backTo: '/cases/:caseId', initial: onDay('decidedOn') },
  recordMove: { backTo: '/cases/:caseId', initial: onDay('movedOn') },
  recordLeave: { backTo: '/cases/:caseId/costs' },
  decideExternalService: { backTo: '/cases/:caseId/costs' },
  endExternalService: { backTo: '/cases/:caseId/costs' },
  acknowledgeDelivery: { backTo: '/deliveries' },
  reviewReadings: {
    backTo: '/readings',
    initial: async (reader) => {
      const told = await ask(reader, 'listReadingReviews', { query: { limit: '1' } });
      return { from: told.ok ? told.answer.unreviewedFrom : null, until: today(reader) };
    },
  },
  publishContactPoint: {
    backTo: '/contact-points',
    replaces: true,
    initial: async (reader) => {
      const told = await ask(reader, 'listContactPoints');
      return (told.ok && told.answer.contactPoints.find(({ city }) => city === reader.node.city)) || {};
    },
  },
};

/** The settings of an operation: those named above, else that one goes back to the thing that its path begins with. */
export function settingsOf(operation: ContractOperation<StaffOperationId>): FormSettings {
  const own = formSettings[operation.operationId];
  if (own) return own;
  const [, first = '', id] = operation.fastifyPath.split('/');
  return { backTo: id?.startsWith(':') ? `/${first}/${id}` : `/${first}` };
}
