import type { CloseCase, SealedContent } from '@storstad/contract';
import { atHome, type Case, currentReferral, type HomeCase, inState } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { hinderingIncidents } from './incident.js';
import { endOnward } from './onward.js';
import { fromHomeCity } from './reception.js';
import { demand, firstRefusal, isRefusal, type Refusal } from './refusal.js';
import type { City, CivilDate } from './values.js';

/** Ends that only someone has who was never placed, and those that only a stay has. */
const onlyUnplaced: readonly CloseCase['reason'][] = ['not-placed', 'no-suitable-partner-city'];
const onlyPlaced: readonly CloseCase['reason'][] = ['goals-reached', 'returned-home', 'moved-onward'];

/** Ends after a stay where the person still needs a place: then too the fallback is recorded (docs/choices.md). */
const needsRemain: readonly CloseCase['reason'][] = [
  'protection-not-upheld',
  'became-evidence-person',
  'child-responsibility',
  'agreement-lapsed',
];

/**
 * Closes the case at home. Someone who was never placed in another city must have a recorded fallback at home: a
 * person refused a programme still gets protection and support (004:61, 93). What is open must be settled first.
 */
export function decideCloseCase(theCase: Case, input: CloseCase, around: Circumstances): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const notNow = inState(home, 'draft', 'rejected', 'departed');
  if (notNow) return notNow;
  const { reason, outcome } = input;
  const incidents = hinderingIncidents(home);
  const refusal = firstRefusal([
    demand(!(home.stay ? onlyUnplaced : onlyPlaced).includes(reason), 'REASON_NOT_POSSIBLE', { reason }),
    demand(incidents.length === 0, 'INCIDENT_OPEN', { incidents }),
    demand(reason !== 'no-suitable-partner-city' || policeFoundNone(home, around), 'POLICE_VERDICT_MISSING'),
    demand(!needsFallback(home, reason) || input.fallback !== undefined, 'FALLBACK_MISSING'),
  ]);
  if (refusal) return refusal;
  const closedOn = around.today;
  const referral = currentReferral(home);
  return decided(
    [
      {
        type: 'case-closed',
        caseId: home.id,
        sealed: { closure: { closedOn, reason, outcome, fallback: input.fallback ?? null } },
      },
      ...endOnward(home, around),
    ],
    referral
      ? [
          {
            type: 'case-closed',
            to: referral.city,
            thread: caseThread(home.id),
            subject: home.id,
            content: { closedOn, reason, outcome },
            covered: nothingPersonal,
          },
        ]
      : [],
  );
}

const needsFallback = (home: HomeCase, reason: CloseCase['reason']): boolean =>
  reason !== 'deceased' && (!home.stay || needsRemain.includes(reason));

/** By the liaison's word, or by a refusal as the latest decision on every partner city. */
function policeFoundNone(home: HomeCase, around: Circumstances): boolean {
  const partners = around.members.filter((city) => city !== around.city);
  const latest = (city: City) => home.approvals.filter((approval) => approval.city === city).at(-1);
  return home.noSuitableCityOn !== null || partners.every((city) => latest(city)?.decision === 'refused');
}

/** The home city has closed the case. */
export function decideReceiveClosure(
  theCase: Case,
  from: City,
  content: SealedContent<'case-closed'>,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  const { reason, outcome } = content;
  const closure = { closedOn: content.closedOn as CivilDate, reason, outcome, fallback: null };
  return (
    inState(receiving, 'departed') ??
    decided([{ type: 'case-closed', caseId: receiving.id, sealed: { closure } }])
  );
}
