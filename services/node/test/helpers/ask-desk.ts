import {
  type ContractOperation,
  type DeskOperationId,
  deskContract,
  responseValidator,
} from '@storstad/contract';
import { request } from 'undici';

/** What is asked of an operation. A body that is text or bytes is sent as it is. */
export interface DeskParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DeskAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: checked by the contract before it is given
  readonly body: any;
}

/** Asks a desk for an operation of the contract. An answer that is not what the contract says is an error. */
export async function askDesk(deskUrl: string, token: string | null, id: string, parts: DeskParts = {}) {
  const operation = operationOf(id);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => parts.params?.[name] ?? '');
  const hasBody = parts.body !== undefined;
  const answer = await fetchJson(`${deskUrl}${path}${parts.query ?? ''}`, {
    method: operation.method as 'GET',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(hasBody ? { 'content-type': operation.requestMediaType ?? 'application/json' } : {}),
      ...parts.headers,
    },
    body: bodyOf(parts.body),
  });
  const [wrong] = responseValidator(deskContract, operation.operationId, answer.status)(answer.body);
  if (wrong)
    throw new Error(
      `${id} gave ${answer.status}, off the contract at ${wrong.at}: ${wrong.message} ${answer.text}`,
    );
  return answer;
}

/** Asks, and throws when it is refused. */
export async function mustDesk(...call: Parameters<typeof askDesk>) {
  const answer = await askDesk(...call);
  if (answer.status >= 300) throw new Error(`${call[2]} was refused: ${answer.text}`);
  return answer.body;
}

/** Any request at all, and its answer, whose body is JSON unless it is a file. */
export async function fetchJson(url: string, options: Parameters<typeof request>[1]): Promise<DeskAnswer> {
  const { statusCode, headers, body } = await request(url, options);
  const bytes = Buffer.from(await body.arrayBuffer());
  const text = bytes.toString();
  const isFile = headers['content-disposition'] !== undefined;
  return { status: statusCode, headers, bytes, text, body: isFile ? text : JSON.parse(text) };
}

const bodyOf = (body: unknown) =>
  body === undefined ? null : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

export function operationOf(id: string): ContractOperation<DeskOperationId> {
  const operation = deskContract.operations.get(id as DeskOperationId);
  if (!operation) throw new Error(`There is no operation ${id}`);
  return operation;
}

/** A value for everything that stands in the contract's paths: ids of nothing, a version and another city. */
export const paramsOfNothing: Readonly<Record<string, string>> = Object.fromEntries(
  [...deskContract.operations.values()]
    .flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))
    .map((name) => [
      name,
      { agreementId: '2025', city: 'malmo' }[name] ?? '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11',
    ]),
);

/** The first example that the contract gives of an operation's body. */
export function exampleBody(id: string): Record<string, unknown> {
  const { path, method } = operationOf(id);
  const operation = deskContract.document.paths[path]?.[method.toLowerCase()];
  const [content] = Object.values(operation?.requestBody?.content ?? {}) as { examples?: object }[];
  const [name] = Object.keys(content?.examples ?? {});
  const { components } = deskContract.document as unknown as {
    components: { examples: Record<string, { value: Record<string, unknown> }> };
  };
  const example = components.examples[name ?? ''];
  if (!example) throw new Error(`The contract has no example of a body for ${id}`);
  return structuredClone(example.value);
}

/** The properties that an operation's body must have; none where it may have one of several forms. */
export function requiredOf(id: string): readonly string[] {
  const { path, method } = operationOf(id);
  const operation = deskContract.document.paths[path]?.[method.toLowerCase()];
  const content = operation?.requestBody?.content?.['application/json'] as
    | { schema: { $ref: string } }
    | undefined;
  const { schemas } = deskContract.document.components as unknown as {
    schemas: Record<string, { required?: string[]; discriminator?: { propertyName: string } }>;
  };
  const schema = schemas[content?.schema.$ref.split('/').at(-1) ?? ''];
  return schema?.required ?? (schema?.discriminator ? [schema.discriminator.propertyName] : []);
}
