import { type ContractOperation, deskContract } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';

/** The address of a form: the contract's path with what one does there, so that it lies below the thing itself. */
export const formPathOf = ({
  fastifyPath,
  method,
}: Pick<ContractOperation, 'fastifyPath' | 'method'>): string =>
  `${fastifyPath}/${method === 'PUT' ? 'edit' : 'new'}`;

/** The address of an operation's form, for a link to it. */
export function formHref(
  operation: StaffOperationId,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): string {
  const described = deskContract.operations.get(operation);
  if (!described) throw new Error(`The contract has no operation ${operation}`);
  const search = new URLSearchParams(query).toString();
  return filledIn(formPathOf(described), params) + (search ? `?${search}` : '');
}

/** A path with its parameters filled in. */
export const filledIn = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
