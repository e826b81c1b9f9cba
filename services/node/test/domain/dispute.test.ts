// The home city's question about a line: who may ask, what it keeps out of statements, and how it ends.
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import * as disputing from '../../src/domain/dispute.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import type { Span } from '../../src/domain/period.js';
import type { CostLineId } from '../../src/domain/values.js';
import { entry, homeCase, ledgerWith, receivingCase, receivingStates } from './cases.js';
import { disputed, inEachDisputeState } from './costs.js';
import { agreed, around, day, goteborg, id, malmo, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const question = { reason: 'days', question: 'Why so many days?' } as const;
const state = 'COST_LINE_STATE';
const asked = 'dispute-raised, cost-line-questioned → cost-line-disputed to malmo';
const taken = 'dispute-raised, dispute-opened, cost-line-questioned';
const takenBack = { reversedBy: id<CostLineId>('r') };
const frozen = entry({}, { frozen: true, questioned: true });

interface Asked {
  readonly theCase?: Case;
  readonly openFrom?: string | null;
  readonly stated?: readonly Span[];
}
const ask = (line = entry(), { theCase = homeCase('departed'), openFrom = null, stated = [] }: Asked = {}) =>
  disputing.decideDisputeCostLine(
    theCase,
    line,
    'dispute-2',
    question,
    ledgerWith([line], openFrom, stated),
    here,
  );
const told = { disputeId: 'dispute-2', lineId: 'line-1', ...question, raisedOn: '2025-03-03' };

t.test('who may ask, and about what', async (t) => {
  for (const each of receivingStates)
    t.equal(said(ask(entry(), { theCase: receivingCase(each) })), 'WRONG_SIDE', each);
  for (const each of ['in-progress', 'departed', 'completed'] as const)
    t.equal(said(ask(entry(), { theCase: homeCase(each) })), asked, each);
  const rows: [what: string, line: LedgerEntry][] = [
    ['one that was taken back', entry({}, takenBack)],
    ['a reversal', entry({ reverses: 'line-0' })],
    ['one on its way', entry({}, { state: 'sent' })],
    ['one that was refused', entry({}, { state: 'refused' })],
  ];
  for (const [what, line] of rows) t.equal(said(ask(line)), state, what);
});

t.test('one question at a time: the next when the one before is settled in both cities', async (t) => {
  t.same(
    inEachDisputeState((facts) => ask(entry(), { theCase: homeCase('departed', facts) })),
    {
      none: asked,
      sent: state,
      open: state,
      answered: state,
      settling: state,
      settled: asked,
      reversed: state,
    },
  );
  t.strictSame(ask(entry(), { theCase: homeCase('departed', disputed({ state: 'settling' })) }), {
    refusal: state,
    facts: { state: 'disputed' },
  });
  t.same(
    inEachDisputeState((facts) =>
      disputing.decideReceiveDispute(
        receivingCase('departed', facts),
        stockholm,
        { ...told, freezes: true },
        entry(),
        ledgerWith(),
      ),
    ),
    {
      none: taken,
      sent: state,
      open: state,
      answered: state,
      settling: state,
      settled: taken,
      reversed: state,
    },
    'and so in the other city',
  );
});

t.test(
  'it keeps the line out of statements, unless one has it, and when the other city has it',
  async (t) => {
    const span = (from: string, until: string): Span => ({ from: day(from), until: day(until) });
    const rows: [what: string, openFrom: string | null, stated: Span[], freezes: boolean][] = [
      ['no statement', null, [], true],
      ['one to the day before', '2025-03-03', [span('2025-02-01', '2025-03-03')], true],
      ['one with its day as the last', '2025-03-04', [span('2025-02-01', '2025-03-04')], false],
      ['one of its day', '2025-03-04', [span('2025-03-03', '2025-03-04')], false],
      ['one from the day after', '2025-04-01', [span('2025-03-04', '2025-04-01')], true],
      [
        'two, with its day between',
        '2025-04-01',
        [span('2025-03-04', '2025-04-01'), span('2025-02-01', '2025-03-03')],
        true,
      ],
      [
        'two, the earlier with its day',
        '2025-04-01',
        [span('2025-03-04', '2025-04-01'), span('2025-02-01', '2025-03-04')],
        false,
      ],
    ];
    for (const [what, openFrom, stated, freezes] of rows) {
      const { events, messages } = agreed(ask(entry(), { openFrom, stated }));
      const sealed = { id: 'dispute-2', ...question, raisedOn: '2025-03-03', freezes };
      t.match(
        events,
        [
          { type: 'dispute-raised', lineId: 'line-1', sealed },
          { type: 'cost-line-questioned', lineId: 'line-1', freezes: false },
        ],
        what,
      );
      t.strictSame(messages[0]?.content, { ...told, freezes }, what);
      const hear = (says: boolean) =>
        disputing.decideReceiveDispute(
          receivingCase('departed'),
          stockholm,
          { ...told, freezes: says },
          entry(),
          ledgerWith([], openFrom, stated),
        );
      t.match(
        agreed(hear(freezes)).events,
        [
          { type: 'dispute-raised', lineId: 'line-1', sealed },
          { type: 'dispute-opened', lineId: 'line-1' },
          { type: 'cost-line-questioned', lineId: 'line-1', freezes },
        ],
        `${what}: the other city takes it so`,
      );
      const closed = { refusal: 'PERIOD_CLOSED', facts: openFrom ? { until: openFrom } : {} };
      t.strictSame(hear(!freezes), closed, `${what}: and not otherwise`);
    }
  },
);

t.test('what the other city takes a question about', async (t) => {
  const hear = (line: LedgerEntry | undefined, from = stockholm) =>
    disputing.decideReceiveDispute(
      receivingCase('departed'),
      from,
      { ...told, freezes: true },
      line,
      ledgerWith(),
    );
  t.equal(said(hear(entry())), taken);
  t.equal(said(hear(entry({}, { state: 'sent' }))), taken, 'before it has the receipt for the line');
  t.equal(said(hear(entry({}, takenBack))), state, 'not one that it takes back');
  t.equal(said(hear(entry({}, { state: 'sent', ...takenBack }))), state);
  t.equal(said(hear(entry({}, { state: 'refused' }))), state);
  t.equal(said(hear(entry({ reverses: 'line-0' }))), state);
  t.equal(said(hear(entry({ caseId: 'case-2' }))), 'NOT_FOUND');
  t.equal(said(hear(undefined)), 'NOT_FOUND');
  t.equal(said(hear(entry(), goteborg)), 'NOT_FOUND');
});

t.test('an answer, once', async (t) => {
  const answered = 'dispute-answered';
  const tells = `${answered} → ${answered} to stockholm`;
  const decide = (facts: object) =>
    disputing.decideAnswerDispute(receivingCase('departed', facts), frozen, { answer: 'As agreed.' }, there);
  const no = { none: state, sent: state, answered: state, settling: state, settled: state, reversed: state };
  t.same(inEachDisputeState(decide), { ...no, open: tells });
  const content = {
    disputeId: 'dispute-1',
    lineId: 'line-1',
    answer: 'As agreed.',
    answeredOn: '2025-03-03',
  };
  t.strictSame(agreed(decide(disputed())).messages[0]?.content, content);
  const wrong = disputing.decideAnswerDispute(
    homeCase('departed', disputed()),
    frozen,
    { answer: 'x' },
    here,
  );
  t.equal(said(wrong), 'WRONG_SIDE');
  const hear = (facts: object, from = malmo, line: LedgerEntry | undefined = frozen) =>
    disputing.decideReceiveAnswer(homeCase('departed', facts), from, content, line);
  const { none, ...heard } = inEachDisputeState(hear);
  t.equal(none, 'nothing', 'to a question that is not there');
  t.same([...new Set(Object.values(heard))], [answered], 'it is heard whatever has come before it');
  t.equal(said(hear(disputed({ id: 'dispute-2' }))), 'nothing', 'one to an earlier question changes nothing');
  t.equal(said(hear(disputed(), goteborg)), 'NOT_FOUND');
  t.equal(said(hear(disputed(), malmo, entry({ caseId: 'case-2' }))), 'NOT_FOUND');
});

t.test('the home city lets it stand', async (t) => {
  const tells = 'settlement-sent → dispute-settled to malmo';
  const decide = (facts: object, line = frozen, openFrom: string | null = null) =>
    disputing.decideSettleDispute(homeCase('departed', facts), line, ledgerWith([line], openFrom), here);
  t.same(
    inEachDisputeState((facts) => decide(facts)),
    {
      none: state,
      sent: state,
      open: tells,
      answered: tells,
      settling: state,
      settled: state,
      reversed: state,
    },
  );
  const rows: [line: LedgerEntry, openFrom: string | null, bookedOn: string | null][] = [
    [frozen, null, '2025-03-03'],
    [frozen, '2025-03-03', '2025-03-03'],
    [frozen, '2025-03-04', '2025-03-04'],
    [entry(), '2025-03-04', null],
  ];
  for (const [line, openFrom, bookedOn] of rows) {
    const { events, messages } = agreed(decide(disputed(), line, openFrom));
    const settling = { settledOn: '2025-03-03', bookedOn };
    t.match(events, [{ type: 'settlement-sent', lineId: 'line-1', sealed: { settling } }]);
    t.strictSame(messages[0]?.content, { disputeId: 'dispute-1', lineId: 'line-1', ...settling });
  }
  t.equal(
    said(disputing.decideSettleDispute(receivingCase('departed', disputed()), frozen, ledgerWith(), there)),
    'WRONG_SIDE',
  );
});

t.test('the receiving city hears that it stands, and it is booked again', async (t) => {
  interface Heard {
    readonly bookedOn?: string | null;
    readonly line?: LedgerEntry;
    readonly openFrom?: string | null;
    readonly from?: typeof malmo;
  }
  const hear = (
    facts: object,
    { bookedOn = '2025-03-03', line = frozen, openFrom = null, from = stockholm }: Heard = {},
  ) =>
    disputing.decideReceiveSettlement(
      receivingCase('departed', facts),
      from,
      { disputeId: 'dispute-1', lineId: 'line-1', settledOn: '2025-03-03', bookedOn },
      line,
      ledgerWith([line], openFrom),
    );
  const settled = 'dispute-settled, cost-line-booked';
  t.same(
    inEachDisputeState((facts) => hear(facts)),
    {
      none: state,
      sent: state,
      open: settled,
      answered: settled,
      settling: state,
      settled: state,
      reversed: state,
    },
  );
  t.match(agreed(hear(disputed())).events, [
    { type: 'dispute-settled', sealed: { settledOn: '2025-03-03' } },
    { type: 'cost-line-booked', lineId: 'line-1', bookedOn: '2025-03-03' },
  ]);
  t.equal(said(hear(disputed({ id: 'dispute-2' }))), state, 'another question than the one that is open');
  t.equal(said(hear(disputed(), { line: { ...frozen, ...takenBack } })), state, 'not while it is taken back');
  t.equal(said(hear(disputed(), { bookedOn: null, line: entry() })), 'dispute-settled');
  t.equal(said(hear(disputed(), { bookedOn: null })), 'COST_LINE_DIFFERS', 'a day for what was kept out');
  t.equal(said(hear(disputed(), { line: entry() })), 'COST_LINE_DIFFERS', 'and only for that');
  t.equal(said(hear(disputed(), { openFrom: '2025-03-03' })), settled);
  t.equal(said(hear(disputed(), { openFrom: '2025-03-04' })), 'PERIOD_CLOSED');
  t.equal(said(hear(disputed(), { openFrom: '2025-03-04', bookedOn: '2025-03-04' })), settled);
  t.equal(said(hear(disputed(), { from: goteborg })), 'NOT_FOUND');
  t.equal(said(hear(disputed(), { line: entry({ caseId: 'case-2' }) })), 'NOT_FOUND');
});
