import type { CostFinding, ServiceCode } from '@storstad/contract';
import type { Case } from './case.js';
import { costFactsOf, type ExternalService, endOf } from './cost-facts.js';
import { legalDates } from './legal-dates.js';
import { outlivesItsLicence } from './licence.js';
import { isWithin, type Period } from './period.js';
import { type Provider, standing } from './provider.js';
import type { CivilDate, ProviderId } from './values.js';

/** What is wrong with the external services that run, as it is known today (requirements §10 rows 30, 32, 33). */

/** Something wrong with a service that runs. */
export interface ServiceFinding {
  readonly code: Extract<CostFinding['code'], 'LICENCE_NEEDED' | 'PROVIDER_SUSPENDED' | 'PROVIDER_EXCLUDED'>;
  readonly externalServiceId: string;
  readonly service: ServiceCode;
}

/** What is known of the providers. The home city knows of none. */
export interface ProviderFacts {
  readonly today: CivilDate;
  readonly providerOf: (id: ProviderId) => Provider | undefined;
  /** The standing exclusions of the home city that hold for a provider. */
  readonly homeExclusionsOf: (id: ProviderId) => readonly Period[];
}

/**
 * A service that runs without the licence that is needed by now, or whose provider is suspended in this city or excluded
 * by this or the home city today. It is not stopped: people must decide.
 */
export const serviceFindings = (theCase: Case, facts: ProviderFacts): ServiceFinding[] =>
  runningServices(theCase, facts.today).flatMap((service) =>
    codesOf(service, facts).map((code) => ({
      code,
      externalServiceId: service.notice.id,
      service: service.notice.service,
    })),
  );

/** The services that have begun, have not ended and were not refused, while the person is there. */
const runningServices = (theCase: Case, today: CivilDate): readonly ExternalService[] =>
  theCase.state === 'in-progress'
    ? costFactsOf(theCase).externalServices.filter(
        (service) => service.state !== 'refused' && isWithin(today, daysOf(service)),
      )
    : [];

/** Its days: until it ended, or until it was to end. */
export const daysOf = (service: Pick<ExternalService, 'notice' | 'endedOn'>): Period => ({
  from: service.notice.from,
  until: endOf(service),
});

function codesOf(service: ExternalService, facts: ProviderFacts): ServiceFinding['code'][] {
  const { today, providerOf, homeExclusionsOf } = facts;
  const { providerId } = service;
  const decisions = (providerId && providerOf(providerId)?.decisions) || [];
  const holds = (periods: readonly Period[]) => periods.some((period) => isWithin(today, period));
  const exclusions = [
    ...standing(decisions, 'exclusion'),
    ...(providerId ? homeExclusionsOf(providerId) : []),
  ];
  const found: Readonly<Record<ServiceFinding['code'], boolean>> = {
    LICENCE_NEEDED: today >= legalDates.protectedHousingLicence && outlivesItsLicence(service.notice),
    PROVIDER_SUSPENDED: holds(standing(decisions, 'suspension')),
    PROVIDER_EXCLUDED: holds(exclusions),
  };
  return (Object.keys(found) as ServiceFinding['code'][]).filter((code) => found[code]);
}

/**
 * The services that go on after the day from which a licence is needed, with none known when they were bought; until their
 * end is recorded. Alike in both cities, since both have the notice.
 */
export const servicesWithoutLicence = (theCase: Case): readonly ExternalService[] =>
  costFactsOf(theCase).externalServices.filter(
    ({ state, endedOn, notice }) => state !== 'refused' && endedOn === null && outlivesItsLicence(notice),
  );
