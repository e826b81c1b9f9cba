// What follows when the facts change that the police have approved on, while another city has the request (§11 S3, S7).
import type { AssessThreat } from '@storstad/contract';
import t from 'tap';
import type { HomeCase, HomeState } from '../../src/domain/case.js';
import {
  decideAssessThreat,
  decideCorrectIntake,
  decidePoliceApproval,
  decideReclassify,
} from '../../src/domain/case-file.js';
import type { CaseEvent } from '../../src/domain/event.js';
import { decideProposePlacementAgreement, decideSignPlacementAgreement } from '../../src/domain/placement.js';
import { decideAcceptReferral } from '../../src/domain/reception.js';
import { given, homeCase, lowThreat, receivingCase } from './cases.js';
import { incident } from './follow-ups.js';
import { agreed, around, goteborg, id, malmo, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const high = { ...lowThreat, level: 'high' } as const;
const witness = { ...lowThreat, evidencePerson: 'participating', admitsInvolvement: true } as const;
const assess = (state: HomeState, threat: AssessThreat, changes: Partial<HomeCase> = {}) =>
  decideAssessThreat(homeCase(state, changes), threat, id('i'), here);
const opened = 'threat-assessed, incident-reported → incident-reported to malmo';

t.test('a new assessment opens an incident where a city is asked or has the person', async (t) => {
  for (const state of ['requested', 'accepted', 'ready', 'in-progress', 'departed'] as const) {
    const changed = agreed(assess(state, high));
    t.equal(said(changed), opened, state);
    t.match(changed.events[1], {
      incidentId: 'i',
      sealed: { incident: { kind: 'threat-changed', city: 'stockholm' } },
    });
    t.match(changed.messages, [{ content: { threat: high } }], 'with the assessment');
    t.same([...(changed.messages[0]?.covered ?? [])].sort(), ['needs', 'threat']);
    t.equal(
      said(assess(state, { ...lowThreat, assessedOn: '2025-03-03' })),
      'threat-assessed',
      'the same facts',
    );
  }
  for (const state of ['draft', 'rejected'] as const)
    t.equal(said(assess(state, high)), 'threat-assessed', state);
  t.equal(said(assess('requested', high, { threat: null })), 'threat-assessed', 'the first of all');
});

t.test('what has changed decides the kind of the incident', async (t) => {
  const rows: [changes: Partial<AssessThreat>, kind: string][] = [
    [{ level: 'high' }, 'threat-changed'],
    [{ confirmed: false }, 'threat-changed'],
    [{ lethalViolenceRisk: true }, 'threat-changed'],
    [{ activeProtectionNeeded: true }, 'threat-changed'],
    [{ evidencePerson: 'participating' }, 'evidence-status-changed'],
    [{ admitsInvolvement: true }, 'evidence-status-changed'],
    [{ level: 'high', evidencePerson: 'participating' }, 'evidence-status-changed'],
  ];
  for (const [changes, kind] of rows) {
    const { events } = agreed(assess('in-progress', { ...lowThreat, ...changes }));
    t.match(events[1], { sealed: { incident: { kind } } }, JSON.stringify(changes));
  }
});

t.test('changed again while it is open: no second incident, but the new assessment is told', async (t) => {
  const open = { incidents: [incident('threat-changed', { city: stockholm })] };
  const again = agreed(assess('in-progress', high, open));
  t.equal(said(again), 'threat-assessed → incident-reported to malmo');
  t.match(again.messages, [{ subject: 'incident-threat-changed', content: { threat: high } }]);
});

t.test(
  'S3: evidence person, on hold, made a protected person, approved anew, settled; the place is the same',
  async (t) => {
    const placed = homeCase('in-progress');
    const changed = given(agreed(assess('in-progress', witness)).events as CaseEvent[], placed) as HomeCase;
    t.match(changed.incidents, [{ kind: 'evidence-status-changed', closed: null }]);
    const reclassified = agreed(decideReclassify(changed, 'protected-person', id('j'), here));
    t.equal(said(reclassified), 'case-reclassified → case-reclassified to malmo', 'one incident is enough');
    const after = given(reclassified.events as CaseEvent[], changed) as HomeCase;
    t.match(after, { kind: 'protected-person', referrals: [{ state: 'accepted', slot: { number: 1 } }] });
  },
);

const approve = (state: HomeState, changes: Partial<HomeCase>, city = malmo) =>
  said(
    decidePoliceApproval(
      homeCase(state, changes),
      { approval: id('a'), incident: id('i') },
      { decision: 'approved', city, policeReference: 'K' },
      here,
    ),
  );

t.test(
  'before the arrival the renewed approval settles what has changed; during a stay people decide',
  async (t) => {
    const open = (kind: 'threat-changed' | 'evidence-status-changed' | 'wrongdoing') => ({
      incidents: [incident(kind, { city: stockholm })],
    });
    const settled = 'approval-decided, incident-closed → incident-closed to malmo';
    for (const state of ['requested', 'accepted', 'ready'] as const) {
      t.equal(approve(state, { threat: high, ...open('threat-changed') }), settled, state);
      t.equal(approve(state, { threat: high, ...open('wrongdoing') }), 'approval-decided', 'nothing else');
      t.equal(
        approve(state, { threat: high, ...open('threat-changed') }, goteborg),
        'approval-decided',
        'elsewhere',
      );
      t.equal(
        approve(state, { threat: witness, ...open('evidence-status-changed') }),
        'approval-decided',
        'not while the kind does not fit',
      );
    }
    for (const state of ['in-progress', 'departed'] as const)
      t.equal(approve(state, { threat: high, ...open('threat-changed') }), 'approval-decided', state);
  },
);

t.test('while the case is on hold nothing new is begun', async (t) => {
  for (const [kind, holds] of [
    ['threat-changed', true],
    ['child-surfaced', true],
    ['wrongdoing', false],
  ] as const) {
    const incidents = [incident(kind)];
    const outcomes = [
      decideAcceptReferral(receivingCase('received', { incidents }), { unit: 'ASN' }, there),
      decideProposePlacementAgreement(
        receivingCase('accepted', { incidents }),
        id('p'),
        { startsOn: '2025-03-05', services: [{ service: 'housing', dayRateOre: 1, bearer: 'home' }] },
        there,
      ),
      decideSignPlacementAgreement(homeCase('accepted', { incidents }), id('placement-1'), here),
    ];
    for (const outcome of outcomes) t.equal(said(outcome) === 'CASE_ON_HOLD', holds, kind);
  }
});

t.test('what was found out is corrected in part', async (t) => {
  const before = homeCase('draft', { healthNeeds: 'x' });
  const correction = {
    motivated: false,
    needs: { services: ['transport' as const], housingForm: 'hvb' as const },
  };
  const after = given(
    agreed(decideCorrectIntake(before, correction, around())).events as CaseEvent[],
    before,
  ) as HomeCase;
  t.same(after.intake, { ...before.intake, motivated: false });
  t.same(after.needs, correction.needs);
  t.equal(after.healthNeeds, 'x', 'the rest stays');
});
