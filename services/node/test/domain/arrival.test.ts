// S12, T10: the person arrives with a written safety plan (000:436).
import t from 'tap';
import { decideArrival } from '../../src/domain/placement.js';
import { receivingCase } from './cases.js';
import { followedUp } from './follow-ups.js';
import { agreed, around, id, malmo, said } from './support.js';

const arrive = (input: Parameters<typeof decideArrival>[2], theCase = receivingCase('ready')) =>
  decideArrival(theCase, id('plan-1'), input, around({ city: malmo }));

t.test('the person arrives with a written safety plan, or with the words that there is none', async (t) => {
  const on = { arrivedOn: '2025-03-03' };
  t.equal(said(arrive(on)), 'SAFETY_PLAN_MISSING');
  t.equal(
    said(arrive({ ...on, withoutSafetyPlan: true })),
    'arrival-recorded → arrival-recorded to stockholm',
  );
  const planned = agreed(arrive({ ...on, safetyPlanOn: '2025-03-01' }));
  t.equal(
    said(planned),
    'arrival-recorded, follow-up-recorded → arrival-recorded to stockholm → follow-up-recorded to stockholm',
  );
  const record = { id: 'plan-1', city: 'malmo', fact: { kind: 'safety-plan', on: '2025-03-01' } };
  t.match(planned.events[1], { recordId: 'plan-1', sealed: { record } });
  const before = receivingCase('ready', {
    followUps: [followedUp({ kind: 'safety-plan', on: '2025-02-20' })],
  });
  t.equal(
    said(arrive(on, before)),
    'arrival-recorded → arrival-recorded to stockholm',
    'the plan was recorded already',
  );
});
