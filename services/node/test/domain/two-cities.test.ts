// Two cities, one case: whatever is done in whatever order, both agree once every message has come.
import assert from 'node:assert/strict';
import type { Quota } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import {
  type Case,
  currentReferral,
  type HomeState,
  type ReceivingCase,
  type ReceivingState,
} from '../../src/domain/case.js';
import type { Direction } from '../../src/domain/quota.js';
import type { CaseId } from '../../src/domain/values.js';
import { checkAlike, checkDue, checkFollowUps } from './agreement-of-cities.js';
import { checkBalances, checkLedger } from './agreement-of-ledgers.js';
import { homeStates, receivingStates } from './cases.js';
import { allSteps, type StepName } from './steps.js';
import { type Side, World } from './two-cities.js';

/** What the two cities can have when every message has come. */
const compatible: Record<HomeState, readonly (ReceivingState | 'unknown')[]> = {
  draft: ['unknown', 'rejected', 'cancelled'],
  requested: ['received'],
  rejected: ['rejected', 'cancelled'],
  accepted: ['accepted'],
  ready: ['ready'],
  'in-progress': ['in-progress'],
  departed: ['departed'],
  completed: ['completed', 'unknown', 'rejected', 'cancelled'],
};
const holdsPlace = (theCase: Case, quota: Quota) => {
  const taken = theCase.side === 'home' ? ['requested', 'accepted', 'ready'] : ['accepted', 'ready'];
  if ([...taken, 'in-progress'].includes(theCase.state)) return true;
  return (
    theCase.stay?.departedOn != null && currentReferral(theCase) !== undefined && quota.basis === 'per-year'
  );
};
const naturalOrder: StepName[] = [
  ...([
    'ask',
    'accept',
    'clear',
    'sign',
    'arrive',
    'propose',
    'signSplit',
    'settle',
    'decideService',
    'endService',
    'extend',
    'depart',
  ] as const),
];
/** What can be done by the way, in a case that goes on. */
const byTheWay: StepName[] = [
  ...(['report', 'reportLate', 'child', 'proposeSplit', 'signSplit', 'settle', 'noteReports'] as const),
  ...(['raise', 'answerDeviation', 'closeDeviation', 'check', 'note', 'contact', 'review'] as const),
  ...([
    'safetyPlan',
    'move',
    'extend',
    'question',
    'answer',
    'threatChanges',
    'approve',
    'disclose',
  ] as const),
];
const ofMoney: StepName[] = [
  ...(['charge', 'chargeAll', 'chargeOther', 'chargeOddly', 'reverse', 'leave', 'leaveOpen'] as const),
  ...(['dispute', 'dispute', 'explain', 'explain', 'explain', 'letStand', 'letStand'] as const),
];
const ends: StepName[] = [
  ...(['depart', 'close', 'rate', 'reject', 'withdraw', 'noArrival'] as const),
  ...(['withdrawConsent', 'withdrawApproval'] as const),
];

/** Most of it in one case, so that it comes far. */
const which = fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3);
const side = fc.constantFrom<Side>('home', 'receiving');
const act = (names: readonly StepName[]) => fc.record({ act: fc.constantFrom(...names), on: which, side });
const move = fc.oneof(
  { weight: 14, arbitrary: fc.record({ goOn: which, whenHeard: fc.boolean() }) },
  {
    weight: 30,
    arbitrary: fc.record({
      deliver: which,
      fromHome: fc.boolean(),
      receiptIsLost: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 10, arbitrary: act(byTheWay) },
  {
    weight: 4,
    arbitrary: act(['raise', 'answerDeviation', 'closeDeviation', 'review', 'extend', 'extend', 'move']),
  },
  { weight: 14, arbitrary: act(ofMoney) },
  { weight: 6, arbitrary: act(['leave', 'leaveOpen', 'proposeService', 'decideService', 'endService']) },
  { weight: 2, arbitrary: act(ends) },
  { weight: 1, arbitrary: act(Object.keys(allSteps) as StepName[]) },
  { weight: 2, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 3 }) }) },
);
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

/** The steps that succeeded. */
const succeeded = new Set<StepName>();
function perform(world: World, step: StepName, caseId: CaseId, at: Side): boolean {
  const done = /^[a-z]/.test(world.act(step, caseId, at) ?? 'X');
  if (done) succeeded.add(step);
  return done;
}

/** Most of what is done is done when people know what was done before. */
function deliverAllOf(world: World, caseId: CaseId): void {
  const thread = `cases/${caseId}`;
  for (const city of world.cities) while (city.outbox.get(thread)?.length) world.deliver(city, thread);
}

function make(world: World, it: Move): void {
  if ('days' in it) world.today = addDays(world.today, it.days);
  else if ('act' in it) perform(world, it.act, world.caseIds[it.on] as CaseId, it.side);
  else if ('goOn' in it) {
    const caseId = world.caseIds[it.goOn] as CaseId;
    if (it.whenHeard) deliverAllOf(world, caseId);
    const [home] = world.pairOf(caseId);
    const steps: StepName[] = home?.state === 'departed' ? ['close'] : naturalOrder;
    steps.find((step) => perform(world, step, caseId, 'receiving'));
  } else {
    const caseId = world.caseIds[it.deliver] as CaseId;
    const from = it.fromHome ? world.homeOf(caseId) : world.receivingOf(caseId);
    world.deliver(from, `cases/${caseId}`, it.receiptIsLost);
  }
}

/** In each city the places taken are those of the cases that hold one, and never more than the terms give. */
function checkPlaces(world: World, quota: Quota): void {
  for (const city of world.cities) {
    const expected = [...city.cases.values()]
      .filter((theCase) => holdsPlace(theCase, quota))
      .map((theCase) => {
        const slot = theCase.side === 'home' ? currentReferral(theCase)?.slot : theCase.receivedSlot;
        return `${slot?.agreement} ${theCase.side === 'home' ? 'sent' : 'received'} ${slot?.number} ${theCase.id}`;
      });
    const taken = city.places.map((p) => `${p.agreement} ${p.direction} ${p.number} ${p.caseId}`);
    assert.equal(taken.sort().join(), expected.sort().join());
    for (const agreement of ['2024', '2025']) {
      const used = (direction: Direction) =>
        city.places.filter((p) => p.agreement === agreement && p.direction === direction).length;
      const [sent, received] = [used('sent'), used('received')];
      const most = quota.counting === 'both-directions' ? sent + received : Math.max(sent, received);
      assert.ok(most <= quota.limit, `${most} places of ${quota.limit}`);
    }
  }
}

/** What both cities must have alike. */
function checkAgreed(world: World, caseId: CaseId): string {
  const [home, receiving] = world.pairOf(caseId);
  const there = (receiving as ReceivingCase | undefined)?.state ?? 'unknown';
  const pair = `${home?.state} | ${there}`;
  assert.ok(home?.side === 'home' && compatible[home.state].includes(there), pair);
  checkLedger(world, caseId);
  checkFollowUps(world, caseId);
  if (currentReferral(home)) {
    checkAlike(world, home, receiving as ReceivingCase);
    checkDue(world, home, receiving as ReceivingCase);
  }
  return pair;
}

t.test('whatever is done in whatever order, the cities agree once every message has come', async (t) => {
  const seen = new Set<string>();
  const quotas = fc.record<Quota>({
    limit: fc.integer({ min: 1, max: 3 }),
    basis: fc.constantFrom('per-year', 'concurrent'),
    counting: fc.constantFrom('each-direction', 'both-directions'),
  });
  const property = fc.property(
    quotas,
    fc.array(move, { minLength: 60, maxLength: 300, size: 'max' }),
    (quota, moves) => {
      const world = new World(quota);
      for (const it of moves) {
        make(world, it);
        checkPlaces(world, quota);
      }
      world.deliverAll();
      checkPlaces(world, quota);
      for (const caseId of world.caseIds) seen.add(checkAgreed(world, caseId));
      checkBalances(world);
      world.close();
    },
  );
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400, seed: 5 }));
  const of = (index: number) => new Set([...seen].map((pair) => pair.split(' | ')[index]));
  t.same([...of(0)].sort(), [...homeStates].sort(), 'and every state comes about');
  t.same([...of(1)].sort(), ['unknown', ...receivingStates].sort());
  t.same([...succeeded].sort(), Object.keys(allSteps).sort(), 'and every step succeeds at some time');
});
