import type { ValidateFunction } from 'ajv/dist/2020.js';
import { type Contract, type ContractOperation, peerContract } from './contract.js';
import type { MessageType } from './generated/schemas.js';
import {
  lookUp,
  type OperationObject,
  type ParameterObject,
  type PayloadObject,
  pointer,
} from './openapi-document.js';
import { compiledAt, compiledParameters, fromOutside } from './schema-compiler.js';
import { type Violation, violationsOf } from './violation.js';

/** Tells where a value is not what the contract says. The value is left as it is. */
export type Validator = (value: unknown) => Violation[];

/** A request as it came in. Parameters are coerced and defaulted in place, the body never. */
export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/** Tells where a request is not what the contract says. */
export type RequestValidator = (parts: RequestParts) => Violation[];

const requestValidators = new WeakMap<Contract, Map<string, RequestValidator>>();

/** The validator of the requests of one operation. It is compiled when it is first used. */
export function requestValidator<Id extends string>(
  contract: Contract<Id>,
  operationId: NoInfer<Id>,
): RequestValidator {
  const made = requestValidators.get(contract) ?? new Map<string, RequestValidator>();
  requestValidators.set(contract, made);
  const validator =
    made.get(operationId) ?? newRequestValidator(contract, operationOf(contract, operationId));
  made.set(operationId, validator);
  return validator;
}

function newRequestValidator(contract: Contract, operation: ContractOperation): RequestValidator {
  const path = parametersValidator(contract, operation, 'path');
  const query = parametersValidator(contract, operation, 'query');
  const header = parametersValidator(contract, operation, 'header');
  const body = payloadValidator(contract, [...placeOf(operation), 'requestBody']);
  return (parts) => [
    ...path(parts.params),
    ...query(parts.query),
    ...header(parts.headers),
    ...body(parts.body),
  ];
}

/** The validator of an operation's answers with one status. */
export function responseValidator<Id extends string>(
  contract: Contract<Id>,
  operationId: NoInfer<Id>,
  status: number,
): Validator {
  const operation = operationOf(contract, operationId);
  return payloadValidator(contract, [...placeOf(operation), 'responses', String(status)]);
}

/** The validator of a schema, by its name among the contract's components. */
export function schemaValidator(contract: Contract, schemaName: string): Validator {
  return validatorAt(contract, pointer('components', 'schemas', schemaName));
}

/** The validator of what lies sealed in a message of one type. */
export function sealedContentValidator(messageType: MessageType): Validator {
  const place = pointer('components', 'schemas', 'SealedContent', 'properties', messageType);
  return validatorAt(peerContract, place);
}

function operationOf(contract: Contract, operationId: string): ContractOperation {
  const operation = contract.operations.get(operationId);
  if (operation === undefined) throw new Error(`The contract has no operation ${operationId}`);
  return operation;
}

function placeOf({ path, method }: ContractOperation): string[] {
  return ['paths', path, method.toLowerCase()];
}

function validatorAt(contract: Contract, place: string): Validator {
  return (value) => run(compiledAt(contract, place), value);
}

function run(validate: ValidateFunction, value: unknown): Violation[] {
  return validate(value) ? [] : violationsOf(validate.errors ?? []);
}

/** The validator of a request body or an answer; nothing may be there where the contract knows of none. */
function payloadValidator(contract: Contract, keys: readonly string[]): Validator {
  const { place, value } = resolved<PayloadObject>(contract, pointer(...keys));
  const [mediaType] = Object.keys(value?.content ?? {});
  if (mediaType === undefined) return noBody;
  return validatorAt(contract, `${place}${pointer('content', mediaType, 'schema').slice(1)}`);
}

function noBody(value: unknown): Violation[] {
  return value === undefined || value === null ? [] : [{ at: '', message: 'no body is known here' }];
}

/** What stands at a place of the contract, behind a reference if there is one. */
function resolved<T>(contract: Contract, place: string): { place: string; value: T | undefined } {
  const value = lookUp(contract.document, place) as (T & { readonly $ref?: string }) | undefined;
  return value?.$ref === undefined ? { place, value } : resolved<T>(contract, value.$ref);
}

/** The validator of an operation's parameters of one kind. Headers that the contract does not know are let by. */
function parametersValidator(
  contract: Contract,
  operation: ContractOperation,
  kind: ParameterObject['in'],
): Validator {
  const parameters = parametersOf(contract, operation).filter((parameter) => parameter.in === kind);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, fromOutside(schema)])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: kind === 'header',
  };
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= compiledParameters(contract, schema);
    return run(validate, value).map(({ at, message }) => ({ at: kind + at, message }));
  };
}

function parametersOf(contract: Contract, operation: ContractOperation): ParameterObject[] {
  const { parameters = [] } = lookUp(contract.document, pointer(...placeOf(operation))) as OperationObject;
  return parameters.map((parameter) =>
    '$ref' in parameter ? (lookUp(contract.document, parameter.$ref) as ParameterObject) : parameter,
  );
}
