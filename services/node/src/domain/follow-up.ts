import type {
  FollowUpFact,
  FollowUpRecord,
  RecordFollowUp,
  RecordRegisterCheck,
  SealedContent,
  ServiceCode,
} from '@storstad/contract';
import { type Case, earliestDay, inState, sharedStates } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { caseThread, type Decided, type OutgoingMessage } from './event.js';
import { openIncidents } from './incident.js';
import { openedNow } from './incident-report.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import { cityToTell, coveredForOther, fromOtherCity } from './sharing.js';
import type { City, CivilDate, FollowUpId, IncidentId } from './values.js';

/** Recording what was done to follow a case (requirements §3.1, §3.6). What is due follows from it; see due.ts. */

type Kind = FollowUpFact['kind'];

/** Steps of the home city's own process, before a placement (000:265-272). They stay at home. */
const homeOnly: readonly Kind[] = ['investigation', 'temporary-housing'];
/** What can be done before the person is in the other city too. */
const anyTime: readonly Kind[] = [...homeOnly, 'coordination-meeting', 'care-continuity', 'register-check'];
/** What belongs to a placement that is being prepared or runs. */
const aroundPlacement: readonly Kind[] = ['safety-plan', 'implementation-plan', 'contact-person'];

/** Records one thing that staff have done, and tells the other city. */
export function decideRecordFollowUp(
  theCase: Case,
  id: FollowUpId,
  fact: RecordFollowUp,
  around: Circumstances,
): Decided | Refusal {
  const refusal = firstRefusal([
    homeOnly.includes(fact.kind) && theCase.side === 'receiving' ? refuse('WRONG_SIDE') : undefined,
    stateRefusal(theCase, fact.kind),
    dateRefusal(theCase, fact, around),
    fact.kind === 'monthly-report'
      ? demand(isAgreed(theCase, fact.service), 'SERVICE_NOT_AGREED')
      : undefined,
    fact.kind === 'review' ? demand(fact.offeredTo.length === 2, 'REVIEW_NOT_OFFERED') : undefined,
    fact.kind === 'coordination-meeting' ? meetingRefusal(theCase, fact) : undefined,
  ]);
  return refusal ?? recorded(theCase, { id, recordedAt: around.now, city: around.city, fact }, around);
}

/** The liaison's verdict; a note opens an incident in both cities, to be settled together with the police. */
export function decideRegisterCheck(
  theCase: Case,
  ids: { readonly record: FollowUpId; readonly incident: IncidentId },
  { on, verdict }: RecordRegisterCheck,
  around: Circumstances,
): Decided | Refusal {
  const fact = { kind: 'register-check', on, verdict } as const;
  const refusal = stateRefusal(theCase, fact.kind) ?? dateRefusal(theCase, fact, around);
  if (refusal) return refusal;
  const record = { id: ids.record, recordedAt: around.now, city: around.city, fact };
  const checked = recorded(theCase, record, around);
  // Before another city shares the case a note is the home city's own to handle.
  if (verdict === 'nothing' || inState(theCase, ...sharedStates)) return checked;
  const noted = openedNow(theCase, 'register-note', ids.incident, around);
  return decided([...checked.events, ...noted.events], [...checked.messages, ...noted.messages]);
}

const recorded = (theCase: Case, record: FollowUpRecord, around: Circumstances): Decided =>
  decided(
    [
      {
        type: 'follow-up-recorded',
        caseId: theCase.id,
        recordId: record.id as FollowUpId,
        sealed: { record },
      },
    ],
    telling(theCase, record, around),
  );

/** What this city has recorded since a moment when it could tell the other nothing, to be told now. */
export const tellSince = (theCase: Case, since: string, around: Circumstances): OutgoingMessage[] =>
  theCase.followUps
    .filter(({ city, recordedAt }) => city === around.city && recordedAt >= since)
    .flatMap((record) => telling(theCase, record, around));

/** The message that tells of a record, if it may be told. */
function telling(theCase: Case, record: FollowUpRecord, around: Circumstances): OutgoingMessage[] {
  const to = homeOnly.includes(record.fact.kind) ? undefined : cityToTell(theCase, around);
  if (!to) return [];
  return [
    {
      type: 'follow-up-recorded',
      to,
      thread: caseThread(theCase.id),
      subject: record.id,
      content: toTell(record),
      covered: coveredForOther(theCase, around),
    },
  ];
}

/** What is told of a record: of care only what the contract lets the consents decide on. */
function toTell(record: FollowUpRecord): SealedContent<'follow-up-recorded'> {
  if (record.fact.kind !== 'care-continuity' || !record.fact.specialistCare) return { record };
  const { specialistCare, ...fact } = record.fact;
  return { record: { ...record, fact }, specialistCare };
}

/** The other city has done something; the same record twice changes nothing. */
export function decideReceiveFollowUp(
  theCase: Case,
  from: City,
  { record: told, specialistCare }: SealedContent<'follow-up-recorded'>,
): Decided | Refusal {
  const isOfCare = told.fact.kind === 'care-continuity' && specialistCare !== undefined;
  const record = isOfCare ? { ...told, fact: { ...told.fact, specialistCare } as FollowUpFact } : told;
  const stranger = fromOtherCity(theCase, from) ?? (record.city === from ? undefined : refuse('NOT_FOUND'));
  if (stranger) return stranger;
  if (theCase.followUps.some((known) => known.id === record.id)) return nothingNew;
  const recordId = record.id as FollowUpId;
  return decided([{ type: 'follow-up-recorded', caseId: theCase.id, recordId, sealed: { record } }]);
}

function stateRefusal(theCase: Case, kind: Kind): Refusal | undefined {
  if (theCase.side === 'home' && anyTime.includes(kind))
    return inState(theCase, 'draft', 'requested', 'rejected', ...sharedStates);
  if (anyTime.includes(kind) || aroundPlacement.includes(kind)) return inState(theCase, ...sharedStates);
  return inState(theCase, 'in-progress', 'departed');
}

const isAgreed = (theCase: Case, service: ServiceCode): boolean =>
  theCase.placementAgreement?.document.services.some((agreed) => agreed.service === service) === true;

/** Not in the future, not long before there was a case, and what belongs to the stay on a day of the stay. */
function dateRefusal(theCase: Case, { kind, on }: FollowUpFact, around: Circumstances): Refusal | undefined {
  const ofStay = !anyTime.includes(kind) && !aroundPlacement.includes(kind);
  const earliest = (ofStay ? theCase.stay?.arrivedOn : undefined) ?? earliestDay(theCase);
  const latest = (ofStay ? theCase.stay?.departedOn : undefined) ?? around.today;
  return demand(earliest <= on && on <= latest, 'DATE_IMPOSSIBLE', { earliest, latest });
}

/** With the police always; during the stay after a fresh register check; not routine while a note is open (000:269, 309). */
function meetingRefusal(
  theCase: Case,
  { on, attended, outcome }: Extract<RecordFollowUp, { kind: 'coordination-meeting' }>,
): Refusal | undefined {
  const noteIsOpen = openIncidents(theCase).some(
    ({ kind }) => kind === 'register-note' || kind === 'relapse-signal',
  );
  return firstRefusal([
    demand(attended.includes('police'), 'MEETING_WITHOUT_POLICE'),
    demand(!theCase.stay || checkedBefore(theCase, on as CivilDate), 'REGISTER_CHECK_MISSING'),
    demand(!noteIsOpen || outcome !== 'routine', 'REGISTER_NOTE_OPEN'),
  ]);
}

/** Whether there is a register check since the last meeting of the stay before a day, or since the arrival, up to the day. */
export function checkedBefore(theCase: Case, day: CivilDate): boolean {
  const arrivedOn = theCase.stay?.arrivedOn ?? day;
  const lastMeeting = daysOf(theCase, 'coordination-meeting')
    .filter((on) => arrivedOn <= on && on < day)
    .at(-1);
  return daysOf(theCase, 'register-check').some(
    (on) => on <= day && (lastMeeting === undefined ? arrivedOn <= on : lastMeeting < on),
  );
}

/** The days on which something of a kind was done, in order. */
export const daysOf = (theCase: Case, kind: Kind): CivilDate[] =>
  theCase.followUps.flatMap(({ fact }) => (fact.kind === kind ? [fact.on as CivilDate] : [])).sort();
