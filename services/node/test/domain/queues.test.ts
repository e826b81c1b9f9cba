import t from 'tap';
import type { Case, HomeCase } from '../../src/domain/case.js';
import { type Incident, incidentRules } from '../../src/domain/incident.js';
import { isUrgent, waitsForPolice } from '../../src/domain/queues.js';
import type { Instant } from '../../src/domain/values.js';
import { approval, homeCase, homeStates, lowThreat, receivingCase, receivingStates } from './cases.js';
import { day, goteborg, id, malmo, stockholm } from './support.js';

const incident = (kind: Incident['kind'], closed: Incident['closed'] = null): Incident => ({
  id: id(`incident-${kind}`),
  kind,
  city: malmo,
  occurredAt: id('2025-03-01T08:00:00.000Z'),
  knownAt: id('2025-03-01T08:00:00.000Z'),
  reportedAt: id('2025-03-01T08:00:00.000Z'),
  reports: {},
  splits: [],
  closed,
});
const settled: Incident['closed'] = {
  closedOn: '2025-03-02',
  city: stockholm,
  decision: 'continues',
  policeTookPart: true,
  relapse: 'not-applicable',
};

t.test('whether a police liaison decides next', async (t) => {
  const raised = { ...lowThreat, level: 'high' } as const;
  const withdrawn = [approval({ withdrawnAt: id<Instant>('2025-03-02T09:00:00.000Z') })];
  const refused = [approval({ decision: 'refused' })];
  const table: [string, Case, boolean][] = [
    ...homeStates
      .filter((state) => state !== 'rejected')
      .map((state): [string, Case, boolean] => [`approved, ${state}`, homeCase(state), false]),
    ['the city that was approved has said no', homeCase('rejected'), true],
    [
      'after a no, approved for another city',
      homeCase('rejected', { approvals: [approval(), approval({ city: goteborg })] }),
      false,
    ],
    ...receivingStates.map((state): [string, Case, boolean] => [
      `cleared or over, ${state}`,
      receivingCase(state),
      false,
    ]),
    ['no threat assessed', homeCase('draft', { threat: null, approvals: [] }), true],
    ['not decided', homeCase('draft', { approvals: [] }), true],
    ['refused for one city', homeCase('draft', { approvals: refused }), true],
    [
      'refused for one city, approved for another',
      homeCase('draft', { approvals: [...refused, approval({ city: goteborg })] }),
      false,
    ],
    ['no city found', homeCase('draft', { approvals: refused, noSuitableCityOn: day('2025-03-02') }), false],
    ['withdrawn', homeCase('rejected', { approvals: withdrawn }), true],
    ['stale', homeCase('draft', { threat: raised }), true],
    ...(['requested', 'accepted', 'ready', 'in-progress'] as const).map((state): [string, Case, boolean] => [
      `stale, ${state}`,
      homeCase(state, { threat: raised }),
      true,
    ]),
    ['stale, departed', homeCase('departed', { threat: raised }), false],
    ['stale, completed', homeCase('completed', { threat: raised }), false],
    [
      'approved for another city than the one that is asked',
      homeCase('requested', { approvals: [approval({ city: goteborg })] }),
      true,
    ],
    ['not cleared', receivingCase('received', { clearance: null }), true],
    ['rejected without clearance', receivingCase('rejected', { clearance: null }), false],
  ];
  for (const [name, theCase, expected] of table) t.equal(waitsForPolice(theCase), expected, name);
});

t.test('what an open incident makes of a case, in both cities', async (t) => {
  for (const [kind, { urgent, withPolice }] of Object.entries(incidentRules)) {
    const open = { incidents: [incident(kind as Incident['kind'])] };
    const closed = { incidents: [incident(kind as Incident['kind'], settled)] };
    const police = withPolice || kind === 'address-revealed';
    const both = (changes: Partial<Pick<HomeCase, 'incidents'>>) => [
      homeCase('in-progress', changes),
      receivingCase('in-progress', changes),
    ];
    for (const theCase of both(open)) {
      t.equal(isUrgent(theCase), urgent, `${kind}, ${theCase.side}`);
      t.equal(waitsForPolice(theCase), police, `${kind}, ${theCase.side}`);
    }
    for (const theCase of [...both(closed), homeCase('completed', open), receivingCase('cancelled', open)])
      t.strictSame([isUrgent(theCase), waitsForPolice(theCase)], [false, false], `${kind}, ${theCase.state}`);
  }
});
