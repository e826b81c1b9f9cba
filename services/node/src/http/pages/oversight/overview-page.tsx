import { civilDateOf, daysBetween } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { type Tile, Tiles } from '../components/tiles.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { quotasInForce } from '../work/quota-in-force.js';

/** What needs an administrator's eye, each number as a link to its page. */
export async function overviewPage({ reader }: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(reader, 'getNodeStatus')) return stopped('NOT_PERMITTED');
  const { say } = reader.words;
  const groups = ['exchange', 'money', 'watch'] as const;
  const tiles = { exchange: ofExchange, money: ofMoney, watch: ofWatch };
  const shown = await Promise.all(
    groups.map(async (group) => ({
      group,
      tiles: (await tiles[group](reader)).filter((tile) => tile !== null),
    })),
  );
  return {
    page: (
      <Page reader={reader} title={say('oversight.overview.title')}>
        <h1 class="govuk-heading-l">{say('oversight.overview.title')}</h1>
        {shown.map(({ group, tiles }) => (
          <section key={group} aria-labelledby={group}>
            <h2 class="govuk-heading-m" id={group}>
              {say(`oversight.overview.${group}`)}
            </h2>
            <Tiles label={say(`oversight.overview.${group}`)} tiles={tiles} />
          </section>
        ))}
      </Page>
    ),
  };
}

/** A tile with its label in words; a number that should be none is marked. */
const tile = (
  { words: { say } }: Reader,
  key: string,
  count: number | string,
  href: string,
  tone: NonNullable<Tile['tone']> = 'neutral',
): Tile => ({
  label: say(`oversight.overview.${key}`),
  count,
  href,
  tone: count === 0 ? 'neutral' : tone,
});

/** How many there are in a list, as a tile that leads to it; none where the list is not for the reader. */
async function counted(
  reader: Reader,
  operation: 'listCostFindings' | 'listInvoices' | 'listStaff',
  {
    key,
    href,
    tone,
    query,
  }: { key: string; href: string; tone?: Tile['tone']; query?: { withFindings: 'true' } },
): Promise<Tile | null> {
  if (!mayAskFor(reader, operation)) return null;
  const told = await ask(reader, operation, { query: { ...query, limit: '1' } });
  return told.ok ? tile(reader, key, told.answer.total, href, tone) : null;
}

async function ofExchange(reader: Reader): Promise<(Tile | null)[]> {
  const status = await ask(reader, 'getNodeStatus');
  const agreements = await ask(reader, 'listAgreements');
  const peers = status.ok ? status.answer.peers : [];
  const reached = peers.filter(({ circuit }) => circuit === 'closed');
  const present = agreements.ok ? agreements.answer.agreements : [];
  const toApprove = present.filter(
    ({ state, missingBodies }) =>
      state === 'proposed' && missingBodies.some((body) => body.startsWith(`${reader.node.city}/`)),
  );
  const messages = mayAskFor(reader, 'listDeliveries') ? '/deliveries' : '/node-status';
  const { say } = reader.words;
  return [
    tile(reader, 'refused', sum(peers.map(({ refused }) => refused)), messages, 'bad'),
    tile(reader, 'waiting', sum(peers.map(({ waiting }) => waiting)), messages, 'warning'),
    tile(
      reader,
      'reached',
      say('oversight.overview.of', { used: reached.length, limit: peers.length }),
      '/node-status',
      reached.length < peers.length ? 'bad' : 'neutral',
    ),
    tile(
      reader,
      mayAskFor(reader, 'approveAgreement') ? 'approve' : 'approveAwaited',
      toApprove.length,
      '/agreements',
      'warning',
    ),
    ...(await quotasInForce(reader)).map(({ agreement, direction, used, limit }) => ({
      label: say(`oversight.overview.places.${direction}`, { agreement }),
      count: say('oversight.overview.of', { used, limit }),
      href: '/quotas',
    })),
  ];
}

async function ofMoney(reader: Reader): Promise<(Tile | null)[]> {
  const statements = await ask(reader, 'listStatements');
  const balances = await ask(reader, 'listBalances');
  const toSign = (statements.ok ? statements.answer.statements : []).filter(
    ({ state, signedBy }) => state === 'proposed' && !signedBy.includes(reader.node.city),
  );
  const asked = balances.ok ? balances.answer.openDisputes : [];
  const toAct = sum(asked.map(({ awaitingOwn }) => awaitingOwn));
  const awaited = sum(asked.map(({ awaitingOther }) => awaitingOther));
  return [
    tile(
      reader,
      mayAskFor(reader, 'signStatement') ? 'toSign' : 'toSignAwaited',
      toSign.length,
      '/statements',
      'warning',
    ),
    tile(reader, 'disputesToAct', toAct, '/balances/disputes', 'warning'),
    tile(reader, 'disputesAwaited', awaited, '/balances/disputes', 'neutral'),
    await counted(reader, 'listCostFindings', { key: 'findings', href: '/cost-findings', tone: 'warning' }),
    await counted(reader, 'listInvoices', {
      key: 'invoices',
      href: '/invoices?withFindings=true',
      tone: 'warning',
      query: { withFindings: 'true' },
    }),
  ];
}

/** A reading that nobody has reviewed for longer than this, in days, is marked. */
const reviewedWithin = 31;

async function ofWatch(reader: Reader): Promise<(Tile | null)[]> {
  const reviews = await ask(reader, 'listReadingReviews', { query: { limit: '1' } });
  const since = reviews.ok ? reviews.answer.unreviewedFrom : null;
  const { date, say } = reader.words;
  const days = since === null ? 0 : daysBetween(since as CivilDate, civilDateOf(reader.node.clock.now()));
  const said = since === null ? say('oversight.overview.noneUnreviewed') : date(since);
  return [
    tile(reader, 'unreviewed', said, '/readings', days > reviewedWithin ? 'warning' : 'neutral'),
    await counted(reader, 'listStaff', { key: 'staff', href: '/staff' }),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
