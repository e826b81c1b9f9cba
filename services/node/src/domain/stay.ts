import type { ExtendPlacement, Move, RecordMove, RecordNoArrival, SealedContent } from '@storstad/contract';
import { addDays } from './calendar.js';
import { atHome, atReceiving, type Case, currentReferral, inState } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { consentToGoOn } from './consent.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { holdRefusal } from './incident.js';
import { between, fromReceivingCity } from './placement.js';
import { validApproval } from './police-approval.js';
import { fromHomeCity } from './reception.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { isReviewed, reviewDueOn } from './review.js';
import { livesThereSince, safetyPlanRefusal } from './safety-plan.js';
import type { City, CivilDate } from './values.js';

/** Turns that a stay can take: the person does not come, moves within the city, stays longer. */

/** The person did not come. The request is cancelled, and the places are free again in both cities. */
export function decideNoArrival(theCase: Case, { reason }: RecordNoArrival): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const referral = currentReferral(receiving);
  const notNow = inState(receiving, 'accepted', 'ready');
  if (notNow || !referral) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  return decided(
    [{ type: 'referral-cancelled', caseId: receiving.id, referralId: referral.id, reason }],
    [
      {
        type: 'no-arrival-recorded',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: referral.id,
        content: { referralId: referral.id, reason },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The receiving city tells that the person did not come; also when this city could not take its acceptance. */
export function decideReceiveNoArrival(
  theCase: Case,
  from: City,
  { referralId, reason }: SealedContent<'no-arrival-recorded'>,
): Decided | Refusal {
  const referral = theCase.referrals.find((sent) => sent.id === referralId && sent.city === from);
  if (theCase.side !== 'home' || !referral) return refuse('NOT_FOUND');
  if (referral.state === 'cancelled') return nothingNew;
  return (
    inState(theCase, 'requested', 'accepted', 'ready') ??
    decided([{ type: 'referral-cancelled', caseId: theCase.id, referralId: referral.id, reason }])
  );
}

/** A move to another dwelling in the same city; no address. A new safety plan is due from that day (000:436, 475). */
export function decideMove(theCase: Case, move: RecordMove, around: Circumstances): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const since = livesThereSince(receiving);
  const notNow = inState(receiving, 'in-progress');
  if (notNow || !since) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  return (
    between(move.movedOn as CivilDate, since, around.today) ??
    decided(
      [{ type: 'move-recorded', caseId: receiving.id, sealed: { move } }],
      [
        {
          type: 'move-recorded',
          to: receiving.homeCity,
          thread: caseThread(receiving.id),
          subject: receiving.id,
          content: { move },
          covered: nothingPersonal,
        },
      ],
    )
  );
}

/** The move, told to the home city. */
export function decideReceiveMove(
  theCase: Case,
  from: City,
  { move }: { readonly move: Move },
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  return (
    inState(home, 'in-progress', 'departed', 'completed') ??
    decided([{ type: 'move-recorded', caseId: home.id, sealed: { move } }])
  );
}

/**
 * The home city's decision that the stay goes on: with the consents and the approval that a stay rests on, after a review
 * since the arrival or the last extension (000:300), with a safety plan, and not while the case is on hold.
 */
export function decideExtend(
  theCase: Case,
  { decidedOn, until }: ExtendPlacement,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const referral = currentReferral(home);
  const notNow = inState(home, 'in-progress');
  if (notNow || !referral || !home.stay) return notNow ?? refuse('CASE_STATE', { state: home.state });
  const extension = { decidedOn: decidedOn as CivilDate, until: until as CivilDate };
  const approval = validApproval(home, referral.city);
  const refusal = firstRefusal([
    consentToGoOn(home.consents, referral.city, around.today),
    isRefusal(approval) ? approval : undefined,
    holdRefusal(home),
    between(extension.decidedOn, home.stay.arrivedOn, around.today),
    demand(until > decidedOn, 'DATE_IMPOSSIBLE', { earliest: addDays(extension.decidedOn, 1) }),
    demand(isReviewed(home, extension.decidedOn), 'REVIEW_MISSING', {
      dueOn: reviewDueOn(home, home.stay.arrivedOn),
    }),
    safetyPlanRefusal(home),
  ]);
  if (refusal) return refusal;
  return decided(
    [{ type: 'placement-extended', caseId: home.id, sealed: extension }],
    [
      {
        type: 'placement-extended',
        to: referral.city,
        thread: caseThread(home.id),
        subject: home.id,
        content: extension,
        covered: nothingPersonal,
      },
    ],
  );
}

/** The extension, told to the receiving city. */
export function decideReceiveExtension(
  theCase: Case,
  from: City,
  content: SealedContent<'placement-extended'>,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  const sealed = { decidedOn: content.decidedOn as CivilDate, until: content.until as CivilDate };
  return (
    inState(receiving, 'in-progress', 'departed', 'completed') ??
    decided([{ type: 'placement-extended', caseId: receiving.id, sealed }])
  );
}
