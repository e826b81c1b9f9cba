import type { RecordInvoice } from '@storstad/contract';
import { addDays } from './calendar.js';
import { atReceiving, type Case } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import type { Decided } from './event.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { CivilDate, InvoiceId } from './values.js';

/** An invoice as it came; its findings follow from the facts, see invoice-control.ts. Nothing in it tells of a person. */
export type RecordedInvoice = Readonly<RecordInvoice> & {
  readonly id: InvoiceId;
  readonly receivedOn: CivilDate;
};

/** What recording an invoice rests on. */
export interface RecordingFacts {
  readonly theCase: Case | undefined;
  readonly providerIsKnown: boolean;
  /** The same provider's invoice with the same number. */
  readonly known: RecordedInvoice | undefined;
}

/** A longer period is a slip of the pen, not an invoice. */
const longestPeriodDays = 366;

/**
 * Records an invoice for a service in a case that this city has received. The same again changes nothing. Refuses with
 * NOT_FOUND, WRONG_SIDE, DATE_IMPOSSIBLE or INVOICE_DIFFERS.
 */
export function decideRecordInvoice(
  id: InvoiceId,
  input: RecordInvoice,
  { theCase, providerIsKnown, known }: RecordingFacts,
  { today }: Pick<Circumstances, 'today'>,
): Decided | Refusal {
  if (!theCase || !providerIsKnown) return refuse('NOT_FOUND');
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  if (known) return saysTheSame(known, input) ? nothingNew : refuse('INVOICE_DIFFERS');
  const from = input.from as CivilDate;
  const latest = addDays(from, longestPeriodDays);
  return (
    firstRefusal([
      demand(from <= today, 'DATE_IMPOSSIBLE', { latest: today }),
      demand(from < input.until, 'DATE_IMPOSSIBLE', { earliest: addDays(from, 1) }),
      demand(input.until <= latest, 'DATE_IMPOSSIBLE', { latest }),
    ]) ?? decided([{ type: 'invoice-recorded', invoice: { id, receivedOn: today, ...input } }])
  );
}

const saysTheSame = (known: RecordedInvoice, input: RecordInvoice): boolean =>
  (Object.keys(input) as (keyof RecordInvoice)[]).every((field) => known[field] === input[field]);
