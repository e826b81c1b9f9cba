// Two cities that do something at the same time, and what they have come to when every letter has come.
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import type { CaseId } from '../../src/domain/values.js';
import type { StepName } from './steps.js';
import { day, id } from './support.js';
import { World } from './two-cities.js';

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

const untilReady: StepName[] = ['ask', 'clear', 'accept', 'propose', 'sign'];
const inBoth = (world: World): Case[] => world.pairOf(first).flatMap((theCase) => theCase ?? []);
/** Every order in which the letters of the two can come: which city's goes first, and whether its receipt is lost. */
const orders = (['stockholm', 'malmo'] as const).flatMap((which) =>
  [false, true].map((receiptIsLost) => ({ which, receiptIsLost })),
);
function deliverInOrder(world: World, { which, receiptIsLost }: (typeof orders)[number]): void {
  world.deliver(world[which], thread, receiptIsLost);
  world.deliver(world[which === 'malmo' ? 'stockholm' : 'malmo'], thread);
  world.deliverAll();
}

t.test(
  'a withdrawal from ready that crosses the arrival: the person is placed, in both cities',
  async (t) => {
    for (const order of orders)
      for (const [step, kinds] of [
        ['withdraw', []],
        ['withdrawConsent', ['consent-withdrawn']],
        ['withdrawApproval', ['approval-lapsed']],
      ] as const) {
        const world = new World();
        world.play(first, ...untilReady);
        world.must('arrive', first);
        world.must(step, first);
        t.equal(stateOf(world), 'ready | in-progress');
        deliverInOrder(world, order);
        const name = `${step}, ${JSON.stringify(order)}`;
        t.equal(stateOf(world), 'in-progress | in-progress', name);
        for (const { referrals, incidents } of inBoth(world)) {
          t.match(referrals, [{ state: 'accepted', withdrawalAsked: null }], name);
          t.same(
            incidents.map(({ kind }) => kind),
            kinds,
            name,
          );
        }
        t.same([world.stockholm.places.length, world.malmo.places.length], [1, 1], name);
      }
  },
);

t.test(
  'a withdrawal from ready that meets nobody on the way: the request is over, the places are free',
  async (t) => {
    for (const receiptIsLost of [false, true]) {
      const world = new World();
      world.play(first, ...untilReady);
      world.must('withdraw', first);
      t.equal(stateOf(world), 'ready | ready', 'nothing is over until the other city has said so');
      world.deliver(world.stockholm, thread, receiptIsLost);
      world.deliverAll();
      t.equal(stateOf(world), 'draft | cancelled');
      t.same([world.stockholm.places, world.malmo.places], [[], []]);
    }
  },
);

t.test('a withdrawal from ready that crosses the word that nobody came', async (t) => {
  for (const order of orders) {
    const world = new World();
    world.play(first, ...untilReady);
    world.must('noArrival', first);
    world.must('withdraw', first);
    deliverInOrder(world, order);
    t.equal(stateOf(world), 'draft | cancelled', JSON.stringify(order));
    t.same([world.stockholm.places, world.malmo.places], [[], []]);
  }
});

t.test('nobody came, and the acceptance was not taken either: both let go', async (t) => {
  const world = new World({ limit: 1 });
  world.play(first, 'ask', 'clear');
  world.today = day('2025-01-01');
  world.stockholm.places.push({ agreement: '2025', direction: 'sent', number: 1, caseId: id('case-s2') });
  world.must('accept', first);
  world.must('noArrival', first);
  world.deliverAll();
  t.equal(stateOf(world), 'draft | cancelled');
});

t.test('both settle the same incident at once, and both have it settled', async (t) => {
  for (const order of orders) {
    const world = new World();
    world.play(first, ...untilReady, 'arrive', 'report');
    world.must('settle', first, 'home');
    world.must('settle', first, 'receiving');
    deliverInOrder(world, order);
    for (const { incidents } of inBoth(world)) t.match(incidents, [{ closed: { decision: 'continues' } }]);
  }
});

t.test(
  'an incident that is settled while the other city still judges the request is settled there too',
  async (t) => {
    const world = new World();
    world.play(first, 'ask', 'threatChanges');
    for (const { incidents } of inBoth(world)) t.match(incidents, [{ kind: 'threat-changed', closed: null }]);
    world.must('approve', first);
    world.deliverAll();
    for (const { incidents } of inBoth(world)) t.match(incidents, [{ closed: { city: 'stockholm' } }]);
    t.equal(stateOf(world), 'requested | received');
  },
);

t.test(
  'two divisions of responsibility that cross: both cities have both, and the incident is settled',
  async (t) => {
    for (const order of orders)
      for (const signers of [['home'], ['receiving'], ['home', 'receiving']] as const) {
        const world = new World();
        world.play(first, ...untilReady, 'arrive', 'child');
        for (const side of ['home', 'receiving'] as const) world.must('proposeSplit', first, side);
        deliverInOrder(world, order);
        for (const side of signers) world.must('signSplit', first, side);
        deliverInOrder(world, order);
        const signed = inBoth(world).map(({ incidents }) =>
          incidents.map(({ kind, closed, splits }) => ({
            kind,
            decision: closed?.decision,
            splits: splits.map((split) => split.signatures.map(({ city }) => city).join('+')).sort(),
          })),
        );
        const name = `signed by ${signers.join(' and ')}, ${JSON.stringify(order)}`;
        t.same(signed[0], signed[1], name);
        t.equal(signed[0]?.[0]?.decision, 'continues-with-measures', name);
        t.equal(
          signed[0]?.[0]?.splits.filter((by) => by.includes('+')).length,
          signers.length,
          `${name}: each signature is kept`,
        );
      }
  },
);

t.test(
  'an incident that crosses the closing of the case is open in both, for somebody to settle',
  async (t) => {
    for (const order of orders) {
      const world = new World();
      world.play(first, ...untilReady, 'arrive', 'depart');
      world.must('report', first, 'receiving');
      world.must('close', first);
      deliverInOrder(world, order);
      t.equal(stateOf(world), 'completed | completed');
      for (const { incidents } of inBoth(world))
        t.match(incidents, [{ closed: null }], JSON.stringify(order));
      world.must('settle', first, 'home');
      world.deliverAll();
      for (const { incidents } of inBoth(world)) t.match(incidents, [{ closed: { city: 'stockholm' } }]);
    }
  },
);

t.test('both police note something in the registers at once, and again: each is told once', async (t) => {
  for (const order of orders) {
    const world = new World();
    world.play(first, ...untilReady, 'arrive');
    for (const side of ['home', 'receiving'] as const) world.must('note', first, side);
    deliverInOrder(world, order);
    const ids = inBoth(world).map(({ incidents }) => incidents.map((incident) => incident.id).sort());
    t.equal(ids[0]?.length, 2);
    t.same(ids[0], ids[1]);
    world.must('note', first, 'home');
    world.must('note', first, 'receiving');
    world.deliverAll();
    t.ok(
      world.heard.every(({ receipt }) => receipt === null),
      'and nothing is said that must be refused',
    );
    for (const { incidents } of inBoth(world)) t.equal(incidents.length, 2);
  }
});
