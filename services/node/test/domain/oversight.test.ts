// Reviews of readings and the first day without one; a refused message is ticked off once.
import t from 'tap';
import type { Staff } from '../../src/domain/access.js';
import {
  decideAcknowledgeDelivery,
  decideReviewReadings,
  unreviewedFrom,
} from '../../src/domain/oversight.js';
import type { MessageId } from '../../src/domain/values.js';
import { agreed, day, id, said } from './support.js';

const staff: Staff = { subject: 'anna', roles: ['auditor'], units: [] };
const today = day('2025-03-31');

t.test('a review is of days that are over', async (t) => {
  const rows: [from: string, until: string, outcome: string][] = [
    ['2025-03-01', '2025-03-31', 'readings-reviewed'],
    ['2025-03-30', '2025-03-31', 'readings-reviewed'],
    ['2025-03-01', '2025-04-01', 'DATE_IMPOSSIBLE'],
    ['2025-03-31', '2025-03-31', 'DATE_IMPOSSIBLE'],
    ['2025-03-31', '2025-03-30', 'DATE_IMPOSSIBLE'],
    ['2025-04-02', '2025-04-03', 'DATE_IMPOSSIBLE'],
    ['2001-01-01', '2001-01-02', 'readings-reviewed'],
  ];
  for (const [from, until, outcome] of rows) {
    const input = { from, until, outcome: 'nothing-found' } as const;
    t.equal(said(decideReviewReadings(staff, input, 7, { today })), outcome, `${from} to ${until}`);
  }
  const input = { from: '2025-03-01', until: '2025-03-31', outcome: 'followed-up' } as const;
  const { events, messages } = agreed(decideReviewReadings(staff, input, 7, { today }));
  const review = { ...input, readings: 7, staff: 'anna', reviewedOn: today };
  t.strictSame(events, [{ type: 'readings-reviewed', review }]);
  t.strictSame(messages, [], 'no other city is told');
});

t.test('the first day that nobody has reviewed', async (t) => {
  const span = (text: string) => {
    const [from = '', until = ''] = text.split('/');
    return { from: day(from), until: day(until) };
  };
  const rows: [name: string, first: string, reviews: string[], expected: string][] = [
    ['nothing is reviewed', '2025-01-13', [], '2025-01-13'],
    ['from before the first reading', '2025-01-13', ['2025-01-01/2025-02-01'], '2025-02-01'],
    ['from the first reading', '2025-01-13', ['2025-01-13/2025-02-01'], '2025-02-01'],
    ['from the day after it', '2025-01-13', ['2025-01-14/2025-02-01'], '2025-01-13'],
    ['that ends before it', '2025-01-13', ['2025-01-01/2025-01-13'], '2025-01-13'],
    ['one after the other', '2025-01-13', ['2025-01-01/2025-02-01', '2025-02-01/2025-03-01'], '2025-03-01'],
    ['in another order', '2025-01-13', ['2025-02-01/2025-03-01', '2025-01-01/2025-02-01'], '2025-03-01'],
    ['a gap of one day', '2025-01-13', ['2025-01-01/2025-02-01', '2025-02-02/2025-03-01'], '2025-02-01'],
    ['one within another', '2025-01-13', ['2025-01-01/2025-03-01', '2025-01-15/2025-02-01'], '2025-03-01'],
  ];
  for (const [name, first, reviews, expected] of rows)
    t.equal(unreviewedFrom(day(first), reviews.map(span)), expected, name);
});

t.test('a refused message is ticked off once', async (t) => {
  const refused = { messageId: id<MessageId>('m'), acknowledgedAt: null } as const;
  const done = { ...refused, acknowledgedAt: '2025-03-30T08:00:00.000Z' };
  t.equal(said(decideAcknowledgeDelivery(staff, undefined, null)), 'NOT_FOUND');
  t.equal(said(decideAcknowledgeDelivery(staff, done, 'staff-told')), 'ALREADY_SETTLED');
  for (const note of [null, 'staff-told'] as const) {
    const { events } = agreed(decideAcknowledgeDelivery(staff, refused, note));
    t.strictSame(events, [{ type: 'delivery-acknowledged', messageId: 'm', staff: 'anna', note }]);
  }
});
