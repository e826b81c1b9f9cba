import type { CostLineDispute, PostedCostLine } from '@storstad/contract';
import { cityToAct } from '../../../domain/dispute.js';
import { otherCities } from '../../../node.js';
import type { NotDone } from '../../desk/run-operation.js';
import { BackLink, Pagination } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { CaseLink, LineLink, withSign } from './money-words.js';

const limit = 25;

/** All lines with an open question, over all cities: first those where this city is to act, the longest asked first. */
export async function disputesPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(reader, 'getLedger')) return stopped('NOT_PERMITTED');
  const all: PostedCostLine[] = [];
  for (const city of otherCities(reader.node)) {
    const told = await disputedWith(city, reader);
    if (!told.ok) return told;
    all.push(...told.lines);
  }
  const isTheirs = ({ line, dispute }: PostedCostLine) =>
    Number(dispute === null || cityToAct(line, dispute.state) !== reader.node.city);
  all.sort(
    (a, b) =>
      isTheirs(a) - isTheirs(b) || (a.dispute?.raisedOn ?? '').localeCompare(b.dispute?.raisedOn ?? ''),
  );
  const page = pageIn(query);
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('money.disputes.title')}>
        <BackLink href="/balances" text={say('money.balances.title')} />
        <h1 class="govuk-heading-l">{say('money.disputes.title')}</h1>
        <p class="govuk-body">{say('money.disputes.lead')}</p>
        <DisputedLines lines={all.slice((page - 1) * limit, page * limit)} reader={reader} />
        <Pagination {...paging(reader, query, { page, limit, total: all.length })} />
      </Page>
    ),
  };
}

/** All disputed lines with one city, page after page of its ledger. */
async function disputedWith(
  city: string,
  reader: Reader,
): Promise<{ readonly ok: true; readonly lines: PostedCostLine[] } | NotDone> {
  const lines: PostedCostLine[] = [];
  for (let page = 1; ; page++) {
    const told = await ask(reader, 'getLedger', {
      params: { city },
      query: { disputed: 'true', page: `${page}`, limit: `${limit}` },
    });
    if (!told.ok) return told;
    lines.push(...told.answer.lines);
    if (page * limit >= told.answer.total) return { ok: true, lines };
  }
}

/** Lines that are asked about: why, since when, and whose turn it is. */
export function DisputedLines({
  lines,
  reader,
}: {
  readonly lines: readonly PostedCostLine[];
  readonly reader: Reader;
}) {
  const { words, node } = reader;
  const { say, money } = words;
  return (
    <Table
      caption={say('money.disputes.title')}
      captionHidden
      empty={say('money.disputes.empty')}
      columns={[
        { head: say('money.service') },
        { head: say('money.city') },
        { head: say('money.case') },
        { head: say('money.period'), nowrap: true },
        { head: say('money.amount'), align: 'right', nowrap: true },
        { head: say('money.disputes.reason') },
        { head: say('money.disputes.since'), nowrap: true },
        { head: say('money.disputes.turn') },
      ]}
      rows={lines.flatMap(({ line, dispute }) => {
        if (dispute === null) return [];
        const isOut = line.receivingCity === node.city;
        const amountOre = isOut ? line.amountOre : -line.amountOre;
        return {
          key: line.id,
          cells: [
            <LineLink key="line" line={line} />,
            words.city(isOut ? line.homeCity : line.receivingCity),
            <CaseLink key="case" reader={reader} caseId={line.caseId} />,
            words.period(line),
            withSign(amountOre, money(amountOre)),
            words.value('DisputeReason', dispute.reason),
            words.date(dispute.raisedOn),
            <Turn key="turn" line={line} dispute={dispute} reader={reader} />,
          ],
        };
      })}
    />
  );
}

/** Who is to do something about a question, and what. */
function Turn({
  line,
  dispute: { state },
  reader: { node, words },
}: {
  readonly line: PostedCostLine['line'];
  readonly dispute: CostLineDispute;
  readonly reader: Reader;
}) {
  const city = cityToAct(line, state);
  if (city === null) return null;
  return (
    <Tag tone={city === node.city ? 'warning' : 'info'}>
      {words.say(`money.disputes.now.${state}`, { city: words.city(city) })}
    </Tag>
  );
}
