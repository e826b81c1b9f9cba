// Recording what was done: by whom, in which states, on which days, and what a meeting and a review demand.
import type { FollowUpFact, RecordFollowUp } from '@storstad/contract';
import t from 'tap';
import type { Case, HomeState, ReceivingState } from '../../src/domain/case.js';
import {
  decideReceiveFollowUp,
  decideRecordFollowUp,
  decideRegisterCheck,
} from '../../src/domain/follow-up.js';
import { homeCase, homeStates, receivingCase, receivingStates } from './cases.js';
import { followedUp, incident, settled } from './follow-ups.js';
import { agreed, around, id, malmo, said, stockholm } from './support.js';

const aroundOf = (theCase: Case) => around({ city: theCase.side === 'home' ? stockholm : malmo });
const record = (theCase: Case, fact: RecordFollowUp) =>
  said(decideRecordFollowUp(theCase, id('f'), fact, aroundOf(theCase)));
const check = (theCase: Case, on: string, verdict: 'nothing' | 'note' = 'nothing') =>
  decideRegisterCheck(theCase, { record: id('f'), incident: id('i') }, { on, verdict }, aroundOf(theCase));

type Kind = RecordFollowUp['kind'];
const on = '2025-02-20';
/** One of each kind, on a day of the stay. */
const facts: { readonly [K in Kind]: Extract<RecordFollowUp, { kind: K }> } = {
  investigation: { kind: 'investigation', on },
  'temporary-housing': { kind: 'temporary-housing', on },
  'coordination-meeting': { kind: 'coordination-meeting', on, attended: ['police'], outcome: 'routine' },
  contact: { kind: 'contact', on, with: 'person' },
  'support-talk': { kind: 'support-talk', on },
  review: { kind: 'review', on, offeredTo: ['social-worker', 'police'] },
  visit: { kind: 'visit', on, to: 'provider' },
  'safety-plan': { kind: 'safety-plan', on },
  'implementation-plan': { kind: 'implementation-plan', on },
  'contact-person': { kind: 'contact-person', on, function: 'x', standIn: 'y' },
  'monthly-report': { kind: 'monthly-report', on, service: 'housing', progress: 'as-planned' },
  'care-continuity': { kind: 'care-continuity', on, specialistCare: 'ongoing', probationContact: 'none' },
};
const kinds = Object.keys(facts) as Kind[];
const checked = [followedUp({ kind: 'register-check', on: '2025-02-10', verdict: 'nothing' })];

t.test('what can be recorded in which states, and to whom it is told', async (t) => {
  const shared: HomeState[] & ReceivingState[] = ['accepted', 'ready', 'in-progress', 'departed'];
  const before: HomeState[] = ['draft', 'requested', 'rejected'];
  const stay: Kind[] = ['contact', 'support-talk', 'review', 'visit', 'monthly-report'];
  const plans: Kind[] = ['safety-plan', 'implementation-plan', 'contact-person'];
  const onlyAtHome: Kind[] = ['investigation', 'temporary-housing'];
  for (const kind of kinds) {
    const states = stay.includes(kind)
      ? ['in-progress', 'departed']
      : plans.includes(kind)
        ? shared
        : [...before, ...shared];
    for (const state of homeStates) {
      const isTold = (shared as string[]).includes(state) && !onlyAtHome.includes(kind);
      const done = `follow-up-recorded${isTold ? ' → follow-up-recorded to malmo' : ''}`;
      const outcome = record(homeCase(state, { followUps: checked }), facts[kind]);
      t.equal(outcome, states.includes(state) ? done : 'CASE_STATE', `${kind}, home ${state}`);
    }
    for (const state of receivingStates) {
      const done = 'follow-up-recorded → follow-up-recorded to stockholm';
      const can = states.includes(state) && (shared as string[]).includes(state);
      const outcome = record(receivingCase(state, { followUps: checked }), facts[kind]);
      const expected = onlyAtHome.includes(kind) ? 'WRONG_SIDE' : can ? done : 'CASE_STATE';
      t.equal(outcome, expected, `${kind}, receiving ${state}`);
    }
  }
  const { events, messages } = agreed(
    decideRecordFollowUp(receivingCase('departed'), id('f'), facts.contact, around({ city: malmo })),
  );
  const told = { id: 'f', recordedAt: '2025-03-03T08:00:00.000Z', city: 'malmo', fact: facts.contact };
  t.match(
    [events[0], messages[0]],
    [{ sealed: { record: told } }, { subject: 'f', content: { record: told } }],
  );
});

t.test('not in the future; and what belongs to the stay on a day of it', async (t) => {
  const impossible = 'DATE_IMPOSSIBLE';
  const rows: [Kind, 'in-progress' | 'departed', string, boolean][] = [
    ['contact', 'in-progress', '2025-02-02', false],
    ['contact', 'in-progress', '2025-02-03', true],
    ['contact', 'in-progress', '2025-03-03', true],
    ['contact', 'in-progress', '2025-03-04', false],
    ['contact', 'departed', '2025-02-28', true],
    ['contact', 'departed', '2025-03-01', false],
    ['review', 'departed', '2025-03-01', false],
    ['safety-plan', 'in-progress', '2025-01-01', true],
    ['safety-plan', 'in-progress', '2024-03-02', true],
    ['safety-plan', 'in-progress', '2024-03-01', false],
    ['coordination-meeting', 'in-progress', '2024-03-01', false],
    ['care-continuity', 'departed', '2024-03-01', false],
    ['safety-plan', 'departed', '2025-03-03', true],
    ['safety-plan', 'departed', '2025-03-04', false],
    ['care-continuity', 'departed', '2025-03-03', true],
    ['coordination-meeting', 'departed', '2025-03-03', true],
    ['coordination-meeting', 'in-progress', '2025-03-04', false],
  ];
  for (const [kind, state, day, can] of rows) {
    const outcome = record(receivingCase(state, { followUps: checked }), { ...facts[kind], on: day });
    t.equal(outcome === impossible, !can, `${kind} on ${day}, ${state}`);
  }
  t.match(
    decideRecordFollowUp(
      receivingCase('departed'),
      id('f'),
      { ...facts.contact, on: '2025-03-01' },
      around({ city: malmo }),
    ),
    { facts: { earliest: '2025-02-03', latest: '2025-02-28' } },
  );
  t.equal(said(check(homeCase('draft'), '2025-03-04')), impossible);
  t.equal(said(check(homeCase('draft'), '2024-03-01')), impossible, 'over a year before the case');
  t.equal(record(homeCase('draft'), { kind: 'investigation', on: '2024-03-01' }), impossible);
  t.equal(record(homeCase('draft'), { kind: 'investigation', on: '2024-03-02' }), 'follow-up-recorded');
  t.equal(said(check(homeCase('draft'), '2025-03-03')), 'follow-up-recorded');
});

t.test(
  'a meeting is with the police, and during the stay after a register check since the last one',
  async (t) => {
    const meet = (day: string, done: FollowUpFact[], attended = facts['coordination-meeting'].attended) =>
      record(receivingCase('in-progress', { followUps: done.map((fact) => followedUp(fact)) }), {
        ...facts['coordination-meeting'],
        on: day,
        attended,
      });
    const held = 'follow-up-recorded → follow-up-recorded to stockholm';
    const missing = 'REGISTER_CHECK_MISSING';
    const checkOn = (day: string) => ({ kind: 'register-check', on: day, verdict: 'nothing' }) as const;
    const meetingOn = (day: string) => ({ ...facts['coordination-meeting'], on: day });
    t.equal(meet('2025-03-03', [checkOn('2025-03-03')]), held, 'S5');
    t.equal(
      meet('2025-03-03', [checkOn('2025-03-03')], ['home-social-services', 'person']),
      'MEETING_WITHOUT_POLICE',
      'S5',
    );
    const rows: [day: string, done: FollowUpFact[], expected: string][] = [
      ['2025-03-03', [], missing],
      ['2025-03-03', [checkOn('2025-02-02')], missing],
      ['2025-03-03', [checkOn('2025-02-03')], held],
      ['2025-02-28', [checkOn('2025-03-01')], missing],
      ['2025-03-03', [checkOn('2025-02-20'), meetingOn('2025-02-20')], missing],
      ['2025-03-03', [checkOn('2025-02-19'), meetingOn('2025-02-20')], missing],
      ['2025-03-03', [meetingOn('2025-02-20'), checkOn('2025-02-21')], held],
      ['2025-02-25', [checkOn('2025-02-20'), meetingOn('2025-03-01')], held],
      ['2025-02-20', [checkOn('2025-02-20'), meetingOn('2025-02-20')], held],
      ['2025-03-03', [meetingOn('2025-01-30'), checkOn('2025-02-03')], held],
      ['2025-03-03', [meetingOn('2025-01-20'), checkOn('2025-01-25')], missing],
    ];
    for (const [day, done, expected] of rows)
      t.equal(
        meet(day, done),
        expected,
        `${day} after ${done.map((fact) => `${fact.kind} ${fact.on}`).join(', ')}`,
      );
    t.equal(
      record(homeCase('accepted'), facts['coordination-meeting']),
      'follow-up-recorded → follow-up-recorded to malmo',
      'before the stay without a check',
    );
  },
);

t.test('S14: while a note is open no meeting is routine', async (t) => {
  const rows: [
    kind: 'register-note' | 'relapse-signal' | 'wrongdoing',
    isSettled: boolean,
    routine: boolean,
  ][] = [
    ['register-note', false, false],
    ['register-note', true, true],
    ['relapse-signal', false, false],
    ['wrongdoing', false, true],
  ];
  for (const [kind, isSettled, routine] of rows)
    for (const outcome of ['routine', 'joint-decision'] as const) {
      const theCase = receivingCase('in-progress', {
        followUps: checked,
        incidents: [incident(kind, { closed: isSettled ? settled() : null })],
      });
      const found = record(theCase, { ...facts['coordination-meeting'], outcome });
      const stops = outcome === 'routine' && !routine;
      t.equal(found === 'REGISTER_NOTE_OPEN', stops, `${kind}, settled ${isSettled}: ${outcome}`);
    }
});

t.test('a monthly report is of a service that is agreed', async (t) => {
  const report = (service: 'housing' | 'occupation' | 'transport', theCase: Case) =>
    record(theCase, { ...facts['monthly-report'], service });
  const there = receivingCase('in-progress');
  for (const service of ['housing', 'occupation'] as const)
    t.equal(report(service, there), 'follow-up-recorded → follow-up-recorded to stockholm', service);
  t.equal(report('transport', there), 'SERVICE_NOT_AGREED');
  t.equal(report('transport', homeCase('in-progress')), 'SERVICE_NOT_AGREED', 'at home too');
  t.equal(
    report('housing', receivingCase('in-progress', { placementAgreement: null })),
    'SERVICE_NOT_AGREED',
    'nothing is agreed',
  );
});

t.test('a review was offered to the social worker and to the police', async (t) => {
  const review = (...offeredTo: ('social-worker' | 'police')[]) =>
    record(homeCase('in-progress'), { ...facts.review, offeredTo });
  for (const offered of [[], ['police'], ['social-worker']] as ('social-worker' | 'police')[][])
    t.equal(review(...offered), 'REVIEW_NOT_OFFERED', offered.join());
  t.equal(review('police', 'social-worker'), 'follow-up-recorded → follow-up-recorded to malmo');
});

t.test('S14: a note opens an incident in both cities, while the case is shared', async (t) => {
  const noted = agreed(check(receivingCase('in-progress'), on, 'note'));
  t.match(noted.events, [
    { type: 'follow-up-recorded', recordId: 'f' },
    {
      type: 'incident-reported',
      incidentId: 'i',
      sealed: { incident: { kind: 'register-note', city: 'malmo' } },
    },
  ]);
  t.equal(
    said(noted),
    'follow-up-recorded, incident-reported → follow-up-recorded to stockholm → incident-reported to stockholm',
  );
  t.equal(
    said(check(receivingCase('in-progress'), on)),
    'follow-up-recorded → follow-up-recorded to stockholm',
  );
  t.equal(said(check(homeCase('requested'), on, 'note')), 'follow-up-recorded', 'nobody shares it yet');
  for (const city of [malmo, stockholm])
    t.equal(
      said(
        check(receivingCase('in-progress', { incidents: [incident('register-note', { city })] }), on, 'note'),
      ),
      'follow-up-recorded → follow-up-recorded to stockholm',
      `one is open already, reported in ${city}`,
    );
});

t.test('a record that comes is kept once, if it is the sender’s own', async (t) => {
  const ours = followedUp(facts.contact, malmo);
  const hear = (theCase: Case, sent = ours) => said(decideReceiveFollowUp(theCase, malmo, { record: sent }));
  t.equal(hear(homeCase('in-progress')), 'follow-up-recorded');
  t.equal(hear(homeCase('in-progress', { followUps: [ours] })), 'nothing');
  t.equal(hear(homeCase('in-progress'), { ...ours, city: 'stockholm' }), 'NOT_FOUND');
});
