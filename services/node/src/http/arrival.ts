import type { Role } from '@storstad/contract';
import type { Unit } from '../domain/values.js';

/** Who has come, by a token of the city's identity provider. */
export interface Arrival {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly units: readonly Unit[];
}

/** The claim that says at which organisation somebody works (OIDC Sweden): person and organisation number around an @. */
export const affiliation = 'https://id.oidc.se/claim/orgAffiliation';

const roles: readonly Role[] = ['social-worker', 'police-liaison', 'administrator', 'auditor'];

/** Reads the claims of a verified token; undefined when it is of nobody at the organisation, which must be this city's. */
export function arrivalFrom(
  claims: Readonly<Record<string, unknown>>,
  organisationNumber: string,
): Arrival | undefined {
  const { sub, [affiliation]: affiliated } = claims;
  const [, organisation] = (typeof affiliated === 'string' && /^[^@]+@(\d{10})$/.exec(affiliated)) || [];
  if (typeof sub !== 'string' || sub === '' || sub.length > 200) return undefined;
  if (organisation !== organisationNumber.replace('-', '')) return undefined;
  return {
    subject: sub,
    roles: roles.filter((role) => texts(claims.roles).includes(role)),
    units: texts(claims.units).filter((unit) => /^[A-Z][A-Z0-9-]{1,29}$/.test(unit)) as Unit[],
  };
}

const texts = (claim: unknown): string[] =>
  Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
