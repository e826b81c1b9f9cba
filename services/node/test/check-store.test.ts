import { verify } from 'node:crypto';
import t from 'tap';
import { recordLogIn } from '../src/commands/staff.js';
import type { CaseId, City } from '../src/domain/values.js';
import { checkStore } from '../src/store/check-store.js';
import { administrator, agree, liaison, openAndReady, worker, workerIn } from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';

/** Folding the journal gives the state that is there; what was altered behind its back is found. */

function check({ node, city }: CityNode) {
  const key = node.own.verifyKey.keyObject;
  const isOurs = (hash: string, signature: string) =>
    verify(null, Buffer.from(hash), key, Buffer.from(signature, 'base64url'));
  return checkStore(node.store, city as City, isOurs);
}

const body = (of: object) => ({ body: of });

/** A case from the first contact to a signed statement, with a refused attempt and a withdrawn consent on the way. */
async function playCase({ node, deliver }: Awaited<ReturnType<typeof startCities>>) {
  const [home, receiving] = [node('stockholm'), node('malmo')];
  const caseId = await openAndReady(home);
  const params = { caseId };
  const there = workerIn('malmo');
  await home.must(worker, 'recordPersonalDetails', { params, ...body({ name: 'Testperson A' }) });
  await home.ask(worker, 'sendReferral', { params, ...body({ city: 'goteborg' }) });
  await home.must(worker, 'sendReferral', { params, ...body({ city: 'malmo' }) });
  await deliver();
  await receiving.must(liaison, 'clearPlace', { params, ...body({ verdict: 'clear' }) });
  await receiving.must(there, 'acceptReferral', { params, ...body({ unit: 'ASN' }) });
  await deliver();
  await home.must(worker, 'disclosePersonalDetails', { params });
  const services = [{ service: 'support-talks', dayRateOre: 90_000, bearer: 'home' }];
  const agreed = { params, ...body({ startsOn: '2025-01-13', services }) };
  const { id: placementAgreementId } = await receiving.must(there, 'proposePlacementAgreement', agreed);
  await deliver();
  await home.must(worker, 'signPlacementAgreement', { params: { caseId, placementAgreementId } });
  await deliver();
  await receiving.must(there, 'recordArrival', {
    params,
    ...body({ arrivedOn: '2025-01-13', safetyPlanOn: '2025-01-13' }),
  });
  const posted = { service: 'support-talks', from: '2025-01-13', until: '2025-01-14' };
  await receiving.must(there, 'postCostLine', { params, ...body(posted) });
  await deliver();
  const period = { city: 'malmo', from: '2025-01-01', until: '2025-01-14' };
  const { id: statementId } = await home.must(administrator, 'proposeStatement', body(period));
  await deliver();
  await receiving.must(administrator, 'signStatement', { params: { statementId } });
  await deliver();
  await home.must(administrator, 'giveReadingReason', { params, ...body({ reason: 'review' }) });
  const days = { from: '2025-01-01', until: '2025-01-13', outcome: 'nothing-found' };
  await home.must(administrator, 'reviewReadings', body(days));
  await recordLogIn(home.node, { subject: 'anna', roles: ['auditor'], units: [] });
  return caseId as CaseId;
}

t.test('after a whole case both stores are what their journals say', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  await playCase(cities);
  for (const node of cities.nodes) {
    const { entries, erased, findings } = check(node);
    t.strictSame(findings, [], node.city);
    t.equal(erased, 0);
    t.ok(entries > 10, `${node.city} has ${entries} entries`);
  }
});

t.test('what was altered is found', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const caseId = await playCase(cities);
  const home = cities.node('stockholm');
  const sql = home.node.store.db.$client;
  const cases: readonly [what: string, change: string, finding: RegExp][] = [
    [
      'the state of a case',
      `UPDATE cases SET state = 'draft' WHERE id = '${caseId}'`,
      /^Case .* is not what/,
    ],
    ['a place given away', `UPDATE slots SET case_id = NULL`, /^Table slots/],
    ['an amount', `UPDATE cost_lines SET line = replace(line, '90000', '90001')`, /^Table cost_lines/],
    ['what a line comes to', `UPDATE cost_lines SET amount_ore = amount_ore + 1`, /^Table cost_lines/],
    ['a day booked', `UPDATE cost_lines SET booked_on = '2025-01-15'`, /^Table cost_lines/],
    ['a line kept out of statements', `UPDATE cost_lines SET frozen = 1`, /^Table cost_lines/],
    ['a kept sum', `UPDATE balances SET net_ore = net_ore + 1`, /^Table balances/],
    ['a kept sum that is gone', `DELETE FROM balances`, /^Table balances/],
    [
      'a posting',
      `DROP TRIGGER postings_no_update; UPDATE postings SET amount_ore = 0 WHERE city = 'malmo'`,
      /^The postings of cost line .* do not sum to zero/,
    ],
    [
      'a lost posting',
      `DROP TRIGGER postings_no_delete; DELETE FROM postings WHERE city = 'malmo'`,
      /^The postings of cost line .* do not sum to zero/,
    ],
    ['both postings of a line', `DROP TRIGGER postings_no_delete; DELETE FROM postings`, /^Table postings/],
    [
      'an approval',
      `UPDATE agreements SET version = replace(version, 'PROV ASN', 'PROV XYZ')`,
      /^Table agreements/,
    ],
    ['a statement', `UPDATE statements SET state = 'proposed'`, /^Table statements/],
    ['a reason', `UPDATE reading_reasons SET reason = 'supervision'`, /^Table reading_reasons/],
    [
      'a review',
      `DROP TRIGGER reading_reviews_no_delete; DELETE FROM reading_reviews`,
      /^Table reading_reviews/,
    ],
    [
      'an acknowledgement',
      `INSERT INTO acknowledgements VALUES ('x', '2025-01-13T08:00:00.000Z', 'anna', NULL)`,
      /^Table acknowledgements/,
    ],
    ['a role', `UPDATE staff_members SET roles = '["administrator"]'`, /^Table staff_members/],
    [
      'an encrypted part',
      `UPDATE sealed_parts SET ciphertext = zeroblob(40) WHERE seq = (SELECT min(seq) FROM sealed_parts)`,
      /encrypted part has been altered/,
    ],
    [
      'a lost encrypted part',
      `DELETE FROM sealed_parts WHERE seq = (SELECT max(seq) FROM sealed_parts)`,
      /altered or is gone/,
    ],
    [
      'an entry',
      `DROP TRIGGER journal_no_update; UPDATE journal SET entry = replace(entry, 'stockholm', 'goteborg') WHERE seq = 1`,
      /^Journal entry 1: HASH_DIFFERS/,
    ],
    [
      'a lost entry',
      `DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = 3`,
      /^Journal entry 4: GAP/,
    ],
    [
      'a lost end',
      `DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)`,
      /seal is not|not what the journal says/,
    ],
    [
      'a forged seal',
      `DROP TRIGGER journal_seals_no_update; UPDATE journal_seals SET signature = 'AAAA' WHERE seq = (SELECT max(seq) FROM journal_seals)`,
      /seal is not this city's/,
    ],
  ];
  for (const [what, change, finding] of cases) {
    sql.exec('SAVEPOINT before');
    sql.exec(change);
    home.node.store.forget();
    const { findings } = check(home);
    t.ok(
      findings.some((found) => finding.test(found)),
      `${what}: ${findings[0] ?? 'nothing found'}`,
    );
    sql.exec('ROLLBACK TO before; RELEASE before');
  }
  home.node.store.forget();
  t.strictSame(check(home).findings, [], 'all is well again');
});

t.test('a case whose key is destroyed is gone, and the check says so without alarm', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const caseId = await playCase(cities);
  const home = cities.node('stockholm');
  home.node.store.vault.destroy(`cases/${caseId}`);
  home.node.store.forget();
  t.equal(home.node.store.cases.find(caseId), undefined);
  const { erased, findings } = check(home);
  t.equal(erased, 1);
  t.strictSame(findings, []);
});
