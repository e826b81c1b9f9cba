import type { Test } from 'tap';
import type { DeskAnswer } from './ask-desk.js';

/** Stands in every request for what must not come back. */
export const secret = 'Kim Exempel';

export type Problem = readonly [status: number, code: string, at: string | null];

/** A problem of its kind, that names the place and does not repeat what was sent. */
export function isProblem(t: Test, answer: DeskAnswer, [status, code, at]: Problem, name = code) {
  const { headers, body, text } = answer;
  const found = {
    status: answer.status === body.status && answer.status,
    code: body.code,
    at: body.errors?.[0]?.at ?? null,
    type: headers['content-type'],
    isTraced: /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(String(headers.traceparent)),
    quotes: text.includes(secret),
  };
  const type = 'application/problem+json; charset=utf-8';
  t.strictSame(found, { status, code, at, type, isTraced: true, quotes: false }, name);
}

/** All of an answer but what is new each time. */
export function lasting({ status, text, headers }: DeskAnswer) {
  const { traceparent: _, date: __, ...rest } = headers;
  return { status, text, headers: rest };
}
