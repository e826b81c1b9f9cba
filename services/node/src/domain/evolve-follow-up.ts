import { civilDateOf } from './calendar.js';
import type { Case } from './case.js';
import type { CaseEvent } from './event.js';
import { type Incident, settledByTheEnd } from './incident.js';
import type { CivilDate, Instant } from './values.js';

const followUpEvents = [
  'completion-asked',
  'completion-given',
  'follow-up-recorded',
  'incident-reported',
  'incident-reports-noted',
  'incident-closed',
  'responsibility-split-proposed',
  'responsibility-split-signed',
  'deviation-raised',
  'deviation-answered',
  'deviation-closed',
] as const satisfies readonly CaseEvent['type'][];

/** What happens around a stay, alike in both cities: questions, follow-up, incidents, deviations. */
export type FollowUpEvent = Extract<CaseEvent, { type: (typeof followUpEvents)[number] }>;

export const isFollowUpEvent = (event: CaseEvent): event is FollowUpEvent =>
  (followUpEvents as readonly string[]).includes(event.type);

/** The case after such an event. */
export function evolveFollowUp(before: Case, event: FollowUpEvent, at: Instant): Case {
  switch (event.type) {
    case 'completion-asked':
      return { ...before, questions: [...before.questions, event.sealed.question] };
    case 'completion-given': {
      const answered = { answer: event.sealed.answer, answeredAt: at };
      return { ...before, questions: change(before.questions, event.questionId, () => answered) };
    }
    case 'follow-up-recorded':
      return { ...before, followUps: [...before.followUps, event.sealed.record] };
    case 'incident-reported':
      return { ...before, incidents: [...before.incidents, incidentFrom(event)] };
    case 'incident-reports-noted':
      return changeIncident(before, event, ({ reports }) => ({
        reports: { ...reports, ...event.sealed.reports },
      }));
    case 'incident-closed':
      return changeIncident(before, event, () => ({ closed: event.sealed.closed }));
    case 'responsibility-split-proposed': {
      const { document, city, signed } = event.sealed;
      const proposed = { document, signatures: [{ city, signed }] };
      return changeIncident(before, event, ({ splits }) => ({ splits: [...splits, proposed] }));
    }
    case 'responsibility-split-signed':
      return changeIncident(before, event, ({ splits }) => ({ splits: withSignature(splits, event) }));
    case 'deviation-raised':
      return { ...before, deviations: [...before.deviations, event.sealed.deviation] };
    case 'deviation-answered': {
      const answered = { state: 'answered', outcome: event.sealed.outcome } as const;
      return { ...before, deviations: change(before.deviations, event.deviationId, () => answered) };
    }
    case 'deviation-closed': {
      const closed = { state: 'closed' } as const;
      return { ...before, deviations: change(before.deviations, event.deviationId, () => closed) };
    }
  }
}

const incidentFrom = (event: Extract<FollowUpEvent, { type: 'incident-reported' }>): Incident => ({
  ...(event.sealed.incident as Omit<Incident, 'reports' | 'splits' | 'closed'>),
  reports: {},
  splits: [],
  closed: null,
});

function withSignature(
  splits: Incident['splits'],
  { sealed }: Extract<FollowUpEvent, { type: 'responsibility-split-signed' }>,
): Incident['splits'] {
  const { splitId, city, signed } = sealed;
  return splits.map((split) =>
    split.document.id === splitId ? { ...split, signatures: [...split.signatures, { city, signed }] } : split,
  );
}

const changeIncident = (
  before: Case,
  event: { readonly incidentId: string },
  to: (incident: Incident) => Partial<Incident>,
): Case => ({ ...before, incidents: change(before.incidents, event.incidentId, to) });

const change = <T extends { readonly id: string }>(
  all: readonly T[],
  id: string,
  to: (one: T) => Partial<T>,
): readonly T[] => all.map((one) => (one.id === id ? { ...one, ...to(one) } : one));

/** The end of a request ends what was open in it: nobody is left to answer. */
export function endRequest<T extends Case>(before: T, at: Instant): T {
  const deviations = before.deviations.map((deviation) => ({ ...deviation, state: 'closed' as const }));
  return { ...before, deviations, incidents: ended(before.incidents, () => true, civilDateOf(at)) };
}

/**
 * The incidents after the end of a case, which settles some kinds by itself. Of the others one can be open when it was
 * reported while the closing was on its way; it stays open in both cities until somebody settles it.
 */
export const incidentsAtEnd = ({ incidents }: Case, closedOn: CivilDate): readonly Incident[] =>
  ended(incidents, ({ kind }) => settledByTheEnd.includes(kind), closedOn);

function ended(
  all: readonly Incident[],
  ends: (incident: Incident) => boolean,
  closedOn: CivilDate,
): readonly Incident[] {
  const closed = {
    closedOn,
    city: null,
    decision: 'stay-ends',
    policeTookPart: false,
    relapse: 'not-applicable',
  } as const;
  return all.map((incident) => (incident.closed || !ends(incident) ? incident : { ...incident, closed }));
}
