import type { StatementPreview } from '@storstad/contract';
import { otherCities } from '../../../node.js';
import type { NotDone } from '../../desk/run-operation.js';
import { Inset, Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { type Option, versionsOrAll } from '../forms/form-choices.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import { FormButton, StatementLink, withSign } from './money-words.js';
import { QuestionFaults, QuestionForm, type Questions, questionsOf } from './period-form.js';

const properties = ['city', 'agreement', 'from', 'until'];

/** What a statement of a period would say now; nothing is written or sent. */
export async function statementPreviewPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(reader, 'previewStatement')) return stopped('NOT_PERMITTED');
  const questions = questionsOf('proposeStatement', properties, query);
  const options = await optionsFor(reader);
  const told = await preview(reader, questions);
  const notDone: NotDone | null = told === null || told.ok ? null : told;
  const { say } = reader.words;
  return {
    ...(notDone || questions.faults.size > 0 ? { problem: notDone ?? stopped('REQUEST_INVALID') } : {}),
    page: (
      <Page reader={reader} title={say('money.preview.title')}>
        <BackLink href="/statements" text={say('money.statements.title')} />
        <QuestionFaults questions={questions} />
        {notDone && <RefusalNotice parts={notDone} />}
        <h1 class="govuk-heading-l">{say('money.preview.title')}</h1>
        <p class="govuk-body">{say('money.preview.lead')}</p>
        <QuestionForm
          questions={questions}
          options={options}
          label={say('money.preview.label')}
          submit={say('money.preview.submit')}
        />
        {told?.ok && <Preview preview={told.answer} reader={reader} questions={questions} />}
      </Page>
    ),
  };
}

async function preview(reader: Reader, { asked }: Questions) {
  if (asked === null) return null;
  const { city = '', ...query } = asked;
  return ask(reader, 'previewStatement', { params: { city }, query });
}

async function optionsFor(reader: Reader): Promise<ReadonlyMap<string, readonly Option[]>> {
  const { node, words } = reader;
  return new Map([
    ['ProposeStatement.city', otherCities(node).map((city) => ({ value: city, label: words.city(city) }))],
    ['ProposeStatement.agreement', await versionsOrAll(reader)],
  ]);
}

function Preview({
  preview,
  reader,
  questions,
}: {
  readonly preview: StatementPreview;
  readonly reader: Reader;
  readonly questions: Questions;
}) {
  const { words, node } = reader;
  const { say, number, money, city } = words;
  const { cases, days, amountsOre, netOre } = preview;
  return (
    <>
      <h2 class="govuk-heading-m">
        {say('money.preview.of', { city: city(preview.city), period: words.period(preview) })}
      </h2>
      <Table
        caption={say('money.preview.caption', { n: preview.lineCount })}
        columns={[
          { head: say('money.statement.carriedOutBy') },
          { head: say('money.statement.cases'), align: 'right' },
          { head: say('money.stayDays'), align: 'right' },
          { head: say('money.amount'), align: 'right', nowrap: true },
        ]}
        rows={(['carriedOut', 'received'] as const).map((way) => ({
          key: way,
          cells: [
            city(way === 'carriedOut' ? node.city : preview.city),
            number(cases[way]),
            number(days[way]),
            money(amountsOre[way]),
          ],
        }))}
        foot={[
          say('money.net'),
          '',
          withSign(days.carriedOut - days.received, number(days.carriedOut - days.received)),
          withSign(netOre, money(netOre)),
        ]}
      />
      <LeftOut preview={preview} />
      {preview.standing.length === 0 ? (
        <FormButton
          reader={reader}
          operation="proposeStatement"
          href={formHref('proposeStatement', {}, Object.fromEntries(questions.entries))}
        />
      ) : (
        <Taken preview={preview} />
      )}
    </>
  );
}

/** Statements that have some of the days: this one can be proposed for the others alone. */
function Taken({ preview: { standing } }: { readonly preview: StatementPreview }) {
  const words = useWords();
  const { say } = words;
  const until = standing
    .map((one) => one.until)
    .sort()
    .at(-1);
  return (
    <Notice tone="warning" title={say('money.preview.taken')}>
      <ul class="govuk-list govuk-list--bullet">
        {standing.map((statement) => (
          <li key={statement.id}>
            <StatementLink statement={statement} />: {words.value('Statement.state', statement.state)}
          </li>
        ))}
      </ul>
      {until && <p>{say('money.preview.takenNow', { day: words.date(until) })}</p>}
    </Notice>
  );
}

/** Lines that a dispute keeps out, and where to look for those that are not as expected. */
function LeftOut({ preview: { disputedLines, disputedOre, city } }: { readonly preview: StatementPreview }) {
  const { say, money } = useWords();
  return (
    <Inset>
      <p>
        {disputedLines === 0
          ? say('money.preview.noDisputes')
          : say('money.preview.disputes', { n: disputedLines, amount: money(disputedOre) })}{' '}
        <a class="govuk-link" href={`/balances/${city}`}>
          {say('money.preview.toLedger')}
        </a>
      </p>
      <p>
        {say('money.preview.differing')}{' '}
        <a class="govuk-link" href="/cost-findings">
          {say('money.findings.title')}
        </a>
      </p>
    </Inset>
  );
}
