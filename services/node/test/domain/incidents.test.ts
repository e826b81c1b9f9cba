// What each kind of incident demands, and by when the other city must have been told (requirements §6.5, §11 S12).
import { readFileSync } from 'node:fs';
import type { IncidentKind } from '@storstad/contract';
import t from 'tap';
import { parse } from 'yaml';
import type { Case } from '../../src/domain/case.js';
import {
  hinderingIncidents,
  holdsOn,
  incidentRules,
  isLate,
  latestReportOn,
  openIncidents,
} from '../../src/domain/incident.js';
import {
  decideNoteReports,
  decideReceiveIncident,
  decideReceiveReports,
  decideReportIncident,
} from '../../src/domain/incident-report.js';
import { caseId, given, homeCase, lowThreat, receivingCase } from './cases.js';
import { incident, settled } from './follow-ups.js';
import { agreed, around, goteborg, id, malmo, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });

t.test('the rule of each kind', async (t) => {
  type Row = [
    days: number,
    urgent: boolean,
    holds: boolean,
    owners: string,
    settledBy: string,
    police: boolean,
  ];
  const both = 'home, receiving';
  const joint: Row = [1, true, false, both, 'either', false];
  const promptly: Row = [7, false, false, 'receiving', 'either', false];
  const tell: Row = [1, false, false, 'receiving', 'either', false];
  const act: Row = [1, true, false, 'receiving', 'either', false];
  const relapse: Row = [1, true, false, both, 'either', true];
  const approvalInDoubt: Row = [1, true, true, 'home', 'home', true];
  const rows: Record<IncidentKind, Row> = {
    'address-revealed': act,
    hospitalised: tell,
    deceased: joint,
    'unplanned-interruption': joint,
    'suspected-crime-against-person': act,
    wrongdoing: tell,
    'wrongdoing-by-staff': tell,
    'serious-wrongdoing': act,
    'substance-use': tell,
    'service-impossible': promptly,
    'increased-need': promptly,
    'planned-change': promptly,
    'contact-person-changed': promptly,
    'child-surfaced': [1, true, true, both, 'either', false],
    'relapse-signal': relapse,
    'register-note': relapse,
    'evidence-status-changed': approvalInDoubt,
    'threat-changed': approvalInDoubt,
    'approval-lapsed': approvalInDoubt,
    'consent-withdrawn': [1, true, true, both, 'home', false],
  };
  const endedByTheEnd = ['evidence-status-changed', 'threat-changed', 'approval-lapsed', 'consent-withdrawn'];
  const contract = new URL('../../../../openapi/schemas/incident.yaml', import.meta.url);
  const { IncidentKind } = parse(readFileSync(contract, 'utf8')) as { IncidentKind: { enum: string[] } };
  t.same(Object.keys(rows).sort(), [...IncidentKind.enum].sort(), 'every kind is in the table');
  for (const [kind, row] of Object.entries(rows) as [IncidentKind, Row][]) {
    const { withinDays, urgent, holds, owners, settledBy, withPolice } = incidentRules[kind];
    t.same([withinDays, urgent, holds, owners.join(', '), settledBy, withPolice], row, kind);
    const open = homeCase('departed', { incidents: [incident(kind)] });
    t.same(holdsOn(open), holds ? [kind] : [], `${kind} keeps the case on hold`);
    t.same(
      hinderingIncidents(open),
      endedByTheEnd.includes(kind) ? [] : [kind],
      `${kind} keeps it from its end`,
    );
    const closed = homeCase('departed', { incidents: [incident(kind, { closed: settled() })] });
    t.same(
      [openIncidents(closed), holdsOn(closed), hinderingIncidents(closed)],
      [[], [], []],
      'once settled nothing',
    );
  }
});

t.test(
  'S12: at latest on the next civil day after the event; weekends count, and so do the clocks',
  async (t) => {
    const rows: [kind: IncidentKind, occurred: string, latest: string, reported: string, late: boolean][] = [
      // Friday 23:40 in Stockholm; Saturday is the last day.
      ['address-revealed', '2025-02-07T22:40:00.000Z', '2025-02-08', '2025-02-08T08:15:00.000Z', false],
      ['address-revealed', '2025-02-07T22:40:00.000Z', '2025-02-08', '2025-02-08T22:59:59.999Z', false],
      ['address-revealed', '2025-02-07T22:40:00.000Z', '2025-02-08', '2025-02-08T23:00:00.000Z', true],
      ['address-revealed', '2025-02-07T22:40:00.000Z', '2025-02-08', '2025-02-10T08:00:00.000Z', true],
      ['address-revealed', '2025-02-07T23:00:00.000Z', '2025-02-09', '2025-02-09T22:59:59.999Z', false],
      // The evening before summer time: the next day has 23 hours.
      ['hospitalised', '2025-03-29T22:30:00.000Z', '2025-03-30', '2025-03-30T21:59:59.999Z', false],
      ['hospitalised', '2025-03-29T22:30:00.000Z', '2025-03-30', '2025-03-30T22:00:00.000Z', true],
      // The evening before its end: 25 hours.
      ['hospitalised', '2025-10-25T21:30:00.000Z', '2025-10-26', '2025-10-26T22:59:59.999Z', false],
      ['hospitalised', '2025-10-25T21:30:00.000Z', '2025-10-26', '2025-10-26T23:00:00.000Z', true],
      ['planned-change', '2025-02-07T22:40:00.000Z', '2025-02-14', '2025-02-14T22:59:59.999Z', false],
      ['planned-change', '2025-02-07T22:40:00.000Z', '2025-02-14', '2025-02-14T23:00:00.000Z', true],
    ];
    for (const [kind, occurred, latest, reported, late] of rows) {
      const one = incident(kind, { occurredAt: id(occurred), reportedAt: id(reported) });
      t.equal(latestReportOn(one), latest, `${kind} at ${occurred}`);
      t.equal(isLate(one), late, `told at ${reported}`);
    }
  },
);

t.test('times are in their order: it happened, then it was known, then it is told', async (t) => {
  const report = (occurredAt: string, knownAt: string) =>
    said(
      decideReportIncident(
        receivingCase('in-progress'),
        id('i'),
        { kind: 'wrongdoing', occurredAt, knownAt },
        there,
      ),
    );
  const told = 'incident-reported → incident-reported to stockholm';
  t.equal(report('2025-03-03T08:00:00.000Z', '2025-03-03T08:00:00.000Z'), told);
  t.equal(
    report('2025-03-03T08:00:00Z', '2025-03-03T08:00:00.001Z'),
    'DATE_IMPOSSIBLE',
    'known in the future',
  );
  t.equal(report('2025-03-03T07:00:00.001Z', '2025-03-03T07:00:00Z'), 'DATE_IMPOSSIBLE', 'known before');
  t.equal(report('2025-03-03T08:30:00+01:00', '2025-03-03T07:30:00Z'), told, 'in any zone');
  const late = 'incident-reported, deviation-raised → incident-reported to stockholm';
  t.equal(report('2024-03-02T00:00:00+01:00', '2025-03-03T07:30:00Z'), late, 'a year before the case');
  t.equal(report('2024-03-01T23:59:59+01:00', '2025-03-03T07:30:00Z'), 'DATE_IMPOSSIBLE', 'longer ago');
  t.equal(report('2025-03-03T08:30:00+00:30', '2025-03-03T07:59:00Z'), 'DATE_IMPOSSIBLE');
  const { events } = agreed(
    decideReportIncident(
      homeCase('accepted'),
      id('i'),
      { kind: 'deceased', occurredAt: '2025-03-03T08:30:00+01:00', knownAt: '2025-03-03T07:45:00Z' },
      here,
    ),
  );
  const times = {
    occurredAt: '2025-03-03T07:30:00.000Z',
    knownAt: '2025-03-03T07:45:00.000Z',
    reportedAt: here.now,
  };
  t.match(events, [{ sealed: { incident: { kind: 'deceased', city: 'stockholm', ...times } } }]);
});

t.test('S12: told too late, both cities open the same deviation for the city that was told', async (t) => {
  const at = '2025-03-01T22:59:59.999Z';
  const late = { kind: 'hospitalised', occurredAt: at, knownAt: at } as const;
  const sent = agreed(decideReportIncident(receivingCase('in-progress'), id('i'), late, there));
  const deviation = {
    id: 'i',
    raisedBy: 'stockholm',
    raisedAt: there.now,
    subject: 'late-report',
    incidentId: 'i',
    state: 'open',
  };
  const opened = [
    { type: 'incident-reported' },
    { type: 'deviation-raised', deviationId: 'i', sealed: { deviation } },
  ];
  t.match(sent.events, opened);
  const [message] = sent.messages;
  if (message?.type !== 'incident-reported') throw new Error('An incident is told');
  const heard = agreed(decideReceiveIncident(homeCase('in-progress'), malmo, message.content, here));
  t.match(heard.events, opened);
  t.same(heard.events, sent.events, 'the very same');
  const onTime = { ...late, occurredAt: '2025-03-01T23:00:00.000Z', knownAt: '2025-03-02T08:00:00.000Z' };
  const told = 'incident-reported → incident-reported to stockholm';
  t.equal(said(decideReportIncident(receivingCase('in-progress'), id('i'), onTime, there)), told);
});

t.test('an incident that comes is the sender’s own, and is kept once', async (t) => {
  const ours = incident('wrongdoing');
  const hear = (theCase: Case, sent = ours, from = malmo) =>
    said(decideReceiveIncident(theCase, from, { incident: sent }, here));
  t.equal(hear(homeCase('in-progress')), 'incident-reported');
  t.equal(hear(homeCase('in-progress', { incidents: [ours] })), 'nothing');
  t.equal(hear(homeCase('in-progress'), { ...ours, city: stockholm }), 'NOT_FOUND', 'in the name of another');
  t.equal(hear(homeCase('in-progress'), { ...ours, city: goteborg }, goteborg), 'NOT_FOUND');
});

t.test(
  'a changed threat is told with the incident, a withdrawn consent by the incident alone, to the receiving city',
  async (t) => {
    const threat = { ...lowThreat, level: 'high' } as const;
    const from = (kind: IncidentKind) => incident(kind, { city: stockholm });
    const hear = (theCase: Case, kind: IncidentKind, withThreat = false) =>
      said(
        decideReceiveIncident(
          theCase,
          stockholm,
          { incident: from(kind), ...(withThreat ? { threat } : {}) },
          there,
        ),
      );
    for (const state of ['received', 'in-progress'] as const) {
      t.equal(hear(receivingCase(state), 'threat-changed', true), 'incident-reported, threat-told');
      t.equal(
        hear(receivingCase(state), 'threat-changed'),
        'incident-reported',
        'cut away for want of consent',
      );
      t.equal(hear(receivingCase(state), 'consent-withdrawn'), 'incident-reported');
    }
    const known = receivingCase('in-progress', { incidents: [from('threat-changed')] });
    t.equal(hear(known, 'threat-changed', true), 'threat-told', 'changed again while it is open');
  },
);

t.test(
  'S7: a place that was cleared for other facts is cleared anew, while the request is judged',
  async (t) => {
    const threat = { ...lowThreat, level: 'high' } as const;
    const told = { type: 'threat-told', caseId, sealed: { threat } } as const;
    t.match(given([told], receivingCase('received')), { threat, clearance: null });
    t.match(given([told], receivingCase('accepted')), { threat, clearance: { verdict: 'clear' } });
  },
);

t.test('what was reported elsewhere is noted in both, not in the future', async (t) => {
  const theCase = receivingCase('in-progress', { incidents: [incident('wrongdoing')] });
  const note = (policeReportedOn: string, which = 'incident-wrongdoing') =>
    said(decideNoteReports(theCase, id(which), { policeReportedOn, ivoCopyReceivedOn: '2025-02-11' }, there));
  t.equal(note('2025-03-03'), 'incident-reports-noted → incident-reports-noted to stockholm');
  t.equal(note('2025-03-04'), 'DATE_IMPOSSIBLE');
  t.equal(note('2025-02-11', 'x'), 'NOT_FOUND');
  const reports = { lexSarahReportedOn: '2025-02-12' };
  t.equal(
    said(decideReceiveReports(homeCase('in-progress'), malmo, { incidentId: 'x', reports })),
    'NOT_FOUND',
    'of an incident that is not known',
  );
});

t.test('a city that is asked later learns nothing of an incident under an earlier request', async (t) => {
  const [first] = homeCase('accepted').referrals;
  if (!first) throw new Error('An accepted case has a request');
  const earlier = {
    ...first,
    state: 'cancelled',
    sentAt: id<typeof first.sentAt>('2025-02-01T08:00:00.000Z'),
  } as const;
  const later = { ...first, city: goteborg, sentAt: id<typeof first.sentAt>('2025-02-20T08:00:00.000Z') };
  const old = homeCase('accepted', {
    referrals: [earlier, later],
    incidents: [incident('wrongdoing', { closed: settled() })],
  });
  const note = (theCase: Case) =>
    said(decideNoteReports(theCase, id('incident-wrongdoing'), { policeReportedOn: '2025-02-21' }, here));
  t.equal(note(old), 'incident-reports-noted');
  const again = { ...old, referrals: [earlier, { ...later, city: malmo }] };
  t.equal(note(again), 'incident-reports-noted → incident-reports-noted to malmo', 'the same city knows');
});
