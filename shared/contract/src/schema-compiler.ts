import { Ajv2020, type Options, type SchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Contract } from './contract.js';

const NAME = 'contract';

/** The contract's words that say nothing of whether a value is valid. */
const OTHER_WORDS = [
  'openapi',
  'info',
  'servers',
  'tags',
  'security',
  'paths',
  'components',
  'x-roles',
  'x-consent',
];

const STRICT: Options = {
  strict: true,
  allowUnionTypes: true,
  discriminator: true,
  // All errors would mean that a list that is too long is read to its end before it is refused.
  allErrors: false,
  // The tests see to it that the contract's schemas are valid; every start need not.
  validateSchema: false,
};

const forBodies = new WeakMap<Contract, Ajv2020>();
const forParameters = new WeakMap<Contract, Ajv2020>();

/** The validator of a schema of the contract; it leaves the value as it is. Compiled at the first use. */
export function compiledAt(contract: Contract, place: string): ValidateFunction {
  const validate = compilerOf(contract, forBodies, STRICT).getSchema(NAME + place);
  if (validate === undefined) throw new Error(`The contract has nothing at ${place}`);
  return validate as ValidateFunction;
}

/** Compiles a schema of parameters; it turns texts into the numbers they stand for and fills in defaults. */
export function compiledParameters(contract: Contract, schema: SchemaObject): ValidateFunction {
  return compilerOf(contract, forParameters, { ...STRICT, coerceTypes: true, useDefaults: true }).compile(
    schema,
  );
}

/** A schema of the contract, as it is written from outside of it. */
export function fromOutside<S extends { readonly $ref?: string }>(schema: S): S {
  return schema.$ref === undefined ? schema : { ...schema, $ref: NAME + schema.$ref };
}

function compilerOf(contract: Contract, made: WeakMap<Contract, Ajv2020>, options: Options): Ajv2020 {
  const known = made.get(contract);
  if (known !== undefined) return known;
  const compiler = new Ajv2020(options);
  addFormats.default(compiler, ['date', 'date-time', 'uuid', 'uri']);
  compiler.addVocabulary(OTHER_WORDS);
  compiler.addSchema(JSON.parse(contract.bytes.toString(), withoutMapping), NAME);
  made.set(contract, compiler);
  return compiler;
}

/** Ajv reads the values of a discriminator from the branches' `const` and refuses a mapping. */
function withoutMapping(key: string, value: unknown): unknown {
  return key === 'mapping' ? undefined : value;
}
