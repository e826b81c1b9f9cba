import type { ProposeStatement } from '@storstad/contract';
import fc from 'fast-check';
import { addDays } from '../../src/domain/calendar.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import type { Decided } from '../../src/domain/event.js';
import type { Refusal } from '../../src/domain/refusal.js';
import {
  decideDeclineStatement,
  decideProposeStatement,
  decideSignStatement,
  periodOfStatement,
  type Statement,
} from '../../src/domain/statement.js';
import type { CaseId, City, CivilDate } from '../../src/domain/values.js';
import type { StepName } from './steps.js';
import { day, id, said } from './support.js';
import type { TestCity } from './test-city.js';
import { World } from './two-cities.js';

/** A year of the ledger between two cities: four stays, two in each city, and whatever is charged for them. */

export const start = day('2024-12-01');

/** Two cities with four people who have arrived. */
export function worldWithStays(): World {
  const world = new World({ limit: 4 });
  for (const caseId of world.caseIds)
    world.play(caseId, 'ask', 'clear', 'accept', 'propose', 'sign', 'arrive');
  world.today = addDays(world.today, 5);
  return world;
}

function carryOut(
  world: World,
  city: TestCity,
  decide: (around: Circumstances) => Decided | Refusal,
): string | undefined {
  const now = world.now();
  const outcome = decide(city.around(now));
  city.carryOut(outcome, now);
  return said(outcome);
}

const otherThan = (world: World, { name }: TestCity): City =>
  (world.cities.find((city) => city.name !== name) as TestCity).name;

/** A city proposes a statement of what has been booked since the one before, up to and with some day. */
export function propose(world: World, city: TestCity, daysAgo = 0): string | undefined {
  const other = otherThan(world, city);
  const [last] = city.statements.standing(other);
  const from = last?.document.until ?? start;
  const input: ProposeStatement = { city: other, from, until: addDays(world.today, 1 - daysAgo) };
  const facts = city.statementFacts(other, periodOfStatement(input));
  return carryOut(world, city, (around) => decideProposeStatement(id(world.newId()), input, facts, around));
}

/** A city answers the statement that the other has proposed, if there is one. */
export function answer(world: World, city: TestCity, with_: 'sign' | 'decline'): string | undefined {
  const asked = city.statements
    .standing(otherThan(world, city))
    .find(({ state, proposedBy }) => state === 'proposed' && proposedBy !== city.name);
  if (!asked) return undefined;
  return carryOut(world, city, (around) =>
    with_ === 'sign'
      ? decideSignStatement(asked, around)
      : decideDeclineStatement(asked, { reason: 'other' }, around),
  );
}

export const shownStatement = ({ id: statementId, document, state, proposedBy }: Statement) => ({
  statementId,
  document,
  state,
  proposedBy,
});

const which = fc.nat(3);
const city = fc.nat(1);
const act = (...names: StepName[]) => fc.record({ act: fc.constantFrom(...names), on: which });

/** What can happen next. */
export const anyMove = fc.oneof(
  { weight: 3, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 6, arbitrary: act('charge', 'chargeAll', 'chargeOther', 'chargeOddly') },
  { weight: 4, arbitrary: act('reverse') },
  { weight: 2, arbitrary: act('leave', 'leaveOpen') },
  { weight: 8, arbitrary: act('dispute', 'dispute', 'explain', 'letStand', 'letStand') },
  { weight: 1, arbitrary: act('depart') },
  { weight: 2, arbitrary: fc.record({ proposes: city, daysAgo: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ answers: city, with_: fc.constantFrom('sign', 'decline') }) },
  {
    weight: 16,
    arbitrary: fc.record({
      from: city,
      thread: fc.nat(7),
      receiptIsLost: fc.constantFrom(false, false, true),
    }),
  },
);
export type Move = typeof anyMove extends fc.Arbitrary<infer M> ? M : never;

/** What was done and did happen, for a look at whether all of it does at some time. */
export function make(world: World, move: Move): string | undefined {
  if ('days' in move) world.today = addDays(world.today, move.days);
  else if ('act' in move) {
    const outcome = world.act(move.act, world.caseIds[move.on] as CaseId);
    return outcome && `${move.act}: ${outcome}`;
  } else if ('proposes' in move) return propose(world, world.cities[move.proposes] as TestCity, move.daysAgo);
  else if ('answers' in move) return answer(world, world.cities[move.answers] as TestCity, move.with_);
  else {
    const sender = world.cities[move.from] as TestCity;
    const waiting = [...sender.outbox].filter(([, letters]) => letters.length > 0).map(([name]) => name);
    const thread = waiting[move.thread % Math.max(1, waiting.length)];
    if (thread) world.deliver(sender, thread, move.receiptIsLost);
  }
  return undefined;
}

/** Everything that has been booked until the end of time. */
export const allOfIt = { from: start, until: '2100-01-01' as CivilDate, agreement: null };
