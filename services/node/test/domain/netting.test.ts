// The year settled over all cities: what each is owed, and the fewest transfers that make it even.
import type { StatementDocument } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import { fewestTransfers, net } from '../../src/domain/netting.js';
import { goteborg, id, malmo, members, stockholm } from './support.js';

let statements = 0;
/** A signed statement of two cities: what each has carried out, in the order given. */
const statement = (
  [a, b]: readonly [string, string],
  { days, ore, cases = [1, 1] }: { days: [number, number]; ore: [number, number]; cases?: [number, number] },
  agreement: string | null = '2025',
): StatementDocument => {
  statements += 1;
  const inOrder = (both: [number, number]): [number, number] => (a < b ? both : [both[1], both[0]]);
  const amountsOre = inOrder(ore);
  return {
    id: `statement-${statements}`,
    cities: [a, b].sort(),
    agreement,
    from: '2025-01-01',
    until: '2026-01-01',
    lineCount: 2,
    linesDigest: `sha-256:${'0'.repeat(64)}`,
    cases: inOrder(cases),
    days: inOrder(days),
    amountsOre,
    netOre: amountsOre[0] - amountsOre[1],
  };
};
const settled = (...of: StatementDocument[]) => net(id('2025'), members, of);

/** requirements §11 S9: Malmö 100 days at 900 kronor for Stockholm, Göteborg 90 at 1,000, Stockholm 60 at 1,100. */
const year = [
  statement([malmo, stockholm], { days: [100, 0], ore: [9_000_000, 0], cases: [1, 0] }),
  statement([goteborg, malmo], { days: [90, 0], ore: [9_000_000, 0], cases: [1, 0] }),
  statement([stockholm, goteborg], { days: [60, 0], ore: [6_600_000, 0], cases: [1, 0] }),
];

t.test('S9: net over three cities, and one transfer', async (t) => {
  const one = { casesSent: 1, casesReceived: 1 };
  t.strictSame(settled(...year), {
    agreement: '2025',
    cities: [
      { city: goteborg, ...one, netDays: 30, netOre: 2_400_000 },
      { city: malmo, ...one, netDays: 10, netOre: 0 },
      { city: stockholm, ...one, netDays: -40, netOre: -2_400_000 },
    ],
    missing: [],
    transfers: [{ from: stockholm, to: goteborg, amountOre: 2_400_000 }],
    sumOre: 0,
    sumDays: 0,
  });
});

t.test('what is not of the version does not count, and pairs without a statement are missing', async (t) => {
  const [first, second] = year as [StatementDocument, StatementDocument];
  const missing = (...of: StatementDocument[]) => settled(...of).missing.map((pair) => pair.join('-'));
  t.same(missing(), ['goteborg-malmo', 'goteborg-stockholm', 'malmo-stockholm']);
  t.same(missing(first), ['goteborg-malmo', 'goteborg-stockholm']);
  t.same(missing(first, second), ['goteborg-stockholm']);
  t.same(missing(...year), []);
  t.same(settled().transfers, []);
  const others = [
    statement([malmo, stockholm], { days: [9, 0], ore: [900, 0] }, '2024'),
    statement([malmo, stockholm], { days: [9, 0], ore: [900, 0] }, null),
  ];
  t.strictSame(settled(...year, ...others), settled(...year), 'another version, and one over all versions');
  t.same(missing(...others).length, 3);
  const stranger = statement([malmo, 'oslo'], { days: [0, 0], ore: [0, 0] });
  t.same(missing(...year, stranger), []);
});

t.test('a pair with lines that no statement has is missing, as far as its lines are known', async (t) => {
  const missing = (lines: number) =>
    net(id('2025'), members, year, [{ cities: [stockholm, malmo], lines }]).missing.map((pair) =>
      pair.join('-'),
    );
  t.same(missing(2), [], 'the statement has both lines');
  t.same(missing(3), ['malmo-stockholm']);
});

t.test('several statements of a pair add up', async (t) => {
  const { cities, transfers } = settled(
    statement([malmo, stockholm], { days: [10, 4], ore: [1_000, 400], cases: [2, 1] }),
    statement([malmo, stockholm], { days: [-3, 0], ore: [-300, 0], cases: [1, 0] }),
  );
  t.match(cities, [
    { city: goteborg, casesSent: 0, casesReceived: 0, netDays: 0, netOre: 0 },
    { city: malmo, casesSent: 1, casesReceived: 3, netDays: 3, netOre: 300 },
    { city: stockholm, casesSent: 3, casesReceived: 1, netDays: -3, netOre: -300 },
  ]);
  t.strictSame(transfers, [{ from: stockholm, to: malmo, amountOre: 300 }]);
});

t.test('a statement whose days or öre do not add up is a bug', async (t) => {
  const stranger = statement([malmo, 'oslo'], { days: [0, 0], ore: [1, 0] });
  t.throws(() => settled(stranger), /do not sum to zero/);
});

const owed = (...amounts: number[]) => amounts.map((netOre, n) => ({ city: `city-${n}`, netOre }));

t.test('the fewest transfers', async (t) => {
  const rows: [amounts: number[], transfers: number][] = [
    [[], 0],
    [[0, 0, 0], 0],
    [[5, -5], 1],
    [[5, -5, 0], 1],
    [[5, -2, -3], 2],
    [[5, 5, -5, -5], 2],
    [[7, 3, -4, -6], 3],
    [[7, 3, -7, -3], 2],
    // Paying the largest with the largest would take five: 10 and 8 are even with others.
    [[10, 8, -9, -1, -6, -2], 4],
    [[1, 2, 3, -3, -2, -1], 3],
    [[4, 4, -1, -3, -2, -2], 4],
  ];
  for (const [amounts, count] of rows) t.equal(fewestTransfers(owed(...amounts)).length, count, `${amounts}`);
  t.strictSame(fewestTransfers(owed(3, -3)), [{ from: 'city-1', to: 'city-0', amountOre: 3 }]);
});

/** As many groups as possible that are even among themselves, by trying every way to divide the cities into groups. */
function mostGroups(amounts: readonly number[]): number {
  const [first, ...rest] = amounts;
  if (first === undefined) return 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let set = 0; set < 1 << rest.length; set += 1) {
    const group = rest.filter((_, i) => set & (1 << i));
    if (group.reduce((sum, amount) => sum + amount, first) !== 0) continue;
    most = Math.max(most, 1 + mostGroups(rest.filter((_, i) => !(set & (1 << i)))));
  }
  return most;
}

t.test('are as few as trying every way gives, and make every city even', async (t) => {
  const amounts = fc
    .array(fc.integer({ min: -6, max: 6 }), { maxLength: 5 })
    .map((some) => [...some, 0 - some.reduce((sum, amount) => sum + amount, 0)]);
  const property = fc.property(amounts, (some) => {
    const uneven = some.filter((amount) => amount !== 0);
    const transfers = fewestTransfers(owed(...some));
    const left = new Map(owed(...some).map(({ city, netOre }) => [city, netOre]));
    for (const { from, to, amountOre } of transfers) {
      if (amountOre <= 0 || from === to) return false;
      left.set(from, (left.get(from) ?? 0) + amountOre);
      left.set(to, (left.get(to) ?? 0) - amountOre);
    }
    const isEven = [...left.values()].every((netOre) => netOre === 0);
    return isEven && transfers.length === uneven.length - (uneven.length === 0 ? 0 : mostGroups(uneven));
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 3000 }));
});

t.test('of more cities than can be tried, each still comes out even', async (t) => {
  const amounts = [...Array.from({ length: 17 }, (_, n) => n + 1), -153];
  const transfers = fewestTransfers(owed(...amounts));
  t.equal(transfers.length, 17);
  t.equal(
    transfers.reduce((sum, { amountOre }) => sum + amountOre, 0),
    153,
  );
});
