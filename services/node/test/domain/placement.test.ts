// The placement in the other city: signed by both, lived day by day.
import type { PlacementAgreementDocument } from '@storstad/contract';
import t from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import type { Case, HomeCase } from '../../src/domain/case.js';
import { decideAssessThreat, decideGiveConsent } from '../../src/domain/case-file.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import type { CaseEvent, Decided } from '../../src/domain/event.js';
import { evolveCase } from '../../src/domain/evolve-case.js';
import * as placing from '../../src/domain/placement.js';
import type { Refusal } from '../../src/domain/refusal.js';
import { caseId, consent, given, homeCase, lowThreat, placement, receivingCase, signedBy } from './cases.js';
import { agreed, around, day, id, malmo, said, stockholm, version } from './support.js';

const here = around();
const there = around({ city: malmo });

const arrive = (input: Parameters<typeof placing.decideArrival>[2], theCase = receivingCase('ready')) =>
  placing.decideArrival(theCase, id('plan-1'), input, there);

t.test('days that cannot be', async (t) => {
  const today = '2025-03-03';
  type Row = [
    what: string,
    decide: (on: string) => Decided | Refusal,
    earliest: string | null,
    latest: string,
  ];
  const rows: Row[] = [
    ['arrival', (on) => arrive({ arrivedOn: on, withoutSafetyPlan: true }), '2025-01-27', today],
    ['the safety plan', (on) => arrive({ arrivedOn: today, safetyPlanOn: on }), null, today],
    [
      'departure',
      (on) => placing.decideDeparture(receivingCase('in-progress'), day(on), there),
      '2025-02-03',
      today,
    ],
    [
      'consent',
      (on) => decideGiveConsent(homeCase('draft'), consent('police', { givenOn: day(on) }), here),
      null,
      today,
    ],
    [
      'threat',
      (on) => decideAssessThreat(homeCase('draft'), { ...lowThreat, assessedOn: on }, id('i'), here),
      null,
      today,
    ],
  ];
  for (const [what, decide, earliest, latest] of rows) {
    t.not(said(decide(latest)), 'DATE_IMPOSSIBLE', `${what} on the last possible day`);
    t.equal(said(decide(addDays(day(latest), 1))), 'DATE_IMPOSSIBLE', `${what} tomorrow`);
    if (earliest === null) continue;
    t.not(said(decide(earliest)), 'DATE_IMPOSSIBLE', `${what} on the first possible day`);
    t.equal(said(decide(addDays(day(earliest), -1))), 'DATE_IMPOSSIBLE', `${what} on the day before`);
  }
});

t.test('a placement agreement is one document, of this case, signed by both', async (t) => {
  const hear = (changes: Partial<PlacementAgreementDocument>) => {
    const document = { ...placement, ...changes };
    return said(
      placing.decideReceivePlacementAgreement(
        homeCase('accepted'),
        malmo,
        document,
        signedBy(malmo, document),
        here,
      ),
    );
  };
  t.equal(hear({}), 'placement-agreement-proposed');
  for (const changes of [
    { caseId: 'c' },
    { homeCity: 'goteborg' },
    { receivingCity: 'goteborg' },
    { agreement: '2024' },
  ])
    t.equal(hear(changes), 'NOT_FOUND', JSON.stringify(changes));
  const sign = (changes: Partial<PlacementAgreementDocument>) => {
    const document = { ...placement, ...changes };
    return said(
      placing.decideReceivePlacementSignature(
        receivingCase('accepted'),
        stockholm,
        document,
        signedBy(stockholm, document),
      ),
    );
  };
  t.equal(sign({}), 'placement-agreement-signed');
  t.equal(sign({ id: 'another' }), 'PLACEMENT_AGREEMENT_UNSIGNED');
  t.equal(sign({ services: [] }), 'PLACEMENT_AGREEMENT_UNSIGNED', 'the same id over other terms');
  const own = (changes: Partial<HomeCase>, which = placement.id) =>
    said(placing.decideSignPlacementAgreement(homeCase('accepted', changes), id(which), here));
  t.equal(own({}, 'another'), 'NOT_FOUND');
  t.equal(own({ consents: [] }), 'CONSENT_SERVICE_MISSING');
  const { startsOn, services } = placement;
  const twice = { startsOn, services: [...services, ...services] };
  t.equal(
    said(placing.decideProposePlacementAgreement(receivingCase('accepted'), id('p'), twice, there)),
    'SERVICE_NOT_AGREED',
  );
});

t.test(
  'a departure frees the place on both sides where the pinned terms count cases at the same time',
  async (t) => {
    const departures = (versions: Circumstances['versions']) => [
      placing.decideDeparture(
        receivingCase('in-progress'),
        day('2025-02-28'),
        around({ city: malmo, versions }),
      ),
      placing.decideReceiveDeparture(
        homeCase('in-progress'),
        malmo,
        { departedOn: '2025-02-28' },
        around({ versions }),
      ),
    ];
    const frees = (outcome: Decided | Refusal) =>
      agreed(outcome).events.map((event) => 'freesPlace' in event && event.freesPlace);
    const next = version('2025', { id: 'next', quota: { basis: 'concurrent' } });
    t.same(departures([version('2025'), next]).map(frees), [[false], [false]]);
    t.same(departures([next, version('2025')]).map(frees), [[false], [false]]);
    t.same(departures([version('2025', { quota: { basis: 'concurrent' } })]).map(frees), [[true], [true]]);
  },
);

t.test('an event that cannot have happened is a bug', async (t) => {
  const { now } = here;
  const departed: CaseEvent = {
    type: 'departure-recorded',
    caseId,
    freesPlace: false,
    sealed: { departedOn: here.today },
  };
  const signed: CaseEvent = {
    type: 'placement-agreement-signed',
    caseId,
    sealed: { city: malmo, signed: signedBy(malmo) },
  };
  const disclosed: CaseEvent = { type: 'details-disclosed', caseId, categories: [] };
  t.throws(() => evolveCase(undefined, departed, now), /No case/);
  for (const theCase of [homeCase('ready'), receivingCase('ready')] as Case[])
    t.throws(() => evolveCase(theCase, departed, now), /cannot happen/);
  t.throws(() => given([signed], homeCase('requested')), /without a placement agreement/);
  t.throws(() => given([disclosed], receivingCase('accepted')), /cannot happen/, 'of the other side');
});
