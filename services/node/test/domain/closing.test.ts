// The end of a case at home: nobody is left without support, and nothing that is open is forgotten.
import type { CloseCase } from '@storstad/contract';
import t from 'tap';
import type { HomeCase, HomeState } from '../../src/domain/case.js';
import { decideCloseCase, decideReceiveClosure } from '../../src/domain/closing.js';
import type { CaseEvent } from '../../src/domain/event.js';
import { approval, given, homeCase, receivingCase } from './cases.js';
import { incident, settled } from './follow-ups.js';
import { agreed, around, day, goteborg, malmo, said, stockholm } from './support.js';

const outcome = { goalAttainment: 'partly', longTermHousing: 'pending' } as const;
const fallback = { form: 'support-at-home', startsOn: '2025-03-04' } as const;
const close = (
  state: HomeState,
  reason: CloseCase['reason'],
  changes: Partial<HomeCase> = {},
  withFallback = false,
) =>
  said(
    decideCloseCase(
      homeCase(state, changes),
      { reason, outcome, ...(withFallback ? { fallback } : {}) },
      around(),
    ),
  );
const closedAlone = 'case-closed';
const closedInBoth = 'case-closed → case-closed to malmo';
const onlyAfterStay: CloseCase['reason'][] = ['goals-reached', 'returned-home', 'moved-onward'];

t.test('some ends only a stay has, and some only someone who was never placed', async (t) => {
  const impossible = 'REASON_NOT_POSSIBLE';
  const noSuitableCityOn = day('2025-03-03');
  for (const reason of onlyAfterStay) {
    for (const state of ['draft', 'rejected'] as const)
      t.equal(close(state, reason, {}, true), impossible, `${reason}, ${state}`);
    t.equal(close('departed', reason, {}, true), closedInBoth, reason);
  }
  for (const reason of ['not-placed', 'no-suitable-partner-city'] as const) {
    for (const state of ['draft', 'rejected'] as const)
      t.equal(close(state, reason, { noSuitableCityOn }, true), closedAlone, `${reason}, ${state}`);
    t.equal(close('departed', reason, { noSuitableCityOn }, true), impossible, `${reason}, after a stay`);
  }
  t.match(decideCloseCase(homeCase('departed'), { reason: 'not-placed', outcome }, around()), {
    facts: { reason: 'not-placed' },
  });
});

t.test(
  'without a place elsewhere there is a fallback at home, after a stay when a place is still needed',
  async (t) => {
    const afterStay: Partial<Record<CloseCase['reason'], boolean>> = {
      'goals-reached': false,
      'returned-home': false,
      'moved-onward': false,
      'unplanned-interruption': false,
      relapse: false,
      'consent-withdrawn': false,
      deceased: false,
      'protection-not-upheld': true,
      'became-evidence-person': true,
      'child-responsibility': true,
      'agreement-lapsed': true,
    };
    for (const [reason, needed] of Object.entries(afterStay) as [CloseCase['reason'], boolean][]) {
      t.equal(
        close('departed', reason),
        needed ? 'FALLBACK_MISSING' : closedInBoth,
        `${reason}, after a stay`,
      );
      t.equal(close('departed', reason, {}, true), closedInBoth, reason);
      if (onlyAfterStay.includes(reason)) continue;
      const never = reason === 'deceased' ? closedAlone : 'FALLBACK_MISSING';
      t.equal(close('draft', reason), never, `${reason}, never placed`);
      t.equal(close('rejected', reason, {}, true), closedAlone, reason);
    }
  },
);

t.test('what is open must be settled first; what only the stay raises ends with it', async (t) => {
  const open = (...kinds: Parameters<typeof incident>[0][]) => ({
    incidents: kinds.map((kind) => incident(kind)),
  });
  t.equal(
    close('departed', 'goals-reached', open('child-surfaced')),
    'INCIDENT_OPEN',
    'S8: a child first of all',
  );
  t.equal(close('departed', 'goals-reached', open('wrongdoing')), 'INCIDENT_OPEN');
  t.match(
    decideCloseCase(
      homeCase('departed', open('threat-changed', 'wrongdoing')),
      { reason: 'relapse', outcome },
      around(),
    ),
    { facts: { incidents: ['wrongdoing'] } },
  );
  const old = { incidents: [incident('child-surfaced', { closed: settled() })] };
  t.equal(close('departed', 'goals-reached', old), closedInBoth);
  const ends = open('threat-changed', 'consent-withdrawn', 'approval-lapsed', 'evidence-status-changed');
  t.equal(close('departed', 'goals-reached', ends), closedInBoth);
  const theCase = homeCase('departed', ends);
  const { events } = agreed(decideCloseCase(theCase, { reason: 'relapse', outcome }, around()));
  for (const { closed } of given(events as CaseEvent[], theCase).incidents)
    t.match(closed, { city: null, decision: 'stay-ends' });
});

t.test('S7: no suitable city is the police’s word, or their refusal of every one', async (t) => {
  const refused = (city: typeof malmo) => approval({ city, decision: 'refused' });
  const noCity = (changes: Partial<HomeCase>) => close('draft', 'no-suitable-partner-city', changes, true);
  const missing = 'POLICE_VERDICT_MISSING';
  const rows: [what: string, changes: Partial<HomeCase>, expected: string][] = [
    ['nothing', { approvals: [] }, missing],
    ['their word', { approvals: [], noSuitableCityOn: day('2025-03-03') }, closedAlone],
    ['one of two refused', { approvals: [refused(malmo)] }, missing],
    ['both refused', { approvals: [refused(malmo), refused(goteborg)] }, closedAlone],
    ['one approved since', { approvals: [refused(malmo), refused(goteborg), approval()] }, missing],
    ['one refused since', { approvals: [approval(), refused(goteborg), refused(malmo)] }, closedAlone],
  ];
  for (const [what, changes, expected] of rows) t.equal(noCity(changes), expected, what);
  t.equal(
    close('draft', 'no-suitable-partner-city', { noSuitableCityOn: day('2025-03-03') }),
    'FALLBACK_MISSING',
  );
});

t.test('the other city is told how it ended, and nothing of the fallback', async (t) => {
  const input = { reason: 'agreement-lapsed', outcome, fallback } as const;
  const { events, messages } = agreed(decideCloseCase(homeCase('departed'), input, around()));
  t.match(events, [
    { sealed: { closure: { closedOn: '2025-03-03', reason: 'agreement-lapsed', fallback } } },
  ]);
  t.same(messages[0]?.content, { closedOn: '2025-03-03', reason: 'agreement-lapsed', outcome });
  const content = { closedOn: '2025-03-03', reason: 'relapse', outcome };
  const heard = agreed(decideReceiveClosure(receivingCase('departed'), stockholm, content));
  t.match(heard.events, [{ sealed: { closure: { ...content, fallback: null } } }]);
});
