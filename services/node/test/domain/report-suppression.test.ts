import fc from 'fast-check';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import type { BasedTable } from '../../src/domain/report-measure.js';
import { externalTables } from '../../src/domain/report-suppression.js';
import { homeCase, receivingCase } from './cases.js';
import { incident, settled } from './follow-ups.js';
import { reportOf, valuesOf } from './reports.js';
import { day } from './support.js';

type Row = readonly [value: number | null, basis: number, key?: string];
const exchanges = (n: number): BasedTable => ({
  section: 'volume',
  measure: 'exchanges',
  unit: 'number',
  shape: 'counts',
  rows: [{ key: 'all', value: n, basis: n }],
});
const table = (shape: BasedTable['shape'], ...rows: Row[]): BasedTable => ({
  section: 'case',
  measure: 'kind',
  unit: 'number',
  shape,
  rows: rows.map(([value, basis, key], i) => ({ key: key ?? `key-${i}`, value, basis })),
});
/** What an external reader is told of one table, next to the number of exchanges. */
const told = (n: number, one: BasedTable) =>
  externalTables([exchanges(n), one])[1]?.rows.map(({ value, status }) => value ?? status);
const s = 'suppressed';

t.test('the number of exchanges is always shown, and nothing else that is small', (t) => {
  for (const [n, one, expected] of [
    [10, table('counts', [5, 5], [5, 5]), [5, 5]],
    [9, table('counts', [5, 5], [4, 4]), [s, s]],
    [5, table('counts', [5, 5], [0, 0]), [s, s]],
    [11, table('counts', [7, 4], [9, 9]), [s, s]],
    [0, table('counts', [0, 0]), [s]],
    // What a table does not count must not be a few either
    [10, table('counts', [5, 5]), [5]],
    [9, table('counts', [5, 5]), [s]],
    [6, table('counts', [5, 5]), [s]],
    [5, table('counts', [5, 5]), [5]],
    [4, table('counts', [5, 5]), [s]],
    [5, table('sum', [100, 5]), [100]],
    [5, table('sum', [-100, 5]), [-100]],
    [4, table('sum', [100, 4]), [s]],
    [6, table('sum', [100, 5]), [s]],
    [10, table('sum', [100, 5]), [100]],
    [5, table('sum', [100, 5], [200, 4]), [s, s]],
    [5, table('share', [50, 5]), [50]],
    [5, table('share', [50, 4]), [s]],
    [5, table('share', [null, 5]), [s]],
    [5, table('spread', [7, 5, 'median'], [1, 5, 'lowest'], [9, 5, 'highest']), [7, s, s]],
    [5, table('spread', [7, 4, 'median'], [1, 4, 'lowest'], [9, 4, 'highest']), [s, s, s]],
    // A wait may count requests that led to no exchange, and exchanges without a wait: neither may be a few
    [4, table('spread', [7, 9, 'median'], [1, 9, 'lowest'], [9, 9, 'highest']), [s, s, s]],
    [5, table('spread', [7, 9, 'median'], [1, 9, 'lowest'], [9, 9, 'highest']), [s, s, s]],
    [5, table('spread', [7, 10, 'median'], [1, 10, 'lowest'], [9, 10, 'highest']), [7, s, s]],
    [10, table('spread', [7, 5, 'median'], [1, 5, 'lowest'], [9, 5, 'highest']), [7, s, s]],
    [9, table('spread', [7, 5, 'median'], [1, 5, 'lowest'], [9, 5, 'highest']), [s, s, s]],
    // Beside fewer than 5 exchanges there is nothing more
    [4, table('counts', [9, 9], [9, 9]), [s, s]],
    [4, table('share', [50, 9]), [s]],
    [0, table('spread', [7, 9, 'median'], [1, 9, 'lowest'], [9, 9, 'highest']), [s, s, s]],
  ] as const)
    t.strictSame(told(n, one as BasedTable), expected, JSON.stringify([n, one]));
  for (const n of [0, 1, 4, 5]) t.equal(externalTables([exchanges(n)])[0]?.rows[0]?.value, n);
  t.end();
});

t.test('what is for the boards alone is left out', (t) => {
  const tables = externalTables([exchanges(9), { ...table('counts', [9, 9]), boardOnly: true }]);
  t.equal(tables.length, 1);
  t.end();
});

/** All ways in which the suppressed cells of a table can be, when its total is known and each shown cell is 5 or more. */
function fits(cells: readonly (number | null)[], total: number): number[][] {
  const known = cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0);
  const open = cells.filter((cell) => cell === null).length;
  const ways = (left: number, places: number): number[][] =>
    places === 0
      ? left === 0
        ? [[]]
        : []
      : Array.from({ length: left + 1 }, (_, n) =>
          ways(left - n, places - 1).map((rest) => [n, ...rest]),
        ).flat();
  // A table is suppressed only where something in it is small.
  return ways(total - known, open).filter((way) => way.some((value) => value < 5));
}

t.test('no suppressed cell follows from the total and the other cells', (t) => {
  const cells = fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(cells, (values) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      // Of nothing at all every part is nothing: the number of exchanges says so.
      fc.pre(total > 0);
      const shown = (told(total, table('counts', ...values.map((n): Row => [n, n]))) ?? []).map((cell) =>
        typeof cell === 'number' ? cell : null,
      );
      const hidden = values.filter((_, i) => shown[i] === null);
      if (values.some((value) => value < 5) && hidden.length < 2) return false;
      if (hidden.length === 0) return true;
      const ways = fits(shown, total);
      return hidden.every((_, i) => new Set(ways.map((way) => way[i])).size > 1);
    }),
    { numRuns: 1000, seed: 43 },
  );
  t.end();
});

/** Cases that differ in what the report tells of. */
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    state: fc.constantFrom('accepted', 'in-progress', 'departed', 'completed' as const),
    side: fc.constantFrom('home', 'receiving'),
    kind: fc.constantFrom('defector', 'protected-person' as const),
    level: fc.constantFrom('low', 'high' as const),
    moves: fc.nat({ max: 9 }),
    relapse: fc.constantFrom('none', 'crime', 'criminal-company' as const),
    days: fc.nat({ max: 20 }),
  })
  .map(({ state, side, kind, level, moves, relapse, days }) => {
    const base = side === 'home' ? homeCase(state) : receivingCase(state);
    const until = day(`2025-02-${String(3 + days).padStart(2, '0')}`);
    return {
      ...base,
      kind,
      threat: base.threat && { ...base.threat, level },
      moves: Array.from({ length: moves }, () => ({ movedOn: '2025-02-10', reason: 'safety' as const })),
      incidents: relapse === 'none' ? [] : [incident('relapse-signal', { closed: settled({ relapse }) })],
      stay: base.stay && { ...base.stay, departedOn: base.stay.departedOn && until },
    } as Case;
  });

t.test('of any cases no number under 5 leaves the city but that of exchanges, and nothing of a pair', (t) => {
  let shownAtAll = 0;
  fc.assert(
    fc.property(fc.array(anyCase, { maxLength: 80, size: 'max' }), (cases) => {
      const parts = reportOf(cases, { audience: 'external' });
      const rows = parts.flatMap(({ tables }) =>
        tables
          .filter(({ measure }) => measure !== 'exchanges')
          .flatMap(({ rows, unit }) => rows.map((r) => ({ ...r, unit }))),
      );
      shownAtAll += rows.filter(({ status }) => status === 'known').length;
      return (
        parts.length === 1 &&
        valuesOf(parts, 'exchanges').all === (cases.length || undefined) &&
        rows.every(({ status, value, unit }) =>
          status === 'known'
            ? value !== null && (unit !== 'number' || value >= 5)
            : status === s && value === null,
        )
      );
    }),
    { numRuns: 60, seed: 43 },
  );
  t.ok(shownAtAll > 100, `${shownAtAll} cells were large enough to be shown`);
  t.end();
});

t.test('S16: of four exchanges only the four', (t) => {
  const cases = [
    homeCase('completed'),
    homeCase('departed'),
    receivingCase('in-progress'),
    receivingCase('completed'),
  ];
  const [part, ...others] = reportOf(cases, { audience: 'external' });
  t.strictSame(others, []);
  const shown = part?.tables.flatMap(({ measure, rows }) =>
    rows.flatMap(({ status, value }) => (status === s ? [] : [[measure, value]])),
  );
  t.strictSame(shown, [['exchanges', 4]]);
  t.end();
});
