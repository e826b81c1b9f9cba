// Files of invoices: through the desk row by row, and of any size from the command line.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvoiceImport } from '@storstad/contract';
import t from 'tap';
import { ImportStopped, importInvoiceFile, progress } from '../src/import-invoices.js';
import { header, isWhole, row, withService } from './helpers/bought-service.js';
import { administrator } from './helpers/case-work.js';
import { isProblem } from './helpers/desk-problem.js';
import { staff } from './helpers/identity-provider.js';
import { contentsOf, nothing, writtenSince } from './helpers/store-contents.js';

// A part of the file is 1,000 rows, each of which is signed for in the journal.
t.setTimeout(120_000);

const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const auditor = staff('auditor', 'ASN');

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
  const rows = Array.from({ length: 1_200 }, (_, i) =>
    row(
      i === 1_099 ? '=HYPERLINK("x")'.replaceAll('"', '') : `N-${i}`,
      caseId,
      i % 1_000 === 7 ? '-1' : '2000',
    ),
  );
  writeFileSync(file, `\ufeff${header}\r\n\r\n${rows.join('\r\n')}\r\n`);
  t.strictSame(await run(), { accepted: 1_198, unchanged: 0, rejected: 2 });
  t.equal(said.length, 2);
  t.match(said[0], /^1,000 of about 1,[12]\d\d rows, 999 accepted, 1 rejected$/);
  t.equal(said[1], '1,200 of 1,200 rows, 1,198 accepted, 2 rejected');
  const results = readFileSync(out, 'utf8').trim().split('\n');
  t.equal(results.length, 1_201);
  t.equal(results[0], 'row,number,outcome,column,reason,invoice_id');
  t.match(
    results[1_008],
    /^1010,N-1007,rejected,amount_sek,"?must be kronor/,
    'by the line of the whole file',
  );
  t.match(results[1_100], /^1102,'=HYPERLINK\(x\),accepted,,,[0-9a-f-]{36}$/, 'no cell begins a formula');
  t.strictSame(await run(), { accepted: 0, unchanged: 1_198, rejected: 2 }, 'the same file again');
  t.equal((await node.must(auditor, 'listInvoices', {})).total, 1_198);

  const stops: [name: string, content: string | Buffer, RegExp][] = [
    ['no UTF-8', Buffer.from(`${header}\n${row('Å', caseId)}`, 'latin1'), /not UTF-8/],
    ['nothing', '', /empty/],
    ['another header', 'a,b\n1,2\n', /FILE_INVALID.*must name the columns/],
    ['a header alone that is wrong', 'a,b\n', /FILE_INVALID/],
    ['quotation marks', `${header}\n"x`, /Row \d+: the quotation marks/],
  ];
  for (const [name, content, wanted] of stops) {
    writeFileSync(file, content);
    const fault = await run().catch((fault: Error) => fault);
    t.ok(fault instanceof ImportStopped, name);
    t.match(fault, { message: wanted }, name);
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
