import type { ConsentCategory, PersonalDetails, SignedDocument } from '@storstad/contract';
import type { AgreementVersion } from './agreement.js';
import type { Case } from './case.js';
import type { Decided, DomainEvent, OutgoingMessage } from './event.js';
import type { QuotaUse } from './quota.js';
import { demand, type Refusal } from './refusal.js';
import type { UnitRule } from './routing.js';
import type { AgreementId, CaseId, City, CivilDate, DigestText, Instant } from './values.js';

/** What a city signs for good: most of it together with another. */
export type AgreedDocument =
  | 'placement-agreement'
  | 'statement'
  | 'responsibility-split'
  | 'agreement'
  | 'cost-line';

/** What every rule may know besides the case itself. All of it is given; a rule asks no clock and no store. */
export interface Circumstances {
  /** The city whose node this is. */
  readonly city: City;
  /** All cities of the exchange, this one included. */
  readonly members: readonly City[];
  readonly now: Instant;
  readonly today: CivilDate;
  readonly versions: readonly AgreementVersion[];
  /** What each unit of this city takes on, by the city's settings. */
  readonly unitRules: readonly UnitRule[];
  /** This city's use of a version's places, as it stands inside the running transaction. */
  readonly quotaUse: (agreement: AgreementId) => QuotaUse;
  /** Another case of this city. */
  readonly caseOf: (caseId: CaseId) => Case | undefined;
  /** The consent categories that the contract gives to the fields that are filled in. */
  readonly categoriesOf: (details: PersonalDetails) => ReadonlySet<ConsentCategory>;
  /** SHA-256 of a text. */
  readonly digest: (text: string) => DigestText;
  /** RFC 8785 canonical JSON of a value. */
  readonly canonical: (value: unknown) => string;
  /** This city's signature over the canonical JSON of a document that both cities sign. */
  readonly sign: (kind: AgreedDocument, document: unknown) => SignedDocument;
}

/** What a rule has decided. */
export const decided = (
  events: readonly DomainEvent[],
  messages: readonly OutgoingMessage[] = [],
): Decided => ({
  events,
  messages,
});

/**
 * Refuses with DATE_IMPOSSIBLE when a day on which something is said to have happened has not come. For what staff record;
 * what another city tells was judged there, by its own clock.
 */
export const notInFuture = (
  days: readonly (string | undefined)[],
  { today }: Pick<Circumstances, 'today'>,
): Refusal | undefined =>
  demand(
    days.every((day) => day === undefined || day <= today),
    'DATE_IMPOSSIBLE',
    { latest: today },
  );

/** A message that changes nothing because it says what is already so. */
export const nothingNew: Decided = { events: [], messages: [] };
