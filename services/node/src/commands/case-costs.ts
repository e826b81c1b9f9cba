import { setImmediate } from 'node:timers/promises';
import type { CaseCosts, CostFinding } from '@storstad/contract';
import { civilDateOf } from '../domain/calendar.js';
import type { Case } from '../domain/case.js';
import { costFindings, serviceCosts } from '../domain/case-costs.js';
import type { Circumstances } from '../domain/circumstances.js';
import { costFactsOf } from '../domain/cost-facts.js';
import { avoidedCost } from '../domain/financing.js';
import { isRefusal } from '../domain/refusal.js';
import { serviceFindings } from '../domain/service-findings.js';
import type { CaseId, CivilDate } from '../domain/values.js';
import type { Node } from '../node.js';
import { costLineView } from './cost-lines.js';
import { caseFor, type DeskCommand, readCase } from './desk-command.js';
import { compareSellers, providerFacts } from './exclusion-marks.js';
import { externalServiceView } from './external-service-view.js';

/** What a case costs, expected beside posted. */
export const getCaseCosts: DeskCommand<'getCaseCosts'> = async (node, call) => {
  const asked = caseFor(node, call.staff, call.params.caseId);
  if (!isRefusal(asked)) await compareSellers(node, asked);
  return readCase(node, call, (theCase, around) => caseCostsView(node, theCase, around));
};

/** Cases are read so many at a time; in between the node does what else it is asked for. */
const casesAtATime = 200;

/** Where what is posted is not what is expected, over all cases with a stay, the largest amount first. */
export const listCostFindings: DeskCommand<'listCostFindings'> = async (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  const today = civilDateOf(node.clock.now());
  const findings: CostFinding[] = [];
  for (let after: CaseId | null = null, more = true; more; ) {
    const { cases, last } = node.store.cases.withStayInOrder(after, casesAtATime);
    for (const theCase of cases.filter(({ stay }) => stay !== null)) {
      await compareSellers(node, theCase);
      findings.push(...findingsOf(node, theCase, today));
    }
    after = last;
    more = last !== null;
    await setImmediate();
  }
  findings.sort((a, b) => Math.abs(b.amountOre) - Math.abs(a.amountOre) || (a.caseId < b.caseId ? -1 : 1));
  return { findings: findings.slice((page - 1) * limit, page * limit), page, limit, total: findings.length };
};

/** The costs of a case as the contract shows them; nothing of the person. */
export function caseCostsView(node: Node, theCase: Case, { today }: Pick<Circumstances, 'today'>): CaseCosts {
  const lines = node.store.ledger.linesOfCase(theCase.id);
  const facts = costFactsOf(theCase);
  return {
    caseId: theCase.id,
    services: serviceCosts(theCase, lines, today),
    lines: lines.map((entry) => costLineView(node, entry)),
    leaves: [...facts.leaves],
    externalServices: facts.externalServices.map((service) => externalServiceView(theCase, service)),
    upkeepPayments: [...facts.upkeepPayments],
    grants: [...facts.grants],
    alternative: facts.alternative,
    avoidedCost: avoidedCost(theCase, today),
    findings: findingsOf(node, theCase, today),
  };
}

function findingsOf(node: Node, theCase: Case, today: CivilDate): CostFinding[] {
  const ofServices = serviceFindings(theCase, providerFacts(node, theCase, today));
  return [
    ...costFindings(theCase, node.store.ledger.linesOfCase(theCase.id), today),
    ...ofServices.map((finding) => ({ ...finding, caseId: theCase.id, lineId: null, days: 0, amountOre: 0 })),
  ].map((finding) => ({ ...finding, side: theCase.side }));
}
