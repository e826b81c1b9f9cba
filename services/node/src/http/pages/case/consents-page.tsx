import type { Case, Consent } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { lastDay } from '../last-day.js';
import { PageActions, ThingActions } from './action-links.js';
import { type CaseAction, thing } from './case-actions.js';
import type { CaseContent } from './case-frame.js';
import { inlineList } from './case-words.js';
import { consentState, consentTone, typesFor } from './consent-card.js';

/** What each consent covers and how it stands, and what was handed over within them. */
export const consents: CaseContent = async ({ theCase, reader, actions }) => ({
  content: (
    <>
      <PageActions actions={actions} page="consents" />
      {theCase.side === 'home' ? (
        typesFor(reader).map((type) => (
          <ConsentsOfType
            key={type}
            type={type}
            consents={theCase.consents.filter((consent) => consent.type === type)}
            actions={actions}
            today={civilDateOf(reader.node.clock.now())}
          />
        ))
      ) : (
        <KeptAtHome theCase={theCase} />
      )}
      <HandedOver theCase={theCase} />
    </>
  ),
});

/** The other city never has the consents themselves. */
const KeptAtHome = ({ theCase: { consentWithdrawn, homeCity } }: { readonly theCase: Case }) => {
  const { say, city } = useWords();
  return (
    <p class="govuk-body">
      {say(consentWithdrawn ? 'case.consents.takenBack' : 'case.consents.atHome', { city: city(homeCity) })}
    </p>
  );
};

function ConsentsOfType({
  type,
  consents,
  actions,
  today,
}: {
  readonly type: Consent['type'];
  readonly consents: readonly Consent[];
  readonly actions: readonly CaseAction[];
  readonly today: string;
}) {
  const words = useWords();
  const { say, date } = words;
  return (
    <>
      <h3 class="govuk-heading-s">{words.value('Consent.type', type)}</h3>
      <p class="govuk-body">{say(`case.consents.covers.${type}`)}</p>
      <Table
        caption={words.value('Consent.type', type)}
        captionHidden
        empty={say('case.consents.none')}
        columns={[
          { head: say('case.consents.given'), nowrap: true },
          { head: say('case.consents.state') },
          { head: say('case.consents.until') },
          { head: say('case.consents.scope') },
          { head: say('case.consents.action') },
        ]}
        rows={[...consents].reverse().map((consent) => ({
          key: consent.id,
          cells: [
            date(consent.givenOn),
            <Tag key="state" tone={consentTone[consentState(consent, today)]}>
              {say(`case.consent.states.${consentState(consent, today)}`)}
            </Tag>,
            untilOf(consent, words),
            <Scope key="scope" consent={consent} />,
            <ThingActions key="actions" actions={actions} thing={thing('consent', consent.id)} />,
          ],
        }))}
      />
    </>
  );
}

function untilOf(
  { validUntil, withdrawnAt }: Consent,
  { say, date, time }: ReturnType<typeof useWords>,
): string {
  if (withdrawnAt) return say('case.consents.withdrawnAt', { time: time(withdrawnAt) });
  return validUntil ? date(lastDay(validUntil)) : say('case.consents.untilFurther');
}

/** To which cities, which information, and what for. */
const Scope = ({ consent: { type, cities, categories, purposes } }: { readonly consent: Consent }) => {
  const words = useWords();
  const { say } = words;
  if (type !== 'municipality') return <>{say('case.consents.whole')}</>;
  return (
    <>
      {say('case.consents.scopeLine', {
        cities: cities.map(words.city).join(', '),
        categories: inlineList(words, 'ConsentCategory', categories),
        purposes: inlineList(words, 'ConsentPurpose', purposes),
      })}
    </>
  );
};

/** What has left the home city, and when. */
function HandedOver({ theCase: { disclosure, referrals, receivingCity } }: { readonly theCase: Case }) {
  const words = useWords();
  const { say } = words;
  const sent = referrals.at(-1);
  return (
    <SummaryList
      headingLevel={3}
      title={say('case.handedOver.title')}
      rows={[
        {
          key: say('case.handedOver.request'),
          value: sent
            ? say('case.handedOver.requestLine', {
                city: words.city(receivingCity ?? sent.city),
                time: words.time(sent.sentAt),
              })
            : say('case.handedOver.nothing'),
        },
        {
          key: say('case.handedOver.details'),
          value: disclosure
            ? `${words.time(disclosure.disclosedAt)}: ${inlineList(words, 'ConsentCategory', disclosure.categories)}`
            : capital(say('case.handedOver.nothing')),
        },
      ]}
    />
  );
}
