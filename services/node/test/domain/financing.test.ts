import t from 'tap';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import {
  avoidedCost,
  daysOfStay,
  decideRecordAlternative,
  decideRecordGrant,
} from '../../src/domain/financing.js';
import { given, homeCase, homeStates, receivingCase } from './cases.js';
import { agreed, around, day, said } from './support.js';

const grant = (decidedOn: string, amountOre = 5_000_000) => ({ amountOre, decidedOn, reference: 'PG 1/25' });
const withAlternative = (alternative: 'procured-relocation' | 'own-services' | 'none' | 'not-known') =>
  ({ ...costFactsOf({ costs: null }), alternative }) as const;
const stay = (arrivedOn: string, departedOn: string | null) => ({
  arrivedOn: day(arrivedOn),
  departedOn: departedOn === null ? null : day(departedOn),
});

t.test('a grant is decided today at the latest, and is the home city’s own', (t) => {
  const home = homeCase('in-progress');
  for (const [theCase, decidedOn, expected] of [
    [home, '2025-03-03', 'grant-recorded'],
    [home, '2025-03-04', 'DATE_IMPOSSIBLE'],
    [receivingCase('in-progress'), '2025-03-03', 'WRONG_SIDE'],
    [receivingCase('in-progress'), '2025-03-04', 'WRONG_SIDE'],
  ] as const)
    t.equal(
      said(decideRecordGrant(theCase, 'grant-1', grant(decidedOn), around())),
      expected,
      `${theCase.side} ${decidedOn}`,
    );
  t.end();
});

t.test('a grant and an alternative can be recorded in every state, and no city is told', (t) => {
  for (const state of homeStates) {
    const home = homeCase(state);
    t.equal(said(decideRecordGrant(home, 'grant-1', grant('2025-03-03'), around())), 'grant-recorded', state);
    t.equal(said(decideRecordAlternative(home, { alternative: 'none' })), 'alternative-recorded', state);
  }
  t.equal(said(decideRecordAlternative(receivingCase('in-progress'), { alternative: 'none' })), 'WRONG_SIDE');
  t.end();
});

t.test('grants add up, a payment back included; the latest alternative counts', (t) => {
  const home = homeCase('in-progress');
  const events = [
    ...agreed(decideRecordGrant(home, 'grant-1', grant('2025-03-01'), around())).events,
    ...agreed(decideRecordGrant(home, 'grant-2', grant('2025-03-03', -5_000_000), around())).events,
    ...agreed(decideRecordAlternative(home, { alternative: 'own-services' })).events,
    ...agreed(decideRecordAlternative(home, { alternative: 'procured-relocation' })).events,
  ];
  const { grants, alternative } = costFactsOf(given(events as Parameters<typeof given>[0], home));
  t.strictSame(
    grants.map(({ id, amountOre }) => [id, amountOre]),
    [
      ['grant-1', 5_000_000],
      ['grant-2', -5_000_000],
    ],
  );
  t.equal(alternative, 'procured-relocation');
  t.end();
});

t.test('days of a stay', (t) => {
  for (const [arrivedOn, departedOn, today, days] of [
    ['2025-02-03', '2025-08-03', '2025-12-31', 181],
    ['2025-02-03', '2025-02-03', '2025-12-31', 0],
    ['2025-02-03', '2025-02-04', '2025-12-31', 1],
    ['2025-02-03', null, '2025-02-03', 0],
    ['2025-02-03', null, '2025-02-04', 1],
    ['2025-02-05', null, '2025-02-04', 0],
  ] as const)
    t.equal(daysOfStay({ stay: stay(arrivedOn, departedOn) }, day(today)), days, `${arrivedOn} ${today}`);
  t.equal(daysOfStay({ stay: null }, day('2025-02-03')), null);
  t.end();
});

t.test('the avoided cost is compared only where a procured relocation was the alternative', (t) => {
  const today = day('2026-12-31');
  const ended = (arrivedOn: string, departedOn: string, alternative?: 'procured-relocation' | 'none') =>
    homeCase('departed', {
      stay: stay(arrivedOn, departedOn),
      costs: alternative ? withAlternative(alternative) : null,
    });
  // 271,500-724,000 kronor and 1,095,000-2,920,000 kronor: requirements §7
  t.strictSame(avoidedCost(ended('2025-02-03', '2025-08-03', 'procured-relocation'), today), {
    days: 181,
    lowOre: 27_150_000,
    highOre: 72_400_000,
  });
  t.strictSame(avoidedCost(ended('2024-11-01', '2026-11-01', 'procured-relocation'), today), {
    days: 730,
    lowOre: 109_500_000,
    highOre: 292_000_000,
  });
  t.equal(avoidedCost(ended('2025-02-03', '2025-08-03', 'none'), today), null);
  t.equal(avoidedCost(ended('2025-02-03', '2025-08-03'), today), null);
  t.equal(avoidedCost(homeCase('ready', { costs: withAlternative('procured-relocation') }), today), null);
  t.end();
});
