// Forms follow from the contract: each operation that changes something has one, and what it sends is judged there.
import type { DeskOperationId } from '@storstad/contract';
import t from 'tap';
import { type Field, fieldsOf, variantsOf } from '../../src/http/pages/forms/field.js';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import { formOperations } from '../../src/http/pages/forms/form-routes.js';
import {
  administrator,
  agree,
  agreementAmong,
  bringTo,
  openAndReady,
  openCase,
  units,
  worker,
  workerIn,
} from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { contentsOf, journalEvents, writtenSince } from '../helpers/store-contents.js';
import { openPages } from './open-pages.js';
import { wrongEntries } from './wrong-entries.js';

const everybody = {
  roles: ['social-worker', 'police-liaison', 'administrator', 'auditor'],
  units: units.stockholm ?? [],
};
const nowhere = '00000000-0000-4000-8000-000000000000';

/** What a reader sees of markup that was typed in: the text of it. */
const isEscaped = (html: string) => !html.includes('<script>alert') && !html.includes('<b>x');

t.test(
  'every form is shown, and with everything wrong in it, all of it is said and nothing is written',
  async (t) => {
    const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
    await agree(cities);
    const stockholm = cities.node('stockholm');
    const caseId = await openAndReady(stockholm);
    const reader = (await openPages(t, stockholm)).as(everybody);
    t.ok(formOperations().length > 60, `${formOperations().length} operations`);
    for (const { operationId, path } of formOperations()) {
      const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const params = Object.fromEntries(ids.map((id) => [id, id === 'caseId' ? caseId : nowhere]));
      const variants = variantsOf(operationId);
      for (const variant of variants.length > 0 ? variants : [null])
        await t.test([operationId, variant].filter(Boolean).join(' '), async (t) => {
          const href = formHref(operationId, params, variant === null ? {} : { kind: variant });
          const shown = await reader.get(href);
          t.equal(shown.status, 200, shown.text);
          t.equal(shown.html.match(/<h1[\s>]/g)?.length, 1, 'one heading');
          const fields = fieldsOf(operationId as DeskOperationId, variant);
          const entries = wrongEntries(fields);
          if (entries.length === 0) return;
          const before = contentsOf(stockholm.node.store);
          const judged = await reader.post(href, grouped(entries));
          t.equal(judged.status, 400, judged.text);
          t.ok(isEscaped(judged.html), 'what was typed is shown as text');
          const links = [...judged.html.matchAll(/href="#(field-[\w-]+)"/g)].map(([, id]) => id);
          t.ok(links.length >= Math.max(1, mustBeSaid(fields)), `${links}`);
          for (const id of links) t.ok(judged.html.includes(`id="${id}"`), `${id} is on the page`);
          const written = writtenSince(stockholm.node.store, before);
          t.ok(
            written.entries.every(({ type, code }) => type === 'case-read' || code === 'NOT_FOUND'),
            JSON.stringify(written.entries),
          );
        });
    }
  },
);

/** Entries of one name are several choices. */
const grouped = (entries: readonly [string, string][]): Record<string, string> => Object.fromEntries(entries);

/** How many fields can be wrong: a box to tick cannot. Open choices and lists of texts are judged by the contract, when all else is right. */
function mustBeSaid(fields: readonly Field[]): number {
  return fields.reduce((sum, { kind }) => {
    if (kind.is === 'fixed' || kind.is === 'confirm') return sum;
    if (['open-choice', 'open-choices', 'texts'].includes(kind.is)) return sum;
    return sum + (kind.is === 'group' || kind.is === 'rows' ? mustBeSaid(kind.fields) : 1);
  }, 0);
}

t.test('a form that is right is done, and one comes back to where it says so', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const stockholm = cities.node('stockholm');
  const caseId = await openAndReady(stockholm);
  const pages = await openPages(t, stockholm);
  const reader = pages.as(worker);
  const path = formHref('reclassifyCase', { caseId });
  const done = await reader.post(path, { kind: 'protected-person' });
  t.equal(done.status, 303, done.text);
  t.equal(done.location, `/cases/${caseId}?done=reclassifyCase`);
  const { kind } = await stockholm.must(worker, 'getCase', { params: { caseId } });
  t.equal(kind, 'protected-person');
  t.test('a form sent without the token of the session does nothing', async (t) => {
    const before = contentsOf(stockholm.node.store);
    const { status } = await reader.post(path, { kind: 'defector', formToken: 'x' });
    t.equal(status, 403);
    t.strictSame(writtenSince(stockholm.node.store, before), { tables: [], entries: [] });
  });
  t.test(
    'who has not the role is told so, and who may not see the case is told that there is none',
    async (t) => {
      const auditor = pages.as({ roles: ['auditor'], units: [] });
      t.equal((await auditor.get(path)).status, 403);
      t.equal((await auditor.post(path, { kind: 'defector' })).status, 403);
      const stranger = pages.as({ roles: ['social-worker'], units: ['OTHER'] });
      const hidden = await stranger.get(path);
      const absent = await stranger.get(formHref('reclassifyCase', { caseId: nowhere }));
      t.equal(hidden.status, 404);
      t.equal(hidden.html.replaceAll(caseId, ''), absent.html.replaceAll(nowhere, ''));
      t.equal((await stranger.post(path, { kind: 'defector' })).status, 404);
    },
  );
  t.test('a rule that stops it is told with its ground, and what was typed stays', async (t) => {
    const stopped = await reader.post(formHref('acceptReferral', { caseId }), { unit: 'JARVA' });
    t.equal(stopped.status, 409, stopped.text);
    t.match(stopped.html, /value="JARVA"[^>]*checked/);
    t.match(stopped.text, 'Vad du kan göra nu');
  });
  t.test('a refusal says codes in words, and nothing of how the program is made', async (t) => {
    const same = await reader.post(path, { kind: 'protected-person' });
    t.match(same, { status: 409 });
    t.match(same.text, 'Ärendets läge är nu: öppnat.');
    const { text } = await pages.as({ roles: ['auditor'], units: [] }).get(path);
    t.match(text, 'en uppgift för en annan roll eller en annan enhet');
    t.notMatch(text, 'x-roles');
  });
});

t.test('what is wrong with a day is told at its field, with the days that are possible', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const stockholm = cities.node('stockholm');
  const admin = (await openPages(t, stockholm)).as(everybody);
  const propose = formHref('proposeAgreement', {});
  const days = (name: string, year: string, month: string, day: string) => ({
    [`${name}-year`]: year,
    [`${name}-month`]: month,
    [`${name}-day`]: day,
  });
  const reversed = await admin.post(propose, {
    ...days('validFrom', '2026', '10', '27'),
    ...days('validUntil', '2026', '10', '13'),
  });
  t.match(reversed.text, 'Gäller till och med: ange 27 oktober 2026 eller en senare dag');
  const review = await admin.post(formHref('reviewReadings', {}), {
    ...days('from', '2025', '1', '1'),
    ...days('until', '2025', '1', '13'),
    outcome: 'nothing-found',
  });
  t.equal(review.status, 409, review.text);
  t.match(review.html, '#field-until');
  t.match(review.text, 'Till och med: ange 12 januari 2025 eller en tidigare dag', 'the last day within');
  const filled = await admin.get(formHref('reviewReadings', {}, { until: '2025-01-03' }));
  t.match(filled.html, /name="until-day"[^>]*value="2"/, 'the address says days as the contract does');
  t.match(
    (await admin.post(formHref('registerProvider', {}), { organisationNumber: '5' })).text,
    '559900-0088',
  );
});

t.test('a decision of tomorrow is refused at its field', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const stockholm = cities.node('stockholm');
  const next = {
    ...agreementAmong(['stockholm', 'malmo']),
    id: '2026',
    validFrom: '2026-01-01',
    validUntil: '2027-01-01',
  };
  await stockholm.must(everybody, 'proposeAgreement', { body: next });
  const admin = (await openPages(t, stockholm)).as(everybody);
  const path = formHref('approveAgreement', { agreementId: '2026' });
  const decided = { unit: 'JARVA', decidedBy: 'board', reference: 'SN 1' };
  const on = (day: string) => ({ 'decidedOn-year': '2025', 'decidedOn-month': '1', 'decidedOn-day': day });
  const early = await admin.post(path, { ...decided, ...on('14') });
  t.equal(early.status, 409, early.text);
  t.match(early.html, '#field-decidedOn');
  t.match(early.text, 'ange 13 januari 2025 eller en tidigare dag');
  t.equal((await admin.post(path, { ...decided, ...on('13') })).status, 303);
});

t.test('a form reads no more of a case than it shows', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 3);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  const details = { name: 'Testperson A' };
  await home.must(worker, 'recordPersonalDetails', { params: { caseId }, body: details });
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'requested');
  const asked = { about: ['needs'], question: 'Vad behövs?' };
  const { id } = await receiving.must(workerIn('malmo'), 'askForCompletion', {
    params: { caseId },
    body: asked,
  });
  await cities.deliver();
  const pages = await openPages(t, home);
  const readBy = async (does: () => Promise<unknown>) => {
    const before = contentsOf(home.node.store);
    await does();
    const events = journalEvents(home.node.store).slice(before.entries);
    return events.filter(({ type }) => type === 'case-read').map(({ operation }) => operation);
  };
  const own = pages.as(worker);
  const completion = formHref('giveCompletion', { caseId, questionId: id });
  t.strictSame(await readBy(() => own.get(completion)), ['getCase'], 'the question is shown');
  const personal = formHref('recordPersonalDetails', { caseId });
  t.strictSame(await readBy(() => own.get(personal)), ['getPersonalDetails'], 'they are filled in');
  t.strictSame(await readBy(() => own.post(personal, details)), [], 'nothing is shown of what is sent');
  t.strictSame(await readBy(() => own.get(formHref('assignCase', { caseId }))), [], 'nothing of it is shown');

  const office = pages.as(administrator);
  for (const { operationId, path, roles } of formOperations())
    if (path.includes('{caseId}') && roles.includes('administrator')) {
      const ids = { caseId, incidentId: nowhere, externalServiceId: nowhere };
      const form = formHref(operationId, ids);
      const read = await readBy(async () => [await office.get(form), await office.post(form, {})]);
      t.strictSame(read, [], `${operationId} shows nothing of a case to those who read none`);
    }
});

t.test('who may not do something is not shown its form, however it is sent', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const home = cities.node('stockholm');
  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  const pages = await openPages(t, home);
  const form = formHref('recordPersonalDetails', { caseId });
  const farAway = pages.as({ roles: ['social-worker'], units: ['FARSTA'] });
  for (const entries of [{}, { 'add-row': 'languages' }, { name: 'x'.repeat(500) }]) {
    const refused = await pages.as(administrator).post(form, entries);
    t.match(refused, { status: 403 }, 'an administrator');
    const hidden = await farAway.post(form, entries);
    t.match(hidden, { status: 404 }, 'a case of others');
    for (const { html } of [refused, hidden]) t.notMatch(html, 'name="name"');
  }
});

t.test('what is no day in an address is not filled in', async (t) => {
  const { node } = await startCities(t, { cities: ['stockholm'] });
  const reader = (await openPages(t, node('stockholm'))).as(everybody);
  for (const until of ['', 'abc', 'abc 1', '2025-13-40', '999999-01-01', "'"]) {
    const query = new URLSearchParams({ from: until, until });
    t.equal((await reader.get(`/reading-reviews/new?${query}`)).status, 200, until);
    t.equal((await reader.get(`/cases/${nowhere}/readings/new?then=http://[${until}`)).status, 200, until);
  }
});
