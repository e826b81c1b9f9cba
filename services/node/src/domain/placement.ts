import type {
  PlacementAgreementDocument,
  ProposePlacementAgreement,
  RecordArrival,
  SealedContent,
  SignedDocument,
} from '@storstad/contract';
import { addDays } from './calendar.js';
import { atHome, atReceiving, type Case, currentReferral, type HomeCase, inState } from './case.js';
import { type Circumstances, decided, notInFuture } from './circumstances.js';
import { servicesConsent } from './consent.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { decideRecordFollowUp } from './follow-up.js';
import { holdRefusal } from './incident.js';
import { validApproval } from './police-approval.js';
import { departureFreesPlace } from './quota.js';
import { fromHomeCity } from './reception.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { hasSafetyPlan } from './safety-plan.js';
import type { City, CivilDate, FollowUpId, PlacementAgreementId } from './values.js';

/** The receiving city proposes services, day rates and who bears which cost, and signs (000:428; requirements §7 M2). */
export function decideProposePlacementAgreement(
  theCase: Case,
  id: PlacementAgreementId,
  input: ProposePlacementAgreement,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow = inState(receiving, 'accepted') ?? holdRefusal(receiving);
  if (notNow || !receiving.agreement) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  const endsTooSoon = input.endsOn !== undefined && input.endsOn <= input.startsOn;
  if (endsTooSoon) return refuse('DATE_IMPOSSIBLE', { earliest: addDays(input.startsOn as CivilDate, 1) });
  const services = new Set(input.services.map((agreed) => agreed.service));
  if (services.size !== input.services.length) return refuse('SERVICE_NOT_AGREED');
  const document: PlacementAgreementDocument = {
    id,
    caseId: receiving.id,
    homeCity: receiving.homeCity,
    receivingCity: around.city,
    agreement: receiving.agreement,
    ...input,
  };
  const signed = around.sign('placement-agreement', document);
  return decided(
    [
      {
        type: 'placement-agreement-proposed',
        caseId: receiving.id,
        sealed: { document, city: around.city, signed },
      },
    ],
    [
      {
        type: 'placement-agreement-proposed',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: id,
        content: { signed },
        covered: nothingPersonal,
      },
    ],
  );
}

/** A proposal comes to the home city; `document` is what the verified signature covers. */
export function decideReceivePlacementAgreement(
  theCase: Case,
  from: City,
  document: PlacementAgreementDocument,
  signed: SignedDocument,
  around: Circumstances,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const isOurs =
    document.caseId === home.id &&
    document.homeCity === around.city &&
    document.receivingCity === from &&
    document.agreement === home.agreement;
  if (!isOurs) return refuse('NOT_FOUND');
  return (
    inState(home, 'accepted') ??
    decided([
      { type: 'placement-agreement-proposed', caseId: home.id, sealed: { document, city: from, signed } },
    ])
  );
}

/**
 * The home city signs too, while the services are consented to and the police's approval is valid. With that the
 * placement agreement is valid and the placement ready.
 */
export function decideSignPlacementAgreement(
  theCase: Case,
  id: PlacementAgreementId,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const referral = currentReferral(home);
  if (home.placementAgreement?.document.id !== id || !referral) return refuse('NOT_FOUND');
  const approval = validApproval(home, referral.city);
  const stopped = firstRefusal([
    inState(home, 'accepted'),
    servicesConsent(home.consents, around.today),
    isRefusal(approval) ? approval : undefined,
    holdRefusal(home),
  ]);
  if (stopped) return stopped;
  const signed = around.sign('placement-agreement', home.placementAgreement.document);
  return decided(
    [{ type: 'placement-agreement-signed', caseId: home.id, sealed: { city: around.city, signed } }],
    [
      {
        type: 'placement-agreement-signed',
        to: referral.city,
        thread: caseThread(home.id),
        subject: id,
        content: { signed },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The home city's signature comes; it must be over the very document that this city proposed last. */
export function decideReceivePlacementSignature(
  theCase: Case,
  from: City,
  document: PlacementAgreementDocument,
  signed: SignedDocument,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  const ours = receiving.placementAgreement;
  if (ours?.document.id !== document.id || ours.signatures[0]?.signed.payload !== signed.payload)
    return refuse('PLACEMENT_AGREEMENT_UNSIGNED');
  return (
    inState(receiving, 'accepted') ??
    decided([{ type: 'placement-agreement-signed', caseId: receiving.id, sealed: { city: from, signed } }])
  );
}

/**
 * The person has arrived: not before both have signed, not before acceptance, not in the future; with a written safety
 * plan (000:436), or with the words that there is none yet.
 */
export function decideArrival(
  theCase: Case,
  recordId: FollowUpId,
  { arrivedOn, safetyPlanOn, withoutSafetyPlan }: RecordArrival,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  if (receiving.state === 'accepted') return refuse('PLACEMENT_AGREEMENT_UNSIGNED');
  const day = arrivedOn as CivilDate;
  const isPlanned = safetyPlanOn !== undefined || withoutSafetyPlan === true || hasSafetyPlan(receiving);
  const stopped = firstRefusal([
    inState(receiving, 'ready'),
    between(day, receiving.acceptedOn ?? around.today, around.today),
    notInFuture([safetyPlanOn], around),
    demand(isPlanned, 'SAFETY_PLAN_MISSING'),
  ]);
  if (stopped) return stopped;
  const arrived = decided(
    [{ type: 'arrival-recorded', caseId: receiving.id, sealed: { arrivedOn: day } }],
    [
      {
        type: 'arrival-recorded',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: receiving.id,
        content: { arrivedOn },
        covered: nothingPersonal,
      },
    ],
  );
  if (safetyPlanOn === undefined) return arrived;
  const plan = decideRecordFollowUp(receiving, recordId, { kind: 'safety-plan', on: safetyPlanOn }, around);
  if (isRefusal(plan)) return plan;
  return decided([...arrived.events, ...plan.events], [...arrived.messages, ...plan.messages]);
}

/** The arrival, told to the home city. */
export function decideReceiveArrival(
  theCase: Case,
  from: City,
  content: SealedContent<'arrival-recorded'>,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const sealed = { arrivedOn: content.arrivedOn as CivilDate };
  return inState(home, 'ready') ?? decided([{ type: 'arrival-recorded', caseId: home.id, sealed }]);
}

/** The person has left; the day of departure is not billable (003:208). */
export function decideDeparture(
  theCase: Case,
  departedOn: CivilDate,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow = inState(receiving, 'in-progress');
  if (notNow || !receiving.stay) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  const impossible = between(departedOn, receiving.stay.arrivedOn, around.today);
  if (impossible) return impossible;
  return decided(
    [
      {
        type: 'departure-recorded',
        caseId: receiving.id,
        freesPlace: freesPlace(receiving, around),
        sealed: { departedOn },
      },
    ],
    [
      {
        type: 'departure-recorded',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: receiving.id,
        content: { departedOn },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The departure, told to the home city. */
export function decideReceiveDeparture(
  theCase: Case,
  from: City,
  content: SealedContent<'departure-recorded'>,
  around: Circumstances,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  return (
    inState(home, 'in-progress') ??
    decided([
      {
        type: 'departure-recorded',
        caseId: home.id,
        ...freedAtHome(home, around),
        sealed: { departedOn: content.departedOn as CivilDate },
      },
    ])
  );
}

/** The case at home, if the sender is the city that was asked; otherwise as if there were none. */
export function fromReceivingCity(theCase: Case, from: City): HomeCase | Refusal {
  return theCase.side === 'home' && currentReferral(theCase)?.city === from ? theCase : refuse('NOT_FOUND');
}

/** Refuses a day that is not within two others, both included. */
export const between = (day: CivilDate, earliest: CivilDate, latest: CivilDate): Refusal | undefined =>
  earliest <= day && day <= latest ? undefined : refuse('DATE_IMPOSSIBLE', { earliest, latest });

/** At home the place stays with a person who moves onward, and goes when the last of their cases has ended. */
function freedAtHome(home: HomeCase, around: Circumstances) {
  if (home.continuedBy !== null) return { freesPlace: false };
  const placeOf = home.continues?.placeOf;
  return { freesPlace: freesPlace(home, around), ...(placeOf ? { placeOf } : {}) };
}

/** By the terms that the case was accepted under. */
function freesPlace(theCase: Case, around: Circumstances): boolean {
  const version = around.versions.find((known) => known.id === theCase.agreement);
  return version !== undefined && departureFreesPlace(version.document.terms.quota);
}
