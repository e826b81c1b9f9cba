import type { CaseCosts, CostFinding } from '@storstad/contract';
import { civilDateOf } from '../domain/calendar.js';
import type { Case } from '../domain/case.js';
import { costFindings, serviceCosts } from '../domain/case-costs.js';
import type { Circumstances } from '../domain/circumstances.js';
import { costFactsOf } from '../domain/cost-facts.js';
import { avoidedCost } from '../domain/financing.js';
import type { Node } from '../node.js';
import { costLineView } from './cost-lines.js';
import { type DeskCommand, readCase } from './desk-command.js';

/** What a case costs, expected beside posted. */
export const getCaseCosts: DeskCommand<'getCaseCosts'> = (node, call) =>
  readCase(node, call, (theCase, around) => caseCostsView(node, theCase, around));

/** Where what is posted is not what is expected, over all cases with a stay. */
export const listCostFindings: DeskCommand<'listCostFindings'> = (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  const today = civilDateOf(node.clock.now());
  const findings = node.store.cases.withStay().flatMap((id) => {
    const theCase = node.store.cases.find(id);
    return theCase ? findingsOf(node, theCase, today) : [];
  });
  return { findings: findings.slice((page - 1) * limit, page * limit), page, limit, total: findings.length };
};

/** The costs of a case as the contract shows them; nothing of the person. */
export function caseCostsView(node: Node, theCase: Case, around: Circumstances): CaseCosts {
  const lines = node.store.ledger.linesOfCase(theCase.id);
  const facts = costFactsOf(theCase);
  return {
    caseId: theCase.id,
    services: serviceCosts(theCase, lines, around.today),
    lines: lines.map((entry) => costLineView(node, entry)),
    leaves: [...facts.leaves],
    externalServices: [],
    upkeepPayments: [...facts.upkeepPayments],
    grants: [...facts.grants],
    alternative: facts.alternative,
    avoidedCost: avoidedCost(theCase, around.today),
    findings: findingsOf(node, theCase, around.today),
  };
}

const findingsOf = (node: Node, theCase: Case, today: Circumstances['today']): CostFinding[] =>
  costFindings(theCase, node.store.ledger.linesOfCase(theCase.id), today);
