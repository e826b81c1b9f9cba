import {
  type Message,
  type MessageType,
  peerContract,
  type SealedContent,
  type SignedDocument,
  schemaValidator,
  sealedContentValidator,
} from '@storstad/contract';
import { digestOf } from '@storstad/evidence';
import { open, verifyDocument } from '@storstad/signing';
import type { City, DigestText, Instant, Thread } from '../domain/values.js';
import { parseJsonBytes } from '../json-bytes.js';
import type { Member } from '../members.js';
import type { Node } from '../node.js';
import { messageType } from './outgoing.js';

/** A message that is what it claims to be: signed by the city that it is from, under a contract both have signed. */
export type ReadMessage = {
  [T in MessageType]: {
    readonly type: T;
    readonly id: string;
    readonly from: City;
    readonly thread: Thread;
    readonly sentAt: Instant;
    readonly previous: DigestText | null;
    readonly seen: DigestText | null;
    /** Of the payload's exact bytes. */
    readonly digest: DigestText;
    readonly content: SealedContent<T>;
  };
}[MessageType];

/** Why a message is not read at all. Nothing is written but the record of it. */
export type UnreadableCode =
  | 'DOCUMENT_INVALID'
  | 'SENDER_DIFFERS'
  | 'RECIPIENT_DIFFERS'
  | 'CONTRACT_NOT_SIGNED'
  | 'CONTENT_INVALID';

export interface Unreadable {
  readonly unreadable: UnreadableCode;
  /** Where in the document, never what stands there. */
  readonly at?: string;
}

export const isUnreadable = (read: object): read is Unreadable => 'unreadable' in read;

/** Reads a signed document from a city: signature, envelope, contract, then what is sealed in it. */
export function readMessage(node: Node, peer: Member, signed: SignedDocument): ReadMessage | Unreadable {
  const verified = verifyDocument(signed, messageType, (kid) => peer.verifyKeys.get(kid));
  if (!verified.ok) return { unreadable: 'DOCUMENT_INVALID', at: verified.problem };
  const json = parseJsonBytes(verified.payload);
  if (!json.ok) return { unreadable: 'DOCUMENT_INVALID', at: json.problem };
  const [violation] = schemaValidator(peerContract, 'Message')(json.value);
  if (violation) return { unreadable: 'DOCUMENT_INVALID', at: violation.at };
  const message = json.value as Message;
  const refused = envelopeProblem(node, peer, message);
  if (refused) return { unreadable: refused };
  const content = openContent(node, message);
  if ('unreadable' in content) return content;
  return {
    type: message.type,
    id: message.id,
    from: peer.city,
    thread: message.thread as Thread,
    sentAt: message.sentAt as Instant,
    previous: message.previous as DigestText | null,
    seen: message.seen as DigestText | null,
    digest: digestOf(verified.payload) as string as DigestText,
    content: content.opened,
  } as ReadMessage;
}

function envelopeProblem(node: Node, peer: Member, message: Message): UnreadableCode | undefined {
  if (message.from !== peer.city) return 'SENDER_DIFFERS';
  if (message.to !== node.city) return 'RECIPIENT_DIFFERS';
  const isSigned = (member: Member) => member.contracts.has(message.contract);
  const isOurs = message.contract === peerContract.digest;
  return isOurs && isSigned(peer) && isSigned(node.own) ? undefined : 'CONTRACT_NOT_SIGNED';
}

function openContent(node: Node, message: Message): Opened | Unreadable {
  const content = openSealed(node, message);
  if (isUnreadable(content)) return content;
  const [violation] = sealedContentValidator(message.type)(content.opened);
  return violation ? { unreadable: 'CONTENT_INVALID', at: violation.at } : content;
}

interface Opened {
  readonly opened: unknown;
}

function openSealed(node: Pick<Node, 'secrets'>, message: Message): Opened | Unreadable {
  const { id: messageId, from, to, thread } = message;
  const opened = open(message.sealed, node.secrets.openingKey, { from, to, thread, messageId });
  if (!opened.ok) return { unreadable: 'CONTENT_INVALID', at: opened.problem };
  const json = parseJsonBytes(opened.plaintext);
  return json.ok ? { opened: json.value } : { unreadable: 'CONTENT_INVALID', at: json.problem };
}

/** The payload of a signed document that is kept here. It was verified when it was made or came, and is not again. */
export const keptPayload = (document: string): unknown =>
  JSON.parse(Buffer.from((JSON.parse(document) as SignedDocument).payload, 'base64url').toString());

/** What a message said that came and is kept here; null when it was sealed to a key that this city no longer has. */
export function keptContent(node: Pick<Node, 'secrets'>, message: Message): unknown {
  const content = openSealed(node, message);
  return isUnreadable(content) ? null : content.opened;
}
