import type { UpkeepPayment } from '@storstad/contract';
import { daysBetween, later } from './calendar.js';
import { type ExternalService, endOf } from './cost-facts.js';
import type { RecordedInvoice } from './invoice.js';
import type { CivilDate } from './values.js';

/** Which of a case's external services an invoice bills, and which one the upkeep is deducted from. */

type Billed = Pick<RecordedInvoice, 'providerId' | 'service' | 'from' | 'until'>;

/** The earliest of some days, if any is known. */
export const earliest = (days: readonly (CivilDate | null)[]): CivilDate | null =>
  days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null);

/**
 * The approved service of the provider that an invoice bills; of several the one that has most of its days, then the one
 * that began last. Null when there is none.
 */
export function serviceFor(invoice: Billed, services: readonly ExternalService[]): ExternalService | null {
  const days = (service: ExternalService) => daysInCommon(service, invoice);
  return services
    .filter(
      ({ state, providerId, notice }) =>
        state === 'approved' && providerId === invoice.providerId && notice.service === invoice.service,
    )
    .reduce<ExternalService | null>((best, one) => (best && days(best) > days(one) ? best : one), null);
}

function daysInCommon(service: ExternalService, { from, until }: Billed): number {
  const last = earliest([endOf(service), until as CivilDate]) ?? (until as CivilDate);
  return Math.max(0, daysBetween(later(service.notice.from as CivilDate, from as CivilDate), last));
}

/**
 * The upkeep that invoices of a service must deduct: housing carries it, since it is paid by whoever houses the person
 * (003:648-653); in a case without external housing, the service that began first.
 */
export function upkeepCarriedBy(
  service: ExternalService | null,
  services: readonly ExternalService[],
  payments: readonly UpkeepPayment[],
): readonly UpkeepPayment[] {
  const approved = services.filter(({ state }) => state === 'approved');
  const housing = approved.filter(({ notice }) => notice.service === 'housing');
  const [first] = [...approved].sort((a, b) => (a.notice.from < b.notice.from ? -1 : 1));
  const carriers = housing.length > 0 ? housing : first ? [first] : [];
  return carriers.some(({ notice }) => notice.id === service?.notice.id) ? payments : [];
}
