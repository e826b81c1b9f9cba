// What is typed in a form, as the contract wants it: every kind of field with its boundaries.
import type { DeskOperationId } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import type { CivilDate } from '../../src/domain/values.js';
import { entriesOf } from '../../src/http/pages/forms/entries-of.js';
import { fieldsOf, variantsOf } from '../../src/http/pages/forms/field.js';
import { formOperations } from '../../src/http/pages/forms/form-routes.js';
import { readForm } from '../../src/http/pages/forms/read-form.js';

const read = (operation: DeskOperationId, entries: Record<string, string>, variant: string | null = null) => {
  const fields = fieldsOf(operation, variant);
  const { body, faults } = readForm(fields, new URLSearchParams(entries));
  return { body, faults: Object.fromEntries([...faults].map(([name, { fault }]) => [name, fault])) };
};

t.test('days', async (t) => {
  const rows: [year: string, month: string, day: string, expected: string | undefined][] = [
    ['2025', '2', '28', '2025-02-28'],
    ['2025', '2', '29', undefined],
    ['2024', '02', '29', '2024-02-29'],
    ['2025', '12', '31', '2025-12-31'],
    ['2025', '13', '1', undefined],
    ['2025', '0', '1', undefined],
    ['2025', '4', '31', undefined],
    ['25', '4', '3', undefined],
    ['2025', '4', '', undefined],
    [' 2025 ', ' 4 ', ' 3 ', '2025-04-03'],
    ['0000', '1', '1', '0000-01-01'],
    ['2025', '1', '1x', undefined],
  ];
  for (const [year, month, day, expected] of rows) {
    const entries = { 'departedOn-year': year, 'departedOn-month': month, 'departedOn-day': day };
    const { body, faults } = read('recordDeparture', entries);
    t.equal(body.departedOn, expected, `${year}-${month}-${day}`);
    t.strictSame(faults, expected ? {} : { departedOn: 'not-possible' });
  }
  t.strictSame(read('recordDeparture', {}).faults, { departedOn: 'missing' });
});

t.test('times are those of clocks in Stockholm', async (t) => {
  const rows: [day: string, time: string, expected: string | undefined][] = [
    ['2025-01-15', '14:05', '2025-01-15T13:05:00.000Z'],
    ['2025-07-15', '14.05', '2025-07-15T12:05:00.000Z'],
    ['2025-07-15', '0:00', '2025-07-14T22:00:00.000Z'],
    ['2025-07-15', '24:00', undefined],
    ['2025-07-15', '12:60', undefined],
    ['2025-07-15', '', undefined],
    // The hour that is left out in spring, and the earlier of the two in autumn.
    ['2025-03-30', '01:59', '2025-03-30T00:59:00.000Z'],
    ['2025-03-30', '02:30', undefined],
    ['2025-03-30', '03:00', '2025-03-30T01:00:00.000Z'],
    ['2025-10-26', '02:30', '2025-10-26T00:30:00.000Z'],
  ];
  for (const [date, time, expected] of rows) {
    const [year = '', month = '', day = ''] = date.split('-');
    const entries = {
      'knownAt-year': year,
      'knownAt-month': month,
      'knownAt-day': day,
      'knownAt-time': time,
    };
    t.equal(read('reportIncident', entries).body.knownAt, expected, `${date} ${time}`);
  }
});

t.test('kronor become öre', async (t) => {
  const rows: [text: string, expected: number | undefined][] = [
    ['900', 90_000],
    ['1 234,50', 123_450],
    ['1 234.5', 123_450],
    ['0,05', 5],
    ['900 kr', 90_000],
    ['0', 0],
    ['-1', undefined],
    ['1,234', undefined],
    ['1e3', undefined],
    ['nio', undefined],
    ['1000000000', 100_000_000_000],
    ['1000000000,01', undefined],
  ];
  for (const [text, expected] of rows)
    t.equal(read('recordUpkeep', { amountOre: text }).body.amountOre, expected, text);
  t.equal(read('recordGrant', { amountOre: '−50,10' }).body.amountOre, -5_010, 'a grant may be taken back');
});

t.test('choices, answers and groups', async (t) => {
  t.strictSame(read('recordMove', { reason: 'boredom' }).faults.reason, 'not-possible');
  t.equal(read('recordMove', { reason: 'safety' }).body.reason, 'safety');
  t.strictSame(
    read('recordFollowUp', { with: 'person', 'on-year': '2025', 'on-month': '2', 'on-day': '10' }, 'contact'),
    { body: { kind: 'contact', on: '2025-02-10', with: 'person' }, faults: {} },
  );
  t.strictSame(read('closeIncident', { decision: 'continues', policeTookPart: 'yes' }).body, {
    decision: 'continues',
    policeTookPart: true,
  });
  t.equal(read('closeIncident', { policeTookPart: 'perhaps' }).faults.policeTookPart, 'not-possible');
  const closing = {
    reason: 'goals-reached',
    'outcome.goalAttainment': 'fully',
    'outcome.longTermHousing': 'yes',
  };
  t.strictSame(
    read('closeCase', closing),
    {
      body: { reason: 'goals-reached', outcome: { goalAttainment: 'fully', longTermHousing: 'yes' } },
      faults: {},
    },
    'a group that is not demanded and is empty is left out',
  );
  t.strictSame(
    read('closeCase', { ...closing, 'fallback.form': 'support-at-home' }).faults,
    { 'fallback.startsOn': 'missing' },
    'one that is begun must be whole',
  );
  t.strictSame(
    readForm(
      fieldsOf('proposeResponsibilitySplit'),
      new URLSearchParams([
        ['homeMeasures', 'report-of-concern'],
        ['homeMeasures', 'school-or-preschool'],
        ['homeMeasures', 'report-of-concern'],
      ]),
    ).body,
    { homeMeasures: ['report-of-concern', 'school-or-preschool'], receivingMeasures: [] },
    'each choice once; none is an answer where none are demanded',
  );
});

t.test('rows: those that are empty are left out', async (t) => {
  const row = (n: number) => ({
    [`services.${n}.service`]: 'support-talks',
    [`services.${n}.dayRateOre`]: '900',
    [`services.${n}.bearer`]: 'home',
  });
  const start = { 'startsOn-year': '2025', 'startsOn-month': '2', 'startsOn-day': '3' };
  const empty = { 'services.1.service': '', 'services.1.dayRateOre': ' ' };
  const { body, faults } = read('proposePlacementAgreement', { ...start, ...row(0), ...empty, ...row(4) });
  t.strictSame(faults, {});
  const service = { service: 'support-talks', dayRateOre: 90_000, bearer: 'home' };
  t.strictSame(body, { startsOn: '2025-02-03', services: [service, service] });
  t.equal(read('proposePlacementAgreement', start).faults.services, 'missing');
  t.strictSame(read('proposePlacementAgreement', { ...start, 'services.2.service': 'transport' }).faults, {
    'services.2.dayRateOre': 'missing',
    'services.2.bearer': 'missing',
  });
});

t.test('texts keep their lines and lose nothing', async (t) => {
  t.equal(
    read('askForCompletion', { question: ' Ett\r\nTvå ' }).body.question,
    'Ett\nTvå',
    'lines as the contract has them',
  );
  t.equal(read('askForCompletion', { question: 'x'.repeat(4_001) }).faults.question, 'too-long');
  t.equal(
    read('askForCompletion', { question: '𝒳'.repeat(4_000) }).faults.question,
    undefined,
    'letters, not units',
  );
  t.equal(read('askForCompletion', { question: 'a\u202eb' }).faults.question, 'not-possible');
});

t.test('what is known is filled in so that it is read again as it was', async (t) => {
  const code = fc.constantFrom('support-talks', 'transport', 'housing');
  const service = fc.record(
    {
      service: code,
      dayRateOre: fc.integer({ min: 0, max: 10_000_000 }),
      bearer: fc.constantFrom('home', 'region'),
      leaveDayRateOre: fc.integer({ min: 0, max: 10_000_000 }),
    },
    { requiredKeys: ['service', 'dayRateOre', 'bearer'] },
  );
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const placement = fc.record(
    {
      startsOn: day,
      endsOn: day,
      contactPerson: fc.constantFrom('Kontakt 1', 'Åsa & <b>'),
      services: fc.array(service, { minLength: 1, maxLength: 5 }),
    },
    { requiredKeys: ['startsOn', 'services'] },
  );
  const fields = fieldsOf('proposePlacementAgreement');
  fc.assert(
    fc.property(placement, (body) => {
      fc.pre(body.endsOn === undefined || body.startsOn < body.endsOn);
      const again = readForm(fields, entriesOf(fields, body));
      t.strictSame([...again.faults], []);
      t.match(again.body, body);
    }),
    { numRuns: 200 },
  );
  const minute = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 16)}:00.000Z`);
  const incident = fieldsOf('reportIncident');
  let differing = 0;
  fc.assert(
    fc.property(minute, (occurredAt) => {
      const { body } = readForm(incident, entriesOf(incident, { occurredAt }));
      if (body.occurredAt !== occurredAt) differing += 1;
    }),
    { numRuns: 500, seed: 1 },
  );
  t.ok(differing <= 1, `${differing}: only the second of two hours with one name can become the first`);
});

const daysOf = (name: string, date: string) =>
  Object.fromEntries(
    ['year', 'month', 'day'].map((part, i) => [`${name}-${part}`, date.split('-')[i] ?? '']),
  );

t.test('the last day is asked for, and the body has the day after', async (t) => {
  const period = (from: string, until: string) =>
    read('recordUpkeep', { ...daysOf('from', from), ...daysOf('until', until), amountOre: '1' });
  t.equal(period('2025-02-01', '2025-02-28').body.until, '2025-03-01');
  t.equal(period('2025-02-01', '2025-02-01').body.until, '2025-02-02', 'one day');
  const fields = fieldsOf('recordUpkeep');
  const shown = entriesOf(fields, { from: '2025-02-01', until: '2025-03-01', amountOre: 100 });
  t.match(Object.fromEntries(shown), daysOf('until', '2025-2-28'));
  t.equal(readForm(fields, shown).body.until, '2025-03-01', 'and again');
  // The day of the way back is a day on which something happens.
  t.equal(read('recordLeave', daysOf('until', '2025-02-28')).body.until, '2025-02-28');
});

t.test('every end of a period is asked for as the last day, or happens on its day', async (t) => {
  const happens = ['ExtendPlacement.until', 'RecordLeave.until', 'ProposePlacementAgreement.endsOn'];
  const ends = formOperations()
    .flatMap(({ operationId }) => {
      const variants = variantsOf(operationId);
      return (variants.length > 0 ? variants : [null]).flatMap((variant) => fieldsOf(operationId, variant));
    })
    .filter(({ property }) => ['until', 'validUntil', 'endsOn', 'endedOn'].includes(property));
  t.ok(ends.length > 12, `${ends.length} ends`);
  for (const { owner, property, kind } of ends)
    t.equal(kind.is, happens.includes(`${owner}.${property}`) ? 'date' : 'last-day', `${owner}.${property}`);
});

t.test(
  'an end that is not after its beginning is told at its field, with the first possible day',
  async (t) => {
    const rows: [DeskOperationId, string | null, start: string, end: string, first: string][] = [
      ['recordUpkeep', null, 'from', 'until', '2025-10-27'],
      ['recordInvoice', null, 'from', 'until', '2025-10-27'],
      ['proposeStatement', null, 'from', 'until', '2025-10-27'],
      ['postCostLine', null, 'from', 'until', '2025-10-27'],
      ['proposeAgreement', null, 'validFrom', 'validUntil', '2025-10-27'],
      ['giveConsent', 'police', 'givenOn', 'validUntil', '2025-10-27'],
      ['proposePlacementAgreement', null, 'startsOn', 'endsOn', '2025-10-28'],
      ['extendPlacement', null, 'decidedOn', 'until', '2025-10-28'],
      ['recordLeave', null, 'from', 'until', '2025-10-28'],
    ];
    for (const [operation, variant, start, end, first] of rows) {
      const faultOf = (day: string) => {
        const entries = new URLSearchParams({ ...daysOf(start, '2025-10-27'), ...daysOf(end, day) });
        return readForm(fieldsOf(operation, variant), entries).faults.get(end);
      };
      const early = { fault: 'too-early', earliest: first };
      t.strictSame(faultOf('2025-10-13'), early, operation);
      t.strictSame(faultOf(addDays(first as CivilDate, -1)), early, operation);
      t.equal(faultOf(first), undefined, operation);
    }
  },
);

t.test('the number of an organisation is taken without its hyphen too', async (t) => {
  const rows: [text: string, expected: string | undefined][] = [
    ['559900-0088', '559900-0088'],
    ['5599000088', '559900-0088'],
    ['559900 0088', '559900-0088'],
    ['559900088', undefined],
    ['55990000888', undefined],
  ];
  for (const [text, expected] of rows)
    t.equal(read('registerProvider', { organisationNumber: text }).body.organisationNumber, expected, text);
  t.equal(
    read('recordPersonalDetails', { personalNumber: '199001019999' }).body.personalNumber,
    '19900101-9999',
  );
});
