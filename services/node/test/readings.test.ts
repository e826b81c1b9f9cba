// Who has read what and why: the reason for a case that is not one's own, the read log, and its review.
import t, { type Test } from 'tap';
import { needsReadingReason } from '../src/commands/reading-reasons.js';
import type { Staff } from '../src/domain/access.js';
import type { Unit } from '../src/domain/values.js';
import { mustDesk } from './helpers/ask-desk.js';
import { administrator, agree, openAndReady, worker } from './helpers/case-work.js';
import { type CityNode, startCities, TestClock } from './helpers/city-nodes.js';
import { staff } from './helpers/identity-provider.js';
import { contentsOf, journalEvents, onlyRefused, writtenSince } from './helpers/store-contents.js';

const auditor = staff('auditor');
const anna: Staff = { subject: 'anna', roles: ['social-worker'], units: ['JARVA'] as Unit[] };

/** A case that is assigned to Berit, at one o'clock in Stockholm. */
async function start(t: Test, at = '2025-01-13T12:00:00Z') {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'], clock: new TestClock(new Date(at)) });
  await agree(cities);
  const { node, clock } = cities;
  const home = node('stockholm');
  const caseId = await openAndReady(home);
  const params = { caseId };
  await home.must(worker, 'assignCase', { params, body: { assignee: 'berit' } });
  const asAnna = (operation: string, parts: object = {}) =>
    mustDesk(home.deskUrl, home.token(worker, { claims: { sub: 'anna' } }), operation, { params, ...parts });
  return { home, clock, caseId, params, asAnna };
}

const log = (node: CityNode, query = '') => node.must(auditor, 'listReadingLog', { query });

t.test('a reason is asked for once a day, and stands beside each reading', async (t) => {
  const { home, clock, caseId, params, asAnna } = await start(t);
  const needs = (who: Staff = anna) => needsReadingReason(home.node, who, caseId);
  t.equal(needs(), true, 'it is assigned to a colleague');
  t.equal(needs({ ...anna, subject: 'berit' }), false, 'to whom it is assigned');
  t.equal(needs({ ...anna, units: ['FARSTA'] as Unit[] }), false, 'not to be seen, so nothing to ask');
  t.equal(needsReadingReason(home.node, anna, 'nothing'), false, 'nor where there is no case');

  await asAnna('getCase');
  const given = await asAnna('giveReadingReason', { body: { reason: 'standing-in' } });
  t.strictSame(given, { caseId, staff: 'anna', reason: 'standing-in', givenOn: '2025-01-13' });
  t.equal(needs(), false);
  t.equal(needs({ ...anna, subject: 'carin' }), true, 'it is her reason alone');
  await asAnna('getCase');
  await asAnna('giveReadingReason', { body: { reason: 'taking-over' } });
  await asAnna('getFollowUp');
  t.match((await home.must(auditor, 'listReadings', { params })).readings, [
    { staff: 'anna', caseId, operation: 'getFollowUp', own: false, reason: 'taking-over' },
    { staff: 'anna', caseId, operation: 'getCase', own: false, reason: 'standing-in' },
    { staff: 'anna', caseId, operation: 'getCase', own: false, reason: null },
  ]);

  clock.advance(11 * 3600 - 1);
  t.equal(needs(), false, 'a second before midnight in Stockholm');
  clock.advance(1);
  t.equal(needs(), true, 'at midnight');
  await asAnna('getCase');
  await asAnna('assignCase', { body: {} });
  t.equal(needs(), false, 'it is her own now');
  await asAnna('getCase');
  t.match((await log(home)).readings.slice(0, 2), [
    { own: true, reason: null },
    { own: false, reason: null },
  ]);
});

t.test('a reason is given for a case that one may see, and is journalled', async (t) => {
  const { home, caseId, params } = await start(t);
  for (const member of [administrator, auditor, staff('police-liaison')])
    await home.must(member, 'giveReadingReason', { params, body: { reason: 'review' } });
  t.match(journalEvents(home.node.store).at(-1), {
    type: 'reading-reason-given',
    staff: 'test-police-liaison',
    caseId,
    reason: 'review',
    givenOn: '2025-01-13',
  });
  await home.must(administrator, 'getCaseCosts', { params });
  t.match((await log(home)).readings, [
    { staff: 'test-administrator', operation: 'getCaseCosts', own: false, reason: 'review' },
  ]);
  const before = contentsOf(home.node.store);
  const stranger = staff('social-worker', 'FARSTA');
  const answer = await home.ask(stranger, 'giveReadingReason', { params, body: { reason: 'review' } });
  t.match(answer, { status: 404, body: { code: 'NOT_FOUND' } });
  t.strictSame(writtenSince(home.node.store, before), onlyRefused('NOT_FOUND'));
});

t.test(
  'the read log by days and pages, newest first, also of what an earlier version recorded',
  async (t) => {
    const { home, clock, caseId, asAnna } = await start(t, '2025-03-29T22:59:59Z');
    await asAnna('getCase');
    clock.advance(1);
    await asAnna('getFollowUp');
    clock.advance(23 * 3600 - 1);
    await asAnna('getThread');
    const old = { type: 'case-read', operation: 'getPersonalDetails', caseId } as never;
    home.node.store.journal.append(old, 'dora', home.node.clock.now());
    clock.advance(1);
    await asAnna('getCaseCosts');

    const operations = async (query: string) =>
      (await log(home, query)).readings.map(({ operation }: { operation: string }) => operation);
    const all = ['getCaseCosts', 'getPersonalDetails', 'getThread', 'getFollowUp', 'getCase'];
    t.strictSame(await operations(''), all);
    t.strictSame(await operations('?from=2025-03-30'), all.slice(0, 4));
    t.strictSame(await operations('?from=2025-03-30&until=2025-03-31'), all.slice(1, 4), 'a day of 23 hours');
    t.strictSame(await operations('?until=2025-03-30'), all.slice(4));
    t.strictSame(await operations('?from=2025-04-01'), []);
    t.strictSame(await operations('?page=2&limit=2'), all.slice(2, 4));
    t.match(await log(home, '?page=2&limit=2'), { page: 2, limit: 2, total: 5 });
    const [, before] = (await log(home)).readings;
    t.strictSame(before, {
      at: '2025-03-30T21:59:59.000Z',
      staff: 'dora',
      caseId,
      operation: 'getPersonalDetails',
      own: null,
      reason: null,
    });
    t.match(await home.ask(auditor, 'listReadingLog', { query: '?from=2025-02-30' }), {
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
  },
);

t.test('a review of the readings, and the first day without one', async (t) => {
  const { home, clock, asAnna } = await start(t);
  const review = (from: string, until: string) =>
    home.ask(auditor, 'reviewReadings', { body: { from, until, outcome: 'nothing-found' } });
  const reviews = () => home.must(administrator, 'listReadingReviews');
  t.strictSame(await reviews(), { reviews: [], unreviewedFrom: null, page: 1, limit: 20, total: 0 });
  await asAnna('getCase');
  t.match(await reviews(), { unreviewedFrom: '2025-01-13' });

  const before = contentsOf(home.node.store);
  const tooEarly = await review('2025-01-13', '2025-01-14');
  t.match(tooEarly, { status: 409, body: { code: 'DATE_IMPOSSIBLE', facts: { latest: '2025-01-13' } } });
  const none = await review('2025-01-10', '2025-01-10');
  t.match(none, { status: 409, body: { code: 'DATE_IMPOSSIBLE', facts: { earliest: '2025-01-11' } } });
  t.match(writtenSince(home.node.store, before), { tables: [] });

  clock.advance(24 * 3600);
  await asAnna('getCase');
  const { status, body } = await review('2025-01-01', '2025-01-14');
  const recorded = {
    from: '2025-01-01',
    until: '2025-01-14',
    outcome: 'nothing-found',
    readings: 1,
    staff: 'test-auditor',
    reviewedOn: '2025-01-14',
  };
  t.strictSame({ status, body }, { status: 201, body: recorded });
  t.strictSame(await reviews(), {
    reviews: [recorded],
    unreviewedFrom: '2025-01-14',
    page: 1,
    limit: 20,
    total: 1,
  });
  await home.must(administrator, 'reviewReadings', {
    body: { from: '2025-01-02', until: '2025-01-03', outcome: 'followed-up' },
  });
  t.match(await home.must(auditor, 'listReadingReviews', { query: '?limit=1' }), {
    reviews: [{ outcome: 'followed-up', readings: 0 }],
    unreviewedFrom: '2025-01-14',
    total: 2,
  });
  clock.advance(3 * 24 * 3600);
  await asAnna('getCase');
  await review('2025-01-14', '2025-01-15');
  t.match(await reviews(), { unreviewedFrom: '2025-01-17' }, 'days without a reading need no review');
  clock.advance(24 * 3600);
  await review('2025-01-17', '2025-01-18');
  t.match(await reviews(), { unreviewedFrom: null }, 'all are reviewed');
});
