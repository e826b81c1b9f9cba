import { parseMoment } from '../stockholm-time.js';

/** Where in a scenario something stands, for its error messages. */
export type Place = string;

/** A scenario is not written as docs say; the message names the place and what is allowed. */
export class ScenarioError extends Error {}

/** Ends the reading. */
export function reject(place: Place, problem: string): never {
  throw new ScenarioError(`${place}: ${problem}`);
}

/** A mapping with only the allowed keys. */
export function readMapping(
  value: unknown,
  place: Place,
  keys: { required?: readonly string[]; optional?: readonly string[] },
): Record<string, unknown> {
  const { required = [], optional = [] } = keys;
  if (!isMapping(value)) return reject(place, `must be a mapping, is ${show(value)}`);
  const allowed = [...required, ...optional];
  for (const key of Object.keys(value))
    if (!allowed.includes(key)) reject(place, `unknown key "${key}"; allowed are ${allowed.join(', ')}`);
  for (const key of required) if (value[key] === undefined) reject(place, `"${key}" is missing`);
  return value;
}

/** A list with at least one item. */
export function readList(value: unknown, place: Place): unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    return reject(place, `must be a list with at least one item, is ${show(value)}`);
  return value;
}

/** A text that is not empty. */
export function readText(value: unknown, place: Place): string {
  if (typeof value !== 'string' || value === '') return reject(place, `must be a text, is ${show(value)}`);
  return value;
}

/** One of a few texts. */
export function readOneOf<T extends string>(value: unknown, place: Place, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  return found ?? reject(place, `${show(value)} is not known; allowed are ${allowed.join(', ')}`);
}

/** Reads an instant, or a civil date as its first moment. */
export function readMoment(value: unknown, place: Place): Date {
  const moment = parseMoment(readText(value, place));
  return moment ?? reject(place, 'must be an instant such as 2025-01-13T09:00:00+01:00, or a date');
}

/** Whether a value is a mapping of keys to values. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it is shown to the reader of a report, on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
