import { parseDocument } from 'yaml';
import { cities } from '../cities.js';
import { readStep } from './read-step.js';
import { guardReferences, unguardReferences } from './references.js';
import type { Scenario } from './scenario.js';
import {
  type Place,
  readList,
  readMapping,
  readMoment,
  readOneOf,
  readText,
  reject,
} from './strict-reading.js';

const allAgreements = ['2023', '2024', '2025'];
const allCities = cities.map((city) => city.id);

/** Reads a scenario from the text of a file. Throws a ScenarioError at the first thing that is not allowed. */
export function readScenario(text: string, file: Place): Scenario {
  const { name, clock, agreements, cities, steps } = readMapping(parseYaml(text, file), file, {
    required: ['name', 'clock', 'steps'],
    optional: ['agreements', 'cities'],
  });
  const takingPart = cities === undefined ? allCities : readCities(cities, `${file}: cities`);
  return {
    name: readText(name, `${file}: name`),
    clock: readMoment(clock, `${file}: clock`),
    agreements: agreements === undefined ? allAgreements : readNames(agreements, `${file}: agreements`),
    cities: takingPart,
    steps: readList(steps, `${file}: steps`).map((step, index) =>
      readStep(step, `${file}: step ${index + 1}`, takingPart),
    ),
  };
}

function parseYaml(text: string, file: Place): unknown {
  const document = parseDocument(guardReferences(text));
  const [problem] = [...document.errors, ...document.warnings];
  if (problem)
    reject(file, `is not YAML as it should be: ${String(unguardReferences(problem.message)).trim()}`);
  return unguardReferences(document.toJS());
}

function readCities(value: unknown, place: Place): string[] {
  return readList(value, place).map((city) => readOneOf(city, place, allCities));
}

function readNames(value: unknown, place: Place): string[] {
  if (!Array.isArray(value)) return reject(place, 'must be a list of agreement versions, or an empty one');
  return value.map((name) => readText(typeof name === 'number' ? String(name) : name, place));
}
