import { type DeskOperationId, deskContract } from '@storstad/contract';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
}

/** The id of a desk operation, when the contract has one of that name. */
export function findOperation(name: string): DeskOperationId | undefined {
  return operationNames().find((id) => id === name);
}

/** The ids of all operations of the desk. */
export function operationNames(): DeskOperationId[] {
  return [...deskContract.operations.keys()];
}

/** The names of an operation's parameters in the path or in the query. */
export function parameterNames(id: DeskOperationId, place: 'path' | 'query'): string[] {
  const { path, method } = operation(id);
  const parameters = deskContract.document.paths[path]?.[method.toLowerCase()]?.parameters ?? [];
  return parameters
    .map((parameter) => ('$ref' in parameter ? lookUp(parameter.$ref) : parameter))
    .filter((parameter) => parameter.in === place)
    .map((parameter) => parameter.name);
}

export const json = 'application/json';

/** Where and how an operation is asked for, with its parameters filled in. */
export function requestLine(id: DeskOperationId, parameters: Readonly<Record<string, unknown>>) {
  const { method, path, requestMediaType } = operation(id);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(parameters[name])));
  const query = parameterNames(id, 'query').filter((name) => parameters[name] !== undefined);
  const search = new URLSearchParams(
    Object.fromEntries(query.map((name) => [name, String(parameters[name])])),
  );
  const target = search.size === 0 ? filled : `${filled}?${search}`;
  return { method, target, mediaType: requestMediaType ?? json };
}

function operation(id: DeskOperationId) {
  const found = deskContract.operations.get(id);
  if (!found) throw new Error(`openapi/desk.yaml has no operation ${id}`);
  return found;
}

function lookUp(reference: string): Parameter {
  const components = deskContract.document.components as { parameters?: Record<string, Parameter> };
  const found = components.parameters?.[reference.replace('#/components/parameters/', '')];
  if (!found) throw new Error(`openapi/desk.yaml has no ${reference}`);
  return found;
}
