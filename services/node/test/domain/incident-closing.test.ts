// Settling an incident: what must be in place first, by its kind (requirements §6.5, §11 S3, S7, S12, S14).
import type { IncidentDecision, IncidentKind } from '@storstad/contract';
import t from 'tap';
import type { Case, HomeCase, ReceivingCase } from '../../src/domain/case.js';
import { incidentRules } from '../../src/domain/incident.js';
import { decideCloseIncident, decideReceiveIncidentClosure } from '../../src/domain/incident-closing.js';
import { approval, consent, homeCase, lowThreat, receivingCase } from './cases.js';
import { followedUp, incident, settled } from './follow-ups.js';
import { agreed, around, day, id, malmo, said, stockholm } from './support.js';

const goesOn: IncidentDecision = { decision: 'continues' };
const withPolice: IncidentDecision = { ...goesOn, policeTookPart: true, relapse: 'none' };
const close = (theCase: Case, kind: IncidentKind, input: IncidentDecision = withPolice) =>
  said(
    decideCloseIncident(
      theCase,
      id(`incident-${kind}`),
      input,
      around({ city: theCase.side === 'home' ? stockholm : malmo }),
    ),
  );
const toStockholm = 'incident-closed → incident-closed to stockholm';
const toMalmo = 'incident-closed → incident-closed to malmo';
const receiving = (kind: IncidentKind, changes: Partial<ReceivingCase> = {}) =>
  receivingCase('in-progress', { incidents: [incident(kind)], ...changes });
const home = (kind: IncidentKind, changes: Partial<HomeCase> = {}) =>
  homeCase('in-progress', { incidents: [incident(kind, { city: stockholm })], ...changes });

t.test(
  'either city settles it, once; what concerns the approval or the consent only the home city',
  async (t) => {
    const special: IncidentKind[] = ['address-revealed', 'child-surfaced'];
    for (const kind of Object.keys(incidentRules) as IncidentKind[]) {
      if (special.includes(kind)) continue;
      t.equal(close(home(kind), kind), toMalmo, kind);
      const { settledBy } = incidentRules[kind];
      t.equal(close(receiving(kind), kind), settledBy === 'home' ? 'WRONG_SIDE' : toStockholm, kind);
    }
    const closed = homeCase('in-progress', { incidents: [incident('wrongdoing', { closed: settled() })] });
    t.equal(close(closed, 'wrongdoing'), 'ALREADY_SETTLED');
    t.equal(close(homeCase('in-progress'), 'wrongdoing'), 'NOT_FOUND');
    const { events, messages } = agreed(
      decideCloseIncident(
        receiving('wrongdoing'),
        id('incident-wrongdoing'),
        goesOn,
        around({ city: malmo }),
      ),
    );
    const how = {
      closedOn: '2025-03-03',
      city: 'malmo',
      decision: 'continues',
      policeTookPart: false,
      relapse: 'not-applicable',
    };
    t.match([events[0], messages[0]], [{ sealed: { closed: how } }, { content: { closed: how } }]);
  },
);

t.test('with the police where the rule says so; a relapse is told apart by its kind', async (t) => {
  const without = 'DECISION_WITHOUT_POLICE';
  for (const kind of Object.keys(incidentRules) as IncidentKind[]) {
    if (kind === 'address-revealed' || kind === 'child-surfaced') continue;
    const isRelapse = kind === 'register-note' || kind === 'relapse-signal';
    const expected = incidentRules[kind].withPolice ? without : toMalmo;
    t.equal(close(home(kind), kind, { ...goesOn, relapse: 'crime' }), expected, `${kind} without the police`);
    t.equal(close(home(kind), kind, { ...goesOn, relapse: 'crime', policeTookPart: false }), expected, kind);
    t.equal(
      close(home(kind), kind, { ...goesOn, policeTookPart: true }),
      isRelapse ? without : toMalmo,
      kind,
    );
  }
  for (const relapse of ['none', 'crime', 'criminal-company'] as const) {
    const decided = decideCloseIncident(
      home('register-note'),
      id('incident-register-note'),
      { ...withPolice, relapse },
      around(),
    );
    t.match(agreed(decided).events, [{ sealed: { closed: { relapse, policeTookPart: true } } }], relapse);
  }
});

t.test('S12: a revealed address is settled by a move since, and a safety plan since the move', async (t) => {
  const kind = 'address-revealed';
  // Known to have happened on 10 February.
  const settle = (movedOn: string[], plans: string[], changes: Partial<ReceivingCase> = {}) =>
    close(
      receiving(kind, {
        moves: movedOn.map((on) => ({ movedOn: on, reason: 'address-revealed' })),
        followUps: plans.map((on) => followedUp({ kind: 'safety-plan', on })),
        ...changes,
      }),
      kind,
      { decision: 'new-placement' },
    );
  const rows: [moves: string[], plans: string[], expected: string][] = [
    [[], ['2025-02-20'], 'NEW_PLACEMENT_MISSING'],
    [['2025-02-09'], ['2025-02-20'], 'NEW_PLACEMENT_MISSING'],
    [['2025-02-10'], [], 'SAFETY_PLAN_MISSING'],
    [['2025-02-11'], ['2025-02-10'], 'SAFETY_PLAN_MISSING'],
    [['2025-02-11'], ['2025-02-11'], toStockholm],
    [['2025-02-10'], ['2025-02-12'], toStockholm],
    [['2025-02-09', '2025-02-11'], ['2025-02-11'], toStockholm],
    [['2025-02-11'], ['2025-02-12', '2025-02-01'], toStockholm],
  ];
  for (const [moves, plans, expected] of rows)
    t.equal(settle(moves, plans), expected, `moved ${moves.join()}, planned ${plans.join()}`);
  const left = { stay: { arrivedOn: day('2025-02-03'), departedOn: day('2025-02-12') } };
  t.equal(settle([], [], left), toStockholm, 'someone who has left needs no new place');
  const ready = receivingCase('ready', { incidents: [incident(kind)] });
  t.equal(
    close(ready, kind, { decision: 'continues' }),
    'NEW_PLACEMENT_MISSING',
    'nor moves before the arrival',
  );
  t.equal(close(ready, kind, { decision: 'new-placement' }), toStockholm, 'but is to come to another');
});

t.test('a child is settled by the division of responsibility alone', async (t) => {
  for (const decision of ['continues', 'continues-with-measures', 'stay-ends'] as const)
    t.equal(
      close(receiving('child-surfaced'), 'child-surfaced', { ...withPolice, decision }),
      'RESPONSIBILITY_SPLIT_UNSIGNED',
    );
});

t.test('S3, S7: a stay goes on with facts that have changed when kind and approval fit them', async (t) => {
  const witness = { ...lowThreat, evidencePerson: 'participating', admitsInvolvement: true } as const;
  const anew = approval({ basis: { kind: 'protected-person', threat: witness } });
  const high = { ...lowThreat, level: 'high' } as const;
  const silent = { ...witness, admitsInvolvement: false };
  const excepted = (witnessException: boolean) =>
    approval({ witnessException, basis: { kind: 'protected-person', threat: silent } });
  const rows: [what: string, changes: Partial<HomeCase>, expected: string][] = [
    ['nothing was done', { threat: witness }, 'EVIDENCE_PERSON_NOT_DEFECTOR'],
    ['of the right kind now', { threat: witness, kind: 'protected-person' }, 'POLICE_APPROVAL_STALE'],
    ['and approved anew', { threat: witness, kind: 'protected-person', approvals: [anew] }, toMalmo],
    ['a higher threat', { threat: high }, 'POLICE_APPROVAL_STALE'],
    [
      'and refused',
      {
        threat: high,
        approvals: [approval({ decision: 'refused', basis: { kind: 'defector', threat: high } })],
      },
      'POLICE_APPROVAL_REFUSED',
    ],
    [
      'and approved',
      { threat: high, approvals: [approval({ basis: { kind: 'defector', threat: high } })] },
      toMalmo,
    ],
    [
      'the approval is gone',
      { approvals: [approval({ withdrawnAt: around().now })] },
      'POLICE_APPROVAL_MISSING',
    ],
    [
      'a witness who admits nothing',
      { threat: silent, kind: 'protected-person', approvals: [excepted(false)] },
      'NOT_WITHIN_CRIMINALITY',
    ],
    ['by exception', { threat: silent, kind: 'protected-person', approvals: [excepted(true)] }, toMalmo],
  ];
  for (const kind of ['evidence-status-changed', 'threat-changed', 'approval-lapsed'] as const)
    for (const [what, changes, expected] of rows) {
      t.equal(close(home(kind, changes), kind), expected, `${kind}: ${what}`);
      const ends = close(home(kind, changes), kind, { ...withPolice, decision: 'stay-ends' });
      t.equal(ends, toMalmo, `${kind}: ${what}, and the stay ends`);
    }
  t.equal(close(home('wrongdoing', { threat: high }), 'wrongdoing'), toMalmo, 'nothing else waits for it');
});

t.test('S6: a stay goes on after a withdrawal when the person has consented anew to all three', async (t) => {
  const three = (['police', 'municipality', 'services'] as const).map((type) => consent(type));
  const goOn = (consents: HomeCase['consents'], decision: IncidentDecision['decision'] = 'continues') =>
    close(home('consent-withdrawn', { consents }), 'consent-withdrawn', { decision });
  t.equal(goOn(three), toMalmo);
  const codes = ['CONSENT_POLICE_MISSING', 'CONSENT_MUNICIPALITY_MISSING', 'CONSENT_SERVICE_MISSING'];
  for (const [i, code] of codes.entries()) {
    const left = three.filter((_, index) => index !== i);
    t.equal(goOn(left), code);
    t.equal(goOn(left, 'stay-ends'), toMalmo, 'the stay can end without');
  }
  const forAssessment = three.map((one) => ({ ...one, purposes: ['assessment' as const] }));
  t.equal(goOn(forAssessment), 'CONSENT_MUNICIPALITY_MISSING', 'for the support');
});

t.test('S6: when the stay goes on, each city tells what it has recorded since the withdrawal', async (t) => {
  const kind = 'consent-withdrawn';
  const contact = { kind: 'contact', on: '2025-02-20', with: 'person' } as const;
  const recorded = (record: string, recordedAt: string, city = stockholm) => ({
    ...followedUp(contact, city),
    id: record,
    recordedAt,
  });
  const followUps = (own: typeof malmo, other: typeof malmo) => [
    recorded('before', '2025-02-10T10:59:59.000Z', own),
    recorded('since', '2025-02-10T11:00:00.000Z', own),
    recorded('theirs', '2025-02-20T08:00:00.000Z', other),
    {
      ...recorded('ours', '2025-02-20T08:00:00.000Z', own),
      fact: { kind: 'investigation', on: '2025-02-20' } as const,
    },
  ];
  const told = (outcome: ReturnType<typeof decideCloseIncident>) =>
    agreed(outcome)
      .messages.filter(({ type }) => type === 'follow-up-recorded')
      .map(({ subject, to }) => `${subject} to ${to}`);
  const atHome = (which: IncidentKind = kind) => home(which, { followUps: followUps(stockholm, malmo) });
  const there = receiving(kind, { followUps: followUps(malmo, stockholm) });
  const incidentId = `incident-${kind}`;
  const rows: [decision: IncidentDecision['decision'], expected: string[]][] = [
    ['continues', ['since']],
    ['continues-with-measures', ['since']],
    ['stay-ends', []],
  ];
  for (const [decision, subjects] of rows) {
    const closed = decideCloseIncident(atHome(), id(incidentId), { ...withPolice, decision }, around());
    t.same(
      told(closed),
      subjects.map((subject) => `${subject} to malmo`),
      decision,
    );
    const content = { incidentId, closed: settled({ city: stockholm, decision }) };
    const heard = decideReceiveIncidentClosure(there, stockholm, content, around({ city: malmo }));
    t.same(
      told(heard),
      subjects.map((subject) => `${subject} to stockholm`),
      `${decision}, heard of`,
    );
  }
  const other = decideCloseIncident(atHome('wrongdoing'), id('incident-wrongdoing'), withPolice, around());
  t.same(told(other), [], 'of no other kind');
});

t.test('what the other city has settled is settled here, with its own words the first time', async (t) => {
  const content = { incidentId: 'incident-wrongdoing', closed: settled({ decision: 'stay-ends' }) };
  const hear = (theCase: Case) => decideReceiveIncidentClosure(theCase, malmo, content, around());
  t.match(agreed(hear(home('wrongdoing'))).events, [
    { sealed: { closed: { decision: 'stay-ends', city: 'malmo' } } },
  ]);
  const closed = homeCase('in-progress', { incidents: [incident('wrongdoing', { closed: settled() })] });
  t.equal(said(hear(closed)), 'nothing');
  t.equal(said(hear(homeCase('in-progress'))), 'NOT_FOUND');
  const here = receivingCase('in-progress', { incidents: [incident('wrongdoing', { closed: settled() })] });
  const homesWord = { ...content, closed: settled({ city: stockholm, decision: 'stay-ends' }) };
  t.match(
    agreed(decideReceiveIncidentClosure(here, stockholm, homesWord, around())).events,
    [{ sealed: { closed: { decision: 'stay-ends', city: 'stockholm' } } }],
    'when both have at once, the home city’s word holds',
  );
});
