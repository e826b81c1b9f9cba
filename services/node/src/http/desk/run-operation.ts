import {
  type ContractOperation,
  type DeskOperationId,
  type DeskRequest,
  deskContract,
  type ProblemCode,
  requestValidator,
  responseValidator,
  type Violation,
} from '@storstad/contract';
import type { DeskCall } from '../../commands/desk-command.js';
import { deskCommands, type StaffOperationId } from '../../commands/desk-commands.js';
import type { FileAnswer } from '../../commands/files.js';
import type { Facts } from '../../domain/refusal.js';
import { isRefusal } from '../../domain/refusal.js';
import { isFileFault } from '../../file-fault.js';
import { personalNumbersIn } from '../../free-text.js';
import type { Node } from '../../node.js';

/** What somebody asks for, as it came in: nothing of it is checked but who asks. */
export type Asked = Pick<DeskCall<DeskOperationId>, 'staff' | 'traceparent' | 'language'> & {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
};

/** What came of it: the contract's answer, a file, or a problem. */
export type Done =
  | { readonly ok: true; readonly answer: object; readonly file: null }
  | { readonly ok: true; readonly answer: null; readonly file: FileAnswer }
  | NotDone;

/** Why it was not done: by which rule or at which places of the request. */
export interface NotDone {
  readonly ok: false;
  readonly code: ProblemCode;
  readonly facts: Facts;
  readonly violations: readonly Violation[];
}

/**
 * An operation of the desk, for the JSON interface and for the pages alike: the contract's check of the request, the
 * search for personal numbers in free text, the command of the same name, the contract's check of the answer.
 */
export function operationRunner<Op extends StaffOperationId>(
  node: Node,
  { operationId, successStatus, requestMediaType, successMediaType }: ContractOperation<Op>,
): (asked: Asked) => Promise<Done> {
  const violationsOf = requestValidator(deskContract, operationId as DeskOperationId);
  const answerViolations = responseValidator(deskContract, operationId as DeskOperationId, successStatus);
  const command = deskCommands[operationId] as (node: Node, call: DeskCall<Op>) => Promise<object> | object;
  // A file is judged row by row, by the command.
  const takesFile = requestMediaType !== null && requestMediaType !== 'application/json';
  return async ({ params, query, body, ...who }) => {
    const violations = violationsOf({ params, query, headers: {}, body });
    if (violations.length > 0) return notDone('REQUEST_INVALID', { violations });
    const personal = takesFile ? [] : personalNumbersIn(body);
    if (personal.length > 0) return notDone('PERSONAL_NUMBER_IN_TEXT', { violations: personal });
    const request = { params, query, body } as unknown as DeskRequest<Op>;
    const outcome = await command(node, { ...request, ...who, operation: operationId });
    if (isFileFault(outcome)) return notDone('FILE_INVALID', { facts: outcome.fileFault });
    if (isRefusal(outcome)) return notDone(outcome.refusal, { facts: outcome.facts });
    if (successMediaType !== 'application/json')
      return { ok: true, answer: null, file: outcome as FileAnswer };
    const [wrong] = answerViolations(outcome);
    if (wrong) throw new Error(`The answer to ${operationId} does not follow the contract at ${wrong.at}`);
    return { ok: true, answer: outcome, file: null };
  };
}

const notDone = (code: ProblemCode, rest: Partial<Pick<NotDone, 'facts' | 'violations'>>): NotDone => ({
  ok: false,
  code,
  facts: {},
  violations: [],
  ...rest,
});
