import { cutToConsent, peerContract, sealedContentValidator } from '@storstad/contract';
import { digestOf } from '@storstad/evidence';
import { seal, signDocument } from '@storstad/signing';
import type { OutgoingMessage } from '../domain/event.js';
import type { City, DigestText, Instant, Thread } from '../domain/values.js';
import type { Node } from '../node.js';

/** The document types of what nodes say to each other. */
export const messageType = 'storstad-message+json';
export const receiptType = 'storstad-receipt+json';

export type Sender = Pick<Node, 'city' | 'members' | 'secrets' | 'store' | 'unitRules' | 'newId'>;

/**
 * Puts a message in the outbox, inside the running transaction: cut to what the consents cover, sealed to the other
 * city, signed, and chained to the message before it in its thread. This is the only way out of a city.
 */
export function putInOutbox(
  sender: Sender,
  message: OutgoingMessage,
  at: Instant,
  traceparent: string | null,
): void {
  const { store, city, secrets } = sender;
  const { to, type, thread, subject } = message;
  const id = sender.newId();
  const envelope = {
    id,
    type,
    thread,
    from: city,
    to,
    sentAt: at,
    contract: peerContract.digest,
    previous: store.messages.head(thread, to, 'out'),
    seen: store.messages.head(thread, to, 'in'),
  };
  const content = contentAsItLeaves(message);
  const payload = JSON.stringify({ ...envelope, sealed: sealContent(sender, content, { id, thread, to }) });
  const document = JSON.stringify(signDocument(payload, messageType, secrets.signingKey));
  const digest = digestOf(payload) as string as DigestText;
  store.messages.put(
    { messageId: id, city: to, type, thread, subject, digest, traceparent, createdAt: at },
    document,
    content,
  );
  store.messages.setHead(thread, to, 'out', digest);
}

/** What a message says, as JSON, cut to what the consents cover. */
function contentAsItLeaves(message: OutgoingMessage): string {
  const content = cutToConsent(message.type, message.content as never, message.covered);
  const [violation] = sealedContentValidator(message.type)(content);
  if (violation) throw new Error(`A ${message.type} does not follow the contract at ${violation.at}`);
  return JSON.stringify(content);
}

function sealContent(
  { members, city }: Sender,
  content: string,
  { id, thread, to }: { id: string; thread: Thread; to: City },
): string {
  const member = members.get(to);
  if (!member) throw new Error('A message to a city that is no member');
  return seal(content, member.sealingKey, { from: city, to, thread, messageId: id });
}
