import type { CityNode } from './city-nodes.js';
import { type StaffMember, staff } from './identity-provider.js';

export const worker = staff('social-worker', 'JARVA');
export const liaison = staff('police-liaison');
export const administrator = staff('administrator');

/** The unit of each city that is a party to the agreement of these tests. */
export const units: Readonly<Record<string, string[]>> = {
  stockholm: ['JARVA', 'FARSTA'],
  goteborg: ['CENTRUM'],
  malmo: ['ASN'],
};
export const workerIn = (city: string): StaffMember => staff('social-worker', ...(units[city] ?? []));

/** An agreement of the year 2025 between some cities. */
export const agreementAmong = (cities: readonly string[], limit = 2) => ({
  id: '2025',
  title: 'Avtal för prov',
  validFrom: '2025-01-01',
  validUntil: '2026-01-01',
  bodies: cities.flatMap((city) => (units[city] ?? []).map((unit) => ({ city, unit, name: unit }))),
  terms: {
    quota: { limit, basis: 'per-year', counting: 'each-direction' },
    caseKinds: ['defector', 'protected-person'],
    highThreat: 'included',
    ratification: 'all-bodies',
  },
});

export const approvalBy = (unit: string) => ({
  unit,
  decidedOn: '2025-01-02',
  decidedBy: 'board',
  reference: `PROV ${unit}`,
});

/** Has an agreement among all nodes proposed and approved, by the product's own operations. */
export async function agree(
  { nodes, deliver }: { nodes: readonly CityNode[]; deliver(): Promise<void> },
  limit = 2,
): Promise<void> {
  const cities = nodes.map(({ city }) => city);
  await nodes[0]?.must(administrator, 'proposeAgreement', { body: agreementAmong(cities, limit) });
  await deliver();
  for (const node of nodes)
    for (const unit of units[node.city] ?? [])
      await node.must(administrator, 'approveAgreement', {
        params: { agreementId: '2025' },
        body: approvalBy(unit),
      });
  await deliver();
}

/** Opens a case and brings it up to just before it can be asked about in another city; answers its id. */
export async function openAndReady(home: CityNode, to = 'malmo', member = worker): Promise<string> {
  const given = { givenOn: '2025-01-13' };
  const opened = await home.must(member, 'openCase', { body: openCase(member.units[0]) });
  const params = { caseId: opened.id };
  const consents = [
    { type: 'police', ...given },
    {
      type: 'municipality',
      ...given,
      cities: [to],
      categories: ['needs', 'threat', 'identity'],
      purposes: ['assessment', 'support'],
    },
    { type: 'services', ...given },
  ];
  for (const body of consents) await home.must(member, 'giveConsent', { params, body });
  await home.must(liaison, 'assessThreat', { params, body: lowThreat });
  await home.must(liaison, 'decideApproval', {
    params,
    body: { decision: 'approved', city: to, policeReference: 'K-1-25' },
  });
  return opened.id;
}

export const needs = { services: ['support-talks'], housingForm: 'supported-housing' };

export const openCase = (unit = 'JARVA') => ({
  unit,
  kind: 'defector',
  bornOn: '1998-04-12',
  motivated: true,
  relocationNeeded: true,
  responsibleForMinors: false,
  needs,
});

export const lowThreat = {
  level: 'low',
  confirmed: true,
  lethalViolenceRisk: false,
  activeProtectionNeeded: false,
  evidencePerson: 'no',
  admitsInvolvement: false,
  assessedOn: '2025-01-13',
};

/** How far an ordinary case can be brought, in order; see {@link bringTo}. */
export const milestones = [
  'draft',
  'requested',
  'accepted',
  'ready',
  'in-progress',
  'departed',
  'completed',
] as const;
export type Milestone = (typeof milestones)[number];

interface TwoCities {
  readonly home: CityNode;
  readonly receiving: CityNode;
  deliver(): Promise<void>;
}

/** Takes the steps of an ordinary case from the state after one up to another, each told to the other city. */
export async function bringTo(
  cities: TwoCities,
  caseId: string,
  to: Milestone,
  from: Milestone = 'draft',
): Promise<void> {
  const [first, last] = [milestones.indexOf(from) + 1, milestones.indexOf(to) + 1];
  for (const milestone of milestones.slice(first, last)) {
    await step[milestone](cities, { caseId });
    await cities.deliver();
  }
}

type Step = (cities: TwoCities, params: { readonly caseId: string }) => Promise<unknown>;

const step: Readonly<Record<Milestone, Step>> = {
  draft: async () => undefined,
  requested: ({ home, receiving }, params) =>
    home.must(worker, 'sendReferral', { params, body: { city: receiving.city } }),
  accepted: async ({ receiving }, params) => {
    await receiving.must(liaison, 'clearPlace', { params, body: { verdict: 'clear' } });
    const [unit] = units[receiving.city] ?? [];
    await receiving.must(workerIn(receiving.city), 'acceptReferral', { params, body: { unit } });
  },
  ready: async ({ home, receiving, deliver }, params) => {
    const body = { startsOn: todayAt(receiving), services: agreedServices };
    const there = workerIn(receiving.city);
    const { id } = await receiving.must(there, 'proposePlacementAgreement', { params, body });
    await deliver();
    await home.must(worker, 'signPlacementAgreement', { params: { ...params, placementAgreementId: id } });
  },
  'in-progress': ({ receiving }, params) => {
    const today = todayAt(receiving);
    const body = { arrivedOn: today, safetyPlanOn: today };
    return receiving.must(workerIn(receiving.city), 'recordArrival', { params, body });
  },
  departed: ({ receiving }, params) =>
    receiving.must(workerIn(receiving.city), 'recordDeparture', {
      params,
      body: { departedOn: todayAt(receiving) },
    }),
  completed: ({ home }, params) =>
    home.must(worker, 'closeCase', { params, body: { reason: 'goals-reached', outcome } }),
};

/** At noon, say, the day is the same in Stockholm and in UTC. */
const todayAt = ({ node }: CityNode) => node.clock.now().slice(0, 10);

export const outcome = { goalAttainment: 'fully', longTermHousing: 'pending' };

/** The home city bears the first, the receiving city the second. */
export const agreedServices = [
  { service: 'support-talks', dayRateOre: 90_000, bearer: 'home' },
  { service: 'occupation', dayRateOre: 0, bearer: 'receiving' },
];
