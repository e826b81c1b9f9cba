import type { CaseSummaries } from '@storstad/contract';
import type { NotDone } from '../../desk/run-operation.js';
import { Measure } from '../components/columns.js';
import { Button, Form } from '../components/forms.js';
import { BackLink } from '../components/navigation.js';
import { fieldsOf } from '../forms/field.js';
import { FieldList } from '../forms/form-fields.js';
import { Faults } from '../forms/form-page.js';
import { type FieldFault, readForm } from '../forms/read-form.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageHandler } from '../page.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import { CasesTable } from './cases-table.js';

/** One's own cases by a part of the person's name. The name is sent as a form, so that it stands in no address. */
export const searchPage: PageHandler = ({ reader }) =>
  mayAskFor(reader, 'searchCases') ? pageOf(reader, new URLSearchParams(), {}) : stopped('NOT_PERMITTED');

/** What was found. */
export const foundPage: PageHandler = async ({ reader, entries }) => {
  const { body, faults } = readForm(fieldsOf('searchCases'), entries);
  if (faults.size > 0) return pageOf(reader, entries, { faults });
  const told = await ask(reader, 'searchCases', { body });
  return pageOf(reader, entries, told.ok ? { found: told.answer } : { notDone: told });
};

function pageOf(
  reader: Reader,
  entries: URLSearchParams,
  {
    faults = new Map(),
    found,
    notDone,
  }: {
    readonly faults?: ReadonlyMap<string, FieldFault>;
    readonly found?: CaseSummaries;
    readonly notDone?: NotDone;
  },
): PageAnswer {
  const { words } = reader;
  const { say } = words;
  const title = say('work.search.title');
  const fields = fieldsOf('searchCases');
  const isWrong = faults.size > 0;
  const problem = notDone ?? (isWrong ? stopped('REQUEST_INVALID') : undefined);
  return {
    ...(problem ? { problem } : {}),
    page: (
      <Page reader={reader} title={isWrong ? say('forms.wrongTitle', { title }) : title}>
        <BackLink href="/cases" text={say('work.cases.title')} />
        {isWrong && <Faults form={{ faults, fields }} words={words} />}
        {notDone && <RefusalNotice parts={notDone} />}
        <h1 class="govuk-heading-l">{title}</h1>
        <Measure>
          <p class="govuk-body">{say('work.search.lead')}</p>
          <Form guarded={false}>
            <FieldList fields={fields} context={{ entries, faults, options: new Map() }} />
            <Button>{say('work.search.submit')}</Button>
          </Form>
        </Measure>
        {found && (
          <CasesTable
            cases={found.cases}
            reader={reader}
            caption={say('work.cases.caption', { total: found.total })}
            empty={say('work.search.empty')}
          />
        )}
      </Page>
    ),
  };
}
