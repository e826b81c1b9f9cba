import {
  type DeskOperationId,
  type DeskResponse,
  deskContract,
  type ProblemCode,
  type Role,
} from '@storstad/contract';
import { unitName } from '../../commands/agreements.js';
import type { StaffOperationId } from '../../commands/desk-commands.js';
import type { FileAnswer } from '../../commands/files.js';
import type { Staff } from '../../domain/access.js';
import type { Node } from '../../node.js';
import type { Asked, Done, NotDone } from '../desk/run-operation.js';
import type { Session } from './session.js';
import type { Words } from './words.js';

/** Who reads a page, where and in which language: what every page gets. */
export interface Reader {
  readonly node: Node;
  readonly session: Session;
  readonly words: Words;
  readonly traceparent: string;
  /** The path of the page, without its query. */
  readonly path: string;
  /** The same with its query, to come back to. */
  readonly address: string;
  /** What was just done, to be said once at the top of the page; a key of a text. */
  readonly notice: string | null;
  /** The node's operations, as the JSON interface runs them. */
  readonly operations: Operations;
}

/** Every operation of staff, ready to run. */
export type Operations = ReadonlyMap<string, (asked: Asked) => Promise<Done>>;

/** What is asked for, beside who asks. */
export interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Whether the reader has one of some roles. */
export const hasRole = ({ session }: Pick<Reader, 'session'>, ...roles: readonly Role[]): boolean =>
  session.staff.roles.some((role) => roles.includes(role));

/** Runs an operation of the desk for the reader: with those of their roles that may ask for it, as the JSON interface does. */
export async function ask<Op extends StaffOperationId>(
  reader: Reader,
  operation: Op,
  { params = {}, query = {}, body }: Parts = {},
): Promise<{ readonly ok: true; readonly answer: DeskResponse<Op> } | NotDone> {
  const done = await run(reader, operation, { params, query, body });
  if (!done.ok) return done;
  if (done.file) throw new Error(`${operation} answers with a file`);
  return { ok: true, answer: done.answer as DeskResponse<Op> };
}

/** The same, for an operation that answers with a file. */
export async function askForFile(
  reader: Reader,
  operation: StaffOperationId,
  parts: Parts = {},
): Promise<{ readonly ok: true; readonly file: FileAnswer } | NotDone> {
  const done = await run(reader, operation, parts);
  if (!done.ok) return done;
  if (!done.file) throw new Error(`${operation} answers with no file`);
  return { ok: true, file: done.file };
}

async function run(reader: Reader, operation: DeskOperationId, parts: Parts): Promise<Done> {
  const { traceparent, words, operations } = reader;
  const staff = staffFor(reader, operation);
  if (staff.roles.length === 0) return stopped('NOT_PERMITTED');
  const runner = operations.get(operation);
  if (!runner) throw new Error(`There is no operation ${operation}`);
  const { params = {}, query = {}, body } = parts;
  return runner({
    params: { ...params },
    query: { ...query },
    body,
    staff,
    traceparent,
    language: words.language,
  });
}

const rolesOf = (operation: DeskOperationId): readonly Role[] =>
  deskContract.operations.get(operation)?.roles ?? [];

/** The reader with those of their roles that may ask for an operation: the ones that count for it. */
export const staffFor = (
  { session: { staff } }: Pick<Reader, 'session'>,
  operation: DeskOperationId,
): Staff => ({
  ...staff,
  roles: staff.roles.filter((role) => rolesOf(operation).includes(role)),
});

/** Whether the reader has a role that may ask for an operation; a rule can still stop it. */
export const mayAskFor = (reader: Pick<Reader, 'session'>, operation: DeskOperationId): boolean =>
  hasRole(reader, ...rolesOf(operation));

/** A unit of the city by its name. */
export const saidUnit = ({ node }: Pick<Reader, 'node'>, unit: string): string => unitName(node, unit);

/** A thing that cannot be done, for a reason that no rule of the domain gives. */
export const stopped = (code: ProblemCode): NotDone => ({ ok: false, code, facts: {}, violations: [] });
