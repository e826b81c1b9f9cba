/** The plain values that rules speak of. A brand keeps one kind of text or number from passing for another. */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type City = Brand<string, 'City'>;
export type Unit = Brand<string, 'Unit'>;
export type AgreementId = Brand<string, 'AgreementId'>;
export type CaseId = Brand<string, 'CaseId'>;
export type ReferralId = Brand<string, 'ReferralId'>;
export type ConsentId = Brand<string, 'ConsentId'>;
export type ApprovalId = Brand<string, 'ApprovalId'>;
export type PlacementAgreementId = Brand<string, 'PlacementAgreementId'>;
export type CostLineId = Brand<string, 'CostLineId'>;
export type StatementId = Brand<string, 'StatementId'>;
export type QuestionId = Brand<string, 'QuestionId'>;
export type FollowUpId = Brand<string, 'FollowUpId'>;
export type IncidentId = Brand<string, 'IncidentId'>;
export type SplitId = Brand<string, 'SplitId'>;
export type DeviationId = Brand<string, 'DeviationId'>;
export type ExternalServiceId = Brand<string, 'ExternalServiceId'>;
export type ProviderId = Brand<string, 'ProviderId'>;
/** Of a suspension or an exclusion. */
export type ProviderDecisionId = Brand<string, 'ProviderDecisionId'>;
export type InvoiceId = Brand<string, 'InvoiceId'>;
/** Of what somebody has begun to write before there is a case. */
export type DraftId = Brand<string, 'DraftId'>;
export type MessageId = Brand<string, 'MessageId'>;

/** Swedish kronor in whole öre. */
export type Ore = Brand<number, 'Ore'>;
/** A day in Europe/Stockholm, `YYYY-MM-DD`; compares as text. */
export type CivilDate = Brand<string, 'CivilDate'>;
/** A moment in UTC, RFC 3339 with milliseconds and `Z`; compares as text. */
export type Instant = Brand<string, 'Instant'>;
/** `sha-256:` and 64 hexadecimal digits. */
export type DigestText = Brand<string, 'Digest'>;

/** What messages and journal entries belong to. */
export type Thread =
  `${'cases' | 'agreements' | 'statements' | 'contact-points' | 'exclusions' | 'providers' | 'drafts'}/${string}`;
