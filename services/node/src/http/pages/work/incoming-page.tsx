import type { Case, CaseSummary } from '@storstad/contract';
import { needsReadingReason } from '../../../commands/reading-reasons.js';
import { capital } from '../capital.js';
import { caseReference } from '../case/case-reference.js';
import { inlineList } from '../case/case-words.js';
import { ButtonGroup, ButtonLink } from '../components/forms.js';
import { Notice } from '../components/messages.js';
import { Pagination } from '../components/navigation.js';
import { SummaryList } from '../components/summary-list.js';
import { Tag } from '../components/tag.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageHandler } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader, staffFor } from '../reader.js';
import { CaseLink, saidAssignee, saidRoute } from './case-cells.js';
import { QueueNavigation } from './cases-page.js';
import { countQueues } from './queues.js';

/** Each request is read, and that is recorded: so there are few on a page. */
const requestsAPage = 10;

/** The requests of other cities that wait for an answer, with what each asks for. */
export const incomingPage: PageHandler = async ({ reader, query }) => {
  const { say } = reader.words;
  const page = pageIn(query);
  const told = await ask(reader, 'listCases', {
    query: { queue: 'incoming', page: `${page}`, limit: `${requestsAPage}` },
  });
  if (!told.ok) return told;
  const requests = await Promise.all(told.answer.cases.map((summary) => requestOf(summary, reader)));
  const counts = await countQueues(reader);
  return {
    page: (
      <Page reader={reader} title={say('work.incoming.title')}>
        <h1 class="govuk-heading-l">{say('work.incoming.title')}</h1>
        <QueueNavigation reader={reader} current="incoming" counts={counts} />
        {requests.length === 0 && <p class="app-empty">{say('work.incoming.empty')}</p>}
        {requests.map(({ summary, theCase }) =>
          theCase ? (
            <Request key={summary.id} summary={summary} theCase={theCase} reader={reader} />
          ) : (
            <Restricted key={summary.id} summary={summary} reader={reader} />
          ),
        )}
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
};

interface Incoming {
  readonly summary: CaseSummary;
  /** Null where the reader first says why they read it. */
  readonly theCase: Case | null;
}

async function requestOf(summary: CaseSummary, reader: Reader): Promise<Incoming> {
  if (needsReadingReason(reader.node, staffFor(reader, 'getCase'), summary.id))
    return { summary, theCase: null };
  const told = await ask(reader, 'getCase', { params: { caseId: summary.id } });
  return { summary, theCase: told.ok ? told.answer : null };
}

type Verdict = NonNullable<Case['placeClearance']>['verdict'];

/** What one request asks for, and the three answers to it. */
function Request({
  summary,
  theCase,
  reader,
}: Incoming & { readonly theCase: Case; readonly reader: Reader }) {
  const { words } = reader;
  const { say } = words;
  const { id: caseId, placeClearance, questions } = theCase;
  const referral = theCase.referrals.at(-1);
  const unanswered = questions.filter(({ answeredAt }) => answeredAt === null).length;
  return (
    <section aria-label={say('work.incoming.request', { reference: caseReference(caseId) })}>
      <SummaryList
        title={`${caseReference(caseId)} · ${saidRoute(summary, reader)}`}
        action={{ text: say('work.incoming.open'), about: caseReference(caseId), href: `/cases/${caseId}` }}
        rows={[
          { key: say('work.incoming.sent'), value: referral ? words.time(referral.sentAt) : '' },
          { key: say('work.incoming.kind'), value: words.value('CaseKind', theCase.kind) },
          { key: say('work.incoming.threat'), value: saidThreat(theCase, reader) },
          {
            key: say('work.incoming.services'),
            value: capital(inlineList(words, 'ServiceCode', theCase.needs.services)),
          },
          {
            key: say('work.incoming.housing'),
            value: words.value('HousingForm', theCase.needs.housingForm),
          },
          { key: say('work.incoming.clearance'), value: <Clearance verdict={placeClearance?.verdict} /> },
          ...(questions.length > 0
            ? [
                {
                  key: say('work.incoming.questions'),
                  value: say('work.incoming.asked', { asked: questions.length, unanswered }),
                },
              ]
            : []),
        ]}
      />
      <Answers caseId={caseId} verdict={placeClearance?.verdict} reader={reader} />
    </section>
  );

  function Clearance({ verdict }: { readonly verdict: Verdict | undefined }) {
    if (!verdict) return <Tag tone="warning">{say('work.incoming.waitsForPolice')}</Tag>;
    return (
      <Tag tone={verdict === 'clear' ? 'good' : 'bad'}>{words.value('PlaceClearance.verdict', verdict)}</Tag>
    );
  }
}

/** The threat in words, with only those of its facts that are so. */
function saidThreat({ threat }: Case, { words }: Reader): string {
  const { say } = words;
  if (!threat) return say('work.incoming.noThreat');
  const facts: readonly (readonly [fact: string, isSo: boolean])[] = [
    ['confirmed', threat.confirmed],
    ['lethal', threat.lethalViolenceRisk],
    ['protection', threat.activeProtectionNeeded],
    ['admits', threat.admitsInvolvement],
  ];
  return [
    words.value('AssessThreat.level', threat.level),
    ...facts.filter(([, isSo]) => isSo).map(([fact]) => say(`decisions.facts.${fact}`)),
  ].join('. ');
}

/** Accepting waits for the police liaison's verdict on the place; the others do not. */
function Answers({
  caseId,
  verdict,
  reader,
}: {
  readonly caseId: string;
  readonly verdict: Verdict | undefined;
  readonly reader: Reader;
}) {
  const { say } = reader.words;
  if (!mayAskFor(reader, 'acceptReferral')) return null;
  const reference = <span class="govuk-visually-hidden"> {caseReference(caseId)}</span>;
  return (
    <ButtonGroup>
      {verdict === 'clear' ? (
        <ButtonLink href={formHref('acceptReferral', { caseId })}>
          {say('forms.acceptReferral.link')}
          {reference}
        </ButtonLink>
      ) : (
        <p class="app-quiet">{say(verdict ? 'work.incoming.cannotAccept' : 'work.incoming.acceptWaits')}</p>
      )}
      <ButtonLink href={formHref('askForCompletion', { caseId })} kind="secondary">
        {say('forms.askForCompletion.link')}
        {reference}
      </ButtonLink>
      <ButtonLink href={formHref('rejectReferral', { caseId })} kind="secondary">
        {say('forms.rejectReferral.link')}
        {reference}
      </ButtonLink>
    </ButtonGroup>
  );
}

/** A request that is not the reader's own, such as a liaison's who has decided: nothing of it is shown before they say why. */
const Restricted = ({ summary, reader }: { readonly summary: CaseSummary; readonly reader: Reader }) => (
  <Notice tone="info" title={reader.words.say('work.incoming.restricted')}>
    <p>
      <CaseLink caseId={summary.id} /> · {saidRoute(summary, reader)} · {saidAssignee(summary, reader)}
    </p>
  </Notice>
);
