// Invoices through the desk: recording, control as the facts change, samples.
import t from 'tap';
import { header, isWhole, organisationNumber, row, withService } from './helpers/bought-service.js';
import { administrator, liaison, worker, workerIn } from './helpers/case-work.js';
import { isProblem } from './helpers/desk-problem.js';
import { staff } from './helpers/identity-provider.js';
import { contentsOf, nothing, onlyRefused, writtenSince } from './helpers/store-contents.js';

const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const auditor = staff('auditor', 'ASN');
const malmo = workerIn('malmo');

t.test('an invoice is recorded once', async (t) => {
  const { node, invoice, record, home, service, caseId } = await withService(t);
  const first = await record();
  t.match(first, {
    ...invoice(),
    unit: 'ASN',
    externalServiceId: service.notice.id,
    receivedOn: '2025-02-10',
    findings: [],
    acceptedOre: 3_800_000,
    chargedBy: null,
  });
  const before = contentsOf(node.node.store);
  t.strictSame(await record(), first, 'the same again');
  t.strictSame(writtenSince(node.node.store, before), nothing);
  const refusals: [object, string][] = [
    [{ amountOre: 1 }, 'INVOICE_DIFFERS'],
    [{ number: 'F-2', caseId: uuid }, 'NOT_FOUND'],
    [{ number: 'F-2', providerId: uuid }, 'NOT_FOUND'],
    [{ number: 'F-2', from: '2025-02-11', until: '2025-02-12' }, 'DATE_IMPOSSIBLE'],
  ];
  for (const [changes, code] of refusals) {
    const unwritten = contentsOf(node.node.store);
    const answer = await node.ask(administrator, 'recordInvoice', { body: invoice(changes) });
    isProblem(t, answer, [code === 'NOT_FOUND' ? 404 : 409, code, null], code);
    t.match(writtenSince(node.node.store, unwritten), onlyRefused(code));
  }
  const atHome = await home.must(worker, 'registerProvider', {
    body: { name: 'Testutförare B', organisationNumber: '559900-0002' },
  });
  const wrongSide = { ...invoice(), providerId: atHome.id };
  t.equal((await home.ask(administrator, 'recordInvoice', { body: wrongSide })).body.code, 'WRONG_SIDE');
  const list = await node.must(auditor, 'listInvoices', { query: `?caseId=${caseId}` });
  t.strictSame(list, { invoices: [first], page: 1, limit: 20, total: 1 });
  t.strictSame(await node.must(auditor, 'getInvoice', { params: { invoiceId: first.id } }), first);
  t.equal((await node.ask(auditor, 'getInvoice', { params: { invoiceId: uuid } })).status, 404);
  isWhole(t, node);
});

t.test('findings follow the facts of the case', async (t) => {
  const { node, record, params, cities, provider } = await withService(t);
  const { id } = await record({
    number: 'F-2',
    from: '2025-02-01',
    until: '2025-02-11',
    days: 10,
    amountOre: 2_000_000,
  });
  await record();
  const found = async () => {
    const { findings, acceptedOre } = await node.must(auditor, 'getInvoice', { params: { invoiceId: id } });
    return [
      ...findings.map((f: { code: string; amountOre: number }) => `${f.code} ${f.amountOre}`),
      acceptedOre,
    ];
  };
  const listed = async (withFindings: boolean) =>
    (await node.must(auditor, 'listInvoices', { query: `?withFindings=${withFindings}` })).total;
  t.strictSame(await found(), [2_000_000]);
  t.strictSame([await listed(true), await listed(false)], [0, 2]);
  await node.must(malmo, 'recordDeparture', { params, body: { departedOn: '2025-02-10' } });
  await cities.deliver();
  t.strictSame(await found(), ['MOVE_OUT_DAY 200000', 1_800_000]);
  t.strictSame([await listed(true), await listed(false)], [1, 1]);
  await node.must(malmo, 'recordUpkeep', {
    params,
    body: { from: '2025-02-01', until: '2025-02-10', amountOre: 90_000 },
  });
  t.strictSame(await found(), ['MOVE_OUT_DAY 200000', 'UPKEEP_NOT_DEDUCTED 90000', 1_710_000]);
  const decide = (kind: string, from: string) =>
    node.must(administrator, 'decideOnProvider', {
      params: { providerId: provider.id },
      body: { kind, from, reference: 'ASN 2', reason: 'deviations' },
    });
  await decide('suspension', '2025-02-09');
  await decide('exclusion', '2025-02-08');
  t.strictSame(await found(), [
    'MOVE_OUT_DAY 200000',
    'PROVIDER_SUSPENDED 200000',
    'PROVIDER_EXCLUDED 200000',
    'UPKEEP_NOT_DEDUCTED 90000',
    1_310_000,
  ]);
  await record({ number: 'F-3', from: '2025-02-01', until: '2025-02-03', days: 2, amountOre: 400_000 });
  const [last] = (await node.must(auditor, 'listInvoices', {})).invoices;
  t.match(last, {
    number: 'F-3',
    findings: [{ code: 'DUPLICATE', days: 2, amountOre: 400_000 }],
    acceptedOre: 0,
  });
  isWhole(t, node);
});

t.test('an exclusion by the home city counts', async (t) => {
  const { node, home, record, cities } = await withService(t);
  const { id } = await record();
  const known = await home.must(worker, 'registerProvider', {
    body: { name: 'Testutförare A', organisationNumber },
  });
  await home.must(administrator, 'decideOnProvider', {
    params: { providerId: known.id },
    body: { kind: 'exclusion', from: '2025-01-31', reference: 'SN 3', reason: 'personal-data' },
  });
  await cities.deliver();
  const { findings } = await node.must(auditor, 'getInvoice', { params: { invoiceId: id } });
  t.strictSame(findings, [{ code: 'PROVIDER_EXCLUDED', days: 1, amountOre: 200_000 }]);
});

t.test('samples', async (t) => {
  const { node, caseId, params, cities, home } = await withService(t);
  const numbers = Array.from({ length: 30 }, (_, i) => row(`N-${i}`, caseId));
  await node.must(administrator, 'importInvoices', { body: [header, ...numbers].join('\n') });
  const draw = (body: object, member = auditor) =>
    node.ask(member, 'drawSample', { body: { unit: 'ASN', pool: 'closed-cases', ...body } });
  t.match((await draw({ seed: 7 })).body, { poolSize: 0, invoiceIds: [] }, 'the case runs');
  t.match((await draw({ seed: 7, pool: 'running-cases' })).body, { poolSize: 30, size: 20 });
  await node.must(malmo, 'recordDeparture', { params, body: { departedOn: '2025-02-10' } });
  await cities.deliver();
  await home.must(worker, 'closeCase', {
    params,
    body: { reason: 'goals-reached', outcome: { goalAttainment: 'fully', longTermHousing: 'yes' } },
  });
  await cities.deliver();
  const first = (await draw({ seed: 7 })).body;
  t.match(first, {
    seed: 7,
    size: 20,
    poolSize: 30,
    pool: 'closed-cases',
    unit: 'ASN',
    drawnOn: '2025-02-10',
  });
  t.equal(new Set(first.invoiceIds).size, 20);
  t.strictSame((await draw({ seed: 7 })).body.invoiceIds, first.invoiceIds, 'the same 20 twice');
  const byChance = (await draw({})).body;
  const repeated = (await draw({ seed: byChance.seed })).body;
  t.strictSame(repeated.invoiceIds, byChance.invoiceIds, 'a seed that the node made is recorded');
  const before = contentsOf(node.node.store);
  isProblem(
    t,
    await draw({ seed: 7 }, staff('auditor', 'NORDOST')),
    [409, 'NOT_OWN_BOARD', null],
    'another board',
  );
  isProblem(t, await draw({ seed: 7, unit: 'NORDOST' }), [409, 'NOT_OWN_BOARD', null], 'of another board');
  t.match(writtenSince(node.node.store, before).tables, [], 'no sample');
  const { samples, total } = await node.must(auditor, 'listSamples', { query: '?limit=2' });
  t.equal(total, 6);
  t.strictSame(samples, [repeated, byChance], 'newest first');
  t.equal((await node.ask(liaison, 'listSamples')).status, 403);
  isWhole(t, node);
});
