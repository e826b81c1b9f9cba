import type { ImportedRow, RecordInvoice } from '@storstad/contract';
import { caseThread } from '../domain/event.js';
import { isRefusal, type Refusal } from '../domain/refusal.js';
import type { CaseId } from '../domain/values.js';
import { isFileFault } from '../file-fault.js';
import { type FileRow, readInvoiceFile } from '../invoice-file.js';
import type { Node } from '../node.js';
import { by, type DeskCall, type DeskCommand } from './desk-command.js';
import { decideToRecord, recordedAs } from './invoice-recording.js';

/** Rows that share a transaction; after so many, others get their turn. */
const rowsAtOnce = 500;

/**
 * Records the invoices of a file, each by a decision of its own. A file that cannot be read is answered with its fault, and
 * nothing is written.
 */
export const importInvoices: DeskCommand<'importInvoices'> = async (node, call) => {
  const file = readInvoiceFile(call.body);
  if (isFileFault(file)) return file;
  const idOf = providerIds(node);
  const rows: ImportedRow[] = [];
  for (let start = 0; start < file.length; start += rowsAtOnce) {
    const together = file.slice(start, start + rowsAtOnce);
    rows.push(...(await Promise.all(together.map((row) => importRow(node, call, row, idOf)))));
  }
  const count = (wanted: ImportedRow['outcome']) => rows.filter(({ outcome }) => outcome === wanted).length;
  return {
    accepted: count('accepted'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    rows,
  };
};

type IdOf = (provider: string) => string | undefined;

/** Finds a provider of the register by its organisation number or its id. */
function providerIds(node: Node): IdOf {
  const known = node.store.providers
    .all()
    .flatMap(({ id, organisationNumber }) => [[organisationNumber, id] as const, [id, id] as const]);
  const ids = new Map(known);
  return (provider) => ids.get(provider);
}

async function importRow(
  node: Node,
  call: DeskCall<'importInvoices'>,
  row: FileRow,
  idOf: IdOf,
): Promise<ImportedRow> {
  if ('reason' in row) return rejected(row.row, row.column, row.reason);
  const { provider, ...rest } = row.invoice;
  const providerId = idOf(provider);
  if (providerId === undefined) return rejected(row.row, 'provider', 'is not in the register of providers');
  const input: RecordInvoice = { ...rest, providerId };
  let outcome: 'accepted' | 'unchanged' = 'unchanged';
  const invoiceId = await node.commit.decide<string>(
    by(call, caseThread(input.caseId as CaseId)),
    (around) => {
      const decision = decideToRecord(node, call.staff, input, around);
      if (!isRefusal(decision) && decision.events.length > 0) outcome = 'accepted';
      return decision;
    },
    () => recordedAs(node, input),
  );
  if (isRefusal(invoiceId)) return refusedRow(row.row, invoiceId);
  return { row: row.row, outcome, invoiceId, column: null, reason: null };
}

const rejected = (row: number, column: string | null, reason: string): ImportedRow => ({
  row,
  outcome: 'rejected',
  invoiceId: null,
  column,
  reason,
});

/** A refusal in words that say where to look in the row. */
function refusedRow(row: number, { refusal }: Refusal): ImportedRow {
  switch (refusal) {
    case 'NOT_FOUND':
      return rejected(row, 'case', 'there is no such case here');
    case 'WRONG_SIDE':
      return rejected(
        row,
        'case',
        'is a case of this city itself; invoices belong to cases that it has received',
      );
    case 'DATE_IMPOSSIBLE':
      return rejected(
        row,
        'from',
        'must not be in the future, and until must be later than from, by 366 days at most',
      );
    case 'INVOICE_DIFFERS':
      return rejected(row, 'number', 'the provider has an invoice with this number that says something else');
    default:
      throw new Error(`An invoice cannot be refused with ${refusal}`);
  }
}
