// A deviation is raised by one city, answered by the other, and closed by the first (003:212).
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import * as deviations from '../../src/domain/deviation.js';
import type { City } from '../../src/domain/values.js';
import { homeCase, receivingCase } from './cases.js';
import { incident } from './follow-ups.js';
import { agreed, around, id, malmo, said, stockholm } from './support.js';

const open: deviations.Deviation = {
  id: id('d'),
  raisedBy: malmo,
  raisedAt: id('2025-02-20T08:00:00.000Z'),
  subject: 'housing',
  service: null,
  description: null,
  incidentId: null,
  state: 'open',
  outcome: null,
};
const at = (city: City, changes: Partial<deviations.Deviation> = {}): Case => {
  const known = { deviations: [{ ...open, ...changes }] };
  return city === stockholm ? homeCase('in-progress', known) : receivingCase('in-progress', known);
};
const answer = (city: City, theCase: Case, which = 'd') =>
  said(deviations.decideAnswerDeviation(theCase, id(which), { outcome: 'measures' }, around({ city })));
const close = (city: City, theCase: Case, which = 'd') =>
  said(deviations.decideCloseDeviation(theCase, id(which), around({ city })));

t.test('raised with what describes it, cut to the consents on the way', async (t) => {
  const input = { subject: 'service', service: 'housing', description: 'x' } as const;
  const raise = (theCase: Case, city: City, subject: 'service' | 'safety' = 'service') =>
    deviations.decideRaiseDeviation(theCase, id('d'), { ...input, subject }, around({ city }));
  const { events, messages } = agreed(raise(receivingCase('in-progress'), malmo));
  const said_ = { deviationId: 'd', raisedAt: around().now, ...input };
  t.match(events, [
    { sealed: { deviation: { raisedBy: 'malmo', state: 'open', incidentId: null, ...input } } },
  ]);
  t.match(messages, [{ to: 'stockholm', content: said_ }]);
  t.ok(messages[0]?.covered.has('needs'));
  const [told] = agreed(raise(homeCase('in-progress', { consents: [] }), stockholm)).messages;
  t.same([...(told?.covered ?? [])], [], 'nothing of the person without a consent');
  const withdrawn = homeCase('in-progress', { incidents: [incident('consent-withdrawn')] });
  t.equal(said(raise(withdrawn, stockholm)), 'CASE_ON_HOLD', 'nor at all once it is taken back');
  t.equal(
    said(raise(withdrawn, stockholm, 'safety')),
    'deviation-raised → deviation-raised to malmo',
    'but for safety',
  );
  const heard = deviations.decideReceiveDeviation(homeCase('in-progress'), malmo, said_);
  t.match(agreed(heard).events, [{ sealed: { deviation: { id: 'd', raisedBy: 'malmo', ...input } } }]);
  t.equal(said(deviations.decideReceiveDeviation(at(stockholm), malmo, said_)), 'nothing', 'known already');
});

t.test('answered by the city that did not raise it, once', async (t) => {
  t.equal(answer(stockholm, at(stockholm)), 'deviation-answered → deviation-answered to malmo');
  t.equal(answer(malmo, at(malmo)), 'WRONG_SIDE');
  t.equal(
    answer(malmo, at(malmo, { raisedBy: stockholm })),
    'deviation-answered → deviation-answered to stockholm',
  );
  for (const state of ['answered', 'closed'] as const)
    t.equal(answer(stockholm, at(stockholm, { state })), 'ALREADY_SETTLED', state);
  t.equal(answer(stockholm, at(stockholm), 'x'), 'NOT_FOUND');
  const hear = (theCase: Case, from: City) =>
    said(deviations.decideReceiveDeviationAnswer(theCase, from, { deviationId: 'd', outcome: 'measures' }));
  t.equal(hear(at(malmo), stockholm), 'deviation-answered');
  t.equal(hear(at(stockholm), malmo), 'WRONG_SIDE', 'nobody answers its own');
  t.equal(hear(at(malmo, { state: 'answered' }), stockholm), 'nothing');
  t.equal(hear(receivingCase('in-progress'), stockholm), 'NOT_FOUND');
});

t.test('closed by the city that raised it, once it is answered', async (t) => {
  const answered = { state: 'answered', outcome: 'measures' } as const;
  t.equal(close(malmo, at(malmo, answered)), 'deviation-closed → deviation-closed to stockholm');
  t.equal(close(stockholm, at(stockholm, answered)), 'WRONG_SIDE');
  t.equal(close(malmo, at(malmo)), 'CASE_STATE', 'not before');
  t.equal(close(malmo, at(malmo, { ...answered, state: 'closed' })), 'ALREADY_SETTLED');
  t.equal(close(malmo, at(malmo), 'x'), 'NOT_FOUND');
  const hear = (theCase: Case, from: City) =>
    said(deviations.decideReceiveDeviationClosure(theCase, from, { deviationId: 'd' }));
  t.equal(hear(at(stockholm, answered), malmo), 'deviation-closed');
  t.equal(hear(at(malmo, answered), stockholm), 'WRONG_SIDE');
  t.equal(hear(at(stockholm, { state: 'closed' }), malmo), 'nothing');
  t.equal(hear(homeCase('in-progress'), malmo), 'NOT_FOUND');
});
