// What was to be done again and again during a stay: what was late, and what was missed (requirements §3.6, §11 S5).
import type { DueItem, FollowUpFact } from '@storstad/contract';
import t from 'tap';
import { missedDeadlines } from '../../src/domain/cadence.js';
import { addDays } from '../../src/domain/calendar.js';
import type { Case } from '../../src/domain/case.js';
import { homeCase } from './cases.js';
import { arrivedOn, contact, daysOf, living, meeting } from './living.js';
import { day } from './support.js';

/** What was missed of a kind, each with the day when it was done too late. */
const missed = (theCase: Case, kind: DueItem['kind'] = 'contact-with-person') =>
  missedDeadlines(theCase)
    .filter((one) => one.kind === kind)
    .map(({ dueOn, doneOn }) => [dueOn, doneOn]);

t.test('what is done late is for the due day before it, and the next one stays due', async (t) => {
  const rows: [done: string[], missed: [dueOn: string, doneOn: string | null][], next: string][] = [
    [[], [], '2025-02-10'],
    [[arrivedOn], [], '2025-02-10'],
    [['2025-02-09'], [], '2025-02-17'],
    [['2025-02-10'], [], '2025-02-17'],
    [['2025-02-11'], [['2025-02-10', '2025-02-11']], '2025-02-17'],
    [['2025-02-11', '2025-02-17'], [['2025-02-10', '2025-02-11']], '2025-02-24'],
    [['2025-02-17'], [['2025-02-10', null]], '2025-02-24'],
    [
      ['2025-02-18'],
      [
        ['2025-02-10', null],
        ['2025-02-17', '2025-02-18'],
      ],
      '2025-02-24',
    ],
    [['2025-02-10', '2025-03-01', '2025-02-12'], [['2025-02-24', '2025-03-01']], '2025-03-03'],
  ];
  for (const [done, late, next] of rows) {
    const theCase = living(done.map((on) => contact(on)));
    t.same(missed(theCase), late, done.join());
    t.same(missed(theCase, 'contact-with-provider'), [], 'what nothing was done for is overdue instead');
    t.same(daysOf(theCase, 'contact-with-person', arrivedOn), [next], `${done.join()}, next`);
  }
  t.same(missedDeadlines(homeCase('ready')), []);
  const until = addDays(day(arrivedOn), 70);
  const every = Array.from({ length: 10 }, (_, week) => contact(addDays(day(arrivedOn), 7 * (week + 1))));
  t.same(missed(living(every)), [], `every week until ${until}`);
});

t.test(
  'meetings, the review and visits that were late are missed, and what is open at the departure',
  async (t) => {
    const review = (on: string) =>
      ({ kind: 'review', on, offeredTo: ['police', 'social-worker'] }) as const satisfies FollowUpFact;
    const visit = (on: string, to: 'person' | 'provider') => ({ kind: 'visit', on, to }) as const;
    const report = (on: string) =>
      ({ kind: 'monthly-report', on, service: 'housing', progress: 'as-planned' }) as const;
    const left = '2025-05-10';
    type Row = [
      kind: DueItem['kind'],
      facts: FollowUpFact[],
      departedOn: string | null,
      missed: [dueOn: string, doneOn: string | null][],
    ];
    const rows: Row[] = [
      ['coordination-meeting', [], null, []],
      ['coordination-meeting', [meeting('2025-03-03')], null, []],
      ['coordination-meeting', [meeting('2025-03-05')], null, [['2025-03-03', '2025-03-05']]],
      ['coordination-meeting', [meeting('2025-03-03')], '2025-03-30', []],
      ['coordination-meeting', [meeting('2025-03-03')], '2025-03-31', [['2025-03-31', null]]],
      ['review', [], null, []],
      ['review', [], '2025-05-02', []],
      ['review', [], '2025-05-03', [['2025-05-03', null]]],
      ['review', [review('2025-05-03')], left, []],
      ['review', [review('2025-05-04')], left, [['2025-05-03', '2025-05-04']]],
      ['visit-to-person', [], left, [['2025-05-03', null]]],
      ['visit-to-person', [visit('2025-05-05', 'person')], null, [['2025-05-03', '2025-05-05']]],
      ['visit-to-person', [visit('2025-05-05', 'person'), visit('2025-04-05', 'person')], left, []],
      ['visit-to-provider', [visit('2025-05-01', 'person')], left, [['2025-05-03', null]]],
      ['visit-to-provider', [visit('2025-05-01', 'provider')], left, []],
      ['monthly-report', [report('2025-03-04')], null, [['2025-03-03', '2025-03-04']]],
    ];
    for (const [kind, facts, departed, expected] of rows) {
      const departedOn = departed === null ? null : day(departed);
      const theCase = living(facts, { stay: { arrivedOn: day(arrivedOn), departedOn } });
      const days = facts.map(({ on }) => on).join();
      t.same(missed(theCase, kind), expected, `${kind}, done ${days}, until ${departed}`);
    }
    const open = missedDeadlines(
      living([], { stay: { arrivedOn: day(arrivedOn), departedOn: day('2025-03-03') } }),
    );
    t.same(
      open.filter(({ kind }) => kind === 'monthly-report'),
      ['housing', 'occupation'].map((service) => ({
        kind: 'monthly-report',
        dueOn: '2025-03-03',
        service,
        doneOn: null,
      })),
    );
  },
);
