// What is to be done in a case, and by when (requirements §3.6, §11 S5).
import type { DueItem, FollowUpFact } from '@storstad/contract';
import t from 'tap';
import { missedDeadlines } from '../../src/domain/cadence.js';
import { addDays } from '../../src/domain/calendar.js';
import type { Case, HomeCase, ReceivingCase } from '../../src/domain/case.js';
import { dueItems } from '../../src/domain/due.js';
import { homeCase, lowThreat, placement, receivingCase } from './cases.js';
import { followedUp } from './follow-ups.js';
import { day, malmo, stockholm } from './support.js';

const arrivedOn = '2025-02-03';
const living = (facts: readonly FollowUpFact[] = [], changes: Partial<ReceivingCase> = {}): Case =>
  receivingCase('in-progress', { followUps: facts.map((fact) => followedUp(fact)), ...changes });
const seen = (theCase: Case, today: string) => dueItems(theCase, { city: malmo, today: day(today) });
/** The days on which a kind is due, as they stand on a day. */
const daysOf = (theCase: Case, kind: DueItem['kind'], today: string) =>
  seen(theCase, today)
    .filter((item) => item.kind === kind)
    .map(({ dueOn }) => dueOn);
const contact = (on: string, whom: 'person' | 'provider' = 'person') =>
  ({ kind: 'contact', on, with: whom }) as const;
const meeting = (on: string): FollowUpFact => ({
  kind: 'coordination-meeting',
  on,
  attended: ['police'],
  outcome: 'routine',
});
const check = (on: string) => ({ kind: 'register-check', on, verdict: 'nothing' }) as const;

t.test('S5: weekly contacts with the person, and apart from them with the provider', async (t) => {
  const mondays = ['2025-02-10', '2025-02-17', '2025-02-24', '2025-03-03'];
  for (const kind of ['contact-with-person', 'contact-with-provider'] as const) {
    t.same(daysOf(living(), kind, arrivedOn), mondays.slice(0, 1));
    t.same(daysOf(living(), kind, '2025-02-10'), mondays.slice(0, 1), 'on the day itself');
    t.same(daysOf(living(), kind, '2025-02-11'), mondays.slice(0, 2), 'and the day after the next too');
    t.same(daysOf(living(), kind, '2025-03-03'), mondays);
  }
  const both = living([contact('2025-02-10'), contact('2025-02-14'), contact('2025-02-24', 'provider')]);
  t.same(daysOf(both, 'contact-with-person', '2025-02-24'), ['2025-02-24']);
  t.same(daysOf(both, 'contact-with-provider', '2025-02-24'), ['2025-03-03']);
  const rows: [done: string[], next: string][] = [
    [[arrivedOn], '2025-02-10'],
    [['2025-02-04'], '2025-02-17'],
    [['2025-02-10'], '2025-02-17'],
    [['2025-02-11'], '2025-02-24'],
    [['2025-02-17', '2025-02-04'], '2025-02-24'],
  ];
  for (const [done, next] of rows)
    t.same(
      daysOf(living(done.map((on) => contact(on))), 'contact-with-person', arrivedOn),
      [next],
      done.join(),
    );
});

t.test('S5: meetings every fourth week; a held meeting starts the four weeks anew', async (t) => {
  const rows: [held: string[], next: string][] = [
    [[], '2025-03-03'],
    [['2025-03-03'], '2025-03-31'],
    [['2025-03-03', '2025-03-31'], '2025-04-28'],
    [['2025-02-20'], '2025-03-20'],
    [['2025-03-31', '2025-03-05'], '2025-04-28'],
    [['2025-01-27'], '2025-03-03'],
    [[arrivedOn], '2025-03-03'],
  ];
  for (const [held, next] of rows)
    t.same(daysOf(living(held.map(meeting)), 'coordination-meeting', '2025-06-01'), [next], held.join());
});

t.test('S5: a register check is due before each meeting, and one is enough', async (t) => {
  const rows: [facts: FollowUpFact[], due: string[]][] = [
    [[], ['2025-03-03']],
    [[check(arrivedOn)], []],
    [[check('2025-02-02')], ['2025-03-03']],
    [[check('2025-03-03')], []],
    [[check('2025-03-03'), meeting('2025-03-03')], ['2025-03-31']],
    [[check('2025-03-03'), meeting('2025-03-03'), check('2025-03-04')], []],
  ];
  for (const [facts, due] of rows)
    t.same(daysOf(living(facts), 'register-check', arrivedOn), due, JSON.stringify(facts));
  t.match(
    seen(living(), arrivedOn).find(({ kind }) => kind === 'register-check'),
    { role: 'police-liaison', city: 'malmo' },
  );
});

t.test('S5: review and both visits within three months, once', async (t) => {
  const kinds = ['review', 'visit-to-person', 'visit-to-provider'] as const;
  const starting = (on: string) => living([], { stay: { arrivedOn: day(on), departedOn: null } });
  for (const [start, dueOn] of [
    [arrivedOn, '2025-05-03'],
    ['2024-11-30', '2025-02-28'],
    ['2024-11-29', '2025-02-28'],
  ] as const)
    for (const kind of kinds)
      t.same(daysOf(starting(start), kind, '2025-09-01'), [dueOn], `${kind} from ${start}`);
  const done: Record<(typeof kinds)[number], FollowUpFact> = {
    review: { kind: 'review', on: '2025-04-01', offeredTo: ['police', 'social-worker'] },
    'visit-to-person': { kind: 'visit', on: '2025-04-01', to: 'person' },
    'visit-to-provider': { kind: 'visit', on: '2025-04-01', to: 'provider' },
  };
  for (const kind of kinds) {
    const left = kinds.filter((other) => daysOf(living([done[kind]]), other, arrivedOn).length > 0);
    t.same(
      left,
      kinds.filter((other) => other !== kind),
      `each by its own: ${kind}`,
    );
  }
});

t.test('after an extension the next review is three months later', async (t) => {
  const review = (on: string): FollowUpFact => ({
    kind: 'review',
    on,
    offeredTo: ['police', 'social-worker'],
  });
  const extensions = [{ decidedOn: day('2025-05-01'), until: day('2025-09-01') }];
  const rows: [reviewedOn: string, due: string[]][] = [
    ['2025-04-20', ['2025-08-01']],
    ['2025-05-01', ['2025-08-01']],
    ['2025-05-02', []],
  ];
  for (const [on, due] of rows)
    t.same(daysOf(living([review(on)], { extensions }), 'review', '2025-06-01'), due, on);
});

t.test(
  'S5: two weeks for the investigation, a guide from the confirmed threat; only at home, before a request',
  async (t) => {
    const threat = { ...lowThreat, assessedOn: '2025-01-13' };
    const due = (state: Parameters<typeof homeCase>[0], changes: Partial<HomeCase> = {}) =>
      dueItems(homeCase(state, { threat, ...changes }), { city: stockholm, today: day('2025-01-13') })
        .filter(({ kind }) => kind === 'investigation')
        .map(({ dueOn }) => dueOn);
    t.same(due('draft'), ['2025-01-27']);
    t.same(due('rejected'), ['2025-01-27']);
    t.same(due('draft', { threat: { ...threat, confirmed: false } }), []);
    t.same(due('draft', { threat: null }), []);
    t.same(due('draft', { followUps: [followedUp({ kind: 'investigation', on: '2025-01-20' })] }), []);
    t.same(due('requested'), []);
  },
);

t.test('support talks when they are agreed, and a monthly report of each agreed service', async (t) => {
  const agreed = (...services: ('housing' | 'support-talks' | 'contact-person')[]) => ({
    placementAgreement: {
      document: {
        ...placement,
        services: services.map((service) => ({ service, dayRateOre: 1, bearer: 'home' as const })),
      },
      signatures: [],
    },
  });
  t.same(daysOf(living([], agreed('housing')), 'support-talk', arrivedOn), []);
  for (const service of ['support-talks', 'contact-person'] as const)
    t.same(daysOf(living([], agreed(service)), 'support-talk', arrivedOn), ['2025-02-10'], service);
  const report = {
    kind: 'monthly-report',
    on: '2025-03-03',
    service: 'housing',
    progress: 'as-planned',
  } as const;
  const reports = seen(living([report], agreed('housing', 'support-talks')), '2025-03-03')
    .filter(({ kind }) => kind === 'monthly-report')
    .map(({ dueOn, service }) => [dueOn, service]);
  t.same(reports, [
    ['2025-03-03', 'support-talks'],
    ['2025-04-03', 'housing'],
  ]);
  const lastOfMonth = living([], {
    ...agreed('housing'),
    stay: { arrivedOn: day('2025-01-31'), departedOn: null },
  });
  t.same(daysOf(lastOfMonth, 'monthly-report', '2025-03-31'), ['2025-02-28', '2025-03-31']);
});

t.test(
  'where the person lives there is a safety plan, a contact person and an implementation plan',
  async (t) => {
    const kinds = ['safety-plan', 'contact-person', 'implementation-plan'] as const;
    const left = (theCase: Case) => kinds.map((kind) => daysOf(theCase, kind, arrivedOn)[0]);
    t.same(left(living()), [arrivedOn, arrivedOn, '2025-02-17']);
    const person = { function: 'x', standIn: 'y' };
    const named = { kind: 'contact-person', on: '2025-02-05', ...person } as const;
    const plan = { kind: 'implementation-plan', on: '2025-02-10' } as const;
    t.same(left(living([named, plan])), [arrivedOn, undefined, undefined]);
    const document = { ...placement, contactPerson: 'x', implementationPlanOn: '2025-02-01' };
    const inAgreement = living([], { placementAgreement: { document, signatures: [] } });
    t.same(left(inAgreement), [arrivedOn, undefined, undefined], 'or in the placement agreement');
    const moved = { moves: [{ movedOn: '2025-02-20', reason: 'housing' as const }] };
    const rows: [planOn: string, changes: Partial<ReceivingCase>, due: string | undefined][] = [
      ['2025-01-30', {}, undefined],
      ['2025-02-19', moved, '2025-02-20'],
      ['2025-02-20', moved, undefined],
    ];
    for (const [on, changes, due] of rows)
      t.same(
        left(living([{ kind: 'safety-plan', on }], changes))[0],
        due,
        `${on}, ${JSON.stringify(changes)}`,
      );
    t.match(
      seen(living(), arrivedOn).find(({ kind }) => kind === 'safety-plan'),
      { urgent: true },
    );
  },
);

t.test('the decision whether to extend, by the planned end or the last extension', async (t) => {
  const endsOn = { placementAgreement: { document: { ...placement, endsOn: '2025-06-01' }, signatures: [] } };
  const extension = { decidedOn: day('2025-05-01'), until: day('2025-09-01') };
  const due = (changes: Partial<ReceivingCase>) =>
    daysOf(living([], changes), 'extension-decision', arrivedOn);
  t.same(due({}), []);
  t.same(due(endsOn), ['2025-06-01']);
  t.same(due({ ...endsOn, extensions: [extension] }), ['2025-09-01']);
});

t.test('due on the day, overdue from the day after', async (t) => {
  const status = (today: string) =>
    seen(living(), today).find(({ kind, dueOn }) => kind === 'contact-with-person' && dueOn === '2025-02-10')
      ?.status;
  t.equal(status('2025-02-09'), 'due');
  t.equal(status('2025-02-10'), 'due');
  t.equal(status('2025-02-11'), 'overdue');
  const days = seen(living(), '2025-03-03').map(({ dueOn }) => dueOn);
  t.same(days, [...days].sort(), 'the earliest first');
});

t.test('a deadline that something later was done for is missed, no longer overdue', async (t) => {
  const done = living([contact('2025-02-10'), contact('2025-03-01'), contact('2025-02-12')]);
  const missed = (theCase: Case, kind = 'contact-with-person') =>
    missedDeadlines(theCase)
      .filter((one) => one.kind === kind)
      .map(({ dueOn }) => dueOn);
  t.same(daysOf(done, 'contact-with-person', '2025-03-01'), ['2025-03-10']);
  t.same(missed(done), ['2025-02-24'], '02-10, 02-12 and 03-01 are for the first, second and fourth week');
  t.same(missed(done, 'contact-with-provider'), [], 'what nothing was done for since is overdue instead');
  t.same(missed(living()), []);
  t.same(missed(living([contact(arrivedOn)])), []);
  t.same(missed(living([contact('2025-02-18')])), ['2025-02-10', '2025-02-17']);
  t.same(missedDeadlines(homeCase('ready')), []);
  const until = addDays(day(arrivedOn), 70);
  const every = Array.from({ length: 10 }, (_, week) => contact(addDays(day(arrivedOn), 7 * (week + 1))));
  t.same(missed(living(every)), [], `every week until ${until}`);
});
