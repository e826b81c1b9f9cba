import type { InvoiceSample } from '@storstad/contract';
import type { NotDone } from '../../desk/run-operation.js';
import { ButtonGroup } from '../components/forms.js';
import { Details } from '../components/messages.js';
import { BackLink, Pagination } from '../components/navigation.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader, saidUnit, stopped } from '../reader.js';
import { InvoiceTable, providerNames } from './invoices-page.js';
import { FormButton } from './money-words.js';

/** The samples that were drawn, newest first. */
export async function invoiceSamplesPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listSamples', { query: { page: String(pageIn(query)) } });
  if (!told.ok) return told;
  const { words } = reader;
  const { say, number } = words;
  return {
    page: (
      <Page reader={reader} title={say('money.samples.title')}>
        <BackLink href="/invoices" text={say('money.invoices.title')} />
        <h1 class="govuk-heading-l">{say('money.samples.title')}</h1>
        <p class="govuk-body">{say('money.samples.lead')}</p>
        <ButtonGroup>
          <FormButton reader={reader} operation="drawSample" href={formHref('drawSample')} />
        </ButtonGroup>
        <Table
          caption={say('money.samples.title')}
          captionHidden
          empty={say('money.samples.empty')}
          columns={[
            { head: say('money.samples.drawnOn') },
            { head: say('money.invoice.unit') },
            { head: say('money.samples.pool') },
            { head: say('money.samples.size'), align: 'right' },
            { head: say('money.samples.seed'), align: 'right' },
          ]}
          rows={told.answer.samples.map((sample) => ({
            key: sample.id,
            cells: [
              <a key="drawn" class="govuk-link" href={`/invoice-samples/${sample.id}`}>
                {words.date(sample.drawnOn)}
              </a>,
              saidUnit(reader, sample.unit),
              words.value('SamplePool', sample.pool),
              say('money.samples.sizeOf', {
                n: number(sample.invoiceIds.length),
                pool: number(sample.poolSize),
              }),
              String(sample.seed),
            ],
          }))}
        />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}

const invoicesOfPage = 20;

/** One sample: how it was drawn and can be drawn again, and its invoices. */
export async function invoiceSamplePage({ reader, params, query }: PageRequest): Promise<PageAnswer> {
  const sample = await findSample(reader, params.sampleId ?? '');
  if ('code' in sample) return sample;
  const page = pageIn(query);
  const ids = sample.invoiceIds.slice((page - 1) * invoicesOfPage, page * invoicesOfPage);
  const told = await Promise.all(
    ids.map((invoiceId) => ask(reader, 'getInvoice', { params: { invoiceId } })),
  );
  const { words } = reader;
  const title = words.say('money.samples.one', {
    unit: saidUnit(reader, sample.unit),
    day: words.date(sample.drawnOn),
  });
  return {
    page: (
      <Page reader={reader} title={title}>
        <BackLink href="/invoice-samples" text={words.say('money.samples.title')} />
        <h1 class="govuk-heading-l">{title}</h1>
        <Drawn reader={reader} sample={sample} />
        <h2 class="govuk-heading-m">{words.say('money.samples.invoices')}</h2>
        <InvoiceTable
          reader={reader}
          invoices={told.flatMap((one) => (one.ok ? [one.answer] : []))}
          names={await providerNames(reader)}
          caption={words.say('money.samples.invoices')}
        />
        <Pagination
          {...paging(reader, query, { page, limit: invoicesOfPage, total: sample.invoiceIds.length })}
        />
      </Page>
    ),
  };
}

/** A sample by its id; there are few, and the newest come first. */
async function findSample(reader: Reader, id: string): Promise<InvoiceSample | NotDone> {
  for (let page = 1, pages = 1; page <= pages; page++) {
    const told = await ask(reader, 'listSamples', { query: { page: String(page), limit: '100' } });
    if (!told.ok) return told;
    const found = told.answer.samples.find((sample) => sample.id === id);
    if (found) return found;
    pages = Math.ceil(told.answer.total / 100);
  }
  return stopped('NOT_FOUND');
}

function Drawn({ reader, sample }: { readonly reader: Reader; readonly sample: InvoiceSample }) {
  const { words } = reader;
  const { say, number } = words;
  const { unit, pool, size, seed, poolSize, invoiceIds } = sample;
  const again = { unit, pool, size: String(size), seed: String(seed) };
  return (
    <>
      <SummaryList
        rows={[
          { key: say('money.invoice.unit'), value: saidUnit(reader, unit) },
          { key: say('money.samples.pool'), value: words.value('SamplePool', pool) },
          {
            key: say('money.samples.size'),
            value: say('money.samples.sizeOf', { n: number(invoiceIds.length), pool: number(poolSize) }),
          },
          { key: say('money.samples.seed'), value: String(seed) },
        ]}
      />
      <Details summary={say('money.samples.how')}>
        <p>{say('money.samples.howDrawn', { size, seed })}</p>
        {mayAskFor(reader, 'drawSample') && (
          <p>
            <a class="govuk-link" href={formHref('drawSample', {}, again)}>
              {say('money.samples.again')}
            </a>
          </p>
        )}
      </Details>
    </>
  );
}
