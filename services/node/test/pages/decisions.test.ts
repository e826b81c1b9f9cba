// What a police liaison is shown: what waits, one case as far as the decision needs it, and what was decided.
import t, { type Test } from 'tap';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import { agree, bringTo, liaison, lowThreat, openAndReady, openCase, worker } from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { staff } from '../helpers/identity-provider.js';
import { checkLinks, checkPage } from './links.js';
import { openPages } from './open-pages.js';

const markup = '<img src=x onerror=alert(1)>';
const health = `Hälsa ${markup}`;

async function start(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  return { ...cities, home, receiving, lotta: (await openPages(t, home)).as(liaison, 'lotta') };
}

const reference = (caseId: string) => caseId.slice(0, 8).toUpperCase();

t.test('what waits, and what is shown of a case', async (t) => {
  const { home, lotta } = await start(t);
  t.match((await lotta.get('/decisions')).text, 'Inga ärenden väntar på er.');
  t.match((await lotta.get('/decisions/made')).text, 'Du har inte beslutat något än.');
  const body = { ...openCase(), healthNeeds: health };
  const { id: caseId } = await home.must(worker, 'openCase', { body });

  const list = await checkLinks(t, lotta, '/decisions');
  checkPage(t, list);
  t.match(list.text, reference(caseId));
  t.match(list.text, 'Hotbildsbedömning');
  t.match(list.text, '13 januari 2025');

  const shown = await checkLinks(t, lotta, `/decisions/${caseId}`);
  checkPage(t, shown);
  t.match(shown.text, `Ärende ${reference(caseId)}`);
  t.match(shown.text, 'Stödsamtal');
  t.match(shown.text, 'Polisen har inte bedömt hotbilden än');
  t.match(shown.html, formHref('assessThreat', { caseId }));
  t.notMatch(shown.html, formHref('decideApproval', { caseId }), 'no decision before the threat is assessed');
  for (const hidden of ['Hälsa', '1998', 'JARVA']) t.notMatch(shown.html, hidden, `nothing of ${hidden}`);
  t.equal((await lotta.get('/decisions/3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11')).status, 404);
});

t.test('from the list to the decision and back, and what was decided', async (t) => {
  const { home, lotta } = await start(t);
  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  await home.must(liaison, 'assessThreat', { params: { caseId }, body: lowThreat });
  const form = formHref('decideApproval', { caseId });
  const assessed = await lotta.get(`/decisions/${caseId}`);
  t.match(assessed.html, form);
  t.match(assessed.text, 'Hotbildsbedömning Låg, 13 januari 2025');
  t.notMatch(assessed.text, 'Inget är beslutat än');
  const done = await lotta.post(form, {
    decision: 'approved',
    city: 'malmo',
    policeReference: `K ${markup}`,
  });
  t.equal(done.status, 303, done.text);
  t.match(done.location, /^\/decisions\?done=decideApproval/);
  const after = await lotta.get(done.location ?? '');
  t.match(after.text, 'Beslutet är registrerat.');
  t.match(after.text, 'Inga ärenden väntar på er.');

  const made = await lotta.get('/decisions/made');
  checkPage(t, made);
  t.match(made.text, reference(caseId));
  t.match(made.text, 'Godkänt: Malmö');
  const asked = await lotta.get(`/decisions/${caseId}`);
  t.equal(asked.status, 303, 'what does not wait any more is shown for a reason');
  t.match(asked.location, formHref('giveReadingReason', { caseId }));
  await lotta.post(formHref('giveReadingReason', { caseId }), { reason: 'review' });
  const shown = await checkLinks(t, lotta, `/decisions/${caseId}`);
  checkPage(t, shown);
  t.match(shown.html, 'K &lt;img src=x onerror=alert(1)>');
  t.match(shown.text, 'Godkänt, gäller');
  t.match(shown.html, 'Återkalla godkännandet');
});

t.test('in the receiving city the place, then the register check', async (t) => {
  const { home, receiving, deliver } = await start(t);
  const polly = (await openPages(t, receiving)).as(liaison, 'polly');
  const caseId = await openAndReady(home);
  const between = { home, receiving, deliver };
  await bringTo(between, caseId, 'requested');
  t.match((await polly.get('/decisions')).text, /Platsbedömning.*Från Stockholm/);
  t.match((await checkLinks(t, polly, `/decisions/${caseId}`)).html, formHref('clearPlace', { caseId }));
  await bringTo(between, caseId, 'in-progress', 'requested');
  t.match((await polly.get('/decisions')).text, /Slagning.*2025/);
  const shown = await checkLinks(t, polly, `/decisions/${caseId}`);
  t.match(shown.html, formHref('recordRegisterCheck', { caseId }));
  t.notMatch(shown.html, formHref('clearPlace', { caseId }));
});

t.test('nobody else', async (t) => {
  const { home } = await start(t);
  const pages = await openPages(t, home);
  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  for (const member of [worker, staff('administrator'), staff('auditor')])
    for (const path of ['/decisions', '/decisions/made', `/decisions/${caseId}`])
      t.equal((await pages.as(member).get(path)).status, 403, `${member.roles} ${path}`);
});
