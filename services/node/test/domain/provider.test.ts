// A city's register of providers, its decisions about them, and how exclusions are told.
import t from 'tap';
import { decideReceiveExclusion } from '../../src/domain/exclusion.js';
import * as providers from '../../src/domain/provider.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { decision, provider } from './providers.js';
import { agreed, around, goteborg, id, malmo, said, stockholm } from './support.js';

const there = around({ city: malmo });
const mark = { salt: 'c2FsdA', mark: 'bWFyaw' };
const exclusion = {
  kind: 'exclusion',
  from: '2023-01-26',
  until: '2024-10-01',
  reference: 'ASN 2023-101',
  reason: 'personal-data',
} as const;
const decide = (input: Parameters<typeof providers.decideOnProvider>[2], of = provider()) =>
  providers.decideOnProvider(of, id('decision-2'), input, mark, there);

t.test('one for each organisation number, and who it is stays sealed', async (t) => {
  const input = { name: 'Testutförare B', organisationNumber: '559900-0002' };
  const registered = providers.decideRegisterProvider(id('provider-b'), input, [provider()]);
  t.strictSame(agreed(registered), {
    events: [{ type: 'provider-registered', providerId: 'provider-b', sealed: input }],
    messages: [],
  });
  const same = { name: 'Ett annat namn', organisationNumber: '559900-0001' };
  t.equal(said(providers.decideRegisterProvider(id('x'), same, [provider()])), 'PROVIDER_EXISTS');
});

t.test('a check is not of tomorrow', async (t) => {
  const check = (checkedOn: string, of: providers.Provider | undefined = provider()) =>
    said(providers.decideCheckLicence(of, { state: 'granted', checkedOn }, there));
  t.equal(check('2025-03-03'), 'licence-checked');
  t.equal(check('2025-03-04'), 'DATE_IMPOSSIBLE');
  t.equal(
    said(providers.decideCheckLicence(undefined, { state: 'none', checkedOn: '2025-03-03' }, there)),
    'NOT_FOUND',
  );
});

t.test('a suspension stays in the city; an exclusion is told by a mark', async (t) => {
  const suspended = decide({ ...exclusion, kind: 'suspension' });
  t.equal(said(suspended), 'provider-decided');
  const { events, messages } = agreed(decide(exclusion));
  const { kind: _, reason: __, ...shown } = exclusion;
  const notice = { id: 'decision-2', ...shown, replaces: null, ...mark };
  t.match(events, [
    { type: 'provider-decided', decision: { id: 'decision-2', decidedOn: '2025-03-03', ...exclusion } },
    { type: 'exclusion-published', city: malmo, exclusion: notice },
  ]);
  t.strictSame(
    messages.map(({ to, thread, content }) => ({ to, thread, content })),
    [stockholm, goteborg].map((to) => ({
      to,
      thread: 'exclusions/malmo',
      content: { exclusion: notice },
    })),
  );
  const heard = decideReceiveExclusion(malmo, { exclusion: notice }, []);
  t.strictSame(heard.events, [{ type: 'exclusion-published', city: malmo, exclusion: notice }]);
  const known = [{ city: malmo, notice, replacedBy: null }];
  t.equal(said(decideReceiveExclusion(malmo, { exclusion: notice }, known)), 'nothing');
  t.equal(
    said(decideReceiveExclusion(stockholm, { exclusion: notice }, known)),
    'exclusion-published',
    'an id is of the city that gave it',
  );
});

t.test('what a decision replaces', async (t) => {
  const with_ = (...decisions: ReturnType<typeof decision>[]) => provider({ decisions });
  const replacing = { ...exclusion, replaces: 'decision-1' };
  const rows: [providers.Provider, outcome: string][] = [
    [provider(), 'NOT_FOUND'],
    [with_(decision({ kind: 'suspension' })), 'NOT_FOUND'],
    [with_(decision({ kind: 'exclusion', replacedBy: 'x' })), 'ALREADY_SETTLED'],
    [
      with_(decision({ kind: 'exclusion' })),
      'provider-decided, exclusion-published → exclusion-published to stockholm → exclusion-published to goteborg',
    ],
  ];
  for (const [of, outcome] of rows) t.equal(said(decide(replacing, of)), outcome);
});

t.test('it lasts at least a day', async (t) => {
  for (const [until, isPossible] of [
    ['2023-01-26', false],
    ['2023-01-27', true],
    [undefined, true],
  ] as const) {
    const { until: _, ...open } = exclusion;
    t.equal(isRefusal(decide({ ...open, ...(until ? { until } : {}) })), !isPossible, until);
  }
  t.equal(said(providers.decideOnProvider(undefined, id('x'), exclusion, null, there)), 'NOT_FOUND');
});
