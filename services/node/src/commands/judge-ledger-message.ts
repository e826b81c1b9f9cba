import type { Case } from '../domain/case.js';
import type { Circumstances } from '../domain/circumstances.js';
import { decideReceiveCostLine } from '../domain/cost-line.js';
import { decideReceiveAnswer, decideReceiveDispute, decideReceiveSettlement } from '../domain/dispute.js';
import type { Decided } from '../domain/event.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import { decideReceiveReversal } from '../domain/reversal.js';
import type { CivilDate, CostLineId } from '../domain/values.js';
import type { Node } from '../node.js';
import { verifyCostLine } from './agreed-document.js';
import { ledgerFacts } from './ledger-facts.js';
import type { ReadMessage } from './read-message.js';

type LedgerMessage = Extract<
  ReadMessage,
  { type: 'cost-line-posted' | 'cost-line-disputed' | 'dispute-answered' | 'dispute-settled' }
>;

/** Which rule judges which message about a line of the ledger. */
export function judgeLedgerMessage(
  node: Node,
  theCase: Case,
  message: LedgerMessage,
  around: Circumstances,
): Decided | Refusal {
  const { from } = message;
  const facts = ledgerFacts(node, theCase.id, from, theCase.agreement);
  if (message.type === 'cost-line-posted') return receiveLine(node, theCase, message, facts, around);
  const entry = node.store.ledger.find(message.content.lineId as CostLineId);
  switch (message.type) {
    case 'cost-line-disputed':
      return decideReceiveDispute(theCase, from, message.content, entry, facts);
    case 'dispute-answered':
      return decideReceiveAnswer(theCase, from, message.content, entry);
    case 'dispute-settled':
      return decideReceiveSettlement(theCase, from, message.content, entry, facts);
  }
}

function receiveLine(
  node: Node,
  theCase: Case,
  { from, content }: Extract<LedgerMessage, { type: 'cost-line-posted' }>,
  facts: ReturnType<typeof ledgerFacts>,
  around: Circumstances,
): Decided | Refusal {
  const line = verifyCostLine(node, from, content.signed);
  if (isRefusal(line)) return line;
  if (node.store.ledger.find(line.id as CostLineId)) return refuse('COST_LINE_OVERLAPS');
  const entry = { line, signed: content.signed, bookedOn: content.bookedOn as CivilDate };
  if (line.reverses === null) return decideReceiveCostLine(theCase, from, entry, facts, around);
  const reversed = node.store.ledger.find(line.reverses as CostLineId);
  return decideReceiveReversal(theCase, from, entry, reversed, facts, around);
}
