import { type Digest, digestOf, linkHash } from '@storstad/evidence';
import { count, desc, type SQL, sql } from 'drizzle-orm';
import type { DomainEvent } from '../domain/event.js';
import { caseThread, providerThread } from '../domain/event.js';
import type { Facts, RefusalCode } from '../domain/refusal.js';
import type { CaseId, Instant, Thread } from '../domain/values.js';
import type { Database } from './database.js';
import { journal, journalSeals, sealedParts } from './schema.js';
import type { Vault } from './vault.js';

/** Who caused an entry: a staff member's subject at the identity provider, or `node:` and a city. */
export type Actor = string;

/** A refusal that was given, for the record. */
export interface RefusedEvent {
  readonly type: 'refused';
  readonly operation: string;
  readonly thread: Thread | null;
  readonly code: RefusalCode | string;
  readonly facts: Facts;
}

/** Someone has been shown personal content (requirements §4, 000:72). */
export interface ReadEvent {
  readonly type: 'case-read';
  readonly operation: string;
  readonly caseId: CaseId;
}

export type JournalEvent = DomainEvent | RefusedEvent | ReadEvent;

/** An entry as it stands in the journal, before it is chained. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly event: Readonly<Record<string, unknown>> & { readonly type: JournalEvent['type'] };
  /** Of the encrypted part, when the event has one. */
  readonly sealedPart: Digest | null;
}

/** That someone was shown something of a case. */
export interface Reading {
  readonly at: Instant;
  readonly staff: Actor;
  readonly operation: string;
}

/** The journal: append an entry within the write transaction, sign the head at its end. */
export interface Journal {
  append(event: JournalEvent, actor: Actor, at: Instant): void;
  /** Who was shown something of a case, newest first. */
  readings(caseId: CaseId, page: { page: number; limit: number }): { readings: Reading[]; total: number };
  /** Signs the head when entries were added since the last time. */
  seal(): void;
}

/** Opens the journal; `sign` makes this city's signature over a head's hash. */
export function openJournal(db: Database, vault: Vault, sign: (hash: string) => string): Journal {
  const selectHead = db
    .select({ seq: journal.seq, hash: journal.hash })
    .from(journal)
    .orderBy(desc(journal.seq))
    .limit(1)
    .prepare();
  const insertEntry = db
    .insert(journal)
    .values({
      seq: sql.placeholder('seq'),
      entry: sql.placeholder('entry'),
      previous: sql.placeholder('previous'),
      hash: sql.placeholder('hash'),
    })
    .prepare();
  const insertSeal = db
    .insert(journalSeals)
    .values({ seq: sql.placeholder('seq'), signature: sql.placeholder('signature') })
    .onConflictDoNothing()
    .prepare();
  const insertSealedPart = db
    .insert(sealedParts)
    .values({
      seq: sql.placeholder('seq'),
      thread: sql.placeholder('thread'),
      ciphertext: sql.placeholder('ciphertext'),
    })
    .prepare();

  return {
    append(event, actor, at) {
      const head = selectHead.get();
      const seq = (head?.seq ?? 0) + 1;
      const { sealed, ...open } = event as JournalEvent & { sealed?: unknown };
      let sealedPart: Digest | null = null;
      if (sealed !== undefined) {
        const thread = threadOf(event);
        const ciphertext = vault.encrypt(thread, JSON.stringify(sealed));
        insertSealedPart.run({ seq, thread, ciphertext });
        sealedPart = digestOf(ciphertext);
      }
      const entry = JSON.stringify({ seq, at, actor, event: open, sealedPart } satisfies JournalEntry);
      const previous = (head?.hash ?? null) as Digest | null;
      insertEntry.run({ seq, entry, previous, hash: linkHash(previous, entry) });
    },
    readings(caseId, { page, limit }) {
      const rows = db
        .select({ entry: journal.entry })
        .from(journal)
        .where(readingsOf(caseId))
        .orderBy(desc(journal.seq))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const readings = rows.map(({ entry }) => {
        const { at, actor, event } = JSON.parse(entry) as JournalEntry;
        return { at, staff: actor, operation: String(event.operation) };
      });
      const total = db.select({ n: count() }).from(journal).where(readingsOf(caseId)).get()?.n ?? 0;
      return { readings, total };
    },
    seal() {
      const head = selectHead.get();
      if (head) insertSeal.run({ seq: head.seq, signature: sign(head.hash) });
    },
  };
}

/** As in the index journal_readings, to the letter. */
const readingsOf = (caseId: CaseId): SQL =>
  sql`json_extract(entry, '$.event.type') = 'case-read' and json_extract(entry, '$.event.caseId') = ${caseId}`;

/** The thread that an event with a sealed part belongs to. */
export function threadOf(event: JournalEvent): Thread {
  if ('caseId' in event) return caseThread(event.caseId);
  if ('providerId' in event) return providerThread(event.providerId);
  throw new Error(`${event.type} has nothing to seal`);
}
