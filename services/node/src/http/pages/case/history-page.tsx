import { civilDateOf } from '../../../domain/calendar.js';
import { CaseTimeline, type Deadline } from '../components/charts/case-timeline.js';
import { ChartWithTable } from '../components/charts/chart.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Timeline } from '../components/timeline.js';
import { ask } from '../reader.js';
import { type CourseKnown, courseOf } from './case-course.js';
import { latestFirst, timelineEntries } from './case-entries.js';
import type { CaseContent } from './case-frame.js';

/** A case from request to exit: its course as a picture with its table, then everything that has happened. */
export const history: CaseContent = async ({ theCase, reader }) => {
  const params = { caseId: theCase.id };
  const [followUp, threads] = await Promise.all([
    ask(reader, 'getFollowUp', { params }),
    ask(reader, 'getThread', { params }),
  ]);
  if (!followUp.ok) return followUp;
  if (!threads.ok) return threads;
  const messages = threads.answer.threads.flatMap(({ entries }) => entries);
  const today = civilDateOf(reader.node.clock.now());
  return { content: <History known={{ theCase, followUp: followUp.answer, messages, today }} /> };
};

function History({ known }: { readonly known: CourseKnown }) {
  const words = useWords();
  const { say } = words;
  const { theCase, followUp, messages } = known;
  const course = courseOf(known, words);
  const entries = latestFirst(timelineEntries({ theCase, records: followUp.records, messages }, words));
  return (
    <>
      <ChartWithTable
        chart={
          <CaseTimeline
            id="course"
            title={say('case.course.title')}
            description={say('case.course.description')}
            course={course}
          />
        }
      >
        <Table
          caption={say('case.course.phases')}
          columns={[{ head: say('case.course.phase') }, { head: say('case.course.period'), nowrap: true }]}
          rows={course.phases.map(({ name, from, until }) => ({
            key: name,
            cells: [name, words.days(from, until)],
          }))}
        />
        <Table
          caption={say('case.course.deadlines')}
          empty={say('case.course.noDeadlines')}
          columns={[
            { head: say('case.course.what') },
            ...(['kept', 'missed', 'open'] as const).map((state) => ({ head: say(`case.course.${state}`) })),
          ]}
          rows={course.deadlines.map(({ name, deadlines }) => ({
            key: name,
            cells: [
              name,
              ...(['kept', 'missed', 'open'] as const).map((state) => (
                <Days key={state} days={deadlines.filter((one) => one.state === state)} />
              )),
            ],
          }))}
        />
        <Table
          caption={say('case.course.incidents')}
          empty={say('case.incident.none')}
          columns={[{ head: say('case.course.what') }, { head: say('case.course.on') }]}
          rows={course.incidents.map(({ name, on }, i) => ({
            key: `${on} ${i}`,
            cells: [name, words.date(on)],
          }))}
        />
      </ChartWithTable>
      <h3 class="govuk-heading-s">{say('case.allEntries')}</h3>
      <Timeline entries={entries} />
    </>
  );
}

/** Days on as few lines as they need: the year stands after the last day of each. */
const Days = ({ days }: { readonly days: readonly Deadline[] }) => {
  const { dayMonth } = useWords();
  const said = days.map(({ due }, i) => {
    const year = due.slice(0, 4);
    const day = dayMonth(due).replace(' ', '\u00a0');
    return days[i + 1]?.due.startsWith(year) ? day : `${day}\u00a0${year}`;
  });
  return <>{said.join(', ') || '–'}</>;
};
