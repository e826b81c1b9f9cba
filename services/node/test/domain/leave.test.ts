// Leave lies within the stay and beside other leave; it is alike in both cities.
import type { Leave } from '@storstad/contract';
import t from 'tap';
import type { HomeState, ReceivingCase, ReceivingState } from '../../src/domain/case.js';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import type { CaseEvent } from '../../src/domain/event.js';
import { decideReceiveLeave, decideRecordLeave } from '../../src/domain/leave.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { caseId, given, homeCase, receivingCase } from './cases.js';
import { inEveryState, type Step } from './in-every-state.js';
import { agreed, around, malmo, said, stockholm } from './support.js';

/** The stay is from 2025-02-03; today is 2025-03-03; where the person has left, they left on 2025-02-28. */
const there = around({ city: malmo });
const record = (theCase: ReceivingCase, from: string, until?: string) =>
  decideRecordLeave(theCase, { from, ...(until ? { until } : {}), reason: 'hospital' }, there);
const leave = (from: string, until: string | null = null): Leave => ({ from, until, reason: 'permission' });
const away = (...leaves: Leave[]) =>
  given(
    leaves.map((one): CaseEvent => ({ type: 'leave-recorded', caseId, sealed: { leave: one } })),
    receivingCase('in-progress'),
  ) as ReceivingCase;

const homeSteps: Step<HomeState>[] = [
  [
    'hear: away',
    (c, from) => decideReceiveLeave(c, from, { leave: leave('2025-02-10') }),
    { 'leave-recorded': ['in-progress', 'departed', 'completed'], NOT_FOUND: ['draft', 'rejected'] },
  ],
];
const receivingSteps: Step<ReceivingState>[] = [
  [
    'record a leave',
    (c) => decideRecordLeave(c, { from: '2025-02-10', reason: 'absent' }, there),
    { 'leave-recorded → leave-recorded to stockholm': ['in-progress', 'departed'] },
  ],
];
inEveryState(homeSteps, receivingSteps);

t.test('within the stay, and not in the future', async (t) => {
  const running = receivingCase('in-progress');
  const departed = receivingCase('departed');
  const rows: [ReceivingCase, from: string, until: string | undefined, facts: object | null][] = [
    [running, '2025-02-02', '2025-02-05', { earliest: '2025-02-03', latest: '2025-03-03' }],
    [running, '2025-02-03', '2025-02-04', null],
    [running, '2025-02-10', '2025-02-10', { earliest: '2025-02-11', latest: '2025-03-03' }],
    [running, '2025-03-02', '2025-03-03', null],
    [running, '2025-03-02', '2025-03-04', { earliest: '2025-03-03', latest: '2025-03-03' }],
    [running, '2025-03-03', undefined, null],
    [running, '2025-03-04', undefined, { earliest: '2025-02-03', latest: '2025-03-03' }],
    [departed, '2025-02-20', '2025-02-28', null],
    [departed, '2025-02-20', '2025-03-01', { earliest: '2025-02-21', latest: '2025-02-28' }],
    [departed, '2025-02-27', undefined, null],
    [departed, '2025-02-28', undefined, { earliest: '2025-02-03', latest: '2025-02-27' }],
  ];
  for (const [theCase, from, until, facts] of rows) {
    const outcome = record(theCase, from, until);
    t.equal(isRefusal(outcome) ? outcome.refusal : null, facts && 'DATE_IMPOSSIBLE', `${from} – ${until}`);
    if (isRefusal(outcome)) t.strictSame(outcome.facts, facts, `${from} – ${until}`);
  }
});

t.test('beside other leave', async (t) => {
  const [first, second] = [leave('2025-02-10', '2025-02-14'), leave('2025-02-20')];
  const rows: [Leave[], from: string, until: string | undefined, facts: object | null][] = [
    [[first], '2025-02-13', '2025-02-16', { earliest: '2025-02-14' }],
    [[first], '2025-02-14', '2025-02-16', null],
    [[first], '2025-02-08', '2025-02-10', null],
    [[first], '2025-02-08', '2025-02-11', { latest: '2025-02-10' }],
    [[first], '2025-02-08', undefined, { latest: '2025-02-10' }],
    [[first, second], '2025-02-16', '2025-02-20', null],
    [[first, second], '2025-02-25', '2025-02-26', { latest: '2025-02-20' }],
    // The same first day: it takes the place of what was recorded.
    [[first, second], '2025-02-20', '2025-02-25', null],
    [[first, second], '2025-02-10', '2025-02-20', null],
    [[first, second], '2025-02-10', '2025-02-21', { latest: '2025-02-20' }],
    [[first, second], '2025-02-10', undefined, { latest: '2025-02-20' }],
  ];
  for (const [leaves, from, until, facts] of rows) {
    const outcome = record(away(...leaves), from, until);
    t.strictSame(isRefusal(outcome) ? outcome.facts : null, facts, `${from} – ${until}`);
  }
});

t.test('both cities know the same', async (t) => {
  const before = away(leave('2025-02-20'), leave('2025-02-10', '2025-02-14'));
  const { events, messages } = agreed(record(before, '2025-02-20', '2025-02-22'));
  const after = given(events as CaseEvent[], before);
  t.strictSame(costFactsOf(after).leaves, [
    leave('2025-02-10', '2025-02-14'),
    { from: '2025-02-20', until: '2025-02-22', reason: 'hospital' },
  ]);
  const [message] = messages;
  t.match(message, { type: 'leave-recorded', to: stockholm, content: { leave: { until: '2025-02-22' } } });
  const heard = decideReceiveLeave(homeCase('in-progress'), malmo, message?.content as { leave: Leave });
  t.strictSame(
    costFactsOf(given(agreed(heard).events as CaseEvent[], homeCase('in-progress'))).leaves.at(-1),
    costFactsOf(after).leaves.at(-1),
  );
  t.equal(said(heard), 'leave-recorded');
});
