/** A JSON schema of a contract, or a reference to one. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly 'x-consent'?: string;
  readonly [keyword: string]: unknown;
}

/** A parameter of an operation. */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: SchemaObject;
}

/** What a request or a response carries. */
export interface PayloadObject {
  readonly content?: Readonly<
    Record<string, { readonly schema: SchemaObject; readonly 'x-max-bytes'?: number }>
  >;
}

/** An operation as the contract writes it. */
export interface OperationObject {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: PayloadObject;
  readonly responses: Readonly<Record<string, PayloadObject | Reference>>;
  readonly 'x-refusals'?: readonly string[];
}

/** `{ $ref: '#/components/…' }` */
export interface Reference {
  readonly $ref: string;
}

/** The parts of a bundled contract that the program reads. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, SchemaObject>> };
  readonly 'x-roles'?: Readonly<Record<string, readonly string[]>>;
}

/** Where something stands in a document, as the fragment of a URI (RFC 6901 §6). */
export function pointer(...keys: readonly string[]): string {
  const escaped = keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')));
  return ['#', ...escaped].join('/');
}

/** What a reference within the document points at. */
export function lookUp(document: OpenApiDocument, ref: string): unknown {
  const keys = ref.split('/').slice(1);
  return keys
    .map(unescapeKey)
    .reduce((node, key) => (node as Record<string, unknown>)[key], document as unknown);
}

function unescapeKey(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
}
