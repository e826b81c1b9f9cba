import { readFileSync } from 'node:fs';
import { type CitySettings as Document, deskContract, schemaValidator } from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import type { UnitRule } from './domain/routing.js';

/** A dimension of the city's accounts, and the object in it that a voucher's transactions belong to. */
export interface Dimension {
  readonly number: number;
  readonly name: string;
  readonly object: string;
  readonly objectName: string;
}

/** How the city's vouchers are written: accounts by their numbers, and the dimensions, the counterpart first. */
export interface Accounting {
  readonly accounts: Readonly<Record<AccountUse, string>>;
  readonly dimensions: readonly Dimension[];
}

/** What a voucher needs an account for. */
export type AccountUse =
  | 'expense'
  | 'externalExpense'
  | 'liability'
  | 'revenue'
  | 'externalRevenue'
  | 'receivable';

/** What a city decides for itself; see docs/reference/settings.md. */
export interface CitySettings {
  readonly unitRules: readonly UnitRule[];
  readonly accounting: Accounting;
}

/** Examples after Kommun-Bas. Each city sets its own; these only let a city without settings see what it would get. */
const exampleAccounting: Required<Document>['accounting'] = {
  expense: '4630',
  externalExpense: '4639',
  liability: '2410',
  revenue: '3530',
  externalRevenue: '3539',
  receivable: '1510',
};

type Read =
  | { readonly ok: true; readonly settings: CitySettings }
  | { readonly ok: false; readonly problems: string[] };

/** Reads the file of a city's settings, or says what is wrong in it. No file is no rules and the example accounts. */
export function readCitySettings(path: string | null): Read {
  if (path === null) return { ok: true, settings: settingsOf({ unitRules: [] }) };
  const text = textOf(path);
  if (text === undefined) return { ok: false, problems: [`The city settings ${path} cannot be read.`] };
  const json = parseJsonStrictly(text);
  if (!json.ok) return { ok: false, problems: [`${path} is not JSON (${json.problem}).`] };
  const violations = schemaValidator(deskContract, 'CitySettings')(json.value);
  const problems = violations.map(({ at, message }) => `${path}: ${at || 'the whole'} ${message}.`);
  if (problems.length > 0) return { ok: false, problems };
  const settings = settingsOf(json.value as Document);
  const numbers = settings.accounting.dimensions.map(({ number }) => number);
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
  return twice === undefined
    ? { ok: true, settings }
    : { ok: false, problems: [`${path}: /accounting has dimension ${twice} twice.`] };
}

function settingsOf({ unitRules, accounting = exampleAccounting }: Document): CitySettings {
  const { counterpart, dimensions = [], ...accounts } = accounting;
  const { dimension = 20, code = '82', name = 'Kommuner' } = counterpart ?? {};
  const municipalities = { number: dimension, name: 'Motpart', object: code, objectName: name };
  return {
    unitRules: unitRules as UnitRule[],
    accounting: { accounts, dimensions: [municipalities, ...dimensions] },
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
