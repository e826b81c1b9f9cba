// What the package does with the contracts: bundles, validates and cuts to consent.
import { createHash } from 'node:crypto';
import t from 'tap';
import { consentMarks, cut } from '../src/consent-marks.js';
import {
  type ConsentCategory,
  categoriesIn,
  cutToConsent,
  type DeskOperationId,
  deskContract,
  type MessageType,
  type PersonalDetails,
  peerContract,
  requestValidator,
  responseValidator,
  schemaValidator,
  sealedContentValidator,
} from '../src/index.js';
import type { OpenApiDocument } from '../src/openapi-document.js';

const UUID = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const needs = { services: ['housing'], housingForm: 'hvb' };
const openCase = {
  unit: 'JARVA',
  kind: 'defector',
  bornOn: '1990-05-17',
  motivated: true,
  relocationNeeded: true,
  responsibleForMinors: false,
  needs,
};

function request(operationId: DeskOperationId, parts: object) {
  return requestValidator(
    deskContract,
    operationId,
  )({ params: {}, query: {}, headers: {}, body: undefined, ...parts });
}

t.test('bundling twice gives the bytes that are served', async (t) => {
  const { bundleContract, contractBytes } = await import(new URL('../generate.mjs', import.meta.url).href);
  for (const [name, contract] of [['desk', deskContract] as const, ['peer', peerContract] as const]) {
    const first = contractBytes(await bundleContract(name));
    t.equal(first, contractBytes(await bundleContract(name)));
    t.equal(first, contract.bytes.toString(), 'and what was built is of today');
    t.equal(contract.digest, `sha-256:${createHash('sha256').update(first).digest('hex')}`);
    t.notMatch(first, /\.yaml/, 'nothing refers to another file');
  }
});

t.test('operations are described as routes need them', async (t) => {
  t.match(deskContract.operations.get('sendReferral'), {
    method: 'POST',
    path: '/cases/{caseId}/referrals',
    fastifyPath: '/cases/:caseId/referrals',
    hasBody: true,
    public: false,
    roles: ['social-worker'],
    successStatus: 201,
  });
  t.match(deskContract.operations.get('getContract'), {
    hasBody: false,
    public: true,
    roles: [],
    successStatus: 200,
  });
  t.match(peerContract.operations.get('deliverMessage'), { hasBody: true, public: false, roles: [] });
});

t.test('parameters are coerced and defaulted in place', async (t) => {
  const query = { page: '2', state: 'draft' };
  t.strictSame(request('listCases', { query }), []);
  t.strictSame(query, { page: 2, state: 'draft', limit: 20 });
  for (const [query, at] of [
    [{ page: 'two' }, 'query/page'],
    [{ page: '0' }, 'query/page'],
    [{ page: ['1', '2'] }, 'query/page'],
    [{ limit: '101' }, 'query/limit'],
    [{ state: 'lost' }, 'query/state'],
    [{ name: 'Kim' }, 'query/name'],
  ] as const)
    t.match(request('listCases', { query: { ...query } }), [{ at }]);
  const [long] = request('listCases', { query: { ['x'.repeat(400)]: '1' } });
  t.ok((long?.at.length ?? 0) <= 300, 'a problem has room for it');
  t.match(request('getCase', { params: { caseId: UUID.toUpperCase() } }), [{ at: 'path/caseId' }]);
  t.match(request('getCase', { params: { caseId: UUID }, headers: { traceparent: 'x' } }), [
    { at: 'header/traceparent' },
  ]);
  t.strictSame(request('getCase', { params: { caseId: UUID }, headers: { host: 'stockholm.example' } }), []);
});

t.test('bodies are refused as they are, never mended', async (t) => {
  for (const [change, at] of [
    [{ motivated: 'true' }, '/motivated'],
    [{ kind: undefined }, '/kind'],
    [{ secret: 1 }, '/secret'],
    [{ 'a/b~c': 1 }, '/a~1b~0c'],
    [{ bornOn: '2025-02-30' }, '/bornOn'],
    [{ bornOn: '2023-02-29' }, '/bornOn'],
    [{ unit: 'järva' }, '/unit'],
    [{ needs: { ...needs, services: ['housing', 'nonsense'] } }, '/needs/services/1'],
    [{ needs: { ...needs, services: ['housing', 'housing'] } }, '/needs/services'],
    [{ needs: { ...needs, services: new Array(30_000).fill({}) } }, '/needs/services'],
  ] as const) {
    const body = JSON.parse(JSON.stringify({ ...openCase, ...change }));
    const before = structuredClone(body);
    t.match(request('openCase', { body }), [{ at }]);
    t.strictSame(body, before);
  }
  t.strictSame(request('openCase', { body: { ...openCase, bornOn: '2024-02-29' } }), []);
  t.match(request('openCase', {}), [{ at: '', message: 'must be object' }]);
  t.match(request('listAgreements', { body: {} }), [{ at: '', message: 'no body is known here' }]);
});

t.test('what is said of a wrong value does not repeat it', async (t) => {
  const params = { caseId: UUID };
  const wrong = [
    { type: 'Kim' },
    { type: 'police', givenOn: 'Kim' },
    { type: 'municipality', givenOn: '2025-01-13', cities: ['Kim'], categories: ['Kim'], purposes: ['Kim'] },
  ];
  for (const body of wrong) {
    const violations = request('giveConsent', { params, body });
    t.equal(violations.length, 1);
    t.notMatch(JSON.stringify(violations), /Kim/);
  }
  t.match(request('giveConsent', { params, body: wrong[0] }), [{ at: '/type' }]);
});

t.test('formats are really checked', async (t) => {
  const receipt = {
    messageId: UUID,
    messageDigest: `sha-256:${'0'.repeat(64)}`,
    from: 'malmo',
    to: 'stockholm',
    receivedAt: '2025-01-20T10:15:01Z',
    outcome: 'accepted',
    refusal: null,
  };
  const validate = schemaValidator(peerContract, 'Receipt');
  t.strictSame(validate(receipt), []);
  t.strictSame(validate({ ...receipt, receivedAt: '2025-01-20T11:15:01.5+01:00' }), []);
  for (const receivedAt of [
    '2025-01-20',
    '2025-02-30T10:15:01Z',
    '2025-01-20T10:15:01',
    '2025-01-20T25:00:00Z',
  ])
    t.match(validate({ ...receipt, receivedAt }), [{ at: '/receivedAt' }]);
  for (const messageId of [`urn:uuid:${UUID}`, UUID.slice(1), `${UUID.slice(0, -1)}g`])
    t.match(validate({ ...receipt, messageId }), [{ at: '/messageId' }]);
  t.match(validate({ ...receipt, refusal: { code: 'NO', facts: {} } }), [{ at: '/refusal/code' }]);
  t.match(validate({ ...receipt, refusal: { code: 'MINOR', facts: { age: {} } } })[0], {
    at: '/refusal/facts/age',
  });
});

t.test('a member card is checked by its schema', async (t) => {
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) };
  const card = {
    city: 'malmo',
    name: 'Malmö stad',
    organisationNumber: '000000-0000',
    peerUrl: 'https://malmo.example/peer/v1',
    signingKeys: [key],
    sealingKey: { ...key, crv: 'X25519' },
    contracts: [],
  };
  const validate = schemaValidator(peerContract, 'MemberCard');
  t.strictSame(validate(card), []);
  t.match(validate({ ...card, peerUrl: 'malmo peer' }), [{ at: '/peerUrl' }]);
  t.match(validate({ ...card, sealingKey: key }), [{ at: '/sealingKey/crv', message: 'must be X25519' }]);
});

t.test('sealed content and answers are checked', async (t) => {
  t.strictSame(sealedContentValidator('arrival-recorded')({ arrivedOn: '2025-02-03' }), []);
  t.match(sealedContentValidator('arrival-recorded')({ departedOn: '2025-02-03' }), [{ at: '/arrivedOn' }]);
  t.match(responseValidator(deskContract, 'getCase', 200)({}), [{ at: '/id', message: 'is missing' }]);
  t.match(responseValidator(deskContract, 'getCase', 404)({}), [{ message: 'is missing' }]);
  t.match(responseValidator(deskContract, 'getCase', 418)({}), [{ message: 'no body is known here' }]);
});

t.test('a name that the contract does not have is a bug', async (t) => {
  t.throws(() => requestValidator(deskContract, 'closeDoor' as DeskOperationId), /no operation closeDoor/);
  t.throws(() => schemaValidator(peerContract, 'Door')({}), /nothing at/);
  t.throws(() => sealedContentValidator('door-closed' as MessageType)({}), /nothing at/);
});

const details: Required<PersonalDetails> = {
  name: 'Kim Exempel',
  personalNumber: '19900230-0000',
  protectedIdentity: true,
  phone: '070-000 00 00',
  languages: ['svenska'],
  supportDescription: 'a',
  threatDescription: 'b',
  health: 'c',
  family: 'd',
  economy: 'e',
  occupation: 'f',
};

const categoryOf: Record<keyof PersonalDetails, ConsentCategory> = {
  name: 'identity',
  personalNumber: 'identity',
  protectedIdentity: 'identity',
  phone: 'contact',
  languages: 'needs',
  supportDescription: 'needs',
  threatDescription: 'threat',
  health: 'health',
  family: 'family',
  economy: 'economy',
  occupation: 'occupation',
};

const allCategories = [...new Set(Object.values(categoryOf))];

function* subsets<T>([first, ...rest]: readonly T[]): Generator<Set<T>> {
  if (first === undefined) return yield new Set();
  for (const subset of subsets(rest)) yield* [subset, new Set([first, ...subset])];
}

t.test('only what consent covers may leave, for each set of categories', async (t) => {
  const disclosed = 'personal-details-disclosed';
  const validate = sealedContentValidator(disclosed);
  const all = [...subsets(allCategories)];
  t.equal(all.length, 256);
  for (const covered of all) {
    const left = cutToConsent(disclosed, { referralId: UUID, details }, covered);
    const expected = Object.entries(details).filter(([name]) =>
      covered.has(categoryOf[name as keyof PersonalDetails]),
    );
    t.strictSame(left.details ?? {}, Object.fromEntries(expected));
    t.strictSame([...categoriesIn(disclosed, left)].sort(), [...covered].sort());
    t.equal(
      validate(left).length,
      covered.size === 0 ? 1 : 0,
      'with nothing covered there is nothing to send',
    );
    t.equal(left.referralId, UUID);
  }
});

t.test('a referral leaves without what is not covered', async (t) => {
  const content = {
    referralId: UUID,
    unit: 'JARVA',
    kind: 'defector' as const,
    slot: { agreement: '2025', number: 1, limit: 2 },
    requestedOn: '2025-01-20',
    sentAt: '2025-01-20T08:00:00Z',
    policeReference: 'EXEMPEL-1',
    threat: JSON.parse('{}'),
    needs: { services: ['housing' as const], housingForm: 'hvb' as const },
    healthNeeds: 'c',
  };
  t.strictSame([...categoriesIn('referral-requested', content)].sort(), ['health', 'needs', 'threat']);
  const { healthNeeds, ...rest } = content;
  t.strictSame(cutToConsent('referral-requested', content, new Set(['needs', 'threat'])), rest);
  t.strictSame(cutToConsent('referral-requested', content, new Set(['identity'])), {
    referralId: UUID,
    unit: 'JARVA',
    kind: 'defector',
    slot: content.slot,
    requestedOn: '2025-01-20',
    sentAt: '2025-01-20T08:00:00Z',
  });
});

t.test('a field without a mark never leaves', async (t) => {
  const doctored: OpenApiDocument = JSON.parse(peerContract.bytes.toString());
  const disclosed = doctored.components.schemas.PersonalDetailsDisclosed ?? {};
  Object.assign(disclosed.properties ?? {}, { note: { type: 'string' }, odd: { 'x-consent': 'everything' } });
  const person = doctored.components.schemas.PersonalDetails?.properties ?? {};
  Object.assign(person, { address: { type: 'string' }, kin: { 'x-consent': 'by-field', type: 'string' } });
  const content = {
    referralId: UUID,
    note: 'x',
    odd: 'x',
    other: 'x',
    details: { ...details, address: 'x', kin: 'x' },
  };
  const marks = consentMarks(doctored, disclosed);
  t.strictSame(cut(marks, content, new Set(allCategories)), { referralId: UUID, details });
});
