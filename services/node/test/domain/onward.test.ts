// A case in which the person moves on to another city: a case of its own that shares the place (requirements §12 no. 31).
import t from 'tap';
import type { Case, HomeCase } from '../../src/domain/case.js';
import { decideCloseCase } from '../../src/domain/closing.js';
import type { CaseEvent } from '../../src/domain/event.js';
import { decideOpenOnward } from '../../src/domain/onward.js';
import { decideReceiveDeparture } from '../../src/domain/placement.js';
import { decideReferralAccepted, decideSendReferral } from '../../src/domain/referral.js';
import type { CaseId, ReferralId } from '../../src/domain/values.js';
import { approval, caseId, consent, given, homeCase, slot } from './cases.js';
import { agreed, around, goteborg, id, malmo, said, use, version } from './support.js';

const first = id<CaseId>('case-0');
const next = id<CaseId>('case-2');
const concurrent = [version('2025', { quota: { basis: 'concurrent' } })];
const open = (theCase: Case, surroundings = around()) =>
  decideOpenOnward(theCase, next, { reason: 'safety' }, surroundings);
/** The case in which the person moves on, as it is opened. */
const onward = (from: HomeCase, surroundings = around()): HomeCase =>
  given([agreed(open(from, surroundings)).events[0] as CaseEvent]) as HomeCase;

t.test(
  'it has the facts and the consents of the person; approval, clearance and request are made anew',
  async (t) => {
    const withdrawn = consent('services', { id: id('old'), withdrawnAt: around().now });
    const from = homeCase('in-progress', {
      consents: [withdrawn, ...homeCase('draft').consents],
      assignee: 'anna',
    });
    const { events, messages } = agreed(open(from));
    t.same(messages, [], 'no city is told');
    t.match(events[1], { type: 'moved-onward', caseId, to: 'case-2', reason: 'safety' });
    const { kind, intake, needs, threat, details, unit, assignee } = from;
    const made = onward(from);
    t.match(made, {
      ...{ id: 'case-2', state: 'draft', kind, intake, needs, threat, details, unit, assignee },
      ...{ approvals: [], referrals: [], incidents: [], followUps: [], stay: null, agreement: null },
      continues: { caseId: 'case-1', placeOf: 'case-1' },
    });
    t.same(
      made.consents.map(({ id }) => id),
      homeCase('draft').consents.map(({ id }) => id),
      'those that hold',
    );
    const moved = given([{ type: 'moved-onward', caseId, to: next, reason: 'safety' }], from);
    t.equal(said(open(moved)), 'CASE_STATE', 'one at a time');
  },
);

t.test('it shares the place as long as that is held', async (t) => {
  const placeOf = (theCase: HomeCase, surroundings = around()) =>
    onward(theCase, surroundings).continues?.placeOf;
  t.equal(placeOf(homeCase('in-progress')), 'case-1');
  t.equal(placeOf(homeCase('departed')), 'case-1', 'a place is for the year');
  const here = around({ versions: concurrent });
  t.equal(placeOf(homeCase('in-progress'), here), 'case-1');
  t.equal(placeOf(homeCase('departed'), here), null, 'the departure has freed it');
  const third = homeCase('in-progress', { continues: { caseId: first, placeOf: first } });
  t.equal(placeOf(third), 'case-0', 'of the first of them all');
});

t.test('the request is made with that place, when all places are taken too', async (t) => {
  const approvals = [approval({ city: goteborg })];
  const place = { agreement: '2025', number: 2, limit: 2 };
  const ask = (theCase: HomeCase, surroundings: Parameters<typeof around>[0]) =>
    decideSendReferral(
      { ...theCase, approvals },
      { city: goteborg, id: id<ReferralId>('r'), witnessException: false },
      around({ quotaUse: () => use(2, 0), ...surroundings }),
    );
  const [open] = homeCase('in-progress').referrals;
  if (!open) throw new Error('A case in progress has a request');
  const holding = homeCase('in-progress', { referrals: [{ ...open, slot: place }] });
  const made = onward(holding);
  const beside = (before: HomeCase) => ({
    caseOf: (which: CaseId) => (which === before.id ? before : undefined),
  });
  const sent = agreed(ask(made, beside(holding)));
  t.match(sent.events, [{ place: 'shared', slot: place }]);
  t.match(sent.messages, [{ to: 'goteborg', content: { slot: place } }]);
  const left = homeCase('completed', { referrals: holding.referrals });
  t.match(
    agreed(ask(made, beside(left))).events,
    [{ place: 'shared', slot: place }],
    'also once it is closed',
  );
  const third = onward(homeCase('in-progress', { id: next, continues: made.continues }));
  t.match(
    agreed(ask(third, beside(holding))).events,
    [{ place: 'shared', slot: place }],
    'of the first of them all',
  );
  const alone = { ...made, continues: { caseId, placeOf: null } };
  t.equal(
    said(ask(alone, beside(holding))),
    'QUOTA_HOME',
    'a place that is not held is taken like any other',
  );
  const ended = homeCase('draft', { referrals: [{ ...open, state: 'cancelled', slot: place }] });
  t.equal(said(ask(made, beside(ended))), 'QUOTA_HOME', 'nor is one of a request that came to nothing');
  t.match(agreed(ask(made, { quotaUse: () => use(0, 0) })).events, [{ place: 'own', slot: { number: 1 } }]);
  t.notMatch(JSON.stringify(sent.messages), 'case-1', 'the next city learns nothing of the one before');
  const requested = given(sent.events as CaseEvent[], { ...made, approvals });
  const content = {
    referralId: 'r',
    unit: 'NORDOST',
    acceptedOn: '2025-03-03',
    slot: { ...slot, number: 1 },
  };
  const accepted = decideReferralAccepted(
    requested,
    goteborg,
    content,
    around({ quotaUse: () => use(2, 0) }),
  );
  t.match(agreed(accepted).events, [{ place: 'shared', slot: place }]);
});

t.test('a concurrent place goes when the last of the cases has ended', async (t) => {
  const departure = (theCase: HomeCase) =>
    agreed(
      decideReceiveDeparture(theCase, malmo, { departedOn: '2025-02-28' }, around({ versions: concurrent })),
    ).events;
  t.match(departure(homeCase('in-progress')), [{ freesPlace: true, placeOf: undefined }]);
  t.match(departure(homeCase('in-progress', { continuedBy: next })), [
    { freesPlace: false, placeOf: undefined },
  ]);
  const last = homeCase('in-progress', { continues: { caseId: first, placeOf: first } });
  t.match(departure(last), [{ freesPlace: true, placeOf: 'case-0' }]);
  const own = homeCase('in-progress', { continues: { caseId: first, placeOf: null } });
  t.match(departure(own), [{ freesPlace: true, placeOf: undefined }]);
});

t.test('a move that comes to nothing lets go of the case before it', async (t) => {
  const fallback = { form: 'support-at-home', startsOn: '2025-03-04' } as const;
  const input = {
    reason: 'not-placed',
    outcome: { goalAttainment: 'not-applicable', longTermHousing: 'no' },
    fallback,
  } as const;
  const close = (from: HomeCase, versions = concurrent, made = onward(from)) =>
    agreed(
      decideCloseCase(
        made,
        made.stay ? { ...input, reason: 'moved-onward' } : input,
        around({ versions, caseOf: (which) => (which === caseId ? from : undefined) }),
      ),
    ).events;
  const ended = { type: 'onward-move-ended', caseId, placeOf: caseId };
  t.match(close(homeCase('departed')).slice(1), [], 'here a place of its own');
  const gone = { ...homeCase('departed'), continuedBy: next };
  const made = onward(homeCase('in-progress'));
  t.match(close(gone, concurrent, made)[1], { ...ended, freesPlace: true }, 'the person has left meanwhile');
  t.match(
    close(gone, [version('2025')], made)[1],
    { ...ended, freesPlace: false },
    'a place is for the year',
  );
  t.match(
    close(homeCase('in-progress'), concurrent, made)[1],
    { ...ended, freesPlace: false },
    'still there',
  );
  const released = given([{ type: 'onward-move-ended', caseId, freesPlace: true }], gone);
  t.equal(said(open(released)), 'onward-case-opened, moved-onward', 'and it can be moved anew');
  const placed = { ...homeCase('departed'), continues: { caseId, placeOf: caseId } };
  t.same(close(gone, concurrent, placed).length, 1, 'not when the move was made');
  t.same(close(homeCase('departed'), concurrent, homeCase('draft')).length, 1, 'nor for a case of its own');
});
