import type { StaffOperationId } from '../../../commands/desk-commands.js';
import type { NotDone } from '../../desk/run-operation.js';
import { caseReference } from '../case/case-reference.js';
import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { ErrorSummary, Inset, Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { SummaryList, type SummaryRow } from '../components/summary-list.js';
import { Page } from '../layout.js';
import type { Reader } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import type { Words } from '../words.js';
import type { Field } from './field.js';
import type { About } from './form-about.js';
import { type FieldContext, FieldList, fieldNamed, hrefOf, saidFault } from './form-fields.js';

/** A form of an operation, as it is shown: empty, or with what was typed and what is wrong with it. */
export interface FormView extends FieldContext {
  readonly operation: StaffOperationId;
  readonly variant: string | null;
  readonly fields: readonly Field[];
  /** What a rule or the contract has against it. */
  readonly notDone: NotDone | null;
  /** Where somebody goes who does not want to. */
  readonly leaveTo: string;
  readonly about: About | null;
  /** Whether what is answered is shown once more before it is done. */
  readonly isChecked: boolean;
  /** By which one that is sent twice is known. */
  readonly mark: string;
  /** Of what is stored, as it was when the form was shown; null where the form does not replace what is stored. */
  readonly asOf: string | null;
  /** What somebody else has stored meanwhile, where it differs from what is typed. */
  readonly meanwhile: readonly SummaryRow[];
  /** The case that it is about, so that nobody writes in another one. */
  readonly caseId: string | null;
}

/** A text of a form: its own variant's, or the operation's. */
export const formText = (
  { operation, variant }: Pick<FormView, 'operation' | 'variant'>,
  key: 'title' | 'lead' | 'submit' | 'done' | 'link',
  { find }: Words,
): string | undefined =>
  (variant ? find(`forms.${operation}.${variant}.${key}`) : undefined) ?? find(`forms.${operation}.${key}`);

/** The page of a form: what is wrong first, then what is asked for, then what it does. */
export function formPage(reader: Reader, form: FormView) {
  const { words } = reader;
  const title = formText(form, 'title', words) ?? form.operation;
  const lead = formText(form, 'lead', words);
  const isWrong = form.faults.size > 0;
  return (
    <Page reader={reader} title={isWrong || form.notDone ? words.say('forms.wrongTitle', { title }) : title}>
      <BackLink href={form.leaveTo} />
      <Measure>
        {isWrong && <Faults form={form} words={words} />}
        {form.notDone && <RefusalNotice parts={form.notDone} />}
        {form.meanwhile.length > 0 && (
          <Notice tone="warning" title={words.say('forms.meanwhile')}>
            <p>{words.say('forms.meanwhileNow')}</p>
            <SummaryList rows={form.meanwhile} />
          </Notice>
        )}
        {form.caseId && (
          <p class="app-identity__reference">
            {words.say('forms.ofCase', { reference: caseReference(form.caseId) })}
          </p>
        )}
        <h1 class="govuk-heading-l">{title}</h1>
        {lead && <p class="govuk-body">{lead}</p>}
        {form.about && <SummaryList rows={form.about.rows} />}
        {form.about?.note && <Inset>{form.about.note}</Inset>}
        <Form>
          {form.fields.some(hasRows) && <SentByEnter />}
          <HiddenMarks form={form} />
          <FieldList fields={form.fields} context={form} />
          <ButtonGroup>
            <Button>
              {(form.isChecked ? undefined : formText(form, 'submit', words)) ??
                words.say(form.isChecked ? 'forms.toCheck' : 'forms.submit')}
            </Button>
            <a class="govuk-link" href={form.leaveTo}>
              {words.say('forms.cancel')}
            </a>
          </ButtonGroup>
        </Form>
      </Measure>
    </Page>
  );
}

/** The names of the hidden fields by which the form is known again. */
export const markField = 'form-mark';
export const asOfField = 'as-of';

const HiddenMarks = ({ form: { mark, asOf } }: { readonly form: FormView }) => (
  <>
    <input type="hidden" name={markField} value={mark} />
    {asOf !== null && <input type="hidden" name={asOfField} value={asOf} />}
  </>
);

const hasRows = ({ kind }: Field): boolean =>
  kind.is === 'rows' || (kind.is === 'group' && kind.fields.some(hasRows));

/**
 * What Enter in a field presses: the first button of a form, which otherwise would be one that adds a row. Nobody sees it or
 * comes to it; the form's own button is the last one.
 */
const SentByEnter = () => (
  <button type="submit" class="govuk-visually-hidden" tabIndex={-1} aria-hidden="true" />
);

/** All that is wrong, each with a link to its field. */
export const Faults = ({
  form: { faults, fields, options },
  words,
}: {
  readonly form: Pick<FormView, 'faults' | 'fields'> & Partial<Pick<FormView, 'options'>>;
  readonly words: Words;
}) => (
  <ErrorSummary
    title={words.say('forms.wrong')}
    items={[...faults].flatMap(([name, fault]) => {
      const field = fieldNamed(fields, name);
      return field ? [{ href: hrefOf(field, name), text: saidFault(field, fault, words, options) }] : [];
    })}
  />
);
