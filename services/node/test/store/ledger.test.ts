// The ledger as it is stored: its lines in order and once each, sums that are kept and not added up anew, digests.
import t from 'tap';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import { periodOfStatement } from '../../src/domain/statement.js';
import { linesCarried } from '../../src/domain/statement-difference.js';
import type { CaseId, CostLineId } from '../../src/domain/values.js';
import { openStore, type Store } from '../../src/store/store.js';
import { plainBalance } from '../domain/agreement-of-ledgers.js';
import { costLine, signedLine } from '../domain/cases.js';
import { blocksOf, digestOfLines, totalsOf } from '../domain/statement-facts.js';
import { goteborg, id, malmo, stockholm } from '../domain/support.js';

const open = (city = stockholm): Store => openStore(':memory:', city, () => '');
/** A case has one home city. */
const caseOf = (n: number) => id<CaseId>(`case-${n % 3 === 0 ? 'm' : 's'}${n % 11}`);
const year = periodOfStatement({ from: '2025-01-01', until: '2026-01-01' });

/** Lines of several cases, in both directions, on several days, with amounts that are not alike. */
function line(n: number) {
  const outward = n % 3 === 0;
  const changes = {
    id: `line-${String((n * 7919) % 100_000).padStart(6, '0')}`,
    caseId: caseOf(n),
    agreement: n % 2 === 0 ? '2025' : '2024',
    homeCity: outward ? malmo : stockholm,
    receivingCity: outward ? stockholm : malmo,
    postedOn: `2025-0${1 + (n % 9)}-11`,
    stayDays: n % 5,
    amountOre: 90_000 + n,
  };
  return signedLine(changes, `2025-0${1 + (n % 9)}-1${n % 7}`);
}
const post = ({ ledger }: Store, n: number) => {
  const of = line(n);
  const event = { caseId: of.line.caseId as CaseId, ...of };
  ledger.apply({ type: 'cost-line-sent', ...event });
  ledger.apply({ type: 'cost-line-posted', ...event });
};
const withLines = (count: number): Store => {
  const store = open();
  store.db.transaction(() => {
    for (let n = 0; n < count; n += 1) post(store, n);
  });
  return store;
};

t.test('what a statement has is what adding up gives, however many lines there are', async (t) => {
  for (const count of [0, 1, linesCarried, linesCarried + 1, 2_345]) {
    const store = withLines(count);
    const lines = Array.from({ length: count }, (_, n) => line(n));
    t.strictSame(store.ledger.totals(malmo, year), totalsOf(lines, stockholm), `${count} lines`);
    const { lines: carried, blocks } = store.ledger.parts(malmo, year);
    if (count <= linesCarried) {
      t.equal(carried.length, count);
      t.equal(digestOfLines(carried), digestOfLines(lines));
      t.same(blocks, []);
    } else {
      t.same(carried, []);
      t.strictSame(blocks, blocksOf(lines));
    }
    store.close();
  }
});

t.test('a period, a version, a city', async (t) => {
  const store = withLines(100);
  const lines = Array.from({ length: 100 }, (_, n) => line(n));
  const rows: [from: string, until: string, agreement: string | null][] = [
    ['2025-03-13', '2025-03-14', null],
    ['2025-03-12', '2025-03-13', null],
    ['2025-01-01', '2025-05-15', '2025'],
    ['2025-01-01', '2025-05-15', '2024'],
    ['2024-01-01', '2025-01-01', null],
  ];
  for (const [from, until, agreement] of rows) {
    const within = lines.filter(
      ({ line: of, bookedOn }) =>
        from <= bookedOn && bookedOn < until && (agreement === null || of.agreement === agreement),
    );
    const period = periodOfStatement({ from, until, agreement });
    t.strictSame(
      store.ledger.totals(malmo, period),
      totalsOf(within, stockholm),
      `${from} ${until} ${agreement}`,
    );
  }
  t.equal(store.ledger.totals(goteborg, year).lineCount, 0);
  store.close();
});

t.test('blocks hold every line once, in order, at most so many each', async (t) => {
  const store = withLines(25);
  for (const [size, counts] of [
    [1, Array(25).fill(1)],
    [8, [8, 8, 8, 1]],
    [24, [24, 1]],
    [25, [25]],
    [26, [25]],
  ] as const) {
    const blocks = [...store.ledger.blocks(malmo, year, size)];
    t.same(
      blocks.map(({ count }) => count),
      counts,
      `of ${size}`,
    );
    const places = blocks.flatMap(({ bytes }) =>
      bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((one) => JSON.parse(one) as ReturnType<typeof line>)
        .map(({ bookedOn, line: of }) => ({ bookedOn, id: of.id })),
    );
    t.equal(places.length, 25);
    t.same(places, inOrder(places));
  }
  t.same([...open().ledger.blocks(malmo, year, 10)], [], 'none of no lines');
  store.close();
});

const inOrder = (places: { bookedOn: string; id: string }[]) =>
  [...places].sort((a, b) => (`${a.bookedOn} ${a.id}` < `${b.bookedOn} ${b.id}` ? -1 : 1));

t.test('lines are read page by page, each once, in order, as they were signed', async (t) => {
  const store = withLines(50);
  for (const limit of [1, 7, 50, 51]) {
    const read: ReturnType<typeof line>[] = [];
    for (;;) {
      const last = read.at(-1);
      const after = last ? { bookedOn: last.bookedOn, id: last.line.id } : null;
      const page = store.ledger.signedLines(malmo, year, after, limit);
      if (page.length === 0) break;
      t.ok(page.length <= limit);
      read.push(...page);
    }
    const places = read.map(({ bookedOn, line: { id: lineId } }) => ({ bookedOn, id: lineId }));
    t.same(places, inOrder(places), `${limit} at a time`);
    t.equal(new Set(places.map(({ id: lineId }) => lineId)).size, 50);
  }
  const [first] = store.ledger.signedLines(malmo, year, null, 1);
  const original = Array.from({ length: 50 }, (_, n) => line(n)).find(
    ({ line: of }) => of.id === first?.line.id,
  );
  t.strictSame(first, original, 'with the very signature');
  store.close();
});

t.test('a line that a dispute keeps out is in no statement until it is booked again', async (t) => {
  const store = withLines(3);
  const { ledger } = store;
  const { line: of } = line(1);
  const about = { caseId: of.caseId as CaseId, lineId: of.id as CostLineId };
  ledger.apply({ type: 'cost-line-questioned', ...about, freezes: true });
  t.equal(ledger.totals(malmo, year).lineCount, 2);
  t.same(ledger.frozen(malmo, year), { lines: 1, ore: -90_001 }, 'seen from the city that owes');
  t.match(ledger.balances.with(malmo), { lines: 3, disputedLines: 1, disputedOre: -90_001 });
  ledger.apply({ type: 'cost-line-booked', ...about, bookedOn: id('2025-12-31') });
  t.equal(ledger.totals(malmo, year).lineCount, 3);
  t.equal(ledger.totals(malmo, { ...year, until: id('2025-12-31') }).lineCount, 2, 'on its new day');
  t.match(ledger.find(about.lineId), { frozen: false, questioned: true, bookedOn: '2025-12-31' });
  t.match(ledger.balances.with(malmo), { disputedLines: 0, disputedOre: 0 });
  ledger.apply({ type: 'cost-line-questioned', ...about, freezes: false });
  t.equal(ledger.totals(malmo, year).lineCount, 3, 'a question that keeps nothing out');
  t.match(ledger.balances.with(malmo), { disputedLines: 0, disputedOre: 0 });
  store.close();
});

t.test(
  'a line on its way or refused counts nowhere; one that was moved before its receipt stays moved',
  async (t) => {
    const store = open(malmo);
    const { ledger } = store;
    const sent = signedLine();
    const about = { caseId: id<CaseId>('case-1'), lineId: id<CostLineId>('line-1') };
    ledger.apply({ type: 'cost-line-sent', caseId: about.caseId, ...sent });
    t.equal(ledger.totals(stockholm, year).lineCount, 0);
    t.match(ledger.balances.with(stockholm), { lines: 0, netOre: 0, months: [] });
    ledger.apply({ type: 'cost-line-questioned', ...about, freezes: true });
    ledger.apply({ type: 'cost-line-booked', ...about, bookedOn: id('2025-03-09') });
    ledger.apply({ type: 'cost-line-posted', caseId: about.caseId, ...(ledger.find(about.lineId) ?? sent) });
    t.match(ledger.find(about.lineId), { state: 'posted', bookedOn: '2025-03-09', questioned: true });
    t.match(ledger.balances.with(stockholm), { lines: 1, netOre: 900_000, netDays: 10 });
    const refused = signedLine({ id: 'line-2' });
    ledger.apply({ type: 'cost-line-sent', caseId: about.caseId, ...refused });
    t.equal(ledger.linesOfCase(about.caseId).length, 2);
    ledger.apply({
      type: 'cost-line-refused',
      caseId: about.caseId,
      lineId: id('line-2'),
      code: 'COST_LINE_DIFFERS',
    });
    t.match(ledger.find(id('line-2')), { state: 'refused', refusalCode: 'COST_LINE_DIFFERS' });
    t.equal(ledger.linesOfCase(about.caseId).length, 1);
    t.equal(ledger.totals(stockholm, year).lineCount, 1);
    const taking = signedLine({
      ...costLine(),
      id: 'line-3',
      reverses: 'line-1',
      amountOre: -900_000,
      stayDays: -10,
    });
    ledger.apply({ type: 'cost-line-sent', caseId: about.caseId, ...taking });
    t.equal(ledger.find(about.lineId)?.reversedBy, 'line-3');
    ledger.apply({
      type: 'cost-line-refused',
      caseId: about.caseId,
      lineId: id('line-3'),
      code: 'PERIOD_CLOSED',
    });
    t.equal(ledger.find(about.lineId)?.reversedBy, null, 'a reversal that was refused takes nothing back');
    t.equal(ledger.reversalOf(about.lineId), undefined);
    store.close();
  },
);

t.test('the sums that are kept are those of the lines, by month and version too', async (t) => {
  const store = withLines(200);
  const { ledger } = store;
  for (let n = 0; n < 200; n += 3) {
    const { line: of } = line(n);
    ledger.apply({
      type: 'cost-line-questioned',
      caseId: of.caseId as CaseId,
      lineId: of.id as CostLineId,
      freezes: n % 2 === 0,
    });
  }
  const cases = new Set(Array.from({ length: 200 }, (_, n) => caseOf(n)));
  const entries = [...cases].flatMap((caseId) => ledger.linesOfCase(caseId));
  t.equal(entries.length, 200);
  const { city, months, ...kept } = ledger.balances.with(malmo);
  t.equal(city, malmo);
  t.strictSame(kept, plainBalance(stockholm, entries));
  for (const { month, agreement, days, amountsOre, ...sums } of months) {
    const of = entries.filter(
      ({ line: one }) => one.postedOn.startsWith(month) && one.agreement === agreement,
    );
    const plain = plainBalance(stockholm, of);
    const { netDays, netOre, disputedLines, disputedOre } = plain;
    t.strictSame(sums, { netDays, netOre, disputedLines, disputedOre }, `${month} ${agreement}`);
    const done = plainBalance(
      stockholm,
      of.filter(({ line: one }) => one.receivingCity === stockholm),
    );
    t.strictSame(days, { carriedOut: done.netDays, received: done.netDays - netDays });
    t.strictSame(amountsOre, { carriedOut: done.netOre, received: done.netOre - netOre });
  }
  t.equal(months.length, 18);
  store.close();
});

t.test('a page of the lines says what those before it come to', async (t) => {
  const store = withLines(70);
  const { ledger } = store;
  const seen: LedgerEntry[] = [];
  for (const page of [1, 2, 3, 4]) {
    const { entries, before, total } = ledger.page(malmo, { page, limit: 30 });
    const { netDays, netOre } = plainBalance(stockholm, seen);
    t.strictSame(before, { netDays, netOre }, `page ${page}`);
    t.equal(total, 70);
    seen.push(...entries);
  }
  t.equal(seen.length, 70);
  store.close();
});
