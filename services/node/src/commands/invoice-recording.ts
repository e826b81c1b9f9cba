import type { RecordInvoice } from '@storstad/contract';
import type { Staff } from '../domain/access.js';
import type { Circumstances } from '../domain/circumstances.js';
import type { Decided } from '../domain/event.js';
import { decideRecordInvoice } from '../domain/invoice.js';
import { isRefusal, type Refusal } from '../domain/refusal.js';
import type { InvoiceId, ProviderId } from '../domain/values.js';
import type { Node } from '../node.js';
import { caseFor } from './desk-command.js';

/** Decides on one invoice, from the desk or out of a file. */
export function decideToRecord(
  node: Node,
  staff: Staff,
  input: RecordInvoice,
  around: Circumstances,
): Decided | Refusal {
  const theCase = caseFor(node, staff, input.caseId);
  if (isRefusal(theCase)) return theCase;
  const providerId = input.providerId as ProviderId;
  const facts = {
    theCase,
    providerIsKnown: node.store.providers.find(providerId) !== undefined,
    known: node.store.invoices.findByNumber(providerId, input.number),
  };
  return decideRecordInvoice(node.newId() as InvoiceId, input, facts, around);
}

/** The id under which an invoice stands after it was recorded. */
export function recordedAs(node: Node, { providerId, number }: RecordInvoice): InvoiceId {
  const recorded = node.store.invoices.findByNumber(providerId as ProviderId, number);
  if (!recorded) throw new Error('The invoice is not there after it was recorded');
  return recorded.id;
}
