// What happens between filling in a form and its being done: looked at once more, sent twice, changed by others meanwhile.
import t, { type Test } from 'tap';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import { agree, bringTo, openAndReady, worker, workerIn } from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { contentsOf, writtenSince } from '../helpers/store-contents.js';
import { openPages, type PageReader, type Shown } from './open-pages.js';

async function start(t: Test, to: Parameters<typeof bringTo>[2]) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, to);
  const [atHome, there] = [await openPages(t, home), await openPages(t, receiving)];
  return { home, receiving, caseId, atHome: atHome.as(worker), there: there.as(workerIn('malmo')) };
}

/** The hidden fields of the form that a page shows. */
const hiddenIn = ({ html }: Shown): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      .map(([, name = '', value = '']) => [name, value] as const)
      .filter(([name]) => name !== 'formToken'),
  );

/** A form filled in and sent as a browser does, with what stands in it unseen. */
async function sends(reader: PageReader, form: string, typed: Record<string, string>) {
  return reader.post(form, { ...hiddenIn(await reader.get(form)), ...typed });
}

const day = (name: string, date: string): Record<string, string> => {
  const [year = '', month = '', of = ''] = date.split('-');
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: of };
};

t.test('what binds the city is looked at once more, changed, and done when it is confirmed', async (t) => {
  const { receiving, caseId, there } = await start(t, 'accepted');
  const form = formHref('proposePlacementAgreement', { caseId });
  const shown = await there.get(form);
  t.match(shown.html, /value="support-talks"[^>]*(checked|selected)/, 'it begins with what was wished for');
  const typed = {
    ...day('startsOn', '2025-01-13'),
    contactPerson: 'Boendestödjare, enhet Nordost',
    'services.0.service': 'housing',
    'services.0.dayRateOre': '450',
    'services.0.bearer': 'home',
  };
  const before = contentsOf(receiving.node.store);
  const check = await sends(there, form, typed);
  t.equal(check.status, 200);
  for (const said of [
    'Kontrollera: ',
    'Boendestödjare, enhet Nordost',
    '450',
    'Önskat men inte med',
    'Stödsamtal',
  ])
    t.match(check.text, said);
  const asItWas = hiddenIn(check);
  t.match(asItWas, typed, 'all that was typed goes with it');
  const again = await there.post(form, { ...asItWas, 'to-change': 'yes' });
  t.match(again.html, 'value="Boendestödjare, enhet Nordost"', 'back in the form with what was typed');
  const wrong = await there.post(form, { ...asItWas, 'startsOn-month': '13', 'is-checked': 'yes' });
  t.equal(wrong.status, 400, 'what is confirmed is judged too');
  const { entries } = writtenSince(receiving.node.store, before);
  t.strictSame(
    entries.filter(({ type }) => type !== 'case-read'),
    [],
    'nothing is done before',
  );

  const done = await there.post(form, { ...asItWas, 'is-checked': 'yes' });
  t.match(done, { status: 303, location: `/cases/${caseId}/referral?done=proposePlacementAgreement` });
  const next = await there.get(form);
  t.match(
    next.html,
    /value="housing"[^>]*(checked|selected)/,
    'another proposal begins with the one that stands',
  );
  t.match(next.html, 'value="Boendestödjare, enhet Nordost"');
  const seen = await there.get(`/cases/${caseId}/referral`);
  t.match(
    seen.text,
    /Boendeform .* \(enligt förfrågan\)/,
    'what nobody chose is said to come from the request',
  );
});

t.test('a form that is sent twice is done once, and that is said', async (t) => {
  const { receiving, caseId, there } = await start(t, 'in-progress');
  const form = formHref('recordFollowUp', { caseId }, { kind: 'support-talk' });
  const typed = { ...hiddenIn(await there.get(form)), ...day('on', '2025-01-13') };
  const wrong = await there.post(form, { ...typed, 'on-month': '13' });
  t.equal(wrong.status, 400);
  t.equal(hiddenIn(wrong)['form-mark'], typed['form-mark'], 'it is the same form when it is shown again');
  const records = async () =>
    (await receiving.must(workerIn('malmo'), 'getFollowUp', { params: { caseId } })).records.length as number;
  const before = await records();
  const count = async () => (await records()) - before;
  const first = await there.post(form, typed);
  t.match(first, { status: 303, location: /done=recordFollowUp\.support-talk$/ });
  t.equal(await count(), 1);
  const second = await there.post(form, typed);
  t.match(second, { status: 303, location: /done=already$/ });
  t.match((await there.get(second.location ?? '')).text, 'Formuläret var redan skickat.');
  t.equal(await count(), 1, 'sent again after Back');
  t.equal(
    (await sends(there, form, day('on', '2025-01-13'))).status,
    303,
    'a form opened anew is another one',
  );
  t.equal(await count(), 2);
});

t.test('what failed or was refused was not done, and is not said to be', async (t) => {
  const { receiving, caseId, there } = await start(t, 'in-progress');
  const form = formHref('recordFollowUp', { caseId }, { kind: 'support-talk' });
  const typed = { ...hiddenIn(await there.get(form)), ...day('on', '2025-01-13') };
  const broken = t.intercept(receiving.node.commit, 'decide', {
    value: () => Promise.reject(new Error('the disk is full')),
  });
  t.equal((await there.post(form, typed)).status, 500);
  broken.restore();
  const refused = await there.post(form, { ...typed, ...day('on', '2026-01-13') });
  t.equal(refused.status, 409, 'a day that has not come');
  const answers = await Promise.all([there.post(form, typed), there.post(form, typed)]);
  t.strictSame(
    answers.map(({ location }) => location?.replace(/.*done=/, '')).sort(),
    ['already', 'recordFollowUp.support-talk'],
    'pressed twice at once, done once',
  );
});

t.test('what replaces what is stored can be sent twice too', async (t) => {
  const { caseId, atHome } = await start(t, 'draft');
  const form = formHref('recordPersonalDetails', { caseId });
  const typed: Record<string, string> = { ...hiddenIn(await atHome.get(form)), name: 'Testperson A' };
  t.match(await atHome.post(form, typed), { status: 303, location: /done=recordPersonalDetails$/ });
  t.match(await atHome.post(form, typed), { status: 303, location: /done=already$/ });
  const { 'form-mark': _, ...elsewhere } = typed;
  t.match(await atHome.post(form, elsewhere), { status: 303 }, 'the same from another tab is no change');
});

t.test('what somebody else has stored meanwhile is not replaced unseen', async (t) => {
  const { home, caseId, atHome } = await start(t, 'draft');
  const params = { caseId };
  const record = (body: object) => home.must(worker, 'recordPersonalDetails', { params, body });
  await record({ name: 'Testperson A' });
  const form = formHref('recordPersonalDetails', params);
  const typed = { ...hiddenIn(await atHome.get(form)), name: 'Testperson A', family: 'Ett syskon' };
  await record({ name: 'Testperson A', phone: '+46701740635' });
  const stopped = await atHome.post(form, typed);
  t.equal(stopped.status, 400);
  t.match(stopped.text, 'Uppgifterna har ändrats sedan du öppnade formuläret');
  t.match(stopped.text, '+46701740635', 'what was stored');
  t.match(stopped.html, /name="family"[^>]*>Ett syskon|value="Ett syskon"/, 'what was typed is kept');
  const stored = () => home.must(worker, 'getPersonalDetails', { params });
  t.match(await stored(), { phone: '+46701740635' });
  const after = { ...typed, ...hiddenIn(stopped) };
  t.equal((await atHome.post(form, after)).status, 303, 'who has seen it may replace it');
  t.match(await stored(), { family: 'Ett syskon' });
});

t.test('nobody knows of something before it happens', async (t) => {
  const { caseId, atHome } = await start(t, 'in-progress');
  const moment = (name: string, date: string) => ({ ...day(name, date), [`${name}-time`]: '08.00' });
  const answer = await atHome.post(formHref('reportIncident', { caseId }), {
    kind: 'hospitalised',
    ...moment('occurredAt', '2025-01-13'),
    ...moment('knownAt', '2025-01-12'),
  });
  t.equal(answer.status, 400);
  t.match(answer.text, /ange 13 januari 2025 kl\. 08[.:]00 eller senare/);
  t.match(answer.html, 'href="#field-knownAt"');
});
