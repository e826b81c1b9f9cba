// Civil days in Europe/Stockholm: which day it is, how many lie between two, and how old somebody is.
import t from 'tap';
import {
  addDays,
  addMonths,
  ageOn,
  civilDateOf,
  daysBetween,
  later,
  startOf,
} from '../../src/domain/calendar.js';
import { day, id } from './support.js';

t.test('an instant belongs to the day that it is in Stockholm', async (t) => {
  const days: [instant: string, day: string][] = [
    ['2025-01-01T22:59:59.999Z', '2025-01-01'],
    ['2025-01-01T23:00:00.000Z', '2025-01-02'],
    ['2025-07-01T21:59:59.999Z', '2025-07-01'],
    ['2025-07-01T22:00:00.000Z', '2025-07-02'],
    // Summer time begins: the day has 23 hours.
    ['2025-03-29T22:59:59.999Z', '2025-03-29'],
    ['2025-03-29T23:00:00.000Z', '2025-03-30'],
    ['2025-03-30T21:59:59.999Z', '2025-03-30'],
    ['2025-03-30T22:00:00.000Z', '2025-03-31'],
    // It ends: 25 hours.
    ['2025-10-25T21:59:59.999Z', '2025-10-25'],
    ['2025-10-25T22:00:00.000Z', '2025-10-26'],
    ['2025-10-26T22:59:59.999Z', '2025-10-26'],
    ['2025-10-26T23:00:00.000Z', '2025-10-27'],
    ['2024-12-31T23:00:00.000Z', '2025-01-01'],
    ['2024-02-28T23:00:00.000Z', '2024-02-29'],
  ];
  for (const [instant, expected] of days) t.equal(civilDateOf(id(instant)), expected, instant);
});

t.test('a day begins at midnight in Stockholm, also when the clocks are changed', async (t) => {
  const days: [day: string, starts: string][] = [
    ['2025-01-02', '2025-01-01T23:00:00.000Z'],
    ['2025-07-02', '2025-07-01T22:00:00.000Z'],
    ['2025-03-30', '2025-03-29T23:00:00.000Z'],
    ['2025-03-31', '2025-03-30T22:00:00.000Z'],
    ['2025-10-26', '2025-10-25T22:00:00.000Z'],
    ['2025-10-27', '2025-10-26T23:00:00.000Z'],
    ['2024-02-29', '2024-02-28T23:00:00.000Z'],
    ['2025-01-01', '2024-12-31T23:00:00.000Z'],
  ];
  for (const [date, starts] of days) t.equal(startOf(day(date)), starts, date);
});

t.test('days are counted without the last one, whatever the clocks do', async (t) => {
  const spans: [from: string, until: string, days: number][] = [
    ['2025-02-03', '2025-05-14', 100],
    ['2025-03-10', '2025-06-08', 90],
    ['2025-04-01', '2025-05-31', 60],
    ['2025-03-29', '2025-03-31', 2],
    ['2025-10-25', '2025-10-27', 2],
    ['2024-02-28', '2024-03-01', 2],
    ['2025-02-28', '2025-03-01', 1],
    ['2025-02-03', '2025-02-03', 0],
    ['2025-02-04', '2025-02-03', -1],
  ];
  for (const [from, until, days] of spans) {
    t.equal(daysBetween(day(from), day(until)), days, `${from} to ${until}`);
    t.equal(addDays(day(from), days), until, `${from} and ${days} days`);
  }
  t.equal(addDays(day('9999-12-31'), 1), '9999-12-31', 'there is no day after the last');
  t.equal(later(day('2025-01-31'), day('2025-02-01')), '2025-02-01');
  t.equal(later(day('2025-02-01'), day('2025-01-31')), '2025-02-01');
});

t.test('age is in whole years, on the birthday', async (t) => {
  const ages: [bornOn: string, on: string, age: number][] = [
    ['2007-03-03', '2025-03-02', 17],
    ['2007-03-03', '2025-03-03', 18],
    ['2007-12-31', '2025-12-30', 17],
    ['2007-12-31', '2026-01-01', 18],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2004-02-29', '2024-02-28', 19],
    ['2004-02-29', '2024-02-29', 20],
  ];
  for (const [bornOn, on, age] of ages) t.equal(ageOn(day(bornOn), day(on)), age, `${bornOn} on ${on}`);
});

t.test('three months later is the same day number, or the last day of the month', async (t) => {
  const rows: [from: string, months: number, until: string][] = [
    ['2025-02-03', 3, '2025-05-03'],
    ['2024-11-30', 3, '2025-02-28'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2024-11-29', 3, '2025-02-28'],
    ['2024-11-28', 3, '2025-02-28'],
    ['2025-01-31', 3, '2025-04-30'],
    ['2025-02-28', 3, '2025-05-28'],
    ['2024-10-01', 3, '2025-01-01'],
    ['2024-12-31', 1, '2025-01-31'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2025-01-31', 2, '2025-03-31'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-02-28', 1, '2025-03-28'],
    ['2025-02-26', 1, '2025-03-26'],
    ['2025-09-26', 1, '2025-10-26'],
    ['2025-02-03', 0, '2025-02-03'],
  ];
  for (const [from, months, until] of rows)
    t.equal(addMonths(day(from), months), until, `${from} and ${months} months`);
});
