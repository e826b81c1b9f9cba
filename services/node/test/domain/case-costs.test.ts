// What a case should have cost by now, beside what is posted: both cities see the same differences.
import type { CostFinding, Leave, PlacementAgreementDocument } from '@storstad/contract';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import { costFindings, serviceCosts } from '../../src/domain/case-costs.js';
import type { ExternalService } from '../../src/domain/cost-facts.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import type { CostLineId } from '../../src/domain/values.js';
import { entry, homeCase, placement, receivingCase } from './cases.js';
import { costs } from './costs.js';
import { day, id } from './support.js';

const housing = { service: 'housing', dayRateOre: 90_000, leaveDayRateOre: 40_000, bearer: 'home' } as const;
const occupation = { service: 'occupation', dayRateOre: 10_000, bearer: 'receiving' } as const;
const agreeing = (...services: PlacementAgreementDocument['services']) => ({
  placementAgreement: { document: { ...placement, services }, signatures: [] },
});
const leave = (from: string, until: string | null): Leave => ({ from, until, reason: 'absent' });
const external = (changes: Partial<ExternalService> = {}, within: object = {}): ExternalService => ({
  notice: {
    id: 'service-1',
    service: 'housing',
    from: '2025-02-10',
    until: '2025-02-20',
    dayRateOre: 300_000,
    bearer: 'home',
    ...within,
  } as ExternalService['notice'],
  providerId: null,
  state: 'approved',
  decision: null,
  endedOn: null,
  ...changes,
});

interface Given {
  readonly services?: PlacementAgreementDocument['services'];
  readonly leaves?: readonly Leave[];
  readonly bought?: readonly ExternalService[];
  readonly stay?: Case['stay'];
  readonly today?: string;
}

/** The same case in both cities. */
const both = ({ services = [housing], leaves = [], bought = [], stay }: Given): Case[] => {
  const facts = {
    ...agreeing(...services),
    ...costs({ leaves, externalServices: bought }),
    ...(stay === undefined ? {} : { stay }),
  };
  return [homeCase('departed', facts), receivingCase('departed', facts)];
};
const living = { arrivedOn: day('2025-02-03'), departedOn: null };
const paid = (from: string, until: string, changes: object = {}) => entry({ from, until, ...changes });
const whole = paid('2025-02-03', '2025-02-28', { days: 25, expectedOre: 2_250_000, amountOre: 2_250_000 });

t.test('expected beside posted, until the departure or today', async (t) => {
  type Row = [what: string, given: Given, lines: LedgerEntry[], expected: object[]];
  const of = (expectedDays: number, expectedOre: number, postedDays: number, postedOre: number) => [
    {
      service: 'housing',
      source: 'own',
      externalServiceId: null,
      bearer: 'home',
      dayRateOre: 90_000,
      expectedDays,
      expectedOre,
      postedDays,
      postedOre,
      differenceOre: postedOre - expectedOre,
    },
  ];
  const rows: Row[] = [
    ['all charged', {}, [whole], of(25, 2_250_000, 25, 2_250_000)],
    ['nothing charged', {}, [], of(25, 2_250_000, 0, 0)],
    ['on its way', {}, [{ ...whole, state: 'sent' }], of(25, 2_250_000, 0, 0)],
    ['still there', { stay: living }, [], of(28, 2_520_000, 0, 0)],
    ['arrived today', { stay: living, today: '2025-02-03' }, [], of(0, 0, 0, 0)],
    ['arrived yesterday', { stay: living, today: '2025-02-04' }, [], of(1, 90_000, 0, 0)],
    [
      'in and out on one day',
      { stay: { arrivedOn: day('2025-02-03'), departedOn: day('2025-02-03') } },
      [],
      of(0, 0, 0, 0),
    ],
    ['nobody has come', { stay: null }, [], of(0, 0, 0, 0)],
    ['with leave', { leaves: [leave('2025-02-05', '2025-02-07')] }, [], of(23, 2_150_000, 0, 0)],
    [
      'taken back',
      {},
      [
        { ...whole, reversedBy: id<CostLineId>('r') },
        paid('2025-02-03', '2025-02-28', { id: 'r', reverses: 'line-1', days: -25, amountOre: -2_250_000 }),
      ],
      of(25, 2_250_000, 0, 0),
    ],
  ];
  for (const [what, given, lines, expected] of rows)
    for (const theCase of both(given))
      t.strictSame(
        serviceCosts(theCase, lines, day(given.today ?? '2025-03-03')),
        expected,
        `${what}, ${theCase.side}`,
      );
});

t.test(
  'what the other city bears is expected from nobody, and what is bought is priced by the day',
  async (t) => {
    const given = {
      services: [housing, occupation],
      bought: [external(), external({ state: 'proposed' }, { id: 'x' })],
    };
    const [theCase] = both({ ...given, leaves: [leave('2025-02-10', null)] }) as [Case];
    const line = { id: 'line-2', source: 'external', externalServiceId: 'service-1' } as const;
    const lines = [paid('2025-02-10', '2025-02-15', { ...line, days: 5, amountOre: 1_500_000 })];
    t.match(serviceCosts(theCase, lines, day('2025-03-03')), [
      {
        service: 'housing',
        source: 'own',
        expectedDays: 7,
        expectedOre: 7 * 90_000 + 18 * 40_000,
        postedOre: 0,
      },
      { service: 'occupation', bearer: 'receiving', expectedDays: 7, differenceOre: 0 },
      {
        service: 'housing',
        source: 'external',
        externalServiceId: 'service-1',
        expectedDays: 10,
        expectedOre: 3_000_000,
        postedDays: 5,
        postedOre: 1_500_000,
        differenceOre: -1_500_000,
      },
    ]);
    const daysOf = (changes: Partial<ExternalService>, within: object = {}) =>
      serviceCosts(
        both({ services: [], bought: [external(changes, within)] })[0] as Case,
        [],
        day('2025-03-03'),
      )[0]?.expectedDays;
    t.equal(daysOf({ endedOn: day('2025-02-12') }), 2, 'up to its end');
    t.equal(daysOf({}, { until: null }), 18, 'up to the departure');
    t.equal(daysOf({}, { from: '2025-01-01' }), 17, 'and from the arrival');
    t.equal(daysOf({}, { from: '2025-02-28', until: null }), 0);
  },
);

t.test('where what is posted is not what is expected', async (t) => {
  const found = (
    code: CostFinding['code'],
    days: number,
    amountOre: number,
    [from, until]: readonly [string, string],
    lineId: string | null = null,
  ) => ({
    caseId: 'case-1',
    service: 'housing',
    externalServiceId: null,
    code,
    lineId,
    from,
    until,
    days,
    amountOre,
  });
  type Row = [what: string, given: Given, lines: LedgerEntry[], findings: object[]];
  const all = ['2025-02-03', '2025-02-28'] as const;
  const rest = ['2025-02-13', '2025-02-28'] as const;
  const ten = paid('2025-02-03', '2025-02-13');
  const rows: Row[] = [
    ['all is right', {}, [whole], []],
    ['nothing charged', {}, [], [found('NOT_POSTED', -25, -2_250_000, all)]],
    ['ten days charged', {}, [ten], [found('NOT_POSTED', -15, -1_350_000, rest)]],
    [
      'on its way: nobody has to do anything',
      {},
      [{ ...whole, state: 'sent' }],
      [found('NOT_POSTED', -25, -2_250_000, all)],
    ],
    [
      'taken back',
      {},
      [{ ...whole, reversedBy: id<CostLineId>('r') }],
      [found('NOT_POSTED', -25, -2_250_000, all)],
    ],
    ['today is not over', { stay: living, today: '2025-02-13' }, [ten], []],
    [
      'yesterday is',
      { stay: living, today: '2025-02-14' },
      [ten],
      [found('NOT_POSTED', -1, -90_000, ['2025-02-13', '2025-02-14'])],
    ],
    ['the other city bears it', { services: [occupation] }, [], []],
    [
      'a leave recorded late',
      { leaves: [leave('2025-02-05', '2025-02-07')] },
      [whole],
      [found('LINE_DIFFERS', 2, 100_000, all, 'line-1')],
    ],
    [
      'a leave of days that are not charged',
      { leaves: [leave('2025-02-20', '2025-02-22')] },
      [ten],
      [found('NOT_POSTED', -13, -13 * 90_000 - 2 * 40_000, rest)],
    ],
    [
      'days that are free during leave',
      { services: [{ ...housing, leaveDayRateOre: 0 }], leaves: [leave('2025-02-13', null)] },
      [ten],
      [],
    ],
    [
      'days before and after those that are charged: the first ones',
      {},
      [paid('2025-02-10', '2025-02-20', { id: 'line-2' })],
      [found('NOT_POSTED', -15, -1_350_000, ['2025-02-03', '2025-02-10'])],
    ],
    [
      'days behind a leave that is free',
      { services: [{ ...housing, leaveDayRateOre: 0 }], leaves: [leave('2025-02-13', '2025-02-20')] },
      [ten],
      [found('NOT_POSTED', -8, -720_000, ['2025-02-20', '2025-02-28'])],
    ],
    [
      'an amount of its own',
      {},
      [{ ...whole, line: { ...whole.line, amountOre: 2_250_001 } }],
      [found('LINE_DIFFERS', 0, 1, all, 'line-1')],
    ],
    [
      'a departure earlier than was thought',
      { stay: { arrivedOn: day('2025-02-03'), departedOn: day('2025-02-10') } },
      [ten],
      [found('LINE_DIFFERS', 3, 270_000, ['2025-02-03', '2025-02-13'], 'line-1')],
    ],
  ];
  for (const [what, given, lines, findings] of rows) {
    const [here, there] = both(given).map((theCase) =>
      costFindings(theCase, lines, day(given.today ?? '2025-03-03')),
    );
    t.strictSame(here, findings, what);
    t.strictSame(there, findings, `${what}, in the other city`);
    for (const { days, amountOre } of here ?? []) t.notOk(Object.is(days, -0) || Object.is(amountOre, -0));
  }
});

t.test('an external service is paid less its deduction', async (t) => {
  const [theCase] = both({ services: [], bought: [external()] }) as [Case];
  const line = { source: 'external', externalServiceId: 'service-1', days: 10 } as const;
  const finding = (changes: object) =>
    costFindings(theCase, [paid('2025-02-10', '2025-02-20', { ...line, ...changes })], day('2025-03-03'));
  t.same(finding({ amountOre: 3_000_000 }), []);
  t.same(finding({ deductionOre: 200_000, amountOre: 2_800_000 }), []);
  t.match(finding({ deductionOre: 200_000, amountOre: 3_000_000 }), [
    { code: 'LINE_DIFFERS', externalServiceId: 'service-1', days: 0, amountOre: 200_000 },
  ]);
});
