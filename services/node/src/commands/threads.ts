import type { CaseThreads, Message, Receipt, ThreadEntry } from '@storstad/contract';
import { isLiaisonOnly } from '../domain/access.js';
import { caseThread } from '../domain/event.js';
import { type InThread, inCausalOrder } from '../domain/thread-order.js';
import type { CaseId, City, DigestText, Instant } from '../domain/values.js';
import type { Node } from '../node.js';
import type { Envelope, ReceivedInThread, SentInThread } from '../store/messages.js';
import { type DeskCommand, readCase } from './desk-command.js';
import { keptContent, keptPayload } from './read-message.js';

/** The messages of a case, a thread for each city that it has been spoken of with. */
export const getThread: DeskCommand<'getThread'> = (node, call) =>
  readCase<CaseThreads>(node, call, ({ id }) => ({
    threads: threadsOf(node, id).map(({ city, entries }) => ({
      caseId: id,
      city,
      entries: isLiaisonOnly(call.staff) ? entries.map((entry) => ({ ...entry, content: null })) : entries,
    })),
  }));

type Entry = ThreadEntry & InThread;

function threadsOf(node: Node, caseId: CaseId): { readonly city: City; readonly entries: Entry[] }[] {
  const { messages } = node.store;
  const thread = caseThread(caseId);
  const said = messages.sentIn(thread).map((sent) => ({ city: sent.city, entry: sentEntry(node, sent) }));
  const heard = messages
    .receivedIn(thread)
    .map((received) => ({ city: received.city, entry: receivedEntry(node, received) }));
  const all = [...said, ...heard];
  return [...new Set(all.map(({ city }) => city))].map((city) => ({
    city,
    entries: inCausalOrder(all.filter((one) => one.city === city).map(({ entry }) => entry)),
  }));
}

function sentEntry({ city: from }: Node, sent: SentInThread): Entry {
  const { messageId, city: to, digest, state: outcome, refusalCode } = sent;
  const envelope = envelopeOf(keptPayload(sent.document) as Message);
  const content = sent.content === null ? null : JSON.parse(sent.content);
  const receivedAt = sent.receipt === null ? null : (keptPayload(sent.receipt) as Receipt).receivedAt;
  return { messageId, from, to, digest, ...envelope, receivedAt, outcome, refusalCode, content };
}

function receivedEntry(node: Node, received: ReceivedInThread): Entry {
  const { messageId, city: from, digest } = received;
  const { outcome, refusal, receivedAt } = keptPayload(received.receipt) as Receipt;
  const refusalCode = refusal?.code ?? null;
  const { envelope, content } = openReceived(node, received);
  return { messageId, from, to: node.city, digest, ...envelope, receivedAt, outcome, refusalCode, content };
}

function openReceived(
  node: Node,
  received: ReceivedInThread,
): Pick<Entry, 'content'> & { envelope: Envelope } {
  if ('envelope' in received) return { envelope: received.envelope, content: null };
  const message = keptPayload(received.document) as Message;
  return { envelope: envelopeOf(message), content: keptContent(node, message) as Entry['content'] };
}

/** Messages of an earlier version do not say what their sender had seen. */
const envelopeOf = ({ type, sentAt, previous, seen }: Message): Envelope => ({
  type,
  sentAt: sentAt as Instant,
  previous: previous as DigestText | null,
  seen: (seen ?? null) as DigestText | null,
});
