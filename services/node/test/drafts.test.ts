// Drafts: what somebody has begun to write before there is a case. It is theirs alone, encrypted, and goes away for good.
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import {
  type DraftFault,
  discardDraft,
  draftDays,
  findDraft,
  listDrafts,
  mostDraftBytes,
  mostDrafts,
  saveDraft,
} from '../src/commands/drafts.js';
import type { Staff } from '../src/domain/access.js';
import type { Unit } from '../src/domain/values.js';
import { checkStore } from '../src/store/check-store.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { journalEvents } from './helpers/store-contents.js';

const person = (subject: string): Staff => ({ subject, roles: ['social-worker'], units: ['JARVA' as Unit] });
const [one, other] = [person('one@test'), person('other@test')];
const secret = 'qzxhemligt';

async function start(t: Test) {
  const { node, clock } = await startCities(t, { cities: ['stockholm'] });
  return { city: node('stockholm'), clock };
}

async function saved({ node }: CityNode, staff: Staff, content: string): Promise<string> {
  const told = await saveDraft(node, staff, { id: null, content });
  if ('fault' in told) throw new Error(told.fault);
  return told.draft.id;
}

/** Everything that lies on the disk of the store, keys apart. */
const bytesOf = ({ node }: CityNode): string =>
  ['', '-wal'].map((end) => readFileSync(`${node.store.db.$client.name}${end}`, 'latin1')).join('');

t.test('what a draft says cannot be read in the file, nor by anybody once it is discarded', async (t) => {
  const { city } = await start(t);
  const { node } = city;
  const id = await saved(city, one, `healthNeeds=${secret}`);
  t.notMatch(bytesOf(city), secret);
  const row = node.store.db.$client.prepare('SELECT content FROM drafts').pluck().get() as Buffer;
  const thread = `drafts/${id}` as const;
  t.equal(node.store.vault.decrypt(thread, row), `healthNeeds=${secret}`);
  await discardDraft(node, one, id);
  t.equal(node.store.vault.decrypt(thread, row), undefined, 'a copy of the row is of no use');
  t.equal(node.store.db.$client.prepare('SELECT count(*) FROM drafts').pluck().get(), 0);
  t.strictSame(await listDrafts(node, one), []);
});

t.test('a draft is its own and nobody else’s', async (t) => {
  const { city } = await start(t);
  const { node } = city;
  const id = await saved(city, one, secret);
  t.equal(findDraft(node, one, id)?.content, secret);
  t.equal(findDraft(node, other, id), undefined);
  t.strictSame(await listDrafts(node, other), []);
  t.strictSame(await saveDraft(node, other, { id, content: 'mine now' }), { fault: 'not-found' });
  await discardDraft(node, other, id);
  t.equal(findDraft(node, one, id)?.content, secret, 'it is as it was');
});

t.test(
  'a draft that nobody has changed for long is gone, at the next listing from the disk too',
  async (t) => {
    const { city, clock } = await start(t);
    const { node } = city;
    const rows = () => node.store.db.$client.prepare('SELECT count(*) FROM drafts').pluck().get();
    const id = await saved(city, one, secret);
    clock.advance(draftDays * day);
    t.ok(findDraft(node, one, id), 'on the last day it is there');
    await saveDraft(node, one, { id, content: 'changed' });
    clock.advance(draftDays * day + 1);
    t.equal(findDraft(node, one, id), undefined);
    t.strictSame(await saveDraft(node, one, { id, content: 'late' }), { fault: 'not-found' });
    t.equal(rows(), 1);
    t.strictSame(await listDrafts(node, other), [], 'whoever lists');
    t.equal(rows(), 0);
  },
);

t.test('how many and how large', async (t) => {
  const { city } = await start(t);
  const { node } = city;
  const largest = 'å'.repeat(mostDraftBytes / 2);
  const cases: readonly [what: string, content: string, expected: DraftFault | 'saved'][] = [
    ['as large as can be', largest, 'saved'],
    ['a byte more', `${largest}a`, 'too-large'],
  ];
  for (const [what, content, expected] of cases) {
    const told = await saveDraft(node, one, { id: null, content });
    t.equal('fault' in told ? told.fault : 'saved', expected, what);
  }
  for (let n = 1; n < mostDrafts; n++) await saved(city, one, `${n}`);
  t.strictSame(await saveDraft(node, one, { id: null, content: '' }), { fault: 'too-many' });
  t.ok(await saved(city, other, ''), 'another person has room');
});

t.test('the journal tells that there was a draft, and the store is what it says', async (t) => {
  const { city } = await start(t);
  const id = await saved(city, one, secret);
  await saveDraft(city.node, one, { id, content: `${secret} more` });
  await discardDraft(city.node, one, id);
  t.strictSame(journalEvents(city.node.store), [
    { type: 'draft-begun', draftId: id },
    { type: 'draft-discarded', draftId: id },
  ]);
  const { findings } = checkStore(city.node.store, city.node.city, () => true);
  t.strictSame(findings, []);
});
