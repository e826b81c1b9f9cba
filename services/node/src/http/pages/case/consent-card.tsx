import type { Case, Consent } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { useWords } from '../components/page-context.js';
import { SummaryList, type SummaryRow } from '../components/summary-list.js';
import { Tag, type Tone } from '../components/tag.js';
import { lastDay } from '../last-day.js';
import { mayAskFor, type Reader } from '../reader.js';
import type { Words } from '../words.js';
import { ThingActions } from './action-links.js';
import { type CaseAction, thing } from './case-actions.js';
import { inline, yesOrNo } from './case-words.js';
import { subPageHref } from './sub-pages.js';

/** Consents, the police's assessment and approval, and in the receiving city the word on the place. */
export function ConsentCard({
  theCase,
  reader,
  actions,
}: {
  readonly theCase: Case;
  readonly reader: Reader;
  readonly actions: readonly CaseAction[];
}) {
  const { say } = useWords();
  return (
    <SummaryList
      title={say('case.consent.title')}
      action={{ text: say('case.consent.more'), href: subPageHref(theCase.id, 'consents') }}
      rows={[
        ...(theCase.side === 'home' ? consentRows(theCase, reader) : receivingRows(theCase, reader.words)),
        ...(theCase.side === 'home' ? [approvalRow(theCase, actions, reader.words)] : []),
        threatRow(theCase, reader.words),
        ...(theCase.policeReference
          ? [{ key: say('case.consent.policeReference'), value: theCase.policeReference }]
          : []),
      ]}
    />
  );
}

/** How a consent stands on a day. */
export function consentState(
  { withdrawnAt, validUntil }: Consent,
  today: string,
): 'valid' | 'withdrawn' | 'expired' {
  if (withdrawnAt) return 'withdrawn';
  return validUntil && validUntil <= today ? 'expired' : 'valid';
}

export const consentTone: Readonly<Record<ReturnType<typeof consentState>, Tone>> = {
  valid: 'good',
  withdrawn: 'bad',
  expired: 'warning',
};

/** The types that this reader is told of: a liaison only the one between social services and police. */
export const typesFor = (reader: Reader): readonly Consent['type'][] =>
  mayAskFor(reader, 'giveConsent') ? ['police', 'municipality', 'services'] : ['police'];

const consentRows = ({ consents }: Case, reader: Reader): SummaryRow[] =>
  typesFor(reader).map((type) => {
    const { words } = reader;
    const today = civilDateOf(reader.node.clock.now());
    const ofType = consents.filter((consent) => consent.type === type);
    const consent = ofType.filter((one) => consentState(one, today) === 'valid').at(-1) ?? ofType.at(-1);
    return {
      key: words.value('Consent.type', type),
      value: consent ? <ConsentLine consent={consent} today={today} /> : words.say('case.consent.none'),
    };
  });

const ConsentLine = ({ consent, today }: { readonly consent: Consent; readonly today: string }) => {
  const { say, date } = useWords();
  const state = consentState(consent, today);
  const { givenOn, validUntil, withdrawnAt } = consent;
  return (
    <>
      <Tag tone={consentTone[state]}>{say(`case.consent.states.${state}`)}</Tag>{' '}
      {withdrawnAt
        ? say('case.consent.withdrawn', { given: date(givenOn), day: date(withdrawnAt) })
        : validUntil
          ? say('case.consent.givenUntil', { given: date(givenOn), day: date(lastDay(validUntil)) })
          : say('case.consent.given', { given: date(givenOn) })}
    </>
  );
};

const receivingRows = ({ consentWithdrawn, placeClearance }: Case, words: Words): SummaryRow[] => [
  {
    key: words.say('case.consent.atHome'),
    value: words.say(consentWithdrawn ? 'case.consent.takenBack' : 'case.consent.keptAtHome'),
  },
  {
    key: words.say('case.consent.place'),
    value: placeClearance ? (
      <>
        <Tag tone={placeClearance.verdict === 'clear' ? 'good' : 'bad'}>
          {words.value('PlaceClearance.verdict', placeClearance.verdict)}
        </Tag>{' '}
        {words.date(placeClearance.decidedAt)}
      </>
    ) : (
      words.say('case.consent.noPlaceYet')
    ),
  },
];

const approvalTone: Readonly<Record<NonNullable<Case['approval']>['state'], Tone>> = {
  valid: 'good',
  refused: 'bad',
  withdrawn: 'bad',
  stale: 'warning',
};

const approvalRow = ({ approval }: Case, actions: readonly CaseAction[], words: Words): SummaryRow => ({
  key: words.say('case.consent.approval'),
  value: approval ? (
    <>
      <Tag tone={approvalTone[approval.state]}>{words.value('PoliceApproval.state', approval.state)}</Tag>{' '}
      {words.say('case.consent.approvalLine', {
        city: words.city(approval.city),
        day: words.date(approval.decidedAt),
      })}
      <ThingActions actions={actions} thing={thing('approval', approval.id)} />
    </>
  ) : (
    words.say('case.consent.noApproval')
  ),
});

const threatRow = ({ threat }: Case, words: Words): SummaryRow => ({
  key: words.say('case.consent.threat'),
  value: threat
    ? words.say('case.consent.threatLine', {
        level: inline(words, 'AssessThreat.level', threat.level),
        confirmed: words.say(threat.confirmed ? 'case.consent.confirmed' : 'case.consent.notConfirmed'),
        lethal: yesOrNo(threat.lethalViolenceRisk, words),
        day: words.date(threat.assessedOn),
      })
    : words.say('case.consent.noThreat'),
});
