import type { DueItem } from '@storstad/contract';
import { type Cadence, cadencesOf, courseOf, type Deadline, meetingsOf } from './cadence.js';
import { addDays, civilDateOf, later } from './calendar.js';
import { type Case, currentReferral, earliestDay, plannedUntil } from './case.js';
import type { Circumstances } from './circumstances.js';
import { lastValidDay } from './consent.js';
import { checkedBefore, daysOf } from './follow-up.js';
import { inOrder } from './in-order.js';
import { incidentRules, latestReportOn, openIncidents } from './incident.js';
import { legalDates } from './legal-dates.js';
import { isReviewed, reviewDueOn, threeMonthsAfter } from './review.js';
import { hasSafetyPlan, livesThereSince, plannedDays } from './safety-plan.js';
import { servicesWithoutLicence } from './service-findings.js';
import type { City, CivilDate, Instant } from './values.js';

/**
 * What is to be done in a case; for what was missed see cadence.ts. Nothing of it is stored: it follows from what has
 * happened, so that both cities, knowing the same, see the same (requirements §3.6; days are calendar days, overdue from
 * the day after).
 */

/** Two weeks for the investigation: a guide that never blocks (000:266, §12 no. 22). */
const investigationDays = 14;

/** The open items of a case, the earliest first; those of a running stay up to the next of each. */
export function dueItems(theCase: Case, around: Pick<Circumstances, 'city' | 'today'>): DueItem[] {
  const cities = citiesOf(theCase, around.city);
  return deadlinesOf(theCase, around.today)
    .map(
      ({
        kind,
        dueOn,
        owner,
        ground,
        role = 'social-worker',
        urgent = false,
        service,
        subject,
        incident,
      }): DueItem => ({
        kind,
        dueOn,
        status: dueOn < around.today ? 'overdue' : 'due',
        urgent,
        city: cities[owner],
        role,
        ground,
        service: service ?? null,
        subject: subject ?? null,
        incident: incident ?? null,
      }),
    )
    .sort(byDay);
}

/** By day; then by what and whose, so that it is alike in both cities. */
function byDay(a: DueItem, b: DueItem): number {
  const [keyOfA, keyOfB] = [a, b].map(({ dueOn, kind, city, service }) =>
    [dueOn, kind, city, service].join(' '),
  ) as [string, string];
  return keyOfA === keyOfB ? 0 : keyOfA < keyOfB ? -1 : 1;
}

/** The earliest day on which something is due. It does not depend on what day it is. */
export const nextDueOn = (theCase: Case): CivilDate | null =>
  earliest(deadlinesOf(theCase, earliestDay(theCase)));

/** The earliest day on which something is due from a police liaison of this city. It does not depend on what day it is. */
export const policeDueOn = (theCase: Case): CivilDate | null =>
  earliest(
    deadlinesOf(theCase, earliestDay(theCase)).filter(
      ({ role, owner }) => role === 'police-liaison' && owner === theCase.side,
    ),
  );

const earliest = (deadlines: readonly Deadline[]): CivilDate | null =>
  deadlines.map(({ dueOn }) => dueOn).sort()[0] ?? null;

function citiesOf(theCase: Case, own: City): Readonly<Record<Case['side'], City>> {
  if (theCase.side === 'receiving') return { home: theCase.homeCity, receiving: own };
  return { home: own, receiving: theCase.referrals.at(-1)?.city ?? own };
}

function deadlinesOf(theCase: Case, today: CivilDate): Deadline[] {
  if (theCase.state === 'cancelled') return [];
  if (theCase.state === 'completed') return [...incidents(theCase), ...deviations(theCase)];
  return [
    ...investigation(theCase),
    ...questions(theCase),
    ...(theCase.state === 'in-progress'
      ? [...ofStay(theCase, today), ...plans(theCase), ...licences(theCase)]
      : []),
    ...consents(theCase),
    ...incidents(theCase),
    ...deviations(theCase),
  ];
}

/** A consent that runs out while another city shares the case is renewed on its last day at the latest; known at home only. */
function consents(theCase: Case): Deadline[] {
  const referral = currentReferral(theCase);
  if (theCase.side !== 'home' || referral?.state !== 'accepted' || theCase.stay?.departedOn) return [];
  return (['police', 'municipality', 'services'] as const).flatMap((type) => {
    const last = lastValidDay(theCase.consents, type, referral.city);
    return last === null
      ? []
      : [{ kind: 'consent-renewal', dueOn: last, owner: 'home', urgent: true, ground: '001:318' } as const];
  });
}

/** From the confirmed threat: the investigation, then the first coordination meeting, until the case has gone on (000:265-269). */
function investigation(theCase: Case): Deadline[] {
  const waits = theCase.side === 'home' && (theCase.state === 'draft' || theCase.state === 'rejected');
  if (!waits || !theCase.threat?.confirmed) return [];
  const guide = addDays(theCase.threat.assessedOn as CivilDate, investigationDays);
  const done = daysOf(theCase, 'investigation').at(-1);
  if (done === undefined) return [{ kind: 'investigation', dueOn: guide, owner: 'home', ground: '000:266' }];
  if (daysOf(theCase, 'coordination-meeting').some((on) => on >= done)) return [];
  return [{ kind: 'coordination-meeting', dueOn: later(guide, done), owner: 'home', ground: '000:269' }];
}

function ofStay(theCase: Case, today: CivilDate): Deadline[] {
  if (!theCase.stay) return [];
  const { arrivedOn } = theCase.stay;
  const meeting = meetingsOf(theCase, arrivedOn).nextOn;
  const until = plannedUntil(theCase);
  return [
    ...cadencesOf(theCase).flatMap((cadence) => openOf(theCase, cadence, arrivedOn, today)),
    { kind: 'coordination-meeting', dueOn: meeting, owner: 'home', ground: '000:269, 000:281' },
    ...checkBefore(theCase, arrivedOn, meeting),
    ...threeMonths(theCase, arrivedOn),
    ...(until === null
      ? []
      : [{ kind: 'extension-decision', dueOn: until, owner: 'home', ground: '000:299' } as const]),
  ];
}

/** The days of a cadence that nothing was done for since the last time, up to the next one after today. */
function openOf(theCase: Case, cadence: Cadence, arrivedOn: CivilDate, today: CivilDate): Deadline[] {
  const { nth, counts: _, ...deadline } = cadence;
  const open: Deadline[] = [];
  for (let { next } = courseOf(theCase, cadence, arrivedOn); ; next++) {
    const dueOn = nth(arrivedOn, next);
    open.push({ ...deadline, dueOn });
    if (dueOn >= today) return open;
  }
}

/** Before each meeting the police make a register check (000:309). */
function checkBefore(theCase: Case, arrivedOn: CivilDate, meeting: CivilDate): Deadline[] {
  const nextDay = addDays(daysOf(theCase, 'register-check').at(-1) ?? arrivedOn, 1);
  if (checkedBefore(theCase, later(nextDay, meeting))) return [];
  return [
    { kind: 'register-check', dueOn: meeting, owner: 'receiving', role: 'police-liaison', ground: '000:309' },
  ];
}

/**
 * Within three months of the start: the review, and a visit to the person and to who carries it out (000:300-303). After an
 * extension the next review is three months later.
 */
function threeMonths(theCase: Case, arrivedOn: CivilDate): Deadline[] {
  const dueOn = threeMonthsAfter(arrivedOn);
  const isVisited = (whom: 'person' | 'provider') =>
    theCase.followUps.some(({ fact }) => fact.kind === 'visit' && fact.to === whom);
  const reviewOn = reviewDueOn(theCase, arrivedOn);
  const review: Deadline = { kind: 'review', dueOn: reviewOn, owner: 'home', ground: '000:300' };
  const visit = (kind: 'visit-to-person' | 'visit-to-provider'): Deadline => ({
    kind,
    dueOn,
    owner: 'home',
    ground: '000:303',
  });
  return [
    ...(isReviewed(theCase) ? [] : [review]),
    ...(isVisited('person') ? [] : [visit('visit-to-person')]),
    ...(isVisited('provider') ? [] : [visit('visit-to-provider')]),
  ];
}

/** What must be in place where the person lives (000:436, 003:667, 003:681). */
function plans(theCase: Case): Deadline[] {
  const { arrivedOn } = theCase.stay ?? {};
  if (!arrivedOn) return [];
  const since = livesThereSince(theCase) ?? arrivedOn;
  const agreed = theCase.placementAgreement?.document;
  const hasPlan = agreed?.implementationPlanOn || plannedDays(theCase, 'implementation-plan').length > 0;
  const hasContact = agreed?.contactPerson || plannedDays(theCase, 'contact-person').length > 0;
  const owner = 'receiving';
  const all: readonly (Deadline | false)[] = [
    !hasSafetyPlan(theCase) && { kind: 'safety-plan', dueOn: since, owner, ground: '000:436', urgent: true },
    !hasContact && { kind: 'contact-person', dueOn: arrivedOn, owner, ground: '003:681' },
    !hasPlan && { kind: 'implementation-plan', dueOn: addDays(arrivedOn, 14), owner, ground: '003:667' },
  ];
  return all.filter((deadline) => deadline !== false);
}

/** From this day a private protected housing needs a licence, also one where the person lives already (001:272, 001:406). */
const licences = (theCase: Case): Deadline[] =>
  servicesWithoutLicence(theCase).map(({ notice: { id, service } }) => ({
    kind: 'licence-check',
    dueOn: legalDates.protectedHousingLicence,
    owner: 'receiving',
    urgent: true,
    ground: '001:272, 001:406',
    service,
    subject: id,
  }));

const incidents = (theCase: Case): Deadline[] =>
  inOrder(openIncidents(theCase), ({ reportedAt }) => reportedAt).flatMap((incident) => {
    const { owners, urgent, ground } = incidentRules[incident.kind];
    const about = { subject: incident.id, incident: incident.kind };
    const dueOn = latestReportOn(incident);
    return owners.map((owner): Deadline => ({ kind: 'incident', dueOn, owner, urgent, ground, ...about }));
  });

/** A deviation waits for the answer of the city that did not raise it, then to be closed by the one that did. */
function deviations(theCase: Case): Deadline[] {
  const otherSide = theCase.side === 'home' ? 'receiving' : 'home';
  const elsewhere = theCase.side === 'home' ? theCase.referrals.at(-1)?.city : theCase.homeCity;
  const raised = inOrder(theCase.deviations, ({ raisedAt }) => raisedAt);
  return raised.flatMap(({ id, state, raisedBy, raisedAt }) => {
    if (state === 'closed') return [];
    const raisedThere = raisedBy === elsewhere;
    const waitsHere = state === 'open' ? raisedThere : !raisedThere;
    const owner = waitsHere ? theCase.side : otherSide;
    const dueOn = addDays(civilDateOf(raisedAt), 7);
    return [{ kind: 'deviation', dueOn, owner, ground: '003:212', subject: id } as const];
  });
}

/** Questions on a request that has ended wait for nothing. */
const questions = (theCase: Case): Deadline[] =>
  (theCase.state === 'departed' ? [] : theCase.questions)
    .filter(
      ({ answeredAt, referralId }) => answeredAt === null && referralId === currentReferral(theCase)?.id,
    )
    .map(({ id, askedAt }) => ({
      kind: 'question',
      dueOn: addDays(civilDateOf(askedAt as Instant), 7),
      owner: 'home',
      ground: '001:320',
      subject: id,
    }));
