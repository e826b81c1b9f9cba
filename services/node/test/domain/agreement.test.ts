// The agreement that is in force on a day, and the places that it gives.
import type { AgreementDocument, Quota } from '@storstad/contract';
import t from 'tap';
import {
  covers,
  missingBodies,
  proposalRefusal,
  versionCovering,
  versionInForce,
} from '../../src/domain/agreement.js';
import { type Direction, departureFreesPlace, type QuotaUse, takePlace } from '../../src/domain/quota.js';
import { isRefusal } from '../../src/domain/refusal.js';
import type { City } from '../../src/domain/values.js';
import { day, id, malmo, members, party, stockholm, use, version } from './support.js';

const jarva = party(stockholm, 'JARVA');
const farsta = party(stockholm, 'FARSTA');
const asn = party(malmo, 'ASN');
const inForce = (...args: Parameters<typeof versionInForce>) => {
  const outcome = versionInForce(...args);
  return isRefusal(outcome) ? outcome.refusal : outcome.id;
};

t.test('a version is in force from its first day up to the day after its last', async (t) => {
  const shipped = [version('2024'), version('2025')];
  const days: [day: string, version: string][] = [
    ['2023-12-31', 'AGREEMENT_NOT_IN_FORCE'],
    ['2024-01-01', '2024'],
    ['2024-12-31', '2024'],
    ['2025-01-01', '2025'],
    ['2025-12-31', '2025'],
    ['2026-01-01', 'AGREEMENT_NOT_IN_FORCE'],
  ];
  for (const [on, expected] of days) t.equal(inForce(shipped, day(on), [jarva]), expected, on);
  t.notOk(covers(version('2024'), day('2025-01-01')), 'the last valid day of 2024 is 31 December (002:19)');
  t.match(versionInForce(shipped, day('2026-01-01'), []), { facts: { date: '2026-01-01' } });
});

t.test('S4: who must have approved', async (t) => {
  const withoutFarsta = { unapproved: ['stockholm/FARSTA'] };
  const strict = version('2025', withoutFarsta);
  const own = version('2025', { ...withoutFarsta, terms: { ratification: 'own-body' } });
  const on = day('2025-01-02');
  t.same(missingBodies(strict), ['stockholm/FARSTA']);
  t.same(versionInForce([strict], on, [asn]), {
    refusal: 'PARTY_NOT_RATIFIED',
    facts: { missingBodies: ['stockholm/FARSTA'], agreement: '2025' },
  });
  t.equal(inForce([own], on, [asn]), '2025', 'under own-body the others go on');
  t.match(versionInForce([own], on, [asn, farsta]), { facts: { missingBodies: ['stockholm/FARSTA'] } });
  t.equal(inForce([version('2025')], on, [asn, farsta]), '2025', 'when Farsta has approved');
  t.equal(inForce([version('2025')], on, [asn, party(stockholm, 'SKARHOLMEN')]), 'UNIT_NOT_PARTY');
  t.equal(inForce([version('2024')], day('2024-11-04'), [farsta]), 'UNIT_NOT_PARTY', 'not in 2024');
  t.equal(inForce([strict], on, []), 'PARTY_NOT_RATIFIED', 'asked for nobody in particular');
});

t.test('which of several versions for the same day', async (t) => {
  const first = version('2025', { id: '2025-a', unapproved: ['stockholm/FARSTA'] });
  const dropped = version('2025', { id: '2025-b', without: ['stockholm/FARSTA'] });
  const draft = version('2025', { id: '2025-c', unapproved: 'all' });
  const own = version('2025', {
    id: '2025-d',
    unapproved: ['stockholm/FARSTA'],
    terms: { ratification: 'own-body' },
  });
  const on = day('2025-02-01');
  t.equal(inForce([first, dropped], on, [jarva]), '2025-b', 'a new draft that drops a body, once approved');
  t.equal(inForce([first, dropped], on, [farsta]), 'UNIT_NOT_PARTY', 'and the body that was dropped');
  t.equal(inForce([dropped, draft], on, [jarva]), '2025-b', 'no draft displaces an approved one');
  t.equal(inForce([own, draft], on, [jarva]), '2025-d', 'nor one that is in force for those who take part');
  t.match(
    versionInForce([first, draft], on, [jarva]),
    { facts: { agreement: '2025-c' } },
    'the latest draft',
  );
  t.equal(versionCovering([draft, dropped], on)?.id, '2025-b');
  t.equal(versionCovering([first, draft], on)?.id, '2025-c');
});

t.test('what can be proposed next to what is known', async (t) => {
  const approved = version('2025');
  const next = (from: string, until: string) =>
    version('2025', { id: 'next', document: { validFrom: from, validUntil: until } }).document;
  const twice = {
    ...next('2026-01-01', '2027-01-01'),
    bodies: [jarva, jarva].map((b) => ({ ...b, name: 'x' })),
  };
  const abroad = { ...next('2026-01-01', '2027-01-01'), bodies: [{ city: 'oslo', unit: 'X', name: 'x' }] };
  const proposals: [what: string, document: AgreementDocument, expected: string | undefined][] = [
    ['the day after', next('2026-01-01', '2027-01-01'), undefined],
    ['one shared day at its end', next('2025-12-31', '2027-01-01'), 'AGREEMENT_OVERLAPS'],
    ['until its first day', next('2024-06-01', '2025-01-01'), undefined],
    ['one shared day at its start', next('2024-06-01', '2025-01-02'), 'AGREEMENT_OVERLAPS'],
    ['within it', next('2025-03-01', '2025-04-01'), 'AGREEMENT_OVERLAPS'],
    ['no day at all', next('2026-01-01', '2026-01-01'), 'AGREEMENT_INVALID'],
    ['backwards', next('2026-01-02', '2026-01-01'), 'AGREEMENT_INVALID'],
    ['a body twice', twice, 'AGREEMENT_INVALID'],
    ['a city that is no member', abroad, 'CITY_NOT_PARTY'],
    ['the same name', { ...next('2026-01-01', '2027-01-01'), id: '2025' }, 'AGREEMENT_EXISTS'],
    ['a stranger, backwards', { ...abroad, validUntil: '2025-01-01' }, 'CITY_NOT_PARTY'],
  ];
  for (const [what, document, expected] of proposals)
    t.equal(proposalRefusal([approved], document, members)?.refusal, expected, what);
  const draft = version('2025', { unapproved: ['stockholm/FARSTA'] });
  t.equal(proposalRefusal([draft], next('2025-01-01', '2026-01-01'), members), undefined, 'beside a draft');
});

const quota = (changes: Partial<Quota>): Quota => ({
  limit: 2,
  basis: 'per-year',
  counting: 'each-direction',
  ...changes,
});

t.test('the last place and the one after it, in each direction and in both together', async (t) => {
  const cases: [
    counting: Quota['counting'],
    direction: Direction,
    sent: number,
    received: number,
    number: number | string,
  ][] = [
    ['each-direction', 'sent', 0, 2, 1],
    ['each-direction', 'sent', 1, 2, 2],
    ['each-direction', 'sent', 2, 0, 'QUOTA_HOME'],
    ['each-direction', 'sent', 3, 0, 'QUOTA_HOME'],
    ['each-direction', 'received', 2, 1, 2],
    ['each-direction', 'received', 0, 2, 'QUOTA_RECEIVING'],
    ['both-directions', 'sent', 1, 0, 2],
    ['both-directions', 'sent', 0, 1, 1],
    ['both-directions', 'sent', 1, 1, 'QUOTA_HOME'],
    ['both-directions', 'received', 1, 1, 'QUOTA_RECEIVING'],
    ['both-directions', 'received', 2, 0, 'QUOTA_RECEIVING'],
    ['both-directions', 'received', 1, 0, 1],
  ];
  for (const [counting, direction, sent, received, expected] of cases) {
    const place = takePlace(id('2025'), quota({ counting }), direction, use(sent, received));
    const outcome = isRefusal(place) ? place.refusal : place.number;
    t.equal(outcome, expected, `${counting}, ${direction}, ${sent} sent, ${received} received`);
  }
});

t.test('S2: the third case of 2025, the second of 2024', async (t) => {
  const { limit } = version('2025').document.terms.quota;
  t.same(takePlace(id('2025'), quota({ limit }), 'sent', use(1, 0)), {
    agreement: '2025',
    number: 2,
    limit: 2,
  });
  t.same(takePlace(id('2025'), quota({ limit }), 'sent', use(2, 0)), {
    refusal: 'QUOTA_HOME',
    facts: { used: 2, limit: 2, agreement: '2025' },
  });
  const of2024 = version('2024').document.terms.quota;
  t.match(takePlace(id('2024'), of2024, 'sent', use(1, 0)), { facts: { used: 1, limit: 1 } });
  t.match(takePlace(id('2025'), quota({ limit: 0 }), 'sent', use(0, 0)), { facts: { used: 0, limit: 0 } });
  const freed = { ...use(0, 0), sent: { used: 1, firstFree: 1 } };
  t.match(
    takePlace(id('2025'), quota({}), 'sent', freed),
    { number: 1 },
    'the first number that nobody holds',
  );
  t.equal(departureFreesPlace(quota({ basis: 'per-year' })), false, 'a place is for the year');
  t.equal(departureFreesPlace(quota({ basis: 'concurrent' })), true);
});

t.test('S11: what is reported fits counting each direction, and never both together', async (t) => {
  const [S, G, M] = members as [City, City, City];
  const allSix: [from: City, to: City, from2: City, to2: City][] = [
    [S, M, G, S],
    [S, G, G, S],
    [S, G, G, M],
    [S, G, M, S],
    [S, M, M, S],
    [S, M, M, G],
  ];
  /** How many of two exchanges' four places are refused, with one place for a city. */
  function refused([from, to, from2, to2]: (typeof allSix)[number], counting: Quota['counting']): number {
    const places: [City, Direction][] = [
      [from, 'sent'],
      [to, 'received'],
      [from2, 'sent'],
      [to2, 'received'],
    ];
    const taken: typeof places = [];
    for (const [city, direction] of places) {
      const used = (which: Direction) => taken.filter((p) => p[0] === city && p[1] === which).length;
      const inUse: QuotaUse = use(used('sent'), used('received'));
      const place = takePlace(id('2024'), quota({ limit: 1, counting }), direction, inUse);
      if (!isRefusal(place)) taken.push([city, direction]);
    }
    return places.length - taken.length;
  }
  for (const [from, to, from2, to2] of allSix) {
    const name = `${from} to ${to}, ${from2} to ${to2}`;
    t.equal(refused([from, to, from2, to2], 'each-direction'), 0, name);
    t.not(refused([from, to, from2, to2], 'both-directions'), 0, name);
    t.not(refused([from2, to2, from, to], 'both-directions'), 0, `${name}, in the other order`);
  }
});
