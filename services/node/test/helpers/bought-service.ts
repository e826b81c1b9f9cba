import type { Invoice } from '@storstad/contract';
import type { Test } from 'tap';
import type { City } from '../../src/domain/values.js';
import { checkStore } from '../../src/store/check-store.js';
import { administrator, agree, bringTo, openAndReady, worker, workerIn } from './case-work.js';
import { type CityNode, day, startCities } from './city-nodes.js';

/** A stay for which Malmö buys housing, and what its provider bills. */

export const organisationNumber = '559900-0001';
const malmo = workerIn('malmo');

/** A stay in Malmö since 13 January 2025, with housing bought at 2,000 kronor a day; the clock stands at 10 February. */
export async function withService(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, node] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  const both = { home, receiving: node, deliver: cities.deliver };
  await bringTo(both, caseId, 'in-progress');
  const provider = await node.must(malmo, 'registerProvider', {
    body: { name: 'Testutförare A', organisationNumber },
  });
  const params = { caseId };
  const service = await node.must(malmo, 'proposeExternalService', {
    params,
    body: {
      service: 'housing',
      housingForm: 'own-flat',
      operator: 'private',
      providerId: provider.id,
      from: '2025-01-13',
      dayRateOre: 200_000,
      bearer: 'home',
      reason: 'capacity',
      purchase: {
        step: 2,
        internal: { triedOn: '2025-01-13', outcome: 'full' },
        decision: { decidedOn: '2025-01-13', reference: 'ASN 1' },
      },
    },
  });
  await cities.deliver();
  await home.must(worker, 'decideExternalService', {
    params: { ...params, externalServiceId: service.notice.id },
    body: { verdict: 'approved', decidedBy: 'Enhetschef', reference: 'SN 1' },
  });
  await cities.deliver();
  cities.clock.advance(28 * day);
  const invoice = (changes: object = {}) => ({
    number: 'F-1',
    providerId: provider.id,
    caseId,
    service: 'housing',
    from: '2025-01-13',
    until: '2025-02-01',
    days: 19,
    dayRateOre: 200_000,
    amountOre: 3_800_000,
    upkeepDeductionOre: 0,
    ...changes,
  });
  const record = (changes: object = {}): Promise<Invoice> =>
    node.must(administrator, 'recordInvoice', { body: invoice(changes) });
  return { ...both, node, cities, caseId, provider, service, params, invoice, record };
}

/** The journal gives the store. */
export const isWhole = (t: Test, { node }: CityNode) =>
  t.strictSame(
    checkStore(node.store, node.city as City, () => true).findings,
    [],
    'the journal gives the store',
  );

/** The first row of a file of invoices. */
export const header =
  'number;provider;case;service;from;until;days;day_rate_sek;amount_sek;upkeep_deduction_sek';

/** An invoice for one day. */
export const row = (number: string, caseId: string, amount = '2000,00', provider = organisationNumber) =>
  `${number};${provider};${caseId};housing;2025-02-01;2025-02-02;1;2000,00;${amount};0`;
