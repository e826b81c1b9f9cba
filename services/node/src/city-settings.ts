import { readFileSync } from 'node:fs';
import { parseJsonStrictly } from '@storstad/evidence';
import type { UnitRule } from './domain/routing.js';

/** What a city decides for itself; see docs/reference/settings.md. */
export interface CitySettings {
  readonly unitRules: readonly UnitRule[];
}

type Read =
  | { readonly ok: true; readonly settings: CitySettings }
  | { readonly ok: false; readonly problems: string[] };

/** Reads the file of a city's settings, or names everything in it that is wrong. No file is no rules. */
export function readCitySettings(path: string | null): Read {
  if (path === null) return { ok: true, settings: { unitRules: [] } };
  const text = textOf(path);
  if (text === undefined) return { ok: false, problems: [`The city settings ${path} cannot be read.`] };
  const json = parseJsonStrictly(text);
  if (!json.ok) return { ok: false, problems: [`${path} is not JSON (${json.problem}).`] };
  const problems = problemsOf(json.value).map((problem) => `${path}: ${problem}`);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: json.value as unknown as CitySettings };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function problemsOf(settings: unknown): string[] {
  if (!isObject(settings) || !Array.isArray(settings.unitRules)) return ['unitRules must be a list.'];
  const unknown = Object.keys(settings).filter((name) => name !== 'unitRules');
  return [
    ...unknown.map((name) => `there is no setting ${name}.`),
    ...settings.unitRules.flatMap((rule: unknown, i) =>
      ruleProblems(rule).map((problem) => `unitRules/${i}: ${problem}`),
    ),
  ];
}

const checks: Readonly<Record<keyof UnitRule, (value: unknown) => boolean>> = {
  unit: (value) => typeof value === 'string' && /^[A-Z][A-Z0-9-]{1,29}$/.test(value),
  section: (value) => value === undefined || (typeof value === 'string' && /^[a-z][a-z-]{1,39}$/.test(value)),
  kind: (value) => value === 'defector' || value === 'protected-person',
  threat: (value) => value === undefined || value === 'low' || value === 'high',
  fromAge: (value) => value === undefined || (Number.isInteger(value) && Number(value) >= 18),
};

function ruleProblems(rule: unknown): string[] {
  if (!isObject(rule)) return ['must be an object.'];
  const unknown = Object.keys(rule).filter((name) => !(name in checks));
  const wrong = Object.entries(checks).filter(([name, holds]) => !holds(rule[name]));
  return [
    ...unknown.map((name) => `there is no ${name}.`),
    ...wrong.map(([name]) => `${name} is missing or not allowed.`),
  ];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
