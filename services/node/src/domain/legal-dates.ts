import type { CivilDate } from './values.js';

/** Days from which the law asks something that it did not ask before: reference data, so that no rule has one of its own. */
export const legalDates = {
  /** A private protected housing needs a licence from the Inspectorate (6 kap. 1 a § SoL; 001:272, 001:406). */
  protectedHousingLicence: '2024-04-01' as CivilDate,
} as const;
