import { ButtonGroup, ButtonLink, PrintButton } from '../components/forms.js';
import { BackLink } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, askForFile, mayAskFor, stopped } from '../reader.js';
import { ReportContent } from '../report-content.js';

export const audiences = ['board', 'external'] as const;

/** Where a report is, as a page or as a file. */
export const reportHref = (agreementId: string, audience: string, table = false): string =>
  `/reports/${agreementId}${table ? '/table' : ''}?audience=${audience}`;

/** Which reports there are: one for each version and audience, as a page and as a file. */
export async function reportsPage({ reader }: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(reader, 'getReport')) return stopped('NOT_PERMITTED');
  const told = await ask(reader, 'listAgreements');
  if (!told.ok) return told;
  const { say, date } = reader.words;
  const begun = told.answer.agreements.filter(({ state }) => state !== 'proposed');
  return {
    page: (
      <Page reader={reader} title={say('oversight.reports.title')}>
        <h1 class="govuk-heading-l">{say('oversight.reports.title')}</h1>
        <p class="govuk-body">{say('oversight.reports.lead')}</p>
        <Table
          caption={say('oversight.reports.caption')}
          captionHidden
          columns={[
            { head: say('oversight.reports.version') },
            { head: say('oversight.reports.from') },
            { head: say('oversight.reports.board') },
            { head: say('oversight.reports.external') },
          ]}
          rows={begun.toReversed().map(({ id, document }) => ({
            key: id,
            cells: [
              `${id}: ${document.title}`,
              date(document.validFrom),
              ...audiences.map((audience) => (
                <a key={audience} class="govuk-link" href={reportHref(id, audience)}>
                  {say(`oversight.reports.show.${audience}`, { version: id })}
                </a>
              )),
            ],
          }))}
          empty={say('oversight.reports.empty')}
        />
      </Page>
    ),
  };
}

/** One report within the pages' own frame, to read and to print. */
export async function reportPageOf({ reader, params, query }: PageRequest): Promise<PageAnswer> {
  const { agreementId = '' } = params;
  const audience = query.get('audience') ?? 'board';
  const told = await ask(reader, 'getReport', { params: { agreementId }, query: { audience } });
  if (!told.ok) return told;
  const { say, language } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('oversight.reports.one', { version: agreementId })}>
        <BackLink href="/reports" text={say('oversight.reports.title')} />
        <ButtonGroup>
          <PrintButton>{say('oversight.reports.print')}</PrintButton>
          <ButtonLink href={reportHref(agreementId, audience, true)} kind="secondary">
            {say('oversight.reports.table')}
          </ButtonLink>
        </ButtonGroup>
        <ReportContent report={told.answer} language={language} />
      </Page>
    ),
  };
}

/** The same report as a file. */
export async function reportTable({ reader, params, query }: PageRequest): Promise<PageAnswer> {
  const told = await askForFile(reader, 'exportReport', {
    params: { agreementId: params.agreementId ?? '' },
    query: { audience: query.get('audience') ?? 'board' },
  });
  return told.ok ? { file: told.file, mediaType: 'text/csv; charset=utf-8' } : told;
}
