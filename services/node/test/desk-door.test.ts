// What comes to the desk over HTTP that is not as the contract says, or not by whom it should be.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { deskContract } from '@storstad/contract';
import t from 'tap';
import { type DeskParts, exampleBody, fetchJson, paramsOfNothing } from './helpers/ask-desk.js';
import { badBodies } from './helpers/bad-bodies.js';
import { administrator, agree, openAndReady, openCase, worker } from './helpers/case-work.js';
import { startCities } from './helpers/city-nodes.js';
import { isProblem, lasting, secret } from './helpers/desk-problem.js';
import { staff, type TokenChanges } from './helpers/identity-provider.js';
import { contentsOf, nothing, writtenSince } from './helpers/store-contents.js';

const uuid = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const params = paramsOfNothing;
const everyRole = {
  roles: ['social-worker', 'police-liaison', 'administrator', 'auditor'],
  units: ['JARVA'],
};
const operations = [...deskContract.operations.values()];
const withBody = operations
  .filter(({ requestMediaType }) => requestMediaType === 'application/json')
  .map(({ operationId }) => operationId);

t.test('bodies that are not what the contract says', async (t) => {
  const node = (await startCities(t, { cities: ['stockholm'] })).node('stockholm');
  for (const operation of withBody)
    await t.test(operation, async (t) => {
      const before = contentsOf(node.node.store);
      for (const { name, sent, type, problem } of badBodies(operation)) {
        const parts = { params, body: sent, headers: { 'content-type': type } };
        isProblem(t, await node.ask(everyRole, operation, parts), problem, name);
      }
      t.strictSame(writtenSince(node.node.store, before), nothing);
    });
});

t.test('values that are nearly right', async (t) => {
  const node = (await startCities(t, { cities: ['stockholm'] })).node('stockholm');
  const before = contentsOf(node.node.store);
  const rate = (text: string) =>
    `{"startsOn":"2025-02-03","services":[{"service":"housing","bearer":"home","dayRateOre":${text}}]}`;
  const table: [string, DeskParts, string][] = [
    ...['2025-02-30', '2023-02-29', '2025-1-3', '2025-01-13T00:00:00Z', '0', secret].map(
      (bornOn): [string, DeskParts, string] => ['openCase', { body: { ...openCase(), bornOn } }, '/bornOn'],
    ),
    ...['1.5', '"1"', '-1', '1e400', '100000000001', 'true'].map((text): [string, DeskParts, string] => [
      'proposePlacementAgreement',
      { body: rate(text) },
      '/services/0/dayRateOre',
    ]),
    ['openCase', { body: { ...openCase(), healthNeeds: 'x'.repeat(4001) } }, '/healthNeeds'],
    ['openCase', { body: { ...openCase(), healthNeeds: '' } }, '/healthNeeds'],
    ['openCase', { body: { ...openCase(), unit: 'järva' } }, '/unit'],
    ['recordPersonalDetails', { body: { name: 'x'.repeat(201) } }, '/name'],
    ['recordPersonalDetails', { body: { personalNumber: '199002300000' } }, '/personalNumber'],
    ['listCases', { query: `?name=${secret}` }, 'query/name'],
    ['listCases', { query: '?__proto__=1' }, 'query/__proto__'],
    ['listCases', { query: '?page=0' }, 'query/page'],
    ['listCases', { query: '?page=1.5' }, 'query/page'],
    ['listCases', { query: '?page=1&page=2' }, 'query/page'],
    ['listCases', { query: '?limit=101' }, 'query/limit'],
    ['listCases', { query: `?state=${secret}` }, 'query/state'],
    ['getLedger', { query: '?limit=1001' }, 'query/limit'],
    ['getCase', { query: '?x' }, 'query/x'],
    ...[uuid.toUpperCase(), uuid.slice(1), `${uuid.slice(1)}g`, '%00', 'x%2Fy', '-'.repeat(36)].map(
      (caseId): [string, DeskParts, string] => ['getCase', { params: { caseId } }, 'path/caseId'],
    ),
    ['getCase', { params: { caseId: 'x'.repeat(101) } }, 'path'],
    ['getCase', { params: { caseId: '%zz' } }, 'path'],
    ['withdrawConsent', { body: '{}' }, ''],
  ];
  for (const [operation, parts, at] of table) {
    const answer = await node.ask(everyRole, operation, { params, ...parts });
    isProblem(t, answer, [400, 'REQUEST_INVALID', at], `${operation} ${JSON.stringify(parts)}`);
  }
  t.strictSame(writtenSince(node.node.store, before), nothing);
});

t.test('addresses that the contract does not know', async (t) => {
  const node = (await startCities(t, { cities: ['stockholm'] })).node('stockholm');
  const { origin } = new URL(node.deskUrl);
  const headers = { authorization: `Bearer ${node.token(worker)}` };
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', `/desk/v1/${secret}`],
    ['PUT', '/desk/v1/cases'],
    ['DELETE', `/desk/v1/cases/${uuid}`],
    ['OPTIONS', '/desk/v1/cases'],
    ['GET', '/peer/v1/api-info'],
  ] as const)
    isProblem(
      t,
      await fetchJson(origin + path, { method, headers }),
      [404, 'NOT_FOUND', null],
      `${method} ${path}`,
    );
});

t.test('what is not there and what is not for you to see are answered alike', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const sent = await openAndReady(home);
  await home.must(worker, 'sendReferral', { params: { caseId: sent }, body: { city: 'malmo' } });
  await cities.deliver();
  const farsta = await home.must(staff('social-worker', 'FARSTA'), 'openCase', { body: openCase('FARSTA') });
  const onCases = operations.filter(
    ({ path, roles }) => path.includes('{caseId}') && roles.includes('social-worker'),
  );

  const compare = async (node: typeof home, member: typeof worker, caseId: string, more: object = {}) => {
    for (const { operationId, hasBody } of onCases) {
      const parts = { ...(hasBody ? { body: exampleBody(operationId) } : {}) };
      const ask = (changes: object) =>
        node.ask(member, operationId, { ...parts, params: { ...params, ...changes } });
      const [forbidden, absent] = [await ask({ caseId, ...more }), await ask({ caseId: uuid })];
      const isForUnit = operationId === 'acceptReferral' && forbidden.body.code === 'NOT_PERMITTED';
      if (!isForUnit) t.equal(forbidden.body.code, 'NOT_FOUND', operationId);
      t.strictSame(lasting(forbidden), lasting(absent), operationId);
    }
  };
  await t.test('a case of another unit', () => compare(home, worker, farsta.id));
  await t.test('a request to this city, for one without a unit', () =>
    compare(receiving, staff('social-worker'), sent),
  );
  const malmo = staff('social-worker', 'ASN');
  await receiving.must(staff('police-liaison'), 'clearPlace', {
    params: { caseId: sent },
    body: { verdict: 'clear' },
  });
  await receiving.must(malmo, 'acceptReferral', { params: { caseId: sent }, body: { unit: 'ASN' } });
  for (const [member, total] of [
    [worker, 1],
    [staff('social-worker', 'FARSTA'), 1],
    [staff('social-worker', 'OTHER'), 0],
    [staff('social-worker'), 0],
    [staff('police-liaison'), 2],
  ] as const)
    t.match(await home.must(member, 'listCases'), { total }, `${member.roles} ${member.units} lists`);
  await t.test('a case that another unit has taken on', () =>
    compare(receiving, staff('social-worker', 'OTHER'), sent),
  );

  await t.test('a part of another case', async (t) => {
    const { consents, referrals } = await home.must(worker, 'getCase', { params: { caseId: sent } });
    const own = await home.must(worker, 'openCase', { body: openCase() });
    for (const [operation, part, id, body] of [
      ['withdrawConsent', 'consentId', consents[0].id, undefined],
      ['withdrawReferral', 'referralId', referrals[0].id, { reason: 'need-changed' }],
    ] as const) {
      const ask = (id: string) =>
        home.ask(worker, operation, { params: { caseId: own.id, [part]: id }, body });
      const [foreign, absent] = [await ask(id), await ask(uuid)];
      t.equal(foreign.body.code, 'NOT_FOUND', operation);
      t.strictSame(lasting(foreign), lasting(absent), operation);
    }
  });
});

t.test('only a token of the provider, for this desk and this city, lets in', async (t) => {
  const { provider, node: nodeOf } = await startCities(t, { cities: ['stockholm'] });
  const node = nodeOf('stockholm');
  const before = contentsOf(node.node.store);
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pem = provider.publicKey.export({ type: 'spki', format: 'pem' });
  const now = Math.floor(Date.now() / 1000);
  const affiliation = 'https://id.oidc.se/claim/orgAffiliation';
  const hs256 = (secret: string | Buffer) => (text: string) =>
    createHmac('sha256', secret).update(text).digest();
  const forged: [string, TokenChanges][] = [
    [
      "another key's signature",
      {
        signature: (text) => sign('sha256', Buffer.from(text), { key: stranger, dsaEncoding: 'ieee-p1363' }),
      },
    ],
    [
      'the signature of something else',
      { signature: () => sign('sha256', Buffer.from('x'), { key: stranger, dsaEncoding: 'ieee-p1363' }) },
    ],
    ['no signature', { signature: () => Buffer.alloc(0) }],
    ['alg none', { header: { alg: 'none' }, signature: () => Buffer.alloc(0) }],
    ['HS256 with the public key', { header: { alg: 'HS256' }, signature: hs256(pem) }],
    ['a key that is not published', { header: { kid: 'other' } }],
    ['a key without a name', { header: { kid: undefined } }],
    ['a key of its own', { header: { kid: 'other', jwk: stranger.export({ format: 'jwk' }) } }],
    ['expired', { claims: { exp: now - 1 } }],
    ['no end', { claims: { exp: undefined } }],
    ['not yet', { claims: { nbf: now + 60 } }],
    ['another audience', { claims: { aud: 'urn:test:other' } }],
    ['no audience', { claims: { aud: undefined } }],
    ['another issuer', { claims: { iss: 'http://127.0.0.1:1' } }],
    ['no issuer', { claims: { iss: undefined } }],
    ['nobody', { claims: { sub: undefined } }],
    ['a nameless one', { claims: { sub: '' } }],
    ["another city's organisation", { claims: { [affiliation]: 'test@2120001355' } }],
    ['no organisation', { claims: { [affiliation]: undefined } }],
    ['an organisation in a list', { claims: { [affiliation]: [['test@0000000000']] } }],
  ];
  const url = `${node.deskUrl}/agreements`;
  for (const [name, changes] of forged) {
    const headers = { authorization: `Bearer ${node.token(administrator, changes)}` };
    const answer = await fetchJson(url, { method: 'POST', headers, body: secret });
    isProblem(t, answer, [401, 'NOT_AUTHENTICATED', null], name);
    t.equal(answer.headers['www-authenticate'], 'Bearer', name);
  }
  for (const authorization of [undefined, 'Bearer', 'Bearer x', 'Basic eDp4', node.token(administrator)])
    isProblem(t, await fetchJson(url, { headers: authorization ? { authorization } : {} }), [
      401,
      'NOT_AUTHENTICATED',
      null,
    ]);
  for (const roles of [[], 'administrator', ['Administrator'], undefined, { administrator: true }]) {
    const headers = { authorization: `Bearer ${node.token(administrator, { claims: { roles } })}` };
    isProblem(t, await fetchJson(url, { headers }), [403, 'NOT_PERMITTED', null], JSON.stringify(roles));
  }
  t.strictSame(writtenSince(node.node.store, before), nothing);
});

t.test('every answer carries on the trace of its request', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const node = cities.node('stockholm');
  const traceOf = async (traceparent?: string) => {
    const answer = await node.ask(worker, 'getApiInfo', { headers: traceparent ? { traceparent } : {} });
    return String(answer.headers.traceparent);
  };
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const given = `00-${trace}-b7ad6b7169203331-01`;
  const carried = await traceOf(given);
  t.match(carried, new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  t.not(carried, given, 'a span of its own');
  for (const unusable of [
    undefined,
    'x',
    given.toUpperCase(),
    `${given}-x`,
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
  ]) {
    const begun = await traceOf(unusable);
    t.match(begun, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/, unusable ?? 'none');
    t.notMatch(begun, trace, unusable ?? 'none');
  }

  const caseId = await openAndReady(node);
  const parts = { params: { caseId }, body: { city: 'malmo' }, headers: { traceparent: given } };
  await node.must(worker, 'sendReferral', parts);
  await cities.deliver();
  const [delivery] = cities.node('malmo').log.lines.filter((line) => line.includes(trace));
  t.match(JSON.parse(delivery ?? '{}'), { operation: 'deliverMessage', status: 200, traceId: trace });
});
