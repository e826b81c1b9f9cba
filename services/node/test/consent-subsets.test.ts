// A case with every field filled, under every set of consents: in the bytes that leave the city there is exactly what is
// consented to, and nowhere else a trace of the rest.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ConsentCategory, peerContract } from '@storstad/contract';
import { open } from '@storstad/signing';
import t, { type Test } from 'tap';
import type { SendToPeer } from '../src/delivery/peer-client.js';
import { agree, liaison, worker, workerIn } from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';
import { categories, type FilledCase, filledCase, leaving, tracesIn } from './helpers/filled-case.js';

type Purpose = 'assessment' | 'support';
interface Given {
  readonly categories: readonly ConsentCategory[];
  readonly purposes: readonly Purpose[];
}

const needed: readonly ConsentCategory[] = ['needs', 'threat'];
const optional = categories.filter((category) => !needed.includes(category));
/** Nobody is told before acceptance who it is. */
const onlyAfterAcceptance: readonly ConsentCategory[] = ['identity', 'contact'];
const both: readonly Purpose[] = ['assessment', 'support'];
/** All 64 sets with which a request can be sent at all. */
const subsets = Array.from({ length: 2 ** optional.length }, (_, bits) => [
  ...needed,
  ...optional.filter((_, i) => bits & (1 << i)),
]);

t.test('every set of categories, for both purposes', async (t) => {
  const consents = subsets.map((each): Given[] => [{ categories: each, purposes: both }]);
  await lookAtWhatLeaves(t, consents);
});

t.test('categories for one purpose only, and given bit by bit', async (t) => {
  const asked: Given = { categories: needed, purposes: ['assessment'] };
  await lookAtWhatLeaves(t, [
    [asked, { categories, purposes: ['support'] }],
    [
      { categories, purposes: ['assessment'] },
      { categories: ['identity'], purposes: ['support'] },
    ],
    [asked, { categories: ['health', 'family'], purposes: ['support'] }],
    [asked, { categories: needed, purposes: ['support'] }],
    [
      asked,
      { categories: ['economy'], purposes: ['support'] },
      { categories: ['contact'], purposes: ['support'] },
    ],
  ]);
});

t.test('every field of what can be sent is marked', async (t) => {
  const { schemas } = peerContract.document.components as unknown as { schemas: Record<string, Schema> };
  const schemaOf = (schema: Schema): Schema =>
    schema.$ref ? schemaOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  const marks: string[] = [...categories, 'administrative'];
  const check = (schema: Schema, place: string): void => {
    for (const [name, property] of Object.entries(schemaOf(schema).properties ?? {})) {
      const mark = property['x-consent'] ?? '';
      const at = `${place}/${name}`;
      if (mark === 'by-field') check(property, at);
      else t.ok(marks.includes(mark), `${at}: ${mark}`);
    }
  };
  const types = Object.entries(schemaOf(schemas.SealedContent ?? {}).properties ?? {});
  t.ok(types.length > 30, `${types.length} types of message`);
  for (const [type, schema] of types) check(schema, type);
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-consent'?: string;
}

/** Plays a filled case for each list of consents, and compares what left with what may leave. */
async function lookAtWhatLeaves(t: Test, consents: readonly (readonly Given[])[]): Promise<void> {
  const documents: string[] = [];
  const onTheWay =
    (from: string, send: SendToPeer): SendToPeer =>
    (peer, document, ...rest) => {
      if (from === 'stockholm') documents.push(document);
      return send(peer, document, ...rest);
    };
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'], onTheWay });
  await agree(cities, 100);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const cases = consents.map((given, nth) => ({ id: '', given, filled: filledCase(nth) }));
  for (const each of cases) each.id = await ask(home, each.filled, each.given);
  await cities.deliver();
  for (const { id } of cases) await question(receiving, { caseId: id });
  await cities.deliver();
  for (const { id, filled } of cases) await answer(home, { caseId: id }, filled.earlyAnswer);
  for (const { id } of cases) await accept(receiving, { caseId: id });
  await cities.deliver();
  for (const { id, filled } of cases) await tellMore(home, { caseId: id }, filled);
  await cities.deliver();

  const sent = documents.map((document) => openedAt(receiving, document));
  for (const { id, given, filled } of cases) {
    const ofCase = sent.filter(({ thread }) => thread === `cases/${id}`);
    const may = mayLeave(filled, given);
    const title = given.map((each) => `${each.categories} for ${each.purposes}`).join('; ');
    t.strictSame(byType(ofCase, filled), may, title);
    const texts = tracesIn(JSON.stringify(may)).sort();
    const told = ofCase.map(({ content }) => JSON.stringify(content)).join();
    t.strictSame(tracesIn(told).sort(), texts, `${title}: the texts`);
    t.strictSame(
      tracesIn(await allAnswers(receiving, { caseId: id })).sort(),
      texts,
      `${title}: what is shown`,
    );
  }
  const inTheOpen = documents.map((document) => document + payloadText(document)).join();
  t.strictSame(tracesIn(inTheOpen), [], 'nothing is unsealed');
  for (const node of [home, receiving]) {
    t.strictSame(tracesIn(filesOf(node)), [], `${node.city}: nothing lies open in its files`);
    t.strictSame(tracesIn(node.log.lines.join()), [], `${node.city}: nor in its log`);
  }
}

/** What the consents let go, by message type (docs/concepts.md). */
function mayLeave(filled: FilledCase, given: readonly Given[]) {
  const covered = (...purposes: Purpose[]) =>
    given
      .filter((each) => each.purposes.some((purpose) => purposes.includes(purpose)))
      .flatMap((each) => each.categories);
  const purposesOf: Readonly<Record<string, Purpose[]>> = {
    'referral-requested': ['assessment'],
    'completion-given': ['assessment'],
    'personal-details-disclosed': ['support'],
  };
  return Object.fromEntries(
    Object.entries(leaving(filled)).map(([type, { fields }]) => {
      const categories = covered(...(purposesOf[type] ?? both));
      const may = (category: ConsentCategory) =>
        categories.includes(category) &&
        !(type === 'completion-given' && onlyAfterAcceptance.includes(category));
      const kept = fields.flatMap(([field, category, value]) =>
        may(category) ? [[field, value] as const] : [],
      );
      return [type, Object.fromEntries(kept)];
    }),
  );
}

/** What stands in the messages, by their type; of a type that comes a second time under another name. */
function byType(messages: readonly { type: string; content: Record<string, unknown> }[], filled: FilledCase) {
  const found: Record<string, object> = {};
  for (const { type, content } of messages) {
    const name = type in found ? `${type} again` : type;
    found[name] = withoutAlways(name, content, filled);
  }
  return found;
}

/** The fields of a content that need a consent; of what is nested each by itself. */
function withoutAlways(type: string, content: Record<string, unknown>, filled: FilledCase) {
  const always = leaving(filled)[type]?.always ?? [];
  const rest = Object.entries(content).filter(([name]) => !always.includes(name));
  return Object.fromEntries(
    rest.flatMap(([name, value]) =>
      name === 'details' || name === 'answer'
        ? Object.entries(value as object).map(([inner, of]) => [`${name}/${inner}`, of])
        : [[name, value]],
    ),
  );
}

/** Opens a case with everything in it and asks the other city. */
async function ask(home: CityNode, filled: FilledCase, given: readonly Given[]): Promise<string> {
  const { id } = await home.must(worker, 'openCase', { body: filled.opening });
  const params = { caseId: id };
  const givenOn = '2025-01-13';
  await home.must(worker, 'recordPersonalDetails', { params, body: filled.details });
  for (const type of ['police', 'services'])
    await home.must(worker, 'giveConsent', { params, body: { type, givenOn } });
  for (const each of given) {
    const body = { type: 'municipality', givenOn, cities: ['malmo'], ...each };
    await home.must(worker, 'giveConsent', { params, body });
  }
  await home.must(liaison, 'assessThreat', { params, body: filled.threat });
  const approval = { decision: 'approved', city: 'malmo', policeReference: filled.policeReference };
  await home.must(liaison, 'decideApproval', { params, body: approval });
  await home.must(worker, 'sendReferral', { params, body: { city: 'malmo' } });
  return id;
}

const question = ({ must }: CityNode, params: { caseId: string }) =>
  must(workerIn('malmo'), 'askForCompletion', { params, body: { about: categories, question: 'Vad mer?' } });

/** Answers the question that has no answer. */
async function answer(home: CityNode, params: { caseId: string }, given: object): Promise<void> {
  const { questions } = await home.must(worker, 'getCase', { params });
  const { id } = questions.find((asked: { answer: unknown }) => !asked.answer);
  await home.must(worker, 'giveCompletion', {
    params: { ...params, questionId: id },
    body: { answer: given },
  });
}

async function accept(receiving: CityNode, params: { caseId: string }): Promise<void> {
  await receiving.must(liaison, 'clearPlace', { params, body: { verdict: 'clear' } });
  await receiving.must(workerIn('malmo'), 'acceptReferral', { params, body: { unit: 'ASN' } });
  await question(receiving, params);
}

/** Every further step that tells the other city something of the person. */
async function tellMore(home: CityNode, params: { caseId: string }, filled: FilledCase): Promise<void> {
  await home.must(worker, 'disclosePersonalDetails', { params });
  await answer(home, params, filled.answer);
  const deviation = { subject: 'service', service: 'support-talks', description: filled.description };
  await home.must(worker, 'raiseDeviation', { params, body: deviation });
  const care = {
    kind: 'care-continuity',
    on: '2025-01-13',
    specialistCare: 'queued',
    probationContact: 'none',
  };
  await home.must(worker, 'recordFollowUp', { params, body: care });
  await home.must(liaison, 'assessThreat', { params, body: filled.changedThreat });
}

const payloadText = (document: string) => Buffer.from(JSON.parse(document).payload, 'base64url').toString();

/** A document as the receiving city reads it. */
function openedAt({ node }: CityNode, document: string) {
  const { id, type, thread, from, to, sealed } = JSON.parse(payloadText(document));
  const opened = open(sealed, node.secrets.openingKey, { from, to, thread, messageId: id });
  if (!opened.ok) throw new Error(`A ${type} does not open: ${opened.problem}`);
  return { type, thread, content: JSON.parse(opened.plaintext.toString()) };
}

/** All that the receiving city's desk shows of a case. */
async function allAnswers(receiving: CityNode, params: { caseId: string }): Promise<string> {
  const read = ['getCase', 'getPersonalDetails', 'getThread', 'getFollowUp'];
  const answers = await Promise.all(
    read.map((operation) => receiving.ask(workerIn('malmo'), operation, { params })),
  );
  return answers.map(({ text }) => text).join();
}

/** Every byte of a city's store, as UTF-8 and as UTF-16 would have it. */
function filesOf({ node }: CityNode): string {
  const folder = dirname(node.store.db.$client.name);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)))
    .map(
      (bytes) => bytes.toString('latin1') + bytes.toString('utf16le') + bytes.subarray(1).toString('utf16le'),
    )
    .join();
}
