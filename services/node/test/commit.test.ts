// The one way into the store: whole or not at all, together in one flush, and never rewritten.
import { createPublicKey, verify } from 'node:crypto';
import { type Link, verifyChain } from '@storstad/evidence';
import Sqlite from 'better-sqlite3';
import t, { type Test } from 'tap';
import type { By, Committer, Writing } from '../src/commands/commit.js';
import type { AgreementId, CaseId, City, DigestText } from '../src/domain/values.js';
import { administrator, agree, agreementAmong, openAndReady, openCase, worker } from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';
import { contentsOf, journalEvents, nothing, rowCounts, writtenSince } from './helpers/store-contents.js';

const by: By = { actor: 'test', operation: 'test', thread: null, traceparent: null };

const startOne = async (t: Test) => (await startCities(t, { cities: ['stockholm'] })).node('stockholm');
const sqlite = ({ node }: CityNode) => node.store.db.$client;
const noted = ({ node }: CityNode) => journalEvents(node.store).map(({ caseId }) => caseId);
const note = (writing: Writing, name: string) =>
  writing.note({ type: 'case-read', operation: 'test', caseId: name as CaseId, own: true, reason: null }, by);

t.test('what is asked for in one turn is written in one transaction', async (t) => {
  const one = await startOne(t);
  const { commit, store } = one.node;
  const together = ['a', 'b', 'c'].map((name) => commit.transact((writing) => note(writing, name)));
  t.equal(rowCounts(store).journal, 0, 'nothing is written in the turn itself');
  await Promise.all(together);
  t.match(rowCounts(store), { journal: 3, journal_seals: 1 });
  await commit.transact((writing) => note(writing, 'd'));
  t.match(rowCounts(store), { journal: 4, journal_seals: 2 }, 'a later turn, another transaction');
});

t.test('who is answered is on disk', async (t) => {
  const one = await startOne(t);
  const other = new Sqlite(sqlite(one).name, { readonly: true });
  t.teardown(() => other.close());
  const count = other.prepare('SELECT count(*) FROM journal').pluck();
  const writing = one.node.commit.transact((writing) => {
    note(writing, 'a');
    return count.get();
  });
  t.equal(await writing, 0, 'not before the commit');
  t.equal(count.get(), 1);
});

t.test('work that throws is undone alone', async (t) => {
  const one = await startOne(t);
  const { commit, store } = one.node;
  const before = contentsOf(store);
  const outcomes = await Promise.allSettled([
    commit.transact((writing) => note(writing, 'a')),
    commit.transact((writing) => {
      note(writing, 'b');
      writing.carryOut(proposal, by);
      throw new Error('a bug');
    }),
    commit.transact((writing) => note(writing, 'c')),
  ]);
  t.match(outcomes, [
    { status: 'fulfilled' },
    { status: 'rejected', reason: /a bug/ },
    { status: 'fulfilled' },
  ]);
  t.strictSame(noted(one), ['a', 'c']);
  t.strictSame(writtenSince(store, before).tables, []);
  t.strictSame(store.agreements.all(), [], 'nor is it remembered');
  t.match(verifyChain(chainOf(one)), { ok: true, head: { seq: 2 } });
});

t.test('when the commit fails nobody hears of success and nothing is written', async (t) => {
  const one = await startOne(t);
  const { commit, store } = one.node;
  failAtCommit(one);
  const before = contentsOf(store);
  const outcomes = await Promise.allSettled([
    commit.transact((writing) => note(writing, 'a')),
    commit.transact((writing) => writing.carryOut(proposal, by)),
  ]);
  t.match(
    outcomes,
    [1, 2].map(() => ({ status: 'rejected', reason: /FOREIGN KEY/ })),
  );
  const document = agreementAmong(['stockholm', 'malmo']);
  const answers = await Promise.all([
    one.ask(worker, 'openCase', { body: openCase() }),
    one.ask(administrator, 'proposeAgreement', { body: { ...document, bodies: bodiesHere } }),
  ]);
  t.match(
    answers,
    [1, 2].map(() => ({ status: 500, body: { code: 'INTERNAL_ERROR' } })),
  );
  t.strictSame(writtenSince(store, before), nothing);
  t.strictSame(store.agreements.all(), [], 'nor is it remembered');

  sqlite(one).exec('DROP TRIGGER never_whole');
  await commit.transact((writing) => note(writing, 'b'));
  t.strictSame(noted(one), ['b'], 'and the node goes on');
});

t.test('the journal is one chain, and every transaction is sealed with the city key', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const caseId = await openAndReady(cities.node('stockholm'));
  await cities
    .node('stockholm')
    .must(worker, 'sendReferral', { params: { caseId }, body: { city: 'malmo' } });
  await cities.deliver();
  for (const city of cities.nodes) {
    const links = chainOf(city);
    const seals = sqlite(city)
      .prepare('SELECT seq, signature FROM journal_seals ORDER BY seq')
      .all() as Seal[];
    t.strictSame(
      verifyChain(links),
      { ok: true, head: { seq: links.length, hash: links.at(-1)?.hash } },
      city.city,
    );
    t.equal(seals.at(-1)?.seq, links.length, 'up to the last entry');
    const unsealed = seals.filter(({ seq, signature }) => !isSealedBy(city, links[seq - 1], signature));
    t.strictSame(unsealed, []);
    const [first, second] = seals;
    t.notOk(
      isSealedBy(city, links[(first?.seq ?? 0) - 1], second?.signature ?? ''),
      'a seal is of one head only',
    );
  }
});

t.test('what is written stays as it is', async (t) => {
  const one = await startOne(t);
  await one.node.commit.transact((writing) => note(writing, 'a'));
  const db = sqlite(one);
  db.exec("INSERT INTO postings VALUES ('l', 'malmo', 'stockholm', 'c', 1, 1)");
  const before = contentsOf(one.node.store);
  for (const statement of [
    "UPDATE journal SET entry = '{}'",
    'UPDATE journal SET seq = seq + 1',
    'DELETE FROM journal',
    "INSERT OR REPLACE INTO journal VALUES (1, '{}', NULL, 'x')",
    "REPLACE INTO journal VALUES (1, '{}', NULL, 'x')",
    "INSERT INTO journal VALUES (1, '{}', NULL, 'x') ON CONFLICT DO UPDATE SET entry = excluded.entry",
    "UPDATE journal_seals SET signature = 'x'",
    'DELETE FROM journal_seals',
    "INSERT OR REPLACE INTO journal_seals VALUES (1, 'x')",
    'UPDATE postings SET amount_ore = 2',
    'DELETE FROM postings',
    "INSERT OR REPLACE INTO postings VALUES ('l', 'malmo', 'stockholm', 'c', 2, 1)",
  ])
    t.throws(() => db.exec(statement), { message: /only added to/ }, statement);
  t.strictSame(contentsOf(one.node.store), before);
});

t.test('the store survives a power cut and forgets what is deleted', async (t) => {
  const db = sqlite(await startOne(t));
  const settings = ['synchronous', 'journal_mode', 'secure_delete', 'recursive_triggers', 'foreign_keys'];
  const found = settings.map((name) => db.pragma(name, { simple: true }));
  t.strictSame(found, [2, 'wal', 1, 1, 1], 'synchronous 2 is FULL');
});

/** Compiled and never run: what runs after an await would write outside the transaction, so the types forbid it. */
export const workThatWaits = (commit: Committer) => [
  // @ts-expect-error a promise as result
  commit.transact(async () => 'late'),
  // @ts-expect-error a promise as answer
  commit.decide(by, () => proposal, later),
];
const later = async () => 'late';

const bodiesHere = ['JARVA', 'FARSTA'].map((unit) => ({ city: 'stockholm', unit, name: unit }));

const proposal = {
  events: [
    {
      type: 'agreement-proposed' as const,
      agreementId: '2025' as AgreementId,
      digest: `sha-256:${'0'.repeat(64)}` as DigestText,
      document: agreementAmong(['stockholm', 'malmo']) as never,
      proposedBy: 'stockholm' as City,
    },
  ],
  messages: [],
};

/** From now on every entry breaks a rule that SQLite checks at the very commit. */
function failAtCommit(one: CityNode): void {
  sqlite(one).exec(`
    CREATE TABLE parents (id INTEGER PRIMARY KEY);
    CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER never_whole AFTER INSERT ON journal BEGIN INSERT INTO children VALUES (1); END;
  `);
}

interface Seal {
  readonly seq: number;
  readonly signature: string;
}

const chainOf = (city: CityNode) =>
  sqlite(city).prepare('SELECT seq, entry, previous, hash FROM journal ORDER BY seq').all() as Link[];

const isSealedBy = ({ voice }: CityNode, link: Link | undefined, signature: string) =>
  verify(
    null,
    Buffer.from(link?.hash ?? ''),
    createPublicKey(voice.key),
    Buffer.from(signature, 'base64url'),
  );
