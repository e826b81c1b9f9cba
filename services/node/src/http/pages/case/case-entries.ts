import type { Case, Deviation, FollowUpRecord, Incident, ThreadEntry } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { Instant } from '../../../domain/values.js';
import { capital } from '../capital.js';
import type { TimelineEntry } from '../components/timeline.js';
import type { Words } from '../words.js';
import { inline, inlineList, saidFact, saidRefusal, saidSlot } from './case-words.js';

/** What has happened in a case, from what the case, its follow-up and its thread say. */
export interface Known {
  readonly theCase: Case;
  readonly records: readonly FollowUpRecord[];
  readonly messages: readonly ThreadEntry[];
}

/** An entry of the timeline, by its civil date or instant. */
export interface Happening extends TimelineEntry {
  readonly at: string;
}

type Told = Pick<Happening, 'by' | 'text' | 'tone'> & {
  readonly at: string | null;
  readonly title: string;
  /** Where on its day something stands of which only the day is known; the end without it. */
  readonly onItsDay?: 'first' | 'last';
};

/** Everything that has happened, the latest last. */
export function timelineEntries({ theCase, records, messages }: Known, words: Words): Happening[] {
  const told = [
    ...ofTheFile(theCase, words),
    ...ofTheRequest(theCase, words),
    ...ofTheStay(theCase, words),
    ...theCase.incidents.flatMap((incident) => ofIncident(incident, words)),
    ...theCase.deviations.map((deviation) => ofDeviation(deviation, words)),
    ...records.map((record) => ofRecord(record, words)),
    ...messages.filter(({ type }) => onlyInThread.includes(type)).map((message) => ofMessage(message, words)),
  ];
  return told
    .flatMap(({ at, onItsDay, ...entry }, i) =>
      at === null
        ? []
        : [{ ...entry, at, key: `${at} ${i}`, time: timeOf(at, words), order: orderOf(at, onItsDay) }],
    )
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ order: _, ...entry }) => entry);
}

/** By the day in Sweden; on a day what the rest follows from, then what has an hour, then what followed. */
function orderOf(at: string, onItsDay: Told['onItsDay']): string {
  if (at.length > 10) return `${civilDateOf(at as Instant)} 1 ${at}`;
  return `${at} ${onItsDay === 'first' ? 0 : onItsDay === 'last' ? 3 : 2}`;
}

export const latestFirst = <T>(entries: readonly T[]): T[] => [...entries].reverse();

const timeOf = (at: string, { date, time }: Words): string => (at.length > 10 ? time(at) : date(at));

function ofTheFile(
  { openedAt, consents, threat, approval, noSuitableCityOn, closure, side }: Case,
  words: Words,
): Told[] {
  const { say, city } = words;
  return [
    { at: side === 'home' ? openedAt : null, title: say('case.happened.opened') },
    ...consents.flatMap(({ type, givenOn, withdrawnAt }): Told[] => [
      {
        at: givenOn,
        title: say('case.happened.consentGiven'),
        text: words.value('Consent.type', type),
        onItsDay: 'first',
      },
      {
        at: withdrawnAt,
        title: say('case.happened.consentWithdrawn'),
        text: words.value('Consent.type', type),
        tone: 'bad',
      },
    ]),
    {
      at: threat?.assessedOn ?? null,
      title: say('case.happened.threat'),
      by: say('case.police'),
      text: threat && words.value('AssessThreat.level', threat.level),
      onItsDay: 'first',
    },
    {
      at: approval?.decidedAt ?? null,
      title: say(`case.happened.approval.${approval?.decision ?? 'approved'}`, {
        city: city(approval?.city ?? ''),
      }),
      by: say('case.police'),
      tone: approval?.decision === 'refused' ? 'bad' : 'good',
    },
    {
      at: approval?.withdrawnAt ?? null,
      title: say('case.happened.approvalWithdrawn'),
      by: say('case.police'),
      tone: 'bad',
    },
    { at: noSuitableCityOn, title: say('case.happened.noSuitableCity'), by: say('case.police'), tone: 'bad' },
    {
      at: closure?.closedOn ?? null,
      title: say('case.happened.closed'),
      text: closure && words.value('CloseCase.reason', closure.reason),
      onItsDay: 'last',
    },
  ];
}

function ofTheRequest(
  { side, referrals, homeCity, placeClearance, disclosure, questions }: Case,
  words: Words,
): Told[] {
  const { say, city } = words;
  return [
    ...referrals.map(
      ({ sentAt, slot, city: other }): Told => ({
        at: sentAt,
        title:
          side === 'home' ? say('case.request.to', { city: city(other) }) : say('case.happened.received'),
        by: city(homeCity),
        text: saidSlot(slot, words),
      }),
    ),
    {
      at: placeClearance?.decidedAt ?? null,
      title: say('case.happened.place'),
      by: say('case.police'),
      text: placeClearance && words.value('PlaceClearance.verdict', placeClearance.verdict),
    },
    {
      at: disclosure?.disclosedAt ?? null,
      title: say('case.happened.disclosed'),
      by: city(homeCity),
      text: disclosure && capital(inlineList(words, 'ConsentCategory', disclosure.categories)),
    },
    ...questions.flatMap(({ askedAt, answeredAt, about }): Told[] => [
      {
        at: askedAt,
        title: say('case.happened.asked'),
        text: capital(inlineList(words, 'ConsentCategory', about)),
      },
      { at: answeredAt, title: say('case.happened.answered'), by: city(homeCity) },
    ]),
  ];
}

const ofTheStay = ({ stay, moves, receivingCity }: Case, words: Words): Told[] => {
  const by = words.city(receivingCity ?? '');
  return [
    { at: stay?.arrivedOn ?? null, title: words.say('case.happened.arrived'), by, tone: 'good' },
    ...moves.map(
      ({ movedOn, reason }): Told => ({
        at: movedOn,
        title: words.say('case.happened.moved'),
        by,
        text: words.value('Move.reason', reason),
      }),
    ),
    { at: stay?.departedOn ?? null, title: words.say('case.happened.departed'), by },
  ];
};

const ofIncident = ({ kind, city, reportedAt, closed }: Incident, words: Words): Told[] => [
  {
    at: reportedAt,
    title: words.say('case.happened.incident'),
    by: words.city(city),
    text: words.value('IncidentKind', kind),
    tone: 'bad',
  },
  {
    at: closed?.closedOn ?? null,
    title: words.say('case.happened.incidentClosed'),
    by: closed?.city ? words.city(closed.city) : undefined,
    text: `${words.value('IncidentKind', kind)}: ${closed ? inline(words, 'ClosedIncident.decision', closed.decision) : ''}`,
  },
];

const ofDeviation = ({ raisedAt, raisedBy, subject }: Deviation, words: Words): Told => ({
  at: raisedAt,
  title: words.say('case.happened.deviation'),
  by: words.city(raisedBy),
  text: words.value('DeviationSubject', subject),
  tone: 'warning',
});

const ofRecord = (record: FollowUpRecord, words: Words): Told => {
  const { what, more } = saidFact(record, words);
  return { at: record.fact.on, title: what, by: words.city(record.city), text: capital(more) };
};

/** What only the thread tells when it happened. */
const onlyInThread: readonly ThreadEntry['type'][] = [
  'referral-accepted',
  'referral-rejected',
  'referral-withdrawn',
  'placement-agreement-proposed',
  'placement-agreement-signed',
  'no-arrival-recorded',
  'placement-extended',
  'case-reclassified',
  'responsibility-split-signed',
];

const ofMessage = ({ sentAt, type, from, outcome, refusalCode }: ThreadEntry, words: Words): Told => ({
  at: sentAt,
  title: words.value('MessageType', type),
  by: words.city(from),
  text: outcome === 'refused' && refusalCode ? saidRefusal(refusalCode, words) : undefined,
  tone: type === 'referral-accepted' || type === 'placement-agreement-signed' ? 'good' : 'neutral',
});
