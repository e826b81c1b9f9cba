import { deskContract } from '@storstad/contract';
import { operationOf } from './ask-desk.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

const { schemas } = deskContract.document.components as unknown as { schemas: Record<string, Schema> };
const nameOf = ({ $ref }: Schema) => $ref?.split('/').at(-1) ?? '';

/**
 * Where in an operation's body there is a value of one of these schemas of the contract, or of these types, as JSON
 * pointers; `0` stands for any item of an array.
 */
export function fieldsOf(operationId: string, kinds: readonly string[]): string[] {
  const { path, method } = operationOf(operationId);
  const content = deskContract.document.paths[path]?.[method.toLowerCase()]?.requestBody?.content;
  const found = new Set<string>();
  const walk = (schema: Schema, at: string): void => {
    const target = schema.$ref ? (schemas[nameOf(schema)] ?? {}) : schema;
    if (kinds.includes(nameOf(schema)) || kinds.includes(target.type ?? '')) found.add(at);
    const { properties = {}, items, oneOf = [], anyOf = [] } = target;
    for (const [name, property] of Object.entries(properties)) walk(property, `${at}/${name}`);
    if (items) walk(items, `${at}/0`);
    for (const branch of [...oneOf, ...anyOf]) walk(branch, at);
  };
  const schema = content?.['application/json']?.schema;
  if (schema) walk(schema as Schema, '');
  return [...found];
}

/** The body with another value at a place, or undefined when there is nothing at that place in it. */
export function withValue(body: object, at: string, value: unknown): object | undefined {
  const copy = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  const steps = at.split('/').slice(1);
  const last = steps.pop() ?? '';
  const inner = steps.reduce<unknown>(
    (from, step) => (from as Record<string, unknown> | undefined)?.[step],
    copy,
  );
  if (typeof inner !== 'object' || inner === null || !(last in inner)) return undefined;
  (inner as Record<string, unknown>)[last] = value;
  return copy;
}
