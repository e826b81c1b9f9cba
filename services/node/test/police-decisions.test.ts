// What waits for a police liaison, and what a liaison has decided.
import t from 'tap';
import type { CaseId } from '../src/domain/values.js';
import { mustDesk } from './helpers/ask-desk.js';
import { agree, bringTo, liaison, lowThreat, openAndReady, openCase, worker } from './helpers/case-work.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { journalEvents } from './helpers/store-contents.js';

/** A liaison of a city, by a subject of their own. */
const police = ({ deskUrl, token }: CityNode, sub: string) => {
  const must = (operation: string, parts?: Parameters<typeof mustDesk>[3]) =>
    mustDesk(deskUrl, token(liaison, { claims: { sub } }), operation, parts);
  return {
    must,
    awaited: async () => (await must('listAwaitedDecisions')).cases,
    made: async () => (await must('listDecisions')).decisions,
  };
};

t.test('a case waits for one decision after the other, and each is listed for who made it', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const [lotta, lars, polly] = [police(home, 'lotta'), police(home, 'lars'), police(receiving, 'polly')];
  t.strictSame(await lotta.awaited(), []);
  t.strictSame(await lotta.made(), []);

  const { id: caseId } = await home.must(worker, 'openCase', { body: openCase() });
  const waits = (kind: string, since: string | null, dueOn: string | null = null) => [
    { caseId, side: 'home', otherCity: null, awaited: [{ kind, since, dueOn }] },
  ];
  t.strictSame(await lotta.awaited(), waits('threat-assessment', '2025-01-13'));
  const params = { caseId };
  const threat = { ...lowThreat, assessedOn: '2025-01-12' };
  await lotta.must('assessThreat', { params, body: threat });
  t.strictSame(await lotta.awaited(), waits('approval', '2025-01-12'));
  cities.clock.advance(day);
  await lotta.must('decideApproval', {
    params,
    body: { decision: 'refused', city: 'malmo', policeReference: 'K-1-25' },
  });
  t.strictSame(await lotta.awaited(), waits('approval', '2025-01-14'), 'since the last one came to nothing');
  const approval = await lotta.must('decideApproval', {
    params,
    body: { decision: 'approved', city: 'malmo', policeReference: 'K-1-25' },
  });
  t.strictSame(await lotta.awaited(), []);
  await lars.must('withdrawApproval', { params: { ...params, approvalId: approval.id } });
  await lars.must('recordNoSuitableCity', { params });
  const kinds = (made: { kind: string; verdict: string | null; city: string | null }[]) =>
    made.map(({ kind, verdict, city }) => [kind, verdict, city]);
  t.strictSame(kinds(await lotta.made()), [
    ['approval', 'approved', 'malmo'],
    ['approval', 'refused', 'malmo'],
    ['threat-assessment', 'low', null],
  ]);
  t.strictSame(kinds(await lars.made()), [
    ['no-suitable-city', null, null],
    ['approval-withdrawal', null, null],
  ]);
  t.strictSame((await lars.must('listDecisions', { query: '?limit=1&page=2' })).total, 2);

  const sent = await openAndReady(home);
  const between = { home, receiving, deliver: cities.deliver };
  await bringTo(between, sent, 'requested');
  t.match(await polly.awaited(), [
    {
      caseId: sent,
      side: 'receiving',
      otherCity: 'stockholm',
      awaited: [{ kind: 'place-clearance', since: '2025-01-14' }],
    },
  ]);
  await polly.must('clearPlace', { params: { caseId: sent }, body: { verdict: 'clear' } });
  t.strictSame(kinds(await polly.made()), [['place-clearance', 'clear', null]]);
  await bringTo(between, sent, 'in-progress', 'requested');
  t.match(await polly.awaited(), [
    { caseId: sent, awaited: [{ kind: 'register-check', since: null, dueOn: /^2025-0[12]/ }] },
  ]);
  t.strictSame(await lotta.awaited(), [], 'a register check is made in the receiving city');

  cities.clock.advance(day);
  const now = cities.clock.now();
  const revealed = { kind: 'address-revealed', occurredAt: now, knownAt: now };
  await home.must(worker, 'reportIncident', { params: { caseId: sent }, body: revealed });
  await cities.deliver();
  t.match(await polly.awaited(), [
    { awaited: [{ kind: 'incident', since: '2025-01-15' }, { kind: 'register-check' }] },
  ]);
  t.match(await lotta.awaited(), [{ caseId: sent, awaited: [{ kind: 'incident', since: '2025-01-15' }] }]);
});

t.test('what a decision rests on is kept by code, and stays in the home city', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  const params = { caseId };
  const decision = { decision: 'approved', city: 'malmo', policeReference: 'K-2-25' };
  const reasons = ['connections-there', 'participation'];
  const decide = (body: object) => home.ask(liaison, 'decideApproval', { params, body });
  for (const wrong of [[], ['threat', 'threat'], ['Testperson A'], 'threat'])
    t.equal((await decide({ ...decision, reasons: wrong })).status, 400, JSON.stringify(wrong));
  const shown = async () => (await home.must(worker, 'getCase', { params })).approval.reasons;
  t.strictSame(await shown(), [], 'a decision without any has none');
  t.match((await decide({ ...decision, reasons })).body, { reasons });
  t.strictSame(await shown(), reasons);

  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'requested');
  const there = receiving.node.store;
  const known = JSON.stringify([there.cases.find(caseId as CaseId), journalEvents(there)]);
  t.match(known, 'K-2-25', 'the request has come');
  for (const code of reasons) t.notMatch(known, code);
  t.notMatch(
    JSON.stringify(journalEvents(home.node.store)),
    'connections-there',
    'nor is it open in the journal',
  );
});

t.test('none of the lists looks through the whole store', async (t) => {
  const { store } = (await startCities(t, { cities: ['stockholm'] })).node('stockholm').node;
  const asked: string[] = [];
  const { $client } = store.db;
  const prepare = $client.prepare.bind($client);
  t.intercept($client, 'prepare', {
    value: (text: string) => {
      asked.push(text);
      return prepare(text);
    },
  });
  store.journal.decisionsOf('lotta', { page: 1, limit: 20 });
  store.cases.ofPolice({ page: 1, limit: 20 });
  store.journal.readings({ notOwn: true }, { page: 1, limit: 20 });
  store.cases.withStayInOrder(null, 20);
  t.equal(asked.length, 7);
  for (const text of asked) {
    const plan = prepare(`EXPLAIN QUERY PLAN ${text}`).all(...Array(text.split('?').length - 1).fill(1));
    const details = plan.map((step) => (step as { detail: string }).detail).join('; ');
    t.match(
      details,
      /USING (COVERING )?INDEX (journal_decisions|cases_of_police|journal_read_log_not_own|cases_with_stay)/,
      text,
    );
  }
});
