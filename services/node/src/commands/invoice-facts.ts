import type { Invoice } from '@storstad/contract';
import { civilDateOf } from '../domain/calendar.js';
import type { Case } from '../domain/case.js';
import { costFactsOf } from '../domain/cost-facts.js';
import { type ControlFacts, controlInvoice } from '../domain/invoice-control.js';
import { serviceFor, upkeepCarriedBy } from '../domain/invoiced-service.js';
import { licenceNeededFrom } from '../domain/licence.js';
import { type Provider, standing } from '../domain/provider.js';
import type { CaseId, ProviderId } from '../domain/values.js';
import type { Node } from '../node.js';
import type { KeptInvoice } from '../store/invoices.js';
import { exclusionsOf } from './exclusion-marks.js';

/** Shows invoices with what the control finds now. What several of them rest on is read once. */
export function invoiceViewer(node: Node): (kept: KeptInvoice) => Invoice {
  const today = civilDateOf(node.clock.now());
  const cases = remembered((id: string) => node.store.cases.find(id as CaseId));
  const providers = remembered((id: string) => node.store.providers.find(id as ProviderId));
  return (kept) => {
    const { invoice, chargedBy, unit } = kept;
    const theCase = cases(invoice.caseId);
    const facts = {
      ...ofTheCase(theCase, kept),
      ...ofTheProvider(node, providers(invoice.providerId), theCase),
      earlier: node.store.invoices.earlierThan(kept),
      today,
    };
    const { findings, acceptedOre } = controlInvoice(invoice, facts);
    return {
      ...invoice,
      unit,
      externalServiceId: facts.service?.notice.id ?? null,
      findings: [...findings],
      acceptedOre,
      chargedBy,
    };
  };
}

function remembered<T>(read: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const value = known.has(id) ? (known.get(id) as T) : read(id);
    known.set(id, value);
    return value;
  };
}

/** Of a case that has been erased nothing is known, and nothing can be accepted. */
function ofTheCase(
  theCase: Case | undefined,
  { invoice }: KeptInvoice,
): Pick<ControlFacts, 'stay' | 'service' | 'upkeepPayments' | 'licenceNeededFrom'> {
  if (!theCase) return { stay: null, service: null, upkeepPayments: [], licenceNeededFrom: null };
  const { externalServices, upkeepPayments } = costFactsOf(theCase);
  const service = serviceFor(invoice, externalServices);
  return {
    stay: theCase.stay,
    service,
    upkeepPayments: upkeepCarriedBy(service, externalServices, upkeepPayments),
    licenceNeededFrom: service && licenceNeededFrom(service.notice),
  };
}

/** An exclusion of the home city counts too, since the service is carried out on its behalf (requirements §6.6). */
function ofTheProvider(
  node: Node,
  provider: Provider | undefined,
  theCase: Case | undefined,
): Pick<ControlFacts, 'suspensions' | 'exclusions' | 'licenceChecks'> {
  const decisions = provider?.decisions ?? [];
  const homeExclusions =
    provider && theCase?.side === 'receiving' ? exclusionsOf(node, theCase.homeCity, provider) : [];
  return {
    suspensions: standing(decisions, 'suspension'),
    exclusions: [...standing(decisions, 'exclusion'), ...homeExclusions],
    licenceChecks: provider?.licenceChecks ?? [],
  };
}
