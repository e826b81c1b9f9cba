import type { Case } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { isSettledAtHome, settledByTheEnd } from '../../../domain/incident.js';
import { otherCities } from '../../../node.js';
import { capital } from '../capital.js';
import { mayAskFor, type Reader } from '../reader.js';
import { referralProgress, referralTasks } from '../referral/referral-progress.js';
import { whenDue } from '../work/due-rows.js';
import type { CaseAction } from './case-actions.js';
import type { ActionName } from './case-rules.js';
import { saidDue, saidOwner } from './case-words.js';
import { dueHref, isOwnTask, isSameForm } from './due-links.js';

/** What the case waits for, and from whom, so that both cities know it; and what of it the reader can do. */
export interface NextStep {
  /** A sentence; null where the case waits for nothing, or the page says it already. */
  readonly text: string | null;
  readonly action: CaseAction | null;
}

/** A step before or after the stay: what happens is a key of `case.next`. */
interface Step {
  readonly what: string;
  readonly city: string;
  /** What does it; the first of them that can be done. */
  readonly by?: readonly ActionName[];
  /** That it is done with, among others. */
  readonly incident?: string;
}

/** The next step of a case as the reader sees it. */
export function nextStepIn(theCase: Case, actions: readonly CaseAction[], reader: Reader): NextStep {
  const { words } = reader;
  const step = heldBy(theCase) ?? stepOf(theCase, reader);
  if (!step) return theCase.state === 'in-progress' ? nextDue(theCase, actions, reader) : nothing;
  return {
    text: words.say(`case.next.${step.what}`, { city: words.city(step.city) }),
    action: step.by?.flatMap((name) => actionOf(name, step, actions) ?? [])[0] ?? null,
  };
}

const actionOf = (name: ActionName, { incident = '' }: Step, actions: readonly CaseAction[]) =>
  actions.find((action) => action.name === name && action.href.includes(incident));

const nothing: NextStep = { text: null, action: null };

/** An incident that nothing new is begun before, or that must be settled before the case is closed. */
function heldBy({ incidents, state, homeCity }: Case): Step | null {
  if (state === 'completed' || state === 'cancelled') return null;
  const open = incidents.filter((one) => one.state === 'open');
  const first =
    state === 'departed'
      ? open.find(({ kind }) => !settledByTheEnd.includes(kind))
      : open.find(({ holds }) => holds);
  if (!first) return null;
  return {
    what: isSettledAtHome(first.kind) ? 'incidentAtHome' : 'incident',
    city: homeCity,
    by:
      first.kind === 'child-surfaced'
        ? ['signResponsibilitySplit', 'proposeResponsibilitySplit']
        : ['closeIncident'],
    incident: first.id,
  };
}

function stepOf(theCase: Case, reader: Reader): Step | null {
  const { state, side, homeCity, placeClearance, placementAgreement, questions, referrals } = theCase;
  const there = theCase.receivingCity ?? referrals.at(-1)?.city ?? homeCity;
  const isAsked = questions.some(
    ({ answeredAt, referralId }) => !answeredAt && referralId === referrals.at(-1)?.id,
  );
  switch (state) {
    case 'draft':
      return preparing(theCase, reader);
    case 'rejected':
      return side === 'home' ? preparing(theCase, reader) : null;
    case 'requested':
      return isAsked
        ? { what: 'completion', city: homeCity, by: ['giveCompletion'] }
        : { what: 'answer', city: there };
    case 'received':
      if (!placeClearance) return { what: 'place', city: there, by: ['clearPlace'] };
      if (placeClearance.verdict !== 'clear') return { what: 'reject', city: there, by: ['rejectReferral'] };
      return { what: 'answer', city: there, by: ['acceptReferral'] };
    case 'accepted':
      return placementAgreement
        ? { what: 'sign', city: homeCity, by: ['signPlacementAgreement'] }
        : { what: 'propose', city: there, by: ['proposePlacementAgreement'] };
    case 'ready':
      return { what: 'arrival', city: there, by: ['recordArrival'] };
    case 'departed':
      return { what: 'close', city: homeCity, by: ['closeCase'] };
    case 'in-progress':
    case 'completed':
    case 'cancelled':
      return null;
  }
}

/** Before a request: what staff do themselves comes before what they wait for. A liaison is told of the police's part alone. */
function preparing(theCase: Case, reader: Reader): Step {
  const { node } = reader;
  const progress = referralProgress({
    theCase,
    hasDetails: theCase.hasPersonalDetails,
    today: civilDateOf(node.clock.now()),
    otherCities: otherCities(node),
  });
  const city = theCase.homeCity;
  const own = referralTasks.some(
    (task) =>
      task.startsWith('consent-') && (progress[task] === 'not-begun' || progress[task] === 'unfinished'),
  );
  const isPolice = !mayAskFor(reader, 'giveConsent');
  if (own && !isPolice) return { what: 'prepare', city };
  if (progress.threat === 'waits-for-police') return { what: 'threat', city, by: ['assessThreat'] };
  if (progress.approval === 'waits-for-police') return { what: 'approval', city, by: ['decideApproval'] };
  if (progress.threat === 'stopped' || progress.approval === 'stopped') return { what: 'stopped', city };
  return isPolice ? { what: 'prepare', city } : { what: 'send', city, by: ['sendReferral'] };
}

/** During a stay what is due first; what is overdue is said on the page already. */
function nextDue(theCase: Case, actions: readonly CaseAction[], reader: Reader): NextStep {
  const { words, node } = reader;
  const [first] = theCase.due;
  if (!first) return nothing;
  const today = civilDateOf(node.clock.now());
  const own = theCase.due.find((item) => isOwnTask(reader, item) && whenDue(item.dueOn, today) !== 'later');
  const href = own && dueHref(theCase.id, own);
  return {
    text:
      first.status === 'overdue'
        ? null
        : words.say('case.next.due', {
            what: saidDue(first, words),
            day: words.date(first.dueOn),
            owner: capital(saidOwner(first, words)),
          }),
    action: actions.find((action) => href && isSameForm(action.href, href)) ?? null,
  };
}
