// Turns that a stay can take: it is extended, the person moves within the city, or does not come.
import type { ExtendPlacement, FollowUpFact } from '@storstad/contract';
import t from 'tap';
import type { HomeCase, ReceivingCase } from '../../src/domain/case.js';
import { decideExtend, decideMove, decideReceiveNoArrival } from '../../src/domain/stay.js';
import { homeCase, receivingCase, referralId } from './cases.js';
import { followedUp, incident } from './follow-ups.js';
import { around, day, malmo, said } from './support.js';

const review = (on: string): FollowUpFact => ({ kind: 'review', on, offeredTo: ['police', 'social-worker'] });
const plan = (on: string): FollowUpFact => ({ kind: 'safety-plan', on });
const extend = (
  facts: FollowUpFact[],
  changes: Partial<HomeCase> = {},
  input: Partial<ExtendPlacement> = {},
  today = '2025-05-02',
) =>
  decideExtend(
    homeCase('in-progress', { followUps: facts.map((fact) => followedUp(fact)), ...changes }),
    { decidedOn: today, until: '2025-09-01', ...input },
    around({ today: day(today) }),
  );
const extended = 'placement-extended → placement-extended to malmo';
const planned = plan('2025-02-03');

t.test('S5: no extension without a review since the arrival, or since the last extension', async (t) => {
  t.match(extend([planned]), { refusal: 'REVIEW_MISSING', facts: { dueOn: '2025-05-03' } });
  const rows: [reviewed: string, expected: string][] = [
    ['2025-02-02', 'REVIEW_MISSING'],
    ['2025-02-03', extended],
    ['2025-05-02', extended],
    ['2025-05-03', 'REVIEW_MISSING'],
  ];
  for (const [on, expected] of rows) t.equal(said(extend([planned, review(on)])), expected, on);
  const once = { extensions: [{ decidedOn: day('2025-03-31'), until: day('2025-06-01') }] };
  t.match(extend([planned, review('2025-03-30')], once), { facts: { dueOn: '2025-06-30' } });
  t.equal(said(extend([planned, review('2025-03-31')], once)), 'REVIEW_MISSING');
  t.equal(said(extend([planned, review('2025-04-01')], once)), extended);
  const started = { stay: { arrivedOn: day('2024-11-30'), departedOn: null } };
  t.match(extend([planned], started), { facts: { dueOn: '2025-02-28' } });
});

t.test(
  'no extension without a safety plan for where the person lives, nor while the case is on hold',
  async (t) => {
    const reviewed = review('2025-04-01');
    t.equal(said(extend([reviewed])), 'SAFETY_PLAN_MISSING');
    const moved = { moves: [{ movedOn: '2025-04-10', reason: 'housing' as const }] };
    t.equal(said(extend([reviewed, planned], moved)), 'SAFETY_PLAN_MISSING');
    t.equal(said(extend([reviewed, planned, plan('2025-04-10')], moved)), extended);
    const held = extend([reviewed, planned], {
      incidents: [incident('child-surfaced'), incident('wrongdoing')],
    });
    t.match(held, { refusal: 'CASE_ON_HOLD', facts: { incidents: ['child-surfaced'] } });
    t.equal(said(extend([reviewed, planned], { incidents: [incident('wrongdoing')] })), extended);
  },
);

t.test('decided on a day of the stay up to today, until a later day', async (t) => {
  const on = (input: Partial<ExtendPlacement>) => said(extend([review('2025-02-03'), planned], {}, input));
  t.equal(on({ decidedOn: '2025-02-03' }), extended);
  t.equal(on({ decidedOn: '2025-02-02' }), 'DATE_IMPOSSIBLE');
  t.equal(on({ decidedOn: '2025-05-03' }), 'DATE_IMPOSSIBLE');
  t.equal(on({ until: '2025-05-02' }), 'DATE_IMPOSSIBLE');
  t.equal(on({ until: '2025-05-03' }), extended);
  const longer = { extensions: [{ decidedOn: day('2025-02-03'), until: day('2025-06-01') }] };
  const until = (last: string) => extend([review('2025-02-04'), planned], longer, { until: last });
  t.match(until('2025-06-01'), { refusal: 'DATE_IMPOSSIBLE', facts: { earliest: '2025-06-02' } });
  t.equal(said(until('2025-06-02')), extended, 'never shorter than what is planned');
});

t.test('a move is not before the arrival or the last move, and not in the future', async (t) => {
  const there = around({ city: malmo });
  const move = (movedOn: string, changes: Partial<ReceivingCase> = {}) =>
    said(decideMove(receivingCase('in-progress', changes), { movedOn, reason: 'safety' }, there));
  const moved = 'move-recorded → move-recorded to stockholm';
  const rows: [on: string, expected: string, after: string][] = [
    ['2025-02-02', 'DATE_IMPOSSIBLE', 'DATE_IMPOSSIBLE'],
    ['2025-02-03', moved, 'DATE_IMPOSSIBLE'],
    ['2025-02-19', moved, 'DATE_IMPOSSIBLE'],
    ['2025-02-20', moved, moved],
    ['2025-03-03', moved, moved],
    ['2025-03-04', 'DATE_IMPOSSIBLE', 'DATE_IMPOSSIBLE'],
  ];
  for (const [on, expected, after] of rows) {
    t.equal(move(on), expected, on);
    const before = [{ movedOn: '2025-02-20', reason: 'housing' as const }];
    t.equal(move(on, { moves: before }), after, `${on} after a move on 20 February`);
  }
});

t.test('that nobody came is heard of the request that the city was asked', async (t) => {
  const hear = (which: string) =>
    said(decideReceiveNoArrival(homeCase('ready'), malmo, { referralId: which, reason: 'declined' }));
  t.equal(hear(referralId), 'referral-cancelled');
  t.equal(hear('referral-0'), 'NOT_FOUND');
  const [open] = homeCase('ready').referrals;
  if (!open) throw new Error('A ready case has a request');
  const over = homeCase('draft', { referrals: [{ ...open, state: 'cancelled' }] });
  t.equal(
    said(decideReceiveNoArrival(over, malmo, { referralId, reason: 'declined' })),
    'nothing',
    'over already',
  );
});
