// The steps that either city takes in a case that both share, in every state.
import t from 'tap';
import type { Case, HomeState, ReceivingState } from '../../src/domain/case.js';
import { decideAssign, decideHandOver, decideRate } from '../../src/domain/case-work.js';
import * as deviations from '../../src/domain/deviation.js';
import {
  decideReceiveFollowUp,
  decideRecordFollowUp,
  decideRegisterCheck,
} from '../../src/domain/follow-up.js';
import { decideReceiveIncidentClosure } from '../../src/domain/incident-closing.js';
import * as reporting from '../../src/domain/incident-report.js';
import type { FollowUpId, IncidentId } from '../../src/domain/values.js';
import { caseId, given, homeCase, receivingCase } from './cases.js';
import { followedUp, incident, settled } from './follow-ups.js';
import { onBothSides, type Step } from './in-every-state.js';
import { around, id, malmo, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const aroundOf = (c: Case) => (c.side === 'home' ? here : there);
const ids = { record: id<FollowUpId>('f'), incident: id<IncidentId>('i') };
const at = '2025-03-03T07:00:00.000Z';
const now = { kind: 'hospitalised', occurredAt: at, knownAt: at } as const;
const rating = { servicesAsPlanned: true, fitness: 4, cooperationSocialServices: 3, cooperationPolice: 5 };

const shared = ['accepted', 'ready', 'in-progress', 'departed'] as const;
const stay = ['in-progress', 'departed'] as const;
const home = <K extends string>(key: K, states: readonly HomeState[]) => ({ [key]: states });
const told = (type: string, to: string) => `${type} → ${type} to ${to}`;

type Common = readonly [
  step: string,
  decide: Step<string>[1],
  outcome: (to: string) => string,
  states: readonly (HomeState & ReceivingState)[],
];
/** What both cities do alike. */
const common: Common[] = [
  [
    'record a contact of the stay',
    (c) =>
      decideRecordFollowUp(c, id('f'), { kind: 'contact', on: '2025-02-20', with: 'person' }, aroundOf(c)),
    (to) => told('follow-up-recorded', to),
    stay,
  ],
  [
    'record a plan around a placement',
    (c) => decideRecordFollowUp(c, id('f'), { kind: 'safety-plan', on: '2025-02-03' }, aroundOf(c)),
    (to) => told('follow-up-recorded', to),
    shared,
  ],
  [
    'report an incident',
    (c) => reporting.decideReportIncident(c, id('i'), now, aroundOf(c)),
    (to) => told('incident-reported', to),
    shared,
  ],
  [
    'raise a deviation',
    (c) => deviations.decideRaiseDeviation(c, id('d'), { subject: 'housing' }, aroundOf(c)),
    (to) => told('deviation-raised', to),
    [...shared, 'completed'],
  ],
  ['rate how it went', (c) => decideRate(c, rating), () => 'case-rated', ['departed', 'completed']],
];
const stepsFor = (to: string) =>
  common.map(
    ([step, decide, outcome, states]): Step<never> => [step, decide, home(outcome(to), states) as never],
  );

/** What is heard from the other city: of what is shared, also after the end. */
const heard: [step: string, decide: Step<string>[1], outcome: string][] = [
  [
    'hear: something was done',
    (c, from) =>
      decideReceiveFollowUp(c, from, {
        record: followedUp({ kind: 'support-talk', on: '2025-02-20' }, from),
      }),
    'follow-up-recorded',
  ],
  [
    'hear: an incident',
    (c, from) =>
      reporting.decideReceiveIncident(
        c,
        from,
        { incident: incident('hospitalised', { city: from }) },
        aroundOf(c),
      ),
    'incident-reported',
  ],
  [
    'hear: a deviation',
    (c, from) => {
      const content = { deviationId: 'd', raisedAt: at, subject: 'cost' } as const;
      return deviations.decideReceiveDeviation(c, from, content);
    },
    'deviation-raised',
  ],
  [
    'hear: an incident is settled',
    (c, from) => {
      const theCase = { ...c, incidents: [incident('hospitalised')] };
      const content = { incidentId: 'incident-hospitalised', closed: settled() };
      return decideReceiveIncidentClosure(theCase, from, content, around());
    },
    'incident-closed',
  ],
  [
    'hear: an incident was reported elsewhere',
    (c, from) => {
      const theCase = { ...c, incidents: [incident('hospitalised')] };
      const reports = { policeReportedOn: '2025-02-11' };
      return reporting.decideReceiveReports(theCase, from, { incidentId: 'incident-hospitalised', reports });
    },
    'incident-reports-noted',
  ],
];
const afterAcceptance = [...shared, 'completed'] as const;
/** There can be an incident already while one city asks the other. */
const ofKnownIncident = (step: string) => step.startsWith('hear: an incident ');
const notShared: HomeState[] = ['draft', 'rejected'];

onBothSides(
  [
    ...stepsFor('malmo'),
    ...heard.map(([step, decide, outcome]): Step<HomeState> => {
      const asked: HomeState[] = ofKnownIncident(step) ? ['requested'] : [];
      return [step, decide, { [outcome]: [...afterAcceptance, ...asked], NOT_FOUND: notShared }];
    }),
    [
      'record the home city’s own first steps, which stay at home',
      (c) => decideRecordFollowUp(c, id('f'), { kind: 'investigation', on: '2025-02-20' }, here),
      { 'follow-up-recorded': ['draft', 'requested', 'rejected', ...shared] },
    ],
    [
      'record a register check',
      (c) => decideRegisterCheck(c, ids, { on: '2025-02-20', verdict: 'nothing' }, here),
      {
        'follow-up-recorded': ['draft', 'requested', 'rejected'],
        'follow-up-recorded → follow-up-recorded to malmo': [...shared],
      },
    ],
    [
      'record a register check with a note',
      (c) => decideRegisterCheck(c, ids, { on: '2025-02-20', verdict: 'note' }, here),
      {
        'follow-up-recorded': ['draft', 'requested', 'rejected'],
        'follow-up-recorded, incident-reported → follow-up-recorded to malmo → incident-reported to malmo': [
          ...shared,
        ],
      },
    ],
    [
      'give the case to somebody',
      (c) => decideAssign(c, 'anna'),
      { 'case-assigned': ['draft', 'requested', 'rejected', ...shared] },
    ],
    [
      'hand the case over',
      (c) => decideHandOver(c, { unit: 'FARSTA', reason: 'competence' }, here),
      { 'case-handed-over': ['draft', 'requested', 'rejected', ...shared] },
    ],
  ],
  [
    ...stepsFor('stockholm'),
    ...heard.map(([step, decide, outcome]): Step<ReceivingState> => {
      const asked: ReceivingState[] =
        ofKnownIncident(step) || step === 'hear: an incident' ? ['received'] : [];
      return [step, decide, { [outcome]: [...afterAcceptance, ...asked] }];
    }),
    [
      'record the home city’s own first steps',
      (c) => decideRecordFollowUp(c, id('f'), { kind: 'temporary-housing', on: '2025-02-20' }, there),
      {},
      'WRONG_SIDE',
    ],
    [
      'record a register check',
      (c) => decideRegisterCheck(c, ids, { on: '2025-02-20', verdict: 'nothing' }, there),
      { 'follow-up-recorded → follow-up-recorded to stockholm': [...shared] },
    ],
    [
      'give the case to somebody',
      (c) => decideAssign(c, 'anna'),
      { 'case-assigned': ['received', 'rejected', ...shared] },
    ],
    [
      'hand the case over, once a unit has it',
      (c) => decideHandOver(c, { unit: 'ASN', reason: 'workload' }, there),
      { 'case-handed-over': [...shared] },
    ],
  ],
);

t.test('the end of a request ends what was open in it, in both cities', async (t) => {
  const deviation = (theCase: Case) =>
    given(
      [
        {
          type: 'deviation-raised',
          caseId,
          deviationId: id('d'),
          sealed: {
            deviation: {
              id: id('d'),
              raisedBy: malmo,
              raisedAt: id(at),
              subject: 'housing',
              service: null,
              description: null,
              incidentId: null,
              state: 'open',
              outcome: null,
            },
          },
        },
      ],
      { ...theCase, incidents: [incident('hospitalised'), incident('wrongdoing', { closed: settled() })] },
    );
  const referralId = homeCase('accepted').referrals[0]?.id;
  if (!referralId) throw new Error('An accepted case has a request');
  for (const theCase of [homeCase('accepted'), receivingCase('accepted')])
    for (const end of [
      { type: 'referral-cancelled', caseId, referralId, reason: 'other-solution' },
      { type: 'referral-rejected', caseId, referralId, code: 'CAPACITY' },
    ] as const) {
      const after = given([end], deviation(theCase));
      t.match(after.incidents, [
        { closed: { city: null, decision: 'stay-ends', closedOn: '2025-03-03' } },
        { closed: { city: 'malmo' } },
      ]);
      t.match(after.deviations, [{ state: 'closed' }], `${theCase.side}, ${end.type}`);
      t.equal(
        said(
          deviations.decideAnswerDeviation(
            after,
            id('d'),
            { outcome: 'measures' },
            around({ city: stockholm }),
          ),
        ),
        'ALREADY_SETTLED',
        'and nobody answers a city that is not asked any more',
      );
    }
});
