import type { Violation } from '@storstad/contract';
import { parseJsonBytes } from '../json-bytes.js';

export type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly code: 'NOT_JSON' | 'DUPLICATE_KEY' | 'REQUEST_INVALID';
      readonly violations: Violation[];
    };

/** The JSON of a raw body, strictly: a repeated key is an error. No body is undefined. */
export function readBody(raw: unknown): ReadBody {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return { ok: true, value: undefined };
  const json = parseJsonBytes(raw);
  if (json.ok) return json;
  switch (json.problem) {
    case 'NOT_JSON':
      return { ok: false, code: 'NOT_JSON', violations: [{ at: '', message: 'is not JSON in UTF-8' }] };
    case 'TOO_DEEP':
      return { ok: false, code: 'REQUEST_INVALID', violations: [{ at: '', message: 'is nested too deep' }] };
    case 'DUPLICATE_KEY': {
      const at = duplicateKeyAt(raw.toString('utf8')).slice(0, longestPlace);
      return { ok: false, code: 'DUPLICATE_KEY', violations: [{ at, message: 'is given twice' }] };
    }
  }
}

/** As much as a problem has room for. */
const longestPlace = 290;

interface Level {
  /** Of an object; an array has none. */
  readonly keys: Set<string> | undefined;
  step: string | number;
}

/** The JSON pointer of the first member that a text, which is known to be JSON, gives twice. */
function duplicateKeyAt(text: string): string {
  const levels: Level[] = [];
  for (const [token, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\],]/g)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set(), step: '' });
    else if (token === '[') levels.push({ keys: undefined, step: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && typeof level?.step === 'number') level.step += 1;
    else if (colon !== undefined && level?.keys) {
      const key: string = JSON.parse(token.slice(0, -colon.length));
      level.step = key;
      if (level.keys.has(key)) return levels.map(({ step }) => `/${escaped(step)}`).join('');
      level.keys.add(key);
    }
  }
  return '';
}

const escaped = (step: string | number) => String(step).replaceAll('~', '~0').replaceAll('/', '~1');
