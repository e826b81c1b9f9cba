import type { Case, CompletionAnswer, ConsentCategory, Question, ThreadEntry } from '@storstad/contract';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag, type Tone } from '../components/tag.js';
import { ask, mayAskFor } from '../reader.js';
import { PageActions, ThingActions } from './action-links.js';
import { type CaseAction, thing } from './case-actions.js';
import type { CaseContent } from './case-frame.js';
import { inlineList, saidRefusal } from './case-words.js';

/** Questions and answers between the cities, then every signed message. */
export const messages: CaseContent = async ({ theCase, reader, actions }) => {
  const told = await ask(reader, 'getThread', { params: { caseId: theCase.id } });
  if (!told.ok) return told;
  const isTold = mayAskFor(reader, 'askForCompletion');
  return {
    content: (
      <>
        <PageActions actions={actions} page="messages" />
        {isTold && <Questions theCase={theCase} actions={actions} />}
        {told.answer.threads.map(({ city, entries }) => (
          <Thread key={city} city={city} entries={entries} here={reader.node.city} />
        ))}
        {told.answer.threads.length === 0 && <NoMessages />}
      </>
    ),
  };
};

const NoMessages = () => <p class="app-empty">{useWords().say('case.messages.none')}</p>;

function Questions({
  theCase: { questions },
  actions,
}: {
  readonly theCase: Case;
  readonly actions: readonly CaseAction[];
}) {
  const { say } = useWords();
  return (
    <>
      <h3 class="govuk-heading-s">{say('case.messages.questions')}</h3>
      {questions.length === 0 && <p class="app-empty">{say('case.messages.noQuestions')}</p>}
      {questions.map((question, i) => (
        <QuestionCard key={question.id} question={question} n={i + 1} actions={actions} />
      ))}
    </>
  );
}

function QuestionCard({
  question: { id, about, question, askedAt, answer, answeredAt },
  n,
  actions,
}: {
  readonly question: Question;
  readonly n: number;
  readonly actions: readonly CaseAction[];
}) {
  const words = useWords();
  const { say } = words;
  return (
    <div id={thing('question', id)}>
      <SummaryList
        title={say('case.messages.question', { n })}
        headingLevel={3}
        rows={[
          { key: say('case.messages.asked'), value: words.time(askedAt) },
          { key: say('case.messages.about'), value: capital(inlineList(words, 'ConsentCategory', about)) },
          { key: say('case.messages.text'), value: question },
          {
            key: say('case.messages.answer'),
            value: answeredAt ? (
              <Answer answer={answer ?? {}} answeredAt={answeredAt} />
            ) : (
              <>
                <Tag tone="warning">{say('case.messages.unanswered')}</Tag>
                <ThingActions actions={actions} thing={thing('question', id)} />
              </>
            ),
          },
        ]}
      />
    </div>
  );
}

const Answer = ({
  answer,
  answeredAt,
}: {
  readonly answer: CompletionAnswer;
  readonly answeredAt: string;
}) => {
  const words = useWords();
  return (
    <>
      <p>{words.time(answeredAt)}</p>
      {(Object.entries(answer) as [ConsentCategory, string][]).map(([category, text]) => (
        <p key={category}>
          <strong>{words.value('ConsentCategory', category)}:</strong> {text}
        </p>
      ))}
    </>
  );
};

const outcomeTone: Readonly<Record<ThreadEntry['outcome'], Tone>> = {
  waiting: 'warning',
  accepted: 'good',
  refused: 'bad',
};

/** The signed messages between this city and one other, in the order of cause. */
function Thread({
  city,
  entries,
  here,
}: {
  readonly city: string;
  readonly entries: readonly ThreadEntry[];
  readonly here: string;
}) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('case.messages.thread', { city: words.city(city) })}
      longWords
      empty={say('case.messages.none')}
      columns={[
        { head: say('case.messages.sent'), nowrap: true },
        { head: say('case.messages.direction') },
        { head: say('case.messages.type') },
        { head: say('case.messages.outcome') },
      ]}
      rows={entries.map(({ messageId, sentAt, from, type, outcome, refusalCode }) => ({
        key: messageId,
        cells: [
          words.time(sentAt),
          say(from === here ? 'case.messages.to' : 'case.messages.from', { city: words.city(city) }),
          words.value('MessageType', type),
          <span key="outcome">
            <Tag tone={outcomeTone[outcome]}>{words.value('ThreadEntry.outcome', outcome)}</Tag>
            {refusalCode && ` ${saidRefusal(refusalCode, words)}`}
          </span>,
        ],
      }))}
    />
  );
}
