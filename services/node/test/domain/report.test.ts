import t from 'tap';
import type { Case, Referral } from '../../src/domain/case.js';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import { reportMeasures } from '../../src/domain/report.js';
import type { AgreementId, Instant } from '../../src/domain/values.js';
import { approval, consent, homeCase, lowThreat, placement, receivingCase, slot } from './cases.js';
import { followedUp, incident, settled } from './follow-ups.js';
import { contact, meeting } from './living.js';
import { type ReportInput, reportOf, valuesOf } from './reports.js';
import { day, goteborg, id, malmo } from './support.js';

const values = (cases: readonly Case[], measure: string, input?: ReportInput) =>
  valuesOf(reportOf(cases, input), measure);
const home = homeCase('completed');
const { closure } = home;
if (!closure) throw new Error('A completed case has a closure');
const sent = home.referrals[0] as Referral;
const referral = (changes: Partial<Referral>): Referral => ({ ...sent, id: id('other'), ...changes });
const costs = costFactsOf({ costs: null });

t.test('nothing is known of no cases, and counts are 0', (t) => {
  const [all] = reportOf([]);
  for (const { measure, unit, rows } of all?.tables ?? [])
    for (const { key, value } of rows)
      t.equal(value, unit === 'number' && !measure.startsWith('invoice') ? 0 : null, `${measure} ${key}`);
  t.end();
});

t.test('a case is told of once, in its own version’s report', (t) => {
  const asked2024 = { ...slot, agreement: '2024' };
  const draft = homeCase('draft');
  const cases: [string, Case, '2024' | '2025' | null][] = [
    ['accepted under 2025', home, '2025'],
    [
      'accepted under 2025, asked under 2024',
      { ...home, referrals: [referral({ slot: asked2024 })] },
      '2025',
    ],
    [
      'asked under 2024 only',
      { ...homeCase('rejected'), referrals: [referral({ slot: asked2024 })] },
      '2024',
    ],
    ['never asked, opened in 2025', draft, '2025'],
    ['never asked, opened in 2024', { ...draft, openedAt: id('2024-12-31T22:59:00.000Z') }, '2024'],
    [
      'never asked, opened at the first moment of 2025',
      { ...draft, openedAt: id('2024-12-31T23:00:00.000Z') },
      '2025',
    ],
    ['never asked, opened under no version', { ...draft, openedAt: id('2020-06-01T10:00:00.000Z') }, null],
  ];
  for (const [name, theCase, expected] of cases)
    for (const of of ['2024', '2025'] as const)
      t.strictSame(
        values([theCase], 'kind', { of }),
        of === expected ? { defector: 1 } : {},
        `${name}: ${of}`,
      );
  t.end();
});

t.test('an exchange is a case that was accepted and not taken back', (t) => {
  const exchanges = (theCase: Case) => values([theCase], 'exchanges').all ?? 0;
  for (const state of ['accepted', 'ready', 'in-progress', 'departed', 'completed'] as const) {
    t.equal(exchanges(homeCase(state)), 1, `home ${state}`);
    t.equal(exchanges(receivingCase(state)), 1, `receiving ${state}`);
  }
  for (const state of ['draft', 'requested', 'rejected'] as const)
    t.equal(exchanges(homeCase(state)), 0, state);
  for (const state of ['received', 'rejected', 'cancelled'] as const)
    t.equal(exchanges(receivingCase(state)), 0, state);
  t.equal(
    exchanges(
      receivingCase('cancelled', { agreement: id<AgreementId>('2025'), acceptedOn: day('2025-01-27') }),
    ),
    0,
  );
  t.end();
});

t.test('every request counts where its place was taken, and in the part of the city that was asked', (t) => {
  const asked: Case = {
    ...home,
    referrals: [
      referral({ city: goteborg, state: 'rejected', refusalCode: 'CAPACITY' }),
      referral({ city: goteborg, state: 'rejected', refusalCode: 'QUOTA_RECEIVING' }),
      referral({ city: malmo, state: 'cancelled' }),
      referral({
        city: malmo,
        slot: { ...slot, agreement: '2024' },
        state: 'rejected',
        refusalCode: 'CAPACITY',
      }),
      sent,
    ],
  };
  const parts = reportOf([asked, receivingCase('received')]);
  const table = (...part: Parameters<typeof valuesOf>[2] & object) => valuesOf(parts, 'referrals', part);
  t.strictSame(table('all'), { accepted: 1, waiting: 1, withdrawn: 1, CAPACITY: 1, 'other-refusal': 1 });
  t.strictSame(table('sent'), { accepted: 1, withdrawn: 1, CAPACITY: 1, 'other-refusal': 1 });
  t.strictSame(table('sent', goteborg), { CAPACITY: 1, 'other-refusal': 1 });
  t.strictSame(table('sent', malmo), { accepted: 1, withdrawn: 1 });
  t.strictSame(table('received'), { waiting: 1 });
  t.strictSame(values([asked], 'referrals', { of: '2024' }), { CAPACITY: 1 });
  t.strictSame(valuesOf(parts, 'exchanges', ['sent', malmo]), { all: 1 });
  t.strictSame(valuesOf(parts, 'exchanges', ['sent', goteborg]), {});
  t.end();
});

t.test('what stopped a request counts once for each case, also where the case came to nothing', (t) => {
  const draft = homeCase('draft', { openedAt: id('2020-01-01T00:00:00.000Z') });
  const beside = new Map([
    [
      draft.id as string,
      { stoppedBy: new Set(['QUOTA_HOME', 'CONSENT_POLICE_MISSING']), reclassified: true },
    ],
  ]);
  t.strictSame(values([draft], 'stopped-by-quota', { beside }), { QUOTA_HOME: 1 });
  t.strictSame(values([draft], 'stopped-otherwise', { beside }), { CONSENT_POLICE_MISSING: 1 });
  t.strictSame(values([home], 'reclassified', { beside }), { yes: 1 });
  t.strictSame(values([home], 'reclassified'), { no: 1 });
  t.strictSame(values([receivingCase('completed')], 'reclassified'), { 'not-known': 1 });
  t.end();
});

t.test('waiting times are between known days', (t) => {
  const at = (changes: Partial<Referral>, rest: Partial<typeof home> = {}) =>
    homeCase('completed', {
      referrals: [referral({ state: 'accepted', sentAt: id('2025-03-10T08:00:00.000Z'), ...changes })],
      acceptedOn: day('2025-03-14'),
      stay: { arrivedOn: day('2025-03-20'), departedOn: null },
      ...rest,
    });
  const median = (theCase: Case, measure: string) => values([theCase], measure).median ?? 0;
  t.equal(median(at({}), 'threat-to-request'), 9);
  t.equal(median(at({}), 'request-to-answer'), 4);
  t.equal(median(at({}), 'answer-to-arrival'), 6);
  t.equal(median(at({}), 'threat-to-arrival'), 19);
  t.equal(
    median(at({ sentAt: id('2025-03-09T23:00:00.000Z') }), 'request-to-answer'),
    4,
    'a day of Stockholm',
  );
  const unconfirmed = { threat: { ...lowThreat, confirmed: false }, approvals: [] };
  t.equal(median(at({}, unconfirmed), 'threat-to-request'), 'not-known');
  const raised = { threat: { ...lowThreat, assessedOn: '2025-04-01' }, approvals: [approval()] };
  t.equal(median(at({}, raised), 'threat-to-request'), 9, 'the first assessment, by what was approved');
  t.equal(
    median(at({}, { ...raised, approvals: [] }), 'threat-to-request'),
    'not-known',
    'assessed after the request',
  );
  t.equal(median(at({}, { stay: null }), 'answer-to-arrival'), 'not-known');
  t.end();
});

t.test('median, lowest and highest', (t) => {
  const stays = (...days: number[]) =>
    days.map((n) =>
      homeCase('departed', {
        stay: { arrivedOn: day('2025-02-01'), departedOn: day(`2025-02-${String(1 + n).padStart(2, '0')}`) },
      }),
    );
  for (const [days, median, lowest, highest] of [
    [[7], 7, 7, 7],
    [[9, 3], 6, 3, 9],
    [[10, 3], 6.5, 3, 10],
    [[20, 3, 10], 10, 3, 20],
  ] as const)
    t.strictSame(values(stays(...days), 'length'), { median, lowest, highest });
  const running = homeCase('in-progress', { stay: { arrivedOn: day('2025-12-01'), departedOn: null } });
  t.strictSame(values([...stays(7), running], 'length'), { median: 7, lowest: 7, highest: 7 });
  t.strictSame(values([...stays(7), running], 'days'), { all: 37 });
  t.strictSame(values([...stays(7), running], 'stays'), { running: 1, ended: 1 });
  t.end();
});

t.test('services, housing and moves', (t) => {
  const notice = { housingForm: 'protected-housing' } as const;
  const bought = { notice, providerId: null, decision: null, endedOn: null } as never as object;
  const external = (state: string) => ({ ...bought, state }) as (typeof costs.externalServices)[number];
  const own = homeCase('completed');
  const mixed = homeCase('completed', {
    costs: { ...costs, externalServices: [external('approved'), external('refused'), external('proposed')] },
    moves: [
      { movedOn: '2025-02-10', reason: 'safety' },
      { movedOn: '2025-02-20', reason: 'safety' },
    ],
  });
  t.strictSame(values([own], 'services'), { own: 2 });
  t.strictSame(values([own], 'external-share'), {});
  t.strictSame(values([own, mixed], 'services'), { own: 4, external: 1 });
  t.strictSame(values([own, mixed], 'external-share'), { external: 20 });
  t.strictSame(values([homeCase('in-progress', { placementAgreement: null })], 'external-share'), {
    external: 'not-known',
  });
  t.strictSame(values([own, mixed], 'housing-form'), { 'not-known': 1, 'protected-housing': 1 });
  const agreed = { document: { ...placement, housingForm: 'own-flat' as const }, signatures: [] };
  t.strictSame(values([homeCase('completed', { placementAgreement: agreed })], 'housing-form'), {
    'own-flat': 1,
  });
  t.strictSame(values([own, mixed], 'moves'), { safety: 2 });
  t.end();
});

t.test('follow-up: on time, late, not done', (t) => {
  const followUps = [
    // due on 10, 17 and 24 February
    followedUp(contact('2025-02-10')),
    followedUp(contact('2025-02-19')),
    // due on 3 March
    followedUp({ kind: 'register-check', on: '2025-03-02', verdict: 'nothing' }),
    followedUp(meeting('2025-03-03')),
    followedUp(meeting('2025-04-01')),
  ];
  const left = (departedOn: string | null) =>
    receivingCase('departed', {
      followUps,
      stay: { arrivedOn: day('2025-02-03'), departedOn: departedOn === null ? null : day(departedOn) },
    });
  const person = (departedOn: string | null, asOf: string) =>
    values([left(departedOn)], 'contact-with-person', { asOf });
  t.strictSame(person('2025-02-23', '2025-12-31'), { 'on-time': 1, late: 1 });
  t.strictSame(person('2025-02-24', '2025-12-31'), { 'on-time': 1, late: 1, 'not-done': 1 });
  t.strictSame(person(null, '2025-02-24'), { 'on-time': 1, late: 1 }, 'due today');
  t.strictSame(person(null, '2025-02-25'), { 'on-time': 1, late: 1, 'not-done': 1 }, 'overdue since today');
  t.strictSame(values([left('2025-04-02')], 'coordination-meeting'), { 'on-time': 1, late: 1 });
  t.strictSame(values([left('2025-04-02')], 'register-check'), { 'on-time': 1, 'not-done': 1 });
  t.strictSame(values([left('2025-05-03')], 'review'), { 'not-done': 1 });
  t.strictSame(values([left('2025-05-02')], 'review'), {});
  t.strictSame(values([receivingCase('accepted')], 'contact-with-person'), {});
  t.end();
});

t.test('incidents, and the two kinds of relapse apart', (t) => {
  const told = incident('hospitalised', { reportedAt: id('2025-02-12T00:00:00.000Z') });
  const happened = homeCase('departed', {
    incidents: [
      incident('relapse-signal', { closed: settled({ relapse: 'crime' }) }),
      incident('register-note', { closed: settled({ relapse: 'none' }) }),
      told,
    ],
  });
  const open = homeCase('departed', { incidents: [incident('register-note')] });
  const cases = [happened, open, home];
  t.strictSame(values(cases, 'incidents'), { 'relapse-signal': 1, 'register-note': 2, hospitalised: 1 });
  t.strictSame(values(cases, 'incident-reports'), { 'on-time': 3, late: 1 });
  t.strictSame(values(cases, 'relapse-to-crime'), { yes: 1, pending: 1, 'none-recorded': 1 });
  t.strictSame(values(cases, 'relapse-to-criminal-company'), { pending: 1, 'none-recorded': 2 });
  t.end();
});

t.test('S11: what is not settled is pending, never none', (t) => {
  const cases = [homeCase('in-progress'), receivingCase('departed')];
  for (const measure of ['end-reason', 'goal-attainment', 'long-term-housing'])
    t.strictSame(values(cases, measure), { pending: 2 }, measure);
  t.strictSame(values(cases, 'services-as-planned'), { 'not-known': 2 });
  t.strictSame(values(cases, 'deviations'), {});
  t.strictSame(values(cases, 'relapse-to-crime'), { 'none-recorded': 2 });
  const outcome = { goalAttainment: 'partly', longTermHousing: 'pending' } as const;
  const closed = homeCase('completed', { closure: { ...closure, outcome } });
  t.strictSame(values([closed], 'long-term-housing'), { pending: 1 });
  t.strictSame(values([closed], 'goal-attainment'), { partly: 1 });
  t.end();
});

t.test('ratings, withdrawn consents, ends without a placement', (t) => {
  const rating = { servicesAsPlanned: false, fitness: 4, cooperationSocialServices: 5, cooperationPolice: 1 };
  const rated = homeCase('completed', {
    rating,
    consents: [
      consent('services', { withdrawnAt: id<Instant>('2025-02-20T10:00:00.000Z') }),
      consent('police'),
    ],
  });
  t.strictSame(values([rated], 'services-as-planned'), { no: 1 });
  t.strictSame(values([rated], 'fitness'), { '4': 1 });
  t.strictSame(values([rated], 'quality'), { 'not-known': 1 });
  t.strictSame(values([rated], 'cooperation-social-services'), { '5': 1 });
  t.strictSame(values([rated], 'cooperation-police'), { '1': 1 });
  t.strictSame(values([rated], 'consents-withdrawn'), { services: 1 });
  const fallback = { form: 'procured-placement', startsOn: '2025-03-01' } as const;
  const unplaced = homeCase('completed', {
    agreement: null,
    acceptedOn: null,
    stay: null,
    closure: { ...closure, reason: 'no-suitable-partner-city', fallback },
  });
  t.strictSame(values([unplaced, home], 'ended-without-placement'), { 'no-suitable-partner-city': 1 });
  t.strictSame(values([unplaced, home], 'fallback'), { 'procured-placement': 1 });
  t.end();
});

t.test('money: grants beside, avoided cost only where it is compared, balances of the version alone', (t) => {
  const grant = (amountOre: number) => ({ id: 'g', amountOre, decidedOn: '2025-02-01', reference: 'PG 1' });
  const alternative = (which: 'procured-relocation' | 'own-services') =>
    homeCase('departed', {
      stay: { arrivedOn: day('2025-02-03'), departedOn: day('2025-08-03') },
      costs: { ...costs, alternative: which, grants: [grant(300), grant(-100)] },
    });
  const cases = [alternative('procured-relocation'), alternative('own-services'), receivingCase('departed')];
  t.strictSame(values(cases, 'avoided-cost'), { low: 27_150_000, high: 72_400_000 });
  t.strictSame(values([home], 'avoided-cost'), { low: 'not-known', high: 'not-known' });
  t.strictSame(values(cases, 'alternative'), { 'procured-relocation': 1, 'own-services': 1, 'not-known': 1 });
  t.strictSame(values(cases, 'police-grants'), { all: 400 });
  t.strictSame(values([home], 'police-grants'), { all: 'not-known' });
  const none = { carriedOut: 0, received: 0 };
  const noneOfMonth = { days: none, amountsOre: none, disputedLines: 0, disputedOre: 0 };
  const month = (agreement: string, netDays: number, netOre: number) =>
    ({ ...noneOfMonth, month: '2025-02', agreement, netDays, netOre }) as const;
  const money = {
    balances: [
      { city: malmo, months: [month('2025', 10, 900), month('2025', 5, 100), month('2024', 99, 99)] },
      { city: goteborg, months: [] },
    ],
    invoiceFindings: [
      { code: 'MOVE_OUT_DAY', amountOre: 100 },
      { code: 'MOVE_OUT_DAY', amountOre: 50 },
      { code: 'DUPLICATE', amountOre: 0 },
    ],
  };
  t.strictSame(values([], 'balance-days', { money }), { all: 15 });
  t.strictSame(values([], 'balance-amount-by-city', { money }), { malmo: 1000, goteborg: 'not-known' });
  t.strictSame(values([], 'invoice-findings', { money }), { all: 3 });
  t.strictSame(values([], 'invoice-findings-by-code', { money }), { DUPLICATE: 1, MOVE_OUT_DAY: 2 });
  t.strictSame(values([], 'invoice-findings-amount-by-code', { money }), { MOVE_OUT_DAY: 150 });
  t.strictSame(values([], 'invoice-findings'), { all: 'not-known' });
  t.end();
});

t.test('what was charged is by the ledger, in the part of the city that it was charged with', (t) => {
  const received = receivingCase('departed', { id: id('case-2') });
  const beside = new Map([
    [home.id as string, { charged: { days: 10, ore: 900 } }],
    [received.id as string, { charged: { days: 0, ore: -100 } }],
  ]);
  const parts = reportOf([home, received], { beside });
  t.strictSame(valuesOf(parts, 'charged-amount'), { all: 800 });
  t.strictSame(valuesOf(parts, 'charged-days'), { all: 10 });
  t.strictSame(valuesOf(parts, 'charged-amount', ['sent', malmo]), { all: 900 });
  t.strictSame(valuesOf(parts, 'charged-amount', ['sent', goteborg]), { all: 'not-known' });
  t.strictSame(valuesOf(parts, 'charged-amount', ['received']), { all: -100 });
  t.strictSame(values([home], 'charged-amount'), { all: 'not-known' });
  t.end();
});

t.test('every measure is one table with its own name and keys', (t) => {
  const names = reportMeasures.map(({ measure }) => measure);
  t.strictSame(names, [...new Set(names)]);
  for (const { measure, keys } of reportMeasures) t.strictSame(keys, [...new Set(keys)], measure);
  t.end();
});
