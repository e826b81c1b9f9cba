/** Why a text was not taken as JSON. */
export type JsonProblem = 'NOT_JSON' | 'TOO_DEEP' | 'DUPLICATE_KEY';

/** The value of a text, or why it was refused. */
export type StrictJson = { ok: true; value: unknown } | { ok: false; problem: JsonProblem };

/** The deepest nesting of objects and arrays that is read. */
export const MAX_JSON_DEPTH = 32;

/**
 * Reads a JSON text in which no object names a member twice (I-JSON, RFC 7493 §2.3) and nothing
 * is nested deeper than {@link MAX_JSON_DEPTH}.
 *
 * A duplicate is found by counting: outside strings, a valid text has one colon for each member
 * written, and the parsed value has one key for each member kept. Takes linear time.
 *
 * @returns the value, or NOT_JSON, TOO_DEEP or DUPLICATE_KEY, tried in this order.
 */
export function parseJsonStrictly(text: string): StrictJson {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const { depth, members } = measure(text);
  if (depth > MAX_JSON_DEPTH) return { ok: false, problem: 'TOO_DEEP' };
  if (members !== countMembers(parsed.value)) return { ok: false, problem: 'DUPLICATE_KEY' };
  return parsed;
}

function parse(text: string): StrictJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: 'NOT_JSON' };
  }
}

/** The nesting and the number of members written in a text that is known to be JSON. */
function measure(text: string): { depth: number; members: number } {
  let level = 0;
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === ':') members++;
    else if (character === '{' || character === '[') depth = Math.max(depth, ++level);
    else if (character === '}' || character === ']') level--;
  }
  return { depth, members };
}

/** Where the string that starts at `start` has its closing quotation mark. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Recursion is safe here: the depth was limited before. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children = Object.values(value);
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + countMembers(child), own);
}
