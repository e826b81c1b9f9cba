import type * as contract from '@storstad/contract';
import { providerThread } from '../domain/event.js';
import {
  decideCheckLicence,
  decideOnProvider as decideOn,
  decideRegisterProvider,
} from '../domain/provider.js';
import type { ProviderDecisionId, ProviderId } from '../domain/values.js';
import type { Node } from '../node.js';
import { by, type DeskCommand } from './desk-command.js';
import { compareMarks, isExcludedBy, makeMark } from './exclusion-marks.js';

/** The city's register of providers. */
export const listProviders: DeskCommand<'listProviders'> = (node) => ({
  providers: node.store.providers.all(),
});

/** Puts a provider in the register. */
export const registerProvider: DeskCommand<'registerProvider'> = (node, call) => {
  const id = node.newId() as ProviderId;
  return node.commit.decide<contract.Provider>(
    by(call, providerThread(id)),
    () => decideRegisterProvider(id, call.body, node.store.providers.all()),
    () => shown(node, id),
  );
};

/** Records a check of a licence. */
export const checkLicence: DeskCommand<'checkLicence'> = (node, call) => {
  const id = call.params.providerId as ProviderId;
  return node.commit.decide<contract.Provider>(
    by(call, providerThread(id)),
    (around) => decideCheckLicence(node.store.providers.find(id), call.body, around),
    () => shown(node, id),
  );
};

/** Suspends or excludes a provider. */
export const decideOnProvider: DeskCommand<'decideOnProvider'> = async (node, call) => {
  const id = call.params.providerId as ProviderId;
  const decisionId = node.newId() as ProviderDecisionId;
  const known = node.store.providers.find(id);
  const mark = known && call.body.kind === 'exclusion' ? await makeMark(known.organisationNumber) : null;
  return node.commit.decide<contract.Provider>(
    by(call, providerThread(id)),
    (around) => decideOn(node.store.providers.find(id), decisionId, call.body, mark, around),
    () => shown(node, id),
  );
};

/** The exclusions of all cities, with the provider where it is in this city's register. */
export const listExclusions: DeskCommand<'listExclusions'> = async (node) => {
  const exclusions = node.store.exclusions.all();
  const providers = node.store.providers.all();
  await compareMarks(node, providers, exclusions);
  return {
    exclusions: exclusions.map((exclusion) => {
      const { city, notice, replacedBy } = exclusion;
      const { id, from, until, reference } = notice;
      const about = providers.find((provider) => isExcludedBy(node, provider, exclusion));
      return { city, id, from, until, reference, replacedBy, providerId: about?.id ?? null };
    }),
  };
};

function shown(node: Node, id: ProviderId): contract.Provider {
  const provider = node.store.providers.find(id);
  if (!provider) throw new Error('The provider is not there after a command on it');
  return provider;
}
