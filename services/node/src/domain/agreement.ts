import type { AgreementDocument, Approval, SignedDocument } from '@storstad/contract';
import { addDays } from './calendar.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import type { AgreementId, City, CivilDate, DigestText, Unit } from './values.js';

/** A version of the cities' agreement, with the approvals that this node knows of. */
export interface AgreementVersion {
  readonly id: AgreementId;
  readonly digest: DigestText;
  readonly document: AgreementDocument;
  readonly proposedBy: City;
  readonly approvals: readonly Approval[];
  /** Of the cities whose bodies have approved. */
  readonly signatures: readonly { readonly city: City; readonly signed: SignedDocument }[];
}

/** A board or unit of a city. */
export interface Party {
  readonly city: City;
  readonly unit: Unit;
}

const same = (a: { city: string; unit: string }, b: { city: string; unit: string }) =>
  a.city === b.city && a.unit === b.unit;

/** The bodies that have not approved the version, as `city/UNIT`. */
export const missingBodies = (version: AgreementVersion): string[] =>
  version.document.bodies
    .filter((body) => !version.approvals.some((approval) => same(approval, body)))
    .map((body) => `${body.city}/${body.unit}`);

/** Whether the version's dates cover the day. Half-open: `validUntil` is no longer covered (requirements §12 no. 6). */
export const covers = (version: AgreementVersion, day: CivilDate): boolean =>
  version.document.validFrom <= day && day < version.document.validUntil;

/** Whether a unit is among the bodies of the version. */
export const isParty = (version: AgreementVersion, party: Party): boolean =>
  version.document.bodies.some((body) => same(body, party));

/** Whether a city has any body in the version. */
export const cityIsParty = (version: AgreementVersion, city: City): boolean =>
  version.document.bodies.some((body) => body.city === city);

/** The version whose dates cover a day, approved or not; an approved one before a draft, a later draft before an earlier. */
export function versionCovering(
  versions: readonly AgreementVersion[],
  day: CivilDate,
): AgreementVersion | undefined {
  const covering = versions.filter((version) => covers(version, day));
  return covering.find((version) => missingBodies(version).length === 0) ?? covering.at(-1);
}

/**
 * The version in force on a day for some parties (002:69). Under `all-bodies` every listed body must have approved;
 * under `own-body` only those that take part. Refuses with the missing bodies named.
 */
export function versionInForce(
  versions: readonly AgreementVersion[],
  day: CivilDate,
  parties: readonly Party[],
): AgreementVersion | Refusal {
  const covering = versions.filter((known) => covers(known, day));
  // Two drafts can cross on their way and both be approved: then every city must choose the same one.
  const ratified = covering.filter((known) => bodiesInTheWay(known, parties).length === 0).sort(byDigest);
  const version = ratified[0] ?? covering.at(-1);
  if (!version) return refuse('AGREEMENT_NOT_IN_FORCE', { date: day });
  const missing = bodiesInTheWay(version, parties);
  if (missing.length > 0)
    return refuse('PARTY_NOT_RATIFIED', { missingBodies: missing, agreement: version.id });
  const stranger = parties.find((party) => !isParty(version, party));
  if (stranger) return refuse('UNIT_NOT_PARTY', { unit: stranger.unit, agreement: version.id });
  return version;
}

const byDigest = (a: AgreementVersion, b: AgreementVersion): number => (a.digest < b.digest ? -1 : 1);

/** The bodies whose missing approval keeps the version from being in force for some parties. */
const bodiesInTheWay = (version: AgreementVersion, parties: readonly Party[]): string[] =>
  missingBodies(version).filter(
    (body) =>
      version.document.terms.ratification === 'all-bodies' ||
      parties.some((party) => `${party.city}/${party.unit}` === body),
  );

/** Whether the two versions share a day. */
const overlap = (a: AgreementDocument, b: AgreementDocument) =>
  a.validFrom < b.validUntil && b.validFrom < a.validUntil;

/** Whether a new version may be proposed next to those known; nothing when it may. */
export function proposalRefusal(
  versions: readonly AgreementVersion[],
  document: AgreementDocument,
  members: readonly City[],
): Refusal | undefined {
  const stranger = document.bodies.find((body) => !members.includes(body.city as City));
  const cities = new Set(document.bodies.map((body) => body.city));
  const names = document.bodies.map((body) => `${body.city}/${body.unit}`);
  const twice = [...new Set(names)].filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return firstRefusal([
    demand(!stranger, 'CITY_NOT_PARTY', stranger && { city: stranger.city }),
    demand(document.validFrom < document.validUntil, 'AGREEMENT_INVALID', {
      earliest: addDays(document.validFrom as CivilDate, 1),
    }),
    demand(twice.length === 0, 'AGREEMENT_INVALID', { twice }),
    demand(cities.size > 1, 'AGREEMENT_INVALID', { onlyCity: [...cities].join() }),
    demand(!versions.some((version) => version.id === document.id), 'AGREEMENT_EXISTS', {
      agreement: document.id,
    }),
    overlapRefusal(versions, document),
  ]);
}

/** Whether a body's approval can be entered; nothing when it can. */
export const approvalRefusal = (version: AgreementVersion, party: Party): Refusal | undefined =>
  firstRefusal([
    demand(isParty(version, party), 'BODY_NOT_IN_AGREEMENT', { unit: party.unit, agreement: version.id }),
    demand(!version.approvals.some((approval) => same(approval, party)), 'ALREADY_APPROVED', {
      unit: party.unit,
    }),
  ]);

/** Refuses a step on a version when another that all bodies have approved covers some of its days. */
export function overlapRefusal(
  versions: readonly AgreementVersion[],
  document: AgreementDocument,
): Refusal | undefined {
  const approved = versions.find(
    (version) =>
      version.id !== document.id &&
      missingBodies(version).length === 0 &&
      overlap(version.document, document),
  );
  return demand(!approved, 'AGREEMENT_OVERLAPS', approved && { agreement: approved.id });
}
