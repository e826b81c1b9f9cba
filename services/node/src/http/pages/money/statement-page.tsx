import type { Statement, StatementDocument } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { saidProblem } from '../case/case-words.js';
import { ButtonLink } from '../components/forms.js';
import { IdentityBar } from '../components/identity-bar.js';
import { Details, Notice } from '../components/messages.js';
import { BackLink, Pagination } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, askForFile, type Reader } from '../reader.js';
import { FormButton } from './money-words.js';
import { StatementLines } from './statement-lines.js';
import { isToSign, StatementState, saidBetween, saidDifference, saidNet } from './statement-words.js';

/** One statement: what both cities sign, who has signed, and where it was refused why. */
export async function statementPage({ reader, params, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'getStatement', { params: { statementId: params.statementId ?? '' } });
  if (!told.ok) return told;
  const statement = told.answer;
  const { words, node } = reader;
  const lines = await linesOf(reader, statement, query);
  const heading = words.say('money.statement.title', { between: saidBetween(statement.document, words) });
  return {
    page: (
      <Page reader={reader} title={heading}>
        <BackLink href="/statements" text={words.say('money.statements.title')} />
        <IdentityBar
          reference={`${words.say('money.statement.reference', { reference: caseReference(statement.id) })} · ${words.period(statement.document)}`}
          heading={heading}
          tags={<StatementState statement={statement} own={node.city} />}
          actions={<Actions reader={reader} statement={statement} />}
        />
        <Refused statement={statement} own={node.city} />
        <Sums document={statement.document} />
        {lines && (
          <>
            <StatementLines lines={lines.lines} reader={reader} />
            <Pagination {...paging(reader, query, lines)} />
          </>
        )}
        <Facts statement={statement} />
      </Page>
    ),
  };
}

/** A page of the lines of a statement that stands; of one between two other cities there are none here. */
async function linesOf(reader: Reader, { id, state, document }: Statement, query: URLSearchParams) {
  const { city: own } = reader.node;
  const [city = ''] = document.cities.filter((one) => one !== own);
  if (!document.cities.includes(own) || (state !== 'proposed' && state !== 'signed')) return null;
  const told = await ask(reader, 'getLedger', {
    params: { city },
    query: { statementId: id, page: String(pageIn(query)), limit: linesOfPage },
  });
  return told.ok ? told.answer : null;
}

const linesOfPage = '50';

/** The statement with its lines and signatures, for the auditor. */
export async function statementFile({ reader, params }: PageRequest): Promise<PageAnswer> {
  const told = await askForFile(reader, 'exportStatement', {
    params: { statementId: params.statementId ?? '' },
  });
  return told.ok ? { file: told.file, mediaType: 'application/jsonl' } : told;
}

/** The city that did not propose it signs or declines; the lines are those of the two cities alone. */
function Actions({ reader, statement }: { readonly reader: Reader; readonly statement: Statement }) {
  const { node, words } = reader;
  const params = { statementId: statement.id };
  return (
    <>
      {isToSign(statement, node.city) && (
        <>
          <FormButton reader={reader} operation="signStatement" href={formHref('signStatement', params)} />
          <FormButton
            reader={reader}
            operation="declineStatement"
            href={formHref('declineStatement', params)}
            kind="secondary"
          />
        </>
      )}
      {statement.document.cities.includes(node.city) && (
        <ButtonLink href={`/statements/${statement.id}/lines.jsonl`} kind="secondary">
          {words.say('money.statement.download')}
        </ButtonLink>
      )}
    </>
  );
}

/** Why there is no statement: the other city's node found a difference, or its people said no. */
function Refused({ statement, own }: { readonly statement: Statement; readonly own: string }) {
  const words = useWords();
  const { say } = words;
  const { state, refusalCode, differsAt, document, proposedBy } = statement;
  if (refusalCode === null) return null;
  const [by = ''] = document.cities.filter((city) => city !== proposedBy);
  if (state === 'declined')
    return (
      <Notice
        tone="bad"
        title={say('money.statement.declined', {
          city: words.city(by),
          reason: words.value('DeclineStatement.reason', refusalCode),
        })}
      >
        <p>{say(`money.statement.declinedNow.${refusalCode}`)}</p>
      </Notice>
    );
  const { said, lineId } = saidDifference(differsAt, words);
  return (
    <Notice
      tone="bad"
      title={say('money.statement.refused', { city: words.city(by), why: saidProblem(refusalCode, words) })}
    >
      {differsAt !== null && (
        <p>
          {said}{' '}
          {lineId && document.cities.includes(own) && (
            <a class="govuk-link" href={`/cost-lines/${lineId}`}>
              {say('money.findings.toLine')}
            </a>
          )}
        </p>
      )}
      <p>{say('money.statement.refusedNow')}</p>
    </Notice>
  );
}

/** What each of the two cities has carried out for the other. */
function Sums({ document }: { readonly document: StatementDocument }) {
  const words = useWords();
  const { say, number, money } = words;
  const { cities, cases, days, amountsOre } = document;
  return (
    <>
      <p class="govuk-body">
        <strong>{saidNet(document, words)}</strong>
      </p>
      <Table
        caption={say('money.statement.sums')}
        columns={[
          { head: say('money.statement.carriedOutBy') },
          { head: say('money.statement.cases'), align: 'right' },
          { head: say('money.stayDays'), align: 'right' },
          { head: say('money.amount'), align: 'right', nowrap: true },
        ]}
        rows={cities.map((city, i) => ({
          key: city,
          cells: [words.city(city), number(cases[i] ?? 0), number(days[i] ?? 0), money(amountsOre[i] ?? 0)],
        }))}
      />
    </>
  );
}

function Facts({ statement: { document, proposedBy, signedBy } }: { readonly statement: Statement }) {
  const words = useWords();
  const { say, city } = words;
  return (
    <>
      <SummaryList
        title={say('money.statement.facts')}
        rows={[
          { key: say('money.period'), value: words.period(document) },
          { key: say('money.version'), value: document.agreement ?? say('money.allVersions') },
          { key: say('money.statements.lines'), value: words.number(document.lineCount) },
          { key: say('money.statement.proposedBy'), value: city(proposedBy) },
          {
            key: say('money.statement.signatures'),
            value: (
              <ul class="govuk-list">
                {document.cities.map((each) => (
                  <li key={each}>
                    {city(each)}:{' '}
                    {say(signedBy.includes(each) ? 'money.statement.signed' : 'money.statement.unsigned')}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <Details summary={say('money.statement.digest')}>
        <p>{say('money.statement.digestMeans')}</p>
        <p>
          <code>{document.linesDigest}</code>
        </p>
      </Details>
    </>
  );
}
