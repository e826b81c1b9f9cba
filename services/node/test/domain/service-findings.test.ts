// What is wrong with a service that runs: a licence that is needed by now, a provider that is suspended or excluded.
import type { ExternalServiceNotice, Licence } from '@storstad/contract';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import { costFactsOf, type ExternalService } from '../../src/domain/cost-facts.js';
import { dueItems } from '../../src/domain/due.js';
import { licenceWarnings } from '../../src/domain/licence.js';
import { serviceFindings } from '../../src/domain/service-findings.js';
import type { ProviderId } from '../../src/domain/values.js';
import { homeCase, receivingCase } from './cases.js';
import { checked, decision, provider } from './providers.js';
import { day, id, malmo, stockholm } from './support.js';

const notice: ExternalServiceNotice = {
  id: 'service-1',
  service: 'housing',
  housingForm: 'protected-housing',
  operator: 'private',
  from: '2024-03-25',
  until: null,
  dayRateOre: 200_000,
  bearer: 'home',
  reason: 'protection',
  purchaseStep: 2,
  decidedOn: '2024-03-22',
  decisionReference: 'SN 1',
  licence: null,
};
type Changes = Partial<Omit<ExternalService, 'notice'>> & { notice?: Partial<ExternalServiceNotice> };
const stay = { arrivedOn: day('2024-03-11'), departedOn: null };

/** The case of either side with one external service. */
function cases({ notice: changed, ...changes }: Changes = {}): Case[] {
  const service: ExternalService = {
    state: 'approved',
    decision: null,
    endedOn: null,
    providerId: id<ProviderId>('provider-a'),
    ...changes,
    notice: { ...notice, ...changed },
  };
  const costs = { ...costFactsOf({ costs: null }), externalServices: [service] };
  const atHome = { ...costs, externalServices: [{ ...service, providerId: null }] };
  return [homeCase('in-progress', { stay, costs: atHome }), receivingCase('in-progress', { stay, costs })];
}

t.test('a stay that began before licences were needed is flagged in both cities', async (t) => {
  const none: Licence = checked('none', '2024-03-22');
  const rows: [Changes, isFlagged: boolean][] = [
    [{}, true],
    [{ state: 'proposed' }, true],
    [{ state: 'refused' }, false],
    [{ notice: { licence: none } }, true],
    [{ notice: { licence: { ...none, state: 'revoked' } } }, true],
    [{ notice: { licence: { ...none, state: 'applied' } } }, false],
    [{ notice: { licence: { ...none, state: 'granted' } } }, false],
    [{ notice: { operator: 'municipal' } }, false],
    [{ notice: { housingForm: 'own-flat' } }, false],
    [{ notice: { housingForm: null } }, false],
    [{ notice: { from: '2024-04-01' } }, false],
    [{ notice: { from: '2024-03-31' } }, true],
    [{ notice: { until: '2024-04-01' } }, false],
    [{ notice: { until: '2024-04-02' } }, true],
    [{ endedOn: day('2024-04-03') }, false],
  ];
  for (const [changes, isFlagged] of rows)
    for (const theCase of cases(changes)) {
      const name = `${theCase.side} ${JSON.stringify(changes)}`;
      const city = theCase.side === 'home' ? stockholm : malmo;
      const due = (today: string) =>
        dueItems(theCase, { city, today: day(today) }).filter(({ kind }) => kind === 'licence-check');
      const item = {
        kind: 'licence-check',
        dueOn: '2024-04-01',
        urgent: true,
        city: malmo,
        role: 'social-worker',
        ground: '001:272, 001:406',
        service: 'housing',
        subject: 'service-1',
        incident: null,
      };
      const with_ = (status: string) => (isFlagged ? [{ ...item, status }] : []);
      t.strictSame(due('2024-04-01'), with_('due'), name);
      t.strictSame(due('2024-04-02'), with_('overdue'), name);
    }
  for (const theCase of cases()) {
    const departed = { ...theCase, state: 'departed' } as Case;
    const kinds = dueItems(departed, { city: malmo, today: day('2024-04-01') }).map(({ kind }) => kind);
    t.notOk(kinds.includes('licence-check'), theCase.side);
  }
});

t.test('what is shown with it', async (t) => {
  const rows: [Partial<ExternalServiceNotice>, warnings: string[]][] = [
    [{}, ['LICENCE_NEEDED_LATER']],
    [{ until: '2024-04-01' }, []],
    [{ licence: checked('granted') }, []],
    [{ licence: checked('applied') }, ['LICENCE_APPLIED']],
    [{ from: '2024-04-01', licence: checked('applied') }, ['LICENCE_APPLIED']],
    [{ housingForm: null, licence: checked('applied') }, []],
  ];
  for (const [changes, warnings] of rows)
    t.strictSame(licenceWarnings({ ...notice, ...changes }), warnings, JSON.stringify(changes));
});

t.test('what is found of a service that runs', async (t) => {
  const found = (theCase: Case, today: string, decisions = [decision()], homeExclusions = [] as object[]) =>
    serviceFindings(theCase, {
      today: day(today),
      providerOf: (providerId) => (providerId === 'provider-a' ? provider({ decisions }) : undefined),
      homeExclusionsOf: () => homeExclusions as never,
    }).map(({ code }) => code);
  const [home, receiving] = cases() as [Case, Case];
  for (const theCase of [home, receiving]) {
    t.strictSame(found(theCase, '2024-03-31', []), [], theCase.side);
    t.strictSame(found(theCase, '2024-04-01', []), ['LICENCE_NEEDED'], theCase.side);
  }
  // Suspended from 2025-03-10 up to 2025-03-20.
  const licensed = { notice: { licence: checked('granted'), from: '2024-04-02' } };
  const [homeLicensed, running] = cases(licensed) as [Case, Case];
  for (const [today, codes] of [
    ['2025-03-09', []],
    ['2025-03-10', ['PROVIDER_SUSPENDED']],
    ['2025-03-19', ['PROVIDER_SUSPENDED']],
    ['2025-03-20', []],
  ] as const)
    t.strictSame(found(running, today), codes, today);
  const excluded = decision({ kind: 'exclusion' });
  t.strictSame(found(running, '2025-03-10', [decision(), excluded]), [
    'PROVIDER_SUSPENDED',
    'PROVIDER_EXCLUDED',
  ]);
  t.strictSame(found(running, '2025-03-10', [{ ...excluded, replacedBy: 'x' }]), []);
  const atHome = [{ from: '2025-03-10', until: null }];
  t.strictSame(found(running, '2025-03-10', [], atHome), ['PROVIDER_EXCLUDED'], 'by the home city');
  t.strictSame(
    found(homeLicensed, '2025-03-10', [decision()], atHome),
    [],
    'the home city knows no provider',
  );
  for (const [changes, today, runs] of [
    [{ ...licensed, state: 'refused' }, '2025-03-10', false],
    [{ ...licensed, endedOn: day('2025-03-11') }, '2025-03-10', true],
    [{ ...licensed, endedOn: day('2025-03-10') }, '2025-03-10', false],
    [{ notice: { ...licensed.notice, from: '2025-03-11' } }, '2025-03-10', false],
    [{ notice: { ...licensed.notice, until: '2025-03-10' } }, '2025-03-10', false],
  ] as const)
    t.strictSame(
      found(cases(changes)[1] as Case, today),
      runs ? ['PROVIDER_SUSPENDED'] : [],
      JSON.stringify(changes),
    );
  const departed = { ...running, state: 'departed' } as Case;
  t.strictSame(found(departed, '2025-03-10'), []);
});
