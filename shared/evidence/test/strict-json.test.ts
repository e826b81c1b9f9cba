import fc from 'fast-check';
import t from 'tap';
import { MAX_JSON_DEPTH, parseJsonStrictly } from '../src/index.js';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const problemOf = (text: string) => {
  const result = parseJsonStrictly(text);
  return result.ok ? undefined : result.problem;
};

t.test('plain JSON is read', async (t) => {
  for (const text of ['null', '""', '[]', '{}', '{"a":{"a":1},"b":[{"a":1}]}', ' {"a" : ":{[\\":" } ']) {
    t.same(parseJsonStrictly(text), { ok: true, value: JSON.parse(text) }, text);
  }
});

t.test('what is not JSON is refused', async (t) => {
  for (const text of [
    '',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":1} {',
    '"',
    '"\\',
    'undefined',
    '\ufeff{}',
    `${nested(9)}]`,
  ]) {
    t.equal(problemOf(text), 'NOT_JSON', text);
  }
});

t.test('a member named twice is refused, wherever it is and however it is written', async (t) => {
  const texts = [
    '{"a":1,"a":1}',
    '[{"b":{"a":1,"c":2,"a":3}}]',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a:":1,"a:":{}}',
    '{"\\"":1,"\\"":2}',
    '{"":0,"":0}',
    '{"a":{"x":1,"y":2},"a":3}',
    '{"1":0,"1":0}',
  ];
  for (const text of texts) t.equal(problemOf(text), 'DUPLICATE_KEY', text);
});

t.test('members that only look alike are read', async (t) => {
  for (const text of [
    '{"__proto__":{"a":1},"a":2}',
    '{"a":1,"A":2}',
    '{"\\\\":":","\\\\\\"":1}',
    '{"toString":1}',
  ]) {
    t.ok(parseJsonStrictly(text).ok, text);
  }
  t.same(Object.keys({}), [], 'no prototype was polluted');
});

t.test('nesting is limited, exactly', async (t) => {
  t.ok(parseJsonStrictly(nested(MAX_JSON_DEPTH)).ok);
  t.equal(problemOf(nested(MAX_JSON_DEPTH + 1)), 'TOO_DEEP');
  t.equal(problemOf(nested(1_000_000)), 'TOO_DEEP', 'without exhausting the stack');
  t.equal(problemOf('{"a":'.repeat(500_000)), 'NOT_JSON');
});

t.test('a large text takes linear time', async (t) => {
  const members = Array.from({ length: 200_000 }, (_, index) => `"k${index}":"\\\\\\""`);
  const started = performance.now();
  t.ok(parseJsonStrictly(`{${members.join()}}`).ok);
  t.equal(problemOf(`{${members.join()},"k0":0}`), 'DUPLICATE_KEY');
  t.ok(performance.now() - started < 5000);
});

t.test('every text of JSON.stringify is read, and any member doubled is refused', async () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.string(), (value, key) => {
      const text = JSON.stringify(value);
      const name = JSON.stringify(key);
      const doubled = `[{${name}:${text},"${key.length}x":0,${name}:${text}}]`;
      return parseJsonStrictly(text).ok && problemOf(doubled) === 'DUPLICATE_KEY';
    }),
  );
});
