// What the contracts hold: examples, refusals and their texts, roles, the house style, consent marks.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { parse } from 'yaml';
import { type ConsentMarks, consentMarks } from '../src/consent-marks.js';
import {
  type Contract,
  type ContractOperation,
  deskContract,
  peerContract,
  requestValidator,
  responseValidator,
  schemaValidator,
  type Violation,
} from '../src/index.js';
import {
  lookUp,
  type OperationObject,
  type ParameterObject,
  type PayloadObject,
  type Reference,
  type SchemaObject,
} from '../src/openapi-document.js';

type Examples = Readonly<Record<string, { readonly value: unknown } | Reference>>;
type Payload = PayloadObject & {
  readonly content?: Readonly<Record<string, { readonly examples?: Examples }>>;
};
type Operation = OperationObject & { readonly tags?: readonly string[] };
type Parameter = ParameterObject & { readonly example?: unknown };

const contracts = [
  ['desk', deskContract],
  ['peer', peerContract],
] as const;

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

function resolve<T>(contract: Contract, node: T | Reference): T {
  return isReference(node) ? (lookUp(contract.document, node.$ref) as T) : node;
}

function isReference(node: unknown): node is Reference {
  return typeof node === 'object' && node !== null && '$ref' in node;
}

function written(contract: Contract, { path, method }: ContractOperation): Operation {
  return lookUp(
    contract.document,
    `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`,
  ) as Operation;
}

function parametersOf(contract: Contract, operation: ContractOperation): Parameter[] {
  return (written(contract, operation).parameters ?? []).map((node) => resolve<Parameter>(contract, node));
}

function examplesOf(contract: Contract, payload: Payload): unknown[] {
  const examples = Object.values(payload.content ?? {}).flatMap((media) =>
    Object.values(media.examples ?? {}),
  );
  return examples.map((example) => resolve(contract, example).value);
}

/** The examples of an operation's request and of each of its responses, and what the validators say of them. */
function judgedExamples(contract: Contract, operation: ContractOperation): [string, Violation[][]][] {
  const { requestBody, responses } = written(contract, operation);
  const parameters = parametersOf(contract, operation);
  const examplesIn = (where: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === where && parameter.required === true)
        .map(({ name, example }) => [name, example]),
    );
  const validate = requestValidator(contract, operation.operationId);
  const request = (body: unknown) =>
    validate({ params: examplesIn('path'), query: examplesIn('query'), headers: {}, body });
  const bodies = requestBody === undefined ? [undefined] : examplesOf(contract, requestBody);
  const answers = Object.entries(responses).map(([status, node]): [string, Violation[][]] => {
    const validator = responseValidator(contract, operation.operationId, Number(status));
    return [status, examplesOf(contract, resolve<Payload>(contract, node)).map(validator)];
  });
  return [['request', bodies.map(request)], ...answers];
}

function* objectsIn(value: unknown, at = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  yield [at, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) yield* objectsIn(child, `${at}/${key}`);
}

for (const [name, contract] of contracts) {
  t.test(`${name}: every body has an example, and every example is valid`, async (t) => {
    for (const operation of contract.operations.values())
      for (const [part, judged] of judgedExamples(contract, operation)) {
        t.not(judged.length, 0, `${operation.operationId} ${part} has an example`);
        for (const violations of judged) t.strictSame(violations, [], `${operation.operationId} ${part}`);
      }
  });

  t.test(`${name}: every operation is named, tagged and traceable`, async (t) => {
    const operations = [...contract.operations.values()];
    const paths = Object.values(contract.document.paths).flatMap((methods) => Object.keys(methods));
    t.equal(operations.length, paths.length, 'operation ids are unique');
    for (const operation of operations) {
      t.match(operation.operationId, /^[a-z][A-Za-z]+$/);
      t.not(written(contract, operation).tags?.length ?? 0, 0, `${operation.operationId} has a tag`);
      const names = parametersOf(contract, operation).map((parameter) => parameter.name);
      t.ok(names.includes('traceparent'), `${operation.operationId} takes traceparent`);
      t.ok(operation.successStatus === 200 || operation.successStatus === 201);
      for (const [status, node] of Object.entries(written(contract, operation).responses))
        t.match(
          resolve(contract, node),
          { headers: { traceparent: Object } },
          `${operation.operationId} ${status}`,
        );
    }
  });

  t.test(`${name}: the schemas are valid JSON schemas`, async (t) => {
    const ajv = new Ajv2020();
    for (const [schema, value] of Object.entries(contract.document.components.schemas))
      t.ok(ajv.validateSchema(value), schema);
  });

  t.test(`${name}: paths are plural nouns in lower case with hyphens`, async (t) => {
    const others = ['api-info', 'openapi.json', 'health', 'live', 'ready', 'staff'];
    const segments = Object.keys(contract.document.paths).flatMap((path) => path.split('/').slice(1));
    for (const segment of segments.filter((segment) => !others.includes(segment)))
      t.match(segment, /^([a-z]+(-[a-z]+)*s|\{[a-zA-Z]+\})$/);
  });

  t.test(`${name}: properties and parameters are in camelCase`, async (t) => {
    // The properties of SealedContent are message types.
    for (const [at, { properties }] of objectsIn(contract.document.components.schemas))
      if (typeof properties === 'object' && at !== '/SealedContent')
        for (const property of Object.keys(properties ?? {})) t.match(property, /^[a-z][a-zA-Z]*$/, at);
    for (const operation of contract.operations.values())
      for (const { name } of parametersOf(contract, operation)) t.match(name, /^[a-z][a-zA-Z]*$/);
  });

  t.test(`${name}: the interface says what DIGG's profile asks for`, async (t) => {
    const { info } = contract.document;
    t.match(info, {
      title: String,
      termsOfService: /^https:/,
      contact: { url: /^https:/ },
      license: { name: String },
    });
    t.match(info.version, /^\d+\.\d+\.\d+$/);
    t.match(info, { description: /begränsning/ });
    t.match(info, { description: /Life cycle/ });
    t.ok(contract.document.paths['/api-info']);
  });
}

t.test('the documents in the signed examples are valid too', async (t) => {
  for (const [file, schema] of [
    ['signed-message', 'Message'],
    ['signed-receipt', 'Receipt'],
  ] as const) {
    const { payload } = parse(read(`openapi/examples/${file}.yaml`)).value;
    const document = JSON.parse(Buffer.from(payload, 'base64url').toString());
    t.strictSame(schemaValidator(peerContract, schema)(document), []);
  }
});

t.test('the role matrix names exactly the operations that are not public', async (t) => {
  const restricted = [...deskContract.operations.values()].filter((operation) => !operation.public);
  const ids = restricted.map((operation) => operation.operationId);
  t.strictSame(Object.keys(deskContract.document['x-roles'] ?? {}).sort(), ids.sort());
  for (const { operationId, roles } of restricted) t.not(roles.length, 0, operationId);
});

const codes = deskContract.document.components.schemas.ProblemCode?.enum as readonly string[];
const examples: Record<string, { value: Record<string, unknown> }> = parse(
  read('openapi/examples/problems.yaml'),
);
const texts: Record<string, Record<string, { title: string; detail: string }>> = {
  en: JSON.parse(read('services/node/texts/problems.en.json')),
  sv: JSON.parse(read('services/node/texts/problems.sv.json')),
};
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

t.test('every problem code has an example and texts in both languages', async (t) => {
  t.strictSame(Object.keys(examples), codes);
  const validate = schemaValidator(deskContract, 'Problem');
  for (const code of codes) {
    const example = examples[code]?.value;
    t.strictSame(validate(example), [], code);
    t.match(example, { code, type: `https://storstad.example/problems/${code}` });
    t.equal(example?.title, texts.en?.[code]?.title);
    t.equal(example?.detail, filledIn(texts.en?.[code]?.detail ?? '', example?.facts), code);
  }
  for (const language of Object.values(texts)) t.strictSame(Object.keys(language), codes);
});

function filledIn(text: string, facts: unknown): string {
  const known = (facts ?? {}) as Record<string, unknown>;
  return text.replace(/\{(\w+)\}/g, (_, name) => [known[name]].flat().join(', '));
}

t.test('both languages use the same facts, in sentences of their own', async (t) => {
  for (const code of codes) {
    const [en = '', sv = ''] = [texts.en?.[code]?.detail, texts.sv?.[code]?.detail];
    t.strictSame(placeholders(en), placeholders(sv), code);
    for (const detail of [en, sv]) {
      t.ok(detail.length < 900, `${code} leaves room for facts`);
      const sentences = detail.split(/(?<=\.) /);
      t.ok(
        sentences.some((sentence) => placeholders(sentence).length === 0),
        `${code} stands without facts`,
      );
    }
  }
  t.match(texts.en?.QUOTA_HOME?.detail, /\{used\} of \{limit\} used \{agreement\}/);
});

t.test('every problem code stands in a response of a contract', async (t) => {
  const shown = contracts.flatMap(([, { document }]) =>
    [...objectsIn(document)].map(([, node]) => node.$ref),
  );
  const missing = codes.filter((code) => !shown.includes(`#/components/examples/${code}`));
  t.strictSame(missing, [
    // Only said by the other city: in a receipt, or (the first two) as its choice in a rejection.
    'CAPACITY',
    'SERVICE_NOT_AVAILABLE',
    'COST_LINE_DIFFERS',
    'PERIOD_CLOSED',
    'STATEMENT_DIFFERS',
  ]);
  for (const { operationId, refusals } of deskContract.operations.values())
    for (const code of refusals)
      t.ok(codes.includes(code) && !missing.includes(code), `${operationId} ${code}`);
});

t.test('every field of every sealed content is marked with its category of consent', async (t) => {
  const { document } = peerContract;
  const { SealedContent, MessageType } = document.components.schemas;
  const categories = deskContract.document.components.schemas.ConsentCategory?.enum as string[];
  const known = ['administrative', ...categories];
  const contents = Object.entries(SealedContent?.properties ?? {});
  t.strictSame(
    contents.map(([type]) => type),
    MessageType?.enum,
  );
  for (const [type, schema] of contents) allMarked(type, schema, consentMarks(document, schema));

  function allMarked(at: string, schema: SchemaObject, marks: ConsentMarks): void {
    const { properties = {} } = resolve(peerContract, schema) as SchemaObject;
    t.strictSame([...marks.keys()], Object.keys(properties), at);
    for (const [name, mark] of marks)
      if (typeof mark === 'string') t.ok(known.includes(mark), `${at}/${name}`);
      else allMarked(`${at}/${name}`, properties[name] ?? {}, mark);
  }
});
