import type { CaseCosts } from '@storstad/contract';
import type { Case } from '../domain/case.js';
import { serviceCosts } from '../domain/case-costs.js';
import type { Circumstances } from '../domain/circumstances.js';
import { costFactsOf } from '../domain/cost-facts.js';
import { avoidedCost } from '../domain/financing.js';
import { isRefusal } from '../domain/refusal.js';
import type { Node } from '../node.js';
import { findingsOf } from './cost-findings.js';
import { costLineViews } from './cost-lines.js';
import { caseFor, type DeskCommand, readCase } from './desk-command.js';
import { compareSellers } from './exclusion-marks.js';
import { externalServiceView } from './external-service-view.js';

/** What a case costs, expected beside posted. */
export const getCaseCosts: DeskCommand<'getCaseCosts'> = async (node, call) => {
  const asked = caseFor(node, call.staff, call.params.caseId);
  if (!isRefusal(asked)) await compareSellers(node, asked);
  return readCase(node, call, (theCase, around) => caseCostsView(node, theCase, around));
};

/** The costs of a case as the contract shows them; nothing of the person. */
export function caseCostsView(node: Node, theCase: Case, { today }: Pick<Circumstances, 'today'>): CaseCosts {
  const lines = node.store.ledger.linesOfCase(theCase.id);
  const facts = costFactsOf(theCase);
  return {
    caseId: theCase.id,
    services: serviceCosts(theCase, lines, today),
    lines: lines.map(costLineViews(node)),
    leaves: [...facts.leaves],
    externalServices: facts.externalServices.map((service) => externalServiceView(theCase, service)),
    upkeepPayments: [...facts.upkeepPayments],
    grants: [...facts.grants],
    alternative: facts.alternative,
    avoidedCost: avoidedCost(theCase, today),
    findings: findingsOf(node, theCase, today),
  };
}
