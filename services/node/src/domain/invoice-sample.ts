import type { DrawSample, InvoiceSample } from '@storstad/contract';
import type { Staff } from './access.js';
import { type Circumstances, decided } from './circumstances.js';
import type { Decided } from './event.js';
import { type Refusal, refuse } from './refusal.js';
import type { InvoiceId, Unit } from './values.js';

/** As in the source: 20 invoices at each occasion (003:196-200). */
const usualSize = 20;

/** Where a sample is drawn from, and what makes it random. */
export interface Draw {
  readonly id: string;
  readonly seed: number;
  /** The invoices in the pool, in any order. */
  readonly pool: readonly InvoiceId[];
}

/**
 * Draws a random sample of invoices in the cases of one of the person's own units; NOT_OWN_BOARD for any other, since cases
 * must not be picked out by someone of another board (003:200-203).
 */
export function decideDrawSample(
  staff: Pick<Staff, 'units'>,
  input: DrawSample,
  { id, seed, pool }: Draw,
  around: Pick<Circumstances, 'today' | 'digest'>,
): Decided | Refusal {
  if (!staff.units.includes(input.unit as Unit)) return refuse('NOT_OWN_BOARD');
  const size = input.size ?? usualSize;
  const sample: InvoiceSample = {
    id,
    unit: input.unit,
    pool: input.pool,
    size,
    seed,
    poolSize: pool.length,
    drawnOn: around.today,
    invoiceIds: drawn(pool, seed, around.digest).slice(0, size),
  };
  return decided([{ type: 'sample-drawn', sample }]);
}

/** All of the pool, in the order of the SHA-256 of `seed:id`: as good as chance, and alike each time. */
function drawn(pool: readonly InvoiceId[], seed: number, digest: Circumstances['digest']): InvoiceId[] {
  return pool
    .map((id) => ({ id, key: digest(`${seed}:${id}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ id }) => id);
}
