import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { FieldList } from '../forms/form-fields.js';
import { Faults } from '../forms/form-page.js';
import { allOptions } from '../forms/form-routes.js';
import type { Option } from '../forms/form-settings.js';
import type { FieldFault } from '../forms/read-form.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { stopped } from '../reader.js';
import { draftHref } from './draft-entries.js';
import type { ShownDraft } from './draft-pages.js';
import { fieldsOfStep, type Step, steps } from './steps.js';

/** The name of the button that saves a step as it is, to go on with some other time. */
export const later = 'later';

/** One step of a draft as a form; with faults when it was saved and is not finished. */
export async function stepPage(
  shown: ShownDraft,
  step: Step,
  entries: URLSearchParams,
  faults: ReadonlyMap<string, FieldFault> = new Map(),
): Promise<PageAnswer> {
  const { reader, draftId } = shown;
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
    ...(isWrong ? { problem: stopped('REQUEST_INVALID') } : {}),
    page: (
      <Page reader={reader} title={isWrong ? say('forms.wrongTitle', { title }) : title}>
        <BackLink href={draftHref(draftId)} />
        <Measure>
          {isWrong && <Faults form={{ faults, fields, options }} words={words} />}
          {isWrong && <Notice tone="info" title={say('new-referral.savedUnfinished')} />}
          <p class="govuk-caption-l">
            {say('new-referral.stepOf', { n: steps.indexOf(step) + 1, of: steps.length })}
          </p>
          <h1 class="govuk-heading-l">{title}</h1>
          <Form>
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

/** What can be chosen in a step: the reader's units, the parts of units that the city's settings name. */
export const optionsOfStep = (
  step: Step,
  { reader, params }: PageRequest,
): Promise<ReadonlyMap<string, readonly Option[]>> => allOptions(fieldsOfStep(step), {}, reader, { params });
