import { civilDateOf } from '../../../domain/calendar.js';
import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import type { Option } from '../forms/form-choices.js';
import { FieldList } from '../forms/form-fields.js';
import { Faults } from '../forms/form-page.js';
import { allOptions } from '../forms/form-routes.js';
import type { FieldFault } from '../forms/read-form.js';
import { saidFields } from '../forms/said-value.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { stopped } from '../reader.js';
import { draftHref } from './draft-entries.js';
import type { ShownDraft } from './draft-pages.js';
import { basis, basisOf, fieldsOfStep, readStep, type Step, steps } from './steps.js';

/** The name of the button that saves a step as it is, to go on with some other time. */
export const later = 'later';

/** What is said of a step that was sent. */
interface SentStep {
  /** When it was saved and is not finished. */
  readonly faults?: ReadonlyMap<string, FieldFault>;
  /** Whether it was not saved, since something else was saved of it after its page was made. */
  readonly overtaken?: boolean;
}

/** One step of a draft as a form. */
export async function stepPage(
  shown: ShownDraft,
  step: Step,
  entries: URLSearchParams,
  { faults = new Map(), overtaken = false }: SentStep = {},
): Promise<PageAnswer> {
  const { reader, draftId, saved } = shown;
  const { words } = reader;
  const { say } = words;
  const options = await optionsOfStep(step, shown);
  const fields = fieldsOfStep(step).filter(
    // A city whose settings name no parts of units has none to choose from.
    ({ owner, property, required }) => required || options.get(`${owner}.${property}`)?.length !== 0,
  );
  const title = say(`new-referral.steps.${step}.title`);
  const isWrong = faults.size > 0;
  return {
    ...(isWrong || overtaken ? { problem: stopped('REQUEST_INVALID') } : {}),
    page: (
      <Page reader={reader} title={isWrong || overtaken ? say('forms.wrongTitle', { title }) : title}>
        <BackLink href={draftHref(draftId)} />
        <Measure>
          {isWrong && <Faults form={{ faults, fields, options }} words={words} />}
          {isWrong && <Notice tone="info" title={say('new-referral.savedUnfinished')} />}
          {overtaken && (
            <Overtaken
              rows={saidFields(
                fields,
                readStep(step, saved, civilDateOf(reader.node.clock.now())).body,
                words,
                options,
              )}
            />
          )}
          <p class="govuk-caption-l">
            {say('new-referral.stepOf', { n: steps.indexOf(step) + 1, of: steps.length })}
          </p>
          <h1 class="govuk-heading-l">{title}</h1>
          <Form>
            <input type="hidden" name={basis} value={basisOf([step], saved)} />
            <FieldList fields={fields} context={{ entries, faults, options }} />
            <ButtonGroup>
              <Button>{say('new-referral.saveAndGoOn')}</Button>
              <Button kind="secondary" name={later}>
                {say('new-referral.saveAndLeave')}
              </Button>
            </ButtonGroup>
          </Form>
        </Measure>
      </Page>
    ),
  };
}

/** That something else was saved meanwhile, and what: whoever sends the form again puts it in the place of that. */
function Overtaken({ rows }: { readonly rows: ReturnType<typeof saidFields> }) {
  const { say } = useWords();
  return (
    <>
      <Notice tone="warning" title={say('new-referral.overtaken.title')}>
        <p>{say('new-referral.overtaken.whatNow')}</p>
      </Notice>
      <SummaryList
        title={say('new-referral.overtaken.saved')}
        rows={rows.map(({ label, value }) => ({
          key: label,
          value: value ?? <span class="app-quiet">{say('new-referral.notAnswered')}</span>,
        }))}
      />
    </>
  );
}

/** What can be chosen in a step: the reader's units, the parts of units that the city's settings name. */
export const optionsOfStep = (
  step: Step,
  { reader, params }: PageRequest,
): Promise<ReadonlyMap<string, readonly Option[]>> => allOptions(fieldsOfStep(step), {}, reader, { params });
