import type { Referral, ThreadEntry } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { Measure } from '../components/columns.js';
import { ButtonLink } from '../components/forms.js';
import { Notice, Panel } from '../components/messages.js';
import { SummaryList } from '../components/summary-list.js';
import { Page } from '../layout.js';
import type { PageAnswer } from '../page.js';
import type { Words } from '../words.js';
import type { ShownSending } from './sending.js';

/** That a request has been sent: which place it has, whether the other city's node has it, and what happens now. */
export function receiptPage(
  { reader, theCase }: ShownSending,
  referral: Referral,
  message: ThreadEntry | null,
): PageAnswer {
  const { words } = reader;
  const { say } = words;
  const city = words.city(referral.city);
  const title = say('new-referral.receipt.title', { city });
  return {
    page: (
      <Page reader={reader} title={title}>
        <Measure>
          <Panel title={title}>
            {say('new-referral.receipt.reference', { reference: caseReference(theCase.id) })}
          </Panel>
          {message?.outcome === 'refused' && (
            <Notice tone="bad" title={say('new-referral.receipt.notTaken', { city })}>
              <p>{say('new-referral.receipt.notTakenNow')}</p>
            </Notice>
          )}
          <SummaryList
            rows={[
              { key: say('new-referral.receipt.sent'), value: words.time(referral.sentAt) },
              {
                key: say('new-referral.receipt.place'),
                value: say('new-referral.receipt.slot', { ...referral.slot }),
              },
              { key: say('new-referral.receipt.receipt'), value: saidReceipt(message, city, words) },
            ]}
          />
          <h2 class="govuk-heading-m">{say('new-referral.receipt.next')}</h2>
          <ol class="govuk-list govuk-list--number">
            {(['clearance', 'answer', 'place', 'withdraw'] as const).map((key) => (
              <li key={key}>{say(`new-referral.receipt.nextSteps.${key}`, { city })}</li>
            ))}
          </ol>
          <ButtonLink href={`/cases/${theCase.id}`}>{say('new-referral.receipt.toCase')}</ButtonLink>
        </Measure>
      </Page>
    ),
  };
}

const saidReceipt = (message: ThreadEntry | null, city: string, words: Words): string =>
  message?.receivedAt
    ? words.say('new-referral.receipt.received', { city, time: words.time(message.receivedAt) })
    : words.say('new-referral.receipt.waiting', { city });
