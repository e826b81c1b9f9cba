import { readFileSync } from 'node:fs';
import { type AgreementDocument, categoriesIn, type Quota, type Terms } from '@storstad/contract';
import { canonicalJson, digestOf } from '@storstad/evidence';
import type { AgreementVersion, Party } from '../../src/domain/agreement.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import type { Decided } from '../../src/domain/event.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type * as values from '../../src/domain/values.js';

/** What rules know, and how their decisions read. */

export const stockholm = 'stockholm' as values.City;
export const goteborg = 'goteborg' as values.City;
export const malmo = 'malmo' as values.City;
export const members = [stockholm, goteborg, malmo];

export const day = (text: string) => text as values.CivilDate;
/** An id of any kind, and any branded text. */
export const id = <T extends string>(text: string) => text as T;
export const party = (city: values.City, unit: string): Party => ({ city, unit: unit as values.Unit });

export interface VersionChanges {
  readonly id?: string;
  readonly document?: Partial<AgreementDocument>;
  readonly terms?: Partial<Terms>;
  readonly quota?: Partial<Quota>;
  /** Bodies, as city/UNIT, that are taken out of the version. */
  readonly without?: readonly string[];
  /** Bodies that have not approved. */
  readonly unapproved?: readonly string[] | 'all';
}

/** A version as it is shipped, approved by all its bodies, with changes. */
export function version(name: '2023' | '2024' | '2025', changes: VersionChanges = {}): AgreementVersion {
  const file = new URL(`../../../../deploy/agreements/${name}.json`, import.meta.url);
  const read = JSON.parse(readFileSync(file, 'utf8')) as AgreementDocument;
  const nameOf = ({ city, unit }: { city: string; unit: string }) => `${city}/${unit}`;
  const bodies = read.bodies.filter((body) => !changes.without?.includes(nameOf(body)));
  const quota = { ...read.terms.quota, ...changes.quota };
  const terms = { ...read.terms, ...changes.terms, quota };
  const document = { ...read, id: changes.id ?? read.id, bodies, terms, ...changes.document };
  const digest = digestOf(canonicalJson(document)) as string as values.DigestText;
  const approvals = document.bodies
    .filter((body) => changes.unapproved !== 'all' && !changes.unapproved?.includes(nameOf(body)))
    .map(({ city, unit }) => ({
      agreementId: document.id,
      digest,
      city,
      unit,
      decidedOn: '2024-12-20',
      decidedBy: 'board' as const,
      reference: 'SN 1',
    }));
  const agreementId = document.id as values.AgreementId;
  return { id: agreementId, digest, document, proposedBy: stockholm, approvals, signatures: [] };
}

const shipped = [version('2024'), version('2025')];

/** What a rule knows in Stockholm on 3 March 2025 with the versions as shipped and no place taken; with changes. */
export function around(changes: Partial<Circumstances> = {}): Circumstances {
  const city = changes.city ?? stockholm;
  return {
    city,
    members,
    today: day('2025-03-03'),
    now: id('2025-03-03T08:00:00.000Z'),
    versions: shipped,
    unitRules: [],
    caseOf: () => undefined,
    quotaUse: () => use(0, 0),
    categoriesOf: (details) => categoriesIn('personal-details-disclosed', { referralId: '', details }),
    digest: (text) => digestOf(text) as string as values.DigestText,
    canonical: canonicalJson,
    sign: (kind, document) => ({
      protected: kind,
      payload: Buffer.from(canonicalJson(document)).toString('base64url'),
      signature: `by-${city}`,
    }),
    ...changes,
  };
}

/** Places taken in each direction, those with the lowest numbers. */
export const use = (sent: number, received: number) => ({
  sent: { used: sent, firstFree: sent + 1 },
  received: { used: received, firstFree: received + 1 },
});

/** A decision in one line: the refusal's code, or what has happened → what is told. */
export function said(outcome: Decided | Refusal | undefined): string | undefined {
  if (outcome === undefined || isRefusal(outcome)) return outcome?.refusal;
  const told = outcome.messages.map((message) => `${message.type} to ${message.to}`);
  return [outcome.events.map((event) => event.type).join(', ') || 'nothing', ...told].join(' → ');
}

/** The decision, which must not be a refusal. */
export function agreed<T extends object>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new Error(`Refused: ${outcome.refusal}`);
  return outcome;
}
