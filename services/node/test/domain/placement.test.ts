// The placement in the other city: signed by both, lived day by day, charged to the home city.
import type { CostLine, PlacementAgreementDocument } from '@storstad/contract';
import t from 'tap';
import { addDays, daysBetween } from '../../src/domain/calendar.js';
import type { Case, HomeCase } from '../../src/domain/case.js';
import { decideAssessThreat, decideGiveConsent } from '../../src/domain/case-file.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { decidePostCostLine, decideReceiveCostLine, type LedgerFacts } from '../../src/domain/cost-line.js';
import type { CaseEvent, Decided } from '../../src/domain/event.js';
import { evolveCase } from '../../src/domain/evolve-case.js';
import * as placing from '../../src/domain/placement.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import {
  caseId,
  consent,
  costLine,
  given,
  homeCase,
  lowThreat,
  placement,
  receivingCase,
  signedBy,
} from './cases.js';
import { agreed, around, day, id, malmo, said, stockholm, version } from './support.js';

const here = around();
const there = around({ city: malmo });

const arrive = (input: Parameters<typeof placing.decideArrival>[2], theCase = receivingCase('ready')) =>
  placing.decideArrival(theCase, id('plan-1'), input, there);

t.test('days that cannot be', async (t) => {
  const today = '2025-03-03';
  type Row = [
    what: string,
    decide: (on: string) => Decided | Refusal,
    earliest: string | null,
    latest: string,
  ];
  const rows: Row[] = [
    ['arrival', (on) => arrive({ arrivedOn: on, withoutSafetyPlan: true }), '2025-01-27', today],
    ['the safety plan', (on) => arrive({ arrivedOn: today, safetyPlanOn: on }), null, today],
    [
      'departure',
      (on) => placing.decideDeparture(receivingCase('in-progress'), day(on), there),
      '2025-02-03',
      today,
    ],
    [
      'consent',
      (on) => decideGiveConsent(homeCase('draft'), consent('police', { givenOn: day(on) }), here),
      null,
      today,
    ],
    [
      'threat',
      (on) => decideAssessThreat(homeCase('draft'), { ...lowThreat, assessedOn: on }, id('i'), here),
      null,
      today,
    ],
  ];
  for (const [what, decide, earliest, latest] of rows) {
    t.not(said(decide(latest)), 'DATE_IMPOSSIBLE', `${what} on the last possible day`);
    t.equal(said(decide(addDays(day(latest), 1))), 'DATE_IMPOSSIBLE', `${what} tomorrow`);
    if (earliest === null) continue;
    t.not(said(decide(earliest)), 'DATE_IMPOSSIBLE', `${what} on the first possible day`);
    t.equal(said(decide(addDays(day(earliest), -1))), 'DATE_IMPOSSIBLE', `${what} on the day before`);
  }
});

t.test('a placement agreement is one document, of this case, signed by both', async (t) => {
  const hear = (changes: Partial<PlacementAgreementDocument>) => {
    const document = { ...placement, ...changes };
    return said(
      placing.decideReceivePlacementAgreement(
        homeCase('accepted'),
        malmo,
        document,
        signedBy(malmo, document),
        here,
      ),
    );
  };
  t.equal(hear({}), 'placement-agreement-proposed');
  for (const changes of [
    { caseId: 'c' },
    { homeCity: 'goteborg' },
    { receivingCity: 'goteborg' },
    { agreement: '2024' },
  ])
    t.equal(hear(changes), 'NOT_FOUND', JSON.stringify(changes));
  const sign = (changes: Partial<PlacementAgreementDocument>) => {
    const document = { ...placement, ...changes };
    return said(
      placing.decideReceivePlacementSignature(
        receivingCase('accepted'),
        stockholm,
        document,
        signedBy(stockholm, document),
      ),
    );
  };
  t.equal(sign({}), 'placement-agreement-signed');
  t.equal(sign({ id: 'another' }), 'PLACEMENT_AGREEMENT_UNSIGNED');
  t.equal(sign({ services: [] }), 'PLACEMENT_AGREEMENT_UNSIGNED', 'the same id over other terms');
  const own = (changes: Partial<HomeCase>, which = placement.id) =>
    said(placing.decideSignPlacementAgreement(homeCase('accepted', changes), id(which), here));
  t.equal(own({}, 'another'), 'NOT_FOUND');
  t.equal(own({ consents: [] }), 'CONSENT_SERVICE_MISSING');
  const { startsOn, services } = placement;
  const twice = { startsOn, services: [...services, ...services] };
  t.equal(
    said(placing.decideProposePlacementAgreement(receivingCase('accepted'), id('p'), twice, there)),
    'SERVICE_NOT_AGREED',
  );
});

t.test(
  'a departure frees the place on both sides where the pinned terms count cases at the same time',
  async (t) => {
    const departures = (versions: Circumstances['versions']) => [
      placing.decideDeparture(
        receivingCase('in-progress'),
        day('2025-02-28'),
        around({ city: malmo, versions }),
      ),
      placing.decideReceiveDeparture(
        homeCase('in-progress'),
        malmo,
        { departedOn: '2025-02-28' },
        around({ versions }),
      ),
    ];
    const frees = (outcome: Decided | Refusal) =>
      agreed(outcome).events.map((event) => 'freesPlace' in event && event.freesPlace);
    const next = version('2025', { id: 'next', quota: { basis: 'concurrent' } });
    t.same(departures([version('2025'), next]).map(frees), [[false], [false]]);
    t.same(departures([next, version('2025')]).map(frees), [[false], [false]]);
    t.same(departures([version('2025', { quota: { basis: 'concurrent' } })]).map(frees), [[true], [true]]);
  },
);

t.test('an event that cannot have happened is a bug', async (t) => {
  const { now } = here;
  const departed: CaseEvent = {
    type: 'departure-recorded',
    caseId,
    freesPlace: false,
    sealed: { departedOn: here.today },
  };
  const signed: CaseEvent = {
    type: 'placement-agreement-signed',
    caseId,
    sealed: { city: malmo, signed: signedBy(malmo) },
  };
  const disclosed: CaseEvent = { type: 'details-disclosed', caseId, categories: [] };
  t.throws(() => evolveCase(undefined, departed, now), /No case/);
  for (const theCase of [homeCase('ready'), receivingCase('ready')] as Case[])
    t.throws(() => evolveCase(theCase, departed, now), /cannot happen/);
  t.throws(() => given([signed], homeCase('requested')), /without a placement agreement/);
  t.throws(() => given([disclosed], receivingCase('accepted')), /cannot happen/, 'of the other side');
});

const noLines: LedgerFacts = { linesOfService: [], openFrom: null };
const stay = (arrivedOn: string, departedOn: string | null) => ({
  stay: { arrivedOn: day(arrivedOn), departedOn: departedOn === null ? null : day(departedOn) },
});
/** The line that Malmö charges, or the refusal's code. */
function charge(
  input: Partial<CostLine>,
  { theCase = receivingCase('departed'), ledger = noLines, today = there.today } = {},
): CostLine | string {
  const outcome = decidePostCostLine(
    theCase,
    id('line-1'),
    costLine(input),
    ledger,
    around({ city: malmo, today }),
  );
  if (isRefusal(outcome)) return outcome.refusal;
  const [event] = outcome.events;
  if (event?.type !== 'cost-line-sent') throw new Error('A charge is a line');
  return event.line;
}

t.test('the day of arrival is charged, the day of departure is not', async (t) => {
  const outside = 'COST_LINE_OUTSIDE_STAY';
  const feb = stay('2025-02-03', '2025-02-28');
  const rows: [what: string, lived: typeof feb, from: string, until: string, expected: number | string][] = [
    ['the whole stay', feb, '2025-02-03', '2025-02-28', 25],
    ['with the day of departure', feb, '2025-02-03', '2025-03-01', outside],
    ['with the day before arrival', feb, '2025-02-02', '2025-02-28', outside],
    ['the first day', feb, '2025-02-03', '2025-02-04', 1],
    ['the last day', feb, '2025-02-27', '2025-02-28', 1],
    ['no day', feb, '2025-02-10', '2025-02-10', outside],
    ['backwards', feb, '2025-02-11', '2025-02-10', outside],
    ['in and out on one day', stay('2025-02-03', '2025-02-03'), '2025-02-03', '2025-02-04', outside],
    ['in and out on one day, no day', stay('2025-02-03', '2025-02-03'), '2025-02-03', '2025-02-03', outside],
    ['up to today', stay('2025-02-03', null), '2025-02-03', '2025-03-04', 29],
    ['tomorrow', stay('2025-02-03', null), '2025-02-03', '2025-03-05', outside],
    ['over the change of the clocks', stay('2025-02-03', '2025-05-14'), '2025-02-03', '2025-05-14', 100],
  ];
  for (const [what, lived, from, until, expected] of rows) {
    const today = day(lived.stay.departedOn === '2025-05-14' ? '2025-05-14' : '2025-03-03');
    const line = charge({ from, until }, { theCase: receivingCase('departed', lived), today });
    if (typeof line === 'string') t.equal(line, expected, what);
    else t.same([line.days, line.amountOre], [expected, Number(expected) * 90_000], what);
  }
  t.equal(
    daysBetween(day('2025-02-03'), day('2025-05-14')) * 90_000,
    9_000_000,
    'S9: 100 days are 90 000 kronor',
  );
});

t.test('what is charged is agreed, borne by the home city, and charged once', async (t) => {
  t.equal(charge({ service: 'occupation' }), 'COST_NOT_BORNE_BY_HOME');
  t.equal(charge({ service: 'transport' }), 'SERVICE_NOT_AGREED');
  const ledger = { ...noLines, linesOfService: [costLine({ from: '2025-02-10', until: '2025-02-20' })] };
  const rows: [from: string, until: string, overlaps: boolean][] = [
    ['2025-02-03', '2025-02-10', false],
    ['2025-02-03', '2025-02-11', true],
    ['2025-02-12', '2025-02-13', true],
    ['2025-02-03', '2025-02-28', true],
    ['2025-02-19', '2025-02-28', true],
    ['2025-02-20', '2025-02-28', false],
  ];
  for (const [from, until, overlaps] of rows)
    t.equal(charge({ from, until }, { ledger }) === 'COST_LINE_OVERLAPS', overlaps, `${from} to ${until}`);
});

t.test('a line is booked today, or on the first day that no statement covers', async (t) => {
  const rows: [openFrom: string | null, bookedOn: string][] = [
    [null, '2025-03-03'],
    ['2025-02-01', '2025-03-03'],
    ['2025-03-03', '2025-03-03'],
    ['2025-03-04', '2025-03-04'],
  ];
  for (const [openFrom, bookedOn] of rows) {
    const ledger = { ...noLines, openFrom: openFrom === null ? null : day(openFrom) };
    const line = charge({}, { ledger });
    t.match(line, { bookedOn }, String(openFrom));
    const heard = decideReceiveCostLine(homeCase('departed'), malmo, line as CostLine, ledger, here);
    t.equal(said(heard), 'cost-line-posted', 'and the home city agrees');
  }
});

t.test('the home city computes the line anew and takes none that differs', async (t) => {
  const line = charge({ from: '2025-02-03', until: '2025-02-13' }) as CostLine;
  const differs = 'COST_LINE_DIFFERS';
  const table: Record<keyof CostLine, [value: string | number, expected: string][]> = {
    id: [['line-2', 'cost-line-posted']],
    caseId: [['case-2', differs]],
    homeCity: [['goteborg', differs]],
    receivingCity: [['goteborg', differs]],
    service: [
      ['occupation', 'COST_NOT_BORNE_BY_HOME'],
      ['transport', 'SERVICE_NOT_AGREED'],
    ],
    from: [
      ['2025-02-04', differs],
      ['2025-02-02', 'COST_LINE_OUTSIDE_STAY'],
    ],
    until: [
      ['2025-02-14', differs],
      ['2025-03-01', 'COST_LINE_OUTSIDE_STAY'],
    ],
    days: [
      [9, differs],
      [11, differs],
    ],
    dayRateOre: [[90_001, differs]],
    amountOre: [
      [899_999, differs],
      [900_001, differs],
    ],
    bookedOn: [
      ['2025-02-11', differs],
      ['2025-02-12', 'cost-line-posted'],
      ['2025-03-04', 'cost-line-posted'],
      ['2025-03-05', differs],
    ],
  };
  t.same(Object.keys(table).sort(), Object.keys(line).sort(), 'every field is in the table');
  const hear = (heard: CostLine, ledger = noLines) =>
    said(decideReceiveCostLine(homeCase('departed'), malmo, heard, ledger, here));
  t.equal(hear(line), 'cost-line-posted', 'the line itself');
  for (const [field, values] of Object.entries(table))
    for (const [value, expected] of values)
      t.equal(hear({ ...line, [field]: value }), expected, `${field}: ${value}`);
  t.equal(hear({ ...line, extra: 1 } as CostLine), differs, 'a field more');
  t.equal(hear(line, { ...noLines, openFrom: day('2025-03-03') }), 'cost-line-posted');
  t.match(
    decideReceiveCostLine(
      homeCase('departed'),
      malmo,
      line,
      { ...noLines, openFrom: day('2025-03-04') },
      here,
    ),
    {
      refusal: 'PERIOD_CLOSED',
      facts: { until: '2025-03-04' },
    },
  );
});
