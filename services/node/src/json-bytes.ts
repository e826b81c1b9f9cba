import { isUtf8 } from 'node:buffer';
import { parseJsonStrictly, type StrictJson } from '@storstad/evidence';

/**
 * The JSON of bytes that came from outside, strictly. Bytes that are no UTF-8 are no JSON (RFC 8259 §8.1): decoding
 * them would put other characters in their place.
 */
export const parseJsonBytes = (bytes: Uint8Array): StrictJson =>
  isUtf8(bytes) ? parseJsonStrictly(Buffer.from(bytes).toString('utf8')) : { ok: false, problem: 'NOT_JSON' };
