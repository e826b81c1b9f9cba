import type { NotDone } from '../../desk/run-operation.js';
import { BackLink } from '../components/navigation.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { askForFile, mayAskFor, stopped } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import { QuestionFaults, QuestionForm, questionsOf } from './period-form.js';

/** The vouchers of a period as a file for the city's accounts; first the period is asked for. */
export async function vouchersPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(reader, 'exportVouchers')) return stopped('NOT_PERMITTED');
  const questions = questionsOf('proposeStatement', ['from', 'until'], query);
  const told = questions.asked && (await askForFile(reader, 'exportVouchers', { query: questions.asked }));
  if (told?.ok) return { file: told.file, mediaType: 'text/plain' };
  const notDone: NotDone | null = told;
  const { say } = reader.words;
  return {
    ...(notDone || questions.faults.size > 0 ? { problem: notDone ?? stopped('REQUEST_INVALID') } : {}),
    page: (
      <Page reader={reader} title={say('money.vouchers.title')}>
        <BackLink href="/balances" text={say('money.balances.title')} />
        <QuestionFaults questions={questions} />
        {notDone && <RefusalNotice parts={notDone} />}
        <h1 class="govuk-heading-l">{say('money.vouchers.title')}</h1>
        <p class="govuk-body">{say('money.vouchers.lead')}</p>
        <QuestionForm
          questions={questions}
          label={say('money.vouchers.label')}
          submit={say('money.vouchers.submit')}
        />
      </Page>
    ),
  };
}
