// The home city's question about a line: what it keeps out of statements, how it ends, and what it may cross on its way.
import type { CostLineDispute } from '@storstad/contract';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import * as disputing from '../../src/domain/dispute.js';
import type { Decided } from '../../src/domain/event.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type { CaseId, CostLineId } from '../../src/domain/values.js';
import { checkBalances, checkLedger } from './agreement-of-ledgers.js';
import { entry, homeCase, ledgerWith, receivingCase, receivingStates } from './cases.js';
import { disputed } from './costs.js';
import type { StepName } from './steps.js';
import { agreed, around, goteborg, id, malmo, said, stockholm } from './support.js';
import type { World } from './two-cities.js';
import { answer, propose, worldWithStays } from './year.js';

const here = around();
const there = around({ city: malmo });
const question = { reason: 'days', question: 'Why so many days?' } as const;
const state = 'COST_LINE_STATE';
const asked = 'dispute-raised, cost-line-questioned → cost-line-disputed to malmo';

const ask = (line = entry(), { theCase = homeCase('departed'), openFrom = null }: Asked = {}) =>
  disputing.decideDisputeCostLine(theCase, line, question, ledgerWith([line], openFrom), here);
interface Asked {
  readonly theCase?: Case;
  readonly openFrom?: string | null;
}

t.test('who may ask, and about what', async (t) => {
  for (const each of receivingStates)
    t.equal(said(ask(entry(), { theCase: receivingCase(each) })), 'WRONG_SIDE', each);
  for (const each of ['in-progress', 'departed', 'completed'] as const)
    t.equal(said(ask(entry(), { theCase: homeCase(each) })), asked, each);
  const rows: [
    what: string,
    line: LedgerEntry,
    dispute: Partial<CostLineDispute> | undefined,
    expected: string,
  ][] = [
    ['a line', entry(), undefined, asked],
    ['one that was taken back', entry({}, { reversedBy: id<CostLineId>('r') }), undefined, state],
    ['a reversal', entry({ reverses: 'line-0' }), undefined, state],
    ['one that is asked about', entry(), {}, state],
    ['one that is answered', entry(), { state: 'answered' }, state],
  ];
  for (const [what, line, dispute, expected] of rows) {
    const theCase = homeCase('departed', dispute && disputed(dispute));
    t.equal(said(ask(line, { theCase })), expected, what);
  }
});

t.test('a question keeps the line out of statements, unless one has it', async (t) => {
  const rows: [openFrom: string | null, freezes: boolean][] = [
    [null, true],
    ['2025-03-02', true],
    ['2025-03-03', true],
    ['2025-03-04', false],
  ];
  for (const [openFrom, freezes] of rows) {
    const { events, messages } = agreed(ask(entry(), { openFrom }));
    t.match(events, [
      { type: 'dispute-raised', lineId: 'line-1', sealed: { ...question, raisedOn: '2025-03-03', freezes } },
      { type: 'cost-line-questioned', lineId: 'line-1', freezes },
    ]);
    t.strictSame(messages[0]?.content, { lineId: 'line-1', ...question, raisedOn: '2025-03-03', freezes });
    const hear = (says: boolean, line: LedgerEntry | undefined = entry(), from = stockholm) =>
      disputing.decideReceiveDispute(
        receivingCase('departed'),
        from,
        { lineId: 'line-1', ...question, raisedOn: '2025-03-03', freezes: says },
        line,
        ledgerWith([], openFrom),
      );
    const taken = 'dispute-raised, cost-line-questioned';
    t.equal(said(hear(freezes)), taken, 'and the other city takes it so');
    t.equal(
      said(hear(freezes, entry({}, { state: 'sent' }))),
      taken,
      'before it has the receipt for the line',
    );
    t.equal(said(hear(!freezes)), 'PERIOD_CLOSED', 'and not otherwise');
    t.equal(
      said(hear(freezes, entry({}, { reversedBy: id<CostLineId>('r') }))),
      state,
      'of a line it takes back',
    );
    t.equal(said(hear(freezes, entry({}, { state: 'refused' }))), state);
    t.equal(said(hear(freezes, entry({ caseId: 'case-2' }))), 'NOT_FOUND');
    t.equal(said(hear(freezes, entry(), goteborg)), 'NOT_FOUND');
  }
  const unknown = { lineId: 'x', ...question, raisedOn: '2025-03-03', freezes: true };
  t.equal(
    said(
      disputing.decideReceiveDispute(receivingCase('departed'), stockholm, unknown, undefined, ledgerWith()),
    ),
    'NOT_FOUND',
  );
});

const frozen = entry({}, { frozen: true, questioned: true });
const states: CostLineDispute['state'][] = ['open', 'answered', 'settled', 'reversed'];
/** What is said to a line in each state of its dispute, and without one. */
const inEachState = (decide: (facts: object) => Decided | Refusal) =>
  Object.fromEntries([
    ['none', said(decide({}))],
    ...states.map((each) => [each, said(decide(disputed({ state: each })))]),
  ]);

t.test('an answer, once', async (t) => {
  const answered = 'dispute-answered';
  const told = `${answered} → ${answered} to stockholm`;
  const decide = (facts: object) =>
    disputing.decideAnswerDispute(receivingCase('departed', facts), frozen, { answer: 'As agreed.' }, there);
  t.same(inEachState(decide), { none: state, open: told, answered: state, settled: state, reversed: state });
  const { messages } = agreed(decide(disputed()));
  t.strictSame(messages[0]?.content, { lineId: 'line-1', answer: 'As agreed.', answeredOn: '2025-03-03' });
  const wrong = disputing.decideAnswerDispute(
    homeCase('departed', disputed()),
    frozen,
    { answer: 'x' },
    here,
  );
  t.equal(said(wrong), 'WRONG_SIDE');
  const hear = (facts: object, from = malmo, line: LedgerEntry | undefined = frozen) =>
    disputing.decideReceiveAnswer(
      homeCase('departed', facts),
      from,
      { lineId: 'line-1', answer: 'As agreed.', answeredOn: '2025-03-03' },
      line,
    );
  t.same(inEachState(hear), {
    none: state,
    open: answered,
    answered: state,
    settled: answered,
    reversed: state,
  });
  t.equal(said(hear(disputed(), goteborg)), 'NOT_FOUND');
  t.equal(said(hear(disputed(), malmo, entry({ caseId: 'case-2' }))), 'NOT_FOUND');
});

t.test('the home city lets it stand, and it is booked again', async (t) => {
  const settled = 'dispute-settled, cost-line-booked';
  const told = `${settled} → dispute-settled to malmo`;
  const decide = (facts: object, line = frozen, openFrom: string | null = null) =>
    disputing.decideSettleDispute(homeCase('departed', facts), line, ledgerWith([line], openFrom), here);
  t.same(
    inEachState((facts) => decide(facts)),
    {
      none: state,
      open: told,
      answered: told,
      settled: state,
      reversed: state,
    },
  );
  for (const [openFrom, bookedOn] of [
    [null, '2025-03-03'],
    ['2025-03-03', '2025-03-03'],
    ['2025-03-04', '2025-03-04'],
  ] as const) {
    const { events, messages } = agreed(decide(disputed(), frozen, openFrom));
    t.match(events[1], { type: 'cost-line-booked', lineId: 'line-1', bookedOn });
    t.strictSame(messages[0]?.content, { lineId: 'line-1', settledOn: '2025-03-03', bookedOn });
  }
  const inStatement = disputed({ freezes: false });
  t.equal(said(decide(inStatement, entry())), 'dispute-settled → dispute-settled to malmo');
  t.match(agreed(decide(inStatement, entry())).messages, [{ content: { bookedOn: null } }]);
  t.equal(
    said(disputing.decideSettleDispute(receivingCase('departed', disputed()), frozen, ledgerWith(), there)),
    'WRONG_SIDE',
  );
});

t.test('the receiving city hears that it stands', async (t) => {
  const hear = (
    facts: object,
    {
      bookedOn = '2025-03-03',
      line = frozen,
      openFrom = null,
      from = stockholm,
    }: {
      bookedOn?: string | null;
      line?: LedgerEntry;
      openFrom?: string | null;
      from?: typeof malmo;
    } = {},
  ) =>
    disputing.decideReceiveSettlement(
      receivingCase('departed', facts),
      from,
      { lineId: 'line-1', settledOn: '2025-03-03', bookedOn },
      line,
      ledgerWith([line], openFrom),
    );
  const settled = 'dispute-settled, cost-line-booked';
  t.same(
    inEachState((facts) => hear(facts)),
    {
      none: state,
      open: settled,
      answered: settled,
      settled: state,
      reversed: state,
    },
  );
  t.equal(said(hear(disputed(), { bookedOn: null, line: entry() })), 'dispute-settled');
  t.equal(said(hear(disputed(), { bookedOn: null })), 'COST_LINE_DIFFERS', 'a day for what was kept out');
  t.equal(said(hear(disputed(), { line: entry() })), 'COST_LINE_DIFFERS', 'and only for that');
  t.equal(said(hear(disputed(), { openFrom: '2025-03-03' })), settled);
  t.equal(said(hear(disputed(), { openFrom: '2025-03-04' })), 'PERIOD_CLOSED');
  t.equal(said(hear(disputed(), { from: goteborg })), 'NOT_FOUND');
  t.equal(said(hear(disputed(), { line: entry({ caseId: 'case-2' }) })), 'NOT_FOUND');
});

// Two cities, and what is on its way between them at the same time.

const caseId = id<CaseId>('case-s1');
const thread = `cases/${caseId}`;

/** Stockholm's person in Malmö, and a line that both have. */
function withLine(): World {
  const world = worldWithStays();
  world.play(caseId, 'chargeAll');
  return world;
}
const fromHome = (world: World) => world.deliver(world.homeOf(caseId), thread);
const fromThere = (world: World) => world.deliver(world.receivingOf(caseId), thread);
const must = (world: World, ...steps: StepName[]) => {
  for (const step of steps) world.must(step, caseId);
};
/** Everything has come, and both cities are alike. */
function agree(world: World): string {
  world.deliverAll();
  checkLedger(world, caseId);
  checkBalances(world);
  const [dispute] = Object.values(world.homeOf(caseId).cases.get(caseId)?.costs?.disputes ?? {});
  const { linesOfCase } = world.homeOf(caseId).ledgerFacts(world.homeOf(caseId).cases.get(caseId) as Case);
  world.close();
  return [
    dispute?.state ?? 'no dispute',
    ...linesOfCase.map(({ reversedBy }) => (reversedBy ? 'taken back' : 'line')),
  ].join(', ');
}

type Crossing = [what: string, play: (world: World) => void, expected: string];
const crossings: Crossing[] = [
  [
    'a question, answered and settled',
    (world) => world.play(caseId, 'dispute', 'explain', 'letStand'),
    'settled, line',
  ],
  [
    'a question and the line taken back',
    (world) => world.play(caseId, 'dispute', 'reverse'),
    'reversed, taken back, line',
  ],
  [
    'the settlement comes before the reversal',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'reverse');
      fromHome(world);
      fromThere(world);
    },
    'settled, taken back, line',
  ],
  [
    'the reversal and its receipt come before the settlement',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'reverse');
      fromThere(world);
      fromHome(world);
    },
    'reversed, taken back, line',
  ],
  [
    'the answer crosses the settlement',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'explain');
      fromHome(world);
      fromThere(world);
    },
    'settled, line',
  ],
  [
    'the settlement crosses the answer',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'explain');
      fromThere(world);
      fromHome(world);
    },
    'settled, line',
  ],
  [
    'the question crosses the other city’s statement, and is asked no more',
    (world) => {
      must(world, 'dispute');
      propose(world, world.malmo);
      world.deliverAll();
    },
    'no dispute, line',
  ],
  [
    'the question crosses a statement of its own city, which leaves the line out',
    (world) => {
      must(world, 'dispute');
      propose(world, world.stockholm);
      world.deliverAll();
    },
    'open, line',
  ],
  [
    'the settlement crosses the other city’s statement, and the question is open again',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand');
      propose(world, world.malmo);
      world.deliverAll();
    },
    'open, line',
  ],
  [
    'and is settled later, in the next period',
    (world) => {
      world.play(caseId, 'dispute');
      propose(world, world.malmo);
      world.deliverAll();
      answer(world, world.stockholm, 'sign');
      world.deliverAll();
      world.play(caseId, 'letStand');
    },
    'settled, line',
  ],
  [
    'the question crosses the reversal, and its refusal comes first',
    (world) => {
      must(world, 'dispute', 'reverse');
      fromHome(world);
      fromThere(world);
    },
    'no dispute, taken back, line',
  ],
];
for (const [what, play, expected] of crossings)
  t.test(what, async (t) => {
    const world = withLine();
    play(world);
    t.equal(agree(world), expected);
  });

t.test(
  'the question crosses the reversal, and the reversal comes first: both book the line alike',
  async (t) => {
    const world = withLine();
    world.today = id('2025-01-20');
    must(world, 'dispute', 'reverse');
    fromThere(world);
    t.doesNotThrow(() => agree(world));
  },
);

t.test(
  'a question that is settled before it was taken, and then refused, leaves nothing behind',
  async (t) => {
    const world = withLine();
    propose(world, world.malmo);
    must(world, 'dispute', 'letStand');
    t.doesNotThrow(() => agree(world));
  },
);

t.test('a second question before the settlement of the first has come, when that is refused', async (t) => {
  const world = withLine();
  world.play(caseId, 'dispute');
  propose(world, world.malmo);
  must(world, 'letStand');
  const again = world.act('dispute', caseId);
  t.doesNotThrow(() => agree(world), `the second question: ${again}`);
});

t.test('a second question crosses the answer to the first', async (t) => {
  const world = withLine();
  world.play(caseId, 'dispute');
  must(world, 'letStand', 'explain');
  const again = world.act('dispute', caseId);
  fromThere(world);
  t.doesNotThrow(() => agree(world), `the second question: ${again}`);
  t.notOk(isRefusal(again));
});
