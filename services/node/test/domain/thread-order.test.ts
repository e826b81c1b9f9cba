import fc from 'fast-check';
import t from 'tap';
import { type InThread, inCausalOrder } from '../../src/domain/thread-order.js';
import { id } from './support.js';

/** Two cities write to each other, each with a clock of its own; what is said crosses on the way. */
type Step = 'a writes' | 'b writes' | 'a hears' | 'b hears';
type City = 'a' | 'b';
const other = { a: 'b', b: 'a' } as const;

interface Said extends InThread {
  readonly from: City;
}

/** What is said in a conversation; `clock` tells the second that stands on a city's clock at a step. */
function conversation(steps: readonly Step[], clock = (_: City, step: number) => step): Said[] {
  const said = { a: [] as Said[], b: [] as Said[] };
  const heard = { a: 0, b: 0 };
  for (const [step, what] of steps.entries()) {
    const [city, verb] = what.split(' ') as [City, 'writes' | 'hears'];
    const [own, theirs] = [said[city], said[other[city]]];
    if (verb === 'hears') heard[city] = Math.min(heard[city] + 1, theirs.length);
    else
      own.push({
        from: city,
        digest: id(`${city}${own.length + 1}`),
        previous: own.at(-1)?.digest ?? null,
        seen: theirs[heard[city] - 1]?.digest ?? null,
        sentAt: id(new Date(clock(city, step) * 1000).toISOString()),
      });
  }
  return [...said.a, ...said.b];
}

const orderOf = (said: readonly Said[]) =>
  inCausalOrder(said)
    .map(({ digest }) => digest)
    .join(' ');

t.test('causes come before effects, and otherwise the earlier first', async (t) => {
  const table: [string, Step[], string, ((city: City, step: number) => number)?][] = [
    ['nothing', [], ''],
    ['one city alone', ['a writes', 'a writes', 'a writes'], 'a1 a2 a3'],
    ['question and answer', ['a writes', 'b hears', 'b writes', 'a hears', 'a writes'], 'a1 b1 a2'],
    ['messages that cross', ['b writes', 'a writes', 'b writes', 'a writes'], 'b1 a1 b2 a2'],
    ['at the same moment', ['b writes', 'a writes', 'b writes', 'a writes'], 'a1 a2 b1 b2', () => 7],
    [
      'an answer by a clock that is behind',
      ['a writes', 'b hears', 'b writes', 'a hears', 'a writes'],
      'a1 b1 a2',
      (city, step) => (city === 'b' ? step : step + 3600),
    ],
    [
      'what crosses the answer stays where its sender was',
      ['a writes', 'b hears', 'b writes', 'a writes', 'a hears', 'a writes'],
      'a1 b1 a2 a3',
    ],
    ['a clock that is set back', ['a writes', 'a writes', 'a writes'], 'a1 a2 a3', (_, step) => -step],
  ];
  for (const [name, steps, order, clock] of table) {
    const said = conversation(steps, clock);
    t.equal(orderOf(said), order, name);
    t.equal(orderOf(said.toReversed()), order, `${name}, the other way about`);
  }
});

t.test('a cause that is not here counts for nothing', async (t) => {
  const [, ...rest] = conversation(['a writes', 'a writes', 'b hears', 'b hears', 'b writes']);
  t.equal(orderOf(rest), 'a2 b1');
});

t.test('a long thread', async (t) => {
  const turns: Step[] = ['a writes', 'b hears', 'b writes', 'a hears'];
  const steps = Array.from({ length: 2_500 }, () => turns).flat();
  const said = conversation(steps, (city, step) => (city === 'a' ? -step : step));
  const expected = Array.from({ length: 2_500 }, (_, i) => `a${i + 1} b${i + 1}`).join(' ');
  t.equal(orderOf(said), expected);
});

t.test('both cities see the same, however it came and whatever their clocks say', async (t) => {
  const steps = fc.array(fc.constantFrom<Step>('a writes', 'b writes', 'a hears', 'b hears'), {
    maxLength: 40,
  });
  const clocks = fc.array(fc.nat({ max: 20 }), { minLength: 40, maxLength: 40 });
  const talk = fc
    .record({ steps, clocks })
    .map(({ steps, clocks }) => conversation(steps, (_, step) => clocks[step] ?? 0))
    .chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length })));
  const property = fc.property(talk, ([said, shuffled]) => {
    const ordered = inCausalOrder(shuffled).map(({ digest }) => digest);
    const precedes = (cause: string | null, effect: InThread) =>
      cause === null || ordered.indexOf(cause as InThread['digest']) < ordered.indexOf(effect.digest);
    return (
      ordered.join(' ') === orderOf(said) &&
      ordered.length === said.length &&
      said.every((message) => precedes(message.previous, message) && precedes(message.seen, message))
    );
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
});
