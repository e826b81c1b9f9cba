import type { Agreement, Balance, CityBalance } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { BalanceBars } from '../components/charts/balance-bars.js';
import { BalanceOverTime } from '../components/charts/balance-over-time.js';
import { ChartWithTable } from '../components/charts/chart.js';
import { ButtonGroup, ButtonLink } from '../components/forms.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, type Reader } from '../reader.js';
import type { Words } from '../words.js';
import { byVersion, courseOf, type Sums, sumOf } from './balance-sums.js';
import { withSign } from './money-words.js';
import { SettledTable } from './settled-table.js';

/** What this city and each other one have done for each other: now, by version, and over time. */
export async function balancesPage({ reader }: PageRequest): Promise<PageAnswer> {
  const [told, versions] = [await ask(reader, 'listBalances'), await ask(reader, 'listAgreements')];
  const statements = await ask(reader, 'listStatements');
  if (!told.ok) return told;
  if (!statements.ok) return statements;
  if (!versions.ok) return versions;
  const { say } = reader.words;
  const { balances, own } = told.answer;
  return {
    page: (
      <Page reader={reader} title={say('money.balances.title')}>
        <h1 class="govuk-heading-l">{say('money.balances.title')}</h1>
        <p class="govuk-body">{saidOwn(own, reader.words)}</p>
        <ButtonGroup>
          <ButtonLink href="/cost-findings" kind="secondary">
            {say('money.findings.title')}
          </ButtonLink>
          <ButtonLink href="/balances/disputes" kind="secondary">
            {say('money.disputes.title')}
          </ButtonLink>
          <ButtonLink href="/balances/vouchers" kind="secondary">
            {say('money.vouchers.title')}
          </ButtonLink>
        </ButtonGroup>
        <NowByCity balances={balances} />
        <SettledTable balances={told.answer} statements={statements.answer.statements} />
        <ByVersion balances={balances} />
        <OverTime balances={balances} today={civilDateOf(reader.node.clock.now())} />
        <Nettings versions={begun(versions.answer.agreements, reader)} />
      </Page>
    ),
  };
}

/** Versions under which a case can have been accepted already. */
function begun(versions: readonly Agreement[], { node }: Reader): readonly Agreement[] {
  const today = civilDateOf(node.clock.now());
  return versions.filter(({ document }) => document.validFrom <= today);
}

/** Whether this city is to get or to pay, over all cities. */
function saidOwn({ city, netOre, netDays }: CityBalance, words: Words): string {
  const key = netOre > 0 ? 'toGet' : netOre < 0 ? 'toPay' : 'even';
  return words.say(`money.balances.${key}`, {
    city: words.city(city),
    amount: words.money(Math.abs(netOre)),
    days: withSign(netDays, words.number(netDays)),
  });
}

const CityLink = ({ city }: { readonly city: string }) => (
  <a class="govuk-link" href={`/balances/${city}`}>
    {useWords().city(city)}
  </a>
);

/** A bar for each direction and city, and the same sums as a table. */
function NowByCity({ balances }: { readonly balances: readonly Balance[] }) {
  const words = useWords();
  const { say, money } = words;
  const sums = balances.map((balance) => ({ city: balance.city, ...sumOf(balance.months) }));
  const caption = say('money.balances.now');
  return (
    <ChartWithTable
      chart={
        <BalanceBars
          id="balance-now"
          title={caption}
          description={say('money.balances.nowDescribed')}
          cities={sums.map(({ city, amountsOre }) => ({ name: words.city(city), ...amountsOre }))}
        />
      }
    >
      <Table
        caption={caption}
        columns={[
          { head: say('money.city') },
          { head: say('money.carriedOut'), align: 'right', nowrap: true },
          { head: say('money.received'), align: 'right', nowrap: true },
          { head: say('money.net'), align: 'right', nowrap: true },
        ]}
        rows={sums.map(({ city, amountsOre, netOre }) => ({
          key: city,
          cells: [
            <CityLink key="city" city={city} />,
            money(amountsOre.carriedOut),
            money(amountsOre.received),
            withSign(netOre, money(netOre)),
          ],
        }))}
      />
      <p class="govuk-body">{say('money.balances.plus')}</p>
    </ChartWithTable>
  );
}

/** By city and version, days beside kronor. */
function ByVersion({ balances }: { readonly balances: readonly Balance[] }) {
  const words = useWords();
  const { say } = words;
  const right = (key: string) =>
    ({ head: say(`money.balances.${key}`), align: 'right', nowrap: true }) as const;
  const rows = balances.flatMap((balance) =>
    byVersion(balance).map(({ agreement, sums }) => ({
      key: `${balance.city} ${agreement}`,
      cells: [`${words.city(balance.city)}, ${agreement}`, ...saidSums(sums, words)],
    })),
  );
  return (
    <Table
      caption={say('money.balances.byVersion')}
      empty={say('money.balances.empty')}
      columns={[
        { head: say('money.balances.cityAndVersion'), nowrap: true },
        right('carriedOutDays'),
        right('receivedDays'),
        right('netDays'),
        right('carriedOutOre'),
        right('receivedOre'),
        right('netOre'),
        right('disputed'),
      ]}
      rows={rows}
    />
  );
}

const saidSums = (
  { days, amountsOre, netDays, netOre, disputedLines, disputedOre }: Sums,
  { number, money, say }: Words,
): string[] => [
  number(days.carriedOut),
  number(days.received),
  withSign(netDays, number(netDays)),
  money(amountsOre.carriedOut),
  money(amountsOre.received),
  withSign(netOre, money(netOre)),
  disputedLines === 0
    ? '–'
    : say('money.balances.disputedLines', { n: disputedLines, amount: money(disputedOre) }),
];

/** How the balance with each city has moved, and the same numbers as a table. */
function OverTime({ balances, today }: { readonly balances: readonly Balance[]; readonly today: CivilDate }) {
  const words = useWords();
  const { say, money, month } = words;
  if (balances.every(({ months }) => months.length === 0)) return null;
  const { months, cities } = courseOf(balances, today.slice(0, 7));
  const caption = say('money.balances.overTime');
  return (
    <ChartWithTable
      chart={
        <BalanceOverTime
          id="balance-over-time"
          title={caption}
          description={say('money.balances.overTimeDescribed')}
          months={months}
          series={cities.map(({ city, values }) => ({ name: words.city(city), values }))}
        />
      }
    >
      <Table
        caption={caption}
        columns={[
          { head: say('money.balances.month') },
          ...cities.map(({ city }) => ({ head: words.city(city), align: 'right', nowrap: true }) as const),
        ]}
        rows={months.map((each, n) => ({
          key: each,
          cells: [
            month(each),
            ...cities.map(({ values }) => withSign(values[n] ?? 0, money(values[n] ?? 0))),
          ],
        }))}
      />
    </ChartWithTable>
  );
}

/** The way to each version's netting. */
function Nettings({ versions }: { readonly versions: readonly Agreement[] }) {
  const { say } = useWords();
  if (versions.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{say('money.netting.heading')}</h2>
      <p class="govuk-body">{say('money.netting.lead')}</p>
      <ul class="govuk-list">
        {versions.map(({ id, document }) => (
          <li key={id}>
            <a class="govuk-link" href={`/balances/nettings/${encodeURIComponent(id)}`}>
              {say('money.netting.link', { version: document.title })}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
