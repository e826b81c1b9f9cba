import { type DeskOperationId, deskContract } from '@storstad/contract';

/** One thing that a form asks for, as the contract describes it. */
export interface Field {
  /** Where it goes in the request's body, such as `needs.housingForm`; also its name in the form. */
  readonly name: string;
  /** The schema and property that declare it, such as `Needs.housingForm`: its texts are found by these. */
  readonly owner: string;
  readonly property: string;
  readonly required: boolean;
  readonly kind: FieldKind;
}

/** How a field is asked for. Codes of a choice are in words under `values.<codes>`. */
export type FieldKind =
  | { readonly is: 'text'; readonly maxLength: number; readonly pattern: RegExp | null }
  | { readonly is: 'long-text'; readonly maxLength: number; readonly pattern: RegExp | null }
  | { readonly is: 'date' }
  /** The last day of something, of which the body has the day after. */
  | { readonly is: 'last-day' }
  | { readonly is: 'instant' }
  | { readonly is: 'yes-no' }
  /** A box to tick, for what can only be true. */
  | { readonly is: 'confirm' }
  | { readonly is: 'choice'; readonly from: readonly (string | number)[]; readonly words: string }
  | { readonly is: 'choices'; readonly from: readonly string[]; readonly words: string; readonly min: number }
  /** Choices that the contract leaves open, such as cities; the form's settings say which there are. */
  | { readonly is: 'open-choice'; readonly of: OpenChoice }
  | { readonly is: 'open-choices'; readonly of: OpenChoice; readonly min: number }
  /** Kronor, of which the body has öre. */
  | { readonly is: 'money'; readonly min: number; readonly max: number }
  | { readonly is: 'number'; readonly min: number; readonly max: number; readonly words: string }
  /** Short texts, one on each line. */
  | { readonly is: 'texts'; readonly max: number }
  | { readonly is: 'fixed'; readonly value: string }
  | { readonly is: 'group'; readonly fields: readonly Field[] }
  /** The same group several times. The fields' names begin behind the row's. */
  | { readonly is: 'rows'; readonly fields: readonly Field[]; readonly min: number; readonly max: number };

const openChoices = ['City', 'Unit', 'Section', 'StaffSubject', 'AgreementId', 'Uuid'] as const;
export type OpenChoice = (typeof openChoices)[number];

/**
 * Days that the contract has as the first one outside. People are asked for the last one within, as they write and read it
 * everywhere else. A day on which something happens, such as a departure or the way back, is asked for as it is.
 */
const lastDays: readonly string[] = [
  'AgreementDocument.validUntil',
  'PoliceConsent.validUntil',
  'MunicipalityConsent.validUntil',
  'ServicesConsent.validUntil',
  'PostCostLine.until',
  'ProposeStatement.until',
  'ProposeExternalService.until',
  'EndExternalService.endedOn',
  'RecordUpkeep.until',
  'RecordInvoice.until',
  'DecideOnProvider.until',
  'ReviewReadings.until',
];

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly (string | number)[];
  readonly const?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

const schemas = deskContract.document.components.schemas as Readonly<Record<string, Schema>>;

/** The fields of an operation's body; of the one form of it whose constant has this value, where there are several. */
export function fieldsOf(operation: DeskOperationId, variant: string | null = null): readonly Field[] {
  const body = bodyOf(operation);
  if (!body) return [];
  const { name, schema } = named(body, operation);
  const forms = schema.oneOf?.map((form) => named(form, name));
  const form = forms ? forms.find((one) => variantOf(one.schema) === variant) : { name, schema };
  return form ? fieldsIn(form.schema, form.name, '') : [];
}

/** The constants by which the forms of an operation's body are told apart; none when there is only one form. */
export function variantsOf(operation: DeskOperationId): readonly string[] {
  const body = bodyOf(operation);
  const forms = (body && named(body, operation).schema.oneOf) ?? [];
  return forms.map((form) => variantOf(named(form, operation).schema) ?? '');
}

function bodyOf(operation: DeskOperationId): Schema | undefined {
  const described = deskContract.operations.get(operation);
  if (!described) throw new Error(`The contract has no operation ${operation}`);
  const { path, method } = described;
  const content = deskContract.document.paths[path]?.[method.toLowerCase()]?.requestBody?.content;
  return content?.['application/json']?.schema as Schema | undefined;
}

const variantOf = ({ properties = {} }: Schema): string | undefined =>
  Object.values(properties).find((schema) => typeof schema.const === 'string')?.const as string | undefined;

/** The schema behind references, with the last name on the way. */
function named(schema: Schema, otherwise: string): { readonly name: string; readonly schema: Schema } {
  if (schema.$ref === undefined) return { name: otherwise, schema };
  const name = schema.$ref.split('/').at(-1) ?? '';
  const target = schemas[name];
  if (!target) throw new Error(`The contract has no schema ${name}`);
  return named(target, name);
}

const fieldsIn = (schema: Schema, owner: string, at: string): readonly Field[] =>
  Object.entries(schema.properties ?? {}).map(([property, inner]) => {
    const name = at ? `${at}.${property}` : property;
    const required = schema.required?.includes(property) ?? false;
    return { name, owner, property, required, kind: kindOf(inner, owner, property, name) };
  });

function kindOf(raw: Schema, owner: string, property: string, name: string): FieldKind {
  const { name: schemaName, schema } = named(raw, `${owner}.${property}`);
  if (schema.const !== undefined)
    return schema.const === true ? { is: 'confirm' } : { is: 'fixed', value: String(schema.const) };
  if (schema.enum) return { is: 'choice', from: schema.enum, words: schemaName };
  const open = openChoices.find((one) => one === schemaName);
  if (open) return { is: 'open-choice', of: open };
  if (schemaName === 'CivilDate')
    return { is: lastDays.includes(`${owner}.${property}`) ? 'last-day' : 'date' };
  if (schemaName === 'Instant') return { is: 'instant' };
  switch (schema.type) {
    case 'boolean':
      return { is: 'yes-no' };
    case 'integer':
      return numberOf(schema, property, schemaName);
    case 'array':
      return listOf(schema, owner, property, name);
    case 'object':
      return { is: 'group', fields: fieldsIn(schema, schemaName, name) };
    case 'string':
      return textOf(schema);
    default:
      throw new Error(`No field is known for ${owner}.${property}`);
  }
}

function numberOf(
  { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema,
  property: string,
  words: string,
): FieldKind {
  if (property.endsWith('Ore')) return { is: 'money', min: minimum, max: maximum };
  return { is: 'number', min: minimum, max: maximum, words };
}

function textOf({ maxLength = 200, pattern }: Schema): FieldKind {
  const is = maxLength > 200 ? 'long-text' : 'text';
  return { is, maxLength, pattern: pattern ? new RegExp(pattern, 'u') : null };
}

function listOf(
  { items = {}, minItems = 0, maxItems = 10 }: Schema,
  owner: string,
  property: string,
  name: string,
): FieldKind {
  const inner = named(items, `${owner}.${property}`);
  if (inner.schema.enum)
    return { is: 'choices', from: inner.schema.enum.map(String), words: inner.name, min: minItems };
  const open = openChoices.find((one) => one === inner.name);
  if (open) return { is: 'open-choices', of: open, min: minItems };
  if (inner.schema.type === 'object')
    return { is: 'rows', fields: fieldsIn(inner.schema, inner.name, ''), min: minItems, max: maxItems };
  if (inner.schema.type === 'string') return { is: 'texts', max: maxItems };
  throw new Error(`No field is known for the list ${name}`);
}
