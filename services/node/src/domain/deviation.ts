import type * as contract from '@storstad/contract';
import type { AnswerDeviation, RaiseDeviation, SealedContent, ServiceCode } from '@storstad/contract';
import { type Case, inState, otherCity, sharedStates } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { caseThread, type Decided, nothingPersonal, type OutgoingMessage } from './event.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { coveredForOther, fromOtherCity, sharingRefusal } from './sharing.js';
import type { City, DeviationId, IncidentId, Instant } from './values.js';

/** A question to the other city about something that is not as agreed, open until it is answered (003:212). */
export interface Deviation {
  readonly id: DeviationId;
  readonly raisedBy: City;
  readonly raisedAt: Instant;
  readonly subject: contract.DeviationSubject;
  readonly service: ServiceCode | null;
  readonly description: string | null;
  /** The incident that was told too late, for `late-report`. */
  readonly incidentId: IncidentId | null;
  readonly state: 'open' | 'answered' | 'closed';
  readonly outcome: AnswerDeviation['outcome'] | null;
}

/** Raises a deviation with the other city. What describes it is cut to the consents on the way out. */
export function decideRaiseDeviation(
  theCase: Case,
  id: DeviationId,
  input: RaiseDeviation,
  around: Circumstances,
): Decided | Refusal {
  const notNow = inState(theCase, ...sharedStates, 'completed');
  const to = otherCity(theCase);
  if (notNow || !to) return notNow ?? refuse('CASE_STATE', { state: theCase.state });
  const { subject, service = null, description = null } = input;
  const stopped = subject === 'safety' ? undefined : sharingRefusal(theCase);
  if (stopped) return stopped;
  const raised = { id, raisedBy: around.city, raisedAt: around.now, subject, service, description };
  const deviation: Deviation = { ...raised, incidentId: null, state: 'open', outcome: null };
  return decided(
    [{ type: 'deviation-raised', caseId: theCase.id, deviationId: id, sealed: { deviation } }],
    [
      {
        type: 'deviation-raised',
        to,
        thread: caseThread(theCase.id),
        subject: id,
        content: { deviationId: id, raisedAt: around.now, ...input },
        covered: coveredForOther(theCase, around),
      },
    ],
  );
}

/** The other city raises one. */
export function decideReceiveDeviation(
  theCase: Case,
  from: City,
  content: SealedContent<'deviation-raised'>,
): Decided | Refusal {
  const stranger = fromOtherCity(theCase, from);
  if (stranger) return stranger;
  const { deviationId, raisedAt, subject, service = null, description = null } = content;
  if (theCase.deviations.some((known) => known.id === deviationId)) return nothingNew;
  const deviation: Deviation = {
    id: deviationId as DeviationId,
    raisedBy: from,
    raisedAt: raisedAt as Instant,
    subject,
    service,
    description,
    incidentId: null,
    state: 'open',
    outcome: null,
  };
  return decided([
    { type: 'deviation-raised', caseId: theCase.id, deviationId: deviation.id, sealed: { deviation } },
  ]);
}

/** Answers the other city's deviation. */
export function decideAnswerDeviation(
  theCase: Case,
  id: DeviationId,
  { outcome }: AnswerDeviation,
  around: Circumstances,
): Decided | Refusal {
  const deviation = theCase.deviations.find((raised) => raised.id === id);
  if (!deviation) return refuse('NOT_FOUND');
  const refusal = firstRefusal([
    deviation.raisedBy === around.city ? refuse('WRONG_SIDE') : undefined,
    deviation.state === 'open' ? undefined : refuse('ALREADY_SETTLED'),
  ]);
  if (refusal) return refusal;
  const event = { type: 'deviation-answered', caseId: theCase.id, deviationId: id } as const;
  return decided(
    [{ ...event, sealed: { outcome } }],
    [{ ...told(theCase, deviation), type: 'deviation-answered', content: { deviationId: id, outcome } }],
  );
}

/** The other city has answered. */
export function decideReceiveDeviationAnswer(
  theCase: Case,
  from: City,
  { deviationId, outcome }: SealedContent<'deviation-answered'>,
): Decided | Refusal {
  const deviation = knownTo(theCase, from, deviationId);
  if (isRefusal(deviation)) return deviation;
  if (deviation.raisedBy === from) return refuse('WRONG_SIDE');
  if (deviation.state !== 'open') return nothingNew;
  return decided([
    { type: 'deviation-answered', caseId: theCase.id, deviationId: deviation.id, sealed: { outcome } },
  ]);
}

/** Closes a deviation that this city raised, once it is answered. */
export function decideCloseDeviation(
  theCase: Case,
  id: DeviationId,
  around: Circumstances,
): Decided | Refusal {
  const deviation = theCase.deviations.find((raised) => raised.id === id);
  if (!deviation) return refuse('NOT_FOUND');
  const refusal = firstRefusal([
    deviation.raisedBy === around.city ? undefined : refuse('WRONG_SIDE'),
    deviation.state === 'open' ? refuse('CASE_STATE', { state: 'open' }) : undefined,
    deviation.state === 'closed' ? refuse('ALREADY_SETTLED') : undefined,
  ]);
  if (refusal) return refusal;
  return decided(
    [{ type: 'deviation-closed', caseId: theCase.id, deviationId: id }],
    [{ ...told(theCase, deviation), type: 'deviation-closed', content: { deviationId: id } }],
  );
}

/** The city that raised it has closed it. */
export function decideReceiveDeviationClosure(
  theCase: Case,
  from: City,
  { deviationId }: SealedContent<'deviation-closed'>,
): Decided | Refusal {
  const deviation = knownTo(theCase, from, deviationId);
  if (isRefusal(deviation)) return deviation;
  if (deviation.raisedBy !== from) return refuse('WRONG_SIDE');
  if (deviation.state === 'closed') return nothingNew;
  return decided([{ type: 'deviation-closed', caseId: theCase.id, deviationId: deviation.id }]);
}

/** What every message about a deviation has. */
function told(
  theCase: Case,
  { id }: Deviation,
): Pick<OutgoingMessage, 'to' | 'thread' | 'subject' | 'covered'> {
  const to = otherCity(theCase);
  if (!to) throw new Error('A deviation without another city');
  return { to, thread: caseThread(theCase.id), subject: id, covered: nothingPersonal };
}

function knownTo(theCase: Case, from: City, id: string): Deviation | Refusal {
  return (
    fromOtherCity(theCase, from) ??
    theCase.deviations.find((raised) => raised.id === id) ??
    refuse('NOT_FOUND')
  );
}
