// Who sees which cases in which queue, list, search and to-do list.
import { dirname } from 'node:path';
import t, { type Test } from 'tap';
import type { HomeCase } from '../src/domain/case.js';
import type { CaseId, City } from '../src/domain/values.js';
import { openStore } from '../src/store/store.js';
import { type DeskParts, mustDesk } from './helpers/ask-desk.js';
import {
  agree,
  bringTo,
  liaison,
  type Milestone,
  milestones,
  openAndReady,
  openCase,
  worker,
  workerIn,
} from './helpers/case-work.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { type StaffMember, staff } from './helpers/identity-provider.js';
import { journalEvents } from './helpers/store-contents.js';

/** A person of a city's staff, by a subject of their own. */
const person = ({ deskUrl, token }: CityNode, member: StaffMember, sub: string) => {
  const must = (operation: string, parts?: DeskParts) =>
    mustDesk(deskUrl, token(member, { claims: { sub } }), operation, parts);
  return {
    sub,
    must,
    counts: async () => {
      const { queues } = await must('countQueues');
      return Object.fromEntries(queues.map(({ queue, count }: Counted) => [queue, count]));
    },
    list: async (query = '') => {
      const { cases } = await must('listCases', { query });
      return cases.map(({ id }: { id: string }) => id);
    },
  };
};

interface Counted {
  readonly queue: string;
  readonly count: number;
}

const queueNames = ['mine', 'unassigned', 'waiting-for-police', 'incoming', 'overdue', 'urgent', 'closed'];
const none = Object.fromEntries(queueNames.map((name) => [name, 0]));
const farstaWorker = staff('social-worker', 'FARSTA');

async function start(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const anna = person(home, worker, 'anna');
  const open = async (who = anna, unit = 'JARVA'): Promise<string> =>
    (await who.must('openCase', { body: openCase(unit) })).id;
  return { ...cities, home, receiving, anna, open };
}

t.test('each sees the queues of own units, and the liaison those of the city', async (t) => {
  const { home, anna, open } = await start(t);
  const bengt = person(home, worker, 'bengt');
  const farsta = person(home, farstaWorker, 'farida');
  const police = person(home, liaison, 'lotta');
  t.strictSame(await anna.counts(), none);
  const [first, second] = [await open(), await open()];
  const third = await open(farsta, 'FARSTA');
  const waiting = (n: number) => ({ ...none, unassigned: n, 'waiting-for-police': n });
  t.strictSame(await anna.counts(), waiting(2));
  t.strictSame(await farsta.counts(), waiting(1));
  t.strictSame(await police.counts(), waiting(3));

  await anna.must('assignCase', { params: { caseId: first }, body: {} });
  t.match(await anna.counts(), { mine: 1, unassigned: 1 });
  t.match(await bengt.counts(), { mine: 0, unassigned: 1 });
  t.strictSame(await anna.list('?queue=mine'), [first]);
  t.strictSame(await bengt.list('?queue=unassigned'), [second]);
  await anna.must('assignCase', { params: { caseId: first }, body: { assignee: 'bengt' } });
  t.match(await anna.counts(), { mine: 0 });
  t.strictSame(await bengt.list('?queue=mine'), [first]);

  await bengt.must('handOverCase', {
    params: { caseId: first },
    body: { unit: 'FARSTA', reason: 'workload' },
  });
  t.match(await bengt.counts(), { mine: 0 }, 'a case of another unit is not yours, whoever had it');
  t.strictSame((await farsta.list()).toSorted(), [first, third].toSorted());

  const ready = await openAndReady(home);
  t.notOk((await police.list('?queue=waiting-for-police')).includes(ready), 'what the police have decided');
  await police.must('recordNoSuitableCity', { params: { caseId: second } });
  t.notOk((await police.list('?queue=waiting-for-police')).includes(second), 'in either way');
});

t.test('a request and what comes of it moves from queue to queue', async (t) => {
  const { home, receiving, anna, deliver, clock } = await start(t);
  const there = person(receiving, workerIn('malmo'), 'mats');
  const policeThere = person(receiving, liaison, 'polly');
  const between = { home, receiving, deliver };
  const caseId = await openAndReady(home);
  t.strictSame(await anna.counts(), { ...none, unassigned: 1 });
  await bringTo(between, caseId, 'requested');
  t.strictSame(await there.counts(), { ...none, unassigned: 1, incoming: 1, 'waiting-for-police': 1 });
  t.strictSame(await policeThere.list('?queue=waiting-for-police'), [caseId]);
  await policeThere.must('clearPlace', { params: { caseId }, body: { verdict: 'clear' } });
  t.strictSame(await there.counts(), { ...none, unassigned: 1, incoming: 1 });

  await bringTo(between, caseId, 'in-progress', 'requested');
  t.strictSame(await there.counts(), { ...none, unassigned: 1 });
  const [listed] = (await there.must('listCases', { query: '?side=receiving&otherCity=stockholm&unit=ASN' }))
    .cases;
  t.match(listed, {
    id: caseId,
    state: 'in-progress',
    overdue: false,
    urgent: false,
    waitingForPolice: false,
  });
  t.equal(listed.nextDueOn, '2025-01-13');
  t.strictSame(await there.list('?side=home'), []);
  t.strictSame(await there.list('?otherCity=goteborg'), []);

  clock.advance(day);
  t.match(await there.counts(), { overdue: 1 });
  const now = clock.now();
  const revealed = { kind: 'address-revealed', occurredAt: now, knownAt: now };
  await there.must('reportIncident', { params: { caseId }, body: revealed });
  await deliver();
  for (const who of [anna, there]) {
    t.match(await who.counts(), { overdue: 1, urgent: 1, 'waiting-for-police': 1 }, who.sub);
    t.strictSame(await who.list('?queue=urgent'), [caseId], who.sub);
    t.strictSame(await who.list('?queue=overdue&state=in-progress'), [caseId], who.sub);
    t.strictSame(await who.list('?queue=overdue&state=draft'), [], who.sub);
  }

  const other = await openAndReady(home);
  await bringTo(between, other, 'requested');
  const { referrals } = await anna.must('getCase', { params: { caseId: other } });
  const withdrawn = {
    params: { caseId: other, referralId: referrals[0].id },
    body: { reason: 'need-changed' },
  };
  await anna.must('withdrawReferral', withdrawn);
  await deliver();
  t.strictSame(await there.list('?queue=closed'), [other]);
  t.match(await there.counts(), { closed: 1, incoming: 0, unassigned: 1 });

  await bringTo(between, other, 'requested');
  const again = (await anna.must('getCase', { params: { caseId: other } })).referrals.at(-1);
  const refused = { params: { caseId: other, referralId: again.id }, body: { code: 'CAPACITY' } };
  await there.must('rejectReferral', refused);
  await deliver();
  t.match(await there.counts(), { closed: 0, incoming: 0, unassigned: 1 }, 'nothing is left to do here');
  t.match(await anna.counts(), { unassigned: 2 }, 'but at home');
});

t.test('what is due, the most pressing first', async (t) => {
  const { home, receiving, anna, deliver, clock, open } = await start(t);
  const between = { home, receiving, deliver };
  const caseId = await openAndReady(home);
  await bringTo(between, caseId, 'in-progress');
  const investigated = await openAndReady(home);
  await open();
  const due = await anna.must('listDue');
  t.equal(due.total, 2, 'a case with nothing to do is not there');
  t.strictSame(
    due.cases.map((each: { caseId: string }) => each.caseId),
    [caseId, investigated],
  );
  t.match(due.cases[1], { side: 'home', unit: 'JARVA', items: [{ kind: 'investigation', status: 'due' }] });
  t.match(await anna.must('listDue', { query: '?page=2&limit=1' }), {
    cases: [{ caseId: investigated }],
    page: 2,
    limit: 1,
    total: 2,
  });
  t.match(await anna.must('listDue', { query: '?overdueOnly=true' }), { cases: [], total: 0 });

  clock.advance(day);
  const { cases, total } = await anna.must('listDue', { query: '?overdueOnly=true' });
  t.equal(total, 1);
  t.equal(cases[0].caseId, caseId);
  t.ok(cases[0].items.length > 0);
  t.ok(cases[0].items.every(({ status }: { status: string }) => status === 'overdue'));

  const running = { params: { caseId: investigated } };
  await bringTo(between, investigated, 'in-progress');
  const at = clock.now();
  const revealed = { kind: 'address-revealed', occurredAt: at, knownAt: at };
  await anna.must('reportIncident', { ...running, body: revealed });
  const [first, second] = (await anna.must('listDue')).cases;
  t.strictSame([first.caseId, second.caseId], [investigated, caseId], 'where it is urgent, first of all');
  const incident = first.items.find(({ kind }: { kind: string }) => kind === 'incident');
  t.match(incident, { urgent: true, incident: 'address-revealed' });
  t.ok(second.items.every((item: { incident: unknown }) => item.incident === null));
});

t.test('nobody finds a case of another unit, whatever they ask for', async (t) => {
  const { home, receiving, anna, deliver, clock } = await start(t);
  const farsta = person(home, farstaWorker, 'anna');
  const unitless = person(receiving, staff('social-worker'), 'uma');
  const caseId = await openAndReady(home);
  const params = { caseId };
  await anna.must('recordPersonalDetails', { params, body: { name: 'Testperson A' } });
  await anna.must('assignCase', { params, body: {} });
  await bringTo({ home, receiving, deliver }, caseId, 'in-progress');
  const revealed = { kind: 'address-revealed', occurredAt: clock.now(), knownAt: clock.now() };
  await anna.must('reportIncident', { params, body: revealed });
  await deliver();
  clock.advance(60 * day);
  t.match(await anna.counts(), { mine: 1, overdue: 1, urgent: 1, 'waiting-for-police': 1 });

  for (const stranger of [farsta, unitless]) {
    const filters = [
      ...queueNames.map((queue) => `?queue=${queue}`),
      ...['', '?unit=JARVA', '?unit=ASN', '?side=home', '?side=receiving', '?otherCity=malmo'],
      ...['?otherCity=stockholm', '?state=in-progress', '?page=2&limit=1'],
    ];
    for (const query of filters)
      t.match(await stranger.must('listCases', { query }), { cases: [], total: 0 }, query);
    t.strictSame(await stranger.counts(), none);
    for (const query of ['', '?overdueOnly=true'])
      t.match(await stranger.must('listDue', { query }), { cases: [], total: 0 });
    const found = await stranger.must('searchCases', { body: { name: 'Testperson' } });
    t.match(found, { cases: [], total: 0 }, 'even by the same subject');
  }
});

t.test('pages hold every case once', async (t) => {
  const { anna, open } = await start(t);
  const opened: string[] = [];
  for (let i = 0; i < 5; i++) opened.push(await open());
  const pages = await Promise.all([1, 2, 3].map((page) => anna.list(`?page=${page}&limit=2`)));
  t.strictSame(
    pages.map((page) => page.length),
    [2, 2, 1],
  );
  t.strictSame(pages.flat().toSorted(), opened.toSorted());
  t.match(await anna.must('listCases', { query: '?page=4&limit=2' }), {
    cases: [],
    page: 4,
    limit: 2,
    total: 5,
  });
});

t.test('a search by name is among the own cases alone, and is recorded', async (t) => {
  const { home, anna, open } = await start(t);
  const bengt = person(home, worker, 'bengt');
  const named = async (name: string, assignee: string) => {
    const params = { caseId: await open() };
    await anna.must('recordPersonalDetails', { params, body: { name } });
    await anna.must('assignCase', { params, body: { assignee } });
    return params.caseId;
  };
  const asa = await named('Åsa Testperson', 'anna');
  await named('Åsa Annan', 'bengt');
  const noName = { caseId: await open() };
  await anna.must('assignCase', { params: noName, body: {} });
  const search = (name: string, who = anna) => who.must('searchCases', { body: { name } });
  const readings = () => journalEvents(home.node.store).filter(({ type }) => type === 'case-read').length;
  const before = readings();
  t.match(await search('Annan'), { cases: [], total: 0 });
  t.equal(readings(), before, 'nothing was read');
  for (const letters of ['ÅSA', 'åsa t', 'PERSON', 'a\u030asa']) {
    const found = await search(letters);
    t.match(found, { page: 1, total: 1, cases: [{ id: asa, assignee: 'anna' }] }, letters);
    t.equal(found.cases.length, 1);
  }
  t.equal(readings(), before + 4);
  t.match(journalEvents(home.node.store).at(-1), {
    type: 'case-read',
    operation: 'searchCases',
    caseId: asa,
  });
  t.match(await search('Testperson', bengt), { cases: [], total: 0 });

  const read = readings();
  const reference = asa.slice(0, 8);
  for (const who of [anna, bengt])
    t.match(await search(reference.toUpperCase(), who), { cases: [{ id: asa }], total: 1 }, 'of the unit');
  t.match(await search(reference.slice(0, 7)), { total: 0 });
  const elsewhere = {
    must: (id: string, parts: object) => home.must(staff('social-worker', 'SN'), id, parts),
  };
  t.match(
    await elsewhere.must('searchCases', { body: { name: reference } }),
    { total: 0 },
    'of another unit',
  );
  t.equal(readings(), read, 'a reference names nobody');
});

t.test('the cases with a stay are found in both cities, and no others', async (t) => {
  const { home, receiving, deliver } = await start(t);
  const caseId = await openAndReady(home);
  await openAndReady(home);
  const found = ({ node }: CityNode) => node.store.cases.withStayInOrder(null, 10).cases.map(({ id }) => id);
  let before: Milestone = 'draft';
  for (const milestone of milestones) {
    await bringTo({ home, receiving, deliver }, caseId, milestone, before);
    before = milestone;
    const { stay } = await home.must(worker, 'getCase', { params: { caseId } });
    for (const city of [home, receiving]) t.strictSame(found(city), stay ? [caseId] : [], milestone);
  }
});

t.test(
  'a case that an earlier version kept is whole, and in its queues, once the store is opened',
  async (t) => {
    const { home, anna, open } = await start(t);
    const caseId = (await open()) as CaseId;
    await anna.must('assignCase', { params: { caseId }, body: {} });
    const { store } = home.node;
    const kept = store.cases.find(caseId) as HomeCase;
    const counted = await anna.counts();
    const { incidents: _, noSuitableCityOn: __, ...old } = kept;
    const file = store.vault.encrypt(`cases/${caseId}`, JSON.stringify(old));
    store.db.$client.prepare('UPDATE cases SET file = ? WHERE id = ?').run(file, caseId);
    const again = openStore(dirname(store.db.$client.name), home.city as City, () => '');
    t.teardown(() => again.close());
    t.strictSame(again.cases.find(caseId), kept);
    t.strictSame(await anna.counts(), counted);
  },
);
