import type { Invoice } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { ButtonGroup, ButtonLink } from '../components/forms.js';
import { Pagination, SubNavigation } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader } from '../reader.js';
import { CaseLink, FormButton } from './money-words.js';

/** Invoices, newest first: all, those with findings or those without; of one case where the address says so. */
export async function invoicesPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const withFindings = query.get('withFindings');
  const caseId = query.get('caseId');
  const told = await ask(reader, 'listInvoices', {
    query: {
      page: String(pageIn(query)),
      ...(withFindings ? { withFindings } : {}),
      ...(caseId ? { caseId } : {}),
    },
  });
  if (!told.ok) return told;
  const names = await providerNames(reader);
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('money.invoices.title')}>
        <h1 class="govuk-heading-l">{say('money.invoices.title')}</h1>
        <p class="govuk-body">{say('money.invoices.lead')}</p>
        <Actions reader={reader} caseId={caseId} />
        {caseId && (
          <p class="govuk-body">
            {say('money.invoices.ofCase', { reference: caseReference(caseId) })}{' '}
            <a class="govuk-link" href="/invoices">
              {say('money.invoices.ofAll')}
            </a>
          </p>
        )}
        <SubNavigation
          label={say('money.invoices.choose')}
          links={[null, 'true', 'false'].map((value) => ({
            text: say(`money.invoices.findings.${value ?? 'all'}`),
            href: hrefOf(value, caseId),
            current: value === withFindings,
          }))}
        />
        <InvoiceTable
          reader={reader}
          invoices={told.answer.invoices}
          names={names}
          caption={say('money.invoices.title')}
        />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}

function hrefOf(withFindings: string | null, caseId: string | null): string {
  const search = new URLSearchParams({
    ...(withFindings ? { withFindings } : {}),
    ...(caseId ? { caseId } : {}),
  }).toString();
  return search ? `/invoices?${search}` : '/invoices';
}

function Actions({ reader, caseId }: { readonly reader: Reader; readonly caseId: string | null }) {
  const { say } = reader.words;
  return (
    <ButtonGroup>
      <FormButton
        reader={reader}
        operation="recordInvoice"
        href={formHref('recordInvoice', {}, caseId ? { caseId } : {})}
      />
      {mayAskFor(reader, 'importInvoices') && (
        <ButtonLink href="/invoices/import" kind="secondary">
          {say('money.import.link')}
        </ButtonLink>
      )}
      <ButtonLink href="/invoice-samples" kind="secondary">
        {say('money.samples.title')}
      </ButtonLink>
    </ButtonGroup>
  );
}

/** The names in this city's own register, by id. */
export async function providerNames(reader: Reader): Promise<ReadonlyMap<string, string>> {
  const told = await ask(reader, 'listProviders');
  return new Map(told.ok ? told.answer.providers.map(({ id, name }) => [id, name]) : []);
}

/** Invoices in rows, with what is accepted of each. */
export function InvoiceTable({
  reader,
  invoices,
  names,
  caption,
}: {
  readonly reader: Reader;
  readonly invoices: readonly Invoice[];
  readonly names: ReadonlyMap<string, string>;
  readonly caption: string;
}) {
  const { words } = reader;
  const { say, money } = words;
  return (
    <Table
      caption={caption}
      captionHidden
      empty={say('money.invoices.empty')}
      columns={[
        { head: say('money.invoice.number') },
        { head: say('money.invoice.provider') },
        { head: say('money.case') },
        { head: say('money.service') },
        { head: say('money.period'), nowrap: true },
        { head: say('money.invoice.billed'), align: 'right', nowrap: true },
        { head: say('money.invoice.accepted'), align: 'right', nowrap: true },
        { head: say('money.state') },
      ]}
      rows={invoices.map((invoice) => ({
        key: invoice.id,
        cells: [
          <a key="number" class="govuk-link" href={`/invoices/${invoice.id}`}>
            {invoice.number}
          </a>,
          names.get(invoice.providerId) ?? '–',
          <CaseLink key="case" reader={reader} caseId={invoice.caseId} />,
          words.value('ServiceCode', invoice.service),
          words.period(invoice),
          money(invoice.amountOre),
          money(invoice.acceptedOre),
          <InvoiceTags key="state" invoice={invoice} />,
        ],
      }))}
    />
  );
}

/** Whether something was found, and whether the home city is charged. */
export function InvoiceTags({ invoice: { findings, chargedBy } }: { readonly invoice: Invoice }) {
  const { say } = useWords();
  return (
    <>
      {findings.length > 0 ? (
        <Tag tone="warning">{say('money.invoice.withFindings', { n: findings.length })}</Tag>
      ) : (
        <Tag tone="good">{say('money.invoice.noFindings')}</Tag>
      )}{' '}
      {chargedBy !== null && <Tag tone="info">{say('money.invoice.charged')}</Tag>}
    </>
  );
}
