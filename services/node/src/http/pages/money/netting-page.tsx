import type { Netting } from '@storstad/contract';
import { Inset, Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask } from '../reader.js';
import { withSign } from './money-words.js';

/** What a version's signed statements come to over all cities, and the fewest transfers that settle it. */
export async function nettingPage({ reader, params }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'getNetting', { params: { agreementId: params.agreementId ?? '' } });
  if (!told.ok) return told;
  const { say } = reader.words;
  const title = say('money.netting.title', { version: told.answer.agreement });
  return {
    page: (
      <Page reader={reader} title={title}>
        <BackLink href="/balances" text={say('money.balances.title')} />
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{say('money.netting.from')}</p>
        <Missing netting={told.answer} />
        <Cities netting={told.answer} />
        <Transfers netting={told.answer} />
        <Inset>{say('money.netting.proposal')}</Inset>
      </Page>
    ),
  };
}

/** Between which cities a signed statement is missing: until then this is not the whole. */
function Missing({ netting: { missing } }: { readonly netting: Netting }) {
  const { say, city } = useWords();
  if (missing.length === 0) return null;
  return (
    <Notice tone="warning" title={say('money.netting.notWhole')}>
      <p>{say('money.netting.missing')}</p>
      <ul class="govuk-list govuk-list--bullet">
        {missing.map(([one = '', other = '']) => (
          <li key={`${one} ${other}`}>{say('money.between', { one: city(one), other: city(other) })}</li>
        ))}
      </ul>
      <p>
        <a class="govuk-link" href="/statements/preview">
          {say('money.statements.previewLink')}
        </a>
      </p>
    </Notice>
  );
}

function Cities({ netting: { cities, sumDays, sumOre } }: { readonly netting: Netting }) {
  const { say, city, number, money } = useWords();
  return (
    <Table
      caption={say('money.netting.cities')}
      columns={[
        { head: say('money.city') },
        { head: say('money.netting.casesSent'), align: 'right' },
        { head: say('money.netting.casesReceived'), align: 'right' },
        { head: say('money.netting.days'), align: 'right' },
        { head: say('money.netting.amount'), align: 'right', nowrap: true },
      ]}
      rows={cities.map(({ city: id, casesSent, casesReceived, netDays, netOre }) => ({
        key: id,
        cells: [
          city(id),
          number(casesSent),
          number(casesReceived),
          withSign(netDays, number(netDays)),
          withSign(netOre, money(netOre)),
        ],
      }))}
      foot={[say('money.sum'), '', '', number(sumDays), money(sumOre)]}
    />
  );
}

function Transfers({ netting: { transfers } }: { readonly netting: Netting }) {
  const { say, city, money } = useWords();
  return (
    <Table
      caption={say('money.netting.transfers')}
      empty={say('money.netting.noTransfers')}
      columns={[
        { head: say('money.netting.payer') },
        { head: say('money.netting.payee') },
        { head: say('money.amount'), align: 'right', nowrap: true },
      ]}
      rows={transfers.map(({ from, to, amountOre }) => ({
        key: `${from} ${to}`,
        cells: [city(from), city(to), money(amountOre)],
      }))}
    />
  );
}
