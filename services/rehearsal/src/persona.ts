import { findCity } from './cities.js';

/** The roles that staff may have. */
export const roles = ['social-worker', 'police-liaison', 'administrator', 'auditor'] as const;

/** The one password of every persona. */
export const personaSecret = 'rehearsal';

/** A member of staff who exists for rehearsal only, written as `role.number@city/UNIT`. */
export interface Persona {
  readonly role: (typeof roles)[number];
  readonly number: number;
  readonly city: string;
  readonly unit: string | undefined;
}

const form =
  /^(?<role>[a-z-]+)(?:\.(?<number>[1-9]\d{0,2}))?@(?<city>[a-z]+)(?:\/(?<unit>[A-Z][A-Z0-9-]{1,29}))?$/;

/** Reads a persona such as `social-worker.2@stockholm/JARVA`; undefined when nobody can be called that. */
export function parsePersona(text: string): Persona | undefined {
  const parts = form.exec(text)?.groups;
  const role = roles.find((known) => known === parts?.role);
  if (!parts?.city || !role || !findCity(parts.city)) return undefined;
  return { role, number: Number(parts.number ?? 1), city: parts.city, unit: parts.unit };
}

/** Somebody who logs in to the pages, and what is not as it should be with them. */
export interface LogIn {
  readonly persona: Persona;
  /** The level of assurance, as the identity provider says it. */
  readonly acr: string;
  readonly hasRole: boolean;
}

/** The levels of assurance that the identity provider knows: enough, and too low. */
export const levels = {
  loa3: 'http://id.elegnamnden.se/loa/1.0/loa3',
  loa2: 'http://id.elegnamnden.se/loa/1.0/loa2',
} as const;

const asItShouldBe = { acr: levels.loa3, hasRole: true };
const flaws: Readonly<Record<string, Partial<LogIn>>> = {
  loa2: { acr: levels.loa2 },
  'no-role': { hasRole: false },
};

/** Reads a log-in name: a persona, or one with a flaw, such as `auditor@malmo!loa2` or `auditor@malmo!no-role`. */
export function parseLogIn(text: string): LogIn | undefined {
  const [name = '', flaw, ...rest] = text.split('!');
  const persona = parsePersona(name);
  if (!persona || rest.length > 0) return undefined;
  if (flaw === undefined) return { persona, ...asItShouldBe };
  return Object.hasOwn(flaws, flaw) ? { persona, ...asItShouldBe, ...flaws[flaw] } : undefined;
}

/** What the ID token of somebody who has logged in says beside the standard claims. */
export const logInClaims = ({ persona, hasRole }: LogIn): Record<string, unknown> => ({
  ...personaClaims(persona),
  ...(hasRole ? {} : { roles: [] }),
  name: `Testperson ${String.fromCodePoint(0x40 + ((persona.number - 1) % 26) + 1)}`,
});

/** What the access token of a persona says beside the standard claims. */
export function personaClaims(persona: Persona): Record<string, unknown> {
  const unit = persona.unit ? `.${persona.unit.toLowerCase()}` : '';
  const organisation = findCity(persona.city)?.organisationNumber.replace('-', '');
  return {
    roles: [persona.role],
    units: persona.unit ? [persona.unit] : [],
    'https://id.oidc.se/claim/orgAffiliation': `${persona.role}.${persona.number}${unit}@${organisation}`,
  };
}
