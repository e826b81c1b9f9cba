import { caseReference } from '../case/case-reference.js';
import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form, formTokenField } from '../components/forms.js';
import { Inset } from '../components/messages.js';
import { SummaryList } from '../components/summary-list.js';
import { Page } from '../layout.js';
import type { Reader } from '../reader.js';
import { type FormView, formText, markField } from './form-page.js';
import type { Entries } from './read-form.js';
import { saidFields } from './said-value.js';

/** The names of the two buttons of this page. */
export const confirmed = 'is-checked';
export const toChange = 'to-change';

/** Once more all that a form will send, for what binds the city or cannot be taken back. Nothing is done yet. */
export function confirmPage(reader: Reader, form: FormView, body: object) {
  const { words } = reader;
  const { say } = words;
  const title = say('forms.checkTitle', { title: formText(form, 'title', words) ?? form.operation });
  const answers = saidFields(form.fields, body, words, form.options).flatMap(({ label, value }) =>
    value === null ? [] : [{ key: label, value }],
  );
  return (
    <Page reader={reader} title={title}>
      <Measure>
        {form.caseId && (
          <p class="app-identity__reference">
            {say('forms.ofCase', { reference: caseReference(form.caseId) })}
          </p>
        )}
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{say('forms.checkLead')}</p>
        <SummaryList rows={[...answers, ...(form.about?.rows ?? [])]} />
        {form.about?.note && <Inset>{form.about.note}</Inset>}
        <Form>
          <Typed entries={form.entries} />
          {!form.entries.has(markField) && <input type="hidden" name={markField} value={form.mark} />}
          <ButtonGroup>
            <Button name={confirmed} value="yes">
              {formText(form, 'submit', words) ?? say('forms.submit')}
            </Button>
            <Button kind="secondary" name={toChange} value="yes">
              {say('forms.change')}
            </Button>
            <a class="govuk-link" href={form.leaveTo}>
              {say('forms.cancel')}
            </a>
          </ButtonGroup>
        </Form>
      </Measure>
    </Page>
  );
}

/** What has been typed, to be sent as it is. */
const Typed = ({ entries }: { readonly entries: Entries }) => (
  <>
    {[...entries]
      .filter(([name]) => ![confirmed, toChange, formTokenField].includes(name))
      .map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
  </>
);
