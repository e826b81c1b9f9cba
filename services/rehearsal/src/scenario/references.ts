import { isMapping } from './strict-reading.js';

/** What steps have saved, by name. */
export type Saved = ReadonlyMap<string, unknown>;

const reference = /\$\{([^}]*)\}/g;
const wholeReference = /^\$\{([^}]*)\}$/;

/**
 * Fills in the references in a value, however deep. A text that is nothing but one reference becomes what is saved,
 * with its type. Throws when a reference leads nowhere.
 */
export function fillIn(value: unknown, saved: Saved): unknown {
  if (typeof value === 'string') return fillInText(value, saved);
  if (Array.isArray(value)) return value.map((each) => fillIn(each, saved));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillIn(each, saved)]));
}

function fillInText(text: string, saved: Saved): unknown {
  const whole = wholeReference.exec(text)?.[1];
  if (whole !== undefined) return follow(whole, saved);
  return text.replaceAll(reference, (_, path) => asText(path, follow(path, saved)));
}

function follow(path: string, saved: Saved): unknown {
  const [name = '', ...keys] = path.split('.');
  if (!saved.has(name)) throw new Error(`\${${path}} leads nowhere: nothing is saved as "${name}"`);
  return keys.reduce((value, key) => step(path, value, key), saved.get(name));
}

function step(path: string, value: unknown, key: string): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, key))
    return (value as Record<string, unknown>)[key];
  throw new Error(`\${${path}} leads nowhere: there is no "${key}"`);
}

function asText(path: string, value: unknown): string {
  if (typeof value === 'object' && value !== null)
    throw new Error(`\${${path}} is not a single value and so cannot be part of a text`);
  return String(value);
}

// In YAML `{ caseId: ${a.id} }` is not a text, since braces end it. References are therefore written with signs of the
// Unicode private use area while the file is parsed. They are as long as those they stand for, so places stay right.
const guards = { open: '\uE000\uE001', close: '\uE002' };

/** Makes references safe from the YAML parser. */
export function guardReferences(text: string): string {
  return text.replaceAll(/\$\{([^}\s]*)\}/g, `${guards.open}$1${guards.close}`);
}

/** Takes the guard away again, everywhere in a parsed value. */
export function unguardReferences(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(guards.open, '${').replaceAll(guards.close, '}');
  if (Array.isArray(value)) return value.map(unguardReferences);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unguardReferences(each)]));
}
