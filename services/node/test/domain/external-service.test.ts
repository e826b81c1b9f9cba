// An external service from its proposal to its end, in both cities; the home city never learns who sells it.
import t from 'tap';
import type { Case, HomeState, ReceivingState } from '../../src/domain/case.js';
import { costFactsOf, externalServiceOf } from '../../src/domain/cost-facts.js';
import type { CaseEvent } from '../../src/domain/event.js';
import * as services from '../../src/domain/external-service.js';
import { isRefusal } from '../../src/domain/refusal.js';
import type { City, ExternalServiceId } from '../../src/domain/values.js';
import { caseId, given, homeCase, receivingCase } from './cases.js';
import { inEveryState, type Step } from './in-every-state.js';
import { checked, housing, purchase, seller } from './providers.js';
import { agreed, around, day, id, malmo, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const serviceId = id<ExternalServiceId>('service-1');
const propose = (theCase: Case) =>
  services.decideProposeExternalService(theCase, serviceId, purchase, seller(), there);
const { events: proposed, messages } = agreed(propose(receivingCase('in-progress')));
const told = messages[0]?.content as Parameters<typeof services.decideReceiveExternalService>[2];
const notice = told.service;
const decision = { verdict: 'approved', decidedBy: 'Enhetschef', reference: 'SN 2025-40' } as const;
const verdict = { externalServiceId: serviceId, decidedOn: here.today, ...decision };

/** The case with the service proposed, and decided on when a verdict is given. */
function withService(theCase: Case, state?: 'approved' | 'refused', from = purchase.from as string): Case {
  const providerId = theCase.side === 'home' ? null : id<never>('provider-a');
  const events: CaseEvent[] = [
    {
      type: 'external-service-proposed',
      caseId,
      externalServiceId: serviceId,
      sealed: { notice: { ...notice, from }, providerId },
    },
  ];
  const sealed = { ...verdict, verdict: state ?? 'approved' } as const;
  if (state) events.push({ type: 'external-service-decided', caseId, externalServiceId: serviceId, sealed });
  return given(events, theCase);
}
const decide = (theCase: Case, which = serviceId) =>
  services.decideExternalService(theCase, which, decision, here);
const end = (theCase: Case, endedOn = '2025-03-01') =>
  services.decideEndExternalService(theCase, serviceId, day(endedOn), there);
const hearDecision = (theCase: Case, from: City) =>
  services.decideReceiveExternalDecision(theCase, from, verdict);
const hearEnd = (theCase: Case, from: City) =>
  services.decideReceiveExternalEnd(theCase, from, { externalServiceId: serviceId, endedOn: '2025-03-01' });

const begun = '2025-02-20';
const homeSteps: Step<HomeState>[] = [
  [
    'hear: a service is proposed',
    (c, from) => services.decideReceiveExternalService(c, from, told),
    {
      'external-service-proposed': ['accepted', 'ready', 'in-progress', 'departed'],
      NOT_FOUND: ['draft', 'rejected'],
    },
  ],
  [
    'approve it',
    (c) => decide(withService(c)),
    {
      'external-service-decided → external-service-decided to malmo': [
        'accepted',
        'ready',
        'in-progress',
        'departed',
      ],
      NOT_FOUND: ['draft', 'rejected'],
    },
  ],
  [
    'hear: it has ended',
    (c, from) => hearEnd(withService(c, 'approved', begun), from),
    {
      'external-service-ended': ['accepted', 'ready', 'in-progress', 'departed', 'completed'],
      NOT_FOUND: ['draft', 'rejected'],
    },
  ],
];
const receivingSteps: Step<ReceivingState>[] = [
  [
    'propose it',
    propose,
    { 'external-service-proposed → external-service-proposed to stockholm': ['ready', 'in-progress'] },
  ],
  [
    'hear: it is decided',
    (c, from) => hearDecision(withService(c), from),
    { 'external-service-decided': ['accepted', 'ready', 'in-progress', 'departed', 'completed'] },
  ],
  [
    'end it',
    (c) => end(withService(c, 'approved', begun)),
    {
      'external-service-ended → external-service-ended to stockholm': ['ready', 'in-progress', 'departed'],
    },
  ],
];
inEveryState(homeSteps, receivingSteps);

t.test('the home city learns all but the provider', async (t) => {
  const licensed = services.decideProposeExternalService(
    receivingCase('in-progress'),
    serviceId,
    housing,
    seller({ licenceChecks: [checked('applied', '2025-02-01'), checked('granted')] }),
    there,
  );
  const [event] = agreed(licensed).events;
  t.match(event, { sealed: { providerId: 'provider-a' } });
  t.strictSame(agreed(licensed).messages[0]?.content, {
    service: {
      id: 'service-1',
      service: 'housing',
      housingForm: 'protected-housing',
      operator: 'private',
      from: '2025-03-10',
      until: null,
      dayRateOre: 120_000,
      bearer: 'home',
      reason: 'specialist-competence',
      purchaseStep: 3,
      decidedOn: '2025-02-26',
      decisionReference: 'ASN 2025-16',
      licence: { state: 'granted', checkedOn: '2025-03-03' },
    },
  });
  t.notMatch(JSON.stringify(agreed(licensed).messages), /provider-a|Testutförare|559900/);
  t.match(notice, { housingForm: null, licence: null });
  const home = given(proposed as CaseEvent[], homeCase('in-progress'));
  t.equal(costFactsOf(home).externalServices.length, 1);
  const again = services.decideReceiveExternalService(home, malmo, told);
  t.equal(said(again), 'nothing', 'the same service twice');
});

t.test('decided once, by the home city', async (t) => {
  for (const state of ['approved', 'refused'] as const) {
    const home = withService(homeCase('in-progress'), state);
    t.equal(said(decide(home)), 'ALREADY_SETTLED', state);
    t.match(externalServiceOf(home, serviceId), { state, decision: { decidedBy: 'Enhetschef' } });
    t.equal(said(hearDecision(withService(receivingCase('in-progress'), state), stockholm)), 'nothing');
  }
  t.equal(said(decide(withService(homeCase('in-progress')), id('another'))), 'NOT_FOUND');
  t.equal(said(hearDecision(receivingCase('in-progress'), stockholm)), 'NOT_FOUND');
  t.strictSame(agreed(decide(withService(homeCase('ready')))).messages[0]?.content, verdict);
});

t.test('ended once, when approved, within its days', async (t) => {
  const running = receivingCase('in-progress');
  t.equal(said(end(withService(running, undefined, begun))), 'CASE_STATE', 'not decided yet');
  t.equal(said(end(withService(running, 'refused', begun))), 'CASE_STATE');
  t.equal(said(end(running)), 'NOT_FOUND');
  t.equal(said(hearEnd(homeCase('in-progress'), malmo)), 'NOT_FOUND');
  const ending = agreed(end(withService(running, 'approved', begun)));
  const ended = given(ending.events as CaseEvent[], withService(running, 'approved', begun));
  t.equal(said(end(ended)), 'ALREADY_SETTLED');
  const rows: [endedOn: string, until: string | null, facts: object | null][] = [
    ['2025-02-20', null, { earliest: '2025-02-21', latest: '2025-03-03' }],
    ['2025-02-21', null, null],
    ['2025-03-03', null, null],
    ['2025-03-04', null, { earliest: '2025-02-21', latest: '2025-03-03' }],
    ['2025-03-01', '2025-03-01', null],
    ['2025-03-02', '2025-03-01', { earliest: '2025-02-21', latest: '2025-03-01' }],
    ['2025-03-04', '2025-04-01', { earliest: '2025-02-21', latest: '2025-03-03' }],
  ];
  for (const [endedOn, until, facts] of rows) {
    const theCase = withService(running, 'approved', begun);
    const services = costFactsOf(theCase).externalServices.map((one) => ({
      ...one,
      notice: { ...one.notice, until },
    }));
    const outcome = end(
      { ...theCase, costs: { ...costFactsOf(theCase), externalServices: services } },
      endedOn,
    );
    t.strictSame(isRefusal(outcome) ? outcome.facts : null, facts, `${endedOn} of ${until}`);
  }
});

t.test('a request that comes to nothing takes its services with it', async (t) => {
  const home = withService(homeCase('ready'));
  const referralId = home.referrals[0]?.id as never;
  const cancelled = given([{ type: 'referral-cancelled', caseId, referralId, reason: 'did-not-come' }], home);
  t.strictSame(costFactsOf(cancelled).externalServices, []);
});
