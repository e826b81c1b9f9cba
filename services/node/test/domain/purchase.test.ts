// The gates of a purchase: steps, section head, suspension, exclusion, licence; each at its boundary, and in their order.
import type { Licence, ProposeExternalService, ProviderDecision, Purchase } from '@storstad/contract';
import t from 'tap';
import type { ReceivingCase } from '../../src/domain/case.js';
import { decideProposeExternalService } from '../../src/domain/external-service.js';
import type { Provider } from '../../src/domain/provider.js';
import type { CityExclusion, Seller } from '../../src/domain/purchase.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { homeCase, receivingCase } from './cases.js';
import { incident } from './follow-ups.js';
import { holds } from './precedence.js';
import { checked, decision, housing, purchase, seller } from './providers.js';
import { around, day, id, malmo, said, stockholm } from './support.js';

const done = 'external-service-proposed → external-service-proposed to stockholm';
const on = (today: string) => around({ city: malmo, today: day(today) });
const propose = (
  input: ProposeExternalService,
  from: Seller | undefined = seller(),
  today = '2025-03-03',
  theCase = receivingCase('in-progress'),
) => decideProposeExternalService(theCase, id('service-1'), input, from, on(today));
const refusedWith = (...attempt: Parameters<typeof propose>) => {
  const outcome = propose(...attempt);
  return isRefusal(outcome) ? [outcome.refusal, outcome.facts] : said(outcome);
};

t.test('in order: which refusal is given when several apply', async (t) => {
  interface Attempt {
    readonly side: { readonly receiving: boolean };
    readonly theCase: Partial<ReceivingCase>;
    readonly input: ProposeExternalService;
    readonly provider: Partial<Provider>;
    readonly home: { readonly exclusions: readonly CityExclusion[] };
  }
  const steps = purchase.purchase;
  const excluded = { city: stockholm, reference: 'SN 1', from: '2025-01-01', until: null };
  const suspended = decision({ from: '2025-01-01', until: null });
  holds<Attempt>(t, {
    start: {
      side: { receiving: false },
      theCase: { state: 'accepted', incidents: [incident('child-surfaced')] },
      input: { ...housing, from: '2025-02-02', purchase: { step: 3 } },
      provider: { decisions: [suspended] },
      home: { exclusions: [excluded] },
    },
    mends: [
      ['WRONG_SIDE', { side: { receiving: true } }],
      ['CASE_STATE', { theCase: { state: 'in-progress' } }],
      ['CASE_ON_HOLD', { theCase: { incidents: [] } }],
      ['DATE_IMPOSSIBLE', { input: { from: '2025-03-10' } }],
      [
        'PURCHASE_STEPS_MISSING',
        { input: { purchase: { step: 3, internal: steps.internal, framework: steps.framework } } },
      ],
      ['SECTION_HEAD_DECISION_MISSING', { input: { purchase: steps } }],
      ['PROVIDER_SUSPENDED', { provider: { decisions: [] } }],
      ['PROVIDER_EXCLUDED', { home: { exclusions: [] } }],
      ['LICENCE_MISSING', { provider: { licenceChecks: [checked('granted', '2025-03-02')] } }],
      ['LICENCE_NOT_CHECKED', { provider: { licenceChecks: [checked('granted')] } }],
    ],
    decide: ({ side, theCase, input, provider, home }) =>
      said(
        decideProposeExternalService(
          side.receiving ? receivingCase('in-progress', theCase) : homeCase('in-progress'),
          id('service-1'),
          input,
          seller(provider, home.exclusions),
          on('2025-03-03'),
        ),
      ),
    atLast: done,
  });
});

t.test('a provider that is not in the register', async (t) => {
  const unknown = decideProposeExternalService(
    receivingCase('in-progress'),
    id('service-1'),
    purchase,
    undefined,
    on('2025-03-03'),
  );
  t.equal(said(unknown), 'NOT_FOUND');
});

t.test('its days are days of the placement', async (t) => {
  const ready = receivingCase('ready', { stay: null });
  t.strictSame(refusedWith({ ...purchase, from: '2025-02-02' }), [
    'DATE_IMPOSSIBLE',
    { earliest: '2025-02-03' },
  ]);
  t.equal(said(propose({ ...purchase, from: '2025-03-01' })), done);
  t.equal(
    said(propose({ ...purchase, from: '2025-02-02' }, seller(), '2025-03-03', ready)),
    'DATE_IMPOSSIBLE',
  );
  t.equal(said(propose(purchase, seller(), '2025-03-03', ready)), done);
  t.strictSame(refusedWith({ ...purchase, until: '2025-03-10' }), [
    'DATE_IMPOSSIBLE',
    { earliest: '2025-03-11' },
  ]);
  t.equal(said(propose({ ...purchase, until: '2025-03-11' })), done);
});

t.test('steps one after the other, then the section head', async (t) => {
  const steps = (
    step: 2 | 3,
    internal: string | null,
    framework: string | null,
    decidedOn: string | null,
  ): Purchase => ({
    step,
    ...(internal ? { internal: { triedOn: internal, outcome: 'full' } } : {}),
    ...(framework ? { framework: { triedOn: framework, outcome: 'not-suitable' } } : {}),
    ...(decidedOn ? { decision: { decidedOn, reference: 'ASN 1' } } : {}),
  });
  const [missing, undecided] = ['PURCHASE_STEPS_MISSING', 'SECTION_HEAD_DECISION_MISSING'];
  const rows: [Purchase, outcome: string][] = [
    [steps(2, '2025-03-01', null, '2025-03-01'), done],
    [steps(2, null, null, '2025-03-01'), missing],
    [steps(2, null, '2025-03-01', '2025-03-01'), missing],
    [steps(2, '2025-03-02', null, '2025-03-01'), missing],
    [steps(2, '2025-03-04', null, null), missing],
    [steps(2, '2025-03-03', null, null), undecided],
    [steps(2, '2025-03-03', null, '2025-03-04'), undecided],
    [steps(3, '2025-03-01', '2025-03-01', '2025-03-01'), done],
    [steps(3, '2025-03-01', null, '2025-03-01'), missing],
    [steps(3, null, '2025-03-01', '2025-03-01'), missing],
    [steps(3, '2025-03-02', '2025-03-01', '2025-03-03'), missing],
    [steps(3, '2025-03-01', '2025-03-02', '2025-03-01'), missing],
    [steps(3, '2025-03-01', '2025-03-04', '2025-03-05'), missing],
    [steps(3, '2025-03-01', '2025-03-02', null), undecided],
  ];
  for (const [given, outcome] of rows)
    t.equal(said(propose({ ...purchase, purchase: given })), outcome, JSON.stringify(given));
  const begun = (from: string) => ({
    ...purchase,
    from,
    purchase: steps(2, '2025-02-20', null, '2025-02-26'),
  });
  t.equal(said(propose(begun('2025-02-26'))), done, 'decided on the day it starts');
  t.equal(said(propose(begun('2025-02-25'))), undecided, 'decided after it started');
});

t.test('a decision stands in the way on the days that it shares with the service', async (t) => {
  // The service, and the decision's days: 2025-03-10 up to 2025-03-20, or without an end.
  const rows: [from: string, until: string | null, openEnd: boolean, isInTheWay: boolean][] = [
    ['2025-03-03', '2025-03-10', false, false],
    ['2025-03-03', '2025-03-11', false, true],
    ['2025-03-03', null, false, true],
    ['2025-03-10', '2025-03-11', false, true],
    ['2025-03-19', null, false, true],
    ['2025-03-20', null, false, false],
    ['2025-03-20', null, true, true],
    ['2025-03-03', '2025-03-10', true, false],
  ];
  for (const [from, until, openEnd, isInTheWay] of rows) {
    const input = { ...purchase, from, ...(until ? { until } : {}) };
    const days = { from: '2025-03-10', until: openEnd ? null : '2025-03-20' };
    const shown = { reference: 'ASN 2025-17', from: days.from, ...(days.until ? { until: days.until } : {}) };
    const expected = (code: string, facts: object) => (isInTheWay ? [code, { ...facts, ...shown }] : done);
    const name = `${from} – ${until}`;
    const bySelf = (kind: ProviderDecision['kind']) => seller({ decisions: [decision({ kind, ...days })] });
    t.strictSame(refusedWith(input, bySelf('suspension')), expected('PROVIDER_SUSPENDED', {}), name);
    t.strictSame(
      refusedWith(input, bySelf('exclusion')),
      expected('PROVIDER_EXCLUDED', { city: malmo }),
      name,
    );
    const atHome = seller({}, [{ city: stockholm, reference: 'ASN 2025-17', ...days }]);
    t.strictSame(refusedWith(input, atHome), expected('PROVIDER_EXCLUDED', { city: stockholm }), name);
  }
  const replaced = seller({ decisions: [decision({ until: null, replacedBy: 'decision-2' })] });
  t.equal(said(propose(purchase, replaced)), done, 'one that another has replaced does not');
});

t.test('a licence, where one is needed, checked on the very day', async (t) => {
  const [missing, unchecked] = ['LICENCE_MISSING', 'LICENCE_NOT_CHECKED'];
  const [granted, applied, none] = [checked('granted'), checked('applied'), checked('none')];
  const old = checked('granted', '2025-03-02');
  const rows: [Partial<ProposeExternalService>, checks: Licence[], outcome: string][] = [
    [housing, [], missing],
    [housing, [none], missing],
    [housing, [checked('revoked')], missing],
    [housing, [applied], done],
    [housing, [granted], done],
    [housing, [old], unchecked],
    [housing, [old, granted], done],
    [housing, [granted, old], done],
    [housing, [granted, checked('revoked')], missing],
    [{ ...housing, operator: 'municipal' }, [], done],
    [{ ...housing, housingForm: 'own-flat' }, [], done],
    [purchase, [], done],
    [purchase, [none], done],
    [purchase, [checked('none', '2025-03-02')], done],
    [purchase, [old], unchecked],
  ];
  for (const [input, licenceChecks, outcome] of rows)
    t.equal(
      said(propose({ ...purchase, ...input }, seller({ licenceChecks }))),
      outcome,
      JSON.stringify([input.housingForm, input.operator, licenceChecks]),
    );
  t.strictSame(refusedWith(housing, seller({ licenceChecks: [old] })), [
    unchecked,
    { checkedOn: '2025-03-02' },
  ]);
});

t.test('a licence is needed for what starts on 2024-04-01 or later', async (t) => {
  const stay = { arrivedOn: day('2024-03-01'), departedOn: null };
  const startingOn = (from: string, today: string, licenceChecks: Licence[] = []) => {
    const tried = { triedOn: '2024-03-20', outcome: 'full' } as const;
    const decided = { decidedOn: '2024-03-21', reference: 'ASN 1' };
    const input = { ...housing, from, purchase: { step: 2, internal: tried, decision: decided } } as const;
    return said(propose(input, seller({ licenceChecks }), today, receivingCase('in-progress', { stay })));
  };
  t.equal(startingOn('2024-03-31', '2024-03-25'), done);
  t.equal(startingOn('2024-04-01', '2024-03-25'), 'LICENCE_MISSING');
  t.equal(startingOn('2024-03-31', '2024-04-02'), done, 'whatever day it is bought');
  t.equal(startingOn('2024-03-31', '2024-03-25', [checked('granted', '2024-03-24')]), 'LICENCE_NOT_CHECKED');
});
