import type * as contract from '@storstad/contract';
import type { CheckLicence, DecideOnProvider, ExclusionNotice, RegisterProvider } from '@storstad/contract';
import { addDays } from './calendar.js';
import { type Circumstances, decided, notInFuture } from './circumstances.js';
import { type Decided, nothingPersonal } from './event.js';
import type { Period } from './period.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import type { CivilDate, ProviderDecisionId, ProviderId } from './values.js';

/**
 * A city's own register of providers: those that it buys from, or has decided about. No other city learns of them
 * (000:337); an exclusion is told by a mark alone.
 */
export type Provider = Readonly<contract.Provider>;

/** What tells a provider to those who know its organisation number, and to nobody else without work. */
export type Mark = Pick<ExclusionNotice, 'salt' | 'mark'>;

/** Puts a provider in the register; one for each organisation number. */
export function decideRegisterProvider(
  id: ProviderId,
  { name, organisationNumber }: RegisterProvider,
  known: readonly Provider[],
): Decided | Refusal {
  const isKnown = known.some((provider) => provider.organisationNumber === organisationNumber);
  return (
    demand(!isKnown, 'PROVIDER_EXISTS') ??
    decided([{ type: 'provider-registered', providerId: id, sealed: { name, organisationNumber } }])
  );
}

/** Records what a check with the Inspectorate showed (003:168). */
export function decideCheckLicence(
  provider: Provider | undefined,
  { state, checkedOn }: CheckLicence,
  around: Circumstances,
): Decided | Refusal {
  if (!provider) return refuse('NOT_FOUND');
  return (
    notInFuture([checkedOn], around) ??
    decided([
      { type: 'licence-checked', providerId: provider.id as ProviderId, licence: { state, checkedOn } },
    ])
  );
}

/**
 * Suspends a provider from call-off in this city (003:211-240), or excludes it from all that is done on this city's behalf
 * (000:15). An exclusion is told to all cities. `mark` is what tells it; only an exclusion needs one.
 */
export function decideOnProvider(
  provider: Provider | undefined,
  id: ProviderDecisionId,
  input: DecideOnProvider,
  mark: Mark | null,
  around: Circumstances,
): Decided | Refusal {
  if (!provider) return refuse('NOT_FOUND');
  const { kind, from, until = null, reference, reason, replaces = null } = input;
  const refusal = firstRefusal([
    replacementRefusal(provider, input),
    demand(until === null || from < until, 'DATE_IMPOSSIBLE', { earliest: addDays(from as CivilDate, 1) }),
  ]);
  if (refusal) return refusal;
  const made = decided([
    {
      type: 'provider-decided',
      providerId: provider.id as ProviderId,
      decision: { id, kind, from, until, reference, reason, decidedOn: around.today },
      replaces: replaces as ProviderDecisionId | null,
    },
  ]);
  if (kind === 'suspension') return made;
  if (!mark) throw new Error('An exclusion without a mark');
  const told = published({ id, from, until, reference, replaces, ...mark }, around);
  return decided([...made.events, ...told.events], told.messages);
}

/** What is replaced is a decision of the same kind on the same provider, and still stands. */
function replacementRefusal(
  { decisions }: Provider,
  { kind, replaces }: DecideOnProvider,
): Refusal | undefined {
  if (replaces === undefined) return undefined;
  const replaced = decisions.find((decision) => decision.id === replaces && decision.kind === kind);
  if (!replaced) return refuse('NOT_FOUND');
  return demand(replaced.replacedBy === null, 'ALREADY_SETTLED');
}

function published(exclusion: ExclusionNotice, { city, members }: Circumstances): Decided {
  return decided(
    [{ type: 'exclusion-published', city, exclusion }],
    members
      .filter((member) => member !== city)
      .map((to) => ({
        type: 'exclusion-published',
        to,
        thread: `exclusions/${city}`,
        subject: exclusion.id,
        content: { exclusion },
        covered: nothingPersonal,
      })),
  );
}

/** The decisions of a kind that no other has replaced. */
export const standing = <D extends Period & { readonly kind: string; readonly replacedBy: string | null }>(
  decisions: readonly D[],
  kind: D['kind'],
): D[] => decisions.filter((decision) => decision.kind === kind && decision.replacedBy === null);
