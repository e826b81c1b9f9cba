// What staff may not write at the desk: texts that are no texts, numbers of persons, days that are not, things of others.
import { randomUUID } from 'node:crypto';
import { deskContract } from '@storstad/contract';
import t, { type Test } from 'tap';
import { fieldsOf, withValue } from './helpers/body-fields.js';
import { callsOn, unrecorded } from './helpers/case-calls.js';
import { agree, openCase, units, worker } from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';
import { fullBodies } from './helpers/desk-bodies.js';
import { isProblem, lasting } from './helpers/desk-problem.js';
import { contentsOf, nothing, onlyRefused, writtenSince } from './helpers/store-contents.js';

const today = '2025-01-13';
const operations = [...deskContract.operations.values()];
const withBody = operations
  .filter(({ requestMediaType }) => requestMediaType === 'application/json')
  .map(({ operationId }) => operationId as string);
const everyRole = {
  roles: ['social-worker', 'police-liaison', 'administrator', 'auditor'],
  units: ['JARVA'],
};
/** Ids of nothing; what is wrong with a body is said before anything is looked for. */
const params = new Proxy({} as Record<string, string>, {
  get: (_, name) => ({ agreementId: '2025', city: 'malmo' })[String(name)] ?? randomUUID(),
});

const startOne = async (t: Test) => (await startCities(t, { cities: ['stockholm'] })).node('stockholm');

/** Each place of each operation's body where there is one of some kinds of value, and the body with another value there. */
function places(
  kinds: readonly string[],
): { operation: string; at: string; having(value: unknown): object }[] {
  const bodies = fullBodies(today);
  return withBody.flatMap((operation) =>
    fieldsOf(operation, kinds).map((at) => {
      const body = bodies[operation]?.find((each) => withValue(each, at, ''));
      if (!body) throw new Error(`There is no body for ${operation} with ${at}`);
      return { operation, at, having: (value: unknown) => withValue(body, at, value) as object };
    }),
  );
}

/** The longest text that every field takes, but for the number of an invoice. */
const longest = (at: string) => 'x'.repeat(at === '/number' ? 60 : 200);

const texts = places(['ShortText', 'Text', 'InvoiceNumber']);
/** Strings with a form of their own, which could hold a number all the same. */
const names = places(['StaffSubject']);
const days = places(['CivilDate']);
const strings = places(['string']);

t.test('the bodies are as the contract has them', async (t) => {
  const node = await startOne(t);
  t.ok(texts.length > 20 && days.length > 20, `${texts.length} texts, ${days.length} days`);
  t.strictSame(Object.keys(fullBodies(today)).sort(), withBody.toSorted());
  for (const [operation, bodies] of Object.entries(fullBodies(today)))
    for (const body of bodies) {
      const { status, text } = await node.ask(everyRole, operation, { params, body });
      t.ok(status !== 400 && status < 500, `${operation}: ${status} ${text.slice(0, 200)}`);
    }
});

t.test('texts that are no texts', async (t) => {
  const node = await startOne(t);
  const before = contentsOf(node.node.store);
  for (const { operation, at, having } of texts) {
    for (const [name, value] of [
      ['nothing', ''],
      ['blanks', ' \u00a0\u2003 '],
      ['NUL', 'a\u0000b'],
      ['escape', 'a\u001b[31mb'],
      ['delete', 'a\u007fb'],
      ['a C1 control', 'a\u0085b'],
      ['right-to-left override', 'a\u202eb'],
      ['right-to-left mark', 'a\u200fb'],
      ['isolate', 'a\u2066b'],
      ['line separator', 'a\u2028b'],
      ['byte order mark', 'a\ufeffb'],
      ['half a surrogate pair', 'a\ud800b'],
      ['too much', 'x'.repeat(4001)],
    ] as const)
      await isRefused(t, node, [operation, having(value), at], name);
    const large = await node.ask(everyRole, operation, { params, body: having('x'.repeat(100_000)) });
    isProblem(t, large, [413, 'BODY_TOO_LARGE', ''], `${operation}${at}: 100,000 characters`);
  }
  for (const { operation, at, having } of places(['ShortText', 'InvoiceNumber']))
    for (const value of ['a\nb', 'a\tb', `${longest(at)}x`])
      await isRefused(t, node, [operation, having(value), at], 'one line');
  t.strictSame(writtenSince(node.node.store, before), nothing);
});

t.test('texts that are texts', async (t) => {
  const node = await startOne(t);
  for (const { operation, at, having } of texts)
    for (const value of ['Åsa – ”citat” 😀', '👩🏽‍🚒', longest(at), '\u0645\u0631\u062d\u0628\u0627']) {
      const { status } = await node.ask(everyRole, operation, { params, body: having(value) });
      t.ok(status !== 400 && status < 500, `${operation}${at}: ${value}`);
    }
});

t.test('strings of any form', async (t) => {
  const node = await startOne(t);
  t.ok(strings.length > texts.length, `${strings.length} strings`);
  for (const { operation, at, having } of strings)
    for (const value of ['a\u0000@b', 'a\u202e@b', '\ud800@b', `${today}\u0000`, 'a\n@\u0007'])
      await isRefused(t, node, [operation, having(value), at], JSON.stringify(value));
});

t.test('numbers of persons', async (t) => {
  const node = await startOne(t);
  const before = contentsOf(node.node.store);
  const numbers = [
    '19900101-1234',
    '900101-1234',
    '900101+1234',
    '19900161-1234',
    '900161-1234',
    '199001011234',
    '199001611234',
    '19900101 1234',
    '9001011239',
  ];
  for (const { operation, at, having } of texts)
    for (const number of numbers)
      for (const value of [number, `Kom med ${number}, sade hon.`, `x${number}x`])
        await isPersonal(t, node, [operation, having(value), at], number);
  for (const { operation, at, having } of names)
    for (const number of numbers.filter((each) => !each.includes(' ')))
      await isPersonal(t, node, [operation, having(`a.${number}`), at], number);
  const logged = node.log.lines.join();
  t.strictSame(
    numbers.filter((number) => logged.includes(number)),
    [],
    'in the log',
  );
  t.strictSame(writtenSince(node.node.store, before), nothing);
});

t.test('a case that only another city has', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const theirs = await cities.node('stockholm').must(worker, 'openCase', { body: openCase() });
  const node = cities.node('malmo');
  for (const [name, parts] of callsOn(theirs, 'malmo', today)) {
    const operation = operations.find(({ operationId }) => operationId === name.replace(/\/.*/, ''));
    for (const role of operation?.roles ?? []) {
      const member = { roles: [role], units: units.malmo ?? [] };
      const ask = (caseId: string) =>
        node.ask(member, operation?.operationId ?? '', { ...parts, params: { ...parts.params, caseId } });
      const before = contentsOf(node.node.store);
      const found = await ask(theirs.id);
      isProblem(t, found, [404, 'NOT_FOUND', null], `${name} by ${role}`);
      const recorded = unrecorded.includes(name) ? nothing : onlyRefused('NOT_FOUND');
      t.strictSame(writtenSince(node.node.store, before), recorded, `${name} by ${role}`);
      t.strictSame(
        lasting(found),
        lasting(await ask(randomUUID())),
        `${name} by ${role}: as if there were none`,
      );
    }
  }
});

t.test('days that are not', async (t) => {
  const node = await startOne(t);
  const before = contentsOf(node.node.store);
  for (const { operation, at, having } of days)
    for (const day of ['2025-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '1900-02-29', '2025-1-13'])
      await isRefused(t, node, [operation, having(day), at], day);
  t.strictSame(writtenSince(node.node.store, before), nothing);
});

type Wrong = readonly [operation: string, body: object, at: string];

async function isRefused(t: Test, node: CityNode, [operation, body, at]: Wrong, name: string) {
  const answer = await node.ask(everyRole, operation, { params, body });
  isProblem(t, answer, [400, 'REQUEST_INVALID', at], `${operation}${at}: ${name}`);
}

async function isPersonal(t: Test, node: CityNode, [operation, body, at]: Wrong, number: string) {
  const answer = await node.ask(everyRole, operation, { params, body });
  isProblem(t, answer, [400, 'PERSONAL_NUMBER_IN_TEXT', at], `${operation}${at}: ${number}`);
  t.notOk(answer.text.includes(number));
}
