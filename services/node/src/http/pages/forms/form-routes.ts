import { createHash, randomUUID } from 'node:crypto';
import { type Case, type ContractOperation, deskContract } from '@storstad/contract';
import { caseFor } from '../../../commands/desk-command.js';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { isRefusal } from '../../../domain/refusal.js';
import type { NotDone } from '../../desk/run-operation.js';
import type { PageAnswer, PageRequest, Pages } from '../page.js';
import { ask, mayAskFor, type Reader, staffFor, stopped } from '../reader.js';
import { reasonAskedFirst } from '../reading-reason.js';
import { confirmed, confirmPage, toChange } from './confirm-page.js';
import { entriesOf } from './entries-of.js';
import { type Field, fieldsOf, variantsOf } from './field.js';
import type { FormPlace } from './form-about.js';
import { type Option, optionsOf } from './form-choices.js';
import { addRow, fieldNamed } from './form-fields.js';
import { filledIn, formPathOf } from './form-href.js';
import { asOfField, type FormView, formPage, markField } from './form-page.js';
import { type FormSettings, settingsOf } from './form-settings.js';
import { asAskedFor, type Entries, type FieldFault, readForm } from './read-form.js';
import { saidFields } from './said-value.js';

/** Operations whose forms are several pages, at the address of the form: see referral/. */
export const inSteps: readonly StaffOperationId[] = ['openCase', 'sendReferral'];

/** Operations that are asked for on pages of their own. */
const withoutForm: readonly StaffOperationId[] = ['searchCases', 'importInvoices', ...inSteps];

/** The operations that have a form: all that change something. */
export const formOperations = (): ContractOperation<StaffOperationId>[] =>
  ([...deskContract.operations.values()] as ContractOperation<StaffOperationId>[]).filter(
    ({ method, operationId, public: forAnyone }) =>
      method !== 'GET' && !forAnyone && !withoutForm.includes(operationId),
  );

/** A form for each operation that changes something, at an address that follows from the contract's. */
export function addForms(pages: Pages): void {
  for (const operation of formOperations()) {
    const path = formPathOf(operation);
    pages.get(path, (request) => showForm(operation, request));
    pages.post(path, (request) => takeForm(operation, request));
  }
}

type Operation = ContractOperation<StaffOperationId>;

/** A form at its address, as far as it is the same whatever has been typed. */
interface FormAt {
  readonly operation: StaffOperationId;
  readonly settings: FormSettings;
  readonly variant: string | null;
  readonly fields: readonly Field[];
  readonly place: FormPlace;
  readonly backTo: string;
}

/** The form that the reader may fill in here; else what they are told, or where they go first. */
async function formAt(operation: Operation, request: PageRequest): Promise<FormAt | PageAnswer> {
  const { operationId } = operation;
  if (!mayAskFor(request.reader, operationId)) return stopped('NOT_PERMITTED');
  const first = reasonFirst(operation, request) ?? (await hiddenCase(operation, request));
  if (first) return first;
  const place = placeOf(request);
  const settings = settingsOf(operation);
  const variants = variantsOf(operationId);
  const variant = variants.length > 0 ? (request.query.get('kind') ?? '') : null;
  if (variant !== null && !variants.includes(variant)) return stopped('NOT_FOUND');
  const all = fieldsOf(operationId, variant);
  const fields = (await settings.narrowed?.(all, request.reader, place)) ?? all;
  return { operation: operationId, settings, variant, fields, place, backTo: backFrom(settings, place) };
}

const isForm = (one: FormAt | PageAnswer): one is FormAt => 'fields' in one;

/** The case is read once, and only by a form that needs it: each reading is recorded. */
function placeOf({ reader, params, query }: PageRequest): FormPlace {
  let reading: Promise<Case | null> | undefined;
  return {
    params,
    query,
    theCase() {
      reading ??= caseAt(reader, params.caseId ?? '');
      return reading;
    },
  };
}

async function caseAt(reader: Reader, caseId: string): Promise<Case | null> {
  const told = await ask(reader, 'getCase', { params: { caseId } });
  return told.ok ? told.answer : null;
}

/** The choices of all fields, those in groups and rows too, by owner and property. */
export async function allOptions(
  fields: readonly Field[],
  settings: Pick<FormSettings, 'choices'>,
  reader: Reader,
  place: Pick<FormPlace, 'params'>,
) {
  const options = new Map<string, readonly Option[]>();
  for (const field of fields) {
    const { kind } = field;
    if (kind.is === 'group' || kind.is === 'rows')
      for (const [key, inner] of await allOptions(kind.fields, settings, reader, place))
        options.set(key, inner);
    const own = await optionsOf(field, settings.choices, reader, place);
    if (own) options.set(`${field.owner}.${field.property}`, own);
  }
  return options;
}

const backFrom = ({ backTo }: FormSettings, place: FormPlace): string =>
  typeof backTo === 'string' ? filledIn(backTo, place.params) : backTo(place);

async function showForm(operation: Operation, request: PageRequest): Promise<PageAnswer> {
  const { reader, query } = request;
  const form = await formAt(operation, request);
  if (!isForm(form)) return form;
  const initial = (await form.settings.initial?.(reader, form.place)) ?? {};
  const entries = entriesOf(form.fields, initial);
  if (form.settings.replaces) entries.set(asOfField, digestOf(initial));
  for (const [name, value] of query)
    if (name !== 'kind') for (const entry of entriesFor(form.fields, name, value)) entries.set(...entry);
  return { page: await pageOf(reader, form, entries) };
}

/** What stands in the address for a field: a day as the body has it, all else as it is typed. */
function entriesFor(fields: readonly Field[], name: string, value: string): Iterable<[string, string]> {
  const day = fields.find((field) => field.name === name && isDay(field));
  if (!day) return [[name, value]];
  const isCivilDate = /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
  return isCivilDate ? entriesOf([day], { [day.property]: value }) : [];
}

const isDay = ({ kind }: Field): boolean => kind.is === 'date' || kind.is === 'last-day';

/**
 * Who reads a case that is not their own says why before a form of it is shown; but for the form that says so. The forms
 * of those who read no case, such as administrators, show nothing of it.
 */
const reasonFirst = ({ operationId }: Operation, request: PageRequest) =>
  operationId === 'giveReadingReason' || !mayAskFor(request.reader, 'getCase')
    ? null
    : reasonAskedFirst(request);

/** Nobody is shown a form of a case that they may not see: it looks like one that is not there, and that is recorded. */
async function hiddenCase(
  { operationId }: Operation,
  { reader, params: { caseId } }: PageRequest,
): Promise<NotDone | null> {
  if (operationId === 'giveReadingReason' || caseId === undefined || !mayAskFor(reader, 'getCase'))
    return null;
  if (!isRefusal(caseFor(reader.node, staffFor(reader, 'getCase'), caseId))) return null;
  const told = await ask(reader, 'getCase', { params: { caseId } });
  return told.ok ? null : told;
}

async function takeForm(operation: Operation, request: PageRequest): Promise<PageAnswer> {
  const { reader, params, entries } = request;
  const form = await formAt(operation, request);
  if (!isForm(form)) return form;
  const { fields, settings, place, backTo } = form;
  if (entries.has(addRow) || entries.has(toChange)) return { page: await pageOf(reader, form, entries) };
  const { body, faults } = readForm(fields, settings.understood?.(reader, entries) ?? entries);
  const shownAgain = async (faults: FormView['faults'], problem: NotDone): Promise<PageAnswer> => ({
    page: await pageOf(reader, form, entries, faults, faults.size > 0 ? null : problem),
    problem,
  });
  if (faults.size > 0) return shownAgain(faults, stopped('REQUEST_INVALID'));
  if (settings.checked && !entries.has(confirmed)) {
    const about = await settings.checked(reader, place, body);
    return { page: confirmPage(reader, { ...(await viewOf(reader, form, entries)), about }, body) };
  }
  const { sent } = reader.session;
  const mark = entries.get(markField) ?? randomUUID();
  if (await sent.get(mark)) return { seeOther: withDone(backTo, 'already') };
  const changed = await changedMeanwhile(reader, form, entries, body);
  if (changed) return changed;
  const doing = ask(reader, operation.operationId, {
    params,
    body: operation.hasBody ? body : undefined,
  });
  // What was refused, or failed, has not been done: it can be sent again.
  const isDone = doing.then(
    ({ ok }) => ok,
    () => false,
  );
  sent.set(mark, isDone);
  const told = await doing;
  if (told.ok) {
    await settings.afterwards?.(reader, told.answer);
    return { seeOther: withDone(backTo, doneKey(form)) };
  }
  const places = new Map([
    ...faultsOf(told, fields),
    ...dayOutside(told, fields, body),
    ...nothingAtAll(told, fields, body),
  ]);
  return shownAgain(places, told);
}

/** What replaces what is stored is not done unseen over what somebody else has stored since the form was shown. */
async function changedMeanwhile(
  reader: Reader,
  form: FormAt,
  entries: Entries,
  body: object,
): Promise<PageAnswer | null> {
  const { settings, place, fields } = form;
  const asOf = entries.get(asOfField);
  if (!settings.replaces || asOf === null) return null;
  const stored = (await settings.initial?.(reader, place)) ?? {};
  if (digestOf(stored) === asOf) return null;
  const view = await viewOf(reader, form, entries);
  const typed = saidFields(fields, body, reader.words, view.options);
  const meanwhile = saidFields(fields, stored, reader.words, view.options)
    .filter(({ value }, i) => value !== typed[i]?.value)
    .map(({ label, value }) => ({ key: label, value: value ?? '–' }));
  if (meanwhile.length === 0) return null;
  return {
    page: formPage(reader, { ...view, asOf: digestOf(stored), meanwhile }),
    problem: stopped('REQUEST_INVALID'),
  };
}

const digestOf = (stored: object): string =>
  createHash('sha256').update(JSON.stringify(stored)).digest('base64url');

const doneKey = ({ operation, variant }: FormAt): string =>
  variant === null ? operation : `${operation}.${variant}`;

const withDone = (backTo: string, done: string): string =>
  `${backTo}${backTo.includes('?') ? '&' : '?'}done=${done}`;

/** The places of the body that the contract has something against, as faults of fields. */
function faultsOf({ code, violations }: NotDone, fields: readonly Field[]): ReadonlyMap<string, FieldFault> {
  if (code !== 'REQUEST_INVALID' && code !== 'PERSONAL_NUMBER_IN_TEXT') return new Map();
  const fault = code === 'PERSONAL_NUMBER_IN_TEXT' ? 'personal-number' : 'not-possible';
  const names = violations.map(({ at }) => at.slice(1).replaceAll('/', '.'));
  return new Map(names.filter((name) => fieldNamed(fields, name)).map((name) => [name, { fault }]));
}

/** A form of which nothing by itself is needed, in which nothing is filled in. */
const nothingAtAll = (
  { code }: NotDone,
  [first]: readonly Field[],
  body: object,
): readonly [string, FieldFault][] =>
  code === 'REQUEST_INVALID' && first && Object.keys(body).length === 0
    ? [[first.name, { fault: 'nothing-at-all' }]]
    : [];

/** The one day that is outside what a rule allows, as a fault of its field; nothing where there are several. */
function dayOutside(
  { code, facts: { earliest, latest } = {} }: NotDone,
  fields: readonly Field[],
  body: Readonly<Record<string, unknown>>,
): readonly [string, FieldFault][] {
  if (code !== 'DATE_IMPOSSIBLE') return [];
  const outside = fields.filter(isDay).flatMap((field): [string, FieldFault][] => {
    const day = body[field.property];
    if (typeof day !== 'string') return [];
    if (typeof earliest === 'string' && day < earliest)
      return [[field.name, { fault: 'too-early', earliest: asAskedFor(field.kind, earliest) }]];
    if (typeof latest === 'string' && day > latest)
      return [[field.name, { fault: 'too-late', latest: asAskedFor(field.kind, latest) }]];
    return [];
  });
  return outside.length === 1 ? outside : [];
}

async function viewOf(reader: Reader, form: FormAt, entries: Entries): Promise<FormView> {
  const { fields, settings, place, backTo } = form;
  return {
    ...form,
    about: null,
    options: await allOptions(fields, settings, reader, place),
    leaveTo: settings.leaveTo ?? backTo,
    caseId: place.params.caseId ?? null,
    isChecked: settings.checked !== undefined,
    mark: entries.get(markField) ?? randomUUID(),
    asOf: entries.get(asOfField),
    meanwhile: [],
    entries,
    faults: new Map(),
    notDone: null,
  };
}

async function pageOf(
  reader: Reader,
  form: FormAt,
  entries: Entries,
  faults: FormView['faults'] = new Map(),
  notDone: NotDone | null = null,
) {
  const about = (await form.settings.about?.(reader, form.place)) ?? null;
  return formPage(reader, { ...(await viewOf(reader, form, entries)), about, faults, notDone });
}
