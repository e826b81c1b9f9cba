import type { Licence, ProposeExternalService, ProviderDecision } from '@storstad/contract';
import type { Provider } from '../../src/domain/provider.js';
import type { Seller } from '../../src/domain/purchase.js';

/** A provider, whom nothing stands against, and a purchase that passes every gate on 2025-03-03. */

export const provider = (changes: Partial<Provider> = {}): Provider => ({
  id: 'provider-a',
  name: 'Testutförare A',
  organisationNumber: '559900-0001',
  licenceChecks: [],
  decisions: [],
  ...changes,
});

export const seller = (
  changes: Partial<Provider> = {},
  homeExclusions: Seller['homeExclusions'] = [],
): Seller => ({ provider: provider(changes), homeExclusions });

export const decision = (changes: Partial<ProviderDecision> = {}): ProviderDecision => ({
  id: 'decision-1',
  kind: 'suspension',
  from: '2025-03-10',
  until: '2025-03-20',
  reference: 'ASN 2025-17',
  reason: 'deviations',
  decidedOn: '2025-03-01',
  replacedBy: null,
  ...changes,
});

export const checked = (state: Licence['state'], checkedOn = '2025-03-03'): Licence => ({ state, checkedOn });

const tried = (triedOn: string) => ({ triedOn, outcome: 'not-available' }) as const;

/** A programme outside the frameworks, from 2025-03-10 on. */
export const purchase = {
  service: 'behaviour-programme',
  operator: 'private',
  providerId: 'provider-a',
  from: '2025-03-10',
  dayRateOre: 120_000,
  bearer: 'home',
  reason: 'specialist-competence',
  purchase: {
    step: 3,
    internal: tried('2025-02-24'),
    framework: tried('2025-02-25'),
    decision: { decidedOn: '2025-02-26', reference: 'ASN 2025-16' },
  },
} as const satisfies ProposeExternalService;

/** The same for a housing that needs a licence. */
export const housing = { ...purchase, service: 'housing', housingForm: 'protected-housing' } as const;
