// The pages of one case: who sees what of it, who says why they read it, and what a text from another city can do to them.
import type { Role } from '@storstad/contract';
import t, { type Test } from 'tap';
import { recordLogIn } from '../../src/commands/staff.js';
import type { Unit } from '../../src/domain/values.js';
import { subPageHref, subPages } from '../../src/http/pages/case/sub-pages.js';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import { withService } from '../helpers/bought-service.js';
import {
  administrator,
  agree,
  bringTo,
  liaison,
  openAndReady,
  units,
  worker,
  workerIn,
} from '../helpers/case-work.js';
import { day, startCities } from '../helpers/city-nodes.js';
import { contentsOf, writtenSince } from '../helpers/store-contents.js';
import { linksIn, linksLeadSomewhere } from './links.js';
import { openPages } from './open-pages.js';

const allPages = (caseId: string) => subPages.map((page) => subPageHref(caseId, page));

/** A case in the state that is wanted, in both cities, and their pages. */
async function withCase(t: Test, to: Parameters<typeof bringTo>[2]) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  await home.must(worker, 'recordPersonalDetails', { params: { caseId }, body: details });
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, to);
  return {
    cities,
    home,
    receiving,
    caseId,
    atHome: await openPages(t, home),
    there: await openPages(t, receiving),
  };
}

const details = { name: 'Testperson A', protectedIdentity: true };
const readings = async (node: Awaited<ReturnType<typeof withCase>>['home'], caseId: string) =>
  (await node.must(administrator, 'listReadings', { params: { caseId }, query: '?limit=100' })).readings;

t.test('an ordinary case is shown on all its pages, in both cities', async (t) => {
  const { cities, home, caseId, atHome, there, receiving } = await withCase(t, 'in-progress');
  cities.clock.advance(9 * day);
  const reader = atHome.as(worker);
  const { text, html } = await reader.get(`/cases/${caseId}`);
  const reference = caseId.slice(0, 8).toUpperCase();
  for (const said of [
    'Testperson A',
    reference,
    'Stockholm – Malmö',
    'Skyddade personuppgifter',
    'Plats 1 av 2 (2025)',
  ])
    t.match(text, said);
  t.match(text, 'Försenat: Kontaktperson', 'what is late is said on every page');
  t.match(text, 'Malmö, handläggare', 'and whose it is');
  t.notMatch(html.slice(0, html.indexOf('</title>')), 'Testperson', 'no name where browsers remember');
  t.equal(html.match(/<h1/g)?.length, 1);
  for (const [pages, member] of [
    [atHome, worker],
    [there, workerIn('malmo')],
  ] as const)
    await linksLeadSomewhere(t, pages.as(member), allPages(caseId), `/cases/${caseId}`);
  const inEnglish = (await openPages(t, home, 'en')).as(worker);
  for (const path of allPages(caseId)) t.equal((await inEnglish.get(path)).status, 200, path);
  const theirs = await there.as(workerIn('malmo')).get(`/cases/${caseId}`);
  t.notMatch(theirs.text, 'Testperson A', 'nobody there knows who it is before it is disclosed');
  t.match(theirs.text, `Ärende ${reference}`);
  await home.must(worker, 'disclosePersonalDetails', { params: { caseId } });
  await cities.deliver();
  t.match((await there.as(workerIn('malmo')).get(`/cases/${caseId}`)).text, 'Testperson A');
  const own = (await readings(receiving, caseId)).filter(({ own }: { own: boolean }) => !own);
  t.strictSame(own, [], 'each reads an own case');
});

t.test('an empty case says what there is not', async (t) => {
  const { caseId, atHome } = await withCase(t, 'draft');
  const reader = atHome.as(worker);
  const said = async (page: (typeof subPages)[number]) => (await reader.get(subPageHref(caseId, page))).text;
  t.match(await said('overview'), 'Ingen förfrågan är skickad än');
  t.match(await said('referral'), 'Ingen stad är tillfrågad än.');
  t.match(await said('follow-up'), 'Ingen händelse är rapporterad.');
  t.match(await said('costs'), 'Ingen kostnadsrad är skickad.');
  t.match(await said('messages'), 'Inga meddelanden har skickats mellan städerna.');
  t.match(await said('history'), 'Inga tidsfrister än.');
  await linksLeadSomewhere(t, reader, allPages(caseId), `/cases/${caseId}`);
});

t.test('personal details that there are not are not asked for', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const home = cities.node('stockholm');
  const caseId = await openAndReady(home);
  const reader = (await openPages(t, home)).as(worker);
  const before = contentsOf(home.node.store);
  for (const path of allPages(caseId)) t.equal((await reader.get(path)).status, 200, path);
  const { entries } = writtenSince(home.node.store, before);
  t.ok(entries.length >= subPages.length, 'each page is a reading');
  t.strictSame(
    entries.filter(({ type }) => type !== 'case-read'),
    [],
    'and none was refused',
  );
});

t.test('what is bought, and days away, are shown by their last day', async (t) => {
  const { node, params, caseId } = await withService(t);
  const malmo = workerIn('malmo');
  await node.must(malmo, 'recordLeave', {
    params,
    body: { from: '2025-01-20', until: '2025-01-27', reason: 'hospital' },
  });
  await node.must(malmo, 'recordUpkeep', {
    params,
    body: { from: '2025-01-13', until: '2025-02-01', amountOre: 1000 },
  });
  const reader = (await openPages(t, node)).as(malmo);
  const said = async () => (await reader.get(subPageHref(caseId, 'costs'))).text.replaceAll(/\s+/g, ' ');
  const before = await said();
  t.match(before, '20–26 januari 2025', 'the person came back on the 27th');
  t.match(before, '13–31 januari 2025', 'upkeep for a month');
  t.match(before, '13 januari 2025 – tills vidare', 'a service without an end');
  const { externalServices } = await node.must(malmo, 'getCaseCosts', { params });
  await node.must(malmo, 'endExternalService', {
    params: { caseId, externalServiceId: externalServices[0].notice.id },
    body: { endedOn: '2025-02-08' },
  });
  t.match(await said(), '13 januari–7 februari 2025', 'the day after the last one is not billable');
});

t.test('a liaison is shown no more than the decision needs', async (t) => {
  const { caseId, atHome, home } = await withCase(t, 'draft');
  await home.must(worker, 'correctIntake', { params: { caseId }, body: { healthNeeds: 'Hälsotext' } });
  const threat = { level: 'low', confirmed: true, lethalViolenceRisk: true, activeProtectionNeeded: false };
  const changed = { ...threat, evidencePerson: 'no', admitsInvolvement: false, assessedOn: '2025-01-13' };
  await home.must(liaison, 'assessThreat', { params: { caseId }, body: changed });
  const reader = atHome.as(liaison);
  for (const page of subPages.filter((one) => one !== 'costs')) {
    const { status, text, html } = await reader.get(subPageHref(caseId, page));
    t.equal(status, 200, page);
    for (const hidden of ['Testperson A', 'Hälsotext', 'Till annan kommun', '1998', 'Född'])
      t.notMatch(text, hidden, `${page} hides ${hidden}`);
    t.notMatch(html, `/cases/${caseId}/costs`);
  }
  t.equal((await reader.get(subPageHref(caseId, 'costs'))).status, 403);
  t.match((await reader.get(`/cases/${caseId}`)).text, 'Mellan socialtjänst och polis');
  t.match((await atHome.as(worker).get(subPageHref(caseId, 'consents'))).text, 'Till annan kommun');
});

t.test('who reads a case that is not their own says why first, and comes back', async (t) => {
  const { home, caseId, atHome } = await withCase(t, 'requested');
  await home.must(worker, 'assignCase', { params: { caseId }, body: { assignee: 'anna@test' } });
  const reader = atHome.as(worker, 'bo@test');
  const anna = atHome.as(worker, 'anna@test');
  t.equal((await anna.get(`/cases/${caseId}/history`)).status, 200);
  const before = (await readings(home, caseId)).length;
  const form = `/cases/${caseId}/register-checks/new`;
  for (const path of [...allPages(caseId), `/cases/${caseId}/reclassifications/new`]) {
    const { status, location } = await reader.get(path);
    t.equal(status, 303, path);
    t.equal(location, `/cases/${caseId}/readings/new?then=${encodeURIComponent(path)}`);
  }
  t.equal((await reader.get(form)).status, 403, 'a role that may not is refused before');
  const posted = await reader.post(`/cases/${caseId}/reclassifications/new`, { kind: 'protected-person' });
  t.match(posted.location, 'readings/new', 'nor is a form taken');
  t.equal((await readings(home, caseId)).length, before, 'nothing of the case was shown');
  const asked = await reader.get(`/cases/${caseId}/history?page=2`);
  const why = await reader.get(asked.location ?? '');
  t.equal(why.status, 200);
  t.match(why.text, 'Varför läser du ärendet?');
  t.equal((await reader.post(asked.location ?? '', {})).status, 400, 'a reason must be chosen');
  const given = await reader.post(asked.location ?? '', { reason: 'standing-in' });
  t.equal(given.status, 303);
  t.equal(given.location, `/cases/${caseId}/history?page=2&done=giveReadingReason`);
  t.equal((await reader.get(given.location ?? '')).status, 200);
  const shown = (await readings(home, caseId)).slice(0, -before || undefined);
  t.ok(shown.length > 0);
  for (const { own, reason } of shown) t.strictSame({ own, reason }, { own: false, reason: 'standing-in' });
  for (const then of [
    'https://evil.invalid/x',
    '//evil.invalid/',
    '/staff',
    `/cases/${caseId}/../../staff`,
    `/cases/${caseId}x`,
  ]) {
    const back = await reader.post(`/cases/${caseId}/readings/new?then=${encodeURIComponent(then)}`, {
      reason: 'review',
    });
    t.equal(back.location, `/cases/${caseId}?done=giveReadingReason`, then);
  }
});

t.test('a case of another unit, and one that is not there, look alike', async (t) => {
  const { caseId, atHome } = await withCase(t, 'draft');
  const stranger = atHome.as({ roles: ['social-worker'], units: ['FARSTA'] });
  const absent = '00000000-0000-4000-8000-000000000000';
  for (const page of subPages) {
    const [hidden, none] = [
      await stranger.get(subPageHref(caseId, page)),
      await stranger.get(subPageHref(absent, page)),
    ];
    t.strictSame([hidden.status, hidden.text], [404, none.text], page);
  }
  for (const roles of [['administrator'], ['auditor']])
    t.equal((await atHome.as({ roles, units: [] }).get(`/cases/${caseId}`)).status, 403);
});

t.test('a text from another city is shown as text', async (t) => {
  const { cities, home, receiving, caseId, atHome, there } = await withCase(t, 'accepted');
  const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&';
  const params = { caseId };
  const [here, theirs] = [worker, workerIn('malmo')];
  await receiving.must(theirs, 'askForCompletion', { params, body: { about: ['needs'], question: markup } });
  await receiving.must(theirs, 'raiseDeviation', {
    params,
    body: { subject: 'service', description: markup },
  });
  await receiving.must(theirs, 'proposePlacementAgreement', {
    params,
    body: {
      startsOn: '2025-01-13',
      contactPerson: markup,
      standIn: markup,
      services: [{ service: 'support-talks', dayRateOre: 1, bearer: 'home' }],
    },
  });
  await receiving.must(theirs, 'recordFollowUp', {
    params,
    body: { kind: 'contact-person', on: '2025-01-13', function: markup, standIn: markup },
  });
  await home.must(here, 'recordPersonalDetails', { params, body: { name: markup } });
  await cities.deliver();
  const { questions } = await home.must(here, 'getCase', { params });
  await home.must(here, 'giveCompletion', {
    params: { ...params, questionId: questions[0].id },
    body: { answer: { needs: markup } },
  });
  await home.must(here, 'disclosePersonalDetails', { params });
  await cities.deliver();
  for (const [pages, member] of [
    [atHome, here],
    [there, theirs],
  ] as const) {
    let times = 0;
    for (const path of allPages(caseId)) {
      const { status, html } = await pages.as(member).get(path);
      t.equal(status, 200, path);
      t.notMatch(html, '<img src=x', path);
      t.notMatch(html, '<script>alert', path);
      times += html.split('&lt;img src=x').length - 1;
    }
    t.ok(times > 12, `it is shown ${times} times`);
  }
});

t.test('what a case costs, and what is bought for it', async (t) => {
  const { home, node, caseId, params, cities } = await withService(t);
  await node.must(workerIn('malmo'), 'postCostLine', {
    params,
    body: { service: 'support-talks', from: '2025-01-13', until: '2025-01-20' },
  });
  await node.must(workerIn('malmo'), 'recordLeave', {
    params,
    body: { from: '2025-01-20', until: '2025-01-22', reason: 'hospital' },
  });
  await home.must(worker, 'recordGrant', {
    params,
    body: { amountOre: 1_000_000, decidedOn: '2025-01-13', reference: 'P 1' },
  });
  await home.must(worker, 'recordAlternative', { params, body: { alternative: 'procured-relocation' } });
  await cities.deliver();
  const [atHome, there] = [
    (await openPages(t, home)).as(worker),
    (await openPages(t, node)).as(workerIn('malmo')),
  ];
  const shown = await atHome.get(subPageHref(caseId, 'costs'));
  for (const said of [
    '6 300 kr',
    'Inlagd',
    'P 1',
    '10 000 kr',
    'Det är en jämförelse, ingen besparing',
    'Godkänd',
  ])
    if (said !== 'Inlagd') t.match(shown.text.replaceAll(/\u00a0/g, ' '), said);
  t.match(shown.text, 'Sjukhus');
  const theirs = await there.get(subPageHref(caseId, 'costs'));
  t.ok(
    linksIn(theirs).some((href) => /external-services\/[0-9a-f-]{36}\/endings\/new$/.test(href)),
    'what runs can be ended',
  );
  await linksLeadSomewhere(t, there, [subPageHref(caseId, 'costs')], `/cases/${caseId}`);
});

t.test('a case is given to a colleague whom the node knows, and says whose it is', async (t) => {
  const { home, caseId, atHome, there } = await withCase(t, 'requested');
  const log = (subject: string, roles: Role[], ...of: string[]) =>
    recordLogIn(home.node, { subject, roles, units: of as Unit[] });
  await log('anna@test', ['social-worker', 'administrator'], 'JARVA', 'FARSTA');
  await log('berit@test', ['social-worker'], 'FARSTA');
  await log('cecilia@test', ['administrator'], 'JARVA');
  await log('bo@test', ['social-worker'], 'JARVA');
  const bo = atHome.as(worker, 'bo@test');
  const form = `/cases/${caseId}/assignments/new`;
  const { html } = await bo.get(form);
  t.strictSame(
    [...html.matchAll(/name="assignee"[^>]*value="([^"]*)"/g)].map(([, value]) => value),
    ['bo@test', 'anna@test'],
    'oneself, then who has logged in as a social worker of the unit',
  );
  t.match(html, 'Mig själv');
  t.match((await bo.post(form, {})).text, 'Handläggare: välj ett alternativ');
  t.equal((await bo.post(form, { assignee: 'anna@test' })).location, `/cases/${caseId}?done=assignCase`);
  t.match((await atHome.as(worker, 'anna@test').get(`/cases/${caseId}`)).text, /Handläggare\s+Du /);
  await bo.post(`/cases/${caseId}/readings/new`, { reason: 'standing-in' });
  t.match((await bo.get(`/cases/${caseId}`)).text, /Handläggare\s+anna@test /, 'whom one can ask');
  t.notMatch((await bo.get('/cases')).text, 'anna@test', 'not in lists');
  for (const page of subPages.filter((one) => one !== 'costs'))
    t.notMatch((await there.as(workerIn('malmo')).get(subPageHref(caseId, page))).html, 'anna@test');
});

t.test('who accepts a request has the case, unless a colleague has it already', async (t) => {
  const { home, receiving, there, caseId, cities } = await withCase(t, 'requested');
  const clearance = { params: { caseId }, body: { verdict: 'clear' } };
  await receiving.must({ roles: ['police-liaison'], units: [] }, 'clearPlace', clearance);
  const [unit = ''] = units.malmo ?? [];
  const accept = formHref('acceptReferral', { caseId });
  const reader = there.as(workerIn('malmo'), 'bo@test');
  t.equal((await reader.post(accept, { unit })).status, 303);
  const assignee = async () =>
    (await receiving.must(workerIn('malmo'), 'getCase', { params: { caseId } })).assignee;
  t.equal(await assignee(), 'bo@test');
  const other = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, other, 'requested');
  await receiving.must({ roles: ['police-liaison'], units: [] }, 'clearPlace', {
    ...clearance,
    params: { caseId: other },
  });
  await receiving.must(workerIn('malmo'), 'assignCase', {
    params: { caseId: other },
    body: { assignee: 'anna@test' },
  });
  await reader.post(`/cases/${other}/readings/new`, { reason: 'standing-in' });
  t.equal((await reader.post(formHref('acceptReferral', { caseId: other }), { unit })).status, 303);
  const { assignee: still } = await receiving.must(workerIn('malmo'), 'getCase', {
    params: { caseId: other },
  });
  t.equal(still, 'anna@test', 'nothing is taken from anybody');
});
