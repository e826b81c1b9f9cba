import { findOperation, operationNames, parameterNames } from '../desk-operations.js';
import { parsePersona, roles } from '../persona.js';
import { checkExpectation } from './matchers.js';
import type { AskStep, Expectation, LedgerStep, NoTraceStep, Pair, Step, TogetherStep } from './scenario.js';
import {
  isMapping,
  type Place,
  readList,
  readMapping,
  readMoment,
  readOneOf,
  readText,
  reject,
  show,
} from './strict-reading.js';

type StepReader = (value: unknown, place: Place, cities: readonly string[]) => Step;

const readers: Readonly<Record<string, StepReader>> = {
  deliver: (value, place) => {
    readOneOf(value, place, ['all']);
    return { kind: 'deliver' };
  },
  at: (value, place) => ({ kind: 'at', clock: readMoment(value, place) }),
  cut: (value, place, cities) => ({ kind: 'cut', between: readPair(value, place, cities) }),
  mend: (value, place, cities) => ({ kind: 'mend', between: readPair(value, place, cities) }),
  crash: (value, place, cities) => ({ kind: 'crash', city: readOneOf(value, place, cities) }),
  start: (value, place, cities) => ({ kind: 'start', city: readOneOf(value, place, cities) }),
  'no-trace': readNoTrace,
  together: readTogether,
  ledger: readLedger,
  'sum-zero': (value, place) => {
    if (value !== true) reject(place, `must be true, is ${show(value)}`);
    return { kind: 'sum-zero' };
  },
};

/** Reads one step of a scenario among the cities that take part. */
export function readStep(value: unknown, place: Place, cities: readonly string[]): Step {
  if (isMapping(value) && 'do' in value) return readAsk(value, place, cities);
  const names = Object.keys(readers);
  const name = isMapping(value) && names.find((each) => each in value);
  if (!name) return reject(place, `no such step: ${show(value)}; a step has one of do, ${names.join(', ')}`);
  const reader = readers[name] as StepReader;
  return reader(readMapping(value, place, { required: [name] })[name], `${place}: ${name}`, cities);
}

function readAsk(value: unknown, place: Place, cities: readonly string[]): AskStep {
  const step = readMapping(value, place, {
    required: ['as', 'do'],
    optional: ['with', 'body', 'expect', 'refused', 'save'],
  });
  const operation = findOperation(readText(step.do, `${place}: do`));
  if (!operation)
    return reject(place, `no operation ${show(step.do)}; there are ${operationNames().join(', ')}`);
  return {
    kind: 'do',
    as: readPersona(step.as, `${place}: as`, cities),
    operation,
    parameters: readMapping(step.with ?? {}, `${place}: with`, {
      required: parameterNames(operation, 'path'),
      optional: parameterNames(operation, 'query'),
    }),
    body: step.body,
    expectation: readExpectation(step, place),
    save: step.save === undefined ? undefined : readName(step.save, `${place}: save`),
  };
}

function readPersona(value: unknown, place: Place, cities: readonly string[]): string {
  const persona = parsePersona(readText(value, place));
  if (!persona)
    return reject(place, `${show(value)} is not role@city or role@city/UNIT; roles are ${roles.join(', ')}`);
  readOneOf(persona.city, place, cities);
  return value as string;
}

function readExpectation(
  { expect, refused }: Record<string, unknown>,
  place: Place,
): Expectation | undefined {
  if (expect === undefined && refused === undefined) return undefined;
  const expectation = readMapping(expect ?? {}, `${place}: expect`, { optional: ['status', 'body'] });
  checkExpectation(expectation, `${place}: expect`);
  return refused === undefined
    ? expectation
    : { ...expectation, refused: readText(refused, `${place}: refused`) };
}

function readName(value: unknown, place: Place): string {
  const name = readText(value, place);
  if (!/^[A-Za-z_][\w-]*$/.test(name) || name === 'today')
    reject(place, `"${name}" cannot be a name; use letters, digits, _ and -, and not "today"`);
  return name;
}

function readPair(value: unknown, place: Place, cities: readonly string[]): Pair {
  const [one, other, ...more] = readList(value, place).map((city) => readOneOf(city, place, cities));
  if (one === undefined || other === undefined || more.length > 0 || one === other)
    return reject(place, `must name two different cities, is ${show(value)}`);
  return [one, other];
}

function readNoTrace(value: unknown, place: Place, cities: readonly string[]): NoTraceStep {
  const step = readMapping(value, place, { required: ['in', 'of'] });
  return {
    kind: 'no-trace',
    city: readOneOf(step.in, `${place}: in`, cities),
    texts: readList(step.of, `${place}: of`).map((text) => readText(text, `${place}: of`)),
  };
}

function readTogether(value: unknown, place: Place, cities: readonly string[]): TogetherStep {
  const { steps, expect } = readMapping(value, place, { required: ['steps'], optional: ['expect'] });
  return {
    kind: 'together',
    steps: readList(steps, `${place}: steps`).map((step, index) =>
      readSimultaneous(step, `${place} ${index + 1}`, cities),
    ),
    expectation: expect === undefined ? undefined : readTally(expect, `${place}: expect`),
  };
}

function readSimultaneous(value: unknown, place: Place, cities: readonly string[]): Step {
  const step = readStep(value, place, cities);
  if (step.kind === 'together' || step.kind === 'at')
    reject(place, `"${step.kind}" cannot happen at the same moment as other steps`);
  return step;
}

function readTally(value: unknown, place: Place): NonNullable<TogetherStep['expectation']> {
  const tally = readMapping(value, place, { optional: ['passed', 'refused'] });
  const { refused = {} } = tally;
  if (!isMapping(refused)) return reject(place, 'refused: must be a mapping of codes to numbers');
  checkExpectation(tally, place);
  return { ...tally, refused };
}

function readLedger(value: unknown, place: Place, cities: readonly string[]): LedgerStep {
  const keys = ['equal', 'lines', 'netOre'];
  const { between, ...expectation } = readMapping(value, place, { required: ['between'], optional: keys });
  if (Object.keys(expectation).length === 0) reject(place, `expects nothing; give ${keys.join(', ')}`);
  checkExpectation(expectation, place);
  return { kind: 'ledger', between: readPair(between, `${place}: between`, cities), expectation };
}
