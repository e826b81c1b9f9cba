// Control of a provider's invoice: each error that the sources report is found with its amount (003:195-209, 003:648-653).
import type { InvoiceFinding } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import type { RecordedInvoice } from '../../src/domain/invoice.js';
import { type ControlFacts, controlInvoice } from '../../src/domain/invoice-control.js';
import { externalService, invoice } from './invoices.js';
import { day } from './support.js';

/** S10: a stay and a service from 3 February to 14 May 2025, the day of moving out. */
const facts = (changes: Partial<ControlFacts> = {}): ControlFacts => ({
  stay: { arrivedOn: day('2025-02-03'), departedOn: day('2025-05-14') },
  service: externalService(),
  upkeepPayments: [],
  suspensions: [],
  exclusions: [],
  licenceNeededFrom: null,
  licenceChecks: [],
  earlier: [],
  today: day('2025-06-02'),
  ...changes,
});
const february = invoice({ from: '2025-02-03', until: '2025-03-01', days: 26, amountOre: 5_200_000 });
const march = invoice({ from: '2025-03-01', until: '2025-04-01', days: 31, amountOre: 6_200_000 });
const april = invoice({ from: '2025-04-01', until: '2025-05-01', days: 30, amountOre: 6_000_000 });
const may = invoice({ from: '2025-05-01', until: '2025-05-15', days: 14, amountOre: 2_800_000 });

/** The findings in one line, then what is accepted: `MOVE_OUT_DAY 1 d 200000; 2600000`. */
function said(billed: RecordedInvoice, changes: Partial<ControlFacts> = {}): string {
  const { findings, acceptedOre } = controlInvoice(billed, facts(changes));
  const line = ({ code, days, amountOre }: InvoiceFinding) => `${code} ${days} d ${amountOre}`;
  return [...findings.map(line), String(acceptedOre)].join('; ');
}

t.test('S10: the day of moving out is found, and 200,000 kronor are accepted', async (t) => {
  t.equal(said(february), '5200000');
  t.equal(said(march), '6200000');
  t.equal(said(april), '6000000');
  t.equal(said(may), 'MOVE_OUT_DAY 1 d 200000; 2600000');
  const all = [february, march, april, may].map((billed) => controlInvoice(billed, facts()).acceptedOre);
  t.equal(
    all.reduce((sum, ore) => sum + ore, 0),
    20_000_000,
  );
  const dear = { ...may, dayRateOre: 400_000, amountOre: 5_600_000 };
  const service = externalService({ dayRateOre: 400_000 });
  t.equal(said(dear, { service }), 'MOVE_OUT_DAY 1 d 400000; 5200000');
});

t.test('the first and the last day', async (t) => {
  const rows: [name: string, from: string, until: string, wanted: string][] = [
    ['the day of moving in', '2025-02-03', '2025-02-04', '200000'],
    ['the day before', '2025-02-02', '2025-02-04', 'OUTSIDE_PLACEMENT 1 d 200000; 200000'],
    ['the day before moving out', '2025-05-13', '2025-05-14', '200000'],
    ['the day of moving out', '2025-05-14', '2025-05-15', 'MOVE_OUT_DAY 1 d 200000; 0'],
    ['the day after', '2025-05-15', '2025-05-16', 'OUTSIDE_PLACEMENT 1 d 200000; 0'],
    [
      'all three',
      '2025-05-13',
      '2025-05-16',
      'MOVE_OUT_DAY 1 d 200000; OUTSIDE_PLACEMENT 1 d 200000; 200000',
    ],
  ];
  for (const [name, from, until, wanted] of rows) t.equal(said(whole(from, until)), wanted, name);
  const sameDay = { stay: { arrivedOn: day('2025-02-03'), departedOn: day('2025-02-03') } };
  t.equal(said(whole('2025-02-03', '2025-02-04'), sameDay), 'MOVE_OUT_DAY 1 d 200000; 0', 'in and out');
  t.equal(said(may, { stay: null }), 'OUTSIDE_PLACEMENT 14 d 2800000; 0', 'nobody has arrived');
});

t.test('the end of the service is as good as the departure; the earliest counts', async (t) => {
  const running = { stay: { arrivedOn: day('2025-02-03'), departedOn: null } };
  const week = whole('2025-05-08', '2025-05-15');
  const ended = externalService({}, { endedOn: day('2025-05-10') });
  t.equal(
    said(week, { ...running, service: ended }),
    'MOVE_OUT_DAY 1 d 200000; OUTSIDE_PLACEMENT 4 d 800000; 400000',
  );
  t.equal(said(week, running), 'MOVE_OUT_DAY 1 d 200000; 1200000', 'as it was agreed until');
  t.equal(said(week, { ...running, service: externalService({ until: null }) }), '1400000');
  const later = externalService({ from: '2025-05-10' });
  t.equal(
    said(week, { ...running, service: later }),
    'MOVE_OUT_DAY 1 d 200000; OUTSIDE_PLACEMENT 2 d 400000; 800000',
  );
});

t.test('days that have not come are no days of the stay yet', async (t) => {
  const running = { stay: { arrivedOn: day('2025-02-03'), departedOn: null } };
  t.equal(said(march, { ...running, today: day('2025-03-31') }), '6200000', 'today counts');
  t.equal(said(march, { ...running, today: day('2025-03-30') }), 'OUTSIDE_PLACEMENT 1 d 200000; 6000000');
});

t.test('fewer days than the period has, and more', async (t) => {
  const inMay = (days: number) =>
    invoice({ from: '2025-05-01', until: '2025-06-01', days, amountOre: days * 200_000 });
  t.equal(said(inMay(13)), '2600000', 'the right number of days in a month');
  t.equal(said(inMay(14)), 'MOVE_OUT_DAY 1 d 200000; 2600000');
  t.equal(said(inMay(15)), 'MOVE_OUT_DAY 1 d 200000; OUTSIDE_PLACEMENT 1 d 200000; 2600000');
  t.equal(said(inMay(0)), '0');
  t.equal(said({ ...march, days: 32, amountOre: 6_400_000 }), 'MORE_DAYS_THAN_CALENDAR 1 d 200000; 6200000');
  t.equal(
    said({ ...may, days: 16, amountOre: 3_200_000 }),
    'MOVE_OUT_DAY 1 d 200000; MORE_DAYS_THAN_CALENDAR 2 d 400000; 2600000',
  );
});

t.test('another rate than the agreed one', async (t) => {
  const at = (dayRateOre: number) => ({ ...april, dayRateOre, amountOre: 30 * dayRateOre });
  t.equal(said(at(200_001)), 'RATE_NOT_AS_AGREED 30 d 30; 6000000');
  t.equal(said(at(199_999)), 'RATE_NOT_AS_AGREED 30 d -30; 5999970', 'the lower is accepted');
  const dear = { ...may, dayRateOre: 210_000, amountOre: 14 * 210_000 };
  t.equal(
    said(dear),
    'MOVE_OUT_DAY 1 d 210000; RATE_NOT_AS_AGREED 13 d 130000; 2600000',
    'of the days that are to be paid',
  );
});

t.test('upkeep that the municipality has paid', async (t) => {
  const paid = (from: string, until: string, amountOre = 420_000) => ({
    upkeepPayments: [{ id: 'u', from, until, amountOre }],
  });
  const inMarch = paid('2025-03-01', '2025-04-01');
  const deducted = (upkeepDeductionOre: number) => ({
    ...march,
    upkeepDeductionOre,
    amountOre: 6_200_000 - upkeepDeductionOre,
  });
  t.equal(said(march, inMarch), 'UPKEEP_NOT_DEDUCTED 0 d 420000; 5780000');
  t.equal(said(deducted(420_000), inMarch), '5780000');
  t.equal(said(deducted(419_999), inMarch), 'UPKEEP_NOT_DEDUCTED 0 d 1; 5780000');
  t.equal(said(deducted(420_001), inMarch), '5779999', 'more than was paid');
  t.equal(said(april, inMarch), '6000000', 'of another month');
  const across = paid('2025-03-31', '2025-04-02', 101);
  t.equal(said(march, across), 'UPKEEP_NOT_DEDUCTED 0 d 50; 6199950');
  t.equal(said(april, across), 'UPKEEP_NOT_DEDUCTED 0 d 51; 5999949', 'the parts add up');
});

t.test('a sum that is wrong', async (t) => {
  t.equal(said({ ...april, amountOre: 6_000_001 }), 'SUM_WRONG 0 d 1; 6000000');
  t.equal(said({ ...april, amountOre: 5_999_999 }), 'SUM_WRONG 0 d -1; 5999999', 'no more than is billed');
  t.equal(
    said({ ...may, amountOre: 2_600_000 }),
    'MOVE_OUT_DAY 1 d 0; SUM_WRONG 0 d -200000; 2600000',
    'taken off already: not taken off twice',
  );
  t.equal(
    said({ ...april, upkeepDeductionOre: 7_000_000, amountOre: 0 }),
    'SUM_WRONG 0 d 0; 0',
    'nothing is billed',
  );
});

t.test('days that an earlier invoice has billed', async (t) => {
  t.equal(said(april, { earlier: [march] }), '6000000');
  t.equal(said(april, { earlier: [april] }), 'DUPLICATE 30 d 6000000; 0');
  const half = whole('2025-03-25', '2025-04-11');
  t.equal(said(half, { earlier: [march] }), 'DUPLICATE 7 d 1400000; 2000000');
  t.equal(said(may, { earlier: [may] }), 'MOVE_OUT_DAY 1 d 200000; DUPLICATE 13 d 2600000; 0');
  const part = (days: number) => ({ ...april, days, amountOre: days * 200_000 });
  t.equal(said(part(20), { earlier: [part(10)] }), '4000000', 'two parts of one month');
  t.equal(said(part(21), { earlier: [part(10)] }), 'DUPLICATE 1 d 200000; 4000000');
  t.equal(said(part(5), { earlier: [part(10), part(20)] }), 'DUPLICATE 5 d 1000000; 0');
});

t.test('earlier invoices are read until every day is taken, and no further', async (t) => {
  let read = 0;
  function* endless() {
    for (;;) {
      read += 1;
      yield april;
    }
  }
  t.equal(said(april, { earlier: endless() }), 'DUPLICATE 30 d 6000000; 0');
  t.equal(read, 1);
});

t.test('decisions about the provider, on their days', async (t) => {
  const period = (from: string, until: string | null) => [{ from, until }];
  t.equal(said(april, { suspensions: period('2025-04-30', null) }), 'PROVIDER_SUSPENDED 1 d 200000; 5800000');
  t.equal(said(april, { suspensions: period('2025-03-01', '2025-04-01') }), '6000000', 'until is not within');
  t.equal(
    said(april, { exclusions: period('2025-04-02', '2025-04-04') }),
    'PROVIDER_EXCLUDED 2 d 400000; 5600000',
  );
  t.equal(
    said(april, { suspensions: period('2025-04-30', null), exclusions: period('2025-04-29', null) }),
    'PROVIDER_SUSPENDED 1 d 200000; PROVIDER_EXCLUDED 1 d 200000; 5600000',
    'a day has one fault',
  );
});

t.test('a licence, where one is needed', async (t) => {
  const check = (state: 'none' | 'applied' | 'granted' | 'revoked', checkedOn: string) => ({
    state,
    checkedOn,
  });
  const needed = { licenceNeededFrom: day('2024-04-01') };
  const missing = (days: number) =>
    `LICENCE_MISSING ${days} d ${days * 200_000}; ${6_000_000 - days * 200_000}`;
  t.equal(said(april, { ...needed, licenceChecks: [] }), missing(30), 'never checked');
  t.equal(said(april, { ...needed, licenceChecks: [check('granted', '2025-04-01')] }), '6000000');
  t.equal(said(april, { ...needed, licenceChecks: [check('granted', '2025-04-02')] }), missing(1));
  t.equal(said(april, { ...needed, licenceChecks: [check('applied', '2025-01-01')] }), '6000000');
  t.equal(said(april, { ...needed, licenceChecks: [check('none', '2025-01-01')] }), missing(30));
  const revoked = [check('granted', '2025-01-01'), check('revoked', '2025-04-21')];
  t.equal(said(april, { ...needed, licenceChecks: revoked }), missing(10));
  t.equal(said(april, { ...needed, licenceChecks: [...revoked].reverse() }), missing(10), 'in any order');
  t.equal(said(april, { licenceNeededFrom: day('2025-04-30') }), missing(1));
  t.equal(said(april), '6000000', 'not needed');
});

t.test('a service without the decision', async (t) => {
  t.equal(said(april, { service: null }), 'DECISION_MISSING 30 d 6000000; 0');
  t.equal(said(may, { service: null }), 'MOVE_OUT_DAY 1 d 200000; DECISION_MISSING 13 d 2600000; 0');
});

t.test(
  'what is not accepted for each finding and what is accepted are the whole amount, always',
  async () => {
    const ore = fc.integer({ min: 0, max: 1_000_000 });
    const aDay = fc.integer({ min: 0, max: 60 }).map((n) => addDays(day('2025-03-01'), n));
    const period = fc.tuple(aDay, fc.option(aDay)).map(([from, until]) => ({ from, until }));
    const anInvoice = fc
      .record({
        from: aDay,
        length: fc.integer({ min: 1, max: 40 }),
        days: fc.integer({ min: 0, max: 45 }),
        dayRateOre: fc.oneof(fc.constant(200_000), ore),
        upkeepDeductionOre: fc.oneof(fc.constant(0), ore),
        slip: fc.oneof(fc.constant(0), fc.integer({ min: -3_000_000, max: 3_000_000 })),
      })
      .map(({ length, slip, ...rest }) =>
        invoice({
          ...rest,
          until: addDays(rest.from, length),
          amountOre: Math.max(0, rest.days * rest.dayRateOre - rest.upkeepDeductionOre + slip),
        }),
      );
    const someFacts = fc
      .record({
        arrivedOn: aDay,
        departedOn: fc.option(aDay),
        service: fc.option(fc.record({ from: aDay, until: fc.option(aDay), endedOn: fc.option(aDay) })),
        upkeep: fc.array(fc.record({ from: aDay, length: fc.integer({ min: 1, max: 40 }), amountOre: ore }), {
          maxLength: 3,
        }),
        suspensions: fc.array(period, { maxLength: 2 }),
        exclusions: fc.array(period, { maxLength: 2 }),
        licenceNeededFrom: fc.option(aDay),
        earlier: fc.array(anInvoice, { maxLength: 3 }),
        today: aDay,
      })
      .map(({ arrivedOn, departedOn, service, upkeep, ...rest }) =>
        facts({
          ...rest,
          stay: { arrivedOn, departedOn },
          service: service && externalService({ from: service.from, until: service.until }, service),
          upkeepPayments: upkeep.map(({ from, length, amountOre }) => ({
            id: 'u',
            from,
            until: addDays(from, length),
            amountOre,
          })),
        }),
      );
    fc.assert(
      fc.property(anInvoice, someFacts, (billed, around) => {
        const { findings, acceptedOre } = controlInvoice(billed, around);
        const notAccepted = findings.reduce((sum, { amountOre }) => sum + Math.max(0, amountOre), 0);
        const onDays = findings.filter(({ code }) => code !== 'RATE_NOT_AS_AGREED');
        const faulty = onDays.reduce((sum, { days }) => sum + days, 0);
        const right =
          (billed.days - faulty) * Math.min(billed.dayRateOre, 200_000) - billed.upkeepDeductionOre;
        return (
          acceptedOre + notAccepted === billed.amountOre &&
          acceptedOre >= 0 &&
          acceptedOre <= Math.max(0, right) &&
          faulty <= billed.days &&
          new Set(findings.map(({ code }) => code)).size === findings.length
        );
      }),
      { numRuns: 2_000 },
    );
  },
);

/** All days of a period at the agreed rate. */
function whole(from: string, until: string): RecordedInvoice {
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  return invoice({ from, until, days, amountOre: days * 200_000 });
}
