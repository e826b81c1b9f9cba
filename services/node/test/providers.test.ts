// Providers through HTTP: the register, the marks by which an exclusion is told, what is written where, and erasure.
import { scryptSync, verify } from 'node:crypto';
import t, { type Test } from 'tap';
import type { City, ProviderId } from '../src/domain/values.js';
import { checkStore } from '../src/store/check-store.js';
import { administrator, agree, bringTo, openAndReady, worker, workerIn } from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';
import { contentsOf, onlyRefused, writtenSince } from './helpers/store-contents.js';

const name = 'Testutförare Qzxabc';
const organisationNumber = '559900-0001';
const today = '2025-01-13';
const exclusion = { kind: 'exclusion', from: '2025-01-01', reference: 'JSN 2025-1', reason: 'personal-data' };

const register = (node: CityNode, body: object = { name, organisationNumber }) =>
  node.must(administrator, 'registerProvider', { body });
const check = ({ node, city }: CityNode) => {
  const key = node.own.verifyKey.keyObject;
  return checkStore(node.store, city as City, (hash, signature) =>
    verify(null, Buffer.from(hash), key, Buffer.from(signature, 'base64url')),
  );
};

/** All that a node's store holds, as it lies there. */
function bytesOf({ node }: CityNode): string {
  const { $client } = node.store.db;
  const tables = $client.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return tables
    .map((table) => JSON.stringify($client.prepare(`SELECT * FROM "${table}"`).all(), asText))
    .join('\n');
}
const asText = (_: string, value: unknown) => {
  const bytes = value as { type?: string; data?: number[] } | null;
  return bytes?.type === 'Buffer' ? Buffer.from(bytes.data ?? []).toString('latin1') : value;
};

async function twoCities(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  return { cities, home, receiving };
}

t.test('the mark of an exclusion is the one that the contract describes', async (t) => {
  const { cities, home, receiving } = await twoCities(t);
  const { id } = await register(home);
  const params = { providerId: id };
  const decided = await home.must(administrator, 'decideOnProvider', { params, body: exclusion });
  await cities.deliver();
  const [first] = receiving.node.store.exclusions.all();
  const { salt, mark } = first?.notice ?? { salt: '', mark: '' };
  const expected = scryptSync('559900-0001', Buffer.from(salt, 'base64url'), 32, { N: 16384, r: 8, p: 1 });
  t.equal(mark, expected.toString('base64url'));
  t.equal(Buffer.from(salt, 'base64url').length, 16);
  t.strictSame(home.node.store.exclusions.all(), receiving.node.store.exclusions.all(), 'alike in both');

  // In Malmö nothing says whom it is about, until the provider is in Malmö's own register.
  const listed = () => receiving.must(administrator, 'listExclusions');
  const [decision] = decided.decisions;
  const { from, reference } = exclusion;
  const shown = { city: 'stockholm', id: decision.id, from, until: null, reference, replacedBy: null };
  t.strictSame((await listed()).exclusions, [{ ...shown, providerId: null }]);
  t.notMatch(bytesOf(receiving), /Qzxabc|559900-0001/);
  await register(receiving, { name: 'Testutförare Annan', organisationNumber: '559900-0002' });
  const same = await register(receiving);
  t.strictSame((await listed()).exclusions, [{ ...shown, providerId: same.id }]);
  t.match((await home.must(administrator, 'listExclusions')).exclusions, [{ providerId: id }], 'at home');

  const replacing = { ...exclusion, until: '2025-02-01', replaces: decision.id };
  const after = await home.must(administrator, 'decideOnProvider', { params, body: replacing });
  await cities.deliver();
  const later = after.decisions[1].id;
  t.match((await listed()).exclusions.toSorted(byUntil), [
    { id: later, until: '2025-02-01', replacedBy: null },
    { id: decision.id, until: null, replacedBy: later },
  ]);
  const marks = receiving.node.store.exclusions.all().map(({ notice }) => notice.mark);
  t.equal(new Set(marks).size, 2, 'two exclusions of one provider cannot be told to be so');
  for (const node of cities.nodes) t.strictSame(check(node).findings, [], node.city);
});

const byUntil = (a: { until: string | null }, b: { until: string | null }) =>
  (a.until ?? '9') < (b.until ?? '9') ? -1 : 1;

t.test('who a provider is lies encrypted, and is gone with its key', async (t) => {
  const { home } = await twoCities(t);
  const { id } = await register(home);
  const params = { providerId: id };
  await home.must(administrator, 'checkLicence', { params, body: { state: 'granted', checkedOn: today } });
  await home.must(administrator, 'decideOnProvider', { params, body: { ...exclusion, kind: 'suspension' } });
  t.notMatch(bytesOf(home), /Qzxabc|559900-0001/);
  t.match((await home.must(worker, 'listProviders')).providers, [
    {
      id,
      name,
      organisationNumber,
      licenceChecks: [{ checkedOn: today }],
      decisions: [{ kind: 'suspension' }],
    },
  ]);
  t.strictSame(check(home).findings, []);
  const other = await register(home, { name: 'Testutförare Annan', organisationNumber: '559900-0002' });
  home.node.store.vault.destroy(`providers/${id as ProviderId}`);
  t.match((await home.must(worker, 'listProviders')).providers, [{ id: other.id }]);
  t.match(check(home), { erased: 1, findings: [] });
  home.node.store.db.$client.prepare('DELETE FROM providers WHERE id = ?').run(other.id);
  t.strictSame(check(home).findings, [`Provider ${other.id} is not what the journal says.`]);
});

t.test('what is refused, and that nothing else is written', async (t) => {
  const { cities, home, receiving } = await twoCities(t);
  const there = workerIn('malmo');
  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'in-progress');
  const { id: providerId } = await register(receiving);
  const tried = { triedOn: today, outcome: 'full' };
  const service = {
    service: 'housing',
    housingForm: 'protected-housing',
    operator: 'private',
    providerId,
    from: today,
    dayRateOre: 200_000,
    bearer: 'home',
    reason: 'protection',
    purchase: { step: 2, internal: tried, decision: { decidedOn: today, reference: 'ASN 2025-2' } },
  };
  const refused = async (operation: string, body: object, code: string, facts?: object, id = providerId) => {
    const member = operation === 'decideOnProvider' ? administrator : there;
    const before = contentsOf(receiving.node.store);
    const params = { caseId, providerId: id };
    const answer = await receiving.ask(member, operation, { params, body });
    t.equal(answer.body.code, code, `${operation}: ${answer.text}`);
    if (facts) t.strictSame(answer.body.facts, facts, code);
    t.strictSame(writtenSince(receiving.node.store, before), onlyRefused(code), code);
  };
  await refused('registerProvider', { name: 'Ett annat namn', organisationNumber }, 'PROVIDER_EXISTS');
  const unknown = 'd0e1f2a3-b4c5-4d6e-9f70-8b9c0d1e2f3a';
  await refused('checkLicence', { state: 'none', checkedOn: today }, 'NOT_FOUND', undefined, unknown);
  await refused('decideOnProvider', exclusion, 'NOT_FOUND', undefined, unknown);
  await refused('checkLicence', { state: 'none', checkedOn: '2025-01-14' }, 'DATE_IMPOSSIBLE');
  const propose = (changes: object, code: string, facts?: object) =>
    refused('proposeExternalService', { ...service, ...changes }, code, facts);
  await propose({ providerId: unknown }, 'NOT_FOUND');
  await propose({ from: '2025-01-12' }, 'DATE_IMPOSSIBLE', { earliest: today });
  await propose({ purchase: { ...service.purchase, step: 3 } }, 'PURCHASE_STEPS_MISSING');
  await propose({ purchase: { step: 2, internal: tried } }, 'SECTION_HEAD_DECISION_MISSING');
  await propose({}, 'LICENCE_MISSING');
  const params = { providerId };
  const checked = (checkedOn: string) =>
    receiving.must(there, 'checkLicence', { params, body: { state: 'granted', checkedOn } });
  await checked('2025-01-12');
  await propose({}, 'LICENCE_NOT_CHECKED', { checkedOn: '2025-01-12' });
  await checked(today);

  // Stockholm excludes it too, and Malmö finds out by the mark.
  const { id: known } = await register(home);
  const decideAtHome = (body: object) =>
    home.must(administrator, 'decideOnProvider', { params: { providerId: known }, body });
  const { decisions } = await decideAtHome(exclusion);
  await cities.deliver();
  const byHome = { city: 'stockholm', reference: 'JSN 2025-1', from: '2025-01-01' };
  await propose({}, 'PROVIDER_EXCLUDED', byHome);
  const narrowed = { ...exclusion, until: '2025-01-13', replaces: decisions[0].id };
  await decideAtHome(narrowed);
  await cities.deliver();
  const suspension = { ...exclusion, kind: 'suspension', from: '2025-03-01', reference: 'ASN 2025-9' };
  const suspended = await receiving.must(administrator, 'decideOnProvider', { params, body: suspension });
  await propose({}, 'PROVIDER_SUSPENDED', { reference: 'ASN 2025-9', from: '2025-03-01' });
  const proposed = await receiving.must(there, 'proposeExternalService', {
    params: { caseId },
    body: { ...service, until: '2025-03-01' },
  });
  t.match(proposed, { state: 'proposed', providerId, warnings: [] });
  const again = { ...suspension, replaces: suspended.decisions[0].id };
  await receiving.must(administrator, 'decideOnProvider', { params, body: again });
  await cities.deliver();
  await refused('decideOnProvider', again, 'ALREADY_SETTLED');
  for (const node of cities.nodes) t.strictSame(check(node).findings, [], node.city);
});
