// Two cities and a question about one line: whatever crosses it, its answer and its end on the way, both come to the same.
import t from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import type { Case } from '../../src/domain/case.js';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import type { CaseId } from '../../src/domain/values.js';
import { checkBalances, checkLedger } from './agreement-of-ledgers.js';
import type { StepName } from './steps.js';
import { id } from './support.js';
import type { World } from './two-cities.js';
import { answer, propose, worldWithStays } from './year.js';

const caseId = id<CaseId>('case-s1');
const thread = `cases/${caseId}`;

/** Stockholm's person in Malmö, and a line that both have. */
function withLine(): World {
  const world = worldWithStays();
  world.play(caseId, 'chargeAll');
  return world;
}
const fromHome = (world: World, receiptIsLost = false) =>
  world.deliver(world.homeOf(caseId), thread, receiptIsLost);
const fromThere = (world: World, receiptIsLost = false) =>
  world.deliver(world.receivingOf(caseId), thread, receiptIsLost);
const must = (world: World, ...steps: StepName[]) => {
  for (const step of steps) world.must(step, caseId);
};
const caseAtHome = (world: World) => world.homeOf(caseId).cases.get(caseId) as Case;
const dispute = (world: World) => Object.values(costFactsOf(caseAtHome(world)).disputes)[0];

/** Everything has come, and both cities are alike. */
function agree(world: World): string {
  world.deliverAll();
  checkLedger(world, caseId);
  checkBalances(world);
  const { linesOfCase } = world.homeOf(caseId).ledgerFacts(caseAtHome(world));
  const asked = dispute(world);
  world.close();
  return [
    asked ? `${asked.state}${asked.answer === null ? '' : ' with its answer'}` : 'no dispute',
    ...linesOfCase.map(({ reversedBy, frozen }) => (frozen ? 'frozen' : reversedBy ? 'taken back' : 'line')),
  ].join(', ');
}

type Crossing = [what: string, play: (world: World) => void, expected: string];
const check = (of: string, crossings: readonly Crossing[]) =>
  t.test(of, async (t) => {
    for (const [what, play, expected] of crossings) {
      const world = withLine();
      play(world);
      t.equal(agree(world), expected, what);
    }
  });

check('nothing crosses it', [
  ['asked', (world) => world.play(caseId, 'dispute'), 'open, frozen'],
  ['answered', (world) => world.play(caseId, 'dispute', 'explain'), 'answered with its answer, frozen'],
  [
    'answered and settled',
    (world) => world.play(caseId, 'dispute', 'explain', 'letStand'),
    'settled with its answer, line',
  ],
  ['taken back', (world) => world.play(caseId, 'dispute', 'reverse'), 'reversed, taken back, line'],
  [
    'settled, and asked again',
    (world) => world.play(caseId, 'dispute', 'explain', 'letStand', 'dispute'),
    'open, frozen',
  ],
]);

check('a question and the line taken back', [
  [
    'the question comes first, and is refused',
    (world) => {
      must(world, 'dispute', 'reverse');
      fromHome(world);
      fromThere(world);
    },
    'no dispute, taken back, line',
  ],
  [
    'the reversal comes first, and the question is refused',
    (world) => {
      must(world, 'dispute', 'reverse');
      fromThere(world);
    },
    'no dispute, taken back, line',
  ],
  [
    'the question is taken, and the reversal comes before its receipt',
    (world) => {
      must(world, 'dispute');
      fromHome(world, true);
      world.today = addDays(world.today, 3);
      must(world, 'reverse');
      fromThere(world);
    },
    'reversed, taken back, line',
  ],
  [
    'and before its receipt, with its own receipt lost',
    (world) => {
      must(world, 'dispute');
      fromHome(world, true);
      must(world, 'reverse');
      fromThere(world, true);
      world.today = addDays(world.today, 3);
      fromHome(world);
    },
    'reversed, taken back, line',
  ],
]);

check('a settlement and the line taken back', [
  [
    'the settlement comes first, and the reversal is of a line that stands',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand');
      fromHome(world);
      must(world, 'reverse');
    },
    'settled, taken back, line',
  ],
  [
    'the settlement comes when the reversal is on its way, and is refused',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'reverse');
      fromHome(world);
      fromThere(world);
    },
    'reversed, taken back, line',
  ],
  [
    'the reversal and its receipt come first',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'reverse');
      fromThere(world);
      fromHome(world);
    },
    'reversed, taken back, line',
  ],
  [
    'the reversal comes first and its receipt last',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'reverse');
      fromThere(world, true);
      fromHome(world);
    },
    'reversed, taken back, line',
  ],
  [
    'the settlement is taken, and the reversal comes before its receipt',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand');
      fromHome(world, true);
      world.today = addDays(world.today, 3);
      must(world, 'reverse');
      fromThere(world);
    },
    'settled, taken back, line',
  ],
]);

check('an answer', [
  [
    'comes after the settlement',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'explain');
      fromHome(world);
      fromThere(world);
    },
    'settled with its answer, line',
  ],
  [
    'comes before the settlement',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'explain');
      fromThere(world);
      fromHome(world);
    },
    'settled with its answer, line',
  ],
  [
    'comes before the receipt for the question',
    (world) => {
      must(world, 'dispute');
      fromHome(world, true);
      must(world, 'explain');
      fromThere(world);
    },
    'answered with its answer, frozen',
  ],
  [
    'comes to a line that is taken back then',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'explain', 'reverse');
    },
    'reversed with its answer, taken back, line',
  ],
  [
    'comes when there is a second question, and is no answer to that',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'explain');
      fromHome(world);
      must(world, 'dispute');
      fromThere(world);
    },
    'open, frozen',
  ],
  [
    'comes when there is a second question that has come already',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand', 'explain');
      fromHome(world);
      must(world, 'dispute');
      fromHome(world);
      fromThere(world);
    },
    'open, frozen',
  ],
]);

check('a statement', [
  [
    'of the other city comes before the question, which is not asked',
    (world) => {
      must(world, 'dispute');
      propose(world, world.malmo);
      world.deliverAll();
    },
    'no dispute, line',
  ],
  [
    'of its own city, with the line, comes after the question, and is refused',
    (world) => {
      must(world, 'dispute');
      propose(world, world.stockholm);
      fromHome(world);
    },
    'open, frozen',
  ],
  [
    'of its own city comes before the question, which is not asked',
    (world) => {
      must(world, 'dispute');
      propose(world, world.stockholm);
      const statement = [...world.stockholm.outbox.keys()].find((name) => name.startsWith('statements/'));
      world.deliver(world.stockholm, statement as string);
    },
    'no dispute, line',
  ],
  [
    'of the other city comes before the settlement, and the question is open again',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand');
      propose(world, world.malmo);
      world.deliverAll();
    },
    'open, frozen',
  ],
  [
    'comes before a second question, and the answer to the first after it',
    (world) => {
      world.play(caseId, 'dispute');
      must(world, 'letStand');
      must(world, 'explain');
      fromHome(world);
      propose(world, world.malmo);
      must(world, 'dispute');
      fromThere(world);
      world.deliverAll();
    },
    'settled with its answer, line',
  ],
  [
    'is signed without the line, which is settled in the next period',
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
    'has the line: the question keeps nothing out, and ends as any',
    (world) => {
      propose(world, world.malmo);
      world.deliverAll();
      world.play(caseId, 'dispute', 'explain', 'letStand');
    },
    'settled with its answer, line',
  ],
]);

const refusalOf = (world: World, step: StepName) => {
  const outcome = world.act(step, caseId);
  return outcome === 'COST_LINE_STATE' ? 'not now' : outcome;
};

t.test('it can be settled, or asked again, when the other city has taken what was said before', async (t) => {
  const world = withLine();
  must(world, 'dispute');
  t.equal(refusalOf(world, 'letStand'), 'not now', 'not taken yet');
  fromHome(world, true);
  t.equal(refusalOf(world, 'letStand'), 'not now', 'nor known to be');
  fromHome(world);
  must(world, 'letStand');
  for (const step of ['letStand', 'dispute'] as const)
    t.equal(refusalOf(world, step), 'not now', `${step}: the settlement is on its way`);
  fromHome(world, true);
  t.equal(refusalOf(world, 'dispute'), 'not now');
  fromHome(world);
  must(world, 'dispute');
  t.equal(agree(world), 'open, frozen');
});

t.test('what was refused can be said again', async (t) => {
  const world = withLine();
  world.play(caseId, 'dispute');
  propose(world, world.malmo);
  must(world, 'letStand');
  t.equal(refusalOf(world, 'dispute'), 'not now');
  world.deliverAll();
  t.equal(dispute(world)?.state, 'open', 'the settlement came when its day was closed');
  t.equal(refusalOf(world, 'dispute'), 'not now');
  world.play(caseId, 'letStand');
  t.equal(agree(world), 'settled, line');
});
