import { isMapping, type Place, reject, show } from './strict-reading.js';

type Matcher = (wanted: unknown, came: unknown) => boolean;

const matchers: Readonly<Record<string, Matcher>> = {
  matches: (wanted, came) => isScalar(came) && new RegExp(String(wanted), 'u').test(String(came)),
  oneOf: (wanted, came) => Array.isArray(wanted) && wanted.some((each) => fits(each, came)),
  length: (wanted, came) => (Array.isArray(came) || typeof came === 'string') && came.length === wanted,
  absent: (wanted, came) => (came === undefined || came === null) === wanted,
  contains: (wanted, came) => Array.isArray(came) && came.some((each) => fits(wanted, each)),
};

/**
 * Where a value differs from what is expected, each as one line; none when it fits. A mapping must hold what is
 * named and may hold more; a list must have the same length. `absent` fits what is not there and what is null.
 */
export function differences(expected: unknown, came: unknown, at: string): string[] {
  if (isMatcher(expected)) return matches(expected, came) ? [] : [difference(expected, came, at)];
  if (isMapping(expected) && isMapping(came))
    return Object.keys(expected).flatMap((key) => differences(expected[key], came[key], `${at}.${key}`));
  if (Array.isArray(expected) && Array.isArray(came) && expected.length === came.length)
    return expected.flatMap((each, index) => differences(each, came[index], `${at}.${index}`));
  return expected === came ? [] : [difference(expected, came, at)];
}

/** Rejects an expectation that no value can ever be held against. */
export function checkExpectation(expected: unknown, place: Place): void {
  if (isMatcher(expected)) checkMatcher(expected, place);
  else if (typeof expected === 'object' && expected !== null)
    for (const [key, value] of Object.entries(expected)) checkExpectation(value, `${place}.${key}`);
}

function checkMatcher(matcher: Record<string, unknown>, place: Place): void {
  const { matches = '', oneOf = [], absent = true, length = 0 } = matcher;
  if (!isRegularExpression(matches)) reject(place, `matches: ${show(matches)} is no regular expression`);
  if (!Array.isArray(oneOf)) reject(place, `oneOf: must be a list, is ${show(oneOf)}`);
  if (typeof absent !== 'boolean') reject(place, `absent: must be true or false, is ${show(absent)}`);
  if (!Number.isInteger(length)) reject(place, `length: must be a whole number, is ${show(length)}`);
}

function isMatcher(value: unknown): value is Record<string, unknown> {
  if (!isMapping(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => Object.hasOwn(matchers, key));
}

function matches(matcher: Record<string, unknown>, came: unknown): boolean {
  return Object.entries(matcher).every(([name, wanted]) => matchers[name]?.(wanted, came));
}

function fits(expected: unknown, came: unknown): boolean {
  return differences(expected, came, '').length === 0;
}

function difference(expected: unknown, came: unknown, at: string): string {
  return `${at}: expected ${show(expected)}, came ${show(came)}`;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isRegularExpression(text: unknown): boolean {
  try {
    return typeof text === 'string' && Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}
