// A social worker's day: what is to be done, cases by queue, requests that wait, the cities' contact points.
import type { DueItem } from '@storstad/contract';
import t, { type Test } from 'tap';
import type { CivilDate } from '../../src/domain/values.js';
import { caseReference } from '../../src/http/pages/case/case-reference.js';
import { pageIn, paging } from '../../src/http/pages/paging.js';
import { nextStepOf } from '../../src/http/pages/work/case-cells.js';
import { dueRows, isPressing, mostPressingFirst, whenDue } from '../../src/http/pages/work/due-rows.js';
import {
  administrator,
  agree,
  bringTo,
  liaison,
  openAndReady,
  openCase,
  worker,
  workerIn,
} from '../helpers/case-work.js';
import { day, startCities } from '../helpers/city-nodes.js';
import { fullBodies } from '../helpers/desk-bodies.js';
import { staff } from '../helpers/identity-provider.js';
import { linksIn, linksLeadSomewhere } from './links.js';
import { openPages } from './open-pages.js';

const today = '2025-01-13' as CivilDate;

t.test('how pressing a day is', async (t) => {
  const cases = [
    ['2025-01-12', 'overdue'],
    ['2025-01-13', 'today'],
    ['2025-01-14', 'soon'],
    ['2025-01-20', 'soon'],
    ['2025-01-21', 'later'],
  ] as const;
  for (const [dueOn, is] of cases) t.equal(whenDue(dueOn, today), is, dueOn);
});

t.test('the rows of what is due', async (t) => {
  const of = (...days: string[]) =>
    ({ items: days.map((dueOn) => ({ dueOn })) }) as unknown as Parameters<typeof dueRows>[0][number];
  const cases: readonly [what: string, of: ReturnType<typeof of>[], days: string[]][] = [
    ['none', [], []],
    ['overdue first, over cases', [of('2025-01-14'), of('2025-01-10')], ['2025-01-10', '2025-01-14']],
    ['what is far ahead waits', [of('2025-01-14', '2025-01-27', '2025-01-28')], ['2025-01-14', '2025-01-27']],
    ['the first of a case is always there', [of('2025-06-01', '2025-07-01')], ['2025-06-01']],
    [
      'what is overdue many times over is told once',
      [of('2024-12-30', '2025-01-06', '2025-01-13', '2025-01-20')],
      ['2024-12-30', '2025-01-13', '2025-01-20'],
    ],
  ];
  for (const [what, list, days] of cases)
    t.strictSame(
      dueRows(list, today).map(({ item }) => item.dueOn),
      days,
      what,
    );
  t.strictSame(
    dueRows([of('2024-12-23', '2024-12-30', '2025-01-06', '2025-01-13')], today).map(({ more }) => more),
    [2, 0],
  );
});

t.test('what is urgent stands before what is only overdue', async (t) => {
  const item = (dueOn: string, urgent: boolean) => ({ dueOn, urgent }) as DueItem;
  const pressing: readonly [dueOn: string, urgent: boolean, is: boolean][] = [
    ['2025-01-12', true, true],
    ['2025-01-12', false, false],
    ['2025-01-20', true, true],
    ['2025-01-21', true, false],
  ];
  for (const [dueOn, urgent, is] of pressing)
    t.equal(isPressing(item(dueOn, urgent), today), is, `${dueOn} ${urgent}`);
  const inOrder = [
    item('2025-01-12', true),
    item('2025-01-20', true),
    item('2025-01-01', false),
    item('2025-01-13', false),
    item('2025-01-21', true),
  ];
  t.strictSame(inOrder.toReversed().toSorted(mostPressingFirst(today)), inOrder);
});

t.test('the next step of a case', async (t) => {
  const plain = { side: 'home', state: 'draft', waitingForPolice: false, urgent: false } as const;
  const cases = [
    [plain, 'home.draft'],
    [{ ...plain, waitingForPolice: true }, 'police'],
    [{ ...plain, waitingForPolice: true, urgent: true }, 'urgent'],
    [{ ...plain, state: 'completed', urgent: true }, 'nothing'],
    [{ ...plain, side: 'receiving', state: 'received' }, 'receiving.received'],
  ] as const;
  for (const [summary, is] of cases) t.equal(nextStepOf(summary), is);
});

t.test('the page of a list', async (t) => {
  const cases = [
    ['', 1],
    ['page=3', 3],
    ['page=0', 1],
    ['page=-1', 1],
    ['page=1.5', 1],
    ['page=x', 1],
    ['page=1e9', 1],
  ] as const;
  for (const [query, is] of cases) t.equal(pageIn(new URLSearchParams(query)), is, query);
  const query = new URLSearchParams('queue=mine&page=3&done=assignCase');
  const { hrefOf, pages } = paging({ path: '/cases' }, query, { page: 3, limit: 20, total: 61 });
  t.equal(pages, 4);
  t.equal(
    hrefOf(2),
    '/cases?queue=mine&page=2',
    'all else that was asked for, but nothing of what was done before',
  );
});

async function open(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const [atHome, there] = [await openPages(t, home), await openPages(t, receiving)];
  return { cities, home, receiving, atHome, there, two: { home, receiving, deliver: cities.deliver } };
}

t.test('a day without anything', async (t) => {
  const { atHome } = await open(t);
  const reader = atHome.as(worker);
  const cases = [
    ['/tasks', 'Inget har en sista dag just nu.'],
    ['/tasks?show=overdue', 'Inget är försenat.'],
    ['/cases', 'Inga ärenden finns här.'],
    ['/cases/incoming', 'Inga förfrågningar väntar på svar.'],
    ['/contact-points', 'Malmö har inte publicerat hur staden nås.'],
  ] as const;
  for (const [path, text] of cases) t.match((await reader.get(path)).text, text, path);
  t.match((await reader.get('/tasks')).text, /Skickade 0 20 0/);
});

t.test('what is to be done, with the forms that do it', async (t) => {
  const { cities, home, atHome, there, two } = await open(t);
  const caseId = await openAndReady(home);
  await bringTo(two, caseId, 'in-progress');
  cities.clock.advance(9 * day);
  const reader = atHome.as(worker);
  const page = await reader.get('/tasks');
  t.match(page.text, caseReference(caseId));
  t.match(page.text, 'Stockholm – Malmö');
  t.match(page.text, /Försenad/);
  await linksLeadSomewhere(t, reader, ['/tasks', '/tasks?show=overdue'], '/cases');
  const received = there.as(workerIn('malmo'));
  t.ok(
    linksIn(await received.get('/tasks')).some((href) => href.includes('kind=contact')),
    'whose task it is has a link to the form',
  );
  t.notOk(
    linksIn(await atHome.as(liaison).get('/tasks')).some((href) => href.includes('kind=contact')),
    'a liaison does not have it',
  );
});

t.test('an urgent incident is the first that is seen, and what it is', async (t) => {
  const { cities, home, receiving, atHome, there, two } = await open(t);
  const quiet = await openAndReady(home);
  await bringTo(two, quiet, 'in-progress');
  const caseId = await openAndReady(home);
  await bringTo(two, caseId, 'in-progress');
  cities.clock.advance(35 * day);
  const at = cities.clock.now();
  await receiving.must(workerIn('malmo'), 'reportIncident', {
    params: { caseId },
    body: { kind: 'address-revealed', occurredAt: at, knownAt: at },
  });
  await cities.deliver();
  const firstRow = /Att göra Ärende Från – till.*?Grund Händelse: adressen röjd ([0-9A-F]{8}) .*?Brådskande/;
  for (const reader of [atHome.as(worker), there.as(workerIn('malmo'))]) {
    const { text } = await reader.get('/tasks');
    t.equal(firstRow.exec(text)?.[1], caseReference(caseId));
    t.match(text, 'Nästa steg i varje ärende står under Ärenden');
    t.notMatch((await reader.get(`/cases/${caseId}`)).text, 'Brådskande och försenat', 'it is not late yet');
  }
  cities.clock.advance(5 * day);
  for (const reader of [atHome.as(worker), there.as(workerIn('malmo'))])
    for (const path of ['', '/follow-up'])
      t.match(
        (await reader.get(`/cases/${caseId}${path}`)).text,
        /Brådskande och försenat: Händelse: adressen röjd skulle .*Att göra .*Händelse: adressen röjd .*Brådskande Försenad .*Kontakt/,
        path,
      );
});

t.test('a part of a unit by its name', async (t) => {
  const { home, atHome } = await open(t);
  const { id } = await home.must(worker, 'openCase', { body: { ...openCase('JARVA'), section: 'sig' } });
  const own = `Ärende ${caseReference(id)}`;
  t.match((await atHome.as(worker).get(`/cases/${id}`)).text, 'Sociala insatsgruppen (SIG)', own);
});

t.test('cases by queue and filter, twenty a page, without names', async (t) => {
  const { home, atHome } = await open(t);
  const ids: string[] = [];
  for (let n = 0; n < 21; n++) ids.push(await openAndReady(home));
  const [first = ''] = ids;
  await home.must(worker, 'recordPersonalDetails', {
    params: { caseId: first },
    body: { name: 'Testperson A' },
  });
  await home.must(worker, 'assignCase', {
    params: { caseId: first },
    body: { assignee: 'social-worker.1@test' },
  });
  const reader = atHome.as(worker);
  const page = await reader.get('/cases');
  t.match(page.text, 'Ärenden: 21');
  t.match(page.text, 'Sida 1 av 2');
  t.notMatch(page.text, 'Testperson A');
  t.match((await reader.get('/cases?page=2')).text, 'Sida 2 av 2');
  t.match((await reader.get('/cases?queue=mine')).text, /Ärenden: 1 .*Du/);
  t.match((await reader.get('/cases?state=requested')).text, 'Inga ärenden finns här.');
  t.match((await reader.get('/cases?state=draft&unit=JARVA&side=home')).text, 'Ärenden: 21');
  t.match(
    (await reader.get('/cases?state=nothing&queue=nothing')).text,
    'Ärenden: 21',
    'no choice is let be',
  );
  t.match((await atHome.as(staff('social-worker', 'FARSTA')).get('/cases')).text, 'Inga ärenden finns här.');
  await linksLeadSomewhere(t, reader, ['/cases', '/cases?queue=mine', '/cases/search'], '/cases');
  for (const member of [administrator, staff('auditor')])
    for (const path of ['/tasks', '/cases', '/cases/incoming', '/cases/search', '/badges'])
      t.equal((await atHome.as(member).get(path)).status, 403, `${member.roles[0]} ${path}`);

  const search = await reader.post('/cases/search', { name: 'testperson' });
  t.match(search.text, caseReference(first));
  t.notMatch(search.html.replaceAll(/value="[^"]*"/g, ''), 'Testperson A');
  t.match((await reader.post('/cases/search', { name: 'någon annan' })).text, 'Inget ärende hittades');
  t.equal((await reader.post('/cases/search', { name: '' })).status, 400);
  t.equal((await atHome.as(liaison).get('/cases/search')).status, 403);
});

t.test('requests that wait: what is asked for, and the answers to it', async (t) => {
  const { home, receiving, there, two } = await open(t);
  const caseId = await openAndReady(home);
  await bringTo(two, caseId, 'requested');
  const reader = there.as(workerIn('malmo'));
  const before = await reader.get('/cases/incoming');
  t.match(before.text, /Stockholm – Malmö.*Avhoppare.*Låg.*Stödsamtal.*Stödboende.*Väntar på polisen/);
  t.notOk(
    linksIn(before).some((href) => href.includes('/acceptance')),
    'accepting waits for the police',
  );
  await linksLeadSomewhere(t, reader, ['/cases/incoming'], '/cases');
  t.strictSame(JSON.parse((await reader.get('/badges')).html), { incoming: 1 });
  await receiving.must(liaison, 'clearPlace', { params: { caseId }, body: { verdict: 'clear' } });
  const after = await reader.get('/cases/incoming');
  t.match(after.text, /Lämplig.*Acceptera förfrågan/);
  await linksLeadSomewhere(t, reader, ['/cases/incoming'], '/cases/');
  const decided = await there.as(liaison).get('/cases/incoming');
  t.match(
    decided.text,
    'Ange först varför du läser den',
    'the liaison has decided, and it is not theirs any more',
  );
  t.notMatch(decided.text, /Acceptera förfrågan|Stödsamtal/);
});

t.test('how the cities are reached, with what they wrote shown as text', async (t) => {
  const { cities, receiving, atHome } = await open(t);
  const [contact] = fullBodies(today).publishContactPoint ?? [];
  const markup = '<img src=x onerror=alert(1)>';
  const point = contact as { functions: object[] };
  const body = { ...contact, functions: point.functions.map((one) => ({ ...one, function: markup })) };
  await receiving.must(administrator, 'publishContactPoint', { body });
  await cities.deliver();
  const page = await atHome.as(worker).get('/contact-points');
  t.notMatch(page.html, markup);
  t.match(page.html, '&lt;img src=x onerror=alert(1)>');
  t.match(page.text, '112');
  t.match(page.text, 'Samordning (utanför kontorstid)');
  t.notMatch(page.text, 'Ändra kontaktpunkten');
  const asAdministrator = atHome.as(administrator);
  t.match((await asAdministrator.get('/contact-points')).text, 'Ändra kontaktpunkten');
  await linksLeadSomewhere(t, asAdministrator, ['/contact-points'], '/contact-points/');
});
