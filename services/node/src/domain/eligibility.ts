import type { AssessThreat, CaseKind, Destination, RelocationReason, Terms } from '@storstad/contract';
import { ageOn } from './calendar.js';
import { demand, firstRefusal, type Refusal } from './refusal.js';
import type { CivilDate } from './values.js';

/** What the social worker has found out about the person. */
export interface Intake {
  readonly bornOn: CivilDate;
  readonly motivated: boolean;
  readonly relocationNeeded: boolean;
  /** Recorded apart from the threat level (001:264). */
  readonly relocationReason: RelocationReason | null;
  readonly responsibleForMinors: boolean;
  readonly destination: Destination;
  /** Also a case of violence outside close relations (000:283), where somebody has said so or not. */
  readonly violenceOutsideCloseRelations?: boolean;
}

/** The agreement's adult age (000:353; requirements §12 no. 16). */
export const adultAge = 18;

/** What the kind of case demands by itself (002:23, 002:39). */
export const kindRefusal = (
  terms: Terms,
  kind: CaseKind,
  threat: AssessThreat | null,
  witnessException = false,
): Refusal | undefined =>
  firstRefusal([
    demand(terms.caseKinds.includes(kind), 'CASE_KIND_NOT_IN_TERMS'),
    threat ? evidencePersonRefusal(kind, threat, witnessException) : undefined,
  ]);

/** What only the home city knows of the person (requirements §2.5, §2.6). */
export const personRefusal = (intake: Intake, day: CivilDate): Refusal | undefined =>
  firstRefusal(personRefusals(intake, day));

/** All of it, in order of precedence. */
export const personRefusals = (intake: Intake, day: CivilDate): Refusal[] =>
  [
    demand(ageOn(intake.bornOn, day) >= adultAge, 'MINOR'),
    demand(!intake.responsibleForMinors, 'RESPONSIBLE_FOR_MINORS'),
    demand(intake.motivated, 'NOT_MOTIVATED'),
    demand(intake.relocationNeeded, 'RELOCATION_NOT_NEEDED'),
    demand(intake.destination === 'partner-city', 'DESTINATION_ABROAD'),
  ].filter((refusal) => refusal !== undefined);

/** The threat: confirmed by the police, and within the terms' ceiling (002:19; 000:256). */
export const threatRefusal = (terms: Terms, threat: AssessThreat | null): Refusal | undefined =>
  firstRefusal([
    demand(threat?.confirmed === true, 'THREAT_NOT_CONFIRMED'),
    demand(terms.highThreat === 'included' || !isAboveLowerThreat(threat), 'THREAT_ABOVE_TERMS'),
  ]);

/**
 * A defector is no evidence person; a protected person takes part and admits involvement (002:39, 002:23). A witness who
 * admits nothing is taken only by an exception that the liaison and both cities make (requirements §12 no. 14).
 */
export function evidencePersonRefusal(
  kind: CaseKind,
  threat: AssessThreat,
  witnessException = false,
): Refusal | undefined {
  if (kind === 'defector') return demand(threat.evidencePerson === 'no', 'EVIDENCE_PERSON_NOT_DEFECTOR');
  return firstRefusal([
    demand(threat.evidencePerson !== 'not-participating', 'EVIDENCE_PERSON_NOT_PARTICIPATING'),
    demand(threat.admitsInvolvement || witnessException, 'NOT_WITHIN_CRIMINALITY'),
    demand(threat.evidencePerson === 'participating', 'EVIDENCE_PERSON_NOT_PARTICIPATING'),
  ]);
}

/** Confirmed, high, and in need of active protection by the police (002:19; requirements §12 no. 10). */
const isAboveLowerThreat = (threat: AssessThreat | null): boolean =>
  threat?.confirmed === true && threat.level === 'high' && threat.activeProtectionNeeded;
