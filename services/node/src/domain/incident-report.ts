import type {
  AssessThreat,
  IncidentKind,
  IncidentNotice,
  IncidentReports,
  ReportIncident,
  SealedContent,
} from '@storstad/contract';
import { civilDateOf } from './calendar.js';
import { type Case, earliestDay, inState, otherCity, sharedStates } from './case.js';
import { type Circumstances, decided, nothingNew, notInFuture } from './circumstances.js';
import type { Deviation } from './deviation.js';
import { type CaseEvent, caseThread, type Decided, nothingPersonal } from './event.js';
import { type Incident, isLate, openIncidents } from './incident.js';
import { demand, isRefusal, type Refusal, refuse } from './refusal.js';
import { coveredForOther, fromOtherCity } from './sharing.js';
import type { City, DeviationId, IncidentId, Instant } from './values.js';

/** Telling the other city that something has happened (requirements §6.5). */

/** Staff report an incident; on time or late follows from the times. Refuses times that are not in their order. */
export function decideReportIncident(
  theCase: Case,
  id: IncidentId,
  { kind, occurredAt, knownAt }: ReportIncident,
  around: Circumstances,
): Decided | Refusal {
  const notNow = inState(theCase, ...sharedStates);
  if (notNow) return notNow;
  const times = { occurredAt: utc(occurredAt), knownAt: utc(knownAt) };
  const inOrder =
    earliestDay(theCase) <= civilDateOf(times.occurredAt) &&
    times.occurredAt <= times.knownAt &&
    times.knownAt <= around.now;
  return (
    demand(inOrder, 'DATE_IMPOSSIBLE', { latest: around.today }) ??
    reported(theCase, { id, kind, city: around.city, ...times, reportedAt: around.now }, around)
  );
}

const utc = (instant: string): Instant => new Date(instant).toISOString() as Instant;

/** What the node itself opens now, in both cities. One that is open already is not opened twice, but a new threat is told. */
export function openedNow(
  theCase: Case,
  kind: IncidentKind,
  id: IncidentId,
  around: Circumstances,
  threat?: AssessThreat,
): Decided {
  const open = openIncidents(theCase).find((incident) => incident.kind === kind);
  if (open && !threat) return nothingNew;
  const { now, city } = around;
  const notice = open ? noticeOf(open) : { id, kind, city, occurredAt: now, knownAt: now, reportedAt: now };
  const opened = reported(theCase, notice, around, threat);
  return open ? { ...opened, events: [] } : opened;
}

const noticeOf = ({ id, kind, city, occurredAt, knownAt, reportedAt }: Incident): IncidentNotice => ({
  id,
  kind,
  city,
  occurredAt,
  knownAt,
  reportedAt,
});

/** The event and the message. It is a safety message: it goes also when the person has taken back the consent. */
function reported(
  theCase: Case,
  incident: IncidentNotice,
  around: Circumstances,
  threat?: AssessThreat,
): Decided {
  const to = otherCity(theCase);
  if (!to) throw new Error('An incident in a case that no other city shares');
  return decided(recorded(theCase, incident, to), [
    {
      type: 'incident-reported',
      to,
      thread: caseThread(theCase.id),
      subject: incident.id,
      content: { incident, ...(threat ? { threat } : {}) },
      covered: threat ? coveredForOther(theCase, around) : nothingPersonal,
    },
  ]);
}

/** The incident, and when it was told too late the deviation that both nodes open for it. */
function recorded(theCase: Case, incident: IncidentNotice, toldTo: City): CaseEvent[] {
  const id = incident.id as IncidentId;
  const known = incident as Incident;
  const event: CaseEvent = {
    type: 'incident-reported',
    caseId: theCase.id,
    incidentId: id,
    sealed: { incident },
  };
  if (!isLate(known)) return [event];
  const deviationId = incident.id as string as DeviationId;
  const deviation: Deviation = {
    id: deviationId,
    raisedBy: toldTo,
    raisedAt: known.reportedAt,
    subject: 'late-report',
    service: null,
    description: null,
    incidentId: id,
    state: 'open',
    outcome: null,
  };
  return [event, { type: 'deviation-raised', caseId: theCase.id, deviationId, sealed: { deviation } }];
}

/** The other city tells of an incident, and with a changed threat of the new assessment. */
export function decideReceiveIncident(
  theCase: Case,
  from: City,
  { incident, threat }: SealedContent<'incident-reported'>,
  around: Circumstances,
): Decided | Refusal {
  const isAsked = theCase.side === 'receiving' && theCase.state === 'received' && theCase.homeCity === from;
  const stranger = isAsked ? undefined : fromOtherCity(theCase, from);
  if (stranger) return stranger;
  if (incident.city !== from) return refuse('NOT_FOUND');
  const events: CaseEvent[] = [];
  if (!theCase.incidents.some((known) => known.id === incident.id))
    events.push(...recorded(theCase, incident, around.city));
  if (threat && theCase.side === 'receiving')
    events.push({ type: 'threat-told', caseId: theCase.id, sealed: { threat } });
  return events.length > 0 ? decided(events) : nothingNew;
}

/** Records that an incident was reported to the police, by Lex Sarah or to IVO. Recorded here, handled there. */
export function decideNoteReports(
  theCase: Case,
  id: IncidentId,
  reports: IncidentReports,
  around: Circumstances,
): Decided | Refusal {
  const incident = theCase.incidents.find((known) => known.id === id);
  if (!incident) return refuse('NOT_FOUND');
  const refusal = notInFuture(Object.values(reports), around);
  if (refusal) return refusal;
  const to = otherCity(theCase) === cityOf(theCase, incident) ? otherCity(theCase) : undefined;
  const message = {
    type: 'incident-reports-noted',
    subject: id,
    content: { incidentId: id, reports },
  } as const;
  return decided(
    [{ type: 'incident-reports-noted', caseId: theCase.id, incidentId: id, sealed: { reports } }],
    to ? [{ ...message, to, thread: caseThread(theCase.id), covered: nothingPersonal }] : [],
  );
}

/** The city that knows of an incident. Another that is asked later learns nothing of it. */
const cityOf = (theCase: Case, { reportedAt }: Incident): City | undefined =>
  theCase.side === 'receiving'
    ? theCase.homeCity
    : theCase.referrals.filter(({ sentAt }) => sentAt <= reportedAt).at(-1)?.city;

/** The other city has noted such reports. */
export function decideReceiveReports(
  theCase: Case,
  from: City,
  { incidentId, reports }: SealedContent<'incident-reports-noted'>,
): Decided | Refusal {
  const incident = incidentKnownTo(theCase, from, incidentId);
  if (isRefusal(incident)) return incident;
  return decided([
    { type: 'incident-reports-noted', caseId: theCase.id, incidentId: incident.id, sealed: { reports } },
  ]);
}

/** An incident that the other city speaks of; there can be one already while one city asks the other. */
export function incidentKnownTo(theCase: Case, from: City, id: string): Incident | Refusal {
  const isAsked = !inState(theCase, 'requested', 'received') && otherCity(theCase) === from;
  return (
    (isAsked ? undefined : fromOtherCity(theCase, from)) ??
    theCase.incidents.find((incident) => incident.id === id) ??
    refuse('NOT_FOUND')
  );
}
