import type { DeskOperationId } from './contract.js';
import type { operations } from './generated/desk.js';

type Parameters<Op extends DeskOperationId> = operations[Op]['parameters'];
type Present<T> = [T] extends [never] ? Record<never, never> : T;

/** A valid request to an operation of the desk, after defaults are filled in. */
export interface DeskRequest<Op extends DeskOperationId> {
  readonly params: Present<NonNullable<Parameters<Op>['path']>>;
  readonly query: Present<NonNullable<Parameters<Op>['query']>>;
  readonly body: BodyOf<operations[Op]>;
}

type BodyOf<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : Operation extends { requestBody: { content: { 'text/csv': infer Text } } }
    ? Text
    : undefined;

/** The body of an operation's answer when it has done what was asked for. */
export type DeskResponse<Op extends DeskOperationId> = SuccessOf<operations[Op]['responses']>;

type SuccessOf<Responses> = Responses extends { 200: infer Ok }
  ? JsonOf<Ok>
  : Responses extends { 201: infer Created }
    ? JsonOf<Created>
    : never;

type JsonOf<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;

/** Operations whose answer is a file, and no JSON document. */
export type FileOperationId = {
  [Op in DeskOperationId]: [DeskResponse<Op>] extends [never] ? Op : never;
}[DeskOperationId];
