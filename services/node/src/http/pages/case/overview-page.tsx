import type { ThreadEntry } from '@storstad/contract';
import { hindrancesIn } from '../../../commands/referrals.js';
import { Columns } from '../components/columns.js';
import { Notice } from '../components/messages.js';
import { useWords } from '../components/page-context.js';
import { Timeline } from '../components/timeline.js';
import { ask, mayAskFor, staffFor } from '../reader.js';
import { Hindrances } from '../referral/hindrances.js';
import { ReferralTasks } from '../referral/referral-tasks.js';
import { AllActions } from './action-links.js';
import { laterIn } from './case-actions.js';
import { latestFirst, timelineEntries } from './case-entries.js';
import type { CaseContent, ShownCase } from './case-frame.js';
import { saidProblem } from './case-words.js';
import { ConsentCard } from './consent-card.js';
import { detailsHref } from './details-card.js';
import { DueTable } from './due-table.js';
import { PlacementCard } from './placement-card.js';
import { subPageHref } from './sub-pages.js';

/** A case at a glance: where the person is, what it rests on, what is due, what can be done, what has happened last. */
export const overview: CaseContent = async (shown) => {
  const told = await ask(shown.reader, 'getThread', { params: { caseId: shown.theCase.id } });
  if (!told.ok) return told;
  const messages = told.answer.threads.flatMap(({ entries }) => entries);
  return { content: <Overview shown={shown} messages={messages} /> };
};

/** So much is shown of what has a page of its own. */
const latest = 6;
const mostDue = 6;

function Overview({
  shown,
  messages,
}: {
  readonly shown: ShownCase;
  readonly messages: readonly ThreadEntry[];
}) {
  const { theCase, reader, actions, top, details } = shown;
  const words = useWords();
  const { say } = words;
  const entries = latestFirst(timelineEntries({ theCase, records: [], messages }, words)).slice(0, latest);
  return (
    <Columns
      aside={
        <section aria-labelledby="history">
          <h2 class="govuk-heading-m" id="history">
            {say('case.pages.history')}
          </h2>
          <Timeline entries={entries} />
          <p>
            <a class="govuk-link" href={subPageHref(theCase.id, 'history')}>
              {say('case.wholeHistory')}
            </a>
          </p>
        </section>
      }
    >
      <OutsideTerms codes={theCase.outsideTerms} />
      <BeforeRequest shown={shown} />
      {details && (
        <p class="govuk-body">
          <a class="govuk-link" href={detailsHref(theCase.id)}>
            {say('case.details.show')}
          </a>
        </p>
      )}
      <PlacementCard theCase={theCase} reader={reader} />
      <ConsentCard theCase={theCase} reader={reader} actions={actions} />
      <h2 class="govuk-heading-m">{say('case.due.heading')}</h2>
      <DueTable theCase={theCase} reader={reader} actions={actions} first={mostDue} />
      {theCase.due.length > mostDue && (
        <p>
          <a class="govuk-link" href={`${subPageHref(theCase.id, 'follow-up')}#due`}>
            {say('case.allDue', { n: theCase.due.length })}
          </a>
        </p>
      )}
      <AllActions
        actions={actions.filter((action) => !top.includes(action))}
        later={laterIn(theCase, reader)}
      />
    </Columns>
  );
}

/** What the agreement would refuse now that facts have changed; the case runs on. */
function OutsideTerms({ codes }: { readonly codes: readonly string[] }) {
  const words = useWords();
  if (codes.length === 0) return null;
  return (
    <Notice tone="warning" title={words.say('case.outsideTerms')}>
      <ul class="govuk-list govuk-list--bullet">
        {codes.map((code) => (
          <li key={code}>{saidProblem(code, words)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Before another city is asked, or after one has said no, the way to the request stands first. */
const BeforeRequest = ({ shown: { theCase, reader, details } }: { readonly shown: ShownCase }) => {
  const { say } = useWords();
  const isBefore = theCase.side === 'home' && (theCase.state === 'draft' || theCase.state === 'rejected');
  if (!isBefore || !mayAskFor(reader, 'sendReferral')) return null;
  return (
    <section aria-labelledby="before-request">
      <h2 class="govuk-heading-m" id="before-request">
        {say(`case.beforeRequest.${theCase.state}`)}
      </h2>
      <Hindrances refusals={hindrancesIn(reader.node, staffFor(reader, 'sendReferral'), theCase.id)} />
      <ReferralTasks reader={reader} theCase={theCase} hasDetails={details !== null} />
    </section>
  );
};
