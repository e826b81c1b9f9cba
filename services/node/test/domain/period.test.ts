// Days in a row: what two periods share, what none of several has, and how many are leave.
import fc from 'fast-check';
import t from 'tap';
import { addDays, daysBetween } from '../../src/domain/calendar.js';
import { daysIn, daysNotIn, isWithin, overlap, overlapOf, type Span } from '../../src/domain/period.js';
import { day } from './support.js';

const period = (from: string, until: string): Span => ({ from: day(from), until: day(until) });
/** Of March 2025, by the number of the day. */
const march = (from: number, until: number) => {
  const dated = (n: number) => addDays(day('2025-03-01'), n - 1);
  return { from: dated(from), until: dated(until) };
};

t.test('what two periods have in common', async (t) => {
  const rows: [a: [number, number], b: [number, number], common: [number, number] | undefined][] = [
    [
      [5, 10],
      [5, 10],
      [5, 10],
    ],
    [
      [5, 10],
      [6, 9],
      [6, 9],
    ],
    [
      [5, 10],
      [1, 6],
      [5, 6],
    ],
    [
      [5, 10],
      [9, 20],
      [9, 10],
    ],
    [
      [5, 10],
      [1, 20],
      [5, 10],
    ],
    [[5, 10], [1, 5], undefined],
    [[5, 10], [10, 20], undefined],
    [[5, 10], [11, 20], undefined],
    [[5, 5], [1, 20], undefined],
    [[5, 4], [1, 20], undefined],
  ];
  for (const [a, b, common] of rows) {
    const expected = common && march(...common);
    t.same(overlapOf(march(...a), march(...b)), expected, `${a} and ${b}`);
    t.same(overlapOf(march(...b), march(...a)), expected, `${b} and ${a}`);
  }
});

t.test('days of a period that none of the others has', async (t) => {
  const rows: [others: [number, number][], days: number][] = [
    [[], 5],
    [[[5, 10]], 0],
    [[[1, 20]], 0],
    [[[1, 5]], 5],
    [[[10, 12]], 5],
    [[[1, 6]], 4],
    [[[9, 12]], 4],
    [[[6, 9]], 2],
    [
      [
        [5, 7],
        [7, 10],
      ],
      0,
    ],
    [
      [
        [7, 10],
        [5, 7],
      ],
      0,
    ],
    [
      [
        [5, 7],
        [8, 10],
      ],
      1,
    ],
    [
      [
        [5, 9],
        [6, 7],
      ],
      1,
    ],
    [
      [
        [6, 7],
        [5, 9],
      ],
      1,
    ],
    [
      [
        [6, 8],
        [6, 8],
        [7, 9],
      ],
      2,
    ],
    [[[7, 7]], 5],
  ];
  for (const [others, days] of rows)
    t.equal(
      daysNotIn(
        march(5, 10),
        others.map(([from, until]) => march(from, until)),
      ),
      days,
      JSON.stringify(others),
    );
  t.equal(daysNotIn(march(5, 5), []), 0, 'of no day');
  t.equal(daysNotIn(march(5, 4), []), 0, 'and of a period that ends before it begins');
  t.equal(daysNotIn(period('2025-03-29', '2025-04-01'), []), 3, 'over the change of the clocks');
  t.equal(daysNotIn(period('2024-02-28', '2024-03-01'), []), 2, 'and over a leap day');
});

t.test(
  'days of leave: the day of leaving is one, the day back is not, and an open leave goes on',
  async (t) => {
    const rows: [leaves: [from: number, until: number | null][], days: number][] = [
      [[], 0],
      [[[6, 8]], 2],
      [[[6, 7]], 1],
      [[[6, 6]], 0],
      [[[5, 10]], 5],
      [[[1, 6]], 1],
      [[[1, 5]], 0],
      [[[9, 12]], 1],
      [[[10, 12]], 0],
      [[[9, null]], 1],
      [[[10, null]], 0],
      [[[5, null]], 5],
      [[[1, null]], 5],
      [
        [
          [5, 6],
          [6, 7],
        ],
        2,
      ],
      [
        [
          [5, 6],
          [9, null],
        ],
        2,
      ],
      [
        [
          [5, 8],
          [6, 9],
        ],
        4,
      ],
    ];
    for (const [leaves, days] of rows) {
      const recorded = leaves.map(([from, until]) => {
        const { from: left, until: back } = march(from, until ?? 1);
        return { from: left, until: until === null ? null : back, reason: 'absent' } as const;
      });
      t.equal(daysIn(march(5, 10), recorded), days, JSON.stringify(leaves));
    }
  },
);

t.test('it is what counting day by day gives', async (t) => {
  const anyPeriod = fc.tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 25 }));
  const inIt = (date: string, { from, until }: Period) => from <= date && date < until;
  const property = fc.property(anyPeriod, fc.array(anyPeriod, { maxLength: 6 }), (one, several) => {
    const within = march(...one);
    const others = several.map((other) => march(...other));
    const all = Array.from({ length: Math.max(0, daysBetween(within.from, within.until)) }, (_, n) =>
      addDays(within.from, n),
    );
    const counted = all.filter((date) => !others.some((other) => inIt(date, other))).length;
    return daysNotIn(within, others) === counted;
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2000 }));
});
