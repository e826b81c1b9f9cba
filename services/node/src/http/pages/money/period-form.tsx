import type { DeskOperationId } from '@storstad/contract';
import { Filter } from '../components/forms.js';
import { useWords } from '../components/page-context.js';
import { type Field, fieldsOf } from '../forms/field.js';
import type { Option } from '../forms/form-choices.js';
import { FieldList } from '../forms/form-fields.js';
import { Faults } from '../forms/form-page.js';
import { type Entries, type FieldFault, readForm } from '../forms/read-form.js';

/** Questions of a page that only reads, such as a period: they stand in its address, and are judged as a form's are. */
export interface Questions {
  readonly fields: readonly Field[];
  readonly entries: Entries;
  readonly faults: ReadonlyMap<string, FieldFault>;
  /** What was asked for; null before anything is, and while something is wrong. */
  readonly asked: Readonly<Record<string, string>> | null;
}

/** The questions that some fields of an operation's body make, with what is answered so far. */
export function questionsOf(
  operation: DeskOperationId,
  properties: readonly string[],
  entries: Entries,
): Questions {
  const fields = fieldsOf(operation).filter(({ property }) => properties.includes(property));
  if (!entries.has('from-year')) return { fields, entries, faults: new Map(), asked: null };
  const { body, faults } = readForm(fields, entries);
  return { fields, entries, faults, asked: faults.size > 0 ? null : (body as Record<string, string>) };
}

/** The questions as a form that is sent by its address. */
export function QuestionForm({
  questions: { fields, entries, faults },
  options = new Map(),
  label,
  submit,
}: {
  readonly questions: Questions;
  readonly options?: ReadonlyMap<string, readonly Option[]> | undefined;
  readonly label: string;
  readonly submit: string;
}) {
  return (
    <Filter label={label} submit={submit}>
      <FieldList fields={fields} context={{ entries, faults, options }} />
    </Filter>
  );
}

/** All that is wrong in the answers, before the heading. */
export function QuestionFaults({ questions }: { readonly questions: Questions }) {
  const words = useWords();
  return questions.faults.size > 0 ? <Faults form={questions} words={words} /> : null;
}
