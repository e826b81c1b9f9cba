// What a service cost for some days: the receiving city prices it from the stay, and the home city comes to the same.
import type { CostLine, ExternalServiceNotice, Leave, PlacementAgreementDocument } from '@storstad/contract';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import type { ExternalService } from '../../src/domain/cost-facts.js';
import {
  decidePostCostLine,
  decidePostExternalCost,
  decideReceiveCostLine,
  type ExternalCharge,
} from '../../src/domain/cost-line.js';
import type { Decided } from '../../src/domain/event.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type { CostLineId, Ore } from '../../src/domain/values.js';
import {
  costLine,
  entry,
  homeCase,
  homeStates,
  ledgerWith,
  placement,
  receivingCase,
  receivingStates,
  signedLine,
} from './cases.js';
import { costs } from './costs.js';
import { agreed, around, day, goteborg, id, malmo, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const outside = 'COST_LINE_OUTSIDE_STAY';
const differs = 'COST_LINE_DIFFERS';

const stay = (arrivedOn: string, departedOn: string | null) => ({
  stay: { arrivedOn: day(arrivedOn), departedOn: departedOn === null ? null : day(departedOn) },
});
type Lived = ReturnType<typeof stay>;
const february = stay('2025-02-03', '2025-02-28');
const leave = (from: string, until: string | null): Leave => ({ from, until, reason: 'absent' });

const agreeing = (...services: PlacementAgreementDocument['services']) => ({
  placementAgreement: { document: { ...placement, services }, signatures: [] },
});
const housing = { service: 'housing', dayRateOre: 90_000, bearer: 'home' } as const;

/** The line that came of it, or the refusal's code. */
function lineOf(outcome: Decided | Refusal): CostLine | string {
  if (isRefusal(outcome)) return outcome.refusal;
  const [event] = outcome.events;
  if (event?.type !== 'cost-line-sent') throw new Error('A charge is a line');
  return event.line;
}

interface Surroundings {
  readonly theCase?: Case;
  readonly lines?: readonly LedgerEntry[];
  readonly openFrom?: string | null;
  readonly today?: string;
}

const post = (
  input: Partial<Parameters<typeof decidePostCostLine>[2]>,
  {
    theCase = receivingCase('departed'),
    lines = [],
    openFrom = null,
    today = there.today,
  }: Surroundings = {},
) =>
  decidePostCostLine(
    theCase,
    id('line-1'),
    { service: 'housing', from: '2025-02-03', until: '2025-02-13', ...input },
    ledgerWith(lines, openFrom),
    around({ city: malmo, today: day(today) }),
  );
const charge = (...call: Parameters<typeof post>) => lineOf(post(...call));

t.test('the day of arrival is charged, the day of departure is not', async (t) => {
  const rows: [what: string, lived: Lived, from: string, until: string, expected: number | string][] = [
    ['the whole stay', february, '2025-02-03', '2025-02-28', 25],
    ['with the day of departure', february, '2025-02-03', '2025-03-01', outside],
    ['with the day before arrival', february, '2025-02-02', '2025-02-28', outside],
    ['the first day', february, '2025-02-03', '2025-02-04', 1],
    ['the last day', february, '2025-02-27', '2025-02-28', 1],
    ['no day', february, '2025-02-10', '2025-02-10', outside],
    ['backwards', february, '2025-02-11', '2025-02-10', outside],
    ['in and out on one day', stay('2025-02-03', '2025-02-03'), '2025-02-03', '2025-02-04', outside],
    ['in and out on one day, no day', stay('2025-02-03', '2025-02-03'), '2025-02-03', '2025-02-03', outside],
    ['up to today', stay('2025-02-03', null), '2025-02-03', '2025-03-04', 29],
    ['tomorrow', stay('2025-02-03', null), '2025-02-03', '2025-03-05', outside],
    ['over the change of the clocks', stay('2025-02-03', '2025-05-14'), '2025-02-03', '2025-05-14', 100],
  ];
  for (const [what, lived, from, until, expected] of rows) {
    const today = lived.stay.departedOn === '2025-05-14' ? '2025-05-14' : '2025-03-03';
    const line = charge({ from, until }, { theCase: receivingCase('departed', lived), today });
    if (typeof line === 'string') t.equal(line, expected, what);
    else
      t.match(
        line,
        { days: expected, leaveDays: 0, stayDays: expected, amountOre: Number(expected) * 90_000 },
        what,
      );
  }
  const { stay: _, ...never } = receivingCase('completed');
  t.equal(charge({}, { theCase: { ...never, stay: null } as Case }), outside, 'nobody ever came');
});

t.test('a line is the whole of what both cities compute', async (t) => {
  t.strictSame(charge({}), costLine());
  const outcome = agreed(post({}));
  t.match(outcome.events, [
    { type: 'cost-line-sent', caseId: 'case-1', line: costLine(), bookedOn: '2025-03-03' },
  ]);
  t.match(outcome.messages, [
    {
      type: 'cost-line-posted',
      to: stockholm,
      thread: 'cases/case-1',
      subject: 'line-1',
      content: { signed: signedLine().signed, bookedOn: '2025-03-03' },
    },
  ]);
});

t.test(
  'days of leave are paid at their own rate, and for nothing where the agreement names none',
  async (t) => {
    const keepsPlace = { ...housing, leaveDayRateOre: 40_000 };
    const rows: [what: string, leaves: Leave[], services: typeof housing, days: number[], ore: number][] = [
      ['none', [], keepsPlace, [10, 0], 900_000],
      ['two days', [leave('2025-02-05', '2025-02-07')], keepsPlace, [8, 2], 800_000],
      ['without a rate', [leave('2025-02-05', '2025-02-07')], housing, [8, 2], 720_000],
      ['the first day', [leave('2025-02-03', '2025-02-04')], keepsPlace, [9, 1], 850_000],
      ['the last day', [leave('2025-02-12', '2025-02-13')], keepsPlace, [9, 1], 850_000],
      ['from the day after', [leave('2025-02-13', '2025-02-20')], keepsPlace, [10, 0], 900_000],
      ['over the end', [leave('2025-02-12', '2025-02-20')], keepsPlace, [9, 1], 850_000],
      ['open', [leave('2025-02-11', null)], keepsPlace, [8, 2], 800_000],
      ['all of it', [leave('2025-01-01', null)], keepsPlace, [0, 10], 400_000],
      ['all of it, without a rate', [leave('2025-01-01', null)], housing, [0, 10], 0],
      [
        'two that touch',
        [leave('2025-02-05', '2025-02-07'), leave('2025-02-07', '2025-02-08')],
        keepsPlace,
        [7, 3],
        750_000,
      ],
    ];
    for (const [what, leaves, service, [days, leaveDays], ore] of rows) {
      const facts = { ...agreeing(service), ...costs({ leaves }) };
      const line = charge({}, { theCase: receivingCase('departed', facts) });
      t.match(line, { days, leaveDays, stayDays: 10, expectedOre: ore, amountOre: ore }, what);
      const heard = decideReceiveCostLine(
        homeCase('departed', facts),
        malmo,
        signedLine(line as CostLine),
        ledgerWith(),
        here,
      );
      t.equal(said(heard), 'cost-line-posted', `${what}, and the home city comes to the same`);
    }
    const line = charge(
      {},
      { theCase: receivingCase('departed', costs({ leaves: [leave('2025-02-05', null)] })) },
    );
    const unaware = decideReceiveCostLine(
      homeCase('departed'),
      malmo,
      signedLine(line as CostLine),
      ledgerWith(),
      here,
    );
    t.equal(said(unaware), differs, 'a leave that the home city has not heard of');
  },
);

t.test('an amount of the city’s own is charged, and what was expected stands beside it', async (t) => {
  for (const amountOre of [0, 1, 899_999, 900_000, 900_001]) {
    const line = charge({ amountOre });
    t.match(line, { expectedOre: 900_000, amountOre, days: 10 }, String(amountOre));
    const heard = decideReceiveCostLine(
      homeCase('departed'),
      malmo,
      signedLine(line as CostLine),
      ledgerWith(),
      here,
    );
    t.equal(said(heard), 'cost-line-posted', 'the home city posts it and can ask about it');
  }
});

t.test('two services on one day are one day in the balance', async (t) => {
  const both = agreeing(housing, { service: 'occupation', dayRateOre: 10_000, bearer: 'home' });
  const theCase = receivingCase('departed', both);
  const days = (from: string, until: string, ...lines: LedgerEntry[]) => {
    const line = charge({ service: 'occupation', from, until }, { theCase, lines });
    return typeof line === 'string' ? line : [line.days, line.stayDays];
  };
  const first = entry({ id: 'line-0' });
  t.same(days('2025-02-03', '2025-02-13', first), [10, 0], 'the same days');
  t.same(days('2025-02-05', '2025-02-07', first), [2, 0], 'some of them');
  t.same(days('2025-02-10', '2025-02-20', first), [10, 7], 'three of them');
  t.same(days('2025-02-13', '2025-02-20', first), [7, 7], 'the days after');
  t.same(days('2025-02-03', '2025-02-13'), [10, 10], 'no other line');
  const takenBack = entry({ id: 'line-0' }, { reversedBy: id<CostLineId>('line-r') });
  const reversal = entry({ id: 'line-r', reverses: 'line-0', days: -10, stayDays: -10, amountOre: -900_000 });
  t.same(days('2025-02-03', '2025-02-13', takenBack, reversal), [10, 10], 'one that was taken back');
  const sent = entry({ id: 'line-0' }, { state: 'sent' });
  t.same(days('2025-02-03', '2025-02-13', sent), [10, 0], 'one that is on its way counts');
});

t.test('what is charged is agreed, borne by the home city, and charged once', async (t) => {
  t.equal(charge({ service: 'occupation' }), 'COST_NOT_BORNE_BY_HOME');
  t.equal(charge({ service: 'transport' }), 'SERVICE_NOT_AGREED');
  const rows: [from: string, until: string, overlaps: boolean][] = [
    ['2025-02-03', '2025-02-10', false],
    ['2025-02-03', '2025-02-11', true],
    ['2025-02-12', '2025-02-13', true],
    ['2025-02-03', '2025-02-28', true],
    ['2025-02-19', '2025-02-28', true],
    ['2025-02-20', '2025-02-28', false],
  ];
  const line = { id: 'line-0', from: '2025-02-10', until: '2025-02-20' };
  const of = (...lines: LedgerEntry[]) => ({ lines });
  for (const [from, until, overlaps] of rows) {
    const isRefused = (surroundings: Surroundings) =>
      charge({ from, until }, surroundings) === 'COST_LINE_OVERLAPS';
    const name = `${from} to ${until}`;
    t.equal(isRefused(of(entry(line))), overlaps, name);
    t.equal(isRefused(of(entry(line, { state: 'sent' }))), overlaps, `${name}, with one on its way`);
    t.equal(isRefused(of(entry(line, { frozen: true }))), overlaps, `${name}, with one that is disputed`);
    t.equal(isRefused(of(entry(line, { reversedBy: id<CostLineId>('r') }))), false, `${name}, taken back`);
    t.equal(isRefused(of(entry({ ...line, service: 'occupation' }))), false, `${name}, another service`);
    t.equal(
      isRefused(of(entry({ ...line, source: 'external', externalServiceId: 'x' }))),
      false,
      `${name}, of the same kind from outside`,
    );
  }
});

t.test('a refusal of days says which are possible', async (t) => {
  const factsOf = (from: string, until: string, lines: readonly LedgerEntry[] = []) => {
    const refusal = post({ from, until }, { theCase: receivingCase('departed', february), lines });
    return isRefusal(refusal) ? refusal.facts : null;
  };
  const possible = { earliest: '2025-02-03', latest: '2025-02-27' };
  t.strictSame(factsOf('2025-02-03', '2025-03-01'), possible, 'outside the stay');
  const ten = entry({ id: 'line-0', from: '2025-02-03', until: '2025-02-13' });
  t.strictSame(
    factsOf('2025-02-12', '2025-02-14', [ten]),
    { from: '2025-02-03', last: '2025-02-12', earliest: '2025-02-13', latest: '2025-02-27' },
    'charged already, and what is not',
  );
  const all = entry({ id: 'line-0', from: '2025-02-03', until: '2025-02-28' });
  t.strictSame(
    factsOf('2025-02-12', '2025-02-14', [all]),
    { from: '2025-02-03', last: '2025-02-27' },
    'nothing is left',
  );
});

t.test('in which states of the case', async (t) => {
  const charging = ['in-progress', 'departed', 'completed'];
  for (const state of receivingStates) {
    const expected = charging.includes(state)
      ? 'cost-line-sent → cost-line-posted to stockholm'
      : 'CASE_STATE';
    t.equal(said(post({}, { theCase: receivingCase(state) })), expected, state);
  }
  for (const state of homeStates) t.equal(charge({}, { theCase: homeCase(state) }), 'WRONG_SIDE', state);
});

t.test('a line is booked today, or on the first day that no statement covers', async (t) => {
  const rows: [openFrom: string | null, bookedOn: string][] = [
    [null, '2025-03-03'],
    ['2025-02-01', '2025-03-03'],
    ['2025-03-03', '2025-03-03'],
    ['2025-03-04', '2025-03-04'],
  ];
  for (const [openFrom, bookedOn] of rows) {
    const [event] = agreed(post({}, { openFrom })).events;
    t.match(event, { bookedOn, line: { postedOn: '2025-03-03' } }, String(openFrom));
    const line = signedLine({}, bookedOn);
    const heard = decideReceiveCostLine(homeCase('departed'), malmo, line, ledgerWith([], openFrom), here);
    t.equal(said(heard), 'cost-line-posted', 'and the home city agrees');
  }
});

const hear = (
  changes: Partial<CostLine>,
  {
    bookedOn,
    openFrom = null,
    lines = [],
    from = malmo,
    ledgers = here,
  }: {
    bookedOn?: string;
    openFrom?: string | null;
    lines?: readonly LedgerEntry[];
    from?: typeof malmo;
    ledgers?: typeof here;
  } = {},
) =>
  decideReceiveCostLine(
    homeCase('departed'),
    from,
    signedLine(changes, bookedOn),
    ledgerWith(lines, openFrom),
    ledgers,
  );

t.test('the home city computes the line anew and takes none that differs in a single field', async (t) => {
  const table: Record<keyof CostLine, [value: string | number | null, expected: string][]> = {
    id: [['line-2', 'cost-line-posted']],
    caseId: [['case-2', differs]],
    agreement: [['2024', differs]],
    homeCity: [['goteborg', differs]],
    receivingCity: [['goteborg', differs]],
    source: [['external', 'EXTERNAL_COST_NOT_APPROVED']],
    service: [
      ['occupation', 'COST_NOT_BORNE_BY_HOME'],
      ['transport', 'SERVICE_NOT_AGREED'],
    ],
    externalServiceId: [['x', differs]],
    from: [
      ['2025-02-04', differs],
      ['2025-02-02', outside],
    ],
    until: [
      ['2025-02-14', differs],
      ['2025-03-01', outside],
    ],
    days: [
      [9, differs],
      [11, differs],
      [-10, differs],
    ],
    leaveDays: [
      [1, differs],
      [-1, differs],
    ],
    stayDays: [
      [9, differs],
      [11, differs],
    ],
    dayRateOre: [[90_001, differs]],
    leaveDayRateOre: [[1, differs]],
    deductionOre: [
      [1, differs],
      [-1, differs],
    ],
    expectedOre: [
      [899_999, differs],
      [900_001, differs],
    ],
    amountOre: [
      [899_999, 'cost-line-posted'],
      [900_001, 'cost-line-posted'],
    ],
    postedOn: [
      ['2025-02-11', differs],
      ['2025-02-12', 'cost-line-posted'],
      ['2025-03-03', 'cost-line-posted'],
      ['2025-03-04', differs],
    ],
    reverses: [['line-0', differs]],
  };
  t.same(Object.keys(table).sort(), Object.keys(costLine()).sort(), 'every field is in the table');
  t.equal(said(hear({})), 'cost-line-posted', 'the line itself');
  for (const [field, values] of Object.entries(table))
    for (const [value, expected] of values)
      t.equal(said(hear({ [field]: value })), expected, `${field}: ${value}`);
  t.equal(said(hear({ extra: 1 } as Partial<CostLine>)), differs, 'a field more');
  t.equal(said(hear({}, { from: goteborg })), 'NOT_FOUND');
  const before = entry({ id: 'line-0', service: 'occupation', from: '2025-02-03', until: '2025-02-05' });
  t.equal(said(hear({}, { lines: [before] })), differs, 'days of the stay that another line has');
  t.equal(said(hear({ stayDays: 8 }, { lines: [before] })), 'cost-line-posted');
});

t.test(
  'it is posted when its days are over, and booked then or later, at the latest in two days',
  async (t) => {
    const rows: [postedOn: string, bookedOn: string, expected: string][] = [
      ['2025-02-11', '2025-02-11', differs],
      ['2025-02-12', '2025-02-12', 'cost-line-posted'],
      ['2025-02-12', '2025-02-11', differs],
      ['2025-02-12', '2025-03-03', 'cost-line-posted'],
      ['2025-03-03', '2025-03-02', differs],
      ['2025-03-03', '2025-03-03', 'cost-line-posted'],
      ['2025-03-03', '2025-03-04', 'cost-line-posted'],
      ['2025-03-03', '2025-03-05', 'cost-line-posted'],
      ['2025-03-03', '2025-03-06', differs],
      ['2025-03-04', '2025-03-05', 'cost-line-posted'],
      ['2025-03-05', '2025-03-05', differs],
    ];
    for (const [postedOn, bookedOn, expected] of rows)
      t.equal(
        said(hear({ postedOn }, { bookedOn })),
        expected,
        `posted on ${postedOn}, booked on ${bookedOn}`,
      );
  },
);

t.test('nothing is booked on a day that a statement has closed', async (t) => {
  t.equal(said(hear({}, { openFrom: '2025-03-03' })), 'cost-line-posted');
  t.match(hear({}, { openFrom: '2025-03-04' }), { refusal: 'PERIOD_CLOSED', facts: { until: '2025-03-04' } });
  t.equal(said(hear({}, { openFrom: '2025-03-04', bookedOn: '2025-03-04' })), 'cost-line-posted');
});

const notice: ExternalServiceNotice = {
  id: 'service-1',
  service: 'outpatient-treatment',
  housingForm: null,
  operator: 'private',
  from: '2025-02-05',
  until: '2025-02-20',
  dayRateOre: 300_000,
  bearer: 'home',
  reason: 'specialist-competence',
  purchaseStep: 2,
  decidedOn: '2025-02-01',
  decisionReference: 'SN 1',
  licence: 'required',
} as unknown as ExternalServiceNotice;
const bought = (
  changes: Partial<Omit<ExternalService, 'notice'>> = {},
  within: Partial<ExternalServiceNotice> = {},
): Pick<Case, 'costs'> =>
  costs({
    externalServices: [
      {
        notice: { ...notice, ...within },
        providerId: null,
        state: 'approved',
        decision: null,
        endedOn: null,
        ...changes,
      },
    ],
  });
const invoiced = (changes: Partial<ExternalCharge> = {}): ExternalCharge => ({
  externalServiceId: id('service-1'),
  from: day('2025-02-05'),
  until: day('2025-02-15'),
  deductionOre: 0 as Ore,
  amountOre: 3_000_000 as Ore,
  ...changes,
});

t.test(
  'an external service is charged for what was approved and ordered, less what was deducted',
  async (t) => {
    type Row = [
      what: string,
      facts: Pick<Case, 'costs'>,
      charge: Partial<ExternalCharge>,
      expected: string | Partial<CostLine>,
      lines?: LedgerEntry[],
    ];
    const rows: Row[] = [
      ['ten days', bought(), {}, { days: 10, expectedOre: 3_000_000, amountOre: 3_000_000 }],
      ['the first day', bought(), { until: day('2025-02-06') }, { days: 1, expectedOre: 300_000 }],
      ['all ordered days', bought(), { until: day('2025-02-20') }, { days: 15 }],
      ['a day before the order', bought(), { from: day('2025-02-04') }, outside],
      ['a day after the order', bought(), { until: day('2025-02-21') }, outside],
      ['ordered without an end', bought({}, { until: null }), { until: day('2025-02-28') }, { days: 23 }],
      ['and after the stay', bought({}, { until: null }), { until: day('2025-03-01') }, outside],
      ['ordered before the stay', bought({}, { from: '2025-01-01' }), { from: day('2025-02-02') }, outside],
      ['up to its end', bought({ endedOn: day('2025-02-15') }), {}, { days: 10 }],
      ['after its end', bought({ endedOn: day('2025-02-14') }), {}, outside],
      ['not approved yet', bought({ state: 'proposed' }), {}, 'EXTERNAL_COST_NOT_APPROVED'],
      ['refused', bought({ state: 'refused' }), {}, 'EXTERNAL_COST_NOT_APPROVED'],
      ['unknown', bought(), { externalServiceId: id('x') }, 'EXTERNAL_COST_NOT_APPROVED'],
      ['borne by the other', bought({}, { bearer: 'receiving' }), {}, 'COST_NOT_BORNE_BY_HOME'],
      [
        'with a deduction',
        bought(),
        { deductionOre: 123_456 as Ore, amountOre: 2_876_544 as Ore },
        { deductionOre: 123_456, expectedOre: 2_876_544, amountOre: 2_876_544 },
      ],
      ['for less than expected', bought(), { amountOre: 1 as Ore }, { expectedOre: 3_000_000, amountOre: 1 }],
      [
        'charged before',
        bought(),
        {},
        'COST_LINE_OVERLAPS',
        [
          entry({
            id: 'line-0',
            source: 'external',
            externalServiceId: 'service-1',
            from: '2025-02-14',
            until: '2025-02-16',
          }),
        ],
      ],
      [
        'another one charged for the same days',
        bought(),
        {},
        { days: 10, stayDays: 9 },
        [
          entry({
            id: 'line-0',
            source: 'external',
            externalServiceId: 'service-2',
            from: '2025-02-14',
            until: '2025-02-16',
          }),
        ],
      ],
      [
        'during leave: it is paid by the day',
        { costs: { ...bought().costs, leaves: [leave('2025-02-05', null)] } as never },
        {},
        { days: 10, leaveDays: 0, leaveDayRateOre: 0, expectedOre: 3_000_000 },
      ],
    ];
    for (const [what, facts, changes, expected, lines = []] of rows) {
      const outcome = decidePostExternalCost(
        receivingCase('departed', facts),
        id('line-1'),
        invoiced(changes),
        ledgerWith(lines),
        there,
      );
      const line = lineOf(outcome);
      if (typeof expected === 'string' || typeof line === 'string') {
        t.equal(line, expected, what);
        continue;
      }
      t.match(line, { source: 'external', externalServiceId: 'service-1', ...expected }, what);
      const atHome = homeCase('departed', facts);
      const heard = (changed: Partial<CostLine> = {}) =>
        said(
          decideReceiveCostLine(atHome, malmo, signedLine({ ...line, ...changed }), ledgerWith(lines), here),
        );
      t.equal(heard(), 'cost-line-posted', `${what}, at home`);
      t.equal(heard({ expectedOre: line.expectedOre + 1 }), differs);
      t.equal(heard({ dayRateOre: 300_001 }), differs);
      t.equal(heard({ service: 'housing' }), differs);
      t.equal(heard({ deductionOre: line.deductionOre + 1 }), differs, 'a deduction without its sum');
    }
  },
);
