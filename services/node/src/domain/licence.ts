import type { ExternalServiceNotice, Licence } from '@storstad/contract';
import { legalDates } from './legal-dates.js';
import type { Period } from './period.js';
import { demand, type Refusal } from './refusal.js';
import type { CivilDate } from './values.js';

/** When the provider of a service must be licensed, and what follows when it is not (001:272, 001:406; 003:168). */

type Housing = Pick<ExternalServiceNotice, 'operator' | 'housingForm' | 'from'>;

/** A municipal housing is only notified to the Inspectorate (001:414). */
const isOfLicensedKind = ({ operator, housingForm }: Housing): boolean =>
  operator === 'private' && housingForm === 'protected-housing';

/** The licence, if there is one or it is applied for. */
const licenceInHand = (licence: Licence | null): Licence | null =>
  licence?.state === 'granted' || licence?.state === 'applied' ? licence : null;

/** The latest check; of several on one day the one that was recorded last. */
export const lastCheck = (checks: readonly Licence[]): Licence | null =>
  checks.reduce<Licence | null>(
    (last, check) => (last && check.checkedOn < last.checkedOn ? last : check),
    null,
  );

/**
 * Refuses a call-off without a licence where one is needed; one that is applied for will do (requirements §12 no. 26). A
 * licence that is needed or there must have been checked on the very day (003:168).
 */
export function licenceRefusal(
  service: Housing,
  licence: Licence | null,
  today: CivilDate,
): Refusal | undefined {
  const inHand = licenceInHand(licence);
  const isNeeded = isOfLicensedKind(service) && service.from >= legalDates.protectedHousingLicence;
  return inHand
    ? demand(inHand.checkedOn === today, 'LICENCE_NOT_CHECKED', { checkedOn: inHand.checkedOn })
    : demand(!isNeeded, 'LICENCE_MISSING');
}

/** The first day on which a service needs a licence, if it ever does. */
export const licenceNeededFrom = (service: Housing): CivilDate | null =>
  isOfLicensedKind(service) ? legalDates.protectedHousingLicence : null;

/** Whether there was none on a day and none applied for, by the last check that was made by then. */
export const isUnlicensedOn = (day: CivilDate, checks: readonly Licence[]): boolean =>
  licenceInHand(lastCheck(checks.filter(({ checkedOn }) => checkedOn <= day))) === null;

/** Whether it began before licences were asked for, goes on after that, and no licence is known. */
export const outlivesItsLicence = (
  service: Housing & Period & Pick<ExternalServiceNotice, 'licence'>,
): boolean =>
  isOfLicensedKind(service) &&
  licenceInHand(service.licence) === null &&
  service.from < legalDates.protectedHousingLicence &&
  (service.until === null || legalDates.protectedHousingLicence < service.until);

/** What staff should know of a licence, though the service may be bought. */
export const licenceWarnings = (
  service: Housing & Period & Pick<ExternalServiceNotice, 'licence'>,
): ('LICENCE_APPLIED' | 'LICENCE_NEEDED_LATER')[] => [
  ...(isOfLicensedKind(service) && service.licence?.state === 'applied'
    ? (['LICENCE_APPLIED'] as const)
    : []),
  ...(outlivesItsLicence(service) ? (['LICENCE_NEEDED_LATER'] as const) : []),
];
