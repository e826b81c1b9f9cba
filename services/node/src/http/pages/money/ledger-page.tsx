import type { Ledger, PostedCostLine } from '@storstad/contract';
import { ButtonGroup, ButtonLink } from '../components/forms.js';
import { BackLink, Pagination, SubNavigation } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, askForFile, type Reader } from '../reader.js';
import { sumOf } from './balance-sums.js';
import { DisputedLines } from './disputes-page.js';
import { CaseLink, LineLink, LineTags, withSign } from './money-words.js';

const linesOfPage = '50';

/** The lines between this city and another, oldest first, with what they come to on the way; or those that are asked about. */
export async function ledgerPage({ reader, params, query }: PageRequest): Promise<PageAnswer> {
  const city = params.city ?? '';
  const disputed = query.get('disputed') === 'true';
  const told = await ask(reader, 'getLedger', {
    params: { city },
    query: { page: String(pageIn(query)), limit: linesOfPage, ...(disputed ? { disputed: 'true' } : {}) },
  });
  if (!told.ok) return told;
  const { say, city: cityName } = reader.words;
  const title = say('money.ledger.title', { city: cityName(city) });
  return {
    page: (
      <Page reader={reader} title={title}>
        <BackLink href="/balances" text={say('money.balances.title')} />
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{saidBalance(told.answer, reader)}</p>
        <ButtonGroup>
          <ButtonLink href={`/balances/${city}/lines.csv`} kind="secondary">
            {say('money.ledger.download')}
          </ButtonLink>
          <ButtonLink href={`/statements/preview?city=${city}`} kind="secondary">
            {say('money.statements.previewLink')}
          </ButtonLink>
        </ButtonGroup>
        <SubNavigation
          label={say('money.ledger.choose')}
          links={[
            { text: say('money.ledger.all'), href: `/balances/${city}`, current: !disputed },
            { text: say('money.disputes.title'), href: `/balances/${city}?disputed=true`, current: disputed },
          ]}
        />
        {disputed ? (
          <DisputedLines lines={told.answer.lines} reader={reader} />
        ) : (
          <Lines ledger={told.answer} reader={reader} />
        )}
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}

/** The same lines as a file. */
export async function ledgerFile({ reader, params }: PageRequest): Promise<PageAnswer> {
  const told = await askForFile(reader, 'exportLedger', { params: { city: params.city ?? '' } });
  return told.ok ? { file: told.file, mediaType: 'text/csv' } : told;
}

function saidBalance({ balance }: Ledger, { words }: Reader): string {
  const { say, money, number } = words;
  const { amountsOre } = sumOf(balance.months);
  const said = say('money.ledger.balance', {
    carriedOut: money(amountsOre.carriedOut),
    received: money(amountsOre.received),
    net: withSign(balance.netOre, money(balance.netOre)),
    days: withSign(balance.netDays, number(balance.netDays)),
  });
  if (balance.disputedLines === 0) return said;
  const { disputedLines: n, disputedOre } = balance;
  return `${said} ${say('money.ledger.disputed', { n, amount: money(disputedOre) })}`;
}

/** What a line adds for this city; nothing until both cities have it. */
const addedBy = ({ line, state }: PostedCostLine, own: string): number =>
  state !== 'posted' ? 0 : line.receivingCity === own ? line.amountOre : -line.amountOre;

function Lines({ ledger, reader }: { readonly ledger: Ledger; readonly reader: Reader }) {
  const { words, node } = reader;
  const { say, money, number } = words;
  let sum = ledger.before.netOre;
  const rows = ledger.lines.map((posted) => {
    const { line, bookedOn } = posted;
    sum += addedBy(posted, node.city);
    const charged = line.receivingCity === node.city ? line.amountOre : -line.amountOre;
    return {
      key: line.id,
      cells: [
        <LineLink key="line" line={line} />,
        <CaseLink key="case" reader={reader} caseId={line.caseId} />,
        words.period(line),
        bookedOn ? words.date(bookedOn) : '–',
        number(line.days + line.leaveDays),
        withSign(charged, money(charged)),
        withSign(sum, money(sum)),
        <LineTags key="state" line={posted} />,
      ],
    };
  });
  return (
    <Table
      caption={say('money.ledger.caption')}
      empty={say('money.ledger.empty')}
      columns={[
        { head: say('money.service') },
        { head: say('money.case') },
        { head: say('money.period'), nowrap: true },
        { head: say('money.booked'), nowrap: true },
        { head: say('money.chargedDays'), align: 'right' },
        { head: say('money.amount'), align: 'right', nowrap: true },
        { head: say('money.ledger.running'), align: 'right', nowrap: true },
        { head: say('money.state') },
      ]}
      rows={rows}
    />
  );
}
