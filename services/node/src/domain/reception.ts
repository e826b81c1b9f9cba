import type { AcceptReferral, RefuseReferral, SealedContent, Slot } from '@storstad/contract';
import { type AgreementVersion, versionInForce } from './agreement.js';
import { atReceiving, type Case, currentReferral, inState, type ReceivingCase } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { kindRefusal, threatRefusal } from './eligibility.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { holdRefusal } from './incident.js';
import { takePlace } from './quota.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { CaseId, City, CivilDate, Instant, ReferralId, Unit } from './values.js';

/** The receiving city's side of a request: being asked, clearing the place, answering. */

/**
 * A request comes in. It is judged by the day it was made, by this city's own knowledge of the agreement, so that the
 * other city's mistake is not ours. A case that was here before may be asked about again.
 */
export function decideReceiveReferral(
  before: Case | undefined,
  id: CaseId,
  from: City,
  content: SealedContent<'referral-requested'>,
  around: Circumstances,
): Decided | Refusal {
  if (before && (before.side !== 'receiving' || before.homeCity !== from)) return refuse('NOT_FOUND');
  const stopped = before && inState(before, 'rejected', 'cancelled');
  if (stopped) return stopped;
  const homeUnit = content.unit as Unit;
  const version = versionInForce(around.versions, content.requestedOn as CivilDate, [
    { city: from, unit: homeUnit },
  ]);
  if (isRefusal(version)) return version;
  const refusal = firstRefusal([
    kindRefusal(version.document.terms, content.kind, content.threat, content.witnessException),
    threatRefusal(version.document.terms, content.threat),
    slotRefusal(around.versions, content.slot),
  ]);
  if (refusal) return refusal;
  const { kind, threat, needs, policeReference } = content;
  const { healthNeeds, specialistCare, probationContact, witnessException } = content;
  return decided([
    {
      type: 'referral-received',
      caseId: id,
      referralId: content.referralId as ReferralId,
      homeCity: from,
      homeUnit,
      slot: content.slot,
      sentAt: content.sentAt as Instant,
      sealed: {
        kind,
        threat,
        needs,
        policeReference,
        ...(healthNeeds === undefined ? {} : { healthNeeds }),
        ...(specialistCare === undefined ? {} : { specialistCare }),
        ...(probationContact === undefined ? {} : { probationContact }),
        ...(witnessException === undefined ? {} : { witnessException }),
      },
    },
  ]);
}

/**
 * The home city enforces its own quota; a number over the limit shows that it did not (requirements §2.4). The place may be
 * of an earlier version: someone who moves onward keeps theirs (requirements §12 no. 31).
 */
function slotRefusal(versions: readonly AgreementVersion[], slot: Slot): Refusal | undefined {
  const limit = versions.find(({ id }) => id === slot.agreement)?.document.terms.quota.limit ?? 0;
  return demand(slot.number <= limit, 'QUOTA_HOME', { agreement: slot.agreement, limit });
}

/** The liaison's verdict on the place. No reason is recorded (001:316). */
export function decideClearPlace(theCase: Case, verdict: 'clear' | 'unsuitable'): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  return (
    inState(receiving, 'received') ??
    decided([{ type: 'place-cleared', caseId: receiving.id, sealed: { verdict } }])
  );
}

/** Accepts under the version in force today, with the place cleared and a place within this city's quota. */
export function decideAcceptReferral(
  theCase: Case,
  input: AcceptReferral,
  around: Circumstances,
): Decided | Refusal {
  const unit = input.unit as Unit;
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const referral = currentReferral(receiving);
  const notNow = inState(receiving, 'received');
  if (notNow || !referral) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  const parties = [
    { city: receiving.homeCity, unit: receiving.homeUnit },
    { city: around.city, unit },
  ];
  const version = versionInForce(around.versions, around.today, parties);
  if (isRefusal(version)) return version;
  const { terms } = version.document;
  const refusal = firstRefusal([
    kindRefusal(
      terms,
      receiving.kind,
      receiving.threat,
      receiving.witnessException && input.witnessException,
    ),
    threatRefusal(terms, receiving.threat),
    clearanceRefusal(receiving),
  ]);
  if (refusal) return refusal;
  const slot = takePlace(version.id, terms.quota, 'received', around.quotaUse(version.id));
  if (isRefusal(slot)) return slot;
  const onHold = holdRefusal(receiving);
  if (onHold) return onHold;
  const accepted = { referralId: referral.id, acceptedOn: around.today, slot, unit } as const;
  return decided(
    [
      {
        type: 'referral-accepted',
        caseId: receiving.id,
        agreement: version.id,
        place: 'own',
        ...accepted,
      },
    ],
    [
      {
        type: 'referral-accepted',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: referral.id,
        content: accepted,
        covered: nothingPersonal,
      },
    ],
  );
}

function clearanceRefusal({ clearance }: ReceivingCase): Refusal | undefined {
  if (!clearance) return refuse('PLACE_CLEARANCE_MISSING');
  return clearance.verdict === 'clear' ? undefined : refuse('LOCATION_UNSUITABLE');
}

/** Refuses the request with a code that says nothing of anybody else. */
export function decideRejectReferral(theCase: Case, code: RefuseReferral['code']): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const referral = currentReferral(receiving);
  const notNow = inState(receiving, 'received');
  if (notNow || !referral) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  return decided(
    [{ type: 'referral-rejected', caseId: receiving.id, referralId: referral.id, code }],
    [
      {
        type: 'referral-rejected',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: referral.id,
        content: { referralId: referral.id, code },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The home city has withdrawn its request; this city's place is free again. */
export function decideReferralWithdrawn(
  theCase: Case,
  from: City,
  content: SealedContent<'referral-withdrawn'>,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  const referral = receiving.referrals.find((asked) => asked.id === content.referralId);
  if (!referral) return refuse('NOT_FOUND');
  if (referral.state === 'rejected' || referral.state === 'cancelled') return nothingNew;
  const { reason } = content;
  return (
    inState(receiving, 'received', 'accepted', 'ready') ??
    decided([{ type: 'referral-cancelled', caseId: receiving.id, referralId: referral.id, reason }])
  );
}

/** What the home city discloses of the person. */
export function decideReceiveDetails(
  theCase: Case,
  from: City,
  content: SealedContent<'personal-details-disclosed'>,
  categories: Extract<Decided['events'][number], { type: 'details-received' }>['categories'],
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  return (
    inState(receiving, 'accepted', 'ready', 'in-progress', 'departed') ??
    decided([
      { type: 'details-received', caseId: receiving.id, categories, sealed: { details: content.details } },
    ])
  );
}

/** The case at the receiving city, if it is the sender's to speak of; otherwise as if there were none. */
export function fromHomeCity(theCase: Case, from: City): ReceivingCase | Refusal {
  return theCase.side === 'receiving' && theCase.homeCity === from ? theCase : refuse('NOT_FOUND');
}

/** The home city has made it a case of the other kind. */
export function decideReceiveReclassification(
  theCase: Case,
  from: City,
  { kind }: SealedContent<'case-reclassified'>,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  return (
    inState(receiving, 'received', 'accepted', 'ready', 'in-progress', 'departed') ??
    decided([{ type: 'case-reclassified', caseId: receiving.id, sealed: { kind } }])
  );
}
