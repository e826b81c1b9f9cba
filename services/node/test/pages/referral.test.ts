// A new referral: described step by step in a draft, opened as a case, and sent with what the consents let leave.
import t, { type Test } from 'tap';
import { saveDraft } from '../../src/commands/drafts.js';
import type { City, CivilDate, Unit } from '../../src/domain/values.js';
import { type Field, fieldsOf } from '../../src/http/pages/forms/field.js';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import {
  type ReferralFacts,
  type ReferralTask,
  referralProgress,
  type TaskState,
} from '../../src/http/pages/referral/referral-progress.js';
import {
  fieldsOfStep,
  type StepStatus,
  statusOf,
  steps,
  withStep,
} from '../../src/http/pages/referral/steps.js';
import { administrator, agree, liaison, openAndReady, worker, workerIn } from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { filledCase, tracesIn } from '../helpers/filled-case.js';
import { linksIn, linksLeadSomewhere } from './links.js';
import { openPages, type Shown } from './open-pages.js';

const markup = '<script>alert(1)</script>';

const sent = {
  case: { unit: 'JARVA', kind: 'defector' },
  assessment: {
    'bornOn-year': '1998',
    'bornOn-month': '4',
    'bornOn-day': '12',
    motivated: 'yes',
    relocationNeeded: 'yes',
    responsibleForMinors: 'no',
    destination: 'partner-city',
  },
  needs: {
    'needs.services': ['support-talks', 'occupation'],
    'needs.housingForm': 'supported-housing',
    healthNeeds: `Sömn ${markup}`,
  },
};

t.test('the steps together ask for all that a case is opened with, each thing once', async (t) => {
  const asked = steps.flatMap((step) => fieldsOfStep(step).map(({ property }) => property));
  t.strictSame(
    [...asked].sort(),
    fieldsOf('openCase')
      .map(({ property }) => property)
      .sort(),
  );
});

t.test('how far a step has come', async (t) => {
  const cases: readonly [what: string, entries: string, step: (typeof steps)[number], is: StepStatus][] = [
    ['nothing is saved', '', 'case', 'not-begun'],
    ['all was left empty', 'unit=&kind=', 'case', 'not-begun'],
    ['another step is saved', 'kind=defector', 'assessment', 'not-begun'],
    ['something is missing', 'kind=defector', 'case', 'begun'],
    ['nothing that is needed is missing', 'kind=defector&unit=JARVA', 'case', 'done'],
    ['what is no choice', 'kind=other&unit=JARVA', 'case', 'begun'],
    ['a group', 'needs.services=housing&needs.housingForm=hvb', 'needs', 'done'],
    ['half a group', 'needs.services=housing', 'needs', 'begun'],
    [
      'a personal number in a text',
      'needs.services=housing&needs.housingForm=hvb&healthNeeds=18889999-9999',
      'needs',
      'done',
    ],
    [
      'what looks like one',
      `needs.services=housing&needs.housingForm=hvb&healthNeeds=${['19981231', '1234'].join('-')}`,
      'needs',
      'begun',
    ],
  ];
  for (const [what, entries, step, is] of cases)
    t.equal(statusOf(step, new URLSearchParams(entries), '2025-01-13' as CivilDate), is, what);
});

t.test('a step that is sent again replaces what was saved of it, and nothing else', async (t) => {
  const saved = new URLSearchParams('unit=JARVA&kind=defector&bornOn-year=1998');
  const now = withStep(saved, 'case', new URLSearchParams('unit=FARSTA&formToken=x&bornOn-year=1970'));
  t.strictSame([...now].sort(), [
    ['bornOn-year', '1998'],
    ['unit', 'FARSTA'],
  ]);
});

t.test('what is done before a request, by what is known', async (t) => {
  const today = '2025-01-13' as CivilDate;
  const consent = { id: '', caseId: '', givenOn: today, validUntil: null, withdrawnAt: null };
  const none = { cities: [], categories: [], purposes: [] };
  const police = { ...consent, ...none, type: 'police' } as const;
  const services = { ...consent, ...none, type: 'services' } as const;
  const municipality = {
    ...consent,
    type: 'municipality',
    cities: ['malmo'],
    categories: ['needs', 'threat'],
    purposes: ['assessment'],
  } as const;
  const threat = { confirmed: true } as ReferralFacts['theCase']['threat'];
  const approval = { state: 'valid', city: 'malmo' } as ReferralFacts['theCase']['approval'];
  const ready = {
    state: 'draft',
    threat,
    approval,
    noSuitableCityOn: null,
    referrals: [],
    consents: [police, municipality, services],
  } as unknown as ReferralFacts['theCase'];
  const withConsents = (...consents: object[]) => ({ consents: consents as typeof ready.consents });
  const saidNo = (city: string) =>
    ({ state: 'rejected', referrals: [{ city, state: 'rejected' }] }) as Partial<typeof ready>;
  const cases: readonly [what: string, change: Partial<typeof ready>, task: ReferralTask, is: TaskState][] = [
    ['all is there', {}, 'send', 'not-begun'],
    ['after a no', { state: 'rejected' }, 'send', 'not-begun'],
    ['a city is asked', { state: 'requested' }, 'send', 'done'],
    ['no consents', withConsents(), 'consent-police', 'not-begun'],
    ['no consents', withConsents(), 'consent-municipality', 'not-begun'],
    ['no consents', withConsents(), 'send', 'cannot-begin'],
    ['one is taken back', withConsents({ ...police, withdrawnAt: today }), 'consent-police', 'not-begun'],
    ['one ends today', withConsents({ ...services, validUntil: today }), 'consent-services', 'not-begun'],
    ['one begins today', withConsents(services), 'consent-services', 'done'],
    [
      'no threat',
      withConsents({ ...municipality, categories: ['needs'] }),
      'consent-municipality',
      'unfinished',
    ],
    [
      'no city of ours',
      withConsents({ ...municipality, cities: ['x'] }),
      'consent-municipality',
      'unfinished',
    ],
    ['not assessed', { threat: null }, 'threat', 'waits-for-police'],
    ['not confirmed', { threat: { ...threat, confirmed: false } as typeof threat }, 'threat', 'stopped'],
    ['not assessed', { threat: null }, 'send', 'cannot-begin'],
    ['not decided', { approval: null }, 'approval', 'waits-for-police'],
    ['a no', { approval: { ...approval, state: 'refused' } as typeof approval }, 'approval', 'stopped'],
    [
      'facts changed',
      { approval: { ...approval, state: 'stale' } as typeof approval },
      'approval',
      'waits-for-police',
    ],
    ['the city that was approved has said no', saidNo('malmo'), 'approval', 'waits-for-police'],
    ['the city that was approved has said no', saidNo('malmo'), 'send', 'cannot-begin'],
    ['another city has said no', saidNo('stockholm'), 'approval', 'done'],
    ['no city at all', { approval: null, noSuitableCityOn: today }, 'approval', 'stopped'],
  ];
  for (const [what, change, task, is] of cases) {
    const facts = {
      theCase: { ...ready, ...change },
      hasDetails: false,
      today,
      otherCities: ['malmo' as City],
    };
    t.equal(referralProgress(facts)[task], is, `${what}: ${task}`);
  }
});

async function open(t: Test, cities: readonly string[] = ['stockholm', 'malmo']) {
  const all = await startCities(t, { cities });
  await agree(all);
  const home = all.node('stockholm');
  const pages = await openPages(t, home);
  return { all, home, pages, reader: pages.as(worker), receiving: all.node('malmo') };
}

const draftIn = ({ location }: Shown): string => location?.split('/')[3] ?? '';

t.test('from the first step to the open case', async (t) => {
  const { home, reader } = await open(t);
  t.match((await reader.get('/cases/new')).text, 'Du har inga utkast.');
  const begun = await reader.post('/cases/new', {});
  const path = `/cases/new/${draftIn(begun)}`;
  t.equal(begun.location, path);
  t.match((await reader.get('/cases/new')).text, 'utkastet från 13 januari 2025 kl. 09:00:00');
  t.match(
    (await reader.get(path)).text,
    /Om ärendet.*Inte påbörjat.*Granska uppgifterna Kan inte påbörjas än/,
  );

  const unfinished = await reader.post(`${path}/case`, { kind: 'defector' });
  t.equal(unfinished.status, 400);
  t.match(unfinished.text, 'Sparat som utkast, men inte färdigt.');
  t.match((await reader.get(path)).text, /Om ärendet.*Inte färdigt/);
  t.match((await reader.get(`${path}/case`)).html, /value="defector" checked/, 'what was sent is kept');
  t.match((await reader.get(`${path}/check`)).text, 'Ett steg är inte färdigt.');
  t.equal((await reader.post(`${path}/check`, {})).location, null, 'an unfinished draft is no case');

  t.equal((await reader.post(`${path}/case`, sent.case)).location, `${path}/assessment`);
  t.equal((await reader.post(`${path}/assessment`, sent.assessment)).location, `${path}/needs`);
  t.equal((await reader.post(`${path}/needs`, sent.needs)).location, `${path}/check`);
  const check = await reader.get(`${path}/check`);
  t.match(check.text, '12 april 1998');
  t.match(check.text, /Avhoppare/);
  t.notMatch(check.html, markup);
  t.match(check.html, 'Sömn &lt;script>');
  for (const href of linksIn(check).filter((one) => one.startsWith(path)))
    t.equal((await reader.get(href)).status, 200, href);
  t.equal((await reader.post(`${path}/case?from=check`, sent.case)).location, `${path}/check`);

  const opened = await reader.post(`${path}/check`, {});
  t.equal(opened.status, 303, opened.text);
  const [, caseId = ''] = /^\/cases\/([^?]+)\?done=openCase$/.exec(opened.location ?? '') ?? [];
  const { intake, healthNeeds, assignee } = await home.must(worker, 'getCase', { params: { caseId } });
  t.equal(assignee, 'social-worker.1@test', 'who opened it has it');
  t.equal(intake.bornOn, '1998-04-12');
  t.equal(healthNeeds, `Sömn ${markup}`);
  const tasks = await reader.get(opened.location ?? '');
  t.match(tasks.text, /Personuppgifter .*Inte påbörjat.*Polisens hotbildsbedömning .*Väntar på polisen/);
  await linksLeadSomewhere(t, reader, [opened.location ?? ''], `/cases/${caseId}/`);
  t.equal((await reader.get(path)).status, 404, 'the draft has done its work');
});

t.test('a draft is its writer’s', async (t) => {
  const { reader, pages } = await open(t);
  const path = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  const others: readonly [who: string, reader: ReturnType<typeof pages.as>, status: number][] = [
    ['a colleague', pages.as(worker, 'colleague@test'), 404],
    ['a liaison', pages.as(liaison), 403],
    ['an administrator', pages.as(administrator), 403],
  ];
  for (const [who, other, status] of others) {
    t.equal((await other.get(path)).status, status, who);
    t.equal((await other.post(`${path}/case`, sent.case)).status, status, who);
    t.equal((await other.post(`${path}/discard`, {})).status, status, who);
  }
  t.equal((await reader.get(path)).status, 200);
  t.match((await reader.get(`${path}/discard`)).text, 'Ta bort utkastet?');
  t.equal((await reader.post(`${path}/discard`, {})).location, '/cases/new');
  t.equal((await reader.get(path)).status, 404);
});

t.test('too many drafts, too much in one, and what the rules refuse', async (t) => {
  const { home, reader } = await open(t);
  const staff = {
    subject: 'social-worker.1@test',
    roles: ['social-worker'],
    units: ['JARVA' as Unit],
  } as const;
  const path = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  const large = await reader.post(`${path}/needs`, { ...sent.needs, healthNeeds: 'å'.repeat(50_000) });
  t.equal(large.status, 400);
  t.match(large.text, 'Utkastet är för stort');
  for (let n = 1; n < 20; n++) await saveDraft(home.node, staff, { id: null, content: '' });
  const many = await reader.post('/cases/new', {});
  t.match(many.text, 'Du har redan så många utkast');
  for (const step of steps) await reader.post(`${path}/${step}`, { ...sent[step], unit: 'FARSTA' });
  const refused = await reader.post(`${path}/check`, {});
  t.equal(refused.status, 403, 'a unit that is not the reader’s');
  t.equal((await reader.get(path)).status, 200, 'the draft is still there');
});

t.test('every text at its longest has room in a draft', async (t) => {
  const { home, reader } = await open(t);
  const path = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  for (const letter of ['å', '\u{1f9e9}']) {
    const longest = (fields: readonly Field[]): [string, string][] =>
      fields.flatMap(({ name, kind }) => {
        if (kind.is === 'group') return longest(kind.fields);
        return kind.is === 'text' || kind.is === 'long-text' ? [[name, letter.repeat(kind.maxLength)]] : [];
      });
    for (const step of steps) {
      const all = { ...sent[step], ...Object.fromEntries(longest(fieldsOfStep(step))) };
      t.equal((await reader.post(`${path}/${step}`, all)).status, 303, `${step} with ${letter}`);
    }
  }
  const opened = await reader.post(`${path}/check`, {});
  const [, caseId = ''] = /^\/cases\/([^?]+)\?/.exec(opened.location ?? '') ?? [];
  const { healthNeeds } = await home.must(worker, 'getCase', { params: { caseId } });
  t.equal([...healthNeeds].length, 4000);
});

t.test('what another tab has saved is not written over unseen', async (t) => {
  const { reader } = await open(t);
  const path = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  const basisIn = ({ html }: Shown) => ({ basis: /name="basis" value="([^"]+)"/.exec(html)?.[1] ?? '' });
  for (const step of steps) await reader.post(`${path}/${step}`, sent[step]);
  const needs = `${path}/needs`;
  const one = basisIn(await reader.get(needs));
  const first = { ...sent.needs, ...one, healthNeeds: 'Den ena flikens' };
  const second = { ...sent.needs, ...one, healthNeeds: 'Den andra flikens' };
  const check = basisIn(await reader.get(`${path}/check`));

  t.equal((await reader.post(needs, first)).status, 303, 'the page was made from what was saved');
  t.equal((await reader.post(needs, first)).status, 303, 'the same twice is no conflict');
  t.equal((await reader.post(`${path}/case`, sent.case)).status, 303, 'another step');
  const told = await reader.post(needs, second);
  t.equal(told.status, 400);
  t.match(told.text, 'Utkastet har ändrats sedan du öppnade sidan');
  t.match(told.text, /Sparat nu .*Den ena flikens/, 'what is saved');
  t.match(told.html, /<textarea[^>]*>Den andra flikens/, 'what was typed');
  t.match((await reader.get(needs)).html, /<textarea[^>]*>Den ena flikens/, 'nothing is written over');

  const stale = await reader.post(`${path}/check`, check);
  t.equal(stale.status, 400);
  t.match(stale.text, 'Ärendet är inte öppnat. Läs svaren igen');
  t.match(stale.text, 'Den ena flikens');

  t.equal((await reader.post(needs, { ...second, ...basisIn(told) })).status, 303, 'sent once more');
  t.match((await reader.get(needs)).html, /<textarea[^>]*>Den andra flikens/);
  const race = basisIn(await reader.get(needs));
  const both = await Promise.all(
    ['a', 'b'].map((healthNeeds) => reader.post(needs, { ...sent.needs, ...race, healthNeeds })),
  );
  t.strictSame(both.map(({ status }) => status).sort(), [303, 400], 'sent at once');
  const unfinished = await reader.post(needs, { ...basisIn(await reader.get(needs)), healthNeeds: 'a' });
  t.match(unfinished.text, 'Sparat som utkast, men inte färdigt.');
  t.equal((await reader.post(needs, { ...sent.needs, ...basisIn(unfinished) })).status, 303, 'goes on');
  const now = basisIn(await reader.get(`${path}/check`));
  t.match((await reader.post(`${path}/check`, now)).location, /done=openCase/);
});

t.test('what would stop the request in the end is said at once, and refused no earlier', async (t) => {
  const { home, reader, pages } = await open(t);
  const path = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  for (const step of steps) await reader.post(`${path}/${step}`, sent[step]);
  const none = 'Som uppgifterna är nu kan ingen förfrågan skickas';
  t.notMatch((await reader.get(`${path}/check`)).text, none);
  const young = { ...sent.assessment, 'bornOn-year': '2012', motivated: 'no' };
  t.equal((await reader.post(`${path}/assessment`, young)).status, 303, 'a step may say so');
  const check = await reader.get(`${path}/check`);
  for (const said of [
    none,
    'Personen är under 18 år',
    'Personen är inte motiverad',
    'Ge stöd på hemmaplan',
    'Grund: ',
  ])
    t.match(check.text, said);
  const opened = await reader.post(`${path}/check`, {});
  t.match(opened.location, /done=openCase/, 'the case may be opened');
  const [, caseId = ''] = /^\/cases\/([^?]+)\?/.exec(opened.location ?? '') ?? [];
  t.match(
    (await reader.get(`/cases/${caseId}`)).text,
    /kan ingen förfrågan skickas.*Personen är under 18 år/,
  );
  t.notMatch(
    (await pages.as(liaison).get(`/cases/${caseId}`)).text,
    'Personen är',
    'the police learn none of it',
  );
  const body = { bornOn: '1998-04-12', motivated: true };
  await home.must(worker, 'correctIntake', { params: { caseId }, body });
  t.notMatch((await reader.get(`/cases/${caseId}`)).text, none, 'facts change');
});

t.test('a day on which nobody was born is told at its field', async (t) => {
  const { reader } = await open(t);
  const path = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  const days: readonly [year: string, month: string, day: string, said: string | null][] = [
    ['2099', '1', '1', 'ange 13 januari 2025 eller en tidigare dag'],
    ['2025', '1', '14', 'ange 13 januari 2025 eller en tidigare dag'],
    ['2025', '1', '13', null],
    ['1904', '1', '14', null],
    ['1904', '1', '13', 'ange 14 januari 1904 eller en senare dag'],
    ['1800', '1', '1', 'ange 14 januari 1904 eller en senare dag'],
  ];
  for (const [year, month, day, said] of days) {
    const born = { 'bornOn-year': year, 'bornOn-month': month, 'bornOn-day': day };
    const told = await reader.post(`${path}/assessment`, { ...sent.assessment, ...born });
    t.equal(told.status, said ? 400 : 303, Object.values(born).join('-'));
    if (said) t.match(told.text, said);
    if (said) t.match(told.html, '#field-bornOn');
  }
  t.match((await reader.get(path)).text, /Bedömning.*Inte färdigt/);
});

t.test('the city that is asked, what it is told, and the receipt', async (t) => {
  const { all, home, receiving, reader } = await open(t);
  const filled = filledCase(1);
  const { id: caseId } = await home.must(worker, 'openCase', { body: filled.opening });
  const params = { caseId };
  await home.must(worker, 'recordPersonalDetails', { params, body: filled.details });
  const choose = formHref('sendReferral', { caseId });
  const early = await reader.post(`${choose}/malmo`, { witnessException: 'yes' });
  t.equal(early.status, 409, 'the rules say what is missing');
  t.match(early.text, 'Vad du kan göra nu');
  t.match(early.html, /name="witnessException" value="yes"/, 'what was asked for stays');

  const given = { givenOn: '2025-01-13' };
  const scope = {
    cities: ['malmo'],
    categories: ['needs', 'threat', 'identity'],
    purposes: ['assessment', 'support'],
  };
  for (const body of [
    { type: 'police', ...given },
    { type: 'municipality', ...given, ...scope },
    { type: 'services', ...given },
  ])
    await home.must(worker, 'giveConsent', { params, body });
  await home.must(liaison, 'assessThreat', { params, body: filled.threat });
  const decision = { decision: 'approved', city: 'malmo', policeReference: filled.policeReference };
  await home.must(liaison, 'decideApproval', { params, body: decision });

  t.match((await reader.get(choose)).text, /Malmö Ja Inte publicerat/);
  t.equal((await reader.post(choose, {})).status, 400);
  t.equal((await reader.post(choose, { city: 'stockholm' })).status, 400);
  const chosen = await reader.post(choose, { city: 'malmo', witnessException: 'yes' });
  t.equal(chosen.status, 200, 'it is shown at once');
  t.match(chosen.html, new RegExp(`<form[^>]* action="${choose}/malmo"`));
  t.match(chosen.html, /type="hidden" name="witnessException" value="yes"/, 'in the form, and in no address');
  t.notMatch(linksIn(chosen).join(' '), 'witness');
  t.equal((await reader.get(`${choose}/nowhere`)).status, 404);

  const check = await reader.get(`${choose}/malmo`);
  t.match(check.text, 'Av de ärenden som staden får skicka är 0 av 2 platser upptagna.');
  t.match(check.text, /Namn Identitet Ja, inom samtycket/);
  t.match(check.text, /Ekonomi Ekonomi Nej, stannar här/);
  t.notMatch(check.html, 'witnessException');
  t.strictSame(tracesIn(check.html), [filled.policeReference], 'nothing that identifies, nothing of health');

  const done = await reader.post(`${choose}/malmo`, {});
  t.equal(done.status, 303, done.text);
  const before = await reader.get(done.location ?? '');
  t.match(before.text, /Plats 1 av 2 \(2025\)/);
  t.match(before.text, 'Kvittot från Malmö har inte kommit än.');
  await all.deliver();
  const after = await reader.get(done.location ?? '');
  t.match(after.text, 'Malmö tog emot förfrågan 13 januari 2025 kl. 09:00');
  for (const href of linksIn(after).filter((one) => one.startsWith('/cases/')))
    t.equal((await reader.get(href)).status, 200, href);

  const { threads } = await home.must(worker, 'getThread', { params });
  const told = threads[0].entries[0].content;
  const cut = ['healthNeeds', 'specialistCare'];
  t.strictSame(
    cut.filter((name) => name in told),
    [],
    'what the page said stays did stay',
  );
  for (const name of ['kind', 'threat', 'needs', 'probationContact', 'policeReference'])
    t.ok(name in told, name);
  t.match(check.text, /Det här stannar i staden.*hälsan.*Specialistvård/);

  await receiving.must(workerIn('malmo'), 'rejectReferral', { params, body: { code: 'CAPACITY' } });
  await all.deliver();
  t.match(
    (await reader.get(`/cases/${caseId}`)).text,
    /Fråga en annan stad Malmö har avböjt: Saknar utrymme/,
  );
  const another = await reader.get(choose);
  t.match(another.text, 'Fråga en annan stad');
  t.match(another.text, /Malmö .*Saknar utrymme/);
});

t.test('who may not send, and whose case needs a reason first', async (t) => {
  const { home, pages } = await open(t);
  const caseId = await openAndReady(home);
  const choose = formHref('sendReferral', { caseId });
  t.equal((await pages.as(liaison).get(choose)).status, 403);
  t.equal((await pages.as({ ...worker, units: ['FARSTA'] }).get(choose)).status, 404);
  await home.must(worker, 'assignCase', { params: { caseId }, body: { assignee: 'colleague@test' } });
  t.match((await pages.as(worker).get(choose)).location, `/cases/${caseId}/readings/new`);
  t.equal((await pages.as(worker, 'colleague@test').get(choose)).status, 200);
});

t.test('an address of nothing', async (t) => {
  const { reader } = await open(t);
  for (const path of ['/cases/new/nothing', '/cases/new/nothing/case', '/cases/new/nothing/check'])
    t.equal((await reader.get(path)).status, 404, path);
  const draft = `/cases/new/${draftIn(await reader.post('/cases/new', {}))}`;
  t.equal((await reader.get(`${draft}/nothing`)).status, 404);
});
