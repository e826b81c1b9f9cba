// Refusals at the desk that no story in test/scenarios comes to: the code, what it rests on, and that nothing is written.
import t from 'tap';
import {
  administrator,
  agree,
  agreementAmong,
  approvalBy,
  bringTo,
  liaison,
  lowThreat,
  openAndReady,
  openCase,
  worker,
} from './helpers/case-work.js';
import { startCities } from './helpers/city-nodes.js';
import type { StaffMember } from './helpers/identity-provider.js';
import { contentsOf, onlyRefused, writtenSince } from './helpers/store-contents.js';

/** Like the agreement of these tests, for the year after. */
const next = {
  ...agreementAmong(['stockholm', 'malmo']),
  id: '2026',
  validFrom: '2026-01-01',
  validUntil: '2027-01-01',
};
const [first] = next.bodies;
const halfOf2025 = { ...next, id: 'half', validFrom: '2025-07-01', validUntil: '2026-01-01' };
const period = { city: 'malmo', from: '2025-01-01', until: '2025-01-13' };

interface Row {
  readonly name: string;
  readonly member: StaffMember;
  readonly operation: string;
  readonly params?: Record<string, string>;
  readonly body?: object;
  readonly refused: readonly [code: string, facts?: object];
}

t.test('what is refused, and why', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  // Proposed while nothing else covers its days; never approved by all before the other one is.
  await home.must(administrator, 'proposeAgreement', { body: { ...halfOf2025, id: 'early' } });
  await agree(cities);
  await home.must(administrator, 'proposeAgreement', { body: next });
  const params = { agreementId: '2026' };
  await home.must(administrator, 'approveAgreement', { params, body: approvalBy('JARVA') });

  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'accepted');
  const ready = await openAndReady(home);
  const { id: fresh } = await home.must(worker, 'openCase', { body: openCase() });
  await home.must(liaison, 'assessThreat', { params: { caseId: fresh }, body: lowThreat });

  const propose = { member: administrator, operation: 'proposeAgreement' };
  const approve = { member: administrator, operation: 'approveAgreement' };
  const decide = { member: liaison, operation: 'decideApproval', params: { caseId: fresh } };
  const approval = { decision: 'approved', policeReference: 'K-2-25' };
  const send = { member: worker, operation: 'sendReferral', params: { caseId: ready } };
  const rows: Row[] = [
    {
      name: 'details that are not recorded cannot be disclosed',
      member: worker,
      operation: 'disclosePersonalDetails',
      params: { caseId },
      refused: ['DETAILS_NOT_RECORDED'],
    },
    ...(
      [
        [
          'which ends before it begins',
          { ...next, id: 'x', validUntil: '2025-12-31' },
          { earliest: '2026-01-02' },
        ],
        [
          'which ends the day it begins',
          { ...next, id: 'x', validUntil: '2026-01-01' },
          { earliest: '2026-01-02' },
        ],
        [
          'with a body twice',
          { ...next, id: 'x', bodies: [...next.bodies, first] },
          { twice: [`${first?.city}/${first?.unit}`] },
        ],
        [
          'of one city alone',
          { ...next, id: 'x', bodies: next.bodies.filter(({ city }) => city === 'stockholm') },
          { onlyCity: 'stockholm' },
        ],
      ] as const
    ).map(
      ([name, body, facts]): Row => ({
        ...propose,
        name: `a version ${name}`,
        body,
        refused: ['AGREEMENT_INVALID', facts],
      }),
    ),
    {
      ...propose,
      name: 'a version with a city that is no member',
      body: { ...next, id: 'x', bodies: [...next.bodies, { city: 'lund', unit: 'SN', name: 'SN' }] },
      refused: ['CITY_NOT_PARTY', { city: 'lund' }],
    },
    {
      ...propose,
      name: 'the same version again',
      body: { ...next, title: 'En annan' },
      refused: ['AGREEMENT_EXISTS', { agreement: '2026' }],
    },
    {
      ...propose,
      name: 'a version for days that an approved one covers',
      body: halfOf2025,
      refused: ['AGREEMENT_OVERLAPS', { agreement: '2025' }],
    },
    {
      ...approve,
      name: 'approval of a version whose days another covers by now',
      params: { agreementId: 'early' },
      body: approvalBy('JARVA'),
      refused: ['AGREEMENT_OVERLAPS', { agreement: '2025' }],
    },
    {
      ...approve,
      name: 'approval by a unit that is no body of the version',
      params,
      body: approvalBy('ASN'),
      refused: ['BODY_NOT_IN_AGREEMENT', { unit: 'ASN', agreement: '2026' }],
    },
    {
      ...approve,
      name: 'approval a second time',
      params,
      body: approvalBy('JARVA'),
      refused: ['ALREADY_APPROVED', { unit: 'JARVA' }],
    },
    ...['stockholm', 'lund'].flatMap((city): Row[] => [
      {
        ...decide,
        name: `police approval for ${city}`,
        body: { ...approval, city },
        refused: ['CITY_NOT_PARTY', { city }],
      },
      { ...send, name: `a request to ${city}`, body: { city }, refused: ['CITY_NOT_PARTY', { city }] },
      {
        name: `a statement with ${city}`,
        member: administrator,
        operation: 'proposeStatement',
        body: { ...period, city },
        refused: ['CITY_NOT_PARTY', { city }],
      },
    ]),
  ];
  for (const { name, member, operation, refused, ...parts } of rows) {
    const [code, facts] = refused;
    const before = contentsOf(home.node.store);
    const { status, body } = await home.ask(member, operation, parts);
    t.strictSame({ status, code: body.code, facts: body.facts }, { status: 409, code, facts }, name);
    t.strictSame(writtenSince(home.node.store, before), onlyRefused(code), `${name}: nothing is written`);
  }
});
