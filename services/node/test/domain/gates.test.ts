// What must hold before anything leaves a city: the person, the consents, the police.
import type { AssessThreat, CaseKind, ConsentCategory } from '@storstad/contract';
import t from 'tap';
import type { HomeCase } from '../../src/domain/case.js';
import {
  type Consent,
  categoriesToDisclose,
  consentToAsk,
  coveredCategories,
  policeConsent,
  servicesConsent,
} from '../../src/domain/consent.js';
import { kindRefusal, personRefusal, threatRefusal } from '../../src/domain/eligibility.js';
import { hindrances } from '../../src/domain/hindrances.js';
import {
  type ApprovalBasis,
  approvalFor,
  approvalState,
  type PoliceApproval,
} from '../../src/domain/police-approval.js';
import { decideAcceptReferral } from '../../src/domain/reception.js';
import { decideSendReferral } from '../../src/domain/referral.js';
import { isRefusal } from '../../src/domain/refusal.js';
import type { Instant, ReferralId, Unit } from '../../src/domain/values.js';
import { approval, consent, homeCase, lowThreat, opened, receivingCase } from './cases.js';
import { around, day, goteborg, id, malmo, version } from './support.js';

/** The code of a refusal, or nothing. */
type Code = string | undefined;
const { terms: terms2024 } = version('2024').document;
const { terms: terms2025 } = version('2025').document;

t.test('S3: which kinds of case the terms take, by evidence status', async (t) => {
  const notIn2024 = 'CASE_KIND_NOT_IN_TERMS';
  type Row = [CaseKind, AssessThreat['evidencePerson'], admits: boolean, in2024: Code, in2025: Code];
  const rows: Row[] = [
    ['defector', 'no', false, undefined, undefined],
    ['defector', 'no', true, undefined, undefined],
    ['defector', 'participating', true, 'EVIDENCE_PERSON_NOT_DEFECTOR', 'EVIDENCE_PERSON_NOT_DEFECTOR'],
    ['defector', 'not-participating', true, 'EVIDENCE_PERSON_NOT_DEFECTOR', 'EVIDENCE_PERSON_NOT_DEFECTOR'],
    ['protected-person', 'no', true, notIn2024, 'EVIDENCE_PERSON_NOT_PARTICIPATING'],
    ['protected-person', 'not-participating', true, notIn2024, 'EVIDENCE_PERSON_NOT_PARTICIPATING'],
    ['protected-person', 'no', false, notIn2024, 'NOT_WITHIN_CRIMINALITY'],
    ['protected-person', 'not-participating', false, notIn2024, 'EVIDENCE_PERSON_NOT_PARTICIPATING'],
    ['protected-person', 'participating', false, notIn2024, 'NOT_WITHIN_CRIMINALITY'],
    ['protected-person', 'participating', true, notIn2024, undefined],
  ];
  for (const [kind, evidencePerson, admitsInvolvement, in2024, in2025] of rows) {
    const threat = { ...lowThreat, evidencePerson, admitsInvolvement };
    const name = `${kind}, evidence person ${evidencePerson}, admits ${admitsInvolvement}`;
    t.equal(kindRefusal(terms2024, kind, threat)?.refusal, in2024, `${name}, 2024`);
    t.equal(kindRefusal(terms2025, kind, threat)?.refusal, in2025, `${name}, 2025`);
  }
  t.equal(kindRefusal(terms2025, 'defector', null), undefined, 'before the police have assessed');
  for (const [evidencePerson, expected] of [
    ['participating', undefined],
    ['no', 'EVIDENCE_PERSON_NOT_PARTICIPATING'],
    ['not-participating', 'EVIDENCE_PERSON_NOT_PARTICIPATING'],
  ] as const)
    t.equal(
      kindRefusal(terms2025, 'protected-person', { ...lowThreat, evidencePerson }, true)?.refusal,
      expected,
      `by exception, evidence person ${evidencePerson}`,
    );
});

t.test(
  'S1: above the ceiling of 2024 is confirmed, high and in need of active protection, all three',
  async (t) => {
    type Row = [AssessThreat['level'], confirmed: boolean, protection: boolean, in2024: Code, in2025: Code];
    const unclear = 'THREAT_NOT_CONFIRMED';
    const rows: Row[] = [
      ['low', true, false, undefined, undefined],
      ['low', true, true, undefined, undefined],
      ['high', true, false, undefined, undefined],
      ['high', true, true, 'THREAT_ABOVE_TERMS', undefined],
      ['high', false, true, unclear, unclear],
      ['low', false, false, unclear, unclear],
    ];
    for (const lethalViolenceRisk of [false, true])
      for (const [level, confirmed, activeProtectionNeeded, in2024, in2025] of rows) {
        const threat = { ...lowThreat, level, confirmed, activeProtectionNeeded, lethalViolenceRisk };
        const name = `${level}, confirmed ${confirmed}, protection ${activeProtectionNeeded}`;
        t.equal(threatRefusal(terms2024, threat)?.refusal, in2024, `${name}, 2024`);
        t.equal(threatRefusal(terms2025, threat)?.refusal, in2025, `${name}, 2025`);
      }
    t.equal(threatRefusal(terms2025, null)?.refusal, unclear, 'not assessed at all');
  },
);

t.test('the person is of age, without minors to answer for, motivated, and has to move', async (t) => {
  const { intake } = opened.sealed;
  const rows: [changes: Partial<HomeCase['intake']>, expected: Code][] = [
    [{}, undefined],
    [{ bornOn: day('2007-03-03') }, undefined],
    [{ bornOn: day('2007-03-04') }, 'MINOR'],
    [{ responsibleForMinors: true }, 'RESPONSIBLE_FOR_MINORS'],
    [{ motivated: false }, 'NOT_MOTIVATED'],
    [{ relocationNeeded: false }, 'RELOCATION_NOT_NEEDED'],
    [{ relocationReason: null }, undefined],
    [{ destination: 'abroad' }, 'DESTINATION_ABROAD'],
  ];
  for (const [changes, expected] of rows) {
    const refusal = personRefusal({ ...intake, ...changes }, day('2025-03-03'))?.refusal;
    t.equal(refusal, expected, JSON.stringify(changes));
  }
  const leapling = { ...intake, bornOn: day('2008-02-29') };
  t.equal(personRefusal(leapling, day('2026-02-28'))?.refusal, 'MINOR', 'born on 29 February');
  t.equal(personRefusal(leapling, day('2026-03-01')), undefined, 'of age on 1 March');
});

t.test(
  'a witness who admits nothing is taken by exception only: liaison, home and receiving city',
  async (t) => {
    const witness = { ...lowThreat, evidencePerson: 'participating' } as const;
    const basis = { kind: 'protected-person', threat: witness } as const;
    for (const liaison of [false, true])
      for (const asked of [false, true])
        for (const taken of [false, true]) {
          const approvals = [approval({ witnessException: liaison, basis })];
          const home = homeCase('draft', { kind: 'protected-person', threat: witness, approvals });
          const ask = { city: malmo, id: id<ReferralId>('referral-2'), witnessException: asked };
          const sent = decideSendReferral(home, ask, around());
          const name = `liaison ${liaison}, home ${asked}`;
          t.equal(isRefusal(sent) && sent.refusal, !(liaison && asked) && 'NOT_WITHIN_CRIMINALITY', name);
          if (!isRefusal(sent)) t.match(sent.messages, [{ content: { witnessException: true } }]);
          const received = {
            kind: 'protected-person',
            threat: witness,
            witnessException: liaison && asked,
          } as const;
          const input = { unit: 'ASN', ...(taken ? { witnessException: true as const } : {}) };
          const answer = decideAcceptReferral(
            receivingCase('received', received),
            input,
            around({ city: malmo }),
          );
          t.equal(
            isRefusal(answer) && answer.refusal,
            !(liaison && asked && taken) && 'NOT_WITHIN_CRIMINALITY',
            `${name}, receiving ${taken}`,
          );
        }
    const bystander = { ...witness, evidencePerson: 'not-participating' } as const;
    t.equal(
      kindRefusal(terms2025, 'protected-person', bystander, true)?.refusal,
      'EVIDENCE_PERSON_NOT_PARTICIPATING',
      'no exception for one who takes no part',
    );
    t.equal(kindRefusal(terms2025, 'defector', witness, true)?.refusal, 'EVIDENCE_PERSON_NOT_DEFECTOR');
  },
);

t.test('a consent covers cities × categories × purposes × time; several add up', async (t) => {
  const scoped = (changes: Partial<Consent> = {}) => consent('municipality', changes);
  const onlyNeeds = scoped({ categories: ['needs'], validUntil: day('2025-03-03') });
  const onlyThreat = scoped({ categories: ['threat'], givenOn: day('2025-03-02') });
  const withdrawn = { withdrawnAt: id<Instant>('2025-03-02T08:00:00.000Z') };
  type Row = [what: string, consents: Consent[], covered: ConsentCategory[]];
  const rows: Row[] = [
    ['whole', [scoped()], ['needs', 'threat']],
    ['another city', [scoped({ cities: [goteborg] })], []],
    ['another purpose', [scoped({ purposes: ['support'] })], []],
    ['given tomorrow', [scoped({ givenOn: day('2025-03-03') })], []],
    ['given today', [scoped({ givenOn: day('2025-03-02') })], ['needs', 'threat']],
    ['until tomorrow', [scoped({ validUntil: day('2025-03-03') })], ['needs', 'threat']],
    ['until today', [scoped({ validUntil: day('2025-03-02') })], []],
    ['withdrawn', [scoped(withdrawn)], []],
    ['one withdrawn of two', [scoped(withdrawn), onlyNeeds], ['needs']],
    ['the union of two', [onlyNeeds, onlyThreat], ['needs', 'threat']],
    ['a consent of another type', [consent('police', { ...scoped(), type: 'police' })], []],
  ];
  const on = day('2025-03-02');
  for (const [what, consents, covered] of rows) {
    t.same([...coveredCategories(consents, malmo, 'assessment', on)].sort(), covered, what);
    const asks = covered.length === 2 ? undefined : 'CONSENT_MUNICIPALITY_MISSING';
    t.equal(consentToAsk(consents, malmo, on)?.refusal, asks, `to ask: ${what}`);
  }
  t.same(consentToAsk([onlyNeeds], malmo, on)?.facts, { city: 'malmo', missingCategories: ['threat'] });
  for (const [type, gate] of [
    ['police', policeConsent],
    ['services', servicesConsent],
  ] as const) {
    t.equal(gate([consent(type)], on), undefined);
    t.equal(
      gate([consent(type, withdrawn)], on)?.refusal,
      `CONSENT_${type === 'police' ? 'POLICE' : 'SERVICE'}_MISSING`,
    );
    t.ok(gate([consent(type, { validUntil: on })], on), 'over on its last day');
    t.ok(gate([scoped()], on), 'of another type');
  }
});

t.test('what is disclosed is recorded and covered for support; nothing at all is a refusal', async (t) => {
  const tell = (categories: ConsentCategory[], ...recorded: ConsentCategory[]) => {
    const told = categoriesToDisclose(
      [consent('municipality', { categories })],
      new Set(recorded),
      malmo,
      day('2025-03-02'),
    );
    return isRefusal(told) ? told : [...told];
  };
  t.same(tell(['needs', 'identity'], 'identity', 'health'), ['identity']);
  t.match(tell(['needs'], 'identity', 'health'), {
    refusal: 'CONSENT_MUNICIPALITY_MISSING',
    facts: { missingCategories: ['health', 'identity'] },
  });
});

t.test('an approval is stale as soon as one fact that it rests on is another', async (t) => {
  const now: ApprovalBasis = { kind: 'defector', threat: lowThreat };
  const facts: Partial<AssessThreat>[] = [
    { level: 'high' },
    { confirmed: false },
    { lethalViolenceRisk: true },
    { activeProtectionNeeded: true },
    { evidencePerson: 'participating' },
    { admitsInvolvement: true },
  ];
  t.equal(approvalState(approval(), now), 'valid');
  for (const fact of facts) {
    const changed = { ...now, threat: { ...lowThreat, ...fact } };
    t.equal(approvalState(approval(), changed), 'stale', JSON.stringify(fact));
  }
  t.equal(approvalState(approval(), { ...now, kind: 'protected-person' }), 'stale');
  const again = { ...now, threat: { ...lowThreat, assessedOn: '2025-03-02' } };
  t.equal(approvalState(approval(), again), 'valid', 'assessed again with the same outcome');
  t.same(Object.keys(lowThreat).length, facts.length + 1, 'every other fact is in the table');
});

t.test('the newest decision on a city counts', async (t) => {
  const now: ApprovalBasis = { kind: 'defector', threat: lowThreat };
  const withdrawn = approval({ withdrawnAt: id<Instant>('2025-03-02T09:00:00.000Z') });
  const stale = approval({ basis: { ...now, kind: 'protected-person' } });
  const refused = approval({ decision: 'refused' });
  const rows: [what: string, decisions: PoliceApproval[], expected: string][] = [
    ['none', [], 'POLICE_APPROVAL_MISSING'],
    ['approved', [approval()], 'approval-1'],
    ['refused, then approved', [refused, approval()], 'approval-1'],
    ['approved, then refused', [approval(), refused], 'POLICE_APPROVAL_REFUSED'],
    ['approved, then another withdrawn', [approval(), withdrawn], 'POLICE_APPROVAL_MISSING'],
    ['stale', [stale], 'POLICE_APPROVAL_STALE'],
    ['stale, then approved', [stale, approval()], 'approval-1'],
    ['for another city', [approval({ city: goteborg })], 'POLICE_APPROVAL_STALE'],
    [
      'refused for another city',
      [approval({ city: goteborg, decision: 'refused' })],
      'POLICE_APPROVAL_MISSING',
    ],
    [
      'here, then refused for another city',
      [approval(), approval({ city: goteborg, decision: 'refused' })],
      'approval-1',
    ],
  ];
  for (const [what, decisions, expected] of rows) {
    const outcome = approvalFor(decisions, malmo, now);
    t.equal(isRefusal(outcome) ? outcome.refusal : outcome.id, expected, what);
  }
});

t.test('what would stop a request is known before anything is gathered, and is what stops it', async (t) => {
  const { intake } = opened.sealed;
  const minor = { ...intake, bornOn: day('2012-01-01') };
  const unwilling = { ...intake, motivated: false, destination: 'abroad' as const };
  const rules = [{ unit: id<Unit>('SN'), kind: 'defector' as const }];
  const bySIG = [{ unit: id<Unit>('JARVA'), kind: 'defector' as const, threat: 'high' as const }, ...rules];
  const unconfirmed = { ...lowThreat, confirmed: false };
  const witness = { ...lowThreat, evidencePerson: 'participating' as const };
  const decided = [approval()];
  type Row = [what: string, changes: Partial<HomeCase>, codes: string[], rules?: typeof bySIG | typeof rules];
  const rows: Row[] = [
    ['nothing', {}, []],
    ['a minor', { intake: minor }, ['MINOR']],
    ['several things', { intake: unwilling }, ['NOT_MOTIVATED', 'DESTINATION_ABROAD']],
    ['an assessment that confirms nothing', { threat: unconfirmed }, ['THREAT_NOT_CONFIRMED']],
    ['no assessment yet', { threat: null }, []],
    ['a unit that takes none of them', { threat: null }, ['WRONG_UNIT_FOR_CASE'], rules],
    ['a unit that takes some, before the assessment', { threat: null }, [], bySIG],
    ['the same, after it', {}, ['WRONG_UNIT_FOR_CASE'], bySIG],
    ['a minor has no unit', { intake: minor }, ['MINOR'], rules],
    [
      'a witness, while an exception can be made',
      { kind: 'protected-person', threat: witness, approvals: [] },
      [],
    ],
    [
      'a witness without an exception',
      { kind: 'protected-person', threat: witness, approvals: decided },
      ['NOT_WITHIN_CRIMINALITY'],
    ],
  ];
  const ask = { city: malmo, id: id<ReferralId>('referral-2'), witnessException: false };
  for (const [what, changes, codes, unitRules = []] of rows) {
    const theCase = homeCase('draft', changes);
    const here = around({ unitRules });
    const found = hindrances(theCase, here).map(({ refusal }) => refusal);
    t.strictSame(found, codes, what);
    const sent = decideSendReferral(theCase, ask, here);
    if (theCase.threat && codes[0]) t.match(sent, { refusal: codes[0] }, `${what}: the same stops it`);
  }
  const [routed] = hindrances(homeCase('draft', { threat: null }), around({ unitRules: rules }));
  t.strictSame(routed?.facts, { unit: 'JARVA', competent: ['SN'] });
});
