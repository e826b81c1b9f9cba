import type { AwaitedDecision } from '@storstad/contract';
import { civilDateOf } from './calendar.js';
import { type Case, currentReferral } from './case.js';
import type { Circumstances } from './circumstances.js';
import { dueItems } from './due.js';
import { latestReportOn } from './incident.js';
import { awaitedVerdict, incidentsForPolice } from './queues.js';
import type { CivilDate } from './values.js';

/** What a case waits for from a police liaison of this city: decisions first, then register checks. */
export function awaitedDecisions(
  theCase: Case,
  around: Pick<Circumstances, 'city' | 'today'>,
): AwaitedDecision[] {
  const kind = awaitedVerdict(theCase);
  return [
    ...(kind === null ? [] : [{ kind, since: waitingSince[kind](theCase), dueOn: null }]),
    ...incidentsForPolice(theCase).map((incident) => ({
      kind: 'incident' as const,
      since: civilDateOf(incident.reportedAt),
      dueOn: latestReportOn(incident),
    })),
    ...dueItems(theCase, around)
      .filter(({ role, city }) => role === 'police-liaison' && city === around.city)
      .map(({ dueOn }) => ({ kind: 'register-check' as const, since: null, dueOn })),
  ];
}

/** When the threat was assessed, or later, when an earlier decision or request came to nothing: of a request its own day is known. */
function approvalAwaitedSince(theCase: Case): string {
  const { threat, openedAt, referrals } = theCase;
  const approvals = theCase.side === 'home' ? theCase.approvals : [];
  const after = [
    ...approvals.map(({ decidedAt, withdrawnAt }) => withdrawnAt ?? decidedAt),
    ...referrals.map(({ sentAt }) => sentAt),
  ];
  return [threat?.assessedOn ?? civilDateOf(openedAt), ...after.map(civilDateOf)].toSorted().at(-1) as string;
}

/** The day of what made the case wait, as far as the case tells it. */
const waitingSince = {
  'threat-assessment': ({ openedAt }: Case): CivilDate => civilDateOf(openedAt),
  approval: (theCase: Case): string => approvalAwaitedSince(theCase),
  'place-clearance': (theCase: Case): CivilDate =>
    civilDateOf(currentReferral(theCase)?.sentAt ?? theCase.openedAt),
} as const;
