import type { Case, Referral } from '@storstad/contract';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Tag, type Tone } from '../components/tag.js';
import type { Reader } from '../reader.js';
import { PageActions, ThingActions } from './action-links.js';
import { type CaseAction, thing } from './case-actions.js';
import type { CaseContent } from './case-frame.js';
import { inlineList, saidRefusal, saidSlot, yesOrNo } from './case-words.js';
import { DetailsCard } from './details-card.js';
import { PlacementAgreementCard } from './placement-agreement-card.js';

/** Each request and its answer, what was agreed, what was handed over, and what the request rests on. */
export const referral: CaseContent = async ({ theCase, details, reader, actions }) => ({
  content: (
    <>
      <PageActions actions={actions} page="referral" />
      <Requests theCase={theCase} actions={actions} />
      <PlacementAgreementCard theCase={theCase} actions={actions} />
      <DetailsCard theCase={theCase} details={details} reader={reader} actions={actions} />
      <NeedsCard theCase={theCase} />
      <IntakeCard theCase={theCase} reader={reader} />
    </>
  ),
});

const requestTone: Readonly<Record<Referral['state'], Tone>> = {
  requested: 'info',
  accepted: 'good',
  rejected: 'bad',
  cancelled: 'neutral',
};

/** The latest first. */
function Requests({ theCase, actions }: { readonly theCase: Case; readonly actions: readonly CaseAction[] }) {
  const words = useWords();
  const { say } = words;
  const { referrals, homeCity, side } = theCase;
  if (referrals.length === 0) return <p class="app-empty">{say('case.request.none')}</p>;
  return (
    <>
      {[...referrals].reverse().map(({ id, city, state, sentAt, slot, refusalCode, withdrawalAsked }) => (
        <SummaryList
          key={id}
          headingLevel={3}
          title={
            side === 'home'
              ? say('case.request.to', { city: words.city(city) })
              : say('case.request.from', { city: words.city(homeCity) })
          }
          rows={[
            { key: say('case.request.sent'), value: words.time(sentAt) },
            {
              key: say('case.request.state'),
              value: (
                <>
                  <Tag tone={requestTone[state]}>{words.value('Referral.state', state)}</Tag>
                  {state === 'requested' && ` ${say('case.request.waiting')}`}
                </>
              ),
            },
            ...(refusalCode
              ? [
                  {
                    key: say('case.request.reason'),
                    value: (
                      <>
                        <p>{saidRefusal(refusalCode, words)}</p>
                        {side === 'home' && <p>{say('case.request.afterRefusal')}</p>}
                      </>
                    ),
                  },
                ]
              : []),
            ...(withdrawalAsked
              ? [
                  {
                    key: say('case.request.withdrawalAsked'),
                    value: words.value('WithdrawReferral.reason', withdrawalAsked),
                  },
                ]
              : []),
            { key: say('case.placement.slot'), value: saidSlot(slot, words) },
            ...(actions.some((action) => action.thing === thing('referral', id))
              ? [
                  {
                    key: say('case.canDo'),
                    value: <ThingActions actions={actions} thing={thing('referral', id)} />,
                  },
                ]
              : []),
          ]}
        />
      ))}
    </>
  );
}

/** What the person needs; it leaves with the request. */
function NeedsCard({ theCase }: { readonly theCase: Case }) {
  const words = useWords();
  const { say } = words;
  const { needs, healthNeeds, specialistCare, probationContact } = theCase;
  return (
    <SummaryList
      headingLevel={3}
      title={say('case.needs.title')}
      rows={[
        { key: say('case.needs.services'), value: capital(inlineList(words, 'ServiceCode', needs.services)) },
        { key: say('case.placement.housingForm'), value: words.value('HousingForm', needs.housingForm) },
        ...(healthNeeds ? [{ key: say('case.needs.health'), value: healthNeeds }] : []),
        ...(specialistCare
          ? [{ key: say('case.needs.specialistCare'), value: words.value('SpecialistCare', specialistCare) }]
          : []),
        ...(probationContact
          ? [{ key: say('case.needs.probation'), value: words.value('ProbationContact', probationContact) }]
          : []),
      ]}
    />
  );
}

/** What the home city has found out; it stays at home. */
function IntakeCard({
  theCase: { intake, id },
  reader,
}: {
  readonly theCase: Case;
  readonly reader: Reader;
}) {
  const { words } = reader;
  const { say } = words;
  if (!intake) return null;
  return (
    <SummaryList
      key={id}
      headingLevel={3}
      title={say('case.intake.title')}
      rows={[
        { key: say('case.intake.bornOn'), value: words.date(intake.bornOn) },
        { key: say('case.intake.motivated'), value: capital(yesOrNo(intake.motivated, words)) },
        { key: say('case.intake.relocationNeeded'), value: capital(yesOrNo(intake.relocationNeeded, words)) },
        ...(intake.relocationReason
          ? [
              {
                key: say('case.intake.relocationReason'),
                value: words.value('RelocationReason', intake.relocationReason),
              },
            ]
          : []),
        {
          key: say('case.intake.responsibleForMinors'),
          value: capital(yesOrNo(intake.responsibleForMinors, words)),
        },
        { key: say('case.intake.destination'), value: words.value('Destination', intake.destination) },
        {
          key: say('case.intake.violence'),
          value:
            intake.violenceOutsideCloseRelations === null
              ? say('new-referral.notAnswered')
              : capital(yesOrNo(intake.violenceOutsideCloseRelations, words)),
        },
      ]}
    />
  );
}
