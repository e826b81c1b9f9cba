import type { DeskOperationId, PostedCostLine } from '@storstad/contract';
import { maySee } from '../domain/access.js';
import { type Case, otherCity } from '../domain/case.js';
import type { Circumstances } from '../domain/circumstances.js';
import { costFactsOf } from '../domain/cost-facts.js';
import { decidePostCostLine } from '../domain/cost-line.js';
import { decideAnswerDispute, decideDisputeCostLine, decideSettleDispute } from '../domain/dispute.js';
import { caseThread, type Decided } from '../domain/event.js';
import type { LedgerEntry, LedgerFacts } from '../domain/ledger.js';
import { type Refusal, refuse } from '../domain/refusal.js';
import { decideReverseCostLine } from '../domain/reversal.js';
import { type Statement, statementWith } from '../domain/statement.js';
import type { CaseId, City, CostLineId } from '../domain/values.js';
import type { Node } from '../node.js';
import { by, type DeskCall, type DeskCommand, onCase } from './desk-command.js';
import { ledgerFacts } from './ledger-facts.js';
import { standingView } from './views.js';

/** Charges the home city for days of an agreed service. */
export const postCostLine: DeskCommand<'postCostLine'> = (node, call) => {
  const id = node.newId() as CostLineId;
  return onCase<PostedCostLine>(
    node,
    call,
    (theCase, around) => decidePostCostLine(theCase, id, call.body, factsOf(node, theCase), around),
    () => lineShown(node, id),
  );
};

/** One line, with what is asked about it. */
export const getCostLine: DeskCommand<'getCostLine'> = (node, { params, staff }) => {
  const found = lineFor(node, staff, params.lineId);
  return found ? costLineViews(node)(found.entry) : refuse('NOT_FOUND');
};

/** Takes back a line. */
export const reverseCostLine: DeskCommand<'reverseCostLine'> = (node, call) => {
  const id = node.newId() as CostLineId;
  return onLine(
    node,
    call,
    (theCase, entry, facts, around) => decideReverseCostLine(theCase, entry, id, facts, around),
    id,
  );
};

/** The home city asks about a line. */
export const disputeCostLine: DeskCommand<'disputeCostLine'> = (node, call) => {
  const id = node.newId();
  return onLine(node, call, (theCase, entry, facts, around) =>
    decideDisputeCostLine(theCase, entry, id, call.body, facts, around),
  );
};

/** The receiving city says why it stands. */
export const answerDispute: DeskCommand<'answerDispute'> = (node, call) =>
  onLine(node, call, (theCase, entry, _, around) => decideAnswerDispute(theCase, entry, call.body, around));

/** The home city lets it stand. */
export const settleDispute: DeskCommand<'settleDispute'> = (node, call) =>
  onLine(node, call, decideSettleDispute);

/**
 * Lines as the contract shows them, one after the other; what is asked about a line lies with its case. The statements with
 * a city are read once.
 */
export function costLineViews({ store, city }: Pick<Node, 'store' | 'city'>) {
  const standing = new Map<City, readonly Statement[]>();
  const standingWith = (other: City) => {
    const known = standing.get(other) ?? store.statements.standing(other);
    standing.set(other, known);
    return known;
  };
  return (entry: LedgerEntry): PostedCostLine => {
    const { line, state, refusalCode, bookedOn, frozen, questioned, reversedBy } = entry;
    const theCase = questioned ? store.cases.find(line.caseId as CaseId) : undefined;
    const other = (line.homeCity === city ? line.receivingCity : line.homeCity) as City;
    const statement = statementWith(entry, standingWith(other));
    return {
      line,
      state,
      refusalCode,
      bookedOn: frozen ? null : bookedOn,
      statement: statement ? standingView(statement) : null,
      dispute: theCase ? disputeView(theCase, line.id as CostLineId) : null,
      reversedBy,
    };
  };
}

function disputeView(theCase: Case, lineId: CostLineId): PostedCostLine['dispute'] {
  const dispute = costFactsOf(theCase).disputes[lineId];
  if (!dispute) return null;
  const { settling: _, earlier: __, ...shown } = dispute;
  return shown;
}

/** What a line of a case must fit in with. */
export const factsOf = (node: Node, theCase: Case): LedgerFacts =>
  ledgerFacts(node, theCase.id, otherCity(theCase) ?? node.city, theCase.agreement);

type LineCall = Omit<DeskCall<DeskOperationId>, 'body' | 'params' | 'query'> & {
  readonly params: { lineId: string };
};

/** Decides on a line and its case, and answers with the line, or with the one that came of it. */
function onLine(
  node: Node,
  call: LineCall,
  decide: (theCase: Case, entry: LedgerEntry, facts: LedgerFacts, around: Circumstances) => Decided | Refusal,
  answerWith = call.params.lineId as CostLineId,
): Promise<PostedCostLine | Refusal> {
  const caseId = node.store.ledger.find(call.params.lineId as CostLineId)?.line.caseId as CaseId | undefined;
  return node.commit.decide<PostedCostLine>(
    by(call, caseId ? caseThread(caseId) : null),
    (around) => {
      const found = lineFor(node, call.staff, call.params.lineId);
      return found
        ? decide(found.theCase, found.entry, factsOf(node, found.theCase), around)
        : refuse('NOT_FOUND');
    },
    () => lineShown(node, answerWith),
  );
}

/** The line and its case, if they are there and the person may see them. */
function lineFor(node: Node, staff: DeskCall<'getCostLine'>['staff'], id: string) {
  const entry = node.store.ledger.find(id as CostLineId);
  const theCase = entry && node.store.cases.find(entry.line.caseId as CaseId);
  return theCase && maySee(staff, theCase) ? { entry, theCase } : undefined;
}

/** A line that a command has just made or changed. */
export function lineShown(node: Node, id: CostLineId): PostedCostLine {
  const entry = node.store.ledger.find(id);
  if (!entry) throw new Error('The cost line is not there after a command on it');
  return costLineViews(node)(entry);
}
