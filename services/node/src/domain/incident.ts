import type {
  ClosedIncident,
  IncidentKind,
  IncidentNotice,
  IncidentReports,
  ResponsibilitySplitDocument,
  SignedDocument,
} from '@storstad/contract';
import { addDays, civilDateOf } from './calendar.js';
import type { Case } from './case.js';
import { demand, type Refusal } from './refusal.js';
import type { City, CivilDate, IncidentId, Instant } from './values.js';

/** Something in a running case that both cities must know of and settle (requirements §6.5). */
export interface Incident extends Readonly<IncidentNotice> {
  readonly id: IncidentId;
  readonly city: City;
  readonly occurredAt: Instant;
  readonly knownAt: Instant;
  readonly reportedAt: Instant;
  readonly reports: IncidentReports;
  /** Proposals of who does what for a child. */
  readonly splits: readonly ResponsibilitySplit[];
  /** `city` is null when the end of the request or of the case has ended it. */
  readonly closed: ClosedIncident | null;
}

export interface ResponsibilitySplit {
  readonly document: ResponsibilitySplitDocument;
  readonly signatures: readonly { readonly city: City; readonly signed: SignedDocument }[];
}

/** What holds for a kind of incident. */
export interface IncidentRule {
  /** Civil days after the event on which the other city is told at the latest. */
  readonly withinDays: number;
  readonly urgent: boolean;
  /** While it is open nothing new is begun in the case. */
  readonly holds: boolean;
  /** Whose task it is. */
  readonly owners: readonly Case['side'][];
  /** Which city settles it. */
  readonly settledBy: 'either' | 'home';
  /** Social services and police decide together (002:37). */
  readonly withPolice: boolean;
  readonly ground: string;
}

const ordinary = {
  withinDays: 1,
  urgent: false,
  holds: false,
  owners: ['receiving'],
  settledBy: 'either',
  withPolice: false,
} as const;
const atOnce = { ...ordinary, urgent: true } as const;
/** The approval no longer rests on the facts: the home city and its police must decide (requirements §3.3, §5 no. 8). */
const approvalInDoubt = {
  ...ordinary,
  urgent: true,
  holds: true,
  owners: ['home'],
  settledBy: 'home',
  withPolice: true,
} as const;
const relapse = { ...atOnce, owners: ['home', 'receiving'], withPolice: true } as const;

/**
 * The rule of each kind. "Immediately, at latest the next day" (000:504) is the only measure of "immediately" that the
 * sources give, and holds for all that is to be told immediately; "promptly" is seven days (docs/choices.md).
 */
export const incidentRules: Readonly<Record<IncidentKind, IncidentRule>> = {
  'address-revealed': { ...atOnce, ground: '000:475, 000:504' },
  hospitalised: { ...ordinary, ground: '000:504' },
  deceased: { ...atOnce, owners: ['home', 'receiving'], ground: '000:504' },
  'unplanned-interruption': { ...atOnce, owners: ['home', 'receiving'], ground: '003:416' },
  'suspected-crime-against-person': { ...atOnce, ground: '000:415' },
  wrongdoing: { ...ordinary, ground: '000:531' },
  'wrongdoing-by-staff': { ...ordinary, ground: '000:499' },
  'serious-wrongdoing': { ...atOnce, ground: '000:533' },
  'substance-use': { ...ordinary, ground: '003:466' },
  'service-impossible': { ...ordinary, withinDays: 7, ground: '003:576' },
  'increased-need': { ...ordinary, withinDays: 7, ground: '000:502' },
  'planned-change': { ...ordinary, withinDays: 7, ground: '000:521' },
  'contact-person-changed': { ...ordinary, withinDays: 7, ground: '003:681' },
  'child-surfaced': { ...atOnce, holds: true, owners: ['home', 'receiving'], ground: '002:63' },
  'relapse-signal': { ...relapse, ground: '000:307' },
  'register-note': { ...relapse, ground: '000:307' },
  'evidence-status-changed': { ...approvalInDoubt, ground: '002:39' },
  'threat-changed': { ...approvalInDoubt, ground: '002:47' },
  'approval-lapsed': { ...approvalInDoubt, ground: '002:47' },
  'consent-withdrawn': {
    ...atOnce,
    holds: true,
    owners: ['home', 'receiving'],
    settledBy: 'home',
    ground: '001:318',
  },
};

/** The last civil day on which the report to the other city is on time; weekends count (requirements §3.6). */
export const latestReportOn = ({ kind, occurredAt }: Pick<Incident, 'kind' | 'occurredAt'>): CivilDate =>
  addDays(civilDateOf(occurredAt), incidentRules[kind].withinDays);

/** Whether the other city was told in time. Counted from the event, not from when it was known. */
export const isLate = (incident: Pick<Incident, 'kind' | 'occurredAt' | 'reportedAt'>): boolean =>
  civilDateOf(incident.reportedAt) > latestReportOn(incident);

/** The incidents that are not settled. */
export const openIncidents = (theCase: Case): Incident[] =>
  theCase.incidents.filter((incident) => !incident.closed);

/** The kinds of the open incidents that keep anything new from being begun. */
export const holdsOn = (theCase: Case): IncidentKind[] =>
  openIncidents(theCase).flatMap(({ kind }) => (incidentRules[kind].holds ? [kind] : []));

/** Refuses what would begin something new while the case is on hold. */
export function holdRefusal(theCase: Case): Refusal | undefined {
  const incidents = holdsOn(theCase);
  return demand(incidents.length === 0, 'CASE_ON_HOLD', { incidents });
}

/** Whether only the home city settles incidents of a kind. */
export const isSettledAtHome = (kind: IncidentKind): boolean => incidentRules[kind].settledBy === 'home';

/** Kinds that the end of the case settles by itself. */
export const settledByTheEnd: readonly IncidentKind[] = [
  'evidence-status-changed',
  'threat-changed',
  'approval-lapsed',
  'consent-withdrawn',
];

/** The open incidents that must be settled before a case can be closed. */
export const hinderingIncidents = (theCase: Case): IncidentKind[] =>
  openIncidents(theCase)
    .map(({ kind }) => kind)
    .filter((kind) => !settledByTheEnd.includes(kind));
