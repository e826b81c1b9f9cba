import type { Role } from '@storstad/contract';
import type { Case } from './case.js';
import type { Circumstances } from './circumstances.js';
import { dueItems } from './due.js';
import { waitsForPolice } from './queues.js';
import type { Unit } from './values.js';

/** A member of a city's staff, with the roles that count for what is asked now. */
export interface Staff {
  /** The subject at the identity provider; never a personal number. */
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly units: readonly Unit[];
}

/** The units whose cases this person sees, or null for all of the city. */
export const unitsSeenBy = ({ roles, units }: Staff): readonly Unit[] | null =>
  roles.some((role) => role !== 'social-worker') ? null : units;

/**
 * Whether a case is this person's to see. A social worker sees the cases of own units, and a request that no unit has
 * taken on yet; the other roles see those of the city, as far as their operations show anything (requirements §4,
 * need to know inside each city).
 */
export function maySee(staff: Staff, theCase: Case): boolean {
  return unitsSeenBy(staff) === null || isOfOwnUnit(staff, theCase);
}

/** A request that no unit has taken on yet is everybody's who has a unit. */
const isOfOwnUnit = ({ units }: Staff, { unit }: Case): boolean =>
  unit === null ? units.length > 0 : units.includes(unit);

/** Whether someone works only as a police liaison here, and so sees no more than the decision needs. */
export const isLiaisonOnly = (staff: Staff): boolean =>
  staff.roles.every((role) => role === 'police-liaison');

type Day = Pick<Circumstances, 'city' | 'today'>;

/**
 * Whether a case is this person's own, so that the pages show it without asking for a reason (decision 0024). Only the
 * roles that count for what is asked now make it so.
 */
export const isOwn = (staff: Staff, theCase: Case, around: Day): boolean =>
  staff.roles.some((role) => ownAs[role](staff, theCase, around));

const ownAs: Readonly<Record<Role, (staff: Staff, theCase: Case, around: Day) => boolean>> = {
  'social-worker': (staff, theCase) =>
    (theCase.assignee === null || theCase.assignee === staff.subject) && isOfOwnUnit(staff, theCase),
  'police-liaison': (_, theCase, around) =>
    waitsForPolice(theCase) ||
    dueItems(theCase, around).some(({ role, city }) => role === 'police-liaison' && city === around.city),
  administrator: () => false,
  auditor: () => false,
};
