import type {
  IncidentDecision,
  ProposeResponsibilitySplit,
  RaiseDeviation,
  ReportIncident,
} from '@storstad/contract';
import { stockholmInstant } from '../../stockholm-time.js';
import { type DemoCase, homeWorker, receivingWorker } from '../demo-case.js';
import type { Step } from '../story.js';

type CaseStep = Step<DemoCase>;

/** The receiving city reports what has happened early this morning. */
export function happened(kind: ReportIncident['kind']): CaseStep {
  return async (told) => {
    const occurredAt = stockholmInstant(told.today, '06:30').toISOString();
    const knownAt = stockholmInstant(told.today, '07:30').toISOString();
    const { id } = await told.ask(receivingWorker, 'reportIncident', { kind, occurredAt, knownAt });
    told.keep('incident', id);
  };
}

/** It has been reported to the police too. */
export const reportedToPolice: CaseStep = (told) =>
  told.ask(receivingWorker, 'noteIncidentReports', { policeReportedOn: told.today }, incidentOf(told));

/** The incident is settled. */
export function settled(decision: IncidentDecision): CaseStep {
  return (told) => told.ask(receivingWorker, 'closeIncident', decision, incidentOf(told));
}

/** The receiving city proposes who does what for the child. */
export function splits(measures: ProposeResponsibilitySplit): CaseStep {
  return (told) => told.ask(receivingWorker, 'proposeResponsibilitySplit', measures, incidentOf(told));
}

function incidentOf(told: DemoCase): Record<string, string> {
  return { incidentId: told.kept('incident') };
}

/** The home city asks why something is not as agreed. */
export function misses(deviation: RaiseDeviation): CaseStep {
  return async (told) => {
    const { id } = await told.ask(homeWorker, 'raiseDeviation', deviation);
    told.keep('deviation', id);
  };
}

/** The receiving city has done something about it. */
export const takesMeasures: CaseStep = (told) =>
  told.ask(receivingWorker, 'answerDeviation', { outcome: 'measures' }, deviationOf(told));

/** The home city is content. */
export const isContent: CaseStep = (told) =>
  told.ask(homeWorker, 'closeDeviation', undefined, deviationOf(told));

function deviationOf(told: DemoCase): Record<string, string> {
  return { deviationId: told.kept('deviation') };
}
