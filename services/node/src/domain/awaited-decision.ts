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

/** The day of what made the case wait, as far as the case tells it. */
const waitingSince = {
  'threat-assessment': ({ openedAt }: Case): CivilDate => civilDateOf(openedAt),
  approval: ({ threat, openedAt }: Case): string => threat?.assessedOn ?? civilDateOf(openedAt),
  'place-clearance': (theCase: Case): CivilDate =>
    civilDateOf(currentReferral(theCase)?.sentAt ?? theCase.openedAt),
} as const;
