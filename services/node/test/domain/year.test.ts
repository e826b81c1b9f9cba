// A year of money between two cities: whatever is charged, taken back, asked and stated in whatever order, with letters
// that come late or twice, both ledgers are alike in the end, and no öre is lost.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { standing } from '../../src/domain/ledger.js';
import { checkBalances, checkLedger } from './agreement-of-ledgers.js';
import type { TestCity } from './test-city.js';
import type { World } from './two-cities.js';
import { allOfIt, anyMove, type Move, make, shownStatement, worldWithStays } from './year.js';

const [, otherOf] = [
  0,
  (world: World, city: TestCity) => world.cities.find((one) => one !== city) as TestCity,
];

/** The two ledgers hold the same, down to the bytes that a statement of all of it would have. */
function checkAlike(world: World): void {
  for (const caseId of world.caseIds) checkLedger(world, caseId);
  checkBalances(world);
  const [here, there] = world.cities.map((city) => city.ledger.totals(otherOf(world, city).name, allOfIt));
  assert.equal(here?.linesDigest, there?.linesDigest, 'the digest of all lines');
  for (const what of ['cases', 'days', 'amountsOre'] as const)
    assert.deepEqual(
      [here?.[what].carriedOut, here?.[what].received],
      [there?.[what].received, there?.[what].carriedOut],
      what,
    );
  const [ours, theirs] = world.cities.map((city) =>
    city.statements
      .standing(otherOf(world, city).name)
      .map((statement) => shownStatement(statement))
      .sort((a, b) => (a.statementId < b.statementId ? -1 : 1)),
  );
  assert.deepEqual(ours, theirs, 'the statements that stand');
}

/** Every line that stands is taken back. */
function reverseAll(world: World): void {
  for (const caseId of world.caseIds)
    for (const _ of standing(world.homeOf(caseId).ledger.linesOfCase(caseId))) {
      world.must('reverse', caseId);
      world.deliverAll();
    }
}

/** Plays years; answers what was done and what was refused by the other city. */
function playYears(
  t: Test,
  make: (world: World, move: Move) => string | undefined,
  numRuns: number,
): Set<string> {
  const seen = new Set<string>();
  const moves = fc.array(anyMove, { minLength: 40, maxLength: 160, size: 'max' });
  const property = fc.property(moves, (year) => {
    const world = worldWithStays();
    for (const move of year) seen.add(make(world, move)?.replace(/ to \w+/g, '') ?? '');
    world.deliverAll();
    for (const { message, receipt } of world.heard) if (receipt) seen.add(`${message.type}: ${receipt}`);
    checkAlike(world);
    reverseAll(world);
    checkAlike(world);
    for (const city of world.cities) {
      const { netOre, netDays, disputedLines, disputedOre } = city.ledger.balances.with(
        otherOf(world, city).name,
      );
      assert.deepEqual([netOre, netDays, disputedLines, disputedOre], [0, 0, 0, 0], 'all taken back');
    }
    world.close();
  });
  const { failed, counterexamplePath, errorInstance } = fc.check(property, {
    numRuns,
    seed: 5,
    endOnFailure: true,
  });
  t.notOk(failed, `path ${counterexamplePath}: ${errorInstance}`);
  return seen;
}

/** What must have happened at some time for the years to say anything. */
const happened = [
  'charge: cost-line-sent → cost-line-posted',
  'chargeOddly: cost-line-sent → cost-line-posted',
  'reverse: cost-line-sent → cost-line-posted',
  'leave: leave-recorded → leave-recorded',
  'dispute: dispute-raised, cost-line-questioned → cost-line-disputed',
  'explain: dispute-answered → dispute-answered',
  'letStand: dispute-settled, cost-line-booked → dispute-settled',
  'letStand: dispute-settled → dispute-settled',
  'statement-signed → statement-signed',
  'statement-declined → statement-declined',
  'cost-line-posted: PERIOD_CLOSED',
  'statement-proposed: STATEMENT_DIFFERS',
  'statement-proposed: STATEMENT_OVERLAPS',
];

t.test('a year in which questions, and that a line stands, are told at once', async (t) => {
  const seen = playYears(
    t,
    (world, move) => {
      const isQuestion = 'act' in move && ['dispute', 'letStand'].includes(move.act);
      if (isQuestion) world.deliverAll();
      const outcome = make(world, move);
      if (isQuestion) world.deliverAll();
      return outcome;
    },
    60,
  );
  t.same(
    happened.filter((what) => !seen.has(what)),
    [],
    'and all of it happens at some time',
  );
});

t.test('a year in which everything crosses everything', async (t) => {
  const seen = playYears(t, make, 100);
  const crossings = ['cost-line-disputed: PERIOD_CLOSED', 'dispute-settled: PERIOD_CLOSED'];
  t.same(
    [...happened, ...crossings].filter((what) => !seen.has(what)),
    [],
    'and all of it happens at some time',
  );
});
