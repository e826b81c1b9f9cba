import { randomBytes, scrypt, scryptSync } from 'node:crypto';
import { promisify } from 'node:util';
import type { Case } from '../domain/case.js';
import { costFactsOf } from '../domain/cost-facts.js';
import type { Exclusion } from '../domain/exclusion.js';
import type { Mark, Provider } from '../domain/provider.js';
import type { CityExclusion } from '../domain/purchase.js';
import type { ProviderFacts } from '../domain/service-findings.js';
import type { City, CivilDate, ProviderId } from '../domain/values.js';
import type { Node } from '../node.js';

/**
 * Whom an exclusion is about. A mark is slow to compute, so that nobody reads a list of providers out of a list of marks;
 * therefore it is computed before the transaction that needs it.
 */

const cost = { N: 16_384, r: 8, p: 1 } as const;
const [saltBytes, markBytes] = [16, 32];
const compute = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt);
const bytesOf = (base64url: string) => Buffer.from(base64url, 'base64url');

/** A mark of an organisation number, with a salt of its own. */
export async function makeMark(organisationNumber: string): Promise<Mark> {
  const salt = randomBytes(saltBytes);
  const mark = await compute(organisationNumber, salt, markBytes, cost);
  return { salt: salt.toString('base64url'), mark: mark.toString('base64url') };
}

/** What each store's process has found so far: whether an exclusion is about a provider. Neither ever changes. */
const found = new WeakMap<Node['store'], Map<string, boolean>>();
const foundIn = ({ store }: Pick<Node, 'store'>): Map<string, boolean> => {
  const known = found.get(store) ?? new Map<string, boolean>();
  found.set(store, known);
  return known;
};
const keyOf = (provider: Provider, { city, notice }: Exclusion) => `${provider.id} ${city} ${notice.id}`;

/** Compares providers with the exclusions of other cities, one after the other, so that isExcludedBy need not. */
export async function compareMarks(
  node: Pick<Node, 'store' | 'city'>,
  providers: readonly Provider[],
  exclusions: readonly Exclusion[],
): Promise<void> {
  const known = foundIn(node);
  for (const provider of providers)
    for (const exclusion of exclusions) {
      const key = keyOf(provider, exclusion);
      if (exclusion.city === node.city || known.has(key)) continue;
      const { salt, mark } = exclusion.notice;
      const computed = await compute(provider.organisationNumber, bytesOf(salt), markBytes, cost);
      known.set(key, computed.equals(bytesOf(mark)));
    }
}

/** Whether an exclusion of any city is about a provider. One that came since they were compared is computed here and now. */
export function isExcludedBy(
  node: Pick<Node, 'store' | 'city'>,
  provider: Provider,
  exclusion: Exclusion,
): boolean {
  if (exclusion.city === node.city) return provider.decisions.some(({ id }) => id === exclusion.notice.id);
  const known = foundIn(node);
  const key = keyOf(provider, exclusion);
  const { salt, mark } = exclusion.notice;
  const isAbout =
    known.get(key) ??
    scryptSync(provider.organisationNumber, bytesOf(salt), markBytes, cost).equals(bytesOf(mark));
  known.set(key, isAbout);
  return isAbout;
}

/** The standing exclusions of a city. */
export const standingOf = ({ store }: Pick<Node, 'store'>, city: City): Exclusion[] =>
  store.exclusions.all().filter((exclusion) => exclusion.city === city && exclusion.replacedBy === null);

/** Those of them that are about a provider. */
export const exclusionsOf = (
  node: Pick<Node, 'store' | 'city'>,
  city: City,
  provider: Provider,
): CityExclusion[] =>
  standingOf(node, city)
    .filter((exclusion) => isExcludedBy(node, provider, exclusion))
    .map(({ notice: { reference, from, until } }) => ({ city, reference, from, until }));

/** What serviceFindings may know of the providers of a case; nothing at home. */
export async function providerFacts(node: Node, theCase: Case, today: CivilDate): Promise<ProviderFacts> {
  const providerOf = (id: ProviderId) => node.store.providers.find(id);
  if (theCase.side === 'home') return { today, providerOf, homeExclusionsOf: () => [] };
  const { homeCity } = theCase;
  const sellers = costFactsOf(theCase).externalServices.flatMap(
    ({ providerId }) => (providerId && providerOf(providerId)) ?? [],
  );
  await compareMarks(node, sellers, standingOf(node, homeCity));
  const homeExclusionsOf = (id: ProviderId) => {
    const provider = providerOf(id);
    return provider ? exclusionsOf(node, homeCity, provider) : [];
  };
  return { today, providerOf, homeExclusionsOf };
}
