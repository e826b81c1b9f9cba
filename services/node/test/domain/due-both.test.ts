// What is to be done for what is open in a case; alike in both cities, and whatever day it is.
import type { FollowUpFact } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import type { Case, HomeCase, HomeState, ReceivingCase } from '../../src/domain/case.js';
import type { Deviation } from '../../src/domain/deviation.js';
import { dueItems, nextDueOn } from '../../src/domain/due.js';
import { incidentRules } from '../../src/domain/incident.js';
import { homeCase, homeStates, receivingCase, receivingStates, referralId } from './cases.js';
import { followedUp, incident, settled } from './follow-ups.js';
import { day, id, malmo, stockholm } from './support.js';

const deviation = (changes: Partial<Deviation> = {}): Deviation => ({
  id: id('d'),
  raisedBy: malmo,
  raisedAt: id('2025-02-10T22:59:59.000Z'),
  subject: 'housing',
  service: null,
  description: null,
  incidentId: null,
  state: 'open',
  outcome: null,
  ...changes,
});
const question = {
  id: 'q',
  referralId,
  about: [],
  question: 'x?',
  askedAt: '2025-02-10T23:00:00.000Z',
  answer: null,
  answeredAt: null,
};
const today = day('2025-02-12');
const at = (theCase: Case, on = today) =>
  dueItems(theCase, { city: theCase.side === 'home' ? stockholm : malmo, today: on });

t.test('an open incident is a task of whom its rule names, until the day of its report', async (t) => {
  for (const kind of Object.keys(incidentRules) as (keyof typeof incidentRules)[]) {
    const { owners, urgent, ground, withinDays } = incidentRules[kind];
    const incidents = [incident(kind), incident(kind, { id: id('old'), closed: settled() })];
    const city = { home: 'stockholm', receiving: 'malmo' } as const;
    const dueOn = addDays(day('2025-02-10'), withinDays);
    const expected = owners
      .map((owner) => city[owner])
      .sort()
      .map((city) => ({ dueOn, city, urgent, ground, subject: `incident-${kind}` }));
    for (const theCase of [homeCase('departed', { incidents }), receivingCase('departed', { incidents })])
      t.match(at(theCase), expected, `${kind}, ${theCase.side}`);
  }
});

t.test('a deviation waits for the city that did not raise it, then for the one that did', async (t) => {
  const rows: [Partial<Deviation>, city: string | undefined][] = [
    [{ raisedBy: malmo }, 'stockholm'],
    [{ raisedBy: stockholm }, 'malmo'],
    [{ raisedBy: malmo, state: 'answered' }, 'malmo'],
    [{ raisedBy: stockholm, state: 'answered' }, 'stockholm'],
    [{ state: 'closed' }, undefined],
  ];
  for (const [changes, city] of rows) {
    const deviations = [deviation(changes)];
    for (const theCase of [homeCase('departed', { deviations }), receivingCase('departed', { deviations })]) {
      const items = at(theCase).map((item) => [item.kind, item.city, item.dueOn, item.subject]);
      t.same(items, city ? [['deviation', city, '2025-02-17', 'd']] : [], JSON.stringify(changes));
    }
  }
});

t.test('a question waits a week for the home city, while somebody can answer it', async (t) => {
  const asked = (theCase: Case) => at(theCase).filter(({ kind }) => kind === 'question');
  const open: HomeState[] = ['requested', 'accepted', 'ready', 'in-progress'];
  const match = [{ dueOn: '2025-02-18', city: 'stockholm', subject: 'q', urgent: false }];
  for (const state of homeStates)
    t.match(asked(homeCase(state, { questions: [question] })), open.includes(state) ? match : [], state);
  for (const state of receivingStates)
    t.equal(
      asked(receivingCase(state, { questions: [question] })).length,
      ['received', ...open].includes(state) ? 1 : 0,
      `receiving: ${state}`,
    );
  const answered = { ...question, answeredAt: '2025-02-11T08:00:00.000Z' };
  t.same(asked(homeCase('accepted', { questions: [answered] })), []);
  const earlier = { ...question, referralId: 'referral-0' };
  t.same(asked(homeCase('accepted', { questions: [earlier] })), [], 'nobody answers for an earlier request');
});

t.test('after the departure and after the end only what is open', async (t) => {
  const open = { incidents: [incident('wrongdoing')], deviations: [deviation()], questions: [question] };
  for (const theCase of [homeCase('completed', open), receivingCase('completed', open)]) {
    t.same(
      at(theCase).map(({ kind }) => kind),
      ['incident', 'deviation'],
      'what was reported while the closing was on its way',
    );
    t.equal(nextDueOn(theCase), '2025-02-11');
  }
  for (const theCase of [
    homeCase('completed'),
    receivingCase('completed'),
    receivingCase('cancelled', open),
  ]) {
    t.same(at(theCase), []);
    t.equal(nextDueOn(theCase), null);
  }
  t.same(at(homeCase('departed')), []);
  t.same(at(homeCase('ready')), [], 'and nothing of a stay before the arrival');
});

const date = fc.integer({ min: -20, max: 150 }).map((days) => addDays(day('2025-02-03'), days));
const fact = fc.oneof<fc.Arbitrary<FollowUpFact>[]>(
  fc.record({ kind: fc.constant('contact' as const), on: date, with: fc.constantFrom('person', 'provider') }),
  fc.record({
    kind: fc.constant('coordination-meeting' as const),
    on: date,
    attended: fc.constant<'police'[]>(['police']),
    outcome: fc.constant('routine' as const),
  }),
  fc.record({
    kind: fc.constant('register-check' as const),
    on: date,
    verdict: fc.constant('nothing' as const),
  }),
  fc.record({ kind: fc.constantFrom('safety-plan' as const, 'implementation-plan' as const), on: date }),
  fc.record({ kind: fc.constant('visit' as const), on: date, to: fc.constantFrom('person', 'provider') }),
  fc.record({
    kind: fc.constant('monthly-report' as const),
    on: date,
    service: fc.constantFrom('housing', 'occupation'),
    progress: fc.constant('as-planned' as const),
  }),
);
const happened = fc.record({
  state: fc.constantFrom('accepted' as const, 'in-progress' as const, 'departed' as const),
  facts: fc.array(fact, { maxLength: 12 }),
  open: fc.subarray(['wrongdoing', 'planned-change', 'consent-withdrawn', 'threat-changed'] as const),
  moves: fc.array(
    date.map((movedOn) => ({ movedOn, reason: 'housing' as const })),
    { maxLength: 2 },
  ),
  asked: fc.boolean(),
  on: date,
});

t.test('both cities see the same, and the next day does not depend on today', async (t) => {
  const property = fc.property(happened, ({ state, facts, open, moves, asked, on }) => {
    const known = {
      followUps: facts.map((one) => followedUp(one)),
      incidents: open.map((kind) => incident(kind)),
      deviations: [deviation()],
      questions: asked ? [question] : [],
      moves,
    } satisfies Partial<HomeCase> & Partial<ReceivingCase>;
    const home = homeCase(state, known);
    const receiving = receivingCase(state, known);
    const items = at(home, on);
    if (JSON.stringify(items) !== JSON.stringify(at(receiving, on))) return false;
    return items[0]?.dueOn === nextDueOn(home) && nextDueOn(home) === nextDueOn(receiving);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400, seed: 3 }));
});
