// A line is taken back by the same line with minus, and by nothing else.
import type { CostLine } from '@storstad/contract';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import { type LedgerEntry, postingsOf } from '../../src/domain/ledger.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { decideReceiveReversal, decideReverseCostLine, standingRefusal } from '../../src/domain/reversal.js';
import type { CostLineId } from '../../src/domain/values.js';
import {
  costLine,
  entry,
  homeCase,
  homeStates,
  ledgerWith,
  receivingCase,
  receivingStates,
  signedLine,
} from './cases.js';
import { disputed } from './costs.js';
import { agreed, around, day, goteborg, id, malmo, said } from './support.js';

const later = { today: day('2025-03-10'), now: id<never>('2025-03-10T08:00:00.000Z') };
const here = around(later);
const there = around({ city: malmo, ...later });
const full: Partial<CostLine> = {
  days: 8,
  leaveDays: 2,
  leaveDayRateOre: 40_000,
  deductionOre: 100_000,
  expectedOre: 700_000,
  amountOre: 650_000,
};
/** The line that takes it back. */
const minus: Partial<CostLine> = {
  ...full,
  id: 'line-2',
  days: -8,
  leaveDays: -2,
  stayDays: -10,
  deductionOre: -100_000,
  expectedOre: -700_000,
  amountOre: -650_000,
  postedOn: '2025-03-10',
  reverses: 'line-1',
};

const reverse = (
  it: LedgerEntry,
  {
    lines = [it],
    openFrom = null,
    theCase = receivingCase('departed'),
  }: Partial<{
    lines: LedgerEntry[];
    openFrom: string | null;
    theCase: Case;
  }> = {},
) => decideReverseCostLine(theCase, it, id('line-2'), ledgerWith(lines, openFrom), there);

const lineOf = (outcome: ReturnType<typeof reverse>): CostLine => {
  const [event] = agreed(outcome).events;
  if (event?.type !== 'cost-line-sent') throw new Error('A reversal is a line');
  return event.line;
};

t.test('every number with minus, the rates as they are', async (t) => {
  const outcome = agreed(reverse(entry(full)));
  t.strictSame(lineOf(outcome), costLine(minus));
  t.match(outcome.messages, [
    {
      type: 'cost-line-posted',
      subject: 'line-2',
      thread: 'cases/case-1',
      content: { signed: signedLine(minus).signed, bookedOn: '2025-03-10' },
    },
  ]);
  const sum = [costLine(full), costLine(minus)]
    .flatMap((line) => postingsOf(line))
    .reduce((sums, { city, amountOre, days }) => {
      const [ore, of] = sums.get(city) ?? [0, 0];
      return sums.set(city, [ore + amountOre, of + days]);
    }, new Map<string, [number, number]>());
  t.strictSame(
    [...sum.values()],
    [
      [0, 0],
      [0, 0],
    ],
  );
});

t.test('nothing with minus is nothing, never minus nothing', async (t) => {
  const nothing = {
    days: 0,
    leaveDays: 0,
    stayDays: 0,
    deductionOre: 0,
    expectedOre: 0,
    amountOre: 0,
    from: '2025-02-03',
    until: '2025-02-04',
  };
  const covering = entry({ id: 'line-0', service: 'occupation' });
  const line = lineOf(reverse(entry(nothing), { lines: [entry(nothing), covering] }));
  for (const [field, value] of Object.entries(line)) t.notOk(Object.is(value, -0), field);
  for (const posting of postingsOf(line))
    t.notOk(Object.is(posting.amountOre, -0) || Object.is(posting.days, -0), posting.city);
});

t.test('days of the stay that another line has stay in the balance', async (t) => {
  const of = (...others: LedgerEntry[]) => lineOf(reverse(entry(), { lines: [entry(), ...others] })).stayDays;
  const other = {
    id: 'line-0',
    service: 'occupation',
    from: '2025-02-10',
    until: '2025-02-20',
    stayDays: 7,
  } as const;
  t.equal(of(), -10);
  t.equal(of(entry(other)), -7, 'three days have another line');
  t.equal(of(entry({ ...other, from: '2025-02-01' })), 0, 'all have');
  t.equal(of(entry(other, { reversedBy: id<CostLineId>('r') })), -10, 'the other was taken back');
});

t.test('what can be taken back: a line that both have, once', async (t) => {
  const rows: [what: string, line: LedgerEntry, expected: string][] = [
    ['posted', entry(), 'cost-line-sent → cost-line-posted to stockholm'],
    [
      'in a dispute',
      entry({}, { frozen: true, questioned: true }),
      'cost-line-sent → cost-line-posted to stockholm',
    ],
    ['on its way', entry({}, { state: 'sent' }), 'COST_LINE_STATE'],
    ['refused', entry({}, { state: 'refused', refusalCode: 'COST_LINE_DIFFERS' }), 'COST_LINE_STATE'],
    ['taken back', entry({}, { reversedBy: id<CostLineId>('line-0') }), 'COST_LINE_STATE'],
    ['a reversal', entry(minus), 'COST_LINE_STATE'],
  ];
  for (const [what, line, expected] of rows) {
    t.equal(said(reverse(line)), expected, what);
    t.equal(standingRefusal(line)?.refusal, expected.startsWith('COST') ? expected : undefined);
  }
  const reasons = rows.map(([, line]) => standingRefusal(line)?.facts).filter((facts) => facts !== undefined);
  t.same(reasons, [{ state: 'sent' }, { state: 'refused' }, { state: 'reversed' }, { state: 'reversal' }]);
});

t.test('by the receiving city alone, in whatever state the case is by now', async (t) => {
  for (const state of homeStates)
    t.equal(said(reverse(entry(), { theCase: homeCase(state) })), 'WRONG_SIDE', state);
  for (const state of receivingStates)
    t.notOk(isRefusal(reverse(entry(), { theCase: receivingCase(state) })), state);
});

t.test('booked today, or on the first day that no statement covers', async (t) => {
  for (const [openFrom, bookedOn] of [
    [null, '2025-03-10'],
    ['2025-03-10', '2025-03-10'],
    ['2025-03-11', '2025-03-11'],
  ] as const) {
    const [event] = agreed(reverse(entry(full), { openFrom })).events;
    t.match(event, { bookedOn, line: { postedOn: '2025-03-10' } }, String(openFrom));
    const heard = decideReceiveReversal(
      homeCase('departed'),
      malmo,
      signedLine(minus, bookedOn),
      entry(full),
      ledgerWith([entry(full)], openFrom),
      here,
    );
    t.equal(said(heard), 'cost-line-posted', 'and the home city agrees');
  }
});

const hear = (
  changes: Partial<CostLine>,
  {
    bookedOn = '2025-03-10',
    it = entry(full),
    lines,
    openFrom = null,
    theCase = homeCase('departed'),
    from = malmo,
  }: {
    bookedOn?: string;
    it?: LedgerEntry | undefined;
    lines?: LedgerEntry[];
    openFrom?: string | null;
    theCase?: Case;
    from?: typeof malmo;
  } = {},
) =>
  decideReceiveReversal(
    theCase,
    from,
    signedLine({ ...minus, ...changes }, bookedOn),
    it,
    ledgerWith(lines ?? [it], openFrom),
    here,
  );

t.test('the home city takes only the very line with minus', async (t) => {
  t.equal(said(hear({})), 'cost-line-posted');
  const free: readonly (keyof CostLine)[] = ['id', 'postedOn', 'reverses'];
  for (const [field, value] of Object.entries(costLine(minus))) {
    if (free.includes(field as keyof CostLine)) continue;
    const other = typeof value === 'number' ? value + 1 : 'x';
    t.equal(said(hear({ [field]: other })), 'COST_LINE_DIFFERS', field);
  }
  t.equal(said(hear({ amountOre: 650_000 })), 'COST_LINE_DIFFERS', 'with plus');
  const rows: [postedOn: string, bookedOn: string, expected: string][] = [
    ['2025-03-10', '2025-03-11', 'cost-line-posted'],
    ['2025-03-10', '2025-03-12', 'cost-line-posted'],
    ['2025-03-10', '2025-03-13', 'COST_LINE_DIFFERS'],
    ['2025-03-11', '2025-03-11', 'cost-line-posted'],
    ['2025-03-10', '2025-03-09', 'COST_LINE_DIFFERS'],
    ['2025-03-03', '2025-03-10', 'cost-line-posted'],
  ];
  for (const [postedOn, bookedOn, expected] of rows)
    t.equal(said(hear({ postedOn }, { bookedOn })), expected, `posted on ${postedOn}, booked on ${bookedOn}`);
});

t.test('and of a line that stands, in a period that is open, from the city that charged it', async (t) => {
  t.equal(said(hear({}, { from: goteborg })), 'NOT_FOUND');
  t.equal(said(hear({}, { theCase: receivingCase('departed') })), 'NOT_FOUND');
  t.equal(said(hear({}, { it: entry({ ...full, caseId: 'case-2' }) })), 'NOT_FOUND');
  const unknown = decideReceiveReversal(
    homeCase('departed'),
    malmo,
    signedLine(minus, '2025-03-10'),
    undefined,
    ledgerWith(),
    here,
  );
  t.equal(said(unknown), 'NOT_FOUND');
  t.equal(
    said(hear({}, { it: entry(full, { reversedBy: id<CostLineId>('line-0') }) })),
    'COST_LINE_STATE',
    'a second time',
  );
  t.equal(
    said(hear({}, { it: entry({ ...minus, id: 'line-1' }) })),
    'COST_LINE_STATE',
    'a reversal of a reversal',
  );
  t.match(hear({}, { openFrom: '2025-03-11' }), { refusal: 'PERIOD_CLOSED', facts: { until: '2025-03-11' } });
});

t.test('a line that a dispute keeps out is booked with its reversal, and the dispute is over', async (t) => {
  const frozen = entry(full, { frozen: true, questioned: true });
  const rows: [what: string, facts: ReturnType<typeof disputed>, line: LedgerEntry, events: string][] = [
    ['open', disputed(), frozen, 'cost-line-posted, cost-line-booked, dispute-reversed'],
    [
      'answered',
      disputed({ state: 'answered' }),
      frozen,
      'cost-line-posted, cost-line-booked, dispute-reversed',
    ],
    [
      'open, and the line in a statement',
      disputed({ freezes: false }),
      entry(full, { questioned: true }),
      'cost-line-posted, dispute-reversed',
    ],
    [
      'let stand, which this city may still refuse',
      disputed({
        state: 'settling',
        settling: { settledOn: day('2025-03-10'), bookedOn: day('2025-03-10') },
      }),
      frozen,
      'cost-line-posted, cost-line-booked, dispute-reversed',
    ],
    ['settled', disputed({ state: 'settled' }), entry(full, { questioned: true }), 'cost-line-posted'],
    ['not taken yet', disputed({ state: 'sent' }), entry(full), 'cost-line-posted'],
  ];
  for (const [what, facts, line, events] of rows) {
    const outcome = agreed(hear({}, { it: line, theCase: homeCase('departed', facts) }));
    t.equal(said(outcome), events, what);
    for (const event of outcome.events) {
      if (event.type === 'cost-line-booked') t.match(event, { lineId: 'line-1', bookedOn: '2025-03-10' });
      if (event.type === 'dispute-reversed')
        t.match(event, { lineId: 'line-1', sealed: { settledOn: '2025-03-10' } });
    }
  }
});
