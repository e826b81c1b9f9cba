import { useWords } from '../page-context.js';
import { Chart, type ChartProps, percent, rem } from './chart.js';
import { Mark } from './mark.js';

/** A part of the case's course, in civil dates. */
export interface Phase {
  readonly name: string;
  readonly from: string;
  /** The last day, or null while it goes on. */
  readonly until: string | null;
}

/** What was, or is, to be done by a day. */
export interface Deadline {
  readonly due: string;
  readonly state: 'kept' | 'missed' | 'open';
}

/** All deadlines of one kind, such as weekly contacts, on a line of their own. */
export interface DeadlineLine {
  readonly name: string;
  readonly deadlines: readonly Deadline[];
}

export interface CaseCourse {
  readonly phases: readonly Phase[];
  readonly deadlines: readonly DeadlineLine[];
  /** Events, by civil date. */
  readonly incidents: readonly { readonly name: string; readonly on: string }[];
  readonly today: string;
}

/** A line of words, and below it what they are of. */
const rowHeight = 2.75;
/** A deadline row has dates below it too. */
const markRowHeight = 3.5;
const axisHeight = 1.75;
const legendHeight = 2;

/** A case from request to exit: phases as bars, deadlines kept and missed, and incidents, along one axis of time. */
export function CaseTimeline({ course, ...chart }: ChartProps & { readonly course: CaseCourse }) {
  const { say } = useWords();
  const { phases, deadlines, incidents, today } = course;
  const at = axisOf(course);
  const phasesTop = legendHeight + axisHeight;
  const deadlinesTop = phasesTop + phases.length * rowHeight;
  const incidentsTop = deadlinesTop + deadlines.length * markRowHeight;
  const height = incidentsTop + (incidents.length > 0 ? markRowHeight : 0);
  const marks = incidents.map(({ on }) => ({ on, look: 'incident' as const, dated: true }));
  return (
    <Chart {...chart} height={height + axisHeight}>
      <Legend />
      <Months course={course} bottom={height} />
      <Today x={at(today)} top={phasesTop} bottom={height} />
      {phases.map((phase, i) => (
        <PhaseBar key={phase.name} phase={phase} y={phasesTop + i * rowHeight} course={course} />
      ))}
      {deadlines.map((line, i) => (
        <MarkRow
          key={line.name}
          name={line.name}
          y={deadlinesTop + i * markRowHeight}
          at={at}
          marks={line.deadlines.map(({ due, state }) => ({
            on: due,
            look: state,
            dated: state !== 'kept',
          }))}
        />
      ))}
      {incidents.length > 0 && (
        <MarkRow name={say('charts.incidents')} y={incidentsTop} at={at} marks={marks} />
      )}
    </Chart>
  );
}

const Today = ({ x, top, bottom }: { readonly x: number; readonly top: number; readonly bottom: number }) => {
  const { say } = useWords();
  return (
    <>
      <line class="app-chart__today" x1={percent(x)} x2={percent(x)} y1={rem(top - 0.25)} y2={rem(bottom)} />
      <text class="app-chart__quiet" x={percent(withinWidth(x))} y={rem(bottom + 1)} text-anchor="middle">
        {say('charts.today')}
      </text>
    </>
  );
};

/** The middle of a short text, such that all of it is in the picture. */
const withinWidth = (x: number): number => Math.min(Math.max(x, dateWidth / 2), 1 - dateWidth / 2);

/** Where a day lies on the axis, as a share of its length. */
type Axis = (day: string) => number;

const dayOf = (date: string): number => Date.parse(date.slice(0, 10)) / 86_400_000;

function spanOf({ phases, deadlines, incidents, today }: CaseCourse): { first: number; last: number } {
  const days = [
    today,
    ...phases.flatMap(({ from, until }) => (until ? [from, until] : [from])),
    ...deadlines.flatMap((line) => line.deadlines.map(({ due }) => due)),
    ...incidents.map(({ on }) => on),
  ].map(dayOf);
  return { first: Math.min(...days), last: Math.max(...days) };
}

/** Marks at the first and the last day stay within the picture. */
const edge = 0.03;

function axisOf(course: CaseCourse): Axis {
  const { first, last } = spanOf(course);
  return (day) => edge + (1 - 2 * edge) * ((dayOf(day) - first) / Math.max(1, last - first));
}

function PhaseBar({
  phase: { name, from, until },
  y,
  course,
}: {
  readonly phase: Phase;
  readonly y: number;
  readonly course: CaseCourse;
}) {
  const { dayMonth } = useWords();
  const at = axisOf(course);
  const [begin, end] = [at(from), at(until ?? course.today)];
  // A label that would begin far to the right ends with its bar instead, where there is room before it.
  const isLate = begin > 0.4;
  return (
    <>
      <text
        x={percent(isLate ? Math.max(end, 0.62) : begin)}
        y={rem(y + 1)}
        text-anchor={isLate ? 'end' : 'start'}
      >
        <tspan class="app-chart__name">{name}</tspan>{' '}
        <tspan class="app-chart__quiet">
          {dayMonth(from)} –{until && ` ${dayMonth(until)}`}
        </tspan>
      </text>
      <rect
        class={until ? 'app-chart__phase' : 'app-chart__phase--open'}
        x={percent(begin)}
        y={rem(y + 1.375)}
        width={percent(Math.max(end - begin, 0.01))}
        height={rem(0.75)}
      />
    </>
  );
}

interface MarkAt {
  readonly on: string;
  readonly look: Deadline['state'] | 'incident';
  /** Whether its day is written out, where there is room. */
  readonly dated: boolean;
}

/** About how much of the width a day takes on a narrow screen. */
const dateWidth = 0.19;

function MarkRow({
  name,
  y,
  at,
  marks,
}: {
  readonly name: string;
  readonly y: number;
  readonly at: Axis;
  readonly marks: readonly MarkAt[];
}) {
  const { dayMonth } = useWords();
  return (
    <>
      <text class="app-chart__name" y={rem(y + 1)}>
        {name}
      </text>
      {marks.map(({ on, look }) => (
        <Mark key={`${on}${look}`} look={look} x={percent(at(on))} y={rem(y + 1.75)} />
      ))}
      {withRoom(marks, at).map(({ on, look }) => (
        <text
          key={`${on}${look}`}
          class={look === 'missed' ? 'app-chart__missed-date' : 'app-chart__quiet'}
          x={percent(withinWidth(at(on)))}
          y={rem(y + 3)}
          text-anchor="middle"
        >
          {dayMonth(on)}
        </text>
      ))}
    </>
  );
}

/** The marks whose day is written: missed ones before others, none over another. All of them stand in the table. */
function withRoom(marks: readonly MarkAt[], at: Axis): MarkAt[] {
  const written: MarkAt[] = [];
  const dated = marks.filter((mark) => mark.dated);
  for (const mark of [...dated.filter(isMissed), ...dated.filter((mark) => !isMissed(mark))])
    if (written.every(({ on }) => Math.abs(at(on) - at(mark.on)) >= dateWidth)) written.push(mark);
  return written;
}

const isMissed = ({ look }: MarkAt) => look === 'missed';

/** About how much of the width a month with its year takes on a narrow screen. */
const monthWidth = 0.3;

/** The beginnings of months; those are named whose names have room beside each other. */
function Months({ course, bottom }: { readonly course: CaseCourse; readonly bottom: number }) {
  const { month } = useWords();
  const at = axisOf(course);
  const months = monthsIn(spanOf(course));
  const labels = monthLabels(months.map(at));
  const y = legendHeight + 1;
  return (
    <>
      {months.map((day, i) => (
        <g key={day}>
          <line
            class="app-chart__grid"
            x1={percent(at(day))}
            x2={percent(at(day))}
            y1={rem(y + 0.375)}
            y2={rem(bottom)}
          />
          {labels.includes(i) && (
            <text class="app-chart__quiet" x={percent(labelStart(at(day)))} y={rem(y)}>
              {month(day.slice(0, 7))}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

/** Where a month's name begins, such that all of it is in the picture. */
const labelStart = (x: number): number => Math.min(x, 1 - monthWidth);

/** Which of some months are named, by where they lie: each that does not lie over the one named before. */
export function monthLabels(places: readonly number[]): number[] {
  const named: number[] = [];
  for (const [i, x] of places.entries()) {
    const last = places[named.at(-1) ?? -1];
    if (last === undefined || labelStart(x) - labelStart(last) >= monthWidth) named.push(i);
  }
  return named;
}

function monthsIn({ first, last }: { readonly first: number; readonly last: number }): string[] {
  const isoOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
  const days = Array.from({ length: last - first + 1 }, (_, n) => isoOf(first + n));
  return days.filter((day) => day.endsWith('-01'));
}

/** What the marks mean. */
function Legend() {
  const { say } = useWords();
  const looks = ['kept', 'missed', 'open'] as const;
  return (
    <>
      {looks.map((look, i) => (
        <g key={look}>
          <Mark look={look} x={percent(0.03 + i * 0.34)} y={rem(0.75)} />
          <text x={percent(0.03 + i * 0.34)} dx="0.9em" y={rem(1.0625)}>
            {say(`charts.${look}`)}
          </text>
        </g>
      ))}
    </>
  );
}
