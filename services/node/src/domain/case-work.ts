import type { HandOverCase, Rating } from '@storstad/contract';
import { isParty, versionCovering } from './agreement.js';
import { type Case, inState } from './case.js';
import { type Circumstances, decided } from './circumstances.js';
import type { Decided } from './event.js';
import { type Refusal, refuse } from './refusal.js';
import type { Unit } from './values.js';

/** Who works with a case within the city. Nothing of it leaves. */

const ongoing = [
  'draft',
  'requested',
  'received',
  'rejected',
  'accepted',
  'ready',
  'in-progress',
  'departed',
] as const;

/** Gives the case to a member of staff. */
export const decideAssign = (theCase: Case, assignee: string): Decided | Refusal =>
  inState(theCase, ...ongoing) ?? decided([{ type: 'case-assigned', caseId: theCase.id, assignee }]);

/** Hands the case over to another unit of the city, which must be a party (002:41; 004:84). */
export function decideHandOver(
  theCase: Case,
  { unit, section, reason }: HandOverCase,
  around: Circumstances,
): Decided | Refusal {
  const notNow = inState(theCase, ...ongoing);
  if (notNow) return notNow;
  if (theCase.unit === null) return refuse('CASE_STATE', { state: theCase.state });
  const version = versionCovering(around.versions, around.today) ?? around.versions.at(-1);
  const party = { city: around.city, unit: unit as Unit };
  if (!version || !isParty(version, party))
    return refuse('UNIT_NOT_PARTY', { unit, ...(version ? { agreement: version.id } : {}) });
  return decided([
    { type: 'case-handed-over', caseId: theCase.id, unit: party.unit, section: section ?? null, reason },
  ]);
}

/** Judges how it went, for this city's own evaluation (002:47). */
export const decideRate = (theCase: Case, rating: Rating): Decided | Refusal =>
  inState(theCase, 'departed', 'completed') ??
  decided([{ type: 'case-rated', caseId: theCase.id, sealed: { rating } }]);
