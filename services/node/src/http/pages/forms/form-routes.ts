import { type ContractOperation, deskContract } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import type { NotDone } from '../../desk/run-operation.js';
import type { PageAnswer, PageRequest, Pages } from '../page.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { reasonAskedFirst } from '../reading-reason.js';
import { type Field, fieldsOf, variantsOf } from './field.js';
import type { About } from './form-about.js';
import { addRow, fieldNamed } from './form-fields.js';
import { filledIn, formPathOf } from './form-href.js';
import { type FormView, formPage } from './form-page.js';
import { type FormPlace, type FormSettings, type Option, optionsOf, settingsOf } from './form-settings.js';
import { asAskedFor, type Entries, entriesOf, type FieldFault, readForm } from './read-form.js';

export { formHref, formPathOf } from './form-href.js';

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

/** What a form is made of, for this reader and place. */
interface Made {
  readonly settings: FormSettings;
  readonly variant: string | null;
  readonly fields: readonly Field[];
  readonly options: ReadonlyMap<string, readonly Option[]>;
  readonly initial: object;
  readonly about: About | null;
  readonly backTo: string;
  readonly caseId: string | null;
}

async function make(operation: Operation, { reader, params, query }: PageRequest): Promise<Made | null> {
  const place: FormPlace = { params, query };
  const settings = settingsOf(operation);
  const variants = variantsOf(operation.operationId);
  const variant = variants.length > 0 ? (query.get('kind') ?? '') : null;
  if (variant !== null && !variants.includes(variant)) return null;
  const all = fieldsOf(operation.operationId, variant).filter(
    ({ property }) => !settings.hidden?.includes(property),
  );
  const fields = (await settings.narrowed?.(all, reader, place)) ?? all;
  const initial = (await settings.initial?.(reader, place)) ?? {};
  const backTo = backFrom(settings, place);
  return {
    settings,
    variant,
    fields,
    initial,
    about: (await settings.about?.(reader, place)) ?? null,
    backTo,
    caseId: params.caseId ?? null,
    options: await allOptions(fields, settings, reader, place),
  };
}

/** The choices of all fields, those in groups and rows too, by owner and property. */
export async function allOptions(
  fields: readonly Field[],
  settings: FormSettings,
  reader: Reader,
  place: FormPlace,
) {
  const options = new Map<string, readonly Option[]>();
  for (const field of fields) {
    const { kind } = field;
    if (kind.is === 'group' || kind.is === 'rows')
      for (const [key, inner] of await allOptions(kind.fields, settings, reader, place))
        options.set(key, inner);
    const own = await optionsOf(field, settings, reader, place);
    if (own) options.set(`${field.owner}.${field.property}`, own);
  }
  return options;
}

const backFrom = ({ backTo }: FormSettings, place: FormPlace): string =>
  typeof backTo === 'string' ? filledIn(backTo, place.params) : backTo(place);

async function showForm(operation: Operation, request: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(request.reader, operation.operationId)) return stopped('NOT_PERMITTED');
  const first = reasonFirst(operation, request) ?? (await hiddenCase(operation, request));
  if (first) return first;
  const made = await make(operation, request);
  if (!made) return stopped('NOT_FOUND');
  const entries = entriesOf(made.fields, made.initial);
  for (const [name, value] of request.query)
    if (name !== 'kind') for (const entry of entriesFor(made.fields, name, value)) entries.set(...entry);
  return { page: pageOf(operation, request.reader, made, entries) };
}

/** What stands in the address for a field: a day as the body has it, all else as it is typed. */
function entriesFor(fields: readonly Field[], name: string, value: string): Iterable<[string, string]> {
  const day = fields.find((field) => field.name === name && isDay(field));
  return day ? entriesOf([day], { [day.property]: value }) : [[name, value]];
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

/** Nobody is shown a form of a case that they may not see: it looks like one that is not there. */
async function hiddenCase(
  { operationId }: Operation,
  { reader, params }: PageRequest,
): Promise<NotDone | null> {
  if (operationId === 'giveReadingReason' || params.caseId === undefined || !mayAskFor(reader, 'getCase'))
    return null;
  const told = await ask(reader, 'getCase', { params: { caseId: params.caseId } });
  return told.ok ? null : told;
}

async function takeForm(operation: Operation, request: PageRequest): Promise<PageAnswer> {
  const { reader, params, entries } = request;
  const first = reasonFirst(operation, request);
  if (first) return first;
  const made = await make(operation, request);
  if (!made) return stopped('NOT_FOUND');
  if (entries.has(addRow)) return { page: pageOf(operation, reader, made, entries) };
  const { body, faults } = readForm(made.fields, made.settings.understood?.(reader, entries) ?? entries);
  const shownAgain = (faults: FormView['faults'], problem: NotDone): PageAnswer => ({
    page: pageOf(operation, reader, made, entries, faults, faults.size > 0 ? null : problem),
    problem,
  });
  if (faults.size > 0) return shownAgain(faults, stopped('REQUEST_INVALID'));
  const hidden = made.settings.hidden ?? [];
  const said = Object.fromEntries(Object.entries(made.initial).filter(([name]) => hidden.includes(name)));
  const told = await ask(reader, operation.operationId, {
    params,
    body: operation.hasBody ? { ...body, ...said } : undefined,
  });
  if (told.ok) return { seeOther: withDone(made.backTo, doneKey(operation, made)) };
  const places = new Map([
    ...faultsOf(told, made.fields),
    ...dayOutside(told, made.fields, body),
    ...nothingAtAll(told, made.fields, body),
  ]);
  return shownAgain(places, told);
}

const doneKey = ({ operationId }: Operation, { variant }: Made): string =>
  variant === null ? operationId : `${operationId}.${variant}`;

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

function pageOf(
  { operationId }: Operation,
  reader: Reader,
  made: Made,
  entries: Entries,
  faults: FormView['faults'] = new Map(),
  notDone: NotDone | null = null,
) {
  const leaveTo = made.settings.leaveTo ?? made.backTo;
  const form: FormView = { ...made, leaveTo, operation: operationId, entries, faults, notDone };
  return formPage(reader, form);
}
