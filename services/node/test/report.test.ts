// The year's report through HTTP: who may have it, in which forms, in which language, and what others are told.
import type { Report, ReportTable } from '@storstad/contract';
import t from 'tap';
import { request } from 'undici';
import { reportMeasures } from '../src/domain/report.js';
import { moneyTables } from '../src/domain/report-money.js';
import type { AgreementId, City } from '../src/domain/values.js';
import { reportTable } from '../src/exports/report-table.js';
import { reportPage } from '../src/http/pages/report-page.js';
import { reportNotes, reportTexts } from '../src/report-texts.js';
import { administrator, agree, bringTo, openAndReady, worker } from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';
import { isProblem } from './helpers/desk-problem.js';
import { staff } from './helpers/identity-provider.js';

const auditor = staff('auditor');
const params = { agreementId: '2025' };
const query = (audience: string) => ({ params, query: `?audience=${audience}` });
const table = (report: Report, measure: string, direction = 'all') =>
  Object.fromEntries(
    report.parts
      .find((part) => part.direction === direction)
      ?.tables.find((each) => each.measure === measure)
      ?.rows.map(({ key, status, value }) => [key, value ?? status]) ?? [],
  );

async function page(node: CityNode, audience: string, language = 'sv', member = administrator) {
  const answer = await request(`${node.deskUrl}/reports/2025/page?audience=${audience}`, {
    headers: { authorization: `Bearer ${node.token(member)}`, 'accept-language': language },
  });
  return { status: answer.statusCode, headers: answer.headers, html: await answer.body.text() };
}

t.test('through the desk', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 1);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'in-progress');
  const second = await openAndReady(home);
  for (let tries = 0; tries < 2; tries++)
    await home.ask(worker, 'sendReferral', { params: { caseId: second }, body: { city: 'malmo' } });

  await t.test('administrators and auditors may have it, in every form', async (t) => {
    for (const operation of ['getReport', 'exportReport']) {
      for (const member of [administrator, auditor])
        t.equal((await home.ask(member, operation, query('board'))).status, 200, operation);
      for (const member of [worker, staff('police-liaison')])
        isProblem(t, await home.ask(member, operation, query('board')), [403, 'NOT_PERMITTED', null]);
      const unknown = { ...query('board'), params: { agreementId: '1999' } };
      isProblem(t, await home.ask(auditor, operation, unknown), [404, 'NOT_FOUND', null]);
      const wrong = await home.ask(auditor, operation, query('everyone'));
      isProblem(t, wrong, [400, 'REQUEST_INVALID', 'query/audience']);
      isProblem(t, await home.ask(auditor, operation, { params }), [
        400,
        'REQUEST_INVALID',
        'query/audience',
      ]);
    }
    t.equal((await page(home, 'board', 'sv', auditor)).status, 200);
    t.equal((await page(home, 'board', 'sv', worker)).status, 403);
    t.equal((await page(home, 'everyone')).status, 400);
    const stranger = await request(`${home.deskUrl}/reports/2025/page?audience=board`);
    t.equal(stranger.statusCode, 401);
    await stranger.body.dump();
  });

  await t.test('each city’s boards are told of its own cases', async (t) => {
    const sent: Report = await home.must(administrator, 'getReport', query('board'));
    t.strictSame(table(sent, 'exchanges'), { all: 1 });
    t.strictSame(table(sent, 'stopped-by-quota'), { QUOTA_HOME: 1, QUOTA_RECEIVING: 0 });
    t.strictSame(table(sent, 'stays'), { 'not-arrived': 0, running: 1, ended: 0 });
    t.equal(table(sent, 'kind').defector, 2);
    const received: Report = await receiving.must(administrator, 'getReport', query('board'));
    t.strictSame(table(received, 'exchanges', 'received'), { all: 1 });
    t.strictSame(table(received, 'exchanges', 'sent'), { all: 0 });
    t.match(table(received, 'relocation-needed'), { 'not-known': 1 });
  });

  await t.test('others are told the number of exchanges, and that no effect is claimed', async (t) => {
    const report: Report = await home.must(auditor, 'getReport', query('external'));
    const shown = report.parts.flatMap(({ tables }) =>
      tables.flatMap(({ measure, rows }) =>
        rows.flatMap((r) => (r.status === 'suppressed' ? [] : [[measure, r.value]])),
      ),
    );
    t.strictSame(shown, [['exchanges', 1]]);
    t.equal(report.parts.length, 1);
    for (const [language, word] of [
      ['sv', 'ingen effekt'],
      ['en', 'no effect'],
    ] as const) {
      const parts = { ...query('external'), headers: { 'accept-language': language } };
      const { notes }: Report = await home.must(auditor, 'getReport', parts);
      t.match(notes[0], { code: 'no-effect-claimed', text: new RegExp(word) });
      const { text } = await home.ask(auditor, 'exportReport', parts);
      t.match(text, word);
    }
  });

  await t.test('the table', async (t) => {
    const { headers, text } = await home.ask(auditor, 'exportReport', query('external'));
    t.match(headers['content-type'], /^text\/csv/);
    const lines = text.split('\r\n');
    t.equal(lines[0], 'section,measure,key,value,unit,direction,city');
    t.ok(lines.includes('volume,exchanges,all,1,number,all,'));
    t.ok(lines.includes('case,kind,defector,suppressed,number,all,'));
    t.notOk(text.includes('malmo'));
  });

  await t.test('the page', async (t) => {
    const swedish = await page(home, 'board');
    t.match(swedish.headers['content-type'], 'text/html; charset=utf-8');
    t.match(swedish.headers['content-security-policy'], /^default-src 'none'; style-src 'self';/);
    t.match(swedish.html, /^<!doctype html><html lang="sv">/);
    t.match(swedish.html, 'Härifrån till Malmö');
    t.match((await page(home, 'board', 'en')).html, 'Sent to Malmö');
    const others = (await page(home, 'external')).html;
    t.notMatch(others, 'Malmö');
    t.notMatch(others, caseId);
    const [, styleUrl = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(swedish.html) ?? [];
    const style = await request(new URL(styleUrl, home.deskUrl));
    t.equal(style.statusCode, 200);
    t.match(style.headers['content-type'], 'text/css');
    t.match(await style.body.text(), '@media print');
  });
});

const anyReport = (tables: Report['parts'][number]['tables'], city = 'stockholm'): Report => ({
  agreement: '2025',
  audience: 'board',
  city,
  asOf: '2025-12-31',
  notes: reportNotes('sv', 'external'),
  parts: [{ direction: 'all', city: null, tables }],
});

t.test('neither language lacks a text', (t) => {
  const money = moneyTables(
    {
      balances: [{ city: 'malmo' as City, months: [] }],
      invoiceFindings: [{ code: 'X', amountOre: 1 }],
    },
    '2025' as AgreementId,
  );
  const measures = [...reportMeasures, ...money];
  const namesOf = (value: object): unknown[] =>
    Object.entries(value).map(([name, inner]) => (typeof inner === 'string' ? name : [name, namesOf(inner)]));
  t.strictSame(namesOf(reportTexts.sv), namesOf(reportTexts.en));
  for (const texts of Object.values(reportTexts)) {
    for (const { measure, section, unit } of measures)
      t.ok(texts.measures[measure] && texts.sections[section] && texts.units[unit], measure);
    t.strictSame(Object.keys(texts.measures).toSorted(), measures.map(({ measure }) => measure).toSorted());
    for (const { measure, keys, shape } of reportMeasures)
      for (const key of shape === 'spread' ? ['median', 'lowest', 'highest'] : keys)
        t.ok(texts.keys[`${measure}/${key}`] ?? texts.keys[key], `${measure}/${key}`);
  }
  t.end();
});

t.test(
  'one heading, sections, tables with captions and heads; no script, no style of its own, no markup from data',
  (t) => {
    const rows = [{ key: '<script>alert(1)</script>', status: 'known' as const, value: -123_456 }];
    const section = 'cost' as const;
    const html = reportPage(
      anyReport([{ section, measure: 'balance-amount-by-city', unit: 'ore', rows }], '<b>stad</b>'),
      'sv',
    );
    const count = (tag: RegExp) => [...html.matchAll(tag)].length;
    t.equal(count(/<h1>/g), 1);
    t.equal(count(/<title>/g), 1);
    t.ok(count(/<table>/g) > 0);
    t.equal(count(/<table>/g), count(/<caption>/g));
    t.equal(count(/<th scope="row">/g), 1);
    t.equal(count(/<th scope="col"/g), 2);
    t.equal(count(/<script|<style| style=|<b>| on\w+=/g), 0);
    t.match(html, '&lt;script>');
    t.match(html, /−1\s234,56/, 'öre as kronor');
    t.end();
  },
);

t.test('parts stand beside each other, and what tells nothing is one line', (t) => {
  const row = (key: string, value: number | null) => ({
    key,
    status: value === null ? ('not-known' as const) : ('known' as const),
    value,
  });
  const tables = (...numbers: number[]): ReportTable[] => [
    { section: 'volume', measure: 'exchanges', unit: 'number', rows: [row('all', numbers[0] ?? 0)] },
    {
      section: 'volume',
      measure: 'referrals',
      unit: 'number',
      rows: ['accepted', 'waiting', 'withdrawn'].map((key, i) => row(key, i === 0 ? (numbers[0] ?? 0) : 0)),
    },
    { section: 'volume', measure: 'fallback', unit: 'number', rows: [row('none', 0)] },
    { section: 'waiting', measure: 'request-to-answer', unit: 'days', rows: [row('median', null)] },
  ];
  const parts: Report['parts'] = [
    { direction: 'all', city: null, tables: tables(7) },
    { direction: 'sent', city: null, tables: tables(7) },
    { direction: 'received', city: null, tables: tables(0) },
    { direction: 'sent', city: 'malmo', tables: tables(7) },
    { direction: 'received', city: 'malmo', tables: tables(0) },
    { direction: 'sent', city: 'goteborg', tables: tables(0) },
    { direction: 'received', city: 'goteborg', tables: tables(0) },
  ];
  const html = reportPage({ ...anyReport([]), parts }, 'sv');
  const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  t.match(text, 'Sammanfattning Uppgift Alla Härifrån Hit Utbyten (antal) 7 7 0 ');
  t.match(text, 'Förfrågningar och svar (antal) Ja 7 7 0 Övriga 2, vardera 0 0 0');
  t.match(text, 'Inga: Skydd och stöd i stället.');
  t.match(text, 'Inte känt: Förfrågan till ja.', 'which is never told as none');
  t.match(text, 'Uppgift Härifrån till Malmö Hit från Malmö Utbyten (antal) 7 0');
  t.match(text, /Ärenden med Göteborg Inga ärenden\./);
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  t.strictSame(links, ['volume', 'waiting', 'with-malmo', 'with-goteborg']);
  t.ok(links.every((id) => ids.has(id)));
  t.end();
});

t.test('no cell of the table starts a formula, and numbers stay numbers', (t) => {
  const rows = ['=1+1', '+1', '-1', '@x', '\tx'].map((key) => ({ key, status: 'known' as const, value: -5 }));
  const csv = reportTable(anyReport([{ section: 'cost', measure: 'balance-days', unit: 'days', rows }]));
  for (const { key } of rows) t.ok(csv.includes(`,'${key},-5,`), JSON.stringify(key));
  t.end();
});
