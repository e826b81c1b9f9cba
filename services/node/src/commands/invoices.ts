import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Invoice, PostedCostLine } from '@storstad/contract';
import { caseThread } from '../domain/event.js';
import { decideChargeInvoice } from '../domain/invoice-charge.js';
import { decideDrawSample } from '../domain/invoice-sample.js';
import { refuse } from '../domain/refusal.js';
import type { CaseId, CostLineId, InvoiceId, Unit } from '../domain/values.js';
import type { Node } from '../node.js';
import type { InvoicePlace } from '../store/invoices.js';
import { factsOf, lineShown } from './cost-lines.js';
import { by, type DeskCommand, onCase } from './desk-command.js';
import { compareSellers } from './exclusion-marks.js';
import { invoiceViewer } from './invoice-facts.js';
import { decideToRecord, recordedAs } from './invoice-recording.js';
import { heldOf, type KeptByCase } from './kept-by-case.js';

/** Records an invoice, and shows it with what the control finds. */
export const recordInvoice: DeskCommand<'recordInvoice'> = (node, call) =>
  node.commit.decide<Invoice>(
    by(call, caseThread(call.body.caseId as CaseId)),
    (around) => decideToRecord(node, call.staff, call.body, around),
    () => shown(node, recordedAs(node, call.body)),
  );

function shown(node: Node, id: InvoiceId): Invoice {
  const kept = node.store.invoices.find(id);
  if (!kept) throw new Error('The invoice is not there after it was recorded');
  return invoiceViewer(node)(kept);
}

/** An invoice, with what the control finds. */
export const getInvoice: DeskCommand<'getInvoice'> = (node, { params }) => {
  const kept = node.store.invoices.find(params.invoiceId as InvoiceId);
  return kept ? invoiceViewer(node)(kept) : refuse('NOT_FOUND');
};

/** Charges the home city for what is accepted of an invoice. */
export const chargeInvoice: DeskCommand<'chargeInvoice'> = async (node, call) => {
  const id = node.newId() as CostLineId;
  const kept = node.store.invoices.find(call.params.invoiceId as InvoiceId);
  const theCase = kept && node.store.cases.find(kept.invoice.caseId as CaseId);
  if (!theCase) return refuse('NOT_FOUND');
  await compareSellers(node, theCase);
  const caseCall = { ...call, params: { caseId: theCase.id } };
  return onCase<PostedCostLine>(
    node,
    caseCall,
    (now, around) => {
      const invoice = shown(node, kept.invoice.id as InvoiceId);
      const charged = invoice.chargedBy ? node.store.ledger.find(invoice.chargedBy as CostLineId) : undefined;
      return decideChargeInvoice(now, invoice, charged, id, factsOf(node, now), around);
    },
    () => lineShown(node, id),
  );
};

/** The invoices, newest first. */
export const listInvoices: DeskCommand<'listInvoices'> = async (node, { query }) => {
  const { page = 1, limit = 20, withFindings, ...filter } = query;
  const view = invoiceViewer(node);
  if (withFindings === undefined) {
    const { invoices, total } = node.store.invoices.list(filter, { page, limit });
    return { invoices: invoices.map(view), page, limit, total };
  }
  const places = node.store.invoices.places(filter, lookedThrough);
  const has = await lookForFindings(node, view, places);
  const found = places.filter(({ id, caseId }) => has.get(caseId)?.get(id) === withFindings);
  const invoices = found.slice((page - 1) * limit, page * limit).flatMap(({ id }) => {
    const kept = node.store.invoices.find(id);
    return kept ? [view(kept)] : [];
  });
  return { invoices, page, limit, total: found.length };
};

/** How many of the newest invoices are looked through for findings. */
const lookedThrough = 5_000;

/** Invoices are held against the facts so many at a time; in between the node does what else it is asked for. */
const invoicesAtATime = 100;

/** Whether an invoice has findings, in each case. */
type HasFindings = KeptByCase<Map<InvoiceId, boolean>>;

const keptOf = new WeakMap<Node['store'], HasFindings>();

/** Whether each of the invoices has findings today. What comes later in other cases changes nothing of it. */
async function lookForFindings(
  node: Node,
  view: ReturnType<typeof invoiceViewer>,
  places: readonly InvoicePlace[],
): Promise<HasFindings['byCase']> {
  const held = heldOf(node, keptOf.get(node.store));
  let looked = 0;
  for (const { id, caseId } of places) {
    const ofCase = held.byCase.get(caseId) ?? new Map<InvoiceId, boolean>();
    held.byCase.set(caseId, ofCase);
    if (ofCase.has(id)) continue;
    const kept = node.store.invoices.find(id);
    ofCase.set(id, kept !== undefined && view(kept).findings.length > 0);
    looked += 1;
    if (looked % invoicesAtATime === 0) await setImmediate();
  }
  keptOf.set(node.store, held);
  return held.byCase;
}

/** The samples that were drawn, newest first. */
export const listSamples: DeskCommand<'listSamples'> = (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  return { ...node.store.invoices.samples({ page, limit }), page, limit };
};

const seeds = 2 ** 32;

/** Draws a sample of invoices within the person's own board. */
export const drawSample: DeskCommand<'drawSample'> = (node, call) => {
  const { unit, pool, seed = randomInt(seeds) } = call.body;
  const id = node.newId();
  return node.commit.decide(
    by(call, null),
    (around) => {
      const draw = { id, seed, pool: node.store.invoices.pool(unit as Unit, pool) };
      return decideDrawSample(call.staff, call.body, draw, around);
    },
    () => {
      const [drawn] = node.store.invoices.samples({ page: 1, limit: 1 }).samples;
      if (drawn?.id !== id) throw new Error('The sample is not there after it was drawn');
      return drawn;
    },
  );
};
