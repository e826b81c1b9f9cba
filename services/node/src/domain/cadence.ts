import type { DueItem, FollowUpFact, IncidentKind, Missed, ServiceCode } from '@storstad/contract';
import { addDays, addMonths } from './calendar.js';
import type { Case } from './case.js';
import { daysOf } from './follow-up.js';
import { threeMonthsAfter } from './review.js';
import type { CivilDate } from './values.js';

/** What comes again during a stay, and how it has gone: which due days were met, and which were missed. */

/** Something that is to be done by a day. */
export interface Deadline {
  readonly kind: DueItem['kind'];
  readonly dueOn: CivilDate;
  readonly owner: Case['side'];
  readonly ground: string;
  readonly role?: DueItem['role'];
  readonly urgent?: boolean;
  readonly service?: ServiceCode;
  readonly subject?: string;
  readonly incident?: IncidentKind;
}

/** Something that comes again: every so often from the arrival, until the departure. */
export interface Cadence extends Omit<Deadline, 'dueOn'> {
  /** The nth due day; n from 1. */
  readonly nth: (arrivedOn: CivilDate, n: number) => CivilDate;
  readonly counts: (fact: FollowUpFact) => boolean;
}

const weekly = (arrivedOn: CivilDate, n: number) => addDays(arrivedOn, 7 * n);
const monthly = (arrivedOn: CivilDate, n: number) => addMonths(arrivedOn, n);

/** Days between coordination meetings: every fourth week; a held meeting starts them anew (000:281, §12 no. 23). */
const betweenMeetings = 28;

/** Contacts are the receiving city's, on the spot; meeting and review are the home city's, which decides (docs/choices.md). */
export function cadencesOf(theCase: Case): Cadence[] {
  const services = theCase.placementAgreement?.document.services.map(({ service }) => service) ?? [];
  const talks = services.includes('support-talks') || services.includes('contact-person');
  return [
    {
      kind: 'contact-with-person',
      owner: 'receiving',
      ground: '000:280',
      nth: weekly,
      counts: (fact) => fact.kind === 'contact' && fact.with === 'person',
    },
    {
      kind: 'contact-with-provider',
      owner: 'receiving',
      ground: '000:280',
      nth: weekly,
      counts: (fact) => fact.kind === 'contact' && fact.with === 'provider',
    },
    ...(talks
      ? [
          {
            kind: 'support-talk',
            owner: 'receiving',
            ground: '000:435',
            nth: weekly,
            counts: (fact: FollowUpFact) => fact.kind === 'support-talk',
          } as const,
        ]
      : []),
    ...services.map(
      (service) =>
        ({
          kind: 'monthly-report',
          owner: 'receiving',
          ground: '003:660',
          service,
          nth: monthly,
          counts: (fact: FollowUpFact) => fact.kind === 'monthly-report' && fact.service === service,
        }) as const,
    ),
  ];
}

/** A due day that has passed, and the day on which it was done, if it was. */
interface Round {
  readonly dueOn: CivilDate;
  readonly doneOn: CivilDate | null;
}

/**
 * How a cadence has gone, and the number of the due day that is next. What is done on a due day is for that day. What is
 * done later is for the last due day before it, late; the next one stays due. What is done early is for the next one.
 */
export function courseOf(
  theCase: Case,
  { nth, counts }: Cadence,
  arrivedOn: CivilDate,
): { readonly passed: readonly Round[]; readonly next: number } {
  const passed: Round[] = [];
  const dueOn = () => nth(arrivedOn, passed.length + 1);
  const pass = (doneOn: CivilDate | null) => passed.push({ dueOn: dueOn(), doneOn });
  const afterNext = () => nth(arrivedOn, passed.length + 2);
  for (const day of daysThatCount(theCase, counts)) {
    while (dueOn() < day && afterNext() <= day) pass(null);
    const isLate = dueOn() < day;
    const isFirstForIt = day > nth(arrivedOn, passed.length);
    if (isLate || isFirstForIt) pass(day);
  }
  return { passed, next: passed.length + 1 };
}

/** Each day once: both cities may have recorded the same. */
function daysThatCount(theCase: Case, counts: Cadence['counts']): CivilDate[] {
  const days = theCase.followUps.flatMap(({ fact }) => (counts(fact) ? [fact.on as CivilDate] : []));
  return [...new Set(days)].sort();
}

/** The meetings of a stay, each with the day on which it was due, and the day of the next. */
export function meetingsOf(
  theCase: Case,
  arrivedOn: CivilDate,
): { readonly held: readonly Round[]; readonly nextOn: CivilDate } {
  const until = theCase.stay?.departedOn;
  const days = daysOf(theCase, 'coordination-meeting').filter(
    (on) => arrivedOn <= on && (!until || on <= until),
  );
  const dueAfter = (on: CivilDate) => addDays(on, betweenMeetings);
  const held = days.map((doneOn, i) => ({ dueOn: dueAfter(days[i - 1] ?? arrivedOn), doneOn }));
  return { held, nextOn: dueAfter(days.at(-1) ?? arrivedOn) };
}

/** A due day of a stay, with what was due. */
export interface StayRound extends Round {
  readonly kind: Missed['kind'];
  readonly service: ServiceCode | null;
}

/**
 * Deadlines of the stay that were not kept: done later, with the day, or overtaken or open when the person left, without
 * (for the evaluation, requirements §9.2).
 */
export const missedDeadlines = (theCase: Case): Missed[] => roundsOfStay(theCase).filter(isNotKept);

export const isNotKept = ({ dueOn, doneOn }: Round): boolean => doneOn === null || doneOn > dueOn;

/**
 * The due days of a stay that have passed, and how each went. What was open when the person left is among them; of a
 * stay that goes on, what is overdue on `asOf`, if a day is given.
 */
export function roundsOfStay(theCase: Case, asOf?: CivilDate): StayRound[] {
  if (!theCase.stay) return [];
  const { arrivedOn, departedOn } = theCase.stay;
  const last = departedOn ?? (asOf === undefined ? null : addDays(asOf, -1));
  const until = (dueOn: CivilDate): Round[] =>
    last !== null && dueOn <= last ? [{ dueOn, doneOn: null }] : [];
  const meetings = meetingsOf(theCase, arrivedOn);
  const once = (kind: StayRound['kind'], doneOn: CivilDate | undefined): StayRound[] => {
    const dueOn = threeMonthsAfter(arrivedOn);
    return named(kind, doneOn === undefined ? until(dueOn) : [{ dueOn, doneOn }]);
  };
  const firstVisit = (whom: 'person' | 'provider') =>
    daysThatCount(theCase, (fact) => fact.kind === 'visit' && fact.to === whom)[0];
  return [
    ...cadencesOf(theCase).flatMap((cadence) =>
      named(cadence.kind, roundsOf(theCase, cadence, arrivedOn, last), cadence.service),
    ),
    ...named('coordination-meeting', [...meetings.held, ...until(meetings.nextOn)]),
    ...once('review', daysOf(theCase, 'review')[0]),
    ...once('visit-to-person', firstVisit('person')),
    ...once('visit-to-provider', firstVisit('provider')),
  ];
}

/** The due days of a cadence that have passed, those up to a last day without anything done included. */
function roundsOf(
  theCase: Case,
  cadence: Cadence,
  arrivedOn: CivilDate,
  last: CivilDate | null,
): readonly Round[] {
  const { passed, next } = courseOf(theCase, cadence, arrivedOn);
  const rounds = [...passed];
  for (let n = next; last !== null && cadence.nth(arrivedOn, n) <= last; n++)
    rounds.push({ dueOn: cadence.nth(arrivedOn, n), doneOn: null });
  return rounds;
}

const named = (
  kind: StayRound['kind'],
  rounds: readonly Round[],
  service: ServiceCode | null = null,
): StayRound[] => rounds.map(({ dueOn, doneOn }) => ({ kind, dueOn, service, doneOn }));
