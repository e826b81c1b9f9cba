// What the home city has said about a line counts when the other city has taken it; and how a dispute changes by each word.
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import * as disputing from '../../src/domain/dispute.js';
import type { CaseEvent } from '../../src/domain/event.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import type { CostLineId } from '../../src/domain/values.js';
import { caseId, entry, given, homeCase } from './cases.js';
import { dispute, disputed, inEachDisputeState } from './costs.js';
import { day, id, said } from './support.js';

const frozen = entry({}, { frozen: true, questioned: true });
const settling = { settledOn: day('2025-03-04'), bookedOn: day('2025-03-05') };
const reversal = (changes: Partial<LedgerEntry> = {}) => ({
  ...entry({ id: 'line-2', reverses: 'line-1', postedOn: '2025-03-07' }, { bookedOn: '2025-03-09' }),
  ...changes,
});
const none = {
  ...{ none: 'nothing', sent: 'nothing', open: 'nothing', answered: 'nothing' },
  ...{ settling: 'nothing', settled: 'nothing', reversed: 'nothing' },
};

t.test('a question that the other city has taken is open, and the line is kept out', async (t) => {
  const take = (facts: object, counterpart?: LedgerEntry) =>
    disputing.decideDisputeTaken(homeCase('departed', facts), entry(), counterpart);
  const opened = 'dispute-opened, cost-line-questioned';
  t.same(
    inEachDisputeState((facts) => take(facts)),
    { ...none, sent: opened },
  );
  for (const freezes of [true, false]) {
    const sent = disputed({ state: 'sent', freezes });
    const isOpened = [
      { type: 'dispute-opened' },
      { type: 'cost-line-questioned', lineId: 'line-1', freezes },
    ];
    for (const counterpart of [undefined, reversal({ state: 'sent' }), reversal({ state: 'refused' })])
      t.match(take(sent, counterpart).events, isOpened, `freezes: ${freezes}, ${counterpart?.state}`);
    t.match(
      take(sent, reversal()).events,
      [
        { type: 'dispute-opened' },
        { type: 'cost-line-questioned', lineId: 'line-1', freezes: false },
        ...(freezes ? [{ type: 'cost-line-booked', lineId: 'line-1', bookedOn: '2025-03-09' }] : []),
        { type: 'dispute-reversed', lineId: 'line-1', sealed: { settledOn: '2025-03-07' } },
      ],
      'when the line was taken back since, it is booked with the reversal',
    );
  }
});

t.test('one that it could not take is not asked', async (t) => {
  const refused = (facts: object) => disputing.decideDisputeRefused(homeCase('departed', facts), entry());
  t.same(inEachDisputeState(refused), { ...none, sent: 'dispute-refused' });
});

t.test('a settlement counts when it is taken, and is open again when it is not', async (t) => {
  const facts = disputed({ state: 'settling', settling });
  const taken = (of: object) => disputing.decideSettlementTaken(homeCase('departed', of), frozen);
  const refused = (of: object) => disputing.decideSettlementRefused(homeCase('departed', of), frozen);
  t.match(taken(facts).events, [
    { type: 'dispute-settled', lineId: 'line-1', sealed: { settledOn: '2025-03-04' } },
    { type: 'cost-line-booked', lineId: 'line-1', bookedOn: '2025-03-05' },
  ]);
  const inStatement = disputed({ state: 'settling', settling: { ...settling, bookedOn: null } });
  t.equal(said(taken(inStatement)), 'dispute-settled', 'nothing is booked that a statement has');
  t.equal(said(refused(facts)), 'settlement-refused');
  t.same(inEachDisputeState(taken), none, 'nothing when none was sent');
  t.same(inEachDisputeState(refused), none);
});

t.test('the dispute by every word', async (t) => {
  const of = { caseId, lineId: id<CostLineId>('line-1') };
  const { id: _, reason, question, raisedOn, freezes } = dispute();
  const raisedAs = (name: string): CaseEvent => ({
    type: 'dispute-raised',
    ...of,
    sealed: { id: name, reason, question, raisedOn, freezes },
  });
  const raised = raisedAs('dispute-1');
  const opened: CaseEvent = { type: 'dispute-opened', ...of };
  const notTaken: CaseEvent = { type: 'dispute-refused', ...of };
  const sealed = { answer: 'As agreed.', answeredOn: day('2025-03-04') };
  const answered: CaseEvent = {
    type: 'dispute-answered',
    ...of,
    sealed: { id: 'dispute-1', ...sealed },
  };
  const sent: CaseEvent = { type: 'settlement-sent', ...of, sealed: { settling } };
  const refused: CaseEvent = { type: 'settlement-refused', ...of };
  const settled: CaseEvent = { type: 'dispute-settled', ...of, sealed: { settledOn: settling.settledOn } };
  const reversed: CaseEvent = { type: 'dispute-reversed', ...of, sealed: { settledOn: day('2025-03-07') } };
  const unanswered = {
    id: 'dispute-1',
    answer: null,
    answeredOn: null,
    settledOn: null,
    settling: null,
    earlier: null,
  };
  const is = (what: Partial<ReturnType<typeof dispute>>) => ({ ...unanswered, ...what });
  const over = { settledOn: '2025-03-04' };
  const rows: [events: CaseEvent[], expected: object | undefined][] = [
    [[raised], is({ state: 'sent' })],
    [[raised, notTaken], undefined],
    [[raised, opened], is({ state: 'open' })],
    [[raised, answered], is({ state: 'sent', ...sealed })],
    [[raised, answered, opened], is({ state: 'answered', ...sealed })],
    [[raised, opened, answered], is({ state: 'answered', ...sealed })],
    [[raised, opened, sent], is({ state: 'settling', settling })],
    [[raised, opened, sent, answered], is({ state: 'settling', settling, ...sealed })],
    [[raised, opened, sent, refused], is({ state: 'open' })],
    [[raised, opened, sent, answered, refused], is({ state: 'answered', ...sealed })],
    [[raised, opened, answered, sent, refused], is({ state: 'answered', ...sealed })],
    [[raised, opened, sent, settled], is({ state: 'settled', ...over })],
    [[raised, opened, sent, settled, answered], is({ state: 'settled', ...over, ...sealed })],
    [[raised, opened, settled], is({ state: 'settled', ...over })],
    [[raised, opened, sent, reversed, refused], is({ state: 'reversed', settledOn: '2025-03-07' })],
    [[raised, opened, sent, reversed, settled], is({ state: 'settled', ...over })],
    [[raised, opened, reversed], is({ state: 'reversed', settledOn: '2025-03-07' })],
    [
      [raised, opened, answered, settled, raisedAs('d-2')],
      is({ state: 'sent', id: 'd-2', earlier: dispute({ state: 'settled', ...over, ...sealed }) }),
    ],
    [[raised, opened, settled, raisedAs('d-2'), { ...opened }], is({ state: 'open', id: 'd-2' })],
    [[raised, opened, settled, raisedAs('d-2'), notTaken], is({ state: 'settled', ...over })],
    [
      [raised, opened, settled, raisedAs('d-2'), answered, notTaken],
      is({ state: 'settled', ...over, ...sealed }),
    ],
    [[raised, opened, settled, raisedAs('d-2'), answered, opened], is({ state: 'open', id: 'd-2' })],
  ];
  for (const [events, expected] of rows) {
    const theCase: Case = given(events, homeCase('departed'));
    const name = events.map(({ type }) => type).join(', ');
    const shown = costFactsOf(theCase).disputes[of.lineId];
    const asked = { reason, question, raisedOn, freezes };
    t.strictSame(shown, expected && { ...asked, ...expected }, name);
  }
});
