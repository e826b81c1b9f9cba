// What asking another city, and its answer, demand and carry, beyond the state that the case is in.
import type { AssessThreat, SealedContent } from '@storstad/contract';
import t from 'tap';
import type { HomeCase } from '../../src/domain/case.js';
import {
  approvalStateIn,
  decideCorrectIntake,
  decideGiveConsent,
  decideOpenCase,
  decidePoliceApproval,
  decideWithdrawApproval,
  decideWithdrawConsent,
} from '../../src/domain/case-file.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import type { Consent } from '../../src/domain/consent.js';
import { decideReceiveReferral } from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import type { City } from '../../src/domain/values.js';
import {
  approval,
  caseId,
  consent,
  given,
  homeCase,
  lowThreat,
  opened,
  receivingCase,
  referralId,
  slot,
} from './cases.js';
import { incident, settled } from './follow-ups.js';
import { agreed, around, day, goteborg, id, malmo, said, stockholm, use, version } from './support.js';

const here = around();
const there = around({ city: malmo });

t.test('a case is opened for a party to the version that covers today, approved or not', async (t) => {
  const { kind, needs, intake } = opened.sealed;
  const input = { ...intake, kind, needs: { ...needs, services: [...needs.services] }, unit: 'FARSTA' };
  const open = (today: string, versions = [version('2024'), version('2025', { unapproved: 'all' })]) =>
    said(decideOpenCase(caseId, input, around({ today: day(today), versions })));
  t.equal(open('2024-12-31'), 'UNIT_NOT_PARTY');
  t.equal(open('2025-01-01'), 'case-opened');
  t.equal(open('2026-01-01'), 'case-opened', 'between two versions, for a party to an earlier one');
  t.equal(open('2026-01-01', [version('2024')]), 'UNIT_NOT_PARTY');
});

t.test('nobody is born in the future, nor more than 120 years ago', async (t) => {
  const { kind, needs, intake } = opened.sealed;
  const input = { ...intake, kind, needs: { ...needs, services: [...needs.services] }, unit: 'JARVA' };
  const rows: [bornOn: string, isPossible: boolean][] = [
    ['2025-03-03', true],
    ['2025-03-04', false],
    ['1904-03-04', true],
    ['1904-03-03', false],
  ];
  for (const [bornOn, isPossible] of rows) {
    t.equal(
      said(decideOpenCase(caseId, { ...input, bornOn }, here)),
      isPossible ? 'case-opened' : 'DATE_IMPOSSIBLE',
      bornOn,
    );
    t.equal(
      said(decideCorrectIntake(homeCase('draft'), { bornOn }, here)),
      isPossible ? 'intake-corrected' : 'DATE_IMPOSSIBLE',
      `${bornOn}, corrected`,
    );
  }
});

t.test('a consent is not given in the future, and ends after it was given', async (t) => {
  const rows: [givenOn: string, validUntil: string | null, can: boolean][] = [
    ['2025-03-03', null, true],
    ['2025-03-04', null, false],
    ['2025-03-01', '2025-03-02', true],
    ['2025-03-01', '2025-03-01', false],
    ['2025-03-01', '2025-02-28', false],
  ];
  for (const [givenOn, until, can] of rows) {
    const dates = { givenOn: day(givenOn), validUntil: until === null ? null : day(until) };
    t.equal(
      said(decideGiveConsent(homeCase('draft'), consent('police', dates), here)),
      can ? 'consent-given' : 'DATE_IMPOSSIBLE',
      `${givenOn} until ${until}`,
    );
  }
});

const ask = (changes: Partial<HomeCase> = {}, surroundings: Circumstances = here) =>
  asking.decideSendReferral(
    homeCase('draft', changes),
    { city: malmo, id: referralId, witnessException: false },
    surroundings,
  );

t.test('a request carries what is needed to judge, and no identity', async (t) => {
  const [message] = agreed(ask({ details: { name: 'Ada Test' } })).messages;
  t.same(message?.content, {
    referralId,
    unit: 'JARVA',
    kind: 'defector',
    slot: { agreement: '2025', number: 1, limit: 2 },
    requestedOn: '2025-03-03',
    sentAt: '2025-03-03T08:00:00.000Z',
    policeReference: 'K-1-25',
    threat: lowThreat,
    needs: opened.sealed.needs,
  });
  t.same([...(message?.covered ?? [])].sort(), ['needs', 'threat']);
  t.match(
    agreed(ask({ healthNeeds: 'x' })).messages,
    [{ content: { healthNeeds: 'x' } }],
    'to be cut on the way out',
  );
});

t.test('what is disclosed is what the consents for support cover', async (t) => {
  const disclose = (changes: Partial<HomeCase>) => asking.decideDisclose(homeCase('accepted', changes), here);
  t.match(agreed(disclose({})).events, [{ categories: ['needs'] }], 'not health');
  const [message] = agreed(disclose({})).messages;
  t.same([...(message?.covered ?? [])], ['needs']);
  t.equal(said(disclose({ details: null })), 'DETAILS_NOT_RECORDED');
  t.equal(said(disclose({ details: { name: 'Ada Test' } })), 'CONSENT_MUNICIPALITY_MISSING');
});

t.test(
  'S6: nothing is disclosed while it is not settled that a stay goes on after a withdrawal',
  async (t) => {
    const kind = 'consent-withdrawn';
    const disclosed = 'details-disclosed → personal-details-disclosed to malmo';
    const rows: [what: string, incidents: HomeCase['incidents'], expected: string][] = [
      ['open', [incident(kind)], 'CASE_ON_HOLD'],
      ['the stay ends', [incident(kind, { closed: settled({ decision: 'stay-ends' }) })], 'CASE_ON_HOLD'],
      ['the stay goes on', [incident(kind, { closed: settled() })], disclosed],
      ['another incident', [incident('child-surfaced')], disclosed],
    ];
    for (const [what, incidents, expected] of rows)
      t.equal(said(asking.decideDisclose(homeCase('in-progress', { incidents }), here)), expected, what);
  },
);

t.test('the receiving city judges by its own knowledge, on the day that the request was made', async (t) => {
  const [request] = agreed(ask()).messages;
  const of2024 = { requestedOn: '2024-12-31', slot: { agreement: '2024', number: 1, limit: 1 } };
  const high: AssessThreat = { ...lowThreat, level: 'high', activeProtectionNeeded: true };
  const rows: [what: string, changes: Partial<SealedContent<'referral-requested'>>, expected: string][] = [
    ['place 2 of 2', { slot: { ...slot, number: 2 } }, 'referral-received'],
    ['place 3 of "3"', { slot: { ...slot, number: 3, limit: 3 } }, 'QUOTA_HOME'],
    ['the last day of 2024', of2024, 'referral-received'],
    ['place 2 in 2024', { ...of2024, slot: { ...of2024.slot, number: 2 } }, 'QUOTA_HOME'],
    ['a place kept from 2024 (§12 no. 31)', { ...of2024, requestedOn: '2025-01-01' }, 'referral-received'],
    ['a place of an unknown version', { slot: { ...slot, agreement: '2026' } }, 'QUOTA_HOME'],
    ['after 2025', { requestedOn: '2026-01-01' }, 'AGREEMENT_NOT_IN_FORCE'],
    ['Farsta in 2024', { ...of2024, unit: 'FARSTA' }, 'UNIT_NOT_PARTY'],
    ['a high threat in 2024', { ...of2024, threat: high }, 'THREAT_ABOVE_TERMS'],
    ['a high threat in 2025', { threat: high }, 'referral-received'],
    ['an unclear threat', { threat: { ...lowThreat, confirmed: false } }, 'THREAT_NOT_CONFIRMED'],
    ['a protected person in 2024', { ...of2024, kind: 'protected-person' }, 'CASE_KIND_NOT_IN_TERMS'],
    [
      'a defector who is evidence person',
      { threat: { ...lowThreat, evidencePerson: 'participating' } },
      'EVIDENCE_PERSON_NOT_DEFECTOR',
    ],
  ];
  for (const [what, changes, expected] of rows) {
    const content = { ...(request?.content as SealedContent<'referral-requested'>), ...changes };
    t.equal(said(decideReceiveReferral(undefined, caseId, stockholm, content, there)), expected, what);
  }
});

t.test('S4: the day of acceptance decides the version, and the place moves with it', async (t) => {
  const in2024 = { agreement: '2024', number: 1, limit: 1 };
  const in2025 = { agreement: '2025', number: 2, limit: 2 };
  type Row = [
    what: string,
    asked: typeof slot,
    on: string,
    theirs: typeof slot,
    sent2025: number,
    expected: unknown,
  ];
  const rows: Row[] = [
    ['within 2025 the place stays, however many are taken', in2025, '2025-03-01', slot, 2, in2025],
    ['within 2024', in2024, '2024-12-31', in2024, 2, in2024],
    ['over New Year', in2024, '2025-01-01', slot, 1, in2025],
    ['over New Year, when all is taken', in2024, '2025-01-01', slot, 2, 'QUOTA_HOME'],
    [
      'counted by the receiving city in another version',
      in2024,
      '2025-01-01',
      in2024,
      0,
      'AGREEMENT_NOT_IN_FORCE',
    ],
    ['when no version is in force', in2025, '2026-01-01', slot, 0, 'AGREEMENT_NOT_IN_FORCE'],
  ];
  for (const [what, asked, on, theirs, sent2025, expected] of rows) {
    const [referral] = homeCase('requested').referrals.map((open) => ({ ...open, slot: asked }));
    const surroundings = around({ quotaUse: (agreement) => use(agreement === '2025' ? sent2025 : 9, 0) });
    const content = { referralId, unit: 'ASN', acceptedOn: on, slot: theirs };
    const theCase = homeCase('requested', { referrals: referral ? [referral] : [] });
    const outcome = asking.decideReferralAccepted(theCase, malmo, content, surroundings);
    if (typeof expected === 'string') t.equal(said(outcome), expected, what);
    else
      t.match(
        agreed(outcome).events,
        [{ slot: expected, agreement: theirs.agreement, acceptedOn: on }],
        what,
      );
  }
});

t.test('an answer that comes too late says nothing of what the case has come to', async (t) => {
  const [open] = homeCase('requested').referrals;
  if (!open) throw new Error('A requested case has a request');
  const later = { ...open, id: id<typeof open.id>('referral-2'), city: goteborg };
  const movedOn = homeCase('in-progress', {
    referrals: [
      { ...open, state: 'cancelled' },
      { ...later, state: 'accepted' },
    ],
  });
  const accepted = { referralId, unit: 'ASN', acceptedOn: '2025-03-01', slot };
  t.same(asking.decideReferralAccepted(movedOn, malmo, accepted, here), {
    refusal: 'CASE_STATE',
    facts: { state: 'cancelled' },
  });
  t.equal(said(asking.decideReferralRejected(movedOn, malmo, { referralId, code: 'CAPACITY' })), 'nothing');
  t.equal(
    said(asking.decideWithdrawReferral(movedOn, referralId, 'other-solution')),
    'CASE_STATE',
    'nor is it withdrawn twice',
  );
  t.equal(said(asking.decideWithdrawReferral(movedOn, id('referral-9'), 'other-solution')), 'NOT_FOUND');
});

t.test('a consent that is withdrawn pulls back a request that the others do not carry', async (t) => {
  const police = consent('police');
  const services = consent('services');
  const both = consent('municipality');
  const other = { id: id<Consent['id']>('other') };
  const pulled = 'consent-withdrawn, referral-cancelled → referral-withdrawn to malmo';
  type Row = [what: string, withdraw: Consent, left: Consent[], before: string, after: string];
  const stays = 'consent-withdrawn';
  const told = 'consent-withdrawn, incident-reported → incident-reported to malmo';
  const rows: Row[] = [
    ['the only one of police', police, [services, both], pulled, told],
    ['the only one of services', services, [police, both], pulled, told],
    ['the only one for Malmö', both, [police, services], pulled, told],
    ['another of police holds', police, [consent('police', other), services, both], stays, stays],
    ['another of services holds', services, [police, consent('services', other), both], stays, stays],
    ['another for Malmö holds', both, [police, services, consent('municipality', other)], stays, stays],
    [
      'what is left is not for the support',
      both,
      [police, services, consent('municipality', { ...other, purposes: ['assessment'] })],
      stays,
      told,
    ],
    [
      'another of police is over',
      police,
      [consent('police', { ...other, validUntil: here.today }), services, both],
      pulled,
      told,
    ],
    [
      'one for Göteborg alone',
      consent('municipality', { ...other, cities: [goteborg] }),
      [police, services, both],
      stays,
      stays,
    ],
    [
      'what is left lacks the threat',
      both,
      [police, services, consent('municipality', { ...other, categories: ['needs'] })],
      pulled,
      told,
    ],
  ];
  for (const [what, withdraw, left, before, after] of rows) {
    const consents = [...left, withdraw];
    const at = (state: 'accepted' | 'in-progress') =>
      said(decideWithdrawConsent(homeCase(state, { consents }), withdraw.id, id('i'), here));
    t.equal(at('accepted'), before, `${what}, before arrival`);
    t.equal(at('in-progress'), after, `${what}, after arrival`);
  }
  t.equal(said(decideWithdrawConsent(homeCase('draft'), id('unknown'), id('i'), here)), 'NOT_FOUND');
  const consents = [consent('police', { withdrawnAt: here.now })];
  t.equal(
    said(decideWithdrawConsent(homeCase('draft', { consents }), police.id, id('i'), here)),
    'CASE_STATE',
    'twice',
  );
});

t.test('the police’s newest word on the city that is asked carries the request', async (t) => {
  const older = approval({ id: id('older') });
  const both = { approvals: [older, approval()] };
  const withdraw = (changes: Partial<HomeCase>, which: string) =>
    said(decideWithdrawApproval(homeCase('accepted', changes), id(which), id('i'), here));
  t.equal(withdraw(both, 'older'), 'approval-withdrawn', 'a newer one holds');
  t.equal(
    withdraw(both, 'approval-1'),
    'approval-withdrawn, referral-cancelled → referral-withdrawn to malmo',
  );
  t.equal(
    withdraw({ approvals: [approval({ city: goteborg })] }, 'approval-1'),
    'approval-withdrawn',
    'for another city',
  );
  t.equal(withdraw({}, 'unknown'), 'NOT_FOUND');
  t.equal(
    withdraw({ approvals: [approval({ withdrawnAt: here.now })] }, 'approval-1'),
    'CASE_STATE',
    'twice',
  );
  const decide = (city: City, changes: Partial<HomeCase> = {}) =>
    said(
      decidePoliceApproval(
        homeCase('ready', changes),
        { approval: id('a'), incident: id('i') },
        { decision: 'refused', city, policeReference: 'K' },
        here,
      ),
    );
  t.equal(decide(goteborg), 'approval-decided', 'a refusal of another city');
  t.equal(decide(stockholm), 'CITY_NOT_PARTY');
  t.equal(decide(id('oslo')), 'CITY_NOT_PARTY');
  t.equal(decide(malmo, { threat: null }), 'THREAT_NOT_CONFIRMED');
  t.equal(approvalStateIn(homeCase('ready'), approval()), 'valid');
  t.equal(
    approvalStateIn(homeCase('ready', { threat: { ...lowThreat, level: 'high' } }), approval()),
    'stale',
    'S7',
  );
  t.equal(approvalStateIn(homeCase('ready', { threat: null }), approval()), 'stale');
});

t.test('a request that ends leaves nothing behind that a new one could take for its own', async (t) => {
  const cancelled = { type: 'referral-cancelled', caseId, referralId, reason: 'other-solution' } as const;
  const nothing = { agreement: null, acceptedOn: null, placementAgreement: null, disclosure: null };
  const disclosed = { type: 'details-disclosed', caseId, categories: [] } as const;
  t.match(given([disclosed, cancelled], homeCase('ready')), { state: 'draft', ...nothing });
  t.match(given([cancelled], receivingCase('ready')), { state: 'cancelled', receivedSlot: null });
  const rejected = { type: 'referral-rejected', caseId, referralId, code: 'QUOTA_HOME' } as const;
  t.match(given([rejected], receivingCase('accepted')), { state: 'rejected', receivedSlot: null });
  const unsigned = { type: 'placement-agreement-signature-refused', caseId, city: stockholm } as const;
  const { placementAgreement } = given([unsigned], homeCase('ready'));
  t.same(
    placementAgreement?.signatures.map(({ city }) => city),
    ['malmo'],
  );
});

t.test('what is withdrawn stays on record, with the time', async (t) => {
  const consentWithdrawn = { type: 'consent-withdrawn', caseId, consentId: consent('police').id } as const;
  const approvalWithdrawn = { type: 'approval-withdrawn', caseId, approvalId: approval().id } as const;
  const { consents, approvals } = given([consentWithdrawn, approvalWithdrawn], homeCase('draft')) as HomeCase;
  t.same(
    consents.map(({ type, withdrawnAt }) => [type, withdrawnAt !== null]),
    [
      ['police', true],
      ['municipality', false],
      ['services', false],
    ],
  );
  t.match(approvals, [{ id: 'approval-1', withdrawnAt: here.now }]);
});
