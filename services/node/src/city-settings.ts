import { readFileSync } from 'node:fs';
import { type CitySettings as Document, deskContract, schemaValidator } from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import type { UnitRule } from './domain/routing.js';

/** What a city decides for itself; see docs/reference/settings.md. */
export interface CitySettings {
  readonly unitRules: readonly UnitRule[];
}

type Read =
  | { readonly ok: true; readonly settings: CitySettings }
  | { readonly ok: false; readonly problems: string[] };

/** Reads the file of a city's settings, or says what is wrong in it. No file is no rules. */
export function readCitySettings(path: string | null): Read {
  if (path === null) return { ok: true, settings: { unitRules: [] } };
  const text = textOf(path);
  if (text === undefined) return { ok: false, problems: [`The city settings ${path} cannot be read.`] };
  const json = parseJsonStrictly(text);
  if (!json.ok) return { ok: false, problems: [`${path} is not JSON (${json.problem}).`] };
  const violations = schemaValidator(deskContract, 'CitySettings')(json.value);
  const problems = violations.map(({ at, message }) => `${path}: ${at || 'the whole'} ${message}.`);
  if (problems.length > 0) return { ok: false, problems };
  const { unitRules } = json.value as Document;
  return { ok: true, settings: { unitRules: unitRules as UnitRule[] } };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
