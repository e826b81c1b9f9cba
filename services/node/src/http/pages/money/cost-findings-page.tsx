import type { CostFinding } from '@storstad/contract';
import { daysBetween } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { BackLink, Pagination } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader } from '../reader.js';
import type { Words } from '../words.js';
import { CaseLink, formLink, withSign } from './money-words.js';

/** Where what is posted is not what is expected, the largest amount first, and what one can do about it. */
export async function costFindingsPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listCostFindings', { query: { page: String(pageIn(query)) } });
  if (!told.ok) return told;
  const { words } = reader;
  const { say, number, money } = words;
  return {
    page: (
      <Page reader={reader} title={say('money.findings.title')}>
        <BackLink href="/balances" text={say('money.balances.title')} />
        <h1 class="govuk-heading-l">{say('money.findings.title')}</h1>
        <p class="govuk-body">{say('money.findings.lead')}</p>
        <Table
          caption={say('money.findings.caption')}
          captionHidden
          empty={say('money.findings.empty')}
          columns={[
            { head: say('money.findings.finding') },
            { head: say('money.case') },
            { head: say('money.service') },
            { head: say('money.findings.days') },
            { head: say('money.days'), align: 'right' },
            { head: say('money.amount'), align: 'right', nowrap: true },
            { head: say('money.findings.whatNow') },
          ]}
          rows={told.answer.findings.map((finding, n) => ({
            key: String(n),
            cells: [
              words.value('CostFinding.code', finding.code),
              <CaseLink key="case" reader={reader} caseId={finding.caseId} />,
              words.value('ServiceCode', finding.service),
              saidDays(finding, words),
              finding.days === 0 ? '–' : withSign(finding.days, number(finding.days)),
              finding.amountOre === 0 ? '–' : withSign(finding.amountOre, money(finding.amountOre)),
              <WhatNow key="now" finding={finding} reader={reader} />,
            ],
          }))}
        />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}

/** The days of a line; of what is not charged, the first ones in a row. */
function saidDays({ code, from, until, days }: CostFinding, words: Words): string {
  if (from === null || until === null) return '–';
  const said = words.period({ from, until });
  const isFirst = code === 'NOT_POSTED' && daysBetween(from as CivilDate, until as CivilDate) < -days;
  return isFirst ? words.say('money.findings.first', { days: said }) : said;
}

/** What this city can do: the receiving one charges, takes back, checks; the home one asks. */
function WhatNow({ finding, reader }: { readonly finding: CostFinding; readonly reader: Reader }) {
  const { say } = useWords();
  const link = linkOf(finding, reader);
  return (
    <>
      {say(`money.findings.now.${finding.code}.${finding.side}`)}
      {link && (
        <>
          {' '}
          <a class="govuk-link" href={link.href}>
            {link.text}
          </a>
        </>
      )}
    </>
  );
}

function linkOf(
  { code, side, lineId, caseId, service, externalServiceId, from, until }: CostFinding,
  reader: Reader,
): { readonly href: string; readonly text: string } | null {
  const { words } = reader;
  if (lineId !== null) return { href: `/cost-lines/${lineId}`, text: words.say('money.findings.toLine') };
  if (side === 'home') return null;
  if (code !== 'NOT_POSTED') return { href: '/providers', text: words.say('money.providers.title') };
  if (externalServiceId !== null)
    return { href: `/invoices?caseId=${caseId}`, text: words.say('money.findings.toInvoices') };
  return mayAskFor(reader, 'postCostLine')
    ? {
        href: formHref(
          'postCostLine',
          { caseId },
          { back: 'cost-findings', service, from: from ?? '', until: until ?? '' },
        ),
        text: formLink('postCostLine', words),
      }
    : null;
}
