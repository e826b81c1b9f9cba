import type { ExternalServiceNotice } from '@storstad/contract';
import type { ExternalService } from '../../src/domain/cost-facts.js';
import type { RecordedInvoice } from '../../src/domain/invoice.js';
import type { ProviderId } from '../../src/domain/values.js';
import { caseId } from './cases.js';
import { day, id } from './support.js';

/** An invoice, and the service that it bills. */

export const invoice = (changes: Partial<RecordedInvoice> = {}): RecordedInvoice => ({
  id: id('invoice-1'),
  number: 'F-1',
  providerId: 'provider-1',
  caseId,
  service: 'housing',
  from: '2025-03-01',
  until: '2025-04-01',
  days: 31,
  dayRateOre: 200_000,
  amountOre: 6_200_000,
  upkeepDeductionOre: 0,
  receivedOn: day('2025-06-02'),
  ...changes,
});

/** Housing at 2,000 kronor a day from 3 February to 14 May 2025, approved. */
export const externalService = (
  notice: Partial<ExternalServiceNotice> = {},
  changes: Partial<ExternalService> = {},
): ExternalService => ({
  notice: {
    id: 'service-1',
    service: 'housing',
    housingForm: 'protected-housing',
    operator: 'private',
    from: '2025-02-03',
    until: '2025-05-14',
    dayRateOre: 200_000,
    bearer: 'home',
    reason: 'protection',
    purchaseStep: 2,
    decidedOn: '2025-01-30',
    decisionReference: 'ASN 1',
    licence: null,
    ...notice,
  },
  providerId: id<ProviderId>('provider-1'),
  state: 'approved',
  decision: { decidedOn: day('2025-01-31'), decidedBy: 'Enhetschef', reference: 'SN 1' },
  endedOn: null,
  ...changes,
});
