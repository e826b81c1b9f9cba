import {
  type MessageType,
  peerContract,
  type Receipt,
  type SignedDocument,
  schemaValidator,
} from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import { verifyDocument } from '@storstad/signing';
import { type Delivered, decideOnAcceptance, decideOnRefusal } from '../domain/receipt.js';
import type { CaseId, CostLineId, IncidentId } from '../domain/values.js';
import type { Member } from '../members.js';
import type { Node } from '../node.js';
import type { OutboxRow } from '../store/messages.js';
import type { Store } from '../store/store.js';
import { receiptType } from './outgoing.js';

type Recorder = Pick<Node, 'city' | 'store' | 'commit' | 'newId'>;

/**
 * Closes a message with the receipt that came for it, and does what follows from it, in one transaction. Returns false
 * when it is no receipt for this message by that city: then the message stays open and is sent again.
 */
export async function recordReceipt(
  node: Recorder,
  peer: Member,
  row: OutboxRow,
  signed: SignedDocument,
): Promise<boolean> {
  const receipt = readReceipt(node, peer, row, signed);
  if (!receipt) return false;
  const { refusal } = receipt;
  const by = {
    actor: `node:${peer.city}`,
    operation: 'recordReceipt',
    thread: row.thread,
    traceparent: row.traceparent,
  };
  await node.commit.transact((writing) => {
    const closing = {
      state: receipt.outcome,
      refusalCode: refusal?.code ?? null,
      receipt: JSON.stringify(signed),
    };
    if (!node.store.messages.close(row.messageId, closing)) return;
    const delivered = deliveredBy(node.store, row);
    const follows = refusal
      ? decideOnRefusal(delivered, refusal, node.newId() as IncidentId, writing.around)
      : decideOnAcceptance(delivered);
    writing.carryOut(follows, by);
  });
  return true;
}

function deliveredBy({ cases, ledger }: Store, { type, subject, thread }: OutboxRow): Delivered {
  const caseId = thread.startsWith('cases/') ? (thread.slice('cases/'.length) as CaseId) : undefined;
  const entry = ledgerMessages.includes(type) ? ledger.find(subject as CostLineId) : undefined;
  const reversed = entry?.line.reverses as CostLineId | null | undefined;
  return {
    type,
    subject,
    theCase: caseId && cases.find(caseId),
    entry,
    counterpart: entry && (reversed ? ledger.find(reversed) : ledger.reversalOf(entry.line.id as CostLineId)),
  };
}

/** Messages whose subject is a line of the ledger. */
const ledgerMessages: readonly MessageType[] = ['cost-line-posted', 'cost-line-disputed', 'dispute-settled'];

function readReceipt(
  node: Recorder,
  peer: Member,
  row: OutboxRow,
  signed: SignedDocument,
): Receipt | undefined {
  const verified = verifyDocument(signed, receiptType, (kid) => peer.verifyKeys.get(kid));
  if (!verified.ok) return undefined;
  const json = parseJsonStrictly(verified.payload.toString());
  if (!json.ok || schemaValidator(peerContract, 'Receipt')(json.value).length > 0) return undefined;
  const receipt = json.value as Receipt;
  const isForThis =
    receipt.messageId === row.messageId &&
    receipt.messageDigest === row.digest &&
    receipt.from === peer.city &&
    receipt.to === node.city &&
    (receipt.outcome === 'refused') === (receipt.refusal !== null);
  return isForThis ? receipt : undefined;
}
