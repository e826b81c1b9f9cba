import type { Case } from '@storstad/contract';
import { concernsPolice } from '../../../domain/queues.js';
import { actionsIn } from '../case/case-actions.js';
import { caseReference } from '../case/case-reference.js';
import type { ActionName } from '../case/case-rules.js';
import { saidCities } from '../case/case-words.js';
import { Columns } from '../components/columns.js';
import { IdentityBar } from '../components/identity-bar.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { formText } from '../forms/form-page.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, hasRole, type Reader, stopped } from '../reader.js';
import { reasonAskedFirst } from '../reading-reason.js';
import { caseRows, decisionRows, threatRows } from './decision-facts.js';

/** What a liaison needs to know of one case to decide, and what there is to decide. Nothing more of it is shown. */
export async function decisionPage(request: PageRequest): Promise<PageAnswer> {
  const { reader, params } = request;
  if (!hasRole(reader, 'police-liaison')) return stopped('NOT_PERMITTED');
  const { caseId = '' } = params;
  const reasonFirst = reasonAskedFirst(request);
  if (reasonFirst) return reasonFirst;
  const told = await ask(reader, 'getCase', { params: { caseId } });
  return told.ok ? { page: <DecisionPage reader={reader} theCase={told.answer} /> } : told;
}

function DecisionPage({ reader, theCase }: { readonly reader: Reader; readonly theCase: Case }) {
  const { words } = reader;
  const { say } = words;
  const heading = say('decisions.one.heading', { reference: caseReference(theCase.id) });
  return (
    <Page reader={reader} title={`${say('decisions.one.title')} – ${heading}`}>
      <BackLink href="/decisions" text={say('decisions.title')} />
      <IdentityBar
        reference={saidCities(theCase, words)}
        heading={heading}
        tags={
          <>
            <Tag>{words.value('CaseState', theCase.state)}</Tag>{' '}
            <Tag>{words.value('CaseKind', theCase.kind)}</Tag>
          </>
        }
      />
      <Columns
        aside={
          <>
            <SummaryList title={say('decisions.one.case')} rows={caseRows(theCase, words)} />
            <SummaryList title={say('decisions.one.before')} rows={decisionRows(theCase, words)} />
          </>
        }
      >
        <Choices reader={reader} theCase={theCase} />
        <OpenIncidents theCase={theCase} />
        <SummaryList title={say('decisions.one.threat')} rows={threatRows(theCase, words)} />
      </Columns>
    </Page>
  );
}

/** What a liaison decides, the most awaited first. */
const decisions: readonly ActionName[] = [
  'clearPlace',
  'decideApproval',
  'assessThreat',
  'withdrawApproval',
  'recordNoSuitableCity',
  'recordRegisterCheck',
];

/** Each decision that can be made now, with what follows from it. */
function Choices({ reader, theCase }: { readonly reader: Reader; readonly theCase: Case }) {
  const words = useWords();
  const actions = actionsIn(theCase, reader);
  const offered = decisions.flatMap((name) => actions.filter((action) => action.name === name));
  return (
    <section aria-labelledby="decide">
      <h2 class="govuk-heading-m" id="decide">
        {words.say('decisions.one.decide')}
      </h2>
      {offered.length === 0 && <p class="app-empty">{words.say('decisions.one.nothing')}</p>}
      {offered.map(({ operation, href }) => (
        <div key={operation}>
          <h3 class="govuk-heading-s">
            <a class="govuk-link" href={href}>
              {formText({ operation, variant: null }, 'link', words)}
            </a>
          </h3>
          <p class="govuk-body">{formText({ operation, variant: null }, 'lead', words)}</p>
        </div>
      ))}
    </section>
  );
}

/** What has happened that is decided together with the police. */
function OpenIncidents({ theCase }: { readonly theCase: Case }) {
  const words = useWords();
  const { say } = words;
  const open = theCase.incidents.filter(({ state, kind }) => state === 'open' && concernsPolice(kind));
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="incidents">
      <h2 class="govuk-heading-m" id="incidents">
        {say('decisions.one.incidents')}
      </h2>
      <p class="govuk-body">{say('decisions.one.incidentsLead')}</p>
      <Table
        caption={say('decisions.one.incidents')}
        captionHidden
        columns={[
          { head: say('decisions.one.incident') },
          { head: say('decisions.one.occurred') },
          { head: say('decisions.due') },
        ]}
        rows={open.map(({ id, kind, occurredAt, latestOn }) => ({
          key: id,
          cells: [words.value('IncidentKind', kind), words.time(occurredAt), words.date(latestOn)],
        }))}
      />
    </section>
  );
}
