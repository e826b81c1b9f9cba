import type { OpenCase } from '@storstad/contract';
import { hindrancesToOpening } from '../../../commands/referrals.js';
import { civilDateOf } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import type { NotDone } from '../../desk/run-operation.js';
import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { SummaryList } from '../components/summary-list.js';
import { saidFields } from '../forms/said-value.js';
import { Page } from '../layout.js';
import type { PageAnswer } from '../page.js';
import { stopped } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import { draftHref } from './draft-entries.js';
import type { ShownDraft } from './draft-pages.js';
import { Hindrances } from './hindrances.js';
import { optionsOfStep } from './step-page.js';
import { basis, basisOf, bodyOf, fieldsOfStep, nextStep, readStep, type Step, steps } from './steps.js';

/** All that was answered, each with a way to change it, before the case is opened; with what stopped that, if anything. */
export async function checkPage(
  shown: ShownDraft,
  {
    notDone = null,
    overtaken = false,
  }: {
    readonly notDone?: NotDone | null;
    /** Whether something was saved in another tab after the page was made that was sent. */
    readonly overtaken?: boolean;
  } = {},
): Promise<PageAnswer> {
  const { reader, draftId, saved } = shown;
  const { say } = reader.words;
  const today = civilDateOf(reader.node.clock.now());
  const title = say('new-referral.check.title');
  const unfinished = nextStep(saved, today);
  const problem = notDone ?? (overtaken ? stopped('REQUEST_INVALID') : null);
  const cards = await Promise.all(steps.map((step) => cardOf(step, shown, today)));
  return {
    ...(problem ? { problem } : {}),
    page: (
      <Page reader={reader} title={problem ? say('forms.wrongTitle', { title }) : title}>
        <BackLink href={draftHref(draftId)} />
        <Measure>
          {notDone && <RefusalNotice parts={notDone} />}
          {overtaken && (
            <Notice tone="warning" title={say('new-referral.overtaken.title')}>
              <p>{say('new-referral.overtaken.checkAgain')}</p>
            </Notice>
          )}
          <h1 class="govuk-heading-l">{title}</h1>
          <p class="govuk-body">{say('forms.openCase.lead')}</p>
          {!unfinished && (
            <Hindrances refusals={hindrancesToOpening(reader.node, bodyOf(saved, today) as OpenCase)} />
          )}
          {cards}
          {unfinished ? (
            <Notice tone="warning" title={say('new-referral.check.unfinished')}>
              <p>
                <a class="govuk-link" href={draftHref(draftId, unfinished)}>
                  {say(`new-referral.steps.${unfinished}.title`)}
                </a>
              </p>
            </Notice>
          ) : (
            <Form guarded={false}>
              <input type="hidden" name={basis} value={basisOf(steps, saved)} />
              <ButtonGroup>
                <Button>{say('forms.openCase.submit')}</Button>
                <a class="govuk-link" href={draftHref(draftId)}>
                  {say('new-referral.leave')}
                </a>
              </ButtonGroup>
            </Form>
          )}
        </Measure>
      </Page>
    ),
  };
}

async function cardOf(step: Step, shown: ShownDraft, today: CivilDate) {
  const { words } = shown.reader;
  const { say } = words;
  const { body } = readStep(step, shown.saved, today);
  const options = await optionsOfStep(step, shown);
  const href = `${draftHref(shown.draftId, step)}?from=check`;
  return (
    <SummaryList
      key={step}
      title={say(`new-referral.steps.${step}.title`)}
      rows={saidFields(fieldsOfStep(step), body, words, options).map(({ label, value }) => ({
        key: label,
        value: value ?? <span class="app-quiet">{say('new-referral.notAnswered')}</span>,
        action: { text: say('new-referral.change'), about: label, href },
      }))}
    />
  );
}
