// What a case waits for and from whom, what stands out on its pages, and who is told who the person is.
import t, { type Test } from 'tap';
import { wordsIn } from '../../src/http/pages/words.js';
import {
  agree,
  bringTo,
  liaison,
  lowThreat,
  type Milestone,
  openAndReady,
  openCase,
  worker,
  workerIn,
} from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { linksIn } from './links.js';
import { openPages, type PageReader, type Shown } from './open-pages.js';

async function twoCities(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const [atHome, there] = [await openPages(t, home), await openPages(t, receiving)];
  return {
    cities,
    home,
    receiving,
    atHome: atHome.as(worker),
    there: there.as(workerIn('malmo')),
    police: atHome.as(liaison),
    policeThere: there.as(liaison),
    bring: (caseId: string, to: Milestone, from: Milestone) =>
      bringTo({ home, receiving, deliver: cities.deliver }, caseId, to, from),
  };
}

/** The sentence behind "Nästa steg", and the button that stands out. */
async function shownTo(reader: PageReader, caseId: string) {
  const shown = await reader.get(`/cases/${caseId}`);
  const next = /Nästa steg:<\/strong> ([^<]*)</.exec(shown.html)?.[1] ?? null;
  const primary = /<a class="govuk-button" [^>]*>([^<]*)</.exec(actionsOf(shown))?.[1] ?? null;
  return { ...shown, next, primary };
}

const actionsOf = ({ html }: Shown): string =>
  /<div class="app-identity__actions">(.*?)<\/div>/s.exec(html)?.[1] ?? '';

t.test('both cities see for whom the case waits, and only what goes on stands out', async (t) => {
  const { home, atHome, there, police, policeThere, bring, cities } = await twoCities(t);
  const opened = await home.must(worker, 'openCase', { body: openCase() });
  const first = await shownTo(atHome, opened.id);
  t.strictSame([first.next, first.primary], ['Stockholm förbereder förfrågan.', null]);
  t.match(first.text, /Skicka förfrågan När allt som behövs inför förfrågan är klart/);
  const asked = await shownTo(police, opened.id);
  t.equal(asked.next, 'Polisens kontaktperson i Stockholm bedömer hotbilden.');
  t.equal(asked.primary, 'Registrera hotbildsbedömning');

  const caseId = await openAndReady(home);
  const steps: readonly (readonly [Milestone, text: string, home: string | null, there: string | null])[] = [
    ['draft', 'Stockholm skickar förfrågan.', 'Skicka förfrågan', null],
    ['requested', 'Malmö svarar på förfrågan.', null, null],
    ['accepted', 'Malmö föreslår placeringsöverenskommelsen.', null, 'Föreslå placeringsöverenskommelse'],
    ['ready', 'Malmö registrerar ankomsten.', null, 'Registrera ankomst'],
    ['departed', 'Stockholm avslutar ärendet.', 'Avsluta ärendet', null],
  ];
  let from: Milestone = 'draft';
  for (const [state, text, primaryHome, primaryThere] of steps) {
    await bring(caseId, state, from);
    from = state;
    const here = await shownTo(atHome, caseId);
    t.strictSame([here.next, here.primary], [text, primaryHome], state);
    if (state === 'draft') continue;
    const theirs = await shownTo(there, caseId);
    const waits = state === 'requested' ? 'Polisens kontaktperson i Malmö bedömer platsen.' : text;
    t.strictSame([theirs.next, theirs.primary], [waits, primaryThere], `${state} in Malmö`);
    if (state === 'requested') {
      t.match(theirs.text, 'Acceptera förfrågan Väntar på polisens platsbedömning');
      t.equal((await shownTo(policeThere, caseId)).primary, 'Registrera platsbedömning');
    }
    if (state === 'accepted') t.match(here.text, 'Väntar på den andra stadens förslag');
  }
  await bring(caseId, 'completed', 'departed');
  t.equal((await shownTo(atHome, caseId)).next, null);
  await cities.deliver();
});

t.test('during a stay what is due first is the next step', async (t) => {
  const { home, atHome, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  await bring(caseId, 'in-progress', 'draft');
  const { next, text, html } = await shownTo(atHome, caseId);
  t.match(next, /, senast \d+ .* 2025\. (Stockholm|Malmö), handläggare\./);
  t.match(text, 'Förläng placeringen När genomlysningen efter tre månader är gjord.');
  const buttons = actionsOf({ html } as Shown).match(/<a /g) ?? [];
  t.ok(buttons.length <= 3);
  const links = linksIn({ html });
  const twice = links.filter(
    (href) => href.endsWith('/new') && links.indexOf(href) !== links.lastIndexOf(href),
  );
  t.strictSame(twice, [], 'nothing is offered in two places');
});

t.test('what stands out does what is due, not something that is called alike', async (t) => {
  const { home, there, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  await bring(caseId, 'in-progress', 'draft');
  const { due } = await home.must(worker, 'getCase', { params: { caseId } });
  t.equal(due[0].kind, 'contact-person');
  const { html, primary } = await shownTo(there, caseId);
  t.equal(primary, wordsIn.sv.say('forms.recordFollowUp.contact-person.link'));
  t.match(actionsOf({ html } as Shown), /govuk-button" [^>]*\?kind=contact-person"/);
});

t.test('of several incidents the one that keeps the case is settled first', async (t) => {
  const { home, cities, atHome, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  const params = { caseId };
  await bring(caseId, 'in-progress', 'draft');
  const at = cities.clock.now();
  const report = (kind: string) =>
    home.must(worker, 'reportIncident', { params, body: { kind, occurredAt: at, knownAt: at } });
  await report('hospitalised');
  t.notMatch((await shownTo(atHome, caseId)).next, 'händelsen', 'it keeps nothing back');
  const child = await report('child-surfaced');
  const { next, primary, html } = await shownTo(atHome, caseId);
  t.equal(next, 'Städerna avgör händelsen.');
  t.equal(primary, wordsIn.sv.say('forms.proposeResponsibilitySplit.link'));
  t.match(actionsOf({ html } as Shown), new RegExp(`govuk-button" [^>]*/incidents/${child.id}/`));
});

t.test('what the end of the case settles keeps nobody from closing it', async (t) => {
  const { home, cities, atHome, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  const params = { caseId };
  await bring(caseId, 'in-progress', 'draft');
  await home.must(liaison, 'assessThreat', { params, body: { ...lowThreat, lethalViolenceRisk: true } });
  t.equal((await shownTo(atHome, caseId)).next, 'Stockholm avgör händelsen.');
  await bring(caseId, 'departed', 'in-progress');
  t.equal((await shownTo(atHome, caseId)).next, 'Stockholm avslutar ärendet.');
  const at = cities.clock.now();
  const body = { kind: 'wrongdoing', occurredAt: at, knownAt: at };
  await home.must(worker, 'reportIncident', { params, body });
  const { next, primary } = await shownTo(atHome, caseId);
  t.strictSame([next, primary], ['Städerna avgör händelsen.', wordsIn.sv.say('forms.closeIncident.link')]);
});

t.test('a liaison decides on a city when the threat has been assessed', async (t) => {
  const { home, police } = await twoCities(t);
  const { id } = await home.must(worker, 'openCase', { body: openCase() });
  for (const path of [`/cases/${id}`, `/decisions/${id}`])
    t.notOk(
      linksIn(await police.get(path)).some((href) => href.endsWith('/approvals/new')),
      path,
    );
  t.match((await police.get(`/cases/${id}`)).text, wordsIn.sv.say('case.waitsFor.threat'));
});

t.test('what was disclosed is read in the other city, and what stayed is marked at home', async (t) => {
  const { home, atHome, there, police, cities, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  t.match((await atHome.get(`/cases/${caseId}/referral`)).text, 'Inga personuppgifter är registrerade.');
  const body = { name: 'Testperson A', phone: '+46701740635', languages: ['svenska'], family: 'Ett syskon' };
  await home.must(worker, 'recordPersonalDetails', { params: { caseId }, body });
  t.match((await atHome.get(`/cases/${caseId}`)).text, 'Ändra personuppgifter');
  await bring(caseId, 'accepted', 'draft');
  const before = await there.get(`/cases/${caseId}/referral`);
  t.match(before.text, 'Hemkommunen har inte lämnat ut några personuppgifter.');
  const { disclosure } = await home.must(worker, 'disclosePersonalDetails', { params: { caseId } });
  await cities.deliver();
  const told = disclosure.categories as string[];
  const theirs = (await there.get(`/cases/${caseId}/referral`)).text;
  const ours = (await atHome.get(`/cases/${caseId}/referral`)).text;
  for (const [category, value] of [
    ['identity', 'Testperson A'],
    ['contact', '+46701740635'],
    ['needs', 'svenska'],
    ['family', 'Ett syskon'],
  ] as const) {
    const isTold = told.includes(category);
    t.equal(theirs.includes(value), isTold, category);
    t.match(ours, value);
    t.equal(ours.includes(`${value} (inte utlämnat)`), !isTold, `${category} at home`);
  }
  t.match(theirs, 'omfattas inte av samtycket');
  t.match((await there.get(`/cases/${caseId}`)).html, `/cases/${caseId}/referral#personal-details`);
  t.notMatch((await police.get(`/cases/${caseId}/referral`)).text, 'Personuppgifter');
});

t.test('who hands a case over comes to a page that they may see', async (t) => {
  const { home, atHome } = await twoCities(t);
  const caseId = await openAndReady(home);
  const entries = { unit: 'FARSTA', reason: 'competence' };
  const { location } = await atHome.post(`/cases/${caseId}/hand-overs/new`, entries);
  t.equal(location, '/cases?done=handOverCase');
  const { status, text } = await atHome.get(location ?? '');
  t.equal(status, 200);
  t.match(text, wordsIn.sv.say('forms.handOverCase.done'));
});

t.test('a withdrawn consent is settled at home, and only as it can be', async (t) => {
  const { home, atHome, there, cities, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  const params = { caseId };
  await bring(caseId, 'in-progress', 'draft');
  const { consents } = await home.must(worker, 'getCase', { params });
  for (const { id } of consents)
    await home.must(worker, 'withdrawConsent', { params: { ...params, consentId: id } });
  await bring(caseId, 'departed', 'in-progress');
  await cities.deliver();
  const page = `/cases/${caseId}/follow-up`;
  const ours = await atHome.get(page);
  const closing = linksIn(ours).find((href) => /incidents\/[^/]+\/closures\/new/.test(href)) ?? '';
  t.match(ours.text, 'när personen har lämnat alla tre samtyckena på nytt');
  t.match(closing, 'decision=stay-ends');
  t.match((await atHome.get(closing)).html, /value="stay-ends"[^>]*checked/);
  const theirs = await there.get(page);
  t.match(theirs.text, 'Av Stockholm. Ni behöver inte avsluta händelsen.');
  t.notOk(linksIn(theirs).some((href) => /incidents\/[^/]+\/closures\/new/.test(href)));
  const { due } = await home.must(worker, 'getCase', { params });
  const of = (due as { kind: string; city: string }[]).filter(({ kind }) => kind === 'incident');
  t.strictSame(
    of.map(({ city }) => city).sort(),
    ['malmo', 'stockholm'],
    'what is to be done before it is closed is both cities’',
  );
});

t.test('what has happened stands in its order on a day, in both cities', async (t) => {
  const { home, atHome, there, bring } = await twoCities(t);
  const caseId = await openAndReady(home);
  await bring(caseId, 'in-progress', 'draft');
  for (const reader of [atHome, there]) {
    const titlesOn = async (path: string) =>
      [...(await reader.get(path)).html.matchAll(/app-timeline__title">([^<]*)</g)].map(
        ([, title = '']) => title,
      );
    const steps = ['referral-accepted', 'placement-agreement-proposed', 'placement-agreement-signed'];
    const inOrder = [...steps.map((type) => wordsIn.sv.value('MessageType', type)), 'Ankomst'].reverse();
    const all = await titlesOn(`/cases/${caseId}/history`);
    t.strictSame(
      all.filter((title) => inOrder.includes(title)),
      inOrder,
    );
    const latest = await titlesOn(`/cases/${caseId}`);
    t.ok(latest.includes('Ankomst') && latest.includes(inOrder[1] ?? ''), `${latest}`);
  }
});
