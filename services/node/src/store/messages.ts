import type { DeliveryNote, MessageType } from '@storstad/contract';
import { and, asc, count, desc, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { City, DigestText, Instant, Thread } from '../domain/values.js';
import type { Database } from './database.js';
import { acknowledgements, inbox, outbox, threadHeads } from './schema.js';
import type { Vault } from './vault.js';

/** A message that waits for its receipt. */
export interface OutboxRow {
  readonly messageId: string;
  readonly city: City;
  readonly type: MessageType;
  readonly thread: Thread;
  /** The id of what the message is about. */
  readonly subject: string;
  /** Of the payload's exact bytes. */
  readonly digest: DigestText;
  readonly traceparent: string | null;
  readonly createdAt: Instant;
}

/** A waiting message with the exact bytes to send. */
export interface WaitingMessage extends OutboxRow {
  readonly position: number;
  readonly document: string;
}

export interface RefusedDelivery extends OutboxRow {
  readonly refusalCode: string | null;
  /** When it was ticked off, and what was done; null until then. */
  readonly acknowledgedAt: Instant | null;
  readonly note: DeliveryNote | null;
}

/** What places a message in its thread, besides its digest. */
export interface Envelope {
  readonly type: MessageType;
  readonly sentAt: Instant;
  readonly previous: DigestText | null;
  readonly seen: DigestText | null;
}

/** A message of this city in a thread, with the receipt that it has got. */
export interface SentInThread {
  readonly messageId: string;
  readonly city: City;
  readonly digest: DigestText;
  readonly document: string;
  /** What it said as it left, as JSON; null in what an earlier version sent. */
  readonly content: string | null;
  readonly state: 'waiting' | 'accepted' | 'refused';
  readonly refusalCode: string | null;
  /** The signed receipt, once it has come. */
  readonly receipt: string | null;
}

/** What is kept of a message from another city: the document, or of one that was refused the envelope alone. */
export type Kept = { readonly document: string } | { readonly envelope: Envelope };

/** A message of another city in a thread, with the receipt that it was given. */
export type ReceivedInThread = Kept & {
  readonly messageId: string;
  readonly city: City;
  readonly digest: DigestText;
  readonly receipt: string;
};

/** How a receipt closes a message. */
export interface Closing {
  readonly state: 'accepted' | 'refused';
  readonly refusalCode: string | null;
  readonly receipt: string;
}

/** What goes to other cities and what comes from them, with the receipts, as evidence. */
export interface Messages {
  /** `content` is what the document says, as JSON; the document itself is sealed to the other city. */
  put(row: OutboxRow, document: string, content: string): void;
  /** The messages to a city that have no receipt yet, oldest first. */
  waiting(city: City, after: number, limit: number): WaitingMessage[];
  countWaiting(city: City): number;
  /** Those that nobody has ticked off, oldest first, or the others, newest first; a thousand at most. */
  refused(which: 'open' | 'acknowledged'): RefusedDelivery[];
  findRefused(messageId: string): RefusedDelivery | undefined;
  /** How many of a city's refusals nobody has ticked off. */
  countRefused(city: City): number;
  /** The receipt for the newest message to a city that has one, as the signed document. */
  lastReceipt(city: City): string | undefined;
  /** Closes a waiting message; false when it was closed before. */
  close(messageId: string, closing: Closing): boolean;
  /** The receipt that a message got earlier, and the digest of what it was then. */
  received(city: City, messageId: string): { digest: DigestText; receipt: string } | undefined;
  keepReceived(
    row: { city: City; messageId: string; thread: Thread; digest: DigestText; receipt: string },
    kept: Kept,
  ): void;
  /** What this city has said in a thread, and what it has been told. */
  sentIn(thread: Thread): SentInThread[];
  receivedIn(thread: Thread): ReceivedInThread[];
  head(thread: Thread, city: City, direction: 'out' | 'in'): DigestText | null;
  setHead(thread: Thread, city: City, direction: 'out' | 'in', digest: DigestText): void;
}

/** Opens outbox, inbox and the heads of the threads. */
export function openMessages(db: Database, vault: Vault): Messages {
  const p = sql.placeholder;
  const insertOut = db
    .insert(outbox)
    .values({
      messageId: p('messageId'),
      city: p('city'),
      type: p('type'),
      thread: p('thread'),
      subject: p('subject'),
      digest: p('digest'),
      document: p('document'),
      state: 'waiting',
      traceparent: p('traceparent'),
      createdAt: p('createdAt'),
      content: p('content'),
    })
    .prepare();
  const open = and(eq(outbox.state, 'waiting'), ne(outbox.state, 'accepted'), eq(outbox.city, p('city')));
  const selectWaiting = db
    .select()
    .from(outbox)
    .where(and(open, sql`${outbox.position} > ${p('after')}`))
    .orderBy(asc(outbox.position))
    .limit(p('limit'))
    .prepare();
  const countOpen = db.select({ n: count() }).from(outbox).where(open).prepare();
  const closeOut = db
    .update(outbox)
    .set({ state: sql`${p('state')}`, refusalCode: sql`${p('refusalCode')}`, receipt: sql`${p('receipt')}` })
    .where(and(eq(outbox.messageId, p('messageId')), eq(outbox.state, 'waiting')))
    .prepare();
  const selectIn = db
    .select({ digest: inbox.digest, receipt: inbox.receipt })
    .from(inbox)
    .where(and(eq(inbox.city, p('city')), eq(inbox.messageId, p('messageId'))))
    .prepare();
  // The second half is the condition of the index outbox_open.
  const isRefused = and(eq(outbox.state, 'refused'), ne(outbox.state, 'accepted'));
  const selectRefused = () =>
    db
      .select({ row: outbox, acknowledged: acknowledgements })
      .from(outbox)
      .leftJoin(acknowledgements, eq(acknowledgements.messageId, outbox.messageId));
  const insertIn = db
    .insert(inbox)
    .values({
      city: p('city'),
      messageId: p('messageId'),
      thread: p('thread'),
      digest: p('digest'),
      document: p('document'),
      receipt: p('receipt'),
      envelope: p('envelope'),
    })
    .prepare();
  const ofThread = and(
    eq(threadHeads.thread, p('thread')),
    eq(threadHeads.city, p('city')),
    eq(threadHeads.direction, p('direction')),
  );
  const selectHead = db.select({ digest: threadHeads.digest }).from(threadHeads).where(ofThread).prepare();
  const upsertHead = db
    .insert(threadHeads)
    .values({ thread: p('thread'), city: p('city'), direction: p('direction'), digest: p('digest') })
    .onConflictDoUpdate({
      target: [threadHeads.thread, threadHeads.city, threadHeads.direction],
      set: { digest: sql`excluded.digest` },
    })
    .prepare();

  return {
    put: (row, document, content) => {
      insertOut.run({ ...row, document, content: vault.encrypt(row.thread, content) });
    },
    waiting: (city, after, limit) =>
      selectWaiting
        .all({ city, after, limit })
        .map((row) => ({ ...outboxRow(row), position: row.position, document: row.document })),
    countWaiting: (city) => countOpen.get({ city })?.n ?? 0,
    refused: (which) =>
      selectRefused()
        .where(and(isRefused, (which === 'open' ? isNull : isNotNull)(acknowledgements.messageId)))
        .orderBy((which === 'open' ? asc : desc)(outbox.position))
        .limit(1000)
        .all()
        .map(refusedRow),
    findRefused(messageId) {
      const row = selectRefused()
        .where(and(eq(outbox.messageId, messageId), eq(outbox.state, 'refused')))
        .get();
      return row && refusedRow(row);
    },
    countRefused: (city) =>
      db
        .select({ n: count() })
        .from(outbox)
        .leftJoin(acknowledgements, eq(acknowledgements.messageId, outbox.messageId))
        .where(and(isRefused, eq(outbox.city, city), isNull(acknowledgements.messageId)))
        .get()?.n ?? 0,
    lastReceipt: (city) =>
      db
        .select({ receipt: outbox.receipt })
        .from(outbox)
        .where(and(eq(outbox.city, city), isNotNull(outbox.receipt)))
        .orderBy(desc(outbox.position))
        .limit(1)
        .get()?.receipt ?? undefined,
    close: (messageId, closing) => closeOut.run({ messageId, ...closing }).changes === 1,
    received: (city, messageId) =>
      selectIn.get({ city, messageId }) as { digest: DigestText; receipt: string } | undefined,
    keepReceived: (row, kept) => {
      const document = 'document' in kept ? vault.encrypt(row.thread, kept.document) : null;
      const envelope = 'envelope' in kept ? JSON.stringify(kept.envelope) : null;
      insertIn.run({ ...row, document, envelope });
    },
    sentIn: (thread) =>
      db
        .select()
        .from(outbox)
        .where(eq(outbox.thread, thread))
        .orderBy(asc(outbox.position))
        .all()
        .map(({ content, ...row }) => ({
          messageId: row.messageId,
          city: row.city as City,
          digest: row.digest as DigestText,
          document: row.document,
          content: (content && vault.decrypt(thread, content)) ?? null,
          state: row.state,
          refusalCode: row.refusalCode,
          receipt: row.receipt,
        })),
    receivedIn: (thread) =>
      db
        .select()
        .from(inbox)
        .where(eq(inbox.thread, thread))
        .all()
        .flatMap(({ document, envelope, ...row }) => {
          const kept = readKept(document && vault.decrypt(thread, document), envelope);
          const { messageId, receipt } = row;
          const [city, digest] = [row.city as City, row.digest as DigestText];
          return kept ? [{ ...kept, messageId, receipt, city, digest }] : [];
        }),
    head: (thread, city, direction) =>
      (selectHead.get({ thread, city, direction })?.digest ?? null) as DigestText | null,
    setHead: (thread, city, direction, digest) => {
      upsertHead.run({ thread, city, direction, digest });
    },
  };
}

/** Nothing is kept of what an earlier version refused. */
function readKept(document: string | null | undefined, envelope: string | null): Kept | undefined {
  if (document) return { document };
  return envelope === null ? undefined : { envelope: JSON.parse(envelope) as Envelope };
}

const refusedRow = ({
  row,
  acknowledged,
}: {
  row: typeof outbox.$inferSelect;
  acknowledged: typeof acknowledgements.$inferSelect | null;
}): RefusedDelivery => ({
  ...outboxRow(row),
  refusalCode: row.refusalCode,
  acknowledgedAt: (acknowledged?.at ?? null) as Instant | null,
  note: (acknowledged?.note ?? null) as DeliveryNote | null,
});

const outboxRow = (row: typeof outbox.$inferSelect): OutboxRow => ({
  messageId: row.messageId,
  city: row.city as City,
  type: row.type as MessageType,
  thread: row.thread as Thread,
  subject: row.subject,
  digest: row.digest as DigestText,
  traceparent: row.traceparent,
  createdAt: row.createdAt as Instant,
});
