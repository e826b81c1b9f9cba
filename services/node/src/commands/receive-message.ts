import type { Receipt, SignedDocument } from '@storstad/contract';
import { signDocument } from '@storstad/signing';
import type { Circumstances } from '../domain/circumstances.js';
import type { Decided } from '../domain/event.js';
import { type Facts, isRefusal, type Refusal } from '../domain/refusal.js';
import type { Member } from '../members.js';
import type { Node } from '../node.js';
import type { By, Writing } from './commit.js';
import { judgeMessage } from './judge-message.js';
import { receiptType } from './outgoing.js';
import { isUnreadable, type ReadMessage, readMessage, type UnreadableCode } from './read-message.js';

/** Why a message got no receipt. */
export interface NoReceipt {
  readonly noReceipt: UnreadableCode | 'MESSAGE_ALTERED' | 'OUT_OF_ORDER';
  readonly facts: Facts;
}

/**
 * Receives a message from another city and gives the signed receipt. What the message changes, the row that keeps it
 * from being done twice, and the receipt are one transaction: the same message again gets the same receipt, at any
 * time; the same id with other bytes gets none.
 */
export async function receiveMessage(
  node: Node,
  peer: Member,
  signed: SignedDocument,
  traceparent: string,
): Promise<SignedDocument | NoReceipt> {
  const actor = `node:${peer.city}`;
  const message = readMessage(node, peer, signed);
  if (isUnreadable(message)) {
    const facts: Facts = message.at === undefined ? {} : { at: message.at };
    const record: By = { actor, operation: 'deliverMessage', thread: null, traceparent };
    await node.commit.transact((writing) =>
      writing.recordRefusal({ refusal: message.unreadable, facts }, record),
    );
    return { noReceipt: message.unreadable, facts };
  }
  const by: By = { actor, operation: message.type, thread: message.thread, traceparent };
  return node.commit.transact<SignedDocument | NoReceipt>(
    (writing) => earlier(node, message, writing, by) ?? receive(node, message, signed, writing, by),
  );
}

/** What a message gets that was here before, or that comes before its turn. */
function earlier(
  { store }: Node,
  message: ReadMessage,
  writing: Writing,
  by: By,
): SignedDocument | NoReceipt | undefined {
  const { from, id, thread, digest, previous } = message;
  const received = store.messages.received(from, id);
  if (received?.digest === digest) return JSON.parse(received.receipt) as SignedDocument;
  const isInOrder = store.messages.head(thread, from, 'in') === previous;
  if (!received && isInOrder) return undefined;
  const noReceipt = received ? 'MESSAGE_ALTERED' : 'OUT_OF_ORDER';
  writing.recordRefusal({ refusal: noReceipt, facts: {} }, by);
  return { noReceipt, facts: {} };
}

function receive(
  node: Node,
  message: ReadMessage,
  signed: SignedDocument,
  writing: Writing,
  by: By,
): SignedDocument {
  const { store } = node;
  const { from, id, thread, digest, type, sentAt, previous, seen } = message;
  // Before what follows from it is written: that has seen it.
  store.messages.setHead(thread, from, 'in', digest);
  const outcome = judgeMessage(node, message, writing.around);
  if (isRefusal(outcome)) writing.recordRefusal(outcome, by);
  else writing.carryOut(outcome, by);
  const receipt = giveReceipt(node, message, outcome, writing.around);
  store.messages.keepReceived(
    { city: from, messageId: id, thread, digest, receipt: JSON.stringify(receipt) },
    isRefusal(outcome)
      ? { envelope: { type, sentAt, previous, seen } }
      : { document: JSON.stringify(signed) },
  );
  return receipt;
}

function giveReceipt(
  node: Node,
  message: ReadMessage,
  outcome: Decided | Refusal,
  around: Circumstances,
): SignedDocument {
  const receipt: Receipt = {
    messageId: message.id,
    messageDigest: message.digest,
    from: node.city,
    to: message.from,
    receivedAt: around.now,
    outcome: isRefusal(outcome) ? 'refused' : 'accepted',
    refusal: isRefusal(outcome) ? { code: outcome.refusal, facts: { ...outcome.facts } } : null,
  };
  return signDocument(JSON.stringify(receipt), receiptType, node.secrets.signingKey);
}
