// The three exports through HTTP, of lines that two nodes have posted, and the auditor's word on the statement.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '@storstad/auditor';
import t, { type Test } from 'tap';
import { administrator, agree, bringTo, openAndReady, workerIn } from './helpers/case-work.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { isProblem } from './helpers/desk-problem.js';
import { parseSie } from './helpers/sie-parser.js';

const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';

/** Two cities with three posted lines of support talks, one of them a reversal, and a statement that both have signed. */
async function settled(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'in-progress');
  cities.clock.advance(30 * day);
  const post = (from: string, until: string) =>
    receiving.must(workerIn('malmo'), 'postCostLine', {
      params: { caseId },
      body: { service: 'support-talks', from, until },
    });
  const { line } = await post('2025-01-13', '2025-01-15');
  await post('2025-01-20', '2025-01-27');
  await cities.deliver();
  await receiving.must(administrator, 'reverseCostLine', { params: { lineId: line.id } });
  await cities.deliver();
  const body = { city: 'malmo', from: '2025-01-01', until: '2025-02-13' };
  const { id: statementId } = await home.must(administrator, 'proposeStatement', { body });
  await cities.deliver();
  return { cities, home, receiving, statementId, lineId: line.id as string };
}

t.test('the ledger as a table, alike from both sides', async (t) => {
  const { home, receiving, lineId } = await settled(t);
  const table = async (node: CityNode, city: string) => {
    const { status, headers, text } = await node.ask(administrator, 'exportLedger', { params: { city } });
    t.equal(status, 200);
    t.match(headers, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="ledger-${node.city}-${city}.csv"`,
    });
    return text;
  };
  const text = await table(home, 'malmo');
  t.equal(text, await table(receiving, 'stockholm'));
  const rows = text.split('\r\n');
  t.equal(rows.length, 5, 'a header, three lines, and the end');
  t.ok(
    rows.some((row) => row.startsWith(lineId) && row.includes(',2,0,2,900.00,0.00,0.00,1800.00,1800.00,')),
  );
  t.ok(
    rows.some((row) => row.includes(',-2,0,-2,900.00,0.00,0.00,-1800.00,-1800.00,') && row.includes(lineId)),
  );
  isProblem(t, await home.ask(administrator, 'exportLedger', { params: { city: 'uppsala' } }), [
    404,
    'NOT_FOUND',
    null,
  ]);
  isProblem(t, await home.ask(administrator, 'exportLedger', { params: { city: 'stockholm' } }), [
    404,
    'NOT_FOUND',
    null,
  ]);
});

t.test('vouchers, read back', async (t) => {
  const { home, receiving } = await settled(t);
  const vouchersIn = async (node: CityNode, query: string) => {
    const { status, headers, bytes } = await node.ask(administrator, 'exportVouchers', { query });
    t.equal(status, 200);
    t.match(headers, {
      'content-type': 'text/plain; charset=IBM437',
      'content-disposition': /^attachment; filename="vouchers-[a-z]+-[0-9-]+\.si"$/,
    });
    return parseSie(bytes).vouchers;
  };
  const february = '?from=2025-02-01&until=2025-03-01';
  const objects = [['20', '82']];
  t.strictSame(await vouchersIn(home, february), [
    {
      series: '',
      number: '',
      date: '20250212',
      text: 'Utjämning malmo 2025-02, skuld',
      transactions: [
        { account: '4630', objects, ore: 630_000n },
        { account: '2410', objects, ore: -630_000n },
      ],
    },
  ]);
  t.match(await vouchersIn(receiving, february), [
    {
      text: 'Utjämning stockholm 2025-02, fordran',
      transactions: [{ account: '1510', ore: 630_000n }, { account: '3530' }],
    },
  ]);
  t.strictSame(await vouchersIn(home, '?from=2025-01-01&until=2025-02-01'), []);
  for (const query of ['?from=2025-02-01&until=2025-02-01', '?from=2025-02-02&until=2025-02-01'])
    isProblem(t, await home.ask(administrator, 'exportVouchers', { query }), [409, 'DATE_IMPOSSIBLE', null]);
  isProblem(t, await home.ask(administrator, 'exportVouchers'), [400, 'REQUEST_INVALID', 'query/from']);
});

t.test('a statement with its lines, for the auditor', async (t) => {
  const { cities, home, receiving, statementId } = await settled(t);
  const folder = t.testdir();
  const save = async (node: CityNode, name: string) => {
    const { status, headers, text } = await node.ask(administrator, 'exportStatement', {
      params: { statementId },
    });
    t.equal(status, 200);
    t.match(headers, {
      'content-type': 'application/jsonl',
      'content-disposition': `attachment; filename="statement-${statementId}.jsonl"`,
    });
    t.equal(text.split('\n').length, 6, 'the statement, three lines, the end');
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const check = async (...args: string[]) => {
    const said: string[] = [];
    const status = await audit(args, { say: (line) => said.push(line), complain: (line) => said.push(line) });
    return { status, said: said.join('\n') };
  };
  const proposed = await save(home, 'proposed.jsonl');
  t.match(await check('check-statement', '--members', cities.membersFolder, proposed), {
    status: 1,
    said: 'line 1 (the statement): there is no signature by a key of malmo',
  });
  await receiving.must(administrator, 'signStatement', { params: { statementId } });
  await cities.deliver();
  const files = [await save(home, 'home.jsonl'), await save(receiving, 'receiving.jsonl')];
  for (const file of files)
    t.match(await check('check-statement', '--members', cities.membersFolder, file), {
      status: 0,
      said: /is well: 3 lines/,
    });
  t.match(await check('compare', ...files), { status: 0 });
  t.match(await check('compare', proposed, ...files.slice(1)), { status: 0 }, 'signed later');
  t.match(await check('check-sum', ...files.slice(1)), { status: 0, said: /^malmo: 7 days, 630000 öre/ });
  isProblem(t, await home.ask(administrator, 'exportStatement', { params: { statementId: uuid } }), [
    404,
    'NOT_FOUND',
    null,
  ]);
});
