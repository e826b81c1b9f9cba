import type * as contract from '@storstad/contract';
import type { Case } from '../domain/case.js';
import { decideAnswerDeviation, decideCloseDeviation, decideRaiseDeviation } from '../domain/deviation.js';
import { decideCloseIncident } from '../domain/incident-closing.js';
import { decideNoteReports, decideReportIncident } from '../domain/incident-report.js';
import { decideProposeSplit, decideSignSplit } from '../domain/responsibility-split.js';
import type { DeviationId, IncidentId, SplitId } from '../domain/values.js';
import { type DeskCommand, onCase } from './desk-command.js';
import { deviationView, incidentView } from './views.js';

/** Reports an incident to the other city. */
export const reportIncident: DeskCommand<'reportIncident'> = (node, call) => {
  const id = node.newId() as IncidentId;
  return onCase<contract.Incident>(
    node,
    call,
    (theCase, around) => decideReportIncident(theCase, id, call.body, around),
    (after) => incidentIn(after, id),
  );
};

/** Records that an incident was reported elsewhere. */
export const noteIncidentReports: DeskCommand<'noteIncidentReports'> = (node, call) => {
  const id = call.params.incidentId as IncidentId;
  return onCase<contract.Incident>(
    node,
    call,
    (theCase, around) => decideNoteReports(theCase, id, call.body, around),
    (after) => incidentIn(after, id),
  );
};

/** Settles an incident. */
export const closeIncident: DeskCommand<'closeIncident'> = (node, call) => {
  const id = call.params.incidentId as IncidentId;
  return onCase<contract.Incident>(
    node,
    call,
    (theCase, around) => decideCloseIncident(theCase, id, call.body, around),
    (after) => incidentIn(after, id),
  );
};

/** Proposes who does what for a child. */
export const proposeResponsibilitySplit: DeskCommand<'proposeResponsibilitySplit'> = (node, call) => {
  const incidentId = call.params.incidentId as IncidentId;
  const ids = { incidentId, id: node.newId() as SplitId };
  return onCase<contract.Incident>(
    node,
    call,
    (theCase, around) => decideProposeSplit(theCase, ids, call.body, around),
    (after) => incidentIn(after, incidentId),
  );
};

/** Signs the other city's proposal of who does what for a child. */
export const signResponsibilitySplit: DeskCommand<'signResponsibilitySplit'> = (node, call) => {
  const incidentId = call.params.incidentId as IncidentId;
  const ids = { incidentId, id: call.params.splitId as SplitId };
  return onCase<contract.Incident>(
    node,
    call,
    (theCase, around) => decideSignSplit(theCase, ids, around),
    (after) => incidentIn(after, incidentId),
  );
};

/** Raises a deviation with the other city. */
export const raiseDeviation: DeskCommand<'raiseDeviation'> = (node, call) => {
  const id = node.newId() as DeviationId;
  return onCase<contract.Deviation>(
    node,
    call,
    (theCase, around) => decideRaiseDeviation(theCase, id, call.body, around),
    (after) => deviationIn(after, id),
  );
};

/** Answers the other city's deviation. */
export const answerDeviation: DeskCommand<'answerDeviation'> = (node, call) => {
  const id = call.params.deviationId as DeviationId;
  return onCase<contract.Deviation>(
    node,
    call,
    (theCase, around) => decideAnswerDeviation(theCase, id, call.body, around),
    (after) => deviationIn(after, id),
  );
};

/** Closes a deviation that has been answered. */
export const closeDeviation: DeskCommand<'closeDeviation'> = (node, call) => {
  const id = call.params.deviationId as DeviationId;
  return onCase<contract.Deviation>(
    node,
    call,
    (theCase, around) => decideCloseDeviation(theCase, id, around),
    (after) => deviationIn(after, id),
  );
};

function incidentIn(theCase: Case, id: IncidentId): contract.Incident {
  const incident = theCase.incidents.find((known) => known.id === id);
  if (!incident) throw new Error('The incident is not there after a command on it');
  return incidentView(theCase, incident);
}

function deviationIn(theCase: Case, id: DeviationId): contract.Deviation {
  const deviation = theCase.deviations.find((known) => known.id === id);
  if (!deviation) throw new Error('The deviation is not there after a command on it');
  return deviationView(theCase, deviation);
}
