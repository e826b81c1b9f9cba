import { setImmediate } from 'node:timers/promises';
import type { CostFinding } from '@storstad/contract';
import { civilDateOf } from '../domain/calendar.js';
import type { Case } from '../domain/case.js';
import { costFindings } from '../domain/case-costs.js';
import { serviceFindings } from '../domain/service-findings.js';
import type { CaseId, CivilDate } from '../domain/values.js';
import type { Node } from '../node.js';
import type { DeskCommand } from './desk-command.js';
import { compareSellers, providerFacts } from './exclusion-marks.js';

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

/** The findings of a day, in the cases that have any, as they were after so many changes of the store. */
interface Kept {
  readonly day: CivilDate;
  readonly changes: number;
  readonly byCase: ReadonlyMap<CaseId, readonly CostFinding[]>;
}

/** Kept for each running node: to look at every case takes long, and few change between two who ask. */
const keptOf = new WeakMap<Node['store'], Kept>();

async function findingsToday(node: Node): Promise<Kept['byCase']> {
  const { changes } = node.store;
  const day = civilDateOf(node.clock.now());
  const kept = keptOf.get(node.store);
  const changed = kept?.day === day ? changes.since(kept.changes) : null;
  // What changes while the cases are looked at comes after this count, and is looked at again the next time.
  const now: Kept = {
    day,
    changes: changes.count,
    byCase: kept && changed ? await foundAgain(node, kept, changed) : await foundInAll(node, day),
  };
  keptOf.set(node.store, now);
  return now.byCase;
}

/** What was found before, and anew in the cases that have changed. */
async function foundAgain(node: Node, { day, byCase }: Kept, changed: ReadonlySet<CaseId>) {
  const found = new Map(byCase);
  for (const caseId of changed) {
    found.delete(caseId);
    const theCase = node.store.cases.find(caseId);
    if (theCase) await lookAt(node, theCase, day, found);
  }
  return found;
}

/** Cases are read so many at a time; in between the node does what else it is asked for. */
const casesAtATime = 200;

async function foundInAll(node: Node, day: CivilDate) {
  const found = new Map<CaseId, readonly CostFinding[]>();
  for (let after: CaseId | null = null, more = true; more; ) {
    const { cases, last } = node.store.cases.withStayInOrder(after, casesAtATime);
    for (const theCase of cases) await lookAt(node, theCase, day, found);
    after = last;
    more = last !== null;
    await setImmediate();
  }
  return found;
}

async function lookAt(node: Node, theCase: Case, day: CivilDate, found: Map<CaseId, readonly CostFinding[]>) {
  if (theCase.stay === null) return;
  await compareSellers(node, theCase);
  const findings = findingsOf(node, theCase, day);
  if (findings.length > 0) found.set(theCase.id, findings);
}
