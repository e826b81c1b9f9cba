// Who works with a case within the city, and how the city is reached by the others.
import t from 'tap';
import { decideHandOver, decideRate } from '../../src/domain/case-work.js';
import { decidePublishContactPoint, decideReceiveContactPoint } from '../../src/domain/contact-point.js';
import type { CaseEvent } from '../../src/domain/event.js';
import { given, homeCase, receivingCase } from './cases.js';
import { agreed, around, day, goteborg, malmo, said, version } from './support.js';

t.test(
  'a case is handed over to a party of the city, by the version of the day; nobody has it then',
  async (t) => {
    const hand = (unit: string, today = '2025-03-03', versions = [version('2024'), version('2025')]) =>
      decideHandOver(
        homeCase('draft'),
        { unit, reason: 'competence' },
        around({ today: day(today), versions }),
      );
    t.equal(said(hand('FARSTA')), 'case-handed-over');
    t.match(hand('SKARHOLMEN'), {
      refusal: 'UNIT_NOT_PARTY',
      facts: { unit: 'SKARHOLMEN', agreement: '2025' },
    });
    t.equal(said(hand('FARSTA', '2024-12-31')), 'UNIT_NOT_PARTY', 'not in 2024');
    t.equal(said(hand('FARSTA', '2026-01-01')), 'case-handed-over', 'after the last version by the last');
    t.equal(said(hand('ASN')), 'UNIT_NOT_PARTY', 'a unit of another city');
    t.same(hand('FARSTA', '2025-03-03', []), { refusal: 'UNIT_NOT_PARTY', facts: { unit: 'FARSTA' } });
    const { events } = agreed(
      decideHandOver(homeCase('draft'), { unit: 'FARSTA', section: 'sig', reason: 'competence' }, around()),
    );
    const assigned = homeCase('draft', { assignee: 'anna', section: 'x' });
    t.match(given(events as CaseEvent[], assigned), { unit: 'FARSTA', section: 'sig', assignee: null });
    t.match(given(agreed(hand('SN')).events as CaseEvent[], assigned), { unit: 'SN', section: null });
    t.equal(
      said(
        decideHandOver(
          receivingCase('received'),
          { unit: 'ASN', reason: 'workload' },
          around({ city: malmo }),
        ),
      ),
      'CASE_STATE',
      'not before a unit has taken it on',
    );
  },
);

t.test('how it went is kept with the case', async (t) => {
  const rating = { servicesAsPlanned: true, fitness: 4, cooperationSocialServices: 3, cooperationPolice: 5 };
  const { events, messages } = agreed(decideRate(homeCase('departed'), rating));
  t.same(given(events as CaseEvent[], homeCase('departed')).rating, rating);
  t.same(messages, [], 'in the city that judges');
});

t.test('a contact point goes to all cities; only a newer word of the city itself counts', async (t) => {
  const input = { phone: '040-1', hours: 'x', services: [], housingForms: [] };
  const published = decidePublishContactPoint(input as never, around());
  t.equal(
    said(published),
    'contact-point-published → contact-point-published to goteborg → contact-point-published to malmo',
  );
  const [event] = published.events;
  if (event?.type !== 'contact-point-published') throw new Error('A contact point is published');
  const { contactPoint } = event;
  t.match(contactPoint, { city: 'stockholm', publishedAt: around().now, phone: '040-1' });
  const hear = (from: typeof malmo, publishedAt: string, known?: string) =>
    said(
      decideReceiveContactPoint(
        from,
        { contactPoint: { ...contactPoint, city: 'malmo', publishedAt } },
        known === undefined ? undefined : { ...contactPoint, city: 'malmo', publishedAt: known },
      ),
    );
  const [earlier, later] = ['2025-03-01T08:00:00.000Z', '2025-03-02T08:00:00.000Z'] as const;
  t.equal(hear(malmo, earlier), 'contact-point-published');
  t.equal(hear(malmo, later, earlier), 'contact-point-published');
  t.equal(hear(malmo, earlier, earlier), 'contact-point-published', 'of two at one moment the last');
  t.equal(hear(malmo, earlier, later), 'nothing');
  t.equal(hear(goteborg, later), 'NOT_FOUND', 'of another city');
});
