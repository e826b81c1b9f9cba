import { findCity } from './cities.js';

/** The roles that staff may have. */
export const roles = ['social-worker', 'police-liaison', 'administrator', 'auditor'] as const;

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
