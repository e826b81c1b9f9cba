import type { ChartProps } from './chart.js';

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

/** A case from request to exit: phases as bars, deadlines kept and missed, and incidents, along one axis of time. */
export function CaseTimeline(_: ChartProps & { readonly course: CaseCourse }) {
  return null;
}
