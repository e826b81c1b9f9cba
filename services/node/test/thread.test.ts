// The signed messages of a case, as people in both cities read them.
import t, { type Test } from 'tap';
import type { CaseId } from '../src/domain/values.js';
import {
  administrator,
  agree,
  agreedServices,
  bringTo,
  liaison,
  openAndReady,
  worker,
  workerIn,
} from './helpers/case-work.js';
import { type CityNode, startCities } from './helpers/city-nodes.js';
import { staff } from './helpers/identity-provider.js';
import { journalEvents } from './helpers/store-contents.js';

const there = workerIn('malmo');

interface Entry {
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly digest: string;
  readonly previous: string | null;
  readonly seen: string | null;
  readonly outcome: string;
  readonly refusalCode: string | null;
  readonly content: Readonly<Record<string, unknown>> | null;
}

/** A case of Stockholm's that Malmö has been asked about. */
async function start(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  const params = { caseId };
  await home.must(worker, 'recordPersonalDetails', {
    params,
    body: { name: 'Testperson A', health: 'Sjukdom B' },
  });
  const between = { home, receiving, deliver: cities.deliver };
  await bringTo(between, caseId, 'requested');
  return { ...cities, home, receiving, between, caseId, params };
}

/** The one thread of a case, as a city's social worker reads it. */
async function threadIn(city: CityNode, caseId: string, member = city.city === 'malmo' ? there : worker) {
  const { threads } = await city.must(member, 'getThread', { params: { caseId } });
  if (threads.length !== 1) throw new Error(`${threads.length} threads`);
  return threads[0] as { caseId: string; city: string; entries: Entry[] };
}

const toldAs = (entries: readonly Entry[]) => entries.map(({ from, type }) => `${from}: ${type}`);

t.test('messages that cross are in the same order in both cities', async (t) => {
  const { home, receiving, between, caseId, params, clock, deliver } = await start(t);
  await bringTo(between, caseId, 'accepted', 'requested');
  for (const { peerDoor } of [home, receiving]) peerDoor.shut();
  clock.advance(1);
  const startsOn = '2025-01-13';
  const body = { startsOn, services: agreedServices };
  const { id } = await receiving.must(there, 'proposePlacementAgreement', { params, body });
  clock.advance(1);
  await home.must(worker, 'disclosePersonalDetails', { params });
  clock.advance(1);
  await receiving.must(there, 'askForCompletion', { params, body: { about: ['family'], question: 'Barn?' } });
  const waiting = await threadIn(receiving, caseId);
  t.strictSame(
    waiting.entries.map(({ outcome }) => outcome),
    ['accepted', 'accepted', 'waiting', 'waiting'],
  );
  for (const { peerDoor } of [home, receiving]) peerDoor.open();
  clock.advance(3600);
  await deliver();
  await home.must(worker, 'signPlacementAgreement', { params: { caseId, placementAgreementId: id } });
  await deliver();

  const [ours, theirs] = [await threadIn(home, caseId), await threadIn(receiving, caseId)];
  t.match(ours, { caseId, city: 'malmo' });
  t.match(theirs, { caseId, city: 'stockholm' });
  t.strictSame(ours.entries, theirs.entries, 'the same, to the letter');
  t.strictSame(toldAs(ours.entries), [
    'stockholm: referral-requested',
    'malmo: referral-accepted',
    'malmo: placement-agreement-proposed',
    'stockholm: personal-details-disclosed',
    'malmo: completion-asked',
    'stockholm: placement-agreement-signed',
  ]);
  const [asked, accepted, proposed, disclosed, question, signed] = ours.entries.map(({ digest }) => digest);
  t.strictSame(
    ours.entries.map(({ previous, seen }) => [previous, seen]),
    [
      [null, null],
      [null, asked],
      [accepted, asked],
      [asked, accepted],
      [proposed, asked],
      [disclosed, question],
    ],
  );
  t.ok(signed);
});

t.test('what a message said is shown as it left, cut to the consents', async (t) => {
  const { home, receiving, between, caseId, params, deliver } = await start(t);
  await bringTo(between, caseId, 'accepted', 'requested');
  await home.must(worker, 'disclosePersonalDetails', { params });
  await deliver();
  for (const city of [home, receiving]) {
    const { entries } = await threadIn(city, caseId);
    const disclosed = entries.find(({ type }) => type === 'personal-details-disclosed');
    t.strictSame(disclosed?.content?.details, { name: 'Testperson A' }, city.city);
  }
  const contents = home.node.store.db.$client.prepare('SELECT content FROM outbox').pluck().all() as Buffer[];
  t.notOk(Buffer.concat(contents).includes('Testperson'), 'it is kept encrypted');
  home.node.store.vault.destroy(`cases/${caseId as CaseId}`);
  t.ok(home.node.store.messages.sentIn(`cases/${caseId as CaseId}`).every(({ content }) => content === null));
});

t.test(
  'a message that was refused stands in both, with what it said only where it was written',
  async (t) => {
    const { home, receiving, caseId, params, clock, deliver } = await start(t);
    for (const { peerDoor } of [home, receiving]) peerDoor.shut();
    const { referrals } = await home.must(worker, 'getCase', { params });
    const withdrawn = { params: { caseId, referralId: referrals[0].id }, body: { reason: 'need-changed' } };
    await home.must(worker, 'withdrawReferral', withdrawn);
    clock.advance(1);
    await receiving.must(liaison, 'clearPlace', { params, body: { verdict: 'clear' } });
    await receiving.must(there, 'acceptReferral', { params, body: { unit: 'ASN' } });
    for (const { peerDoor } of [home, receiving]) peerDoor.open();
    clock.advance(3600);
    await deliver();

    const [ours, theirs] = [await threadIn(home, caseId), await threadIn(receiving, caseId)];
    const refused = { type: 'referral-accepted', outcome: 'refused', refusalCode: 'CASE_STATE' };
    t.match(ours.entries[2], { ...refused, content: null });
    t.match(theirs.entries[2], { ...refused, content: { unit: 'ASN' } });
    const withoutContent = (entries: readonly Entry[]) =>
      entries.map((entry) => ({ ...entry, content: null }));
    t.strictSame(withoutContent(ours.entries), withoutContent(theirs.entries));
    t.strictSame(toldAs(ours.entries), [
      'stockholm: referral-requested',
      'stockholm: referral-withdrawn',
      'malmo: referral-accepted',
    ]);
  },
);

t.test('what a receipt leads to comes after what its city had then seen', async (t) => {
  const { home, receiving, between, caseId, params, clock, deliver } = await start(t);
  await bringTo(between, caseId, 'ready', 'requested');
  for (const { peerDoor } of [home, receiving]) peerDoor.shut();
  const now = clock.now();
  await receiving.must(there, 'recordArrival', {
    params,
    body: { arrivedOn: now.slice(0, 10), safetyPlanOn: now.slice(0, 10) },
  });
  clock.advance(1);
  const { consents } = await home.must(worker, 'getCase', { params });
  const consent = consents.find(({ type }: { type: string }) => type === 'municipality');
  await home.must(worker, 'withdrawConsent', { params: { caseId, consentId: consent.id } });
  for (const { peerDoor } of [home, receiving]) peerDoor.open();
  clock.advance(3600);
  await deliver();
  const [ours, theirs] = [await threadIn(home, caseId), await threadIn(receiving, caseId)];
  t.strictSame(
    ours.entries.map(({ digest }) => digest),
    theirs.entries.map(({ digest }) => digest),
  );
  t.strictSame(toldAs(ours.entries).slice(-4), [
    'malmo: arrival-recorded',
    'malmo: follow-up-recorded',
    'stockholm: referral-withdrawn',
    'stockholm: incident-reported',
  ]);
  const [, followUp, withdrawal, incident] = ours.entries.slice(-4);
  t.match(withdrawal, { outcome: 'refused', refusalCode: 'CASE_STATE' });
  t.match(incident, { previous: withdrawal?.digest, seen: followUp?.digest });
});

t.test('who reads a thread, and that it is recorded', async (t) => {
  const { home, caseId, params, deliver } = await start(t);
  await deliver();
  const { entries } = await threadIn(home, caseId, liaison);
  t.match(
    entries,
    [{ type: 'referral-requested', outcome: 'accepted', content: null }],
    'a liaison sees no content',
  );
  t.match(journalEvents(home.node.store).at(-1), { type: 'case-read', operation: 'getThread', caseId });
  const farsta = await home.ask(staff('social-worker', 'FARSTA'), 'getThread', { params });
  t.match(farsta, { status: 404, body: { code: 'NOT_FOUND' } });
  t.match(await home.ask(administrator, 'getThread', { params }), { status: 403 });
  const draft = await openAndReady(home);
  t.strictSame(await home.must(worker, 'getThread', { params: { caseId: draft } }), { threads: [] });
});

t.test('each city that was asked has a thread of its own', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'goteborg', 'malmo'] });
  await agree(cities);
  const home = cities.node('stockholm');
  const caseId = await openAndReady(home, 'malmo');
  const params = { caseId };
  await home.must(worker, 'sendReferral', { params, body: { city: 'malmo' } });
  await cities.deliver();
  const { referrals } = await home.must(worker, 'getCase', { params });
  const refusal = { params: { caseId, referralId: referrals[0].id }, body: { code: 'CAPACITY' } };
  await cities.node('malmo').must(there, 'rejectReferral', refusal);
  await cities.deliver();
  await home.must(worker, 'giveConsent', {
    params,
    body: {
      type: 'municipality',
      givenOn: '2025-01-13',
      cities: ['goteborg'],
      categories: ['needs', 'threat'],
      purposes: ['assessment', 'support'],
    },
  });
  const approved = { decision: 'approved', city: 'goteborg', policeReference: 'K-1-25' };
  await home.must(liaison, 'decideApproval', { params, body: approved });
  await home.must(worker, 'sendReferral', { params, body: { city: 'goteborg' } });
  await cities.deliver();
  const { threads } = await home.must(worker, 'getThread', { params });
  t.match(threads, [
    { city: 'malmo', entries: [{ type: 'referral-requested' }, { type: 'referral-rejected' }] },
    { city: 'goteborg', entries: [{ type: 'referral-requested', previous: null, seen: null }] },
  ]);
  const inGoteborg = await threadIn(cities.node('goteborg'), caseId, workerIn('goteborg'));
  t.strictSame(toldAs(inGoteborg.entries), ['stockholm: referral-requested'], 'and none sees the other');
});
