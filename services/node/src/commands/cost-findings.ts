import { setImmediate } from 'node:timers/promises';
import type { CostFinding } from '@storstad/contract';
import type { Case } from '../domain/case.js';
import { costFindings } from '../domain/case-costs.js';
import { serviceFindings } from '../domain/service-findings.js';
import type { CaseId, CivilDate } from '../domain/values.js';
import type { Node } from '../node.js';
import type { DeskCommand } from './desk-command.js';
import { compareSellers, providerFacts } from './exclusion-marks.js';
import { heldOf, type KeptByCase } from './kept-by-case.js';

/** Where what is posted for a case, or bought for it, is not what is expected. The sellers must be compared before. */
export function findingsOf(node: Node, theCase: Case, today: CivilDate): CostFinding[] {
  const ofServices = serviceFindings(theCase, providerFacts(node, theCase, today));
  return [
    ...costFindings(theCase, node.store.ledger.linesOfCase(theCase.id), today),
    ...ofServices.map((finding) => ({ ...finding, ...aboutNoDays, caseId: theCase.id })),
  ].map((finding) => ({ ...finding, side: theCase.side }));
}

const aboutNoDays = { lineId: null, from: null, until: null, days: 0, amountOre: 0 };

/** Over all cases with a stay, the largest amount first. */
export const listCostFindings: DeskCommand<'listCostFindings'> = async (node, { query }) => {
  const { page = 1, limit = 20 } = query;
  const byCase = await findingsToday(node);
  const findings = [...byCase.values()].flat();
  findings.sort((a, b) => Math.abs(b.amountOre) - Math.abs(a.amountOre) || (a.caseId < b.caseId ? -1 : 1));
  return { findings: findings.slice((page - 1) * limit, page * limit), page, limit, total: findings.length };
};

/** The findings, in the cases that have any. */
type Found = KeptByCase<readonly CostFinding[]>;

const keptOf = new WeakMap<Node['store'], Found>();

async function findingsToday(node: Node): Promise<Found['byCase']> {
  const held = heldOf(node, keptOf.get(node.store));
  if (held.changed) await lookAgain(node, held, held.changed);
  else await lookAtAll(node, held);
  keptOf.set(node.store, held);
  return held.byCase;
}

async function lookAgain(node: Node, found: Found, changed: ReadonlySet<CaseId>) {
  for (const caseId of changed) {
    const theCase = node.store.cases.find(caseId);
    if (theCase) await lookAt(node, theCase, found);
  }
}

/** Cases are read so many at a time; in between the node does what else it is asked for. */
const casesAtATime = 200;

async function lookAtAll(node: Node, found: Found) {
  for (let after: CaseId | null = null, more = true; more; ) {
    const { cases, last } = node.store.cases.withStayInOrder(after, casesAtATime);
    for (const theCase of cases) await lookAt(node, theCase, found);
    after = last;
    more = last !== null;
    await setImmediate();
  }
}

async function lookAt(node: Node, theCase: Case, { day, byCase }: Found) {
  if (theCase.stay === null) return;
  await compareSellers(node, theCase);
  const findings = findingsOf(node, theCase, day);
  if (findings.length > 0) byCase.set(theCase.id, findings);
}
