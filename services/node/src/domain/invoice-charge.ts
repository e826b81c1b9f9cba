import type { Invoice } from '@storstad/contract';
import { earlier, endless, later } from './calendar.js';
import type { Case } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { endOf, externalServiceOf } from './cost-facts.js';
import { decidePostExternalCost } from './cost-line.js';
import type { Decided } from './event.js';
import type { LedgerEntry, LedgerFacts } from './ledger.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import type { CivilDate, CostLineId, ExternalServiceId, InvoiceId, Ore } from './values.js';

/**
 * Charges the home city for what an invoice was accepted for, with its prior approval (requirements §12 no. 18): the days
 * that lie within the stay and the service, less upkeep. `charged` is the line that charges it already, if any; one that was
 * refused or taken back does not count.
 */
export function decideChargeInvoice(
  theCase: Case,
  invoice: Invoice,
  charged: LedgerEntry | undefined,
  id: CostLineId,
  ledger: LedgerFacts,
  around: Circumstances,
): Decided | Refusal {
  if (charged && charged.state !== 'refused' && charged.reversedBy === null) return refuse('ALREADY_SETTLED');
  const externalServiceId = invoice.externalServiceId as ExternalServiceId | null;
  const service = externalServiceId && externalServiceOf(theCase, externalServiceId);
  if (!externalServiceId || !service) return refuse('EXTERNAL_COST_NOT_APPROVED');
  const arrivedOn = theCase.stay?.arrivedOn ?? endless;
  const departedOn = theCase.stay?.departedOn ?? endless;
  const outcome = decidePostExternalCost(
    theCase,
    id,
    {
      externalServiceId,
      from: later(later(invoice.from as CivilDate, arrivedOn), service.notice.from as CivilDate),
      until: earlier(earlier(invoice.until as CivilDate, departedOn), endOf(service) ?? endless),
      deductionOre: upkeepOf(invoice),
      amountOre: invoice.acceptedOre as Ore,
    },
    ledger,
    around,
  );
  if (isRefusal(outcome)) return outcome;
  const invoiceId = invoice.id as InvoiceId;
  return decided([...outcome.events, { type: 'invoice-charged', invoiceId, lineId: id }], outcome.messages);
}

/** What the invoice deducts for upkeep, and what it should have deducted besides. */
const upkeepOf = ({ upkeepDeductionOre, findings }: Invoice): Ore =>
  findings
    .filter(({ code }) => code === 'UPKEEP_NOT_DEDUCTED')
    .reduce((sum, { amountOre }) => sum + amountOre, upkeepDeductionOre) as Ore;
