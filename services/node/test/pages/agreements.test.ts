// Places taken and free, and the versions of the agreement with who has approved them.
import t from 'tap';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import {
  administrator,
  agree,
  agreementAmong,
  bringTo,
  liaison,
  openAndReady,
  worker,
} from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { staff } from '../helpers/identity-provider.js';
import { checkLinks, checkPage } from './links.js';
import { openPages } from './open-pages.js';

const everybody = [worker, liaison, administrator, staff('auditor')];

t.test('without an agreement', async (t) => {
  const { node } = await startCities(t, { cities: ['stockholm'] });
  const reader = (await openPages(t, node('stockholm'))).as(worker);
  t.match((await reader.get('/quotas')).text, 'Ingen avtalsversion gäller eller är på väg.');
  t.match((await reader.get('/agreements')).text, 'Det finns ingen avtalsversion än.');
  t.equal((await reader.get('/agreements/2031')).status, 404);
});

t.test('places and versions', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  await bringTo({ home, receiving, deliver: cities.deliver }, await openAndReady(home), 'requested');
  const pages = await openPages(t, home);
  for (const member of everybody) {
    const quotas = await checkLinks(t, pages.as(member), '/quotas');
    checkPage(t, quotas);
    t.match(quotas.text, /Skickade 1 1 0/);
    t.match(quotas.text, /Mottagna 0 2 0/);
    t.match(quotas.text, /Mottagna av Malmö 0 2/, 'a request that is not answered takes no place there');
    t.notMatch(quotas.text, 'Mottagna av Göteborg', 'a city that is no party has no places');
    t.match(quotas.html, /<svg[^>]* role="img"/);
    const list = await checkLinks(t, pages.as(member), '/agreements');
    checkPage(t, list);
    t.match(list.text, /2025: Avtal för prov Gäller 1 januari–31 december 2025 2 3 av 3/);
    t.equal(list.html.includes(formHref('proposeAgreement')), member === administrator);
  }
});

t.test('the places of the other city, so far as cases with it tell', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  await bringTo({ home, receiving, deliver: cities.deliver }, await openAndReady(home), 'accepted');
  const atHome = (await openPages(t, home)).as(administrator);
  t.match((await atHome.get('/quotas')).text, /Skickade av Malmö 0 2 Mottagna av Malmö 1 2/);
  const there = (await openPages(t, receiving)).as(administrator);
  t.match((await there.get('/quotas')).text, /Skickade av Stockholm 1 2 Mottagna av Stockholm 0 2/);
});

t.test('a version that a body has not approved', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  const home = cities.node('stockholm');
  const title = 'Avtal <b>2025</b>';
  const document = { ...agreementAmong(['stockholm', 'malmo']), title };
  await cities.node('malmo').must(administrator, 'proposeAgreement', { body: document });
  await cities.deliver();
  const pages = await openPages(t, home);
  const admin = pages.as(administrator);
  const form = formHref('approveAgreement', { agreementId: '2025' });
  const before = await checkLinks(t, admin, '/agreements/2025');
  checkPage(t, before);
  t.match(before.text, 'Godkännande saknas');
  t.match(before.html, 'Avtal &lt;b>2025&lt;/b>');
  t.match(before.html, form);
  t.notMatch((await pages.as(worker).get('/agreements/2025')).html, form);
  for (const unit of ['JARVA', 'FARSTA']) {
    const asked = await admin.get(form);
    t.match(asked.html, `value="${unit}"`);
    t.notMatch(asked.html, 'value="ASN"', 'only bodies of this city');
    const done = await admin.post(form, {
      unit,
      'decidedOn-year': '2025',
      'decidedOn-month': '1',
      'decidedOn-day': '2',
      decidedBy: 'board',
      reference: `Dnr ${unit}`,
    });
    t.equal(done.location, '/agreements/2025?done=approveAgreement', done.text);
  }
  const after = await admin.get('/agreements/2025');
  t.match(after.text, /JARVA Stockholm Godkänt den 2 januari 2025 Nämnd Dnr JARVA/);
  t.match(after.text, /ASN Malmö Godkännande saknas/);
  t.match(after.text, /Stockholm Signerad/);
  t.notMatch(after.html, form, 'nothing more to approve here');
});

t.test('a version is proposed with the bodies and terms of the one before', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const admin = (await openPages(t, cities.node('stockholm'))).as(administrator);
  const { html } = await admin.get(formHref('proposeAgreement'));
  for (const unit of ['JARVA', 'FARSTA', 'ASN']) t.match(html, `value="${unit}"`);
  t.match(html, /name="id"[^>]*type="text"/, 'the name of a new version is written');
});
