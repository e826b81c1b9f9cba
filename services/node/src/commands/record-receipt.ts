import { peerContract, type Receipt, type SignedDocument, schemaValidator } from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import { verifyDocument } from '@storstad/signing';
import { decideOnAcceptance, decideOnRefusal } from '../domain/receipt.js';
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
  const refusalCode = receipt.refusal?.code ?? null;
  const by = {
    actor: `node:${peer.city}`,
    operation: 'recordReceipt',
    thread: row.thread,
    traceparent: row.traceparent,
  };
  await node.commit.transact((writing) => {
    const closing = { state: receipt.outcome, refusalCode, receipt: JSON.stringify(signed) };
    if (!node.store.messages.close(row.messageId, closing)) return;
    const delivered = deliveredBy(node.store, row);
    const follows =
      refusalCode === null
        ? decideOnAcceptance(delivered, lineOf(node.store, row))
        : decideOnRefusal(delivered, refusalCode, node.newId() as IncidentId, writing.around);
    writing.carryOut(follows, by);
  });
  return true;
}

const deliveredBy = ({ cases }: Store, { type, subject, thread }: OutboxRow) => ({
  type,
  subject,
  theCase: thread.startsWith('cases/') ? cases.find(thread.slice('cases/'.length) as CaseId) : undefined,
});

const lineOf = ({ ledger }: Store, { type, subject }: OutboxRow) =>
  type === 'cost-line-posted' ? ledger.find(subject as CostLineId)?.line : undefined;

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
