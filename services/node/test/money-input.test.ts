// Amounts, days and dates that nobody can have meant, sent to every operation on money: each is refused with its reason, and
// nothing but the refusal is written.
import t from 'tap';
import { fieldsOf, withValue } from './helpers/body-fields.js';
import { withService } from './helpers/bought-service.js';
import { administrator, workerIn } from './helpers/case-work.js';
import { fullBodies } from './helpers/desk-bodies.js';
import { contentsOf, nothing, onlyRefused, writtenSince } from './helpers/store-contents.js';

const day = '2025-02-10';
const line = { service: 'support-talks', from: '2025-01-20', until: '2025-01-27', amountOre: 100 };
const statement = { city: 'stockholm', from: '2025-01-01', until: '2025-02-01', agreement: '2025' };

/** As JSON, since some of them are no value that a program could hold. */
const noAmounts = ['900.5', '0.1', '"900"', '1e20', '100000000000000000000', '1e400', 'null', 'true', '[1]'];
const noDays = ['"2025-02-30"', '"2025-2-3"', '20250203', '"2025-02-03T00:00:00Z"', '"10000-01-01"', 'null'];

t.test('amounts and dates that are none', async (t) => {
  const { home, node, caseId, provider, invoice, record } = await withService(t);
  const kept = await record();
  const params = { caseId, providerId: provider.id, lineId: kept.id, externalServiceId: kept.id };
  const bodies = fullBodies(day);
  const there = workerIn('malmo');
  const asked = [
    [node, administrator, 'postCostLine', line],
    [node, administrator, 'proposeStatement', statement],
    [node, administrator, 'recordUpkeep', bodies.recordUpkeep?.[0]],
    [node, administrator, 'recordInvoice', invoice({ number: 'F-9' })],
    [node, there, 'recordLeave', bodies.recordLeave?.[0]],
    [node, there, 'proposeExternalService', bodies.proposeExternalService?.[0]],
    [node, there, 'endExternalService', { endedOn: day }],
    [node, administrator, 'checkLicence', bodies.checkLicence?.[0]],
    [node, administrator, 'decideOnProvider', bodies.decideOnProvider?.[0]],
    [home, administrator, 'recordGrant', bodies.recordGrant?.[0]],
  ] as const;
  for (const [city, member, operation, body = {}] of asked)
    await t.test(operation, async (t) => {
      const before = contentsOf(city.node.store);
      const spoilt = (kinds: readonly string[], values: readonly string[]) =>
        fieldsOf(operation, kinds).flatMap((at) =>
          values.flatMap((value) => {
            const changed = withValue(body, at, 'HERE');
            return changed ? [[at, JSON.stringify(changed).replace('"HERE"', value)] as const] : [];
          }),
        );
      const rows = [
        ...spoilt(['Ore', 'SignedOre', 'Days', 'integer'], noAmounts),
        ...spoilt(['Ore', 'Days'], ['-1']),
        ...spoilt(['CivilDate'], noDays),
        ['/currency', JSON.stringify({ ...body, currency: 'EUR' })] as const,
      ];
      t.ok(rows.length > 6, 'there is something to spoil');
      for (const [at, sent] of rows) {
        const answer = await city.ask(member, operation, { params, body: sent });
        t.match(answer, { status: 400, body: { code: 'REQUEST_INVALID', errors: [{ at }] } }, sent);
      }
      t.strictSame(writtenSince(city.node.store, before), nothing);
    });
});

t.test('days that are dates and cannot be meant', async (t) => {
  const { home, node, cities, caseId, provider, invoice } = await withService(t);
  const there = workerIn('malmo');
  const params = { caseId, providerId: provider.id };
  const [outside, impossible] = ['COST_LINE_OUTSIDE_STAY', 'DATE_IMPOSSIBLE'];
  const upkeep = { from: '2025-01-20', until: '2025-01-27', amountOre: 100 };
  const leave = { from: '2025-01-20', until: '2025-01-22', reason: 'hospital' };
  const grant = { amountOre: 100, decidedOn: day, reference: 'PG 1' };
  const decision = { kind: 'suspension', from: day, until: day, reference: 'ASN 1', reason: 'other' };
  const [far, before] = ['9999-12-31', '0001-01-01'];
  const rows = [
    [node, administrator, 'postCostLine', { ...line, from: '2025-01-27' }, outside],
    [node, administrator, 'postCostLine', { ...line, from: '2025-01-28' }, outside],
    [node, administrator, 'postCostLine', { ...line, from: '2025-01-12' }, outside],
    [node, administrator, 'postCostLine', { ...line, until: '2025-02-12' }, outside],
    [node, administrator, 'postCostLine', { ...line, until: far }, outside],
    [node, administrator, 'postCostLine', { ...line, from: before }, outside],
    [node, administrator, 'proposeStatement', { ...statement, from: '2025-02-01' }, impossible],
    [node, administrator, 'proposeStatement', { ...statement, from: far, until: far }, impossible],
    [node, administrator, 'proposeStatement', { ...statement, until: far }, 'STATEMENT_PERIOD_OPEN'],
    [node, administrator, 'proposeStatement', { ...statement, until: '2025-02-12' }, 'STATEMENT_PERIOD_OPEN'],
    [node, administrator, 'proposeStatement', { ...statement, agreement: '1999' }, 'NOT_FOUND'],
    [node, administrator, 'proposeStatement', { ...statement, city: 'malmo' }, 'CITY_NOT_PARTY'],
    [node, administrator, 'proposeStatement', { ...statement, city: 'uppsala' }, 'CITY_NOT_PARTY'],
    [node, administrator, 'recordUpkeep', { ...upkeep, until: '2025-01-20' }, impossible],
    [node, administrator, 'recordUpkeep', { ...upkeep, from: before }, impossible],
    [node, administrator, 'recordUpkeep', { ...upkeep, from: far, until: far }, impossible],
    [node, administrator, 'recordInvoice', invoice({ until: '2025-01-13' }), impossible],
    [node, administrator, 'recordInvoice', invoice({ until: far }), impossible],
    [node, administrator, 'decideOnProvider', decision, impossible],
    [node, there, 'recordLeave', { ...leave, until: '2025-01-20' }, impossible],
    [node, there, 'recordLeave', { ...leave, until: far }, impossible],
    [node, there, 'recordLeave', { ...leave, from: before }, impossible],
    [home, administrator, 'recordGrant', { ...grant, decidedOn: far }, impossible],
    [home, administrator, 'recordGrant', { ...grant, decidedOn: '2025-02-11' }, impossible],
  ] as const;
  for (const [city, member, operation, body, code] of rows) {
    const what = `${operation} ${JSON.stringify(body)}`;
    const before = contentsOf(city.node.store);
    const answer = await city.ask(member, operation, { params, body });
    t.match(answer, { status: code === 'NOT_FOUND' ? 404 : 409, body: { code } }, what);
    for (const fact of Object.values(answer.body.facts ?? {}))
      t.notMatch(String(fact), /^[+-]/, `${what}: a day is a day`);
    t.strictSame(writtenSince(city.node.store, before), onlyRefused(code), what);
  }
  for (const [query, status] of [
    ['from=2025-02-01&until=2025-02-01', 409],
    ['from=2025-02-01&until=2025-01-01', 409],
    ['from=2025-02-30&until=2025-03-01', 400],
    ['from=2025-01-01&until=10000-01-01', 400],
    ['from=2025-01-01&until=2025-02-01&agreement=1999', 404],
    [`from=${before}&until=${far}`, 200],
  ] as const) {
    const preview = await node.ask(administrator, 'previewStatement', {
      params: { city: 'stockholm' },
      query: `?${query}`,
    });
    t.equal(preview.status, status, query);
  }
  await cities.deliver();
  const { balances } = await home.must(administrator, 'listBalances');
  t.match(balances, [{ city: 'malmo', lines: 0, netOre: 0 }], 'no line came of it');
});
