// What is found is kept between requests: it must say at any time what each case, and each invoice, says for itself.
import type { Invoice } from '@storstad/contract';
import t, { type Test } from 'tap';
import type { CaseId } from '../src/domain/values.js';
import { countChanges } from '../src/store/changes.js';
import { organisationNumber, withService } from './helpers/bought-service.js';
import { administrator, workerIn } from './helpers/case-work.js';
import { type CityNode, day } from './helpers/city-nodes.js';

t.test('the lists follow what happens', async (t) => {
  const { home, node, cities, caseId, provider, record } = await withService(t);
  const oneDay = { from: '2025-02-03', until: '2025-02-04', days: 1, amountOre: 200_000 };
  const steps: readonly [what: string, happens: () => unknown][] = [
    ['weeks that nobody has charged', () => undefined],
    ['nothing in between', () => undefined],
    [
      'a week is charged',
      () =>
        node.must(administrator, 'postCostLine', {
          params: { caseId },
          body: { service: 'support-talks', from: '2025-01-13', until: '2025-01-20' },
        }),
    ],
    [
      'an invoice is charged',
      async () => {
        const { id: invoiceId } = await record();
        await node.must(administrator, 'chargeInvoice', { params: { invoiceId } });
      },
    ],
    ['an invoice is recorded that holds', () => record({ number: 'F-2', ...oneDay })],
    ['a day is invoiced twice', () => record({ number: 'F-3', ...oneDay })],
    [
      'an absence is recorded in the case',
      () =>
        node.must(workerIn('malmo'), 'recordLeave', {
          params: { caseId },
          body: { from: '2025-01-20', until: '2025-01-27', reason: 'hospital' },
        }),
    ],
    [
      'the provider is suspended',
      () =>
        node.must(administrator, 'decideOnProvider', {
          params: { providerId: provider.id },
          body: { kind: 'suspension', from: '2025-01-13', reference: 'ASN 7', reason: 'deviations' },
        }),
    ],
    [
      'the home city excludes the provider',
      async () => {
        const same = await home.must(administrator, 'registerProvider', {
          body: { name: 'Testutförare A', organisationNumber },
        });
        await home.must(administrator, 'decideOnProvider', {
          params: { providerId: same.id },
          body: { kind: 'exclusion', from: '2025-01-13', reference: 'SN 7', reason: 'other' },
        });
      },
    ],
    ['eight days pass', () => cities.clock.advance(8 * day)],
  ];
  const told = new Set<string>();
  const faulty = new Set<string>();
  for (const [what, happens] of steps) {
    await happens();
    await cities.deliver();
    for (const city of [home, node]) {
      const { findings } = await city.must(administrator, 'getCaseCosts', { params: { caseId } });
      const list = await city.must(administrator, 'listCostFindings');
      const inOrder = (all: object[]) => all.map((one) => JSON.stringify(one)).sort();
      t.strictSame(inOrder(list.findings as object[]), inOrder(findings as object[]), what);
      told.add(JSON.stringify(inOrder(findings as object[])));
      faulty.add(await invoicesWithFindings(t, city, what));
    }
  }
  t.ok(told.size > 5, `${told.size} different answers`);
  t.strictSame([...faulty], ['', 'F-3', 'F-3 F-2 F-1'], 'and of the invoices');
});

/** The numbers of the invoices with findings, which are the same in the list of those as in the list of all. */
async function invoicesWithFindings(t: Test, city: CityNode, what: string): Promise<string> {
  const listed = async (query: string) =>
    (await city.must(administrator, 'listInvoices', { query })).invoices as Invoice[];
  const all = await listed('');
  const found = all.filter(({ findings }) => findings.length > 0);
  t.strictSame(await listed('?withFindings=true'), found, what);
  t.strictSame(
    await listed('?withFindings=false'),
    all.filter((one) => !found.includes(one)),
    what,
  );
  return found.map(({ number }) => number).join(' ');
}

t.test('what has changed since', (t) => {
  const changes = countChanges();
  const inCase = (id: string) => changes.note({ type: 'moved-onward', caseId: id as CaseId } as never);
  t.strictSame(changes.since(0), new Set());
  inCase('a');
  const { count } = changes;
  t.strictSame(changes.since(count), new Set());
  inCase('b');
  changes.note({ type: 'logged-in' } as never);
  t.strictSame(changes.since(count), new Set(['b']));
  t.strictSame(changes.since(0), new Set(['a', 'b']));
  changes.note({ type: 'licence-checked' } as never);
  t.equal(changes.since(count), null, 'every case may be concerned');
  const late = changes.count;
  for (let n = 0; n < 10_000; n++) inCase(String(n));
  t.equal(changes.since(late), null, 'so many are not told apart');
  t.strictSame(changes.since(changes.count), new Set());
  t.end();
});
