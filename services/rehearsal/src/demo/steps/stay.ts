import type {
  Rating,
  RecordDeparture,
  RecordFollowUp,
  RecordLeave,
  RecordMove,
  ServiceCode,
} from '@storstad/contract';
import { addDays } from '../../stockholm-time.js';
import { type DemoCase, homeWorker, receivingLiaison, receivingWorker } from '../demo-case.js';
import { every, type Happening, on, type Step, together } from '../story.js';
import { posts } from './money.js';

type CaseStep = Step<DemoCase>;

/** The person arrives, with a safety plan. */
export const arrives: CaseStep = (told) =>
  told.ask(receivingWorker, 'recordArrival', { arrivedOn: told.today, safetyPlanOn: told.today });

/** The person leaves. */
export const departs: CaseStep = (told) => {
  const body: RecordDeparture = { departedOn: told.today };
  return told.ask(receivingWorker, 'recordDeparture', body);
};

/** A move within the city, with the new safety plan. */
export function moves(reason: RecordMove['reason']): CaseStep {
  return async (told) => {
    await told.ask(receivingWorker, 'recordMove', { movedOn: told.today, reason });
    await did({ kind: 'safety-plan' })(told);
  };
}

/** The person was away until today. */
export function wasAway(days: number, reason: RecordLeave['reason']): CaseStep {
  return (told) =>
    told.ask(receivingWorker, 'recordLeave', { from: addDays(told.today, -days), until: told.today, reason });
}

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
type Done = Without<RecordFollowUp, 'on'>;

/** The receiving city has done something today, or some days ago. */
export function did(fact: Done, daysAgo = 0): CaseStep {
  return (told) => told.ask(receivingWorker, 'recordFollowUp', dated(told, fact, daysAgo));
}

/** The home city has done something today. */
export function homeDid(fact: Done): CaseStep {
  return (told) => told.ask(homeWorker, 'recordFollowUp', dated(told, fact, 0));
}

function dated(told: DemoCase, fact: Done, daysAgo: number): RecordFollowUp {
  return { ...fact, on: addDays(told.today, -daysAgo) } as RecordFollowUp;
}

/** The weekly contacts of some weeks up to today, recorded at once. */
export function contacts(weeks: number, ...also: Done[]): CaseStep {
  const facts: Done[] = [{ kind: 'contact', with: 'person' }, { kind: 'contact', with: 'provider' }, ...also];
  const weeksAgo = Array.from({ length: weeks }, (_, week) => week);
  return together(...weeksAgo.flatMap((week) => facts.map((fact) => did(fact, 7 * week))));
}

/** The month's report on a service. */
export function reports(service: ServiceCode): CaseStep {
  return did({ kind: 'monthly-report', service, progress: 'as-planned' });
}

/** The register check without a note that a meeting needs. */
export const registerCheck: CaseStep = (told) =>
  told.ask(receivingLiaison, 'recordRegisterCheck', { on: told.today, verdict: 'nothing' });

/** The cities meet with the police and the person. */
export const meets = homeDid({
  kind: 'coordination-meeting',
  attended: ['police', 'home-social-services', 'receiving-social-services', 'person'],
  outcome: 'routine',
});

/** The review of the stay. */
export const reviews = homeDid({ kind: 'review', offeredTo: ['social-worker', 'police'] });

/** The home city goes and sees the person and the service. */
export const visits: CaseStep = async (told) => {
  await homeDid({ kind: 'visit', to: 'person' })(told);
  await homeDid({ kind: 'visit', to: 'provider' })(told);
};

/** The home city decides that the stay goes on until a day, counted from today, after a review. */
export function prolongs(until: number): CaseStep {
  return (told) =>
    told.ask(homeWorker, 'extendPlacement', { decidedOn: told.today, until: told.demo.day(until) });
}

/** The home city says how it went. */
export function rates(rating: Rating): CaseStep {
  return (told) => told.ask(homeWorker, 'rateCase', rating);
}

const fourWeeks = 28;

/**
 * A stay as it should be, in steps of four weeks up to a last day: contacts every week, reports, a meeting after a register
 * check, and a cost line for each service.
 */
export function keptUp(
  arrival: number,
  last: number,
  services: readonly ServiceCode[],
): Happening<DemoCase>[] {
  return every(fourWeeks, arrival + fourWeeks, last, (day) =>
    on(
      day,
      together(contacts(4), ...services.map(reports), registerCheck),
      meets,
      ...services.map((service) => posts(service, day - fourWeeks, day)),
    ),
  );
}
