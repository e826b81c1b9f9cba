import type { Decision } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { Pagination } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask } from '../reader.js';
import type { Words } from '../words.js';

/** What the reader has decided as a police liaison, newest first. */
export async function decisionsMadePage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listDecisions', { query: { page: String(pageIn(query)) } });
  if (!told.ok) return told;
  const { words } = reader;
  const { say } = words;
  return {
    page: (
      <Page reader={reader} title={say('decisions.made.title')}>
        <h1 class="govuk-heading-l">{say('decisions.made.title')}</h1>
        <p class="govuk-body">{say('decisions.made.lead')}</p>
        <Table
          caption={say('decisions.made.title')}
          captionHidden
          columns={[
            { head: say('decisions.made.when') },
            { head: say('decisions.case') },
            { head: say('decisions.made.what') },
            { head: say('decisions.made.verdict') },
          ]}
          rows={told.answer.decisions.map((decision, i) => ({
            key: `${decision.decidedAt}-${i}`,
            cells: [
              words.time(decision.decidedAt),
              <a key="case" class="govuk-link" href={`/decisions/${decision.caseId}`}>
                {caseReference(decision.caseId)}
              </a>,
              words.value('DecisionKind', decision.kind),
              saidVerdict(decision, words),
            ],
          }))}
          empty={say('decisions.made.empty')}
        />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}

function saidVerdict({ verdict, city }: Decision, words: Words): string {
  if (!verdict) return '–';
  const said = words.value('DecisionVerdict', verdict);
  return city ? `${said}: ${words.city(city)}` : said;
}
