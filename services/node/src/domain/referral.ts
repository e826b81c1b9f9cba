import type { SealedContent, Slot, WithdrawReferral } from '@storstad/contract';
import { type AgreementVersion, cityIsParty, versionInForce } from './agreement.js';
import {
  askedBackRefusal,
  atHome,
  type Case,
  currentReferral,
  type HomeCase,
  inState,
  type Referral,
} from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import {
  categoriesToDisclose,
  consentToAsk,
  coveredCategories,
  policeConsent,
  servicesConsent,
} from './consent.js';
import { kindRefusal, personRefusal, threatRefusal } from './eligibility.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { type PoliceApproval, validApproval } from './police-approval.js';
import { takePlace } from './quota.js';
import { firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { unitRefusal } from './routing.js';
import { sharingRefusal } from './sharing.js';
import type { AgreementId, City, CivilDate, ReferralId } from './values.js';

/** The home city's side of a request: asking, taking back, hearing the answer, telling who it is about. */

/**
 * Asks one city whether it can receive. Every gate is passed, and a place taken, before anything leaves the city
 * (requirements §3.3 steps 0-5). The request carries no identity.
 */
export function decideSendReferral(
  theCase: Case,
  ask: { readonly city: City; readonly id: ReferralId; readonly witnessException: boolean },
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const notNow = inState(home, 'draft', 'rejected');
  if (notNow) return notNow;
  const version = versionInForce(around.versions, around.today, [{ city: around.city, unit: home.unit }]);
  if (isRefusal(version)) return version;
  const { terms } = version.document;
  const { kind, threat, intake, consents } = home;
  const approval = validApproval(home, ask.city);
  const witnessException = ask.witnessException && !isRefusal(approval) && approval.witnessException;
  const stopped = firstRefusal([
    unitRefusal(home, around),
    ask.city !== around.city && cityIsParty(version, ask.city) && around.members.includes(ask.city)
      ? undefined
      : refuse('CITY_NOT_PARTY', { city: ask.city }),
    kindRefusal(terms, kind, threat, witnessException),
    personRefusal(intake, around.today),
    threatRefusal(terms, threat),
    policeConsent(consents, around.today),
    consentToAsk(consents, ask.city, around.today),
    servicesConsent(consents, around.today),
    isRefusal(approval) ? approval : undefined,
  ]);
  if (stopped) return stopped;
  if (isRefusal(approval)) return approval;
  const taken = placeFor(home, version, around);
  if (isRefusal(taken)) return taken;
  return decided(
    [{ type: 'referral-requested', caseId: home.id, referralId: ask.id, city: ask.city, ...taken }],
    [
      {
        type: 'referral-requested',
        to: ask.city,
        thread: caseThread(home.id),
        subject: ask.id,
        content: request(home, { ...ask, witnessException }, taken.slot, approval, around),
        covered: coveredCategories(consents, ask.city, 'assessment', around.today),
      },
    ],
  );
}

/** A place of the version in force; someone who moves onward keeps the one they have (requirements §12 no. 31). */
function placeFor(
  home: HomeCase,
  version: AgreementVersion,
  around: Circumstances,
): { readonly slot: Slot; readonly place: 'own' | 'shared' } | Refusal {
  const { id, document } = version;
  const first = home.continues?.placeOf && around.caseOf(home.continues.placeOf);
  const held = first && currentReferral(first)?.slot;
  if (held) return { slot: held, place: 'shared' };
  const slot = takePlace(id, document.terms.quota, 'sent', around.quotaUse(id));
  return isRefusal(slot) ? slot : { slot, place: 'own' };
}

function request(
  home: HomeCase,
  { id: referralId, witnessException }: { readonly id: ReferralId; readonly witnessException: boolean },
  slot: Referral['slot'],
  approval: PoliceApproval,
  { today: requestedOn, now: sentAt }: Circumstances,
): SealedContent<'referral-requested'> {
  if (!home.threat) throw new Error('A request without a threat assessment');
  return {
    referralId,
    unit: home.unit,
    kind: home.kind,
    slot,
    requestedOn,
    sentAt,
    policeReference: approval.policeReference,
    threat: home.threat,
    needs: home.needs,
    ...(home.healthNeeds === null ? {} : { healthNeeds: home.healthNeeds }),
    ...(home.specialistCare === null ? {} : { specialistCare: home.specialistCare }),
    ...(home.probationContact === null ? {} : { probationContact: home.probationContact }),
    ...(witnessException ? { witnessException } : {}),
  };
}

/** Takes the request back before arrival; the place is free again. */
export function decideWithdrawReferral(
  theCase: Case,
  id: ReferralId,
  reason: WithdrawReferral['reason'],
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  if (!home.referrals.some((referral) => referral.id === id)) return refuse('NOT_FOUND');
  const referral = currentReferral(home);
  if (referral?.id !== id) return refuse('CASE_STATE', { state: home.state });
  return (
    inState(home, 'requested', 'accepted', 'ready') ??
    askedBackRefusal(referral) ??
    withdrawal(home, referral, reason)
  );
}

/**
 * The event and the message by which an open request is withdrawn, for whatever reason. Once both have signed, the person
 * may be on the way or there already: then it is a question, and the other city's receipt answers it (receipt.ts).
 */
export const withdrawal = (
  home: HomeCase,
  referral: Referral,
  reason: SealedContent<'referral-withdrawn'>['reason'],
): Decided =>
  decided(
    [
      {
        type: home.state === 'ready' ? 'withdrawal-asked' : 'referral-cancelled',
        caseId: home.id,
        referralId: referral.id,
        reason,
      },
    ],
    [
      {
        type: 'referral-withdrawn',
        to: referral.city,
        thread: caseThread(home.id),
        subject: referral.id,
        content: { referralId: referral.id, reason },
        covered: nothingPersonal,
      },
    ],
  );

/**
 * The other city has accepted. The case is counted and judged by the version in force on the day of acceptance
 * (requirements §12 nos. 2, 9); when that is another than the one it was asked under, the place moves with it.
 */
export function decideReferralAccepted(
  theCase: Case,
  from: City,
  content: SealedContent<'referral-accepted'>,
  around: Circumstances,
): Decided | Refusal {
  const asked = askedOf(theCase, from, content.referralId);
  if (isRefusal(asked)) return asked;
  const { home, referral } = asked;
  if (referral.state !== 'requested') return refuse('CASE_STATE', { state: referral.state });
  const acceptedOn = content.acceptedOn as CivilDate;
  const version = versionInForce(around.versions, acceptedOn, [{ city: around.city, unit: home.unit }]);
  if (isRefusal(version)) return version;
  if (content.slot.number > version.document.terms.quota.limit)
    return refuse('QUOTA_RECEIVING', { agreement: version.id, limit: version.document.terms.quota.limit });
  if (version.id !== content.slot.agreement) return refuse('AGREEMENT_NOT_IN_FORCE', { date: acceptedOn });
  const place = home.continues?.placeOf ? 'shared' : 'own';
  const slot =
    place === 'shared' || referral.slot.agreement === version.id
      ? referral.slot
      : takePlace(version.id, version.document.terms.quota, 'sent', around.quotaUse(version.id));
  if (isRefusal(slot)) return slot;
  return decided([
    {
      type: 'referral-accepted',
      caseId: home.id,
      referralId: referral.id,
      agreement: version.id as AgreementId,
      acceptedOn,
      slot,
      place,
      unit: null,
    },
  ]);
}

/** The other city has refused, with a code; the place is free again. */
export function decideReferralRejected(
  theCase: Case,
  from: City,
  content: SealedContent<'referral-rejected'>,
): Decided | Refusal {
  const asked = askedOf(theCase, from, content.referralId);
  if (isRefusal(asked)) return asked;
  const { home, referral } = asked;
  if (referral.state === 'cancelled') return nothingNew;
  if (referral.state !== 'requested') return refuse('CASE_STATE', { state: referral.state });
  return decided([
    { type: 'referral-rejected', caseId: home.id, referralId: referral.id, code: content.code },
  ]);
}

/** Tells the receiving city who the person is: what is recorded, cut to the consents on the way out (001:320). */
export function decideDisclose(theCase: Case, around: Circumstances): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const referral = currentReferral(home);
  const stopped = firstRefusal([
    inState(home, 'accepted', 'ready', 'in-progress'),
    askedBackRefusal(referral),
  ]);
  if (stopped || !referral) return stopped ?? refuse('CASE_STATE', { state: home.state });
  if (!home.details) return refuse('DETAILS_NOT_RECORDED');
  const recorded = around.categoriesOf(home.details);
  const covered = categoriesToDisclose(home.consents, recorded, referral.city, around.today);
  if (isRefusal(covered)) return covered;
  const onHold = sharingRefusal(home);
  if (onHold) return onHold;
  return decided(
    [{ type: 'details-disclosed', caseId: home.id, categories: [...covered].sort() }],
    [
      {
        type: 'personal-details-disclosed',
        to: referral.city,
        thread: caseThread(home.id),
        subject: referral.id,
        content: { referralId: referral.id, details: home.details },
        covered,
      },
    ],
  );
}

/** The request that a city answers, if that city was asked; otherwise as if there were none. */
function askedOf(
  theCase: Case,
  from: City,
  id: string,
): { readonly home: HomeCase; readonly referral: Referral } | Refusal {
  const referral = theCase.referrals.find((sent) => sent.id === id && sent.city === from);
  return theCase.side === 'home' && referral ? { home: theCase, referral } : refuse('NOT_FOUND');
}
