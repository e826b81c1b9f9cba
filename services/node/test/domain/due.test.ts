// What is to be done in a case, and by when (requirements §3.6, §11 S5).
import type { DueItem, FollowUpFact } from '@storstad/contract';
import t from 'tap';
import type { Case, HomeCase, HomeState, ReceivingCase } from '../../src/domain/case.js';
import type { Consent } from '../../src/domain/consent.js';
import { dueItems } from '../../src/domain/due.js';
import type { Instant } from '../../src/domain/values.js';
import { consent, homeCase, homeStates, lowThreat, placement, receivingCase } from './cases.js';
import { followedUp } from './follow-ups.js';
import { arrivedOn, contact, daysOf, living, meeting, seen } from './living.js';
import { day, goteborg, id, stockholm } from './support.js';

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
    [['2025-02-11'], '2025-02-17'],
    [['2025-02-11', '2025-02-12'], '2025-02-24'],
    [['2025-02-16'], '2025-02-17'],
    [['2025-02-17'], '2025-02-24'],
    [['2025-02-18'], '2025-02-24'],
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
  const early = { ...done.review, on: '2025-02-02' };
  t.same(daysOf(living([early]), 'review', arrivedOn), ['2025-05-03'], 'a review is since the arrival');
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
  const alike = seen(living(), '2025-03-03')
    .filter(({ dueOn }) => dueOn === '2025-03-03')
    .map(({ kind, city, service }) => [kind, city, service].join(' '));
  t.same(
    alike,
    [
      'contact-with-person malmo ',
      'contact-with-provider malmo ',
      'coordination-meeting stockholm ',
      'monthly-report malmo housing',
      'monthly-report malmo occupation',
      'register-check malmo ',
    ],
    'then by kind, city and service',
  );
});

t.test('a consent that runs out is renewed on its last day; known at home only', async (t) => {
  const until = (type: Consent['type'], validUntil: string | null, changes: Partial<Consent> = {}) =>
    consent(type, { validUntil: validUntil === null ? null : day(validUntil), ...changes });
  const renewals = (consents: Consent[], state: HomeState = 'in-progress') =>
    dueItems(homeCase(state, { consents }), { city: stockholm, today: day('2025-03-03') })
      .filter(({ kind }) => kind === 'consent-renewal')
      .map(({ dueOn }) => dueOn);
  const rows: [what: string, consents: Consent[], due: string[]][] = [
    ['without an end', [consent('police'), consent('municipality'), consent('services')], []],
    ['police', [until('police', '2025-06-01')], ['2025-05-31']],
    ['municipality', [until('municipality', '2025-06-01')], ['2025-05-31']],
    ['services', [until('services', '2025-03-01')], ['2025-02-28']],
    ['the later of two', [until('police', '2025-06-01'), until('police', '2025-07-01')], ['2025-06-30']],
    ['another has no end', [until('police', '2025-06-01'), until('police', null)], []],
    [
      'withdrawn',
      [until('police', '2025-06-01', { withdrawnAt: id<Instant>('2025-03-01T08:00:00.000Z') })],
      [],
    ],
    ['for another city', [until('municipality', '2025-06-01', { cities: [goteborg] })], []],
    [
      'each type',
      [until('services', '2025-06-01'), until('police', '2025-05-01')],
      ['2025-04-30', '2025-05-31'],
    ],
  ];
  for (const [what, consents, due] of rows) t.same(renewals(consents), due, what);
  const consents = [until('police', '2025-06-01')];
  for (const state of homeStates) {
    const shares = state === 'accepted' || state === 'ready' || state === 'in-progress';
    t.same(renewals(consents, state), shares ? ['2025-05-31'] : [], state);
  }
  t.match(
    dueItems(homeCase('in-progress', { consents }), { city: stockholm, today: day('2025-03-03') }).find(
      ({ kind }) => kind === 'consent-renewal',
    ),
    { city: 'stockholm', role: 'social-worker', urgent: true, ground: '001:318' },
  );
});

t.test('plans that were made for an earlier request do not count for this one', async (t) => {
  const [open] = homeCase('in-progress').referrals;
  if (!open) throw new Error('A case in progress has a request');
  const plans: FollowUpFact[] = [
    { kind: 'safety-plan', on: '2025-01-20' },
    { kind: 'contact-person', on: '2025-01-20', function: 'x', standIn: 'y' },
    { kind: 'implementation-plan', on: '2025-01-20' },
  ];
  const referrals = [{ ...open, sentAt: id<typeof open.sentAt>('2025-01-27T08:00:00.000Z') }];
  const rows: [recordedAt: string, counts: boolean][] = [
    ['2025-01-27T07:59:59.999Z', false],
    ['2025-01-27T08:00:00.000Z', true],
  ];
  for (const [recordedAt, counts] of rows) {
    const followUps = plans.map((fact) => ({ ...followedUp(fact), recordedAt }));
    for (const theCase of [
      homeCase('in-progress', { followUps, referrals }),
      receivingCase('in-progress', { followUps, referrals }),
    ])
      t.same(
        plans.map(({ kind }) => daysOf(theCase, kind as DueItem['kind'], arrivedOn).length),
        counts ? [0, 0, 0] : [1, 1, 1],
        `${recordedAt}, ${theCase.side}`,
      );
  }
});
