// Forms follow from the contract: each operation that changes something has one, and what it sends is judged there.
import t from 'tap';
import { formHref, formOperations } from '../../src/http/pages/forms/form-routes.js';
import { agree, openAndReady, worker } from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { openPages } from './open-pages.js';

t.test('a form of a case is shown, judged field by field, and done', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 2);
  const stockholm = cities.node('stockholm');
  const caseId = await openAndReady(stockholm);
  const reader = (await openPages(t, stockholm)).as(worker);
  const path = formHref('reclassifyCase', { caseId });
  const { status, text } = await reader.get(path);
  t.equal(status, 200, text);
  t.equal((await reader.post(path, {})).status, 400);
  const done = await reader.post(path, { kind: 'protected-person' });
  t.equal(done.status, 303, done.text);
  t.match(done.location, `/cases/${caseId}?done=reclassifyCase`);
  t.ok(formOperations().length > 50);
});
