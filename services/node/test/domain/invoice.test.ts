// An invoice is recorded once; which service it bills, and which one the upkeep belongs to; samples within the own board.
import { createHash } from 'node:crypto';
import type { InvoiceSample, RecordInvoice } from '@storstad/contract';
import t from 'tap';
import type { ExternalService } from '../../src/domain/cost-facts.js';
import { decideRecordInvoice, type RecordingFacts } from '../../src/domain/invoice.js';
import { type Draw, decideDrawSample } from '../../src/domain/invoice-sample.js';
import { serviceFor, upkeepCarriedBy } from '../../src/domain/invoiced-service.js';
import { isRefusal } from '../../src/domain/refusal.js';
import type { InvoiceId, ProviderId } from '../../src/domain/values.js';
import { homeCase, receivingCase } from './cases.js';
import { externalService, invoice } from './invoices.js';
import { agreed, around, day, id, malmo, said } from './support.js';

const { id: _id, receivedOn: _on, ...input } = invoice();
const today = day('2025-03-31');
const record = (changes: Partial<RecordInvoice> = {}, facts: Partial<RecordingFacts> = {}) =>
  decideRecordInvoice(
    id('new'),
    { ...input, ...changes },
    { theCase: receivingCase('in-progress'), providerIsKnown: true, known: undefined, ...facts },
    around({ city: malmo, today }),
  );

t.test('recorded with the day on which it came', async (t) => {
  const { events, messages } = agreed(record());
  t.strictSame(events, [{ type: 'invoice-recorded', invoice: { id: 'new', receivedOn: today, ...input } }]);
  t.strictSame(messages, [], 'nobody else is told');
});

t.test('what stops it, in order', async (t) => {
  const rows: [name: string, Partial<RecordInvoice>, Partial<RecordingFacts>, string][] = [
    ['no such case', {}, { theCase: undefined }, 'NOT_FOUND'],
    ['no such provider', {}, { providerIsKnown: false, theCase: homeCase('in-progress') }, 'NOT_FOUND'],
    [
      'a case of this city itself',
      {},
      { theCase: homeCase('in-progress'), known: invoice({ days: 1 }) },
      'WRONG_SIDE',
    ],
    ['from today', { from: today, until: '2025-04-02' }, {}, 'invoice-recorded'],
    ['from tomorrow', { from: '2025-04-01', until: '2025-04-02' }, {}, 'DATE_IMPOSSIBLE'],
    ['no day', { until: input.from }, {}, 'DATE_IMPOSSIBLE'],
    ['one day', { until: '2025-03-02' }, {}, 'invoice-recorded'],
    ['366 days', { from: '2025-03-01', until: '2026-03-02' }, {}, 'invoice-recorded'],
    ['367 days', { from: '2025-03-01', until: '2026-03-03' }, {}, 'DATE_IMPOSSIBLE'],
  ];
  for (const [name, changes, facts, wanted] of rows) t.equal(said(record(changes, facts)), wanted, name);
});

t.test('the same again changes nothing; with other content it is refused', async (t) => {
  const known = invoice();
  t.equal(said(record({}, { known })), 'nothing');
  const other: Partial<RecordInvoice> = {
    caseId: 'other',
    service: 'occupation',
    from: '2025-03-02',
    until: '2025-04-02',
    days: 30,
    dayRateOre: 1,
    amountOre: 1,
    upkeepDeductionOre: 1,
  };
  for (const [field, value] of Object.entries(other))
    t.equal(said(record({ [field]: value }, { known })), 'INVOICE_DIFFERS', field);
});

t.test('the service that an invoice bills', async (t) => {
  const found = (...services: ExternalService[]) => serviceFor(invoice(), services)?.notice.id ?? null;
  t.equal(found(externalService()), 'service-1');
  t.equal(found(externalService({}, { state: 'proposed' })), null);
  t.equal(found(externalService({}, { state: 'refused' })), null);
  t.equal(found(externalService({}, { providerId: id<ProviderId>('provider-2') })), null);
  t.equal(found(externalService({ service: 'occupation' })), null);
  const first = externalService({}, { endedOn: day('2025-03-10') });
  const second = externalService({ id: 'service-2', from: '2025-03-10' });
  t.equal(found(first, second), 'service-2', 'the one with most of its days');
  t.equal(found(second, first), 'service-2', 'in any order');
  t.equal(found(first, { ...second, endedOn: day('2025-03-12') }), 'service-1');
  const [before, after] = [
    externalService({ until: '2025-02-20' }),
    externalService({ id: 'service-2', from: '2025-04-20' }),
  ];
  t.equal(found(before, after), 'service-2', 'none of its days: the last one');
});

t.test('upkeep belongs to the housing', async (t) => {
  const payments = [{ id: 'u', from: '2025-03-01', until: '2025-04-01', amountOre: 1 }];
  const housing = externalService();
  const talks = externalService({ id: 'talks', service: 'support-talks', from: '2025-02-01' });
  const later = externalService({ id: 'later', service: 'occupation', from: '2025-03-01' });
  const carried = (service: ExternalService | null, ...services: ExternalService[]) =>
    upkeepCarriedBy(service, services, payments).length;
  t.equal(carried(housing, talks, housing), 1);
  t.equal(carried(talks, talks, housing), 0);
  t.equal(carried(talks, later, talks), 1, 'no housing: the service that began first');
  t.equal(carried(later, later, talks), 0);
  t.equal(carried(talks, talks, { ...housing, state: 'refused' }), 1);
  t.equal(carried(null, housing), 0);
});

const pool = Array.from({ length: 60 }, (_, i) => id<InvoiceId>(`invoice-${i}`));
const draw = (changes: Partial<Draw> = {}, size?: number, units = ['ASN']) =>
  decideDrawSample(
    { units: units.map((unit) => id(unit)) },
    { unit: 'ASN', pool: 'closed-cases', ...(size ? { size } : {}) },
    { id: 'sample-1', seed: 7, pool, ...changes },
    around({ today }),
  );
function drawn(...call: Parameters<typeof draw>): InvoiceSample {
  const [event] = agreed(draw(...call)).events;
  if (event?.type !== 'sample-drawn') throw new Error('No sample');
  return event.sample;
}

t.test('S10: a sample of 20 with seed 7 is the same twice', async (t) => {
  const sample = drawn();
  t.match(sample, { unit: 'ASN', pool: 'closed-cases', size: 20, seed: 7, poolSize: 60, drawnOn: today });
  t.equal(sample.invoiceIds.length, 20);
  t.equal(new Set(sample.invoiceIds).size, 20);
  t.strictSame(drawn(), sample);
  t.strictSame(drawn({ pool: [...pool].reverse() }), sample, 'however the pool is ordered');
  t.notSame(drawn({ seed: 8 }).invoiceIds, sample.invoiceIds, 'another seed gives another one');
});

t.test('anyone can draw it again by hand', async (t) => {
  const key = (invoiceId: string) => createHash('sha256').update(`7:${invoiceId}`).digest('hex');
  const byHand = [...pool].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, 20);
  t.strictSame(drawn().invoiceIds, byHand);
});

t.test('every invoice can be drawn, about as often as any other', async (t) => {
  const times = new Map(pool.map((invoiceId) => [invoiceId as string, 0]));
  for (let seed = 0; seed < 300; seed += 1)
    for (const invoiceId of drawn({ seed }).invoiceIds) times.set(invoiceId, (times.get(invoiceId) ?? 0) + 1);
  // 300 draws of one in three: 100 on average, with a standard deviation of 8.
  for (const [invoiceId, n] of times) t.ok(n > 65 && n < 135, `${invoiceId}: ${n}`);
});

t.test('size and board', async (t) => {
  t.equal(drawn({}, 1).invoiceIds.length, 1);
  t.equal(drawn({}, 100).invoiceIds.length, 60, 'no more than there are');
  t.strictSame(drawn({ pool: [] }).invoiceIds, []);
  t.equal(said(draw({}, 20, ['NORDOST', 'ASN'])), 'sample-drawn');
  t.equal(said(draw({}, 20, ['NORDOST'])), 'NOT_OWN_BOARD', 'another board');
  t.ok(isRefusal(draw({}, 20, [])), 'no board at all');
});
