import type { ImportedRow, InvoiceImport } from '@storstad/contract';
import type { NotDone } from '../../desk/run-operation.js';
import { Measure } from '../components/columns.js';
import { FileField, TextArea } from '../components/fields.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { Details, ErrorSummary, Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag, type Tone } from '../components/tag.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import type { Words } from '../words.js';
import { saidReason } from './import-reasons.js';

/** Where a file of invoices is chosen, or its rows are pasted in. */
export function invoiceImportPage({ reader }: PageRequest): PageAnswer {
  if (!mayAskFor(reader, 'importInvoices')) return stopped('NOT_PERMITTED');
  return { page: <ImportForm reader={reader} file="" /> };
}

/** Takes the rows in and says what came of each; or why the whole cannot be read, with what was in it. */
export async function takeInvoices({ reader, entries }: PageRequest): Promise<PageAnswer> {
  const file = entries.get('chosen') || (entries.get('file') ?? '');
  if (file.trim() === '')
    return { page: <ImportForm reader={reader} file="" isEmpty />, problem: stopped('REQUEST_INVALID') };
  const told = await ask(reader, 'importInvoices', { body: file });
  if (told.ok) return { page: <Result reader={reader} result={told.answer} /> };
  return { page: <ImportForm reader={reader} file={file} notDone={told} />, problem: told };
}

const columns = 'number;provider;case;service;from;until;days;day_rate_sek;amount_sek;upkeep_deduction_sek';

function ImportForm({
  reader,
  file,
  isEmpty = false,
  notDone = null,
}: {
  readonly reader: Reader;
  readonly file: string;
  readonly isEmpty?: boolean;
  readonly notDone?: NotDone | null;
}) {
  const { words } = reader;
  const { say } = words;
  const title = say('money.import.title');
  const error = isEmpty ? say('money.import.nothing') : saidFileFault(notDone, words);
  return (
    <Page reader={reader} title={error || notDone ? say('forms.wrongTitle', { title }) : title}>
      <BackLink href="/invoices" text={say('money.invoices.title')} />
      <Measure>
        {error && <ErrorSummary items={[{ text: error, href: file ? '#file' : '#chosen' }]} />}
        {notDone && !error && <RefusalNotice parts={notDone} />}
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{say('money.import.lead')}</p>
        <Details summary={say('money.import.format')}>
          <p>{say('money.import.columns')}</p>
          <p>
            <code>{columns}</code>
          </p>
          <p>{say('money.import.cells')}</p>
        </Details>
        <Form withFiles>
          <FileField
            id="chosen"
            name="chosen"
            accept=".csv,text/csv"
            label={say('money.import.chosen')}
            hint={say('money.import.chosenHint')}
            error={file ? undefined : error}
          />
          <TextArea
            id="file"
            name="file"
            label={say('money.import.file')}
            hint={say('money.import.fileHint')}
            error={file ? error : undefined}
            rows={8}
            value={file}
          />
          <ButtonGroup>
            <Button>{say('money.import.submit')}</Button>
            <a class="govuk-link" href="/invoices">
              {say('forms.cancel')}
            </a>
          </ButtonGroup>
        </Form>
      </Measure>
    </Page>
  );
}

/** At which row the file cannot be read, and why. */
function saidFileFault(notDone: NotDone | null, words: Words): string | undefined {
  if (notDone?.code !== 'FILE_INVALID') return undefined;
  const { row, problem } = notDone.facts;
  return words.say('money.import.fault', {
    row: String(row),
    why: saidReason({ column: null, reason: String(problem) }, words),
  });
}

const mostRows = 200;

function Result({ reader, result }: { readonly reader: Reader; readonly result: InvoiceImport }) {
  const { say } = reader.words;
  const { accepted, unchanged, rejected, rows } = result;
  const shown = [...rows.filter(isRejected), ...rows.filter((row) => !isRejected(row))].slice(0, mostRows);
  return (
    <Page reader={reader} title={say('money.import.done')}>
      <BackLink href="/invoices" text={say('money.invoices.title')} />
      <h1 class="govuk-heading-l">{say('money.import.done')}</h1>
      <Notice
        tone={rejected > 0 ? 'warning' : 'good'}
        title={say('money.import.counts', { accepted, unchanged, rejected })}
      >
        {rejected > 0 && <p>{say('money.import.again')}</p>}
      </Notice>
      <Rows rows={shown} />
      {rows.length > shown.length && (
        <p class="govuk-body">{say('money.import.notShown', { n: rows.length - shown.length })}</p>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/invoices/import">
          {say('money.import.more')}
        </a>
      </p>
    </Page>
  );
}

const isRejected = ({ outcome }: ImportedRow): boolean => outcome === 'rejected';

const outcomeTone: Readonly<Record<ImportedRow['outcome'], Tone>> = {
  accepted: 'good',
  unchanged: 'neutral',
  rejected: 'bad',
};

function Rows({ rows }: { readonly rows: readonly ImportedRow[] }) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('money.import.rows')}
      columns={[
        { head: say('money.import.row') },
        { head: say('money.import.outcome') },
        { head: say('money.import.column') },
        { head: say('money.import.reason') },
      ]}
      rows={rows.map(({ row, outcome, invoiceId, column, reason }) => ({
        key: String(row),
        cells: [
          invoiceId ? (
            <a key="row" class="govuk-link" href={`/invoices/${invoiceId}`}>
              {say('money.import.rowNumber', { row })}
            </a>
          ) : (
            say('money.import.rowNumber', { row })
          ),
          <Tag key="outcome" tone={outcomeTone[outcome]}>
            {words.value('ImportedRow.outcome', outcome)}
          </Tag>,
          column ?? '–',
          reason === null ? '–' : saidReason({ column, reason }, words),
        ],
      }))}
    />
  );
}
