// Which refusal is given when several apply, to what is done around a stay.
import type {
  ExtendPlacement,
  IncidentDecision,
  ProposeResponsibilitySplit,
  RecordFollowUp,
} from '@storstad/contract';
import t from 'tap';
import type { HomeCase } from '../../src/domain/case.js';
import { decideCloseCase } from '../../src/domain/closing.js';
import { decideGiveCompletion } from '../../src/domain/completion.js';
import { decideRecordFollowUp } from '../../src/domain/follow-up.js';
import { decideCloseIncident } from '../../src/domain/incident-closing.js';
import { decideArrival, decideSignPlacementAgreement } from '../../src/domain/placement.js';
import { decideProposeSplit } from '../../src/domain/responsibility-split.js';
import { decideExtend } from '../../src/domain/stay.js';
import { approval, consent, homeCase, lowThreat, receivingCase, referralId } from './cases.js';
import { followedUp, incident, settled } from './follow-ups.js';
import { holds } from './precedence.js';
import { around, day, id, malmo, said } from './support.js';

const here = around();
interface AtHome {
  readonly side: { readonly home: boolean };
  readonly theCase: Partial<HomeCase>;
}
const caseOf = ({ side, theCase }: AtHome, state: 'in-progress' | 'departed' | 'accepted' | 'requested') =>
  side.home ? homeCase(state, theCase) : receivingCase('in-progress');
const outcome = { goalAttainment: 'fully', longTermHousing: 'yes' } as const;
const witness = { ...lowThreat, evidencePerson: 'participating', admitsInvolvement: true } as const;
const review = followedUp({ kind: 'review', on: '2025-02-20', offeredTo: ['police', 'social-worker'] });
const plan = followedUp({ kind: 'safety-plan', on: '2025-02-03' });
const police = consent('police');
const otherBasis = { kind: 'protected-person', threat: witness } as const;

t.test('an extension', async (t) => {
  holds<AtHome & { input: ExtendPlacement }>(t, {
    start: {
      side: { home: false },
      theCase: { state: 'departed', incidents: [incident('child-surfaced')], consents: [], approvals: [] },
      input: { decidedOn: '2025-03-04', until: '2025-04-01' },
    },
    mends: [
      ['WRONG_SIDE', { side: { home: true } }],
      ['CASE_STATE', { theCase: { state: 'in-progress' } }],
      ['CONSENT_POLICE_MISSING', { theCase: { consents: [police] } }],
      ['CONSENT_MUNICIPALITY_MISSING', { theCase: { consents: [police, consent('municipality')] } }],
      ['CONSENT_SERVICE_MISSING', { theCase: { consents: homeCase('draft').consents } }],
      ['POLICE_APPROVAL_MISSING', { theCase: { approvals: [approval({ decision: 'refused' })] } }],
      ['POLICE_APPROVAL_REFUSED', { theCase: { approvals: [approval({ basis: otherBasis })] } }],
      ['POLICE_APPROVAL_STALE', { theCase: { approvals: [approval()] } }],
      ['CASE_ON_HOLD', { theCase: { incidents: [] } }],
      ['DATE_IMPOSSIBLE', { input: { decidedOn: '2025-03-03' } }],
      ['REVIEW_MISSING', { theCase: { followUps: [review] } }],
      ['SAFETY_PLAN_MISSING', { theCase: { followUps: [review, plan] } }],
    ],
    decide: (attempt) => said(decideExtend(caseOf(attempt, 'in-progress'), attempt.input, here)),
    atLast: 'placement-extended → placement-extended to malmo',
  });
});

t.test('an arrival', async (t) => {
  holds<AtHome & { input: { arrivedOn: string; withoutSafetyPlan?: true } }>(t, {
    start: { side: { home: true }, theCase: { state: 'departed' }, input: { arrivedOn: '2025-03-04' } },
    mends: [
      ['WRONG_SIDE', { side: { home: false } }],
      ['CASE_STATE', { theCase: { state: 'ready' } }],
      ['DATE_IMPOSSIBLE', { input: { arrivedOn: '2025-03-03' } }],
      ['SAFETY_PLAN_MISSING', { input: { withoutSafetyPlan: true } }],
    ],
    decide: ({ side, theCase, input }) => {
      const state = theCase.state === 'ready' ? 'ready' : 'departed';
      const attempt = side.home ? homeCase('ready') : receivingCase(state);
      return said(decideArrival(attempt, id('f'), input, around({ city: malmo })));
    },
    atLast: 'arrival-recorded → arrival-recorded to stockholm',
  });
});

t.test('a signature', async (t) => {
  holds<AtHome>(t, {
    start: {
      side: { home: false },
      theCase: { state: 'ready', incidents: [incident('child-surfaced')], consents: [], approvals: [] },
    },
    mends: [
      ['WRONG_SIDE', { side: { home: true } }],
      ['CASE_STATE', { theCase: { state: 'accepted' } }],
      ['CONSENT_SERVICE_MISSING', { theCase: { consents: [consent('services')] } }],
      ['POLICE_APPROVAL_MISSING', { theCase: { approvals: [approval()] } }],
      ['CASE_ON_HOLD', { theCase: { incidents: [] } }],
    ],
    decide: (attempt) =>
      said(decideSignPlacementAgreement(caseOf(attempt, 'accepted'), id('placement-1'), here)),
    atLast: 'placement-agreement-signed → placement-agreement-signed to malmo',
  });
});

t.test('a coordination meeting', async (t) => {
  const check = followedUp({ kind: 'register-check', on: '2025-02-20', verdict: 'note' });
  const fact = {
    kind: 'coordination-meeting',
    on: '2025-03-04',
    attended: ['person'],
    outcome: 'routine',
  } as const;
  holds<{ theCase: Partial<HomeCase>; fact: Partial<RecordFollowUp> }>(t, {
    start: {
      theCase: { state: 'completed', incidents: [incident('register-note')] },
      fact: { ...fact, attended: ['person'] },
    },
    mends: [
      ['CASE_STATE', { theCase: { state: 'in-progress' } }],
      ['DATE_IMPOSSIBLE', { fact: { on: '2025-03-03' } }],
      ['MEETING_WITHOUT_POLICE', { fact: { attended: ['police'] } }],
      ['REGISTER_CHECK_MISSING', { theCase: { followUps: [check] } }],
      ['REGISTER_NOTE_OPEN', { fact: { outcome: 'joint-decision' } }],
    ],
    decide: (attempt) =>
      said(
        decideRecordFollowUp(
          homeCase('in-progress', attempt.theCase),
          id('f'),
          attempt.fact as RecordFollowUp,
          here,
        ),
      ),
    atLast: 'follow-up-recorded → follow-up-recorded to malmo',
  });
});

t.test('a review, and a step of the home city', async (t) => {
  const record = (fact: RecordFollowUp, state: 'received' | 'in-progress') =>
    said(decideRecordFollowUp(receivingCase(state), id('f'), fact, around({ city: malmo })));
  const wrong: RecordFollowUp = { kind: 'review', on: '2025-03-04', offeredTo: [] };
  t.equal(record(wrong, 'received'), 'CASE_STATE');
  t.equal(record(wrong, 'in-progress'), 'DATE_IMPOSSIBLE');
  t.equal(record({ ...wrong, on: '2025-03-03' }, 'in-progress'), 'REVIEW_NOT_OFFERED');
  t.equal(record({ kind: 'investigation', on: '2025-03-04' }, 'received'), 'WRONG_SIDE');
});

t.test('an incident that is settled', async (t) => {
  const kind = 'evidence-status-changed';
  const open = incident(kind);
  const basis = { kind: 'protected-person', threat: witness } as const;
  holds<AtHome & { input: Partial<IncidentDecision> }>(t, {
    start: {
      side: { home: false },
      theCase: { threat: witness, approvals: [], incidents: [{ ...open, closed: settled() }] },
      input: { decision: 'continues' },
    },
    mends: [
      ['WRONG_SIDE', { side: { home: true } }],
      ['ALREADY_SETTLED', { theCase: { incidents: [open] } }],
      ['EVIDENCE_PERSON_NOT_DEFECTOR', { theCase: { kind: 'protected-person' } }],
      ['POLICE_APPROVAL_MISSING', { theCase: { approvals: [approval({ basis })] } }],
      ['DECISION_WITHOUT_POLICE', { input: { policeTookPart: true } }],
    ],
    decide: ({ side, theCase, input }) => {
      const attempt = side.home
        ? homeCase('in-progress', theCase)
        : receivingCase('in-progress', { incidents: theCase.incidents ?? [] });
      return said(decideCloseIncident(attempt, open.id, input as IncidentDecision, here));
    },
    atLast: 'incident-closed → incident-closed to malmo',
  });
});

t.test('a division of responsibility', async (t) => {
  const child = incident('child-surfaced');
  holds<{ theCase: Partial<HomeCase>; input: ProposeResponsibilitySplit }>(t, {
    start: {
      theCase: { incidents: [{ ...child, closed: settled() }] },
      input: { homeMeasures: [], receivingMeasures: [], guardianGranted: false },
    },
    mends: [
      ['ALREADY_SETTLED', { theCase: { incidents: [child] } }],
      ['MEASURES_MISSING', { input: { receivingMeasures: ['protected-housing-with-child'] } }],
      ['CHILD_WITHOUT_GUARDIAN', { input: { guardianGranted: true } }],
    ],
    decide: ({ theCase, input }) => {
      const ids = { incidentId: child.id, id: id<never>('s') };
      return said(decideProposeSplit(homeCase('in-progress', theCase), ids, input, here));
    },
    atLast: 'responsibility-split-proposed → responsibility-split-proposed to malmo',
  });
});

t.test('an answer to a question', async (t) => {
  const question = { id: 'q', referralId, about: [], question: 'x?', askedAt: here.now, answer: null };
  const questions = [{ ...question, answeredAt: here.now }];
  holds<AtHome>(t, {
    start: {
      side: { home: false },
      theCase: { state: 'departed', questions, incidents: [incident('consent-withdrawn')], consents: [] },
    },
    mends: [
      ['WRONG_SIDE', { side: { home: true } }],
      ['CASE_STATE', { theCase: { state: 'in-progress' } }],
      ['ALREADY_SETTLED', { theCase: { questions: [{ ...question, answeredAt: null }] } }],
      ['CONSENT_MUNICIPALITY_MISSING', { theCase: { consents: [consent('municipality')] } }],
      ['CASE_ON_HOLD', { theCase: { incidents: [] } }],
    ],
    decide: (attempt) =>
      said(decideGiveCompletion(caseOf(attempt, 'in-progress'), id('q'), { needs: 'x' }, here)),
    atLast: 'completion-given → completion-given to malmo',
  });
});

t.test('the end of a case', async (t) => {
  const fallback = { form: 'support-at-home', startsOn: '2025-03-04' } as const;
  holds<AtHome & { input: { fallback?: typeof fallback } }>(t, {
    start: {
      side: { home: false },
      theCase: { state: 'in-progress', incidents: [incident('wrongdoing')], approvals: [] },
      input: {},
    },
    mends: [
      ['WRONG_SIDE', { side: { home: true } }],
      ['CASE_STATE', { theCase: { state: 'departed' } }],
      ['REASON_NOT_POSSIBLE', { theCase: { stay: null } }],
      ['INCIDENT_OPEN', { theCase: { incidents: [] } }],
      ['POLICE_VERDICT_MISSING', { theCase: { noSuitableCityOn: day('2025-03-03') } }],
      ['FALLBACK_MISSING', { input: { fallback } }],
    ],
    decide: (attempt) => {
      const input = { reason: 'no-suitable-partner-city', outcome, ...attempt.input } as const;
      return said(decideCloseCase(caseOf(attempt, 'departed'), input, here));
    },
    atLast: 'case-closed → case-closed to malmo',
  });
});
