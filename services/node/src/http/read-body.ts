import { isUtf8 } from 'node:buffer';
import type { Violation } from '@storstad/contract';
import { parseJsonBytes } from '../json-bytes.js';

export type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly code: 'FILE_INVALID';
      readonly facts: { readonly row: number; readonly problem: string };
    }
  | {
      readonly ok: false;
      readonly code: 'NOT_JSON' | 'DUPLICATE_KEY' | 'REQUEST_INVALID';
      readonly violations: Violation[];
    };

/** The JSON of a raw body, strictly: a repeated key is an error. No body is undefined. */
export function readBody(raw: unknown): Exclude<ReadBody, { code: 'FILE_INVALID' }> {
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

/** The text of a raw body that is a file. It must be UTF-8: other characters would be put in place of what is not. */
export function readTextBody(raw: unknown): ReadBody {
  if (!Buffer.isBuffer(raw)) return { ok: true, value: undefined };
  if (isUtf8(raw)) return { ok: true, value: raw.toString('utf8') };
  return { ok: false, code: 'FILE_INVALID', facts: { row: firstRowNotUtf8(raw), problem: 'is not UTF-8' } };
}

/** Counted from 1. A line feed is never a part of another character in UTF-8. */
function firstRowNotUtf8(raw: Buffer): number {
  let row = 1;
  for (let start = 0; start < raw.length; row += 1) {
    const end = raw.indexOf(0x0a, start);
    const next = end < 0 ? raw.length : end + 1;
    if (!isUtf8(raw.subarray(start, next))) break;
    start = next;
  }
  return row;
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
