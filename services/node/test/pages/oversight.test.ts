// What administrators and auditors look after: readings and their review, staff, the node, deliveries, reports.
import type { Reading } from '@storstad/contract';
import t, { type Test } from 'tap';
import { recordLogIn } from '../../src/commands/staff.js';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import { menuFor } from '../../src/http/pages/menu.js';
import { togetherInMinutes } from '../../src/http/pages/oversight/readings-page.js';
import {
  administrator,
  agree,
  agreementAmong,
  bringTo,
  liaison,
  openAndReady,
  openCase,
  worker,
} from '../helpers/case-work.js';
import { day, startCities } from '../helpers/city-nodes.js';
import { staff } from '../helpers/identity-provider.js';
import { refusedAcceptance } from '../helpers/refused-acceptance.js';
import { checkLinks, checkPage, linksIn, linksInMain } from './links.js';
import { openPages } from './open-pages.js';

const auditor = staff('auditor');
const pagesOfBoth = [
  '/overview',
  '/exports',
  '/reports',
  '/readings',
  '/staff',
  '/node-status',
  '/deliveries',
];

async function start(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const home = cities.node('stockholm');
  const pages = await openPages(t, home);
  return { ...cities, home, pages, admin: pages.as(administrator, 'adam'), auditor: pages.as(auditor) };
}

t.test('every page before anything has happened, and for whom it is not', async (t) => {
  const { pages, admin, auditor } = await start(t);
  for (const path of pagesOfBoth) {
    checkPage(t, await admin.get(path));
    for (const member of [worker, liaison]) t.equal((await pages.as(member).get(path)).status, 403, path);
  }
  t.equal((await auditor.get('/deliveries')).status, 403);
  t.match((await admin.get('/readings')).text, 'Inga läsningar finns med det urvalet.');
  t.match((await admin.get('/staff')).text, 'Ingen har loggat in än.');
  t.match((await admin.get('/deliveries')).text, 'Inget meddelande väntar.');
  for (const path of ['/reports', '/readings', '/staff', '/node-status', '/deliveries'])
    await checkLinks(t, admin, path);
  for (const path of ['/reports', '/readings', '/staff', '/node-status']) {
    const shown = await checkLinks(t, auditor, path);
    checkPage(t, shown);
  }
  t.notMatch((await auditor.get('/overview')).html, '/deliveries');
});

t.test('an auditor is led to all that they may read, in words of somebody who only reads', async (t) => {
  const { admin, auditor } = await start(t);
  const overview = await auditor.get('/overview');
  for (const { href } of menuFor(['auditor'])) t.equal((await auditor.get(href)).status, 200, href);
  for (const { href } of menuFor(['auditor'])) t.ok(linksIn(overview).includes(href), href);
  t.ok(linksIn(overview).includes('/'), 'the name of the service leads to where one begins');
  t.strictSame(menuFor(['auditor']), menuFor(['administrator']));
  t.match(overview.text, 'Avräkningar som väntar på stadens signatur');
  t.notMatch(overview.text, /att (signera|godkänna)/);
  t.match((await admin.get('/overview')).text, 'Avräkningar att signera');
});

t.test('all files that may be downloaded are on one page', async (t) => {
  const { home, auditor, admin, pages, clock, deliver, node } = await start(t);
  const shown = await checkLinks(t, auditor, '/exports');
  checkPage(t, shown);
  t.strictSame(linksInMain(shown), [
    '/balances/malmo/lines.csv',
    '/balances/vouchers',
    '/reports/2025/table?audience=board',
    '/reports/2025/table?audience=external',
  ]);
  t.match(shown.text, 'Ingen avräkning är gjord än.');
  const body = { city: 'malmo', from: '2025-01-01', until: '2025-01-02' };
  const { id } = await home.must(administrator, 'proposeStatement', { body });
  const withStatement = await checkLinks(t, admin, '/exports');
  t.match(linksInMain(withStatement), ['/balances/malmo/lines.csv', `/statements/${id}/lines.jsonl`]);
  t.match(withStatement.text, 'Avräkningen med Malmö, 1 januari 2025 (JSON-rader)');

  await deliver();
  const malmo = node('malmo');
  await malmo.must(administrator, 'declineStatement', {
    params: { statementId: id },
    body: { reason: 'period-not-agreed' },
  });
  await deliver();
  const refused = await admin.get('/exports');
  t.notMatch(refused.html, id, 'what was declined is no file to keep');
  t.match(refused.text, 'Ingen avräkning är gjord än.');
  const next = { id: '2026', validFrom: '2026-01-01', validUntil: '2027-01-01' };
  await home.must(administrator, 'proposeAgreement', {
    body: { ...agreementAmong(['stockholm', 'malmo']), ...next },
  });
  clock.advance(360 * day);
  const nextYear = { city: 'malmo', from: '2026-01-05', until: '2026-01-06' };
  for (const agreement of ['2025', '2026'])
    await home.must(administrator, 'proposeStatement', { body: { ...nextYear, agreement } });
  const { text } = await pages.as(administrator).get('/exports');
  t.match(text, 'Avräkningen med Malmö, 5 januari 2026, version 2025 (JSON-rader)');
  t.match(text, 'Avräkningen med Malmö, 5 januari 2026, version 2026 (JSON-rader)');
});

t.test('the overview counts and leads on', async (t) => {
  const { home, admin, deliver, node } = await start(t);
  const between = { home, receiving: node('malmo'), deliver };
  await bringTo(between, await openAndReady(home), 'requested');
  const overview = await admin.get('/overview');
  const { text } = overview;
  t.match(text, /Skickade ärenden \(2025\) 1 av 2/);
  t.match(text, /Avvisade meddelanden 0/);
  t.strictSame(linksInMain(overview).sort(), [
    '/agreements',
    '/balances/disputes',
    '/cost-findings',
    '/deliveries',
    '/invoices?withFindings=true',
    '/node-status',
    '/quotas',
    '/readings',
    '/staff',
    '/statements',
  ]);
});

t.test('readings are chosen by day, reason and whose case it is, and reviewed', async (t) => {
  const { home, admin: adam, pages, clock } = await start(t);
  const markup = '<b>anna</b>';
  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  const params = { caseId };
  await home.must(worker, 'assignCase', { params, body: { assignee: markup } });
  await home.must(worker, 'giveReadingReason', { params, body: { reason: 'standing-in' } });
  await home.must(worker, 'getCase', { params });
  await home.must(liaison, 'getCase', { params });
  const all = await adam.get('/readings');
  checkPage(t, all);
  t.match(all.text, 'Läsningar 1–2 av 2');
  t.match(all.text, 'Ersätter kollega');
  t.match(all.text, 'Eget ärende');
  t.match(all.text, caseId.slice(0, 8).toUpperCase());
  const chosen = async (choice: string) =>
    (await adam.post('/readings', Object.fromEntries(new URLSearchParams(choice)))).text;
  t.match(await chosen('notOwn=yes'), 'Läsningar 1–1 av 1');
  t.match(await chosen('reason=standing-in'), 'Läsningar 1–1 av 1');
  t.match(await chosen('reason=review'), 'Inga läsningar finns med det urvalet.');
  const reference = caseId.slice(0, 8);
  t.match(await chosen(`caseReference=${reference.toUpperCase()}`), 'Läsningar 1–2 av 2');
  t.match(await chosen('caseReference=00000000'), 'Inga läsningar finns med det urvalet.');
  t.match(await chosen('caseReference=0'), 'Skriv ärendets beteckning');
  t.match(await chosen(`caseReference=${reference}&staff=test-police-liaison`), 'Läsningar 1–1 av 1');
  t.match(await chosen('staff=nobody'), 'Inga läsningar finns med det urvalet.');
  t.match(await chosen('staff=no+body'), 'Skriv användarens namn');
  const days = (from: string, last: string) =>
    [from, last]
      .map((date, i) => [date.split('-'), i === 0 ? 'from' : 'last'] as const)
      .map(([[y, m, d], name]) => `${name}-year=${y}&${name}-month=${m}&${name}-day=${d}`)
      .join('&');
  t.match(await chosen(days('2025-01-13', '2025-01-13')), 'Läsningar 1–2 av 2', 'the last day counts');
  t.match(await chosen(days('2025-01-14', '2025-01-20')), 'Inga läsningar finns med det urvalet.');
  t.match(await chosen(days('2025-02-31', '2025-02-31')), 'Ange ett datum som finns');

  clock.advance(day);
  const [admin, auditor] = [pages.as(administrator, 'adam'), pages.as(staff('auditor'))];
  t.match(
    (await admin.get('/readings')).text,
    'Läsningar från och med den 13 januari 2025 är inte granskade.',
  );
  const form = formHref('reviewReadings');
  t.match((await admin.get('/readings')).html, form);
  const asked = await admin.get(form);
  t.match(asked.html, /name="until-day"[^>]*value="13"/, 'up to today is filled in');
  const done = await admin.post(form, {
    ...dateEntries('from', '2025-01-13'),
    ...dateEntries('until', '2025-01-13'),
    outcome: 'nothing-found',
  });
  t.match(done.location, '/readings?done=reviewReadings', done.text);
  const after = await auditor.get('/readings');
  t.match(after.text, /13 januari 2025 2 Inget att anmärka på adam 14 januari 2025/);
  t.notMatch(after.text, 'är inte granskade');
  t.equal((await pages.as(worker).get('/readings')).status, 403);
});

t.test('a hundred readings are a page, however few rows they make', async (t) => {
  const { home, admin } = await start(t);
  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  for (let n = 0; n < 103; n++) await home.must(worker, 'getCase', { params: { caseId } });
  t.match((await admin.get('/readings')).text, /Läsningar 1–100 av 103 .*\(100 gånger\).*Sida 1 av 2/);
  t.match((await admin.get('/readings?page=2')).text, /Läsningar 101–103 av 103 .*Sida 2 av 2/);
});

t.test('whose readings are gone through stands in no address, on further pages either', async (t) => {
  const { home, admin } = await start(t);
  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  for (let n = 0; n < 101; n++) await home.must(worker, 'getCase', { params: { caseId } });
  await home.must(liaison, 'getCase', { params: { caseId } });
  const all = await admin.get('/readings?page=2');
  t.match(all.text, 'Sida 2 av 2', 'all of them have addresses');
  const choice = { staff: 'test-social-worker' };
  const first = await admin.post('/readings', choice);
  t.match(first.text, /Läsningar 1–100 av 101 .*Sida 1 av 2 .*Nästa/);
  checkPage(t, first);
  for (const form of first.html.match(/<form[^>]*>/g) ?? []) t.notMatch(form, 'test-social-worker');
  t.strictSame(
    linksIn(first).filter((href) => href.includes('test-social-worker')),
    [],
  );
  const [, next = ''] = /app-pagination.*?(<form.*?<\/form>)/.exec(first.html) ?? [];
  const fields = [...next.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const sent = Object.fromEntries(fields);
  t.match(sent, { ...choice, page: '2' });
  const second = await admin.post('/readings', sent);
  t.match(second.text, /Läsningar 101–101 av 101 .*Sida 2 av 2/);
  t.match(second.html, /name="staff"[^>]*value="test-social-worker"/);
});

t.test('what somebody is shown of a case within a minute is one row', (t) => {
  const reading = (at: string, of: Partial<Reading> = {}): Reading => ({
    at: `2025-01-13T${at}Z`,
    staff: 'anna',
    caseId: 'a',
    operation: 'getCase',
    own: true,
    reason: null,
    ...of,
  });
  const rows = togetherInMinutes([
    reading('12:01:59.999'),
    reading('12:01:40.000', { operation: 'getThread' }),
    reading('12:01:30.000', { staff: 'berit' }),
    reading('12:01:20.000', { caseId: 'b' }),
    reading('12:01:10.000', { own: false, reason: 'review' }),
    reading('12:01:00.000'),
    reading('12:00:59.999'),
  ]);
  t.strictSame(
    rows.map(({ reading: { at, staff, caseId, reason }, operations }) => [
      at.slice(11, 19),
      staff,
      caseId,
      reason,
      Object.fromEntries(operations),
    ]),
    [
      ['12:01:59', 'anna', 'a', null, { getCase: 2, getThread: 1 }],
      ['12:01:30', 'berit', 'a', null, { getCase: 1 }],
      ['12:01:20', 'anna', 'b', null, { getCase: 1 }],
      ['12:01:10', 'anna', 'a', 'review', { getCase: 1 }],
      ['12:00:59', 'anna', 'a', null, { getCase: 1 }],
    ],
  );
  t.end();
});

t.test('staff, as their log-in said', async (t) => {
  const { home, admin } = await start(t);
  await recordLogIn(home.node, {
    subject: '<b>anna</b>',
    roles: ['social-worker', 'administrator'],
    units: [],
  });
  const shown = await admin.get('/staff');
  checkPage(t, shown);
  t.match(shown.html, '&lt;b>anna&lt;/b>');
  t.match(shown.text, /Handläggare, administratör/i);
});

t.test('a message that waits', async (t) => {
  const { home, admin, node } = await start(t);
  const caseId = await openAndReady(home);
  node('malmo').peerDoor.shut();
  await home.must(worker, 'sendReferral', { params: { caseId }, body: { city: 'malmo' } });
  await home.log.hear('not delivered', 1);
  const waiting = await admin.get('/deliveries');
  checkPage(t, waiting);
  t.match(waiting.text, /Väntar \(1\)/);
  t.match(waiting.text, /Förfrågan Malmö/);
  t.match(waiting.text, 'Den andra stadens nod nås inte');
  t.match((await admin.get('/node-status')).text, /Malmö Förbindelse finns 1 13 januari 2025/);
  t.match((await admin.get('/overview')).text, /Meddelanden som väntar 1/);
  node('malmo').peerDoor.open();
});

t.test('a message that was refused is ticked off', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const messageId = await refusedAcceptance({ home, receiving, deliver: cities.deliver });
  const pages = await openPages(t, receiving);
  const admin = pages.as(administrator);
  const refused = await checkLinks(t, admin, '/deliveries');
  checkPage(t, refused);
  t.match(refused.text, /Avvisade \(1\)/);
  t.match(refused.text, 'Förfrågan accepterad Stockholm');
  const form = formHref('acknowledgeDelivery', { messageId });
  t.match(refused.html, form);
  t.match((await admin.get('/overview')).text, /Avvisade meddelanden 1/);
  const done = await admin.post(form, { note: 'staff-told' });
  t.equal(done.location, '/deliveries?done=acknowledgeDelivery', done.text);
  const after = await admin.get('/deliveries');
  t.match(after.text, /Avvisade \(0\)/);
  t.match(after.text, 'Berörda har fått veta');
  t.match((await admin.get('/overview')).text, /Avvisade meddelanden 0/);
});

t.test('the report within the frame, and as a file', async (t) => {
  const { admin, auditor } = await start(t);
  for (const audience of ['board', 'external']) {
    const shown = await admin.get(`/reports/2025?audience=${audience}`);
    t.equal(shown.status, 200, shown.text);
    checkPage(t, shown);
    t.match(shown.text, 'Rapport för avtalsversion 2025');
    t.match(shown.html, '/assets/');
    const table = await auditor.get(`/reports/2025/table?audience=${audience}`);
    t.equal(table.status, 200);
    t.match(table.html, /^\S*[a-z]+,[a-z]/i);
  }
  t.equal((await admin.get('/reports/2031?audience=board')).status, 404);
  t.equal((await admin.get('/reports/2025?audience=press')).status, 400);
  await checkLinks(t, admin, '/reports/2025?audience=board');
});

const dateEntries = (name: string, date: string) => {
  const [year = '', month = '', dayOf = ''] = date.split('-');
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: dayOf };
};
