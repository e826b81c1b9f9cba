import type * as contract from '@storstad/contract';
import type { Case } from '../domain/case.js';
import { costFactsOf, externalServiceOf } from '../domain/cost-facts.js';
import {
  decideEndExternalService,
  decideExternalService as decideOnService,
  decideProposeExternalService,
} from '../domain/external-service.js';
import type { Seller } from '../domain/purchase.js';
import { isRefusal } from '../domain/refusal.js';
import { decideRecordUpkeep } from '../domain/upkeep.js';
import type { CivilDate, ExternalServiceId, ProviderId } from '../domain/values.js';
import type { Node } from '../node.js';
import { caseFor, type DeskCommand, onCase } from './desk-command.js';
import { compareMarks, exclusionsOf, standingOf } from './exclusion-marks.js';
import { externalServiceView } from './external-service-view.js';

/** The receiving city proposes to buy a service. */
export const proposeExternalService: DeskCommand<'proposeExternalService'> = async (node, call) => {
  const id = node.newId() as ExternalServiceId;
  const providerId = call.body.providerId as ProviderId;
  const asked = caseFor(node, call.staff, call.params.caseId);
  if (!isRefusal(asked)) await compareWithHome(node, asked, providerId);
  return onCase<contract.ExternalService>(
    node,
    call,
    (theCase, around) =>
      decideProposeExternalService(theCase, id, call.body, sellerFor(node, theCase, providerId), around),
    (after) => shown(after, id),
  );
};

/** Whether the home city excludes the provider takes a while to find out. */
async function compareWithHome(node: Node, theCase: Case, providerId: ProviderId): Promise<void> {
  const provider = node.store.providers.find(providerId);
  if (theCase.side === 'home' || !provider) return;
  await compareMarks(node, [provider], standingOf(node, theCase.homeCity));
}

function sellerFor(node: Node, theCase: Case, providerId: ProviderId): Seller | undefined {
  const provider = node.store.providers.find(providerId);
  if (theCase.side === 'home' || !provider) return undefined;
  return { provider, homeExclusions: exclusionsOf(node, theCase.homeCity, provider) };
}

/** The home city approves the cost, or refuses it. */
export const decideExternalService: DeskCommand<'decideExternalService'> = (node, call) => {
  const id = call.params.externalServiceId as ExternalServiceId;
  return onCase<contract.ExternalService>(
    node,
    call,
    (theCase, around) => decideOnService(theCase, id, call.body, around),
    (after) => shown(after, id),
  );
};

/** The service has ended. */
export const endExternalService: DeskCommand<'endExternalService'> = (node, call) => {
  const id = call.params.externalServiceId as ExternalServiceId;
  return onCase<contract.ExternalService>(
    node,
    call,
    (theCase, around) => decideEndExternalService(theCase, id, call.body.endedOn as CivilDate, around),
    (after) => shown(after, id),
  );
};

/** Upkeep that the municipality paid. */
export const recordUpkeep: DeskCommand<'recordUpkeep'> = (node, call) => {
  const id = node.newId();
  return onCase<contract.UpkeepPayment>(
    node,
    call,
    (theCase) => decideRecordUpkeep(theCase, id, call.body),
    (after) => {
      const payment = costFactsOf(after).upkeepPayments.find((one) => one.id === id);
      if (!payment) throw new Error('The payment is not there after it was recorded');
      return payment;
    },
  );
};

function shown(theCase: Case, id: ExternalServiceId): contract.ExternalService {
  const service = externalServiceOf(theCase, id);
  if (!service) throw new Error('The service is not there after a command on it');
  return externalServiceView(theCase, service);
}
