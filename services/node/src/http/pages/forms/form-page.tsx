import type { StaffOperationId } from '../../../commands/desk-commands.js';
import type { NotDone } from '../../desk/run-operation.js';
import { BackLink } from '../components/navigation.js';
import { ErrorSummary } from '../components/notices.js';
import { Page } from '../layout.js';
import type { Reader } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import type { Field } from './field.js';
import { type FieldContext, FieldSet, firstInputOf, saidFault } from './form-fields.js';
import type { Option } from './form-settings.js';
import type { Entries, FieldFault } from './read-form.js';

/** A form of an operation, as it is shown: empty, or with what was typed and what is wrong with it. */
export interface FormView {
  readonly operation: StaffOperationId;
  readonly variant: string | null;
  readonly fields: readonly Field[];
  readonly entries: Entries;
  readonly faults: ReadonlyMap<string, FieldFault>;
  readonly options: ReadonlyMap<string, readonly Option[]>;
  /** What a rule or the contract has against it. */
  readonly notDone: NotDone | null;
  readonly backTo: string;
}

/** The text of a form: its own variant's, or the operation's. */
export const textOf = ({ operation, variant }: Pick<FormView, 'operation' | 'variant'>, key: string, { find }: Reader['words']) =>
  (variant && find(`forms.${operation}.${variant}.${key}`)) ?? find(`forms.${operation}.${key}`);

/** The page of a form: what is wrong first, then what is asked for, then what it does. */
export function FormPage({ reader, form }: { readonly reader: Reader; readonly form: FormView }) {
  const { words } = reader;
  const title = textOf(form, 'title', words) ?? form.operation;
  const lead = textOf(form, 'lead', words);
  const context: FieldContext = { ...form, words };
  const isWrong = form.faults.size > 0;
  return (
    <Page reader={reader} title={isWrong ? words.say('forms.wrongTitle', { title }) : title}>
      <BackLink href={form.backTo}>{words.say('layout.back')}</BackLink>
      {isWrong && (
        <ErrorSummary
          title={words.say('forms.wrong')}
          items={[...form.faults].map(([name, fault]) => ({
            href: `#${firstInputOf(name, form.fields)}`,
            text: saidFault(name, fault, context),
          }))}
        />
      )}
      {form.notDone && <RefusalNotice words={words} notDone={form.notDone} />}
      <h1 class="govuk-heading-l">{title}</h1>
      {lead && <p class="govuk-body">{lead}</p>}
      <form method="post" action="" novalidate data-guard="">
        <input type="hidden" name="token" value={reader.session.formToken} />
        <FieldSet fields={form.fields} at="" context={context} />
        <div class="govuk-button-group">
          <button type="submit" class="govuk-button" data-module="submit-once">
            {textOf(form, 'submit', words) ?? words.say('forms.submit')}
          </button>
          <a class="govuk-link" href={form.backTo}>
            {words.say('forms.cancel')}
          </a>
        </div>
      </form>
    </Page>
  );
}
