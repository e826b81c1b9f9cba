// Invoices through the desk: recording, control as the facts change, files, samples, the import from the command line.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Invoice, InvoiceImport } from '@storstad/contract';
import t, { type Test } from 'tap';
import type { City } from '../src/domain/values.js';
import { ImportStopped, importInvoiceFile, progress } from '../src/import-invoices.js';
import { checkStore } from '../src/store/check-store.js';
import {
  administrator,
  agree,
  bringTo,
  liaison,
  openAndReady,
  worker,
  workerIn,
} from './helpers/case-work.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { isProblem } from './helpers/desk-problem.js';
import { staff } from './helpers/identity-provider.js';
import { contentsOf, nothing, onlyRefused, writtenSince } from './helpers/store-contents.js';

const organisationNumber = '559900-0001';
const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const auditor = staff('auditor', 'ASN');
const malmo = workerIn('malmo');

/** A stay in Malmö since 13 January 2025, with housing bought at 2,000 kronor a day; the clock stands at 10 February. */
async function withService(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, node] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  const both = { home, receiving: node, deliver: cities.deliver };
  await bringTo(both, caseId, 'in-progress');
  const provider = await node.must(malmo, 'registerProvider', {
    body: { name: 'Testutförare A', organisationNumber },
  });
  const params = { caseId };
  const service = await node.must(malmo, 'proposeExternalService', {
    params,
    body: {
      service: 'housing',
      housingForm: 'own-flat',
      operator: 'private',
      providerId: provider.id,
      from: '2025-01-13',
      dayRateOre: 200_000,
      bearer: 'home',
      reason: 'capacity',
      purchase: {
        step: 2,
        internal: { triedOn: '2025-01-13', outcome: 'full' },
        decision: { decidedOn: '2025-01-13', reference: 'ASN 1' },
      },
    },
  });
  await cities.deliver();
  await home.must(worker, 'decideExternalService', {
    params: { ...params, externalServiceId: service.notice.id },
    body: { verdict: 'approved', decidedBy: 'Enhetschef', reference: 'SN 1' },
  });
  await cities.deliver();
  cities.clock.advance(28 * day);
  const invoice = (changes: object = {}) => ({
    number: 'F-1',
    providerId: provider.id,
    caseId,
    service: 'housing',
    from: '2025-01-13',
    until: '2025-02-01',
    days: 19,
    dayRateOre: 200_000,
    amountOre: 3_800_000,
    upkeepDeductionOre: 0,
    ...changes,
  });
  const record = (changes: object = {}): Promise<Invoice> =>
    node.must(administrator, 'recordInvoice', { body: invoice(changes) });
  return { ...both, node, cities, caseId, provider, service, params, invoice, record };
}

const isWhole = (t: Test, { node }: CityNode) =>
  t.strictSame(
    checkStore(node.store, node.city as City, () => true).findings,
    [],
    'the journal gives the store',
  );

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

const header = 'number;provider;case;service;from;until;days;day_rate_sek;amount_sek;upkeep_deduction_sek';
const row = (number: string, caseId: string, amount = '2000,00', provider = organisationNumber) =>
  `${number};${provider};${caseId};housing;2025-02-01;2025-02-02;1;2000,00;${amount};0`;

t.test('a file of invoices', async (t) => {
  const { node, caseId, provider } = await withService(t);
  const send = (body: string | Buffer, headers = {}) =>
    node.ask(administrator, 'importInvoices', { body, headers });
  const text = [
    header,
    row('A', caseId),
    row('B', caseId, '=1+1'),
    row('C', uuid),
    row('D', caseId, '2000', provider.id),
    row('A', caseId),
    row('A', caseId, '1'),
    row('E', caseId, '2000', '559900-0009'),
  ].join('\r\n');
  const answer = await send(text);
  t.equal(answer.status, 201);
  const { rows, ...sums } = answer.body as InvoiceImport;
  t.strictSame(sums, { accepted: 2, unchanged: 1, rejected: 4 });
  t.strictSame(
    rows.map(({ row, outcome, column }) => [row, outcome, column]),
    [
      [2, 'accepted', null],
      [3, 'rejected', 'amount_sek'],
      [4, 'rejected', 'case'],
      [5, 'accepted', null],
      [6, 'unchanged', null],
      [7, 'rejected', 'number'],
      [8, 'rejected', 'provider'],
    ],
  );
  t.equal(rows[0]?.invoiceId, rows[4]?.invoiceId, 'the same row is the same invoice');
  t.equal((await node.must(auditor, 'listInvoices', {})).total, 2);
  const again = contentsOf(node.node.store);
  t.match((await send([header, row('A', caseId), row('D', caseId)].join('\n'))).body, {
    accepted: 0,
    unchanged: 2,
    rejected: 0,
  });
  t.strictSame(writtenSince(node.node.store, again), nothing, 'the same file again');
  isWhole(t, node);
});

t.test('a file that is no file of invoices writes nothing', async (t) => {
  const { node, caseId } = await withService(t);
  const before = contentsOf(node.node.store);
  const send = (body: string | Buffer, type = 'text/csv') =>
    node.ask(administrator, 'importInvoices', { body, headers: { 'content-type': type } });
  const good = `${header}\n${row('A', caseId)}\n`;
  const faults: [name: string, body: string | Buffer, rowNumber: number][] = [
    ['no header', row('A', caseId), 1],
    ['an unknown column', good.replace('number', 'nummer'), 1],
    ['Latin-1', Buffer.from(`${good}${row('Å', caseId)}`, 'latin1'), 3],
    ['5,001 rows', `${header}\n${`${row('A', caseId)}\n`.repeat(5_001)}`, 5_002],
    ['a quotation mark', `${good}"${row('B', caseId)}`, 3],
  ];
  for (const [name, body, at] of faults) {
    const answer = await send(body);
    isProblem(t, answer, [400, 'FILE_INVALID', null], name);
    t.equal(answer.body.facts.row, at, name);
  }
  isProblem(
    t,
    await send(good, 'application/json'),
    [415, 'UNSUPPORTED_MEDIA_TYPE', 'header/content-type'],
    'JSON',
  );
  isProblem(t, await send(' '.repeat(2_000_001)), [413, 'BODY_TOO_LARGE', ''], 'over 2 MB');
  isProblem(t, await send(''), [400, 'REQUEST_INVALID', ''], 'nothing');
  const elsewhere = await node.ask(administrator, 'recordInvoice', {
    body: good,
    headers: { 'content-type': 'text/csv' },
  });
  isProblem(t, elsewhere, [415, 'UNSUPPORTED_MEDIA_TYPE', 'header/content-type'], 'CSV where JSON is wanted');
  t.equal((await node.ask(auditor, 'importInvoices', { body: good })).status, 403);
  t.strictSame(writtenSince(node.node.store, before), nothing);
  t.equal((await send(good, 'text/csv; charset=utf-8')).status, 201);
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

t.test('a file of any size, from the command line', async (t) => {
  const { node, caseId } = await withService(t);
  const folder = mkdtempSync(join(tmpdir(), 'storstad-import-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const [file, out, tokenFile] = ['in.csv', 'out.csv', 'token'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(tokenFile, `${node.token(administrator)}\n`);
  const said: string[] = [];
  const run = () =>
    importInvoiceFile({ desk: node.deskUrl, tokenFile, file, out, say: (line) => said.push(line) });
  const rows = Array.from({ length: 2_500 }, (_, i) =>
    row(
      i === 1_999 ? '=HYPERLINK("x")'.replaceAll('"', '') : `N-${i}`,
      caseId,
      i % 1_000 === 7 ? '-1' : '2000',
    ),
  );
  writeFileSync(file, `\ufeff${header}\r\n\r\n${rows.join('\r\n')}\r\n`);
  t.strictSame(await run(), { accepted: 2_497, unchanged: 0, rejected: 3 });
  t.equal(said.length, 3);
  t.match(said[0], /^1,000 of about 2,[45]\d\d rows, 999 accepted, 1 rejected$/);
  t.equal(said[2], '2,500 of 2,500 rows, 2,497 accepted, 3 rejected');
  const results = readFileSync(out, 'utf8').trim().split('\n');
  t.equal(results.length, 2_501);
  t.equal(results[0], 'row,number,outcome,column,reason,invoice_id');
  t.match(
    results[1_008],
    /^1010,N-1007,rejected,amount_sek,"?must be kronor/,
    'by the line of the whole file',
  );
  t.match(results[2_000], /^2002,'=HYPERLINK\(x\),accepted,,,[0-9a-f-]{36}$/, 'no cell begins a formula');
  t.strictSame(await run(), { accepted: 0, unchanged: 2_497, rejected: 3 }, 'the same file again');
  t.equal((await node.must(auditor, 'listInvoices', {})).total, 2_497);

  const stops: [name: string, content: string | Buffer, RegExp][] = [
    ['no UTF-8', Buffer.from(`${header}\n${row('Å', caseId)}`, 'latin1'), /not UTF-8/],
    ['nothing', '', /empty/],
    ['another header', 'a,b\n1,2\n', /FILE_INVALID.*must name the columns/],
    ['a header alone that is wrong', 'a,b\n', /FILE_INVALID/],
    ['quotation marks', `${header}\n"x`, /Row \d+: the quotation marks/],
  ];
  for (const [name, content, wanted] of stops) {
    writeFileSync(file, content);
    await t.rejects(run(), wanted, name);
    await t.rejects(run(), ImportStopped, name);
  }
  writeFileSync(tokenFile, 'x');
  writeFileSync(file, `${header}\n${row('Z', caseId)}`);
  await t.rejects(run(), /NOT_AUTHENTICATED/);
  t.ok(existsSync(out));
});

t.test('the progress line', async (t) => {
  const tally = { accepted: 11_950, unchanged: 0, rejected: 50 };
  t.equal(progress(tally, 0.012), '12,000 of about 1,000,000 rows, 11,950 accepted, 50 rejected');
  t.equal(
    progress({ accepted: 0, unchanged: 5, rejected: 0 }, 1),
    '5 of 5 rows, 0 accepted, 5 unchanged, 0 rejected',
  );
});
