import type { Case, ContractOperation } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { colleaguesFor } from '../../../commands/staff.js';
import { civilDateOf } from '../../../domain/calendar.js';
import { otherCities } from '../../../node.js';
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
import { ask, mayAskFor, type Reader, saidUnit, staffFor } from '../reader.js';
import { pageAskedFor } from '../reading-reason.js';
import type { Field, OpenChoice } from './field.js';
import type { About, FormPlace } from './form-about.js';
import type { Entries } from './read-form.js';

/** Something that can be chosen, and how it is called. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

type Ids = Pick<FormPlace, 'params'>;

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
  /** The choices of single fields, by property, where those of every form will not do; null for what is written. */
  readonly choices?: Readonly<
    Record<string, (reader: Reader, place: Ids) => Promise<Option[] | null> | Option[] | null>
  >;
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

/** Units of this city that are parties to some version of the agreement. */
async function ownBodies(reader: Reader): Promise<Option[]> {
  const told = await ask(reader, 'listAgreements');
  const bodies = told.ok ? told.answer.agreements.flatMap(({ document }) => document.bodies) : [];
  const own = bodies.filter(({ city }) => city === reader.node.city);
  return [
    ...new Map(own.map(({ unit, name }) => [unit, { value: unit, label: `${name} (${unit})` }])).values(),
  ];
}

const written = () => null;

/** Units of this city that have not approved a version. */
async function bodiesToApprove(reader: Reader, { params }: Ids): Promise<Option[]> {
  const told = await ask(reader, 'getAgreement', { params: { agreementId: params.agreementId ?? '' } });
  const missing = told.ok ? told.answer.missingBodies : [];
  return (await ownBodies(reader)).filter(({ value }) => missing.includes(`${reader.node.city}/${value}`));
}

const everyCity = ({ node, words }: Reader): Option[] =>
  [node.city, ...otherCities(node)].map((city) => ({ value: city, label: words.city(city) }));

/** A new version is mostly like the one before it. */
async function latestBodiesAndTerms(reader: Reader): Promise<object> {
  const told = await ask(reader, 'listAgreements');
  const documents = told.ok ? told.answer.agreements.map(({ document }) => document) : [];
  const latest = documents.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1);
  return latest ? { bodies: latest.bodies, terms: latest.terms } : {};
}

async function providers(reader: Reader): Promise<Option[]> {
  const told = await ask(reader, 'listProviders');
  return told.ok ? told.answer.providers.map(({ id, name }) => ({ value: id, label: name })) : [];
}

/** The decisions about a provider that one can replace. */
async function decisionsToReplace(reader: Reader, { params }: Ids): Promise<Option[]> {
  const { words } = reader;
  const told = await ask(reader, 'listProviders');
  const provider = told.ok ? told.answer.providers.find(({ id }) => id === params.providerId) : undefined;
  const standing = (provider?.decisions ?? []).filter(({ replacedBy }) => replacedBy === null);
  return [
    { value: '', label: words.say('money.provider.replacesNone') },
    ...standing.map(({ id, kind, reference, from }) => ({
      value: id,
      label: `${words.value('ProviderDecision.kind', kind)}, ${reference}, ${words.date(from)}`,
    })),
  ];
}

/** A received case may be named by its reference, which is all that administrators see of it. */
function caseByReference({ node }: Reader, typed: Entries): Entries {
  const reference = typed.get('caseId')?.trim().toLowerCase() ?? '';
  const caseId = /^[\da-f]{8}$/.test(reference) ? node.store.cases.receivedAs(reference) : null;
  const understood = new URLSearchParams(typed);
  if (caseId) understood.set('caseId', caseId);
  return understood;
}

/** The services of a case that its home city bears the cost of; all, for those who do not read cases. */
async function servicesToCharge(reader: Reader, { params }: Ids): Promise<Option[] | null> {
  if (!mayAskFor(reader, 'getCase')) return null;
  const told = await ask(reader, 'getCaseCosts', { params: { caseId: params.caseId ?? '' } });
  if (!told.ok) return null;
  return told.answer.services
    .filter(({ source, bearer }) => source === 'own' && bearer === 'home')
    .map(({ service }) => ({ value: service, label: reader.words.value('ServiceCode', service) }));
}

/** Oneself, and the colleagues whom the node knows: a name that is typed wrong would be nobody's. */
function whoTakesTheCase(reader: Reader, { params }: Ids): Option[] {
  const asking = staffFor(reader, 'assignCase');
  return [
    { value: asking.subject, label: reader.words.say('work.assignee.myself') },
    ...colleaguesFor(reader.node, asking, params.caseId ?? '').map((subject) => ({
      value: subject,
      label: subject,
    })),
  ];
}

/** The contract lets a program leave all of them out; people say what they mean. */
const allRequired = (fields: readonly Field[]): Promise<readonly Field[]> =>
  Promise.resolve(fields.map((field) => ({ ...field, required: true })));

/** The agreement versions, or all of them. */
export async function versionsOrAll(reader: Reader): Promise<Option[]> {
  const versions = (await openOptions('AgreementId', reader)) ?? [];
  return [{ value: '', label: reader.words.say('money.allVersions') }, ...versions];
}

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

/** The choices of a field that the contract leaves open; null where it is to be written. */
export async function optionsOf(
  { property, kind }: Field,
  { choices }: Pick<FormSettings, 'choices'>,
  reader: Reader,
  place: Ids,
): Promise<Option[] | null> {
  const own = choices?.[property];
  if (own) return own(reader, place);
  return kind.is === 'open-choice' || kind.is === 'open-choices' ? openOptions(kind.of, reader) : null;
}

async function openOptions(of: OpenChoice, reader: Reader): Promise<Option[] | null> {
  const { node, session, words } = reader;
  switch (of) {
    case 'City':
      return otherCities(node).map((city) => ({ value: city, label: words.city(city) }));
    case 'Unit':
      return session.staff.units.map((unit) => ({ value: unit, label: saidUnit(reader, unit) }));
    case 'Section':
      return [...new Set(node.unitRules.flatMap(({ section }) => section ?? []))].map((section) => ({
        value: section,
        label: words.value('Section', section),
      }));
    case 'AgreementId': {
      const told = await ask(reader, 'listAgreements');
      return told.ok
        ? told.answer.agreements.map(({ id, document }) => ({ value: id, label: document.title }))
        : [];
    }
    case 'StaffSubject':
    case 'Uuid':
      return null;
  }
}
