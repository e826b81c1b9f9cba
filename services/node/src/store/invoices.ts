import type { InvoiceSample } from '@storstad/contract';
import { and, asc, count, desc, eq, gt, inArray, lt, notInArray, type SQL } from 'drizzle-orm';
import type { RecordedInvoice } from '../domain/invoice.js';
import type { InvoiceEvent } from '../domain/money-event.js';
import { endStates } from '../domain/queues.js';
import type { CaseId, CostLineId, InvoiceId, ProviderId, Unit } from '../domain/values.js';
import type { Page } from './cases.js';
import type { Database } from './database.js';
import { cases, invoiceSamples, invoices } from './schema.js';

/** An invoice, with where it stands. */
export interface KeptInvoice {
  readonly invoice: RecordedInvoice;
  /** Invoices with a lower number came before. */
  readonly position: number;
  readonly chargedBy: CostLineId | null;
  /** The unit that has the case now. */
  readonly unit: Unit | null;
}

/** An invoice by its id, and the case that it is for. */
export interface InvoicePlace {
  readonly id: InvoiceId;
  readonly caseId: CaseId;
}

/** What providers have billed in the cases of this city, and the samples that were drawn of it. */
export interface Invoices {
  find(id: InvoiceId): KeptInvoice | undefined;
  /** A provider's invoice by its number. */
  findByNumber(providerId: ProviderId, number: string): RecordedInvoice | undefined;
  /** Invoices of the same provider, case and service that came before and have a day in common, the first one first. */
  earlierThan(kept: KeptInvoice): Iterable<RecordedInvoice>;
  /** Of one case or of all, newest first. */
  list(filter: { readonly caseId?: string }, page: Page): { invoices: KeptInvoice[]; total: number };
  /** The newest of the same, by their ids alone. */
  places(filter: { readonly caseId?: string }, limit: number): InvoicePlace[];
  /** The ids of the invoices in the cases of a unit. */
  pool(unit: Unit, pool: InvoiceSample['pool']): InvoiceId[];
  /** Newest first. */
  samples(page: Page): { samples: InvoiceSample[]; total: number };
  apply(event: InvoiceEvent): void;
}

const columns = {
  position: invoices.position,
  invoice: invoices.invoice,
  chargedBy: invoices.chargedBy,
  unit: cases.unit,
};
type Row = { position: number; invoice: string; chargedBy: string | null; unit: string | null };

const read = ({ position, invoice, chargedBy, unit }: Row): KeptInvoice => ({
  position,
  invoice: JSON.parse(invoice) as RecordedInvoice,
  chargedBy: chargedBy as CostLineId | null,
  unit: unit as Unit | null,
});

/** Opens the tables of invoices and samples. */
export function openInvoices(db: Database): Invoices {
  const withUnit = () => db.select(columns).from(invoices).leftJoin(cases, eq(cases.id, invoices.caseId));

  const recorded = (where: SQL | undefined) =>
    db.select({ invoice: invoices.invoice }).from(invoices).where(where).orderBy(asc(invoices.position));

  return {
    find(id) {
      const row = withUnit().where(eq(invoices.id, id)).get();
      return row && read(row);
    },
    findByNumber(providerId, number) {
      const where = and(eq(invoices.providerId, providerId), eq(invoices.number, number));
      const row = recorded(where).get();
      return row && (JSON.parse(row.invoice) as RecordedInvoice);
    },
    *earlierThan({ position, invoice }) {
      const query = recorded(
        and(
          eq(invoices.caseId, invoice.caseId),
          eq(invoices.providerId, invoice.providerId),
          eq(invoices.service, invoice.service),
          lt(invoices.position, position),
          lt(invoices.fromDay, invoice.until),
          gt(invoices.untilDay, invoice.from),
        ),
      ).toSQL();
      // Read row by row: the control stops as soon as all of its days are taken.
      const rows = db.$client.prepare(query.sql).pluck().iterate(query.params);
      for (const row of rows) yield JSON.parse(String(row)) as RecordedInvoice;
    },
    list({ caseId }, { page, limit }) {
      const where = caseId === undefined ? undefined : eq(invoices.caseId, caseId);
      const rows = withUnit()
        .where(where)
        .orderBy(desc(invoices.position))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const total = db.select({ n: count() }).from(invoices).where(where).get()?.n ?? 0;
      return { invoices: rows.map(read), total };
    },
    places: ({ caseId }, limit) =>
      db
        .select({ id: invoices.id, caseId: invoices.caseId })
        .from(invoices)
        .where(caseId === undefined ? undefined : eq(invoices.caseId, caseId))
        .orderBy(desc(invoices.position))
        .limit(limit)
        .all() as InvoicePlace[],
    pool: (unit, pool) =>
      db
        .select({ id: invoices.id })
        .from(invoices)
        .innerJoin(cases, eq(cases.id, invoices.caseId))
        .where(and(eq(cases.unit, unit), inPool(pool)))
        .all()
        .map(({ id }) => id as InvoiceId),
    samples({ page, limit }) {
      const rows = db
        .select({ sample: invoiceSamples.sample })
        .from(invoiceSamples)
        .orderBy(desc(invoiceSamples.position))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const total = db.select({ n: count() }).from(invoiceSamples).get()?.n ?? 0;
      return { samples: rows.map(({ sample }) => JSON.parse(sample) as InvoiceSample), total };
    },
    apply(event) {
      switch (event.type) {
        case 'invoice-recorded':
          db.insert(invoices).values(rowOf(event.invoice)).run();
          return;
        case 'invoice-charged':
          db.update(invoices).set({ chargedBy: event.lineId }).where(eq(invoices.id, event.invoiceId)).run();
          return;
        case 'sample-drawn':
          db.insert(invoiceSamples)
            .values({ id: event.sample.id, sample: JSON.stringify(event.sample) })
            .run();
          return;
      }
    },
  };
}

const rowOf = (invoice: RecordedInvoice) => ({
  id: invoice.id,
  caseId: invoice.caseId as CaseId,
  providerId: invoice.providerId as ProviderId,
  number: invoice.number,
  service: invoice.service,
  fromDay: invoice.from,
  untilDay: invoice.until,
  invoice: JSON.stringify(invoice),
});

function inPool(pool: InvoiceSample['pool']): SQL | undefined {
  switch (pool) {
    case 'closed-cases':
      return inArray(cases.state, [...endStates]);
    case 'running-cases':
      return notInArray(cases.state, [...endStates]);
    case 'all':
      return undefined;
  }
}
