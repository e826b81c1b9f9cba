import type { ConsentCategory } from '@storstad/contract';
import { addDays } from './calendar.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, ConsentId, Instant } from './values.js';

export type ConsentPurpose = 'assessment' | 'support';

/** One of the person's three consents (002:39; 001:318-320), with its scope. */
export interface Consent {
  readonly id: ConsentId;
  readonly type: 'police' | 'municipality' | 'services';
  readonly givenOn: CivilDate;
  readonly validUntil: CivilDate | null;
  readonly withdrawnAt: Instant | null;
  /** The three below only for type municipality. */
  readonly cities: readonly City[];
  readonly categories: readonly ConsentCategory[];
  readonly purposes: readonly ConsentPurpose[];
}

/** Without these nobody can judge whether they can receive (001:320). */
const neededToAsk: readonly ConsentCategory[] = ['needs', 'threat'];

const holds = (consent: Consent, day: CivilDate): boolean =>
  consent.withdrawnAt === null &&
  consent.givenOn <= day &&
  (consent.validUntil === null || day < consent.validUntil);

const covering = (consents: readonly Consent[], type: Consent['type'], day: CivilDate) =>
  consents.filter((consent) => consent.type === type && holds(consent, day));

/** The categories that may go to a city for a purpose on a day: the union of what holds. */
export function coveredCategories(
  consents: readonly Consent[],
  city: City,
  purpose: ConsentPurpose,
  day: CivilDate,
): ReadonlySet<ConsentCategory> {
  const scoped = covering(consents, 'municipality', day).filter(
    (consent) => consent.cities.includes(city) && consent.purposes.includes(purpose),
  );
  return new Set(scoped.flatMap((consent) => consent.categories));
}

/** Refuses when the person has not agreed that social services and police share (002:39). */
export const policeConsent = (consents: readonly Consent[], day: CivilDate): Refusal | undefined =>
  demand(covering(consents, 'police', day).length > 0, 'CONSENT_POLICE_MISSING');

/** Refuses when the person has not agreed to the services (001:320). */
export const servicesConsent = (consents: readonly Consent[], day: CivilDate): Refusal | undefined =>
  demand(covering(consents, 'services', day).length > 0, 'CONSENT_SERVICE_MISSING');

/** Refuses when a city may not be asked, and names the categories that are missing. */
export function consentToAsk(consents: readonly Consent[], city: City, day: CivilDate): Refusal | undefined {
  const covered = coveredCategories(consents, city, 'assessment', day);
  const missing = neededToAsk.filter((category) => !covered.has(category));
  return demand(missing.length === 0, 'CONSENT_MUNICIPALITY_MISSING', { city, missingCategories: missing });
}

/** Of the categories that are recorded, those that may be told to the city that carries out the support; or the refusal. */
export function categoriesToDisclose(
  consents: readonly Consent[],
  recorded: ReadonlySet<ConsentCategory>,
  city: City,
  day: CivilDate,
): ReadonlySet<ConsentCategory> | Refusal {
  const covered = coveredCategories(consents, city, 'support', day);
  const told = [...recorded].filter((category) => covered.has(category));
  if (told.length > 0) return new Set(told);
  return refuse('CONSENT_MUNICIPALITY_MISSING', { city, missingCategories: [...recorded].sort() });
}

/** Refuses when one of the three consents for a stay in a city is missing. */
export const consentToGoOn = (
  consents: readonly Consent[],
  city: City,
  day: CivilDate,
): Refusal | undefined =>
  firstRefusal([
    policeConsent(consents, day),
    demand(coveredCategories(consents, city, 'support', day).size > 0, 'CONSENT_MUNICIPALITY_MISSING', {
      city,
    }),
    servicesConsent(consents, day),
  ]);

/** The last day on which consents of a type hold for a city, or null when one holds until it is withdrawn, or none is left. */
export function lastValidDay(
  consents: readonly Consent[],
  type: Consent['type'],
  city: City,
): CivilDate | null {
  const given = consents.filter(
    (consent) =>
      consent.type === type &&
      consent.withdrawnAt === null &&
      (type !== 'municipality' || (consent.cities.includes(city) && consent.purposes.includes('support'))),
  );
  const ends = given.map(({ validUntil }) => validUntil).filter((end) => end !== null);
  const last = ends.sort().at(-1);
  return ends.length < given.length || last === undefined ? null : addDays(last, -1);
}
