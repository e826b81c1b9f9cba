// What goes to the other city and what stays, by the person's consents; questions and answers between them.
import type { CompletionAnswer, ConsentCategory, Question } from '@storstad/contract';
import t from 'tap';
import { caseView } from '../../src/commands/views.js';
import type { Case, HomeCase, ReceivingCase } from '../../src/domain/case.js';
import {
  decideAskForCompletion,
  decideGiveCompletion,
  decideReceiveCompletion,
} from '../../src/domain/completion.js';
import { decideRecordFollowUp } from '../../src/domain/follow-up.js';
import { decideReportIncident } from '../../src/domain/incident-report.js';
import { coveredForOther } from '../../src/domain/sharing.js';
import { caseId, consent, given, homeCase, receivingCase, referralId } from './cases.js';
import { incident, settled } from './follow-ups.js';
import { agreed, around, goteborg, id, malmo, said, stockholm } from './support.js';

const aroundOf = (theCase: Case) => around({ city: theCase.side === 'home' ? stockholm : malmo });
const covered = (theCase: Case) => [...coveredForOther(theCase, aroundOf(theCase))].sort();
const all: ConsentCategory[] = ['contact', 'health', 'identity', 'needs', 'threat'];
const scoped = (categories: ConsentCategory[], purposes: ('assessment' | 'support')[]) => [
  consent('municipality', { categories, purposes }),
];

t.test(
  'at home: for the assessment while the city is asked, for the support too once it has accepted',
  async (t) => {
    const rows: [
      purposes: ('assessment' | 'support')[],
      asked: ConsentCategory[],
      accepted: ConsentCategory[],
    ][] = [
      [['assessment'], ['health', 'needs', 'threat'], all],
      [['support'], [], all],
      [['assessment', 'support'], ['health', 'needs', 'threat'], all],
    ];
    for (const [purposes, asked, accepted] of rows) {
      const consents = scoped(all, purposes);
      t.same(
        covered(homeCase('requested', { consents })),
        asked,
        `asked, ${purposes}: not who the person is`,
      );
      t.same(covered(homeCase('accepted', { consents })), accepted, `accepted, ${purposes}`);
    }
    t.same(covered(homeCase('draft')), [], 'nobody is asked');
    t.same(
      covered(homeCase('accepted', { consents: [consent('municipality', { cities: [goteborg] })] })),
      [],
    );
  },
);

t.test('in the receiving city: what it was told itself', async (t) => {
  const disclosure = { disclosedAt: around().now, categories: ['identity' as const] };
  t.same(covered(receivingCase('accepted')), ['needs', 'threat']);
  t.same(covered(receivingCase('accepted', { disclosure })), ['identity', 'needs', 'threat']);
  const incidents = [incident('consent-withdrawn')];
  t.same(covered(receivingCase('in-progress', { disclosure, incidents })), []);
});

t.test('S6: after a withdrawal what was done stays at home, and incidents still go', async (t) => {
  const done = (theCase: Case) =>
    said(
      decideRecordFollowUp(theCase, id('f'), { kind: 'support-talk', on: '2025-02-20' }, aroundOf(theCase)),
    );
  const at = '2025-03-03T07:00:00.000Z';
  const told = (theCase: Case) =>
    said(
      decideReportIncident(
        theCase,
        id('i'),
        { kind: 'hospitalised', occurredAt: at, knownAt: at },
        aroundOf(theCase),
      ),
    );
  const closedBy = (decision: 'continues' | 'stay-ends') =>
    incident('consent-withdrawn', { closed: settled({ decision }) });
  const rows: [what: string, incidents: ReceivingCase['incidents'], isTold: boolean][] = [
    ['consented', [], true],
    ['withdrawn', [incident('consent-withdrawn')], false],
    ['settled: the stay goes on', [closedBy('continues')], true],
    ['settled: the stay ends', [closedBy('stay-ends')], false],
    [
      'withdrawn a second time',
      [closedBy('continues'), incident('consent-withdrawn', { id: id('2') })],
      false,
    ],
  ];
  for (const [what, incidents, isTold] of rows)
    for (const [theCase, to] of [
      [homeCase('in-progress', { incidents }), 'malmo'],
      [receivingCase('in-progress', { incidents }), 'stockholm'],
    ] as const) {
      t.equal(
        done(theCase),
        `follow-up-recorded${isTold ? ` → follow-up-recorded to ${to}` : ''}`,
        `${what}, to ${to}`,
      );
      t.equal(told(theCase), `incident-reported → incident-reported to ${to}`, `${what}: a safety message`);
    }
  t.equal(done(homeCase('in-progress', { consents: [] })), 'follow-up-recorded', 'nor without any consent');
});

t.test(
  'the receiving city knows that a consent is taken back, until it is settled that the stay goes on',
  async (t) => {
    const incidents = [incident('consent-withdrawn'), incident('wrongdoing')];
    const told = receivingCase('in-progress', { incidents });
    const isKnown = (theCase: Case) =>
      caseView(theCase, aroundOf(theCase), { subject: 'anna', roles: ['social-worker'], units: [] })
        .consentWithdrawn;
    const after = (which: 'consent-withdrawn' | 'wrongdoing', decision: 'continues' | 'stay-ends') => {
      const incidentId = id<ReceivingCase['incidents'][number]['id']>(`incident-${which}`);
      const sealed = { closed: settled({ decision }) };
      return isKnown(given([{ type: 'incident-closed', caseId, incidentId, sealed }], told));
    };
    t.equal(isKnown(told), true);
    t.equal(isKnown(receivingCase('in-progress', { incidents: incidents.slice(1) })), false);
    t.equal(isKnown(homeCase('in-progress', { incidents })), false, 'at home the consents themselves tell');
    t.equal(after('consent-withdrawn', 'continues'), false);
    t.equal(after('consent-withdrawn', 'stay-ends'), true);
    t.equal(after('wrongdoing', 'continues'), true, 'another incident changes nothing of it');
  },
);

const question: Question = {
  ...{ id: 'q', referralId, about: ['needs'], question: 'x?' },
  ...{ askedAt: '2025-02-20T08:00:00.000Z', answer: null, answeredAt: null },
};
const give = (
  answer: CompletionAnswer,
  changes: Partial<HomeCase> = {},
  state: 'requested' | 'departed' = 'requested',
) => decideGiveCompletion(homeCase(state, { questions: [question], ...changes }), id('q'), answer, around());

t.test('an answer is given once, cut to the consents, and not at all when none covers it', async (t) => {
  const done = 'completion-given → completion-given to malmo';
  t.equal(said(give({ needs: 'x' })), done);
  t.match(give({ health: 'x' }), {
    refusal: 'CONSENT_MUNICIPALITY_MISSING',
    facts: { missingCategories: ['health'] },
  });
  const partly = agreed(give({ needs: 'x', health: 'y' }));
  t.match(partly.messages, [{ content: { questionId: 'q', answer: { needs: 'x', health: 'y' } } }]);
  t.notOk(partly.messages[0]?.covered.has('health'), 'the rest is cut on the way');
  t.equal(
    said(give({ needs: 'x' }, { questions: [{ ...question, answeredAt: around().now }] })),
    'ALREADY_SETTLED',
  );
  t.equal(said(give({ needs: 'x' }, { questions: [] })), 'NOT_FOUND');
  t.equal(
    said(give({ needs: 'x' }, { questions: [{ ...question, referralId: 'referral-0' }] })),
    'CASE_STATE',
    'of an earlier request',
  );
  t.equal(said(give({ needs: 'x' }, {}, 'departed')), 'CASE_STATE');
  t.equal(said(give({ needs: 'x' }, { incidents: [incident('consent-withdrawn')] })), 'CASE_ON_HOLD');
  const ask = decideAskForCompletion(
    receivingCase('in-progress', { incidents: [incident('consent-withdrawn')] }),
    id('q'),
    { about: ['needs'], question: 'x?' },
    around({ city: malmo }),
  );
  t.equal(said(ask), 'CASE_ON_HOLD', 'nor is anything asked');
});

t.test('an answer that comes is kept once, for the question that was asked', async (t) => {
  const hear = (questions: Question[], from = stockholm) =>
    said(
      decideReceiveCompletion(receivingCase('received', { questions }), from, {
        questionId: 'q',
        answer: {},
      }),
    );
  t.equal(hear([question]), 'completion-given');
  t.equal(hear([{ ...question, answeredAt: around().now }]), 'nothing');
  t.equal(hear([]), 'NOT_FOUND');
  t.equal(hear([question], goteborg), 'NOT_FOUND');
});
