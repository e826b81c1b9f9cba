import type { Job } from '../main-job/job.js';
import { type CaseCast, DemoCase } from './demo-case.js';

/** What stories are told with: the cities, and the days counted from today. */
export type Demo = Pick<Job, 'network' | 'desk' | 'day'>;

/** Something that somebody does, as a member of staff would. */
export type Step<Teller> = (teller: Teller) => Promise<unknown>;

/** What happens on one day, in this order. The day is counted from today; today the clocks run with the machine's. */
export interface Happening<Teller> {
  readonly day: number;
  readonly steps: readonly Step<Teller>[];
}

/** A part of the demo: a case, or what offices do beside the cases. */
export interface Story {
  /** What it is about, in one line. */
  readonly tells: string;
  readonly happenings: (demo: Demo) => Happening<void>[];
}

/** What happens on a day. */
export function on<Teller>(day: number, ...steps: Step<Teller>[]): Happening<Teller> {
  return { day, steps };
}

/** Steps that do not wait for each other, as one: what they tell other cities is delivered when all are done. */
export function together<Teller>(...steps: readonly Step<Teller>[]): Step<Teller> {
  return (teller) => Promise.all(steps.map((step) => step(teller)));
}

/** Happenings that come again, every so many days from a first to at most a last one. */
export function every<T>(days: number, first: number, last: number, happening: (day: number) => T): T[] {
  const count = Math.max(0, Math.floor((last - first) / days) + 1);
  return Array.from({ length: count }, (_, index) => happening(first + index * days));
}

/** The story of one case. */
export function ofCase(cast: CaseCast, tells: string, happenings: Happening<DemoCase>[]): Story {
  return {
    tells: `${cast.person}: ${tells}`,
    happenings: (demo) => toldBy(new DemoCase(demo, cast), happenings),
  };
}

/** What is done in offices, for no case alone. */
export function ofOffices(tells: string, happenings: Happening<Demo>[]): Story {
  return { tells, happenings: (demo) => toldBy(demo, happenings) };
}

function toldBy<Teller>(teller: Teller, happenings: readonly Happening<Teller>[]): Happening<void>[] {
  return happenings.map(({ day, steps }) => ({ day, steps: steps.map((step) => () => step(teller)) }));
}
