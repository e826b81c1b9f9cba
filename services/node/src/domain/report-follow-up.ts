import type { DeviationSubject, DueItem, IncidentKind } from '@storstad/contract';
import { isNotKept, meetingsOf } from './cadence.js';
import { checkedBefore } from './follow-up.js';
import { incidentRules, isLate } from './incident.js';
import { type Contribution, type Measure, nothing, type ReportedCase } from './report-measure.js';

/** The report's measures of what was followed up in time, and of what happened (requirements §3.6 T2-T7, §6.5). */

type Round = Parameters<typeof isNotKept>[0];
const results = ['on-time', 'late', 'not-done'] as const;
type Result = (typeof results)[number];
/** T2-T6; T7 is the register check before each meeting. */
const followedUp = [
  'coordination-meeting',
  'contact-with-person',
  'contact-with-provider',
  'review',
  'visit-to-person',
  'visit-to-provider',
] as const satisfies readonly DueItem['kind'][];
const subjects = [
  'service',
  'contact',
  'reporting',
  'safety',
  'housing',
  'cost',
  'late-report',
] as const satisfies readonly DeviationSubject[];

export const followUpMeasures: readonly Measure[] = [
  ...followedUp.map((kind) =>
    kept(kind, results, ({ rounds }) => rounds().filter((round) => round.kind === kind)),
  ),
  kept('register-check', ['on-time', 'not-done'], ({ theCase }) =>
    theCase.stay
      ? meetingsOf(theCase, theCase.stay.arrivedOn).held.flatMap(({ doneOn: on }) =>
          on === null ? [] : [{ dueOn: on, doneOn: checkedBefore(theCase, on) ? on : null }],
        )
      : [],
  ),
  counted('incidents', Object.keys(incidentRules) as IncidentKind[], ({ theCase }) =>
    theCase.incidents.map(({ kind }) => kind),
  ),
  counted('incident-reports', ['on-time', 'late'], ({ theCase }) =>
    theCase.incidents.map((incident) => (isLate(incident) ? 'late' : 'on-time')),
  ),
  counted('deviations', subjects, ({ theCase }) => theCase.deviations.map(({ subject }) => subject)),
];

/** How many due days of a kind were kept. */
function kept(
  kind: DueItem['kind'],
  keys: readonly Result[],
  roundsOf: (reported: ReportedCase) => readonly Round[],
): Measure {
  const of: Measure['of'] = (reported) =>
    reported.isExchange ? roundsOf(reported).map((round) => ({ key: resultOf(round), amount: 1 })) : nothing;
  return { section: 'follow-up', measure: kind, unit: 'number', shape: 'counts', keys, of };
}

function resultOf(round: Round): Result {
  if (!isNotKept(round)) return 'on-time';
  return round.doneOn === null ? 'not-done' : 'late';
}

function counted(
  measure: string,
  keys: readonly string[],
  of: (reported: ReportedCase) => readonly string[],
): Measure {
  return {
    section: 'incidents',
    measure,
    unit: 'number',
    shape: 'counts',
    keys,
    of: (reported): readonly Contribution[] =>
      reported.isExchange ? of(reported).map((key) => ({ key, amount: 1 })) : nothing,
  };
}
