// Two cities, one case: whatever is done in whatever order, both agree once every message has come.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MessageType, Quota } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import { parse } from 'yaml';
import { addDays } from '../../src/domain/calendar.js';
import {
  type Case,
  currentReferral,
  type HomeState,
  type ReceivingCase,
  type ReceivingState,
} from '../../src/domain/case.js';
import type { Direction } from '../../src/domain/quota.js';
import { decideOnAcceptance, decideOnRefusal } from '../../src/domain/receipt.js';
import type { CaseId } from '../../src/domain/values.js';
import { costLine, homeCase, homeStates, receivingCase, receivingStates } from './cases.js';
import { around, day, id, said } from './support.js';
import { homeSteps, receivingSteps, type StepName, World } from './two-cities.js';

const stepNames = [...Object.keys(homeSteps), ...Object.keys(receivingSteps)] as StepName[];

t.test('what the sender takes back when its message is refused, by the state of its case', async (t) => {
  const home = homeStates.map((state): [string, Case] => [state, homeCase(state)]);
  const receiving = receivingStates.map((state): [string, Case] => [state, receivingCase(state)]);
  const every = receivingStates;
  const placed: ReceivingState[] = ['in-progress', 'departed', 'completed'];
  const nothing = '';
  const table: Record<MessageType, [sender: typeof home, takenBack: string, inStates: readonly string[]]> = {
    'referral-requested': [home, 'referral-rejected', ['requested']],
    'referral-withdrawn': [home, nothing, []],
    'personal-details-disclosed': [home, nothing, []],
    'consent-withdrawn': [home, nothing, []],
    'placement-agreement-signed': [home, 'placement-agreement-signature-refused', ['ready']],
    'case-closed': [home, nothing, []],
    'referral-accepted': [receiving, 'referral-rejected → referral-rejected to stockholm', ['accepted']],
    'referral-rejected': [receiving, nothing, []],
    'placement-agreement-proposed': [receiving, nothing, []],
    'arrival-recorded': [receiving, 'referral-cancelled', placed],
    'departure-recorded': [receiving, nothing, []],
    'cost-line-posted': [receiving, 'cost-line-refused', every],
    'statement-proposed': [receiving, 'statement-refused', every],
    'statement-signed': [receiving, nothing, []],
    'agreement-proposed': [receiving, nothing, []],
    'agreement-approved': [receiving, nothing, []],
  };
  const contract = new URL('../../../../openapi/schemas/messages.yaml', import.meta.url);
  const { MessageType } = parse(readFileSync(contract, 'utf8')) as { MessageType: { enum: string[] } };
  t.same(Object.keys(table).sort(), [...MessageType.enum].sort(), 'every message is in the table');
  const refused = (type: MessageType, theCase: Case | undefined, code = 'CAPACITY', subject = 'referral-1') =>
    said(decideOnRefusal({ type, subject, theCase }, code, around()));
  for (const [type, [sender, takenBack, states]] of Object.entries(table) as [
    MessageType,
    (typeof table)[MessageType],
  ][])
    for (const [state, theCase] of sender)
      t.equal(refused(type, theCase), states.includes(state) ? takenBack : 'nothing', `${type}, ${state}`);
  const withdrawnMeanwhile = refused('referral-accepted', receivingCase('accepted'), 'CASE_STATE');
  t.equal(withdrawnMeanwhile, 'referral-cancelled', 'the home city has withdrawn');
  for (const theCase of [homeCase('requested'), undefined])
    t.equal(
      refused('referral-requested', theCase, 'CAPACITY', 'referral-0'),
      'nothing',
      'an earlier request',
    );
  for (const theCase of [receivingCase('accepted'), undefined])
    t.equal(
      refused('referral-accepted', theCase, 'CAPACITY', 'referral-0'),
      'nothing',
      'an earlier acceptance',
    );
});

t.test('a cost line counts when both cities have it; nothing else follows from a receipt', async (t) => {
  const taken = (type: MessageType, line = costLine() as ReturnType<typeof costLine> | undefined) =>
    said(decideOnAcceptance({ type }, line));
  t.equal(taken('cost-line-posted'), 'cost-line-posted');
  t.equal(said(decideOnAcceptance({ type: 'cost-line-posted' }, undefined)), 'nothing');
  t.equal(taken('arrival-recorded'), 'nothing');
});

const first = id<CaseId>('case-s1');
const stateOf = (world: World, caseId = first) => {
  const states = [world.homeOf(caseId), world.receivingOf(caseId)].map(
    (city) => city.cases.get(caseId)?.state,
  );
  return states.map((state) => state ?? 'unknown').join(' | ');
};
const thread = `cases/${first}`;

t.test(
  'the home city withdraws while the other city goes on: both end the request, and both places are free',
  async (t) => {
    const races: [before: StepName[], there: StepName, meanwhile: string][] = [
      [['ask', 'clear'], 'accept', 'draft | accepted'],
      [['ask', 'clear', 'accept'], 'propose', 'draft | accepted'],
      [['ask', 'clear', 'accept', 'propose', 'sign'], 'arrive', 'draft | in-progress'],
    ];
    for (const [before, there, meanwhile] of races)
      for (const first of ['stockholm', 'malmo'] as const)
        for (const receiptIsLost of [false, true]) {
          const world = new World();
          world.play(id('case-s1'), ...before);
          world.act(there, id('case-s1'));
          world.act('withdraw', id('case-s1'));
          t.equal(stateOf(world), meanwhile);
          world.deliver(world[first], thread, receiptIsLost);
          world.deliver(world[first === 'malmo' ? 'stockholm' : 'malmo'], thread);
          world.deliverAll();
          const name = `${there}, the letter from ${first} first${receiptIsLost ? ', its receipt lost' : ''}`;
          t.equal(stateOf(world), 'draft | cancelled', name);
          t.same([world.stockholm.places, world.malmo.places], [[], []], name);
          world.play(id('case-s1'), 'ask', 'clear', 'accept');
          t.equal(stateOf(world), 'accepted | accepted', `${name}, and it can be asked again`);
        }
  },
);

t.test('S4: over New Year the place moves; when the new year is full, both let go', async (t) => {
  for (const [others, expected, agreement] of [
    [[], 'accepted | accepted', '2025'],
    [['case-s2'], 'rejected | rejected', undefined],
  ] as const) {
    const world = new World({ limit: 1 });
    world.play(first, 'ask', 'clear');
    world.today = day('2025-01-01');
    // The other case takes the only place of the new year, in Göteborg, say.
    for (const caseId of others)
      world.stockholm.places.push({ agreement: '2025', direction: 'sent', number: 1, caseId: id(caseId) });
    world.play(first, 'accept');
    t.equal(stateOf(world), expected);
    const held = [world.stockholm, world.malmo].flatMap((city) =>
      city.places.filter((p) => p.caseId === first),
    );
    t.same(
      held.map((place) => place.agreement),
      agreement ? [agreement, agreement] : [],
    );
  }
});

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
const naturalOrder: StepName[] = ['ask', 'accept', 'clear', 'sign', 'arrive', 'depart', 'propose'];

const which = fc.nat({ max: 3 });
const move = fc.oneof(
  { weight: 5, arbitrary: fc.record({ goOn: which }) },
  {
    weight: 8,
    arbitrary: fc.record({
      deliver: which,
      fromHome: fc.boolean(),
      receiptIsLost: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom(...stepNames), on: which }) },
  { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 3 }) }) },
);
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

function make(world: World, it: Move): void {
  if ('days' in it) world.today = addDays(world.today, it.days);
  else if ('act' in it) world.act(it.act, world.caseIds[it.on] as CaseId);
  else if ('goOn' in it) {
    const caseId = world.caseIds[it.goOn] as CaseId;
    const { state } = world.homeOf(caseId).cases.get(caseId) as Case;
    const steps: StepName[] = state === 'departed' ? ['close'] : naturalOrder;
    steps.find((step) => /^[a-z]/.test(world.act(step, caseId) ?? 'X'));
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
  const [home, receiving] = [world.homeOf(caseId), world.receivingOf(caseId)].map((city) =>
    city.cases.get(caseId),
  );
  const pair = stateOf(world, caseId);
  assert.ok(
    home?.side === 'home' &&
      compatible[home.state].includes((receiving as ReceivingCase | undefined)?.state ?? 'unknown'),
    pair,
  );
  const posted = [world.stockholm, world.malmo].map((city) =>
    [...city.lines.values()].filter(({ line }) => line.caseId === caseId),
  );
  const [here, there] = posted.map((lines) =>
    lines
      .filter(({ state }) => state === 'posted')
      .map(({ line }) => line.id)
      .sort(),
  );
  assert.deepEqual(here, there, 'the posted lines');
  assert.ok(
    posted.flat().every(({ state }) => state !== 'sent'),
    'no line is left undecided',
  );
  const request = currentReferral(home);
  if (!request) return pair;
  const common = ({ agreement, acceptedOn, stay, closure }: Case) => ({
    agreement,
    acceptedOn,
    stay,
    closedOn: closure?.closedOn,
  });
  assert.deepEqual(common(home), common(receiving as Case));
  assert.equal(currentReferral(receiving as Case)?.id, request.id);
  const signed = ['ready', 'in-progress', 'departed', 'completed'].includes(home.state);
  if (signed) {
    assert.deepEqual(home.placementAgreement, receiving?.placementAgreement);
    assert.equal(home.placementAgreement?.signatures.length, 2);
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
    fc.array(move, { minLength: 40, maxLength: 200, size: 'max' }),
    (quota, moves) => {
      const world = new World(quota);
      for (const it of moves) {
        make(world, it);
        checkPlaces(world, quota);
      }
      world.deliverAll();
      checkPlaces(world, quota);
      for (const caseId of world.caseIds) seen.add(checkAgreed(world, caseId));
    },
  );
  t.doesNotThrow(() => fc.assert(property, { numRuns: 150, seed: 5 }));
  const side = (index: number) => new Set([...seen].map((pair) => pair.split(' | ')[index]));
  t.same([...side(0)].sort(), [...homeStates].sort(), 'and every state comes about');
  t.same([...side(1)].sort(), ['unknown', ...receivingStates].sort());
});
