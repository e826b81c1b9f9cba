import type { Case, DueKind, FollowUp, FollowUpFact, ThreadEntry } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { Instant } from '../../../domain/values.js';
import type { CaseCourse, Deadline, DeadlineLine, Phase } from '../components/charts/case-timeline.js';
import type { Words } from '../words.js';

/** What the course of a case is drawn from. */
export interface CourseKnown {
  readonly theCase: Case;
  readonly followUp: FollowUp;
  readonly messages: readonly ThreadEntry[];
  readonly today: string;
}

/** A case from request to exit: its phases, the deadlines kept, missed and to come, and the incidents. */
export const courseOf = (known: CourseKnown, words: Words): CaseCourse => ({
  phases: phasesOf(known, words),
  deadlines: deadlineLines(known.followUp, words),
  incidents: known.theCase.incidents.map(({ kind, occurredAt }) => ({
    name: words.value('IncidentKind', kind),
    on: dayOf(occurredAt),
  })),
  today: known.today,
});

const dayOf = (instant: string) => civilDateOf(instant as Instant);

/** Preparing, asking, the way to move-in, the stay, and what is left after it; only what has begun. */
function phasesOf({ theCase, messages }: CourseKnown, words: Words): Phase[] {
  const { openedAt, referrals, stay, closure, side } = theCase;
  const sentAt = referrals.at(-1)?.sentAt;
  const accepted = messages.find(({ type }) => type === 'referral-accepted')?.sentAt;
  const begins: readonly (readonly [name: string, from: string | null | undefined])[] = [
    ['preparing', side === 'home' ? dayOf(openedAt) : null],
    ['asked', sentAt && dayOf(sentAt)],
    ['accepted', accepted && dayOf(accepted)],
    ['stay', stay?.arrivedOn],
    ['after', stay?.departedOn],
  ];
  const begun = begins.flatMap(([name, from]) => (from ? [{ name, from }] : []));
  return begun.map(({ name, from }, i) => ({
    name: words.say(`case.phases.${name}`),
    from,
    until: begun[i + 1]?.from ?? closure?.closedOn ?? null,
  }));
}

/** The kinds of deadlines that follow a stay, in the order in which they are shown. */
const shownKinds: readonly DueKind[] = [
  'contact-with-person',
  'contact-with-provider',
  'support-talk',
  'coordination-meeting',
  'register-check',
  'monthly-report',
  'review',
  'visit-to-person',
  'visit-to-provider',
  'safety-plan',
  'implementation-plan',
  'extension-decision',
];

function deadlineLines({ records, due, missed }: FollowUp, words: Words): DeadlineLine[] {
  return shownKinds.flatMap((kind) => {
    const late = missed.filter((one) => one.kind === kind);
    const lateDays = new Set(late.map(({ doneOn }) => doneOn));
    const kept = records.filter(({ fact }) => dueKindOf(fact) === kind && !lateDays.has(fact.on));
    const deadlines: readonly Deadline[] = [
      ...kept.map(({ fact }): Deadline => ({ due: fact.on, state: 'kept' })),
      ...late.map(({ dueOn }): Deadline => ({ due: dueOn, state: 'missed' })),
      ...due
        .filter((item) => item.kind === kind)
        .map(
          ({ dueOn, status }): Deadline => ({ due: dueOn, state: status === 'overdue' ? 'missed' : 'open' }),
        ),
    ];
    return deadlines.length > 0
      ? [{ name: words.value('DueKind', kind), deadlines: uniqueDays(deadlines) }]
      : [];
  });
}

/** Several services can have a report on the same day. */
const uniqueDays = (deadlines: readonly Deadline[]): Deadline[] =>
  [...new Map(deadlines.map((one) => [`${one.due} ${one.state}`, one])).values()].sort((a, b) =>
    a.due < b.due ? -1 : 1,
  );

/** Which deadline something that was done is for; null for what has none. */
function dueKindOf(fact: FollowUpFact): DueKind | null {
  switch (fact.kind) {
    case 'contact':
      return fact.with === 'person' ? 'contact-with-person' : 'contact-with-provider';
    case 'visit':
      return fact.to === 'person' ? 'visit-to-person' : 'visit-to-provider';
    case 'temporary-housing':
    case 'care-continuity':
      return null;
    default:
      return fact.kind;
  }
}
