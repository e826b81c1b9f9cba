/**
 * Why a rule says no: stable codes in their order of precedence. When several apply, the earliest is given. The same
 * codes stand in the contract (openapi/schemas/problem.yaml) and in texts/problems.*.json.
 */
export const refusalCodes = [
  'NOT_PERMITTED',
  'NOT_FOUND',
  // the case and the step
  'WRONG_SIDE',
  'CASE_STATE',
  'ALREADY_SETTLED',
  'DETAILS_NOT_RECORDED',
  // the agreement
  'AGREEMENT_NOT_IN_FORCE',
  'PARTY_NOT_RATIFIED',
  'UNIT_NOT_PARTY',
  'WRONG_UNIT_FOR_CASE',
  'CITY_NOT_PARTY',
  // the person
  'CASE_KIND_NOT_IN_TERMS',
  'EVIDENCE_PERSON_NOT_DEFECTOR',
  'EVIDENCE_PERSON_NOT_PARTICIPATING',
  'NOT_WITHIN_CRIMINALITY',
  'MINOR',
  'RESPONSIBLE_FOR_MINORS',
  'NOT_MOTIVATED',
  'RELOCATION_NOT_NEEDED',
  'DESTINATION_ABROAD',
  'THREAT_NOT_CONFIRMED',
  'THREAT_ABOVE_TERMS',
  // consent and police
  'CONSENT_POLICE_MISSING',
  'CONSENT_MUNICIPALITY_MISSING',
  'CONSENT_SERVICE_MISSING',
  'POLICE_APPROVAL_MISSING',
  'POLICE_APPROVAL_REFUSED',
  'POLICE_APPROVAL_STALE',
  // the place
  'QUOTA_HOME',
  'PLACE_CLEARANCE_MISSING',
  'LOCATION_UNSUITABLE',
  'QUOTA_RECEIVING',
  'CAPACITY',
  'SERVICE_NOT_AVAILABLE',
  // placement, follow-up, incidents, closing
  'CASE_ON_HOLD',
  'PLACEMENT_AGREEMENT_UNSIGNED',
  'DATE_IMPOSSIBLE',
  'REVIEW_MISSING',
  'NEW_PLACEMENT_MISSING',
  'SAFETY_PLAN_MISSING',
  'REVIEW_NOT_OFFERED',
  'MEETING_WITHOUT_POLICE',
  'REGISTER_CHECK_MISSING',
  'REGISTER_NOTE_OPEN',
  'RESPONSIBILITY_SPLIT_UNSIGNED',
  'MEASURES_MISSING',
  'CHILD_WITHOUT_GUARDIAN',
  'DECISION_WITHOUT_POLICE',
  'REASON_NOT_POSSIBLE',
  'INCIDENT_OPEN',
  'POLICE_VERDICT_MISSING',
  'FALLBACK_MISSING',
  // money
  'SERVICE_NOT_AGREED',
  'COST_NOT_BORNE_BY_HOME',
  'COST_LINE_OUTSIDE_STAY',
  'COST_LINE_OVERLAPS',
  'COST_LINE_DIFFERS',
  'PERIOD_CLOSED',
  'STATEMENT_PERIOD_OPEN',
  'STATEMENT_OVERLAPS',
  'STATEMENT_DIFFERS',
  'STATEMENT_STATE',
  'COST_LINE_STATE',
  'PURCHASE_STEPS_MISSING',
  'SECTION_HEAD_DECISION_MISSING',
  'PROVIDER_SUSPENDED',
  'PROVIDER_EXCLUDED',
  'LICENCE_MISSING',
  'LICENCE_NOT_CHECKED',
  'EXTERNAL_COST_NOT_APPROVED',
  'PROVIDER_EXISTS',
  'INVOICE_DIFFERS',
  'NOT_OWN_BOARD',
  // the register of agreement versions
  'AGREEMENT_INVALID',
  'AGREEMENT_EXISTS',
  'AGREEMENT_OVERLAPS',
  'BODY_NOT_IN_AGREEMENT',
  'ALREADY_APPROVED',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** What a refusal rests on, for the reader. Never anything of a person. */
export type Facts = Readonly<Record<string, string | number | string[]>>;

export interface Refusal {
  readonly refusal: RefusalCode;
  readonly facts: Facts;
}

/** Makes a refusal. */
export const refuse = (refusal: RefusalCode, facts: Facts = {}): Refusal => ({ refusal, facts });

/** Tells a refusal from what was asked for. */
export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refusal' in outcome && 'facts' in outcome;

/** The code when the condition does not hold, nothing when it does: one gate of a list. */
export const demand = (holds: boolean, code: RefusalCode, facts?: Facts): Refusal | undefined =>
  holds ? undefined : refuse(code, facts);

/** The first refusal of a list of gates in order of precedence, if any. */
export const firstRefusal = (gates: readonly (Refusal | undefined)[]): Refusal | undefined =>
  gates.find((gate) => gate !== undefined);
