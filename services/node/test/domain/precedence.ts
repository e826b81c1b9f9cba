import type { Test } from 'tap';
import { refusalCodes } from '../../src/domain/refusal.js';

/** Which refusal is given when several apply: everything is wrong at first, then mended one thing at a time, in order. */

type Parts<A> = { readonly [Part in keyof A]: Partial<A[Part]> };
/** A code, and what must change for it not to be given. */
type Mend<A> = readonly [code: string, mend: Partial<Parts<A>>];

/** The codes that are given as what is wrong is mended step by step, and what comes of it when all is right. */
function play<A extends object>(
  start: A,
  mends: readonly Mend<A>[],
  decide: (attempt: A) => string | undefined,
) {
  const given: (string | undefined)[] = [];
  let attempt = start;
  for (const [, mend] of mends) {
    given.push(decide(attempt));
    for (const [part, to] of Object.entries(mend) as [keyof A, object][])
      attempt = { ...attempt, [part]: { ...attempt[part], ...to } };
  }
  return { given, atLast: decide(attempt) };
}

export function holds<A extends object>(
  t: Test,
  table: {
    start: A;
    mends: readonly Mend<A>[];
    decide: (attempt: A) => string | undefined;
    atLast: string | undefined;
  },
) {
  const codes = table.mends.map(([code]) => code);
  const { given, atLast } = play(table.start, table.mends, table.decide);
  t.same(given, codes, 'each as the first of those that still apply');
  t.equal(atLast, table.atLast, 'and when all is mended');
  t.same(
    refusalCodes.filter((code) => codes.includes(code)),
    codes,
    'in the order of the list of codes',
  );
}
