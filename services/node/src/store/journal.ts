import type { AssessThreat, Decision, Reading, ReadingReason } from '@storstad/contract';
import { type Digest, digestOf, linkHash } from '@storstad/evidence';
import { and, count, desc, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import type { DomainEvent } from '../domain/event.js';
import { caseThread, providerThread } from '../domain/event.js';
import type { PoliceApproval } from '../domain/police-approval.js';
import type { Facts, RefusalCode } from '../domain/refusal.js';
import type { CaseId, DraftId, Instant, Thread } from '../domain/values.js';
import type { Page } from './cases.js';
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
  /** Whether the case was the reader's own, and if not, the reason that was given for it that day. */
  readonly own: boolean;
  readonly reason: ReadingReason | null;
}

/** Somebody has begun to write of a person before there is a case, or thrown it away; what it says is not told. */
export interface DraftEvent {
  readonly type: 'draft-begun' | 'draft-discarded';
  readonly draftId: DraftId;
}

export type JournalEvent = DomainEvent | RefusedEvent | ReadEvent | DraftEvent;

/** Entries that change no state. */
export const withoutState: readonly JournalEvent['type'][] = [
  'refused',
  'case-read',
  'draft-begun',
  'draft-discarded',
];

/** An entry as it stands in the journal, before it is chained. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly event: Readonly<Record<string, unknown>> & { readonly type: JournalEvent['type'] };
  /** Of the encrypted part, when the event has one. */
  readonly sealedPart: Digest | null;
}

/** Which readings are asked for: of one case or of all, from one instant up to another. */
export interface ReadingFilter {
  readonly caseId?: CaseId;
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
  /** Of cases that were not the reader's own. */
  readonly notOwn?: boolean | undefined;
  /** For which this reason was given, which is only for cases that are not one's own. */
  readonly reason?: ReadingReason | undefined;
  readonly staff?: string | undefined;
  /** The first eight characters of the case's id, in lower case. */
  readonly caseReference?: string | undefined;
}

/** The journal: append an entry within the write transaction, sign the head at its end. */
export interface Journal {
  append(event: JournalEvent, actor: Actor, at: Instant): void;
  /** Who was shown something of a case, newest first. */
  readings(filter: ReadingFilter, page: Page): { readings: Reading[]; total: number };
  countReadings(filter: ReadingFilter): number;
  /** When somebody was shown something of a case for the first time, or for the first time from an instant on. */
  firstReadingAt(from?: Instant): Instant | undefined;
  /** What somebody has decided as a police liaison, newest first. */
  decisionsOf(actor: Actor, page: Page): { decisions: Decision[]; total: number };
  /** How many entries there are, and the hash of the last one, which covers them all. */
  head(): { entries: number; hash: Digest | null };
  /**
   * The refusals and reclassifications among so many entries after one; `last` is null at the end of the journal. Read for
   * the year's report alone, so it has no index, which every entry would pay for.
   */
  refusedOrReclassified(after: number, among: number): { entries: JournalEntry[]; last: number | null };
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

  function decisionOf({ entry, ciphertext }: { entry: string; ciphertext: Buffer | null }): Decision {
    const { at, event } = JSON.parse(entry) as JournalEntry;
    const caseId = event.caseId as CaseId;
    const text = ciphertext ? vault.decrypt(caseThread(caseId), ciphertext) : undefined;
    const { approval, verdict, threat } = JSON.parse(text ?? '{}') as SealedDecision;
    return {
      caseId,
      kind: decisionKinds[event.type as keyof typeof decisionKinds],
      verdict: approval?.decision ?? verdict ?? threat?.level ?? null,
      city: approval?.city ?? null,
      decidedAt: at,
    };
  }

  const countReadings = (filter: ReadingFilter): number =>
    db.select({ n: count() }).from(journal).where(readingsIn(filter)).get()?.n ?? 0;

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
    readings(filter, { page, limit }) {
      const rows = db
        .select({ entry: journal.entry })
        .from(journal)
        .where(readingsIn(filter))
        .orderBy(desc(readAt), desc(journal.seq))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      return { readings: rows.map(({ entry }) => readingOf(entry)), total: countReadings(filter) };
    },
    countReadings,
    firstReadingAt: (from) =>
      db
        .select({ at: sql<Instant>`${readAt}` })
        .from(journal)
        .where(readingsIn({ from }))
        .orderBy(readAt)
        .limit(1)
        .get()?.at,
    decisionsOf(actor, { page, limit }) {
      const where = and(isDecision, sql`json_extract(${journal.entry}, '$.actor') = ${actor}`);
      const rows = db
        .select({ entry: journal.entry, ciphertext: sealedParts.ciphertext })
        .from(journal)
        .leftJoin(sealedParts, eq(sealedParts.seq, journal.seq))
        .where(where)
        .orderBy(desc(journal.seq))
        .limit(limit)
        .offset((page - 1) * limit)
        .all();
      const total = db.select({ n: count() }).from(journal).where(where).get()?.n ?? 0;
      return { decisions: rows.map(decisionOf), total };
    },
    head() {
      const head = selectHead.get();
      return { entries: head?.seq ?? 0, hash: (head?.hash ?? null) as Digest | null };
    },
    refusedOrReclassified(after, among) {
      const last = after + among;
      const rows = db
        .select({ entry: journal.entry })
        .from(journal)
        .where(
          and(
            gt(journal.seq, after),
            lte(journal.seq, last),
            sql`json_extract(entry, '$.event.type') in ('refused', 'case-reclassified')`,
          ),
        )
        .all();
      const entries = rows.map(({ entry }) => JSON.parse(entry) as JournalEntry);
      return { entries, last: (selectHead.get()?.seq ?? 0) > last ? last : null };
    },
    seal() {
      const head = selectHead.get();
      if (head) insertSeal.run({ seq: head.seq, signature: sign(head.hash) });
    },
  };
}

// As in the indexes journal_readings and journal_read_log, to the letter.
const isReading = sql`json_extract(entry, '$.event.type') = 'case-read'`;
const readAt = sql`json_extract(entry, '$.at')`;

/** The events that are decisions of a police liaison; the index journal_decisions has them too. */
const decisionKinds = {
  'threat-assessed': 'threat-assessment',
  'approval-decided': 'approval',
  'approval-withdrawn': 'approval-withdrawal',
  'place-cleared': 'place-clearance',
  'no-suitable-city-found': 'no-suitable-city',
} as const satisfies Partial<Record<JournalEvent['type'], Decision['kind']>>;

/** What a decision has sealed, as far as it is shown. */
interface SealedDecision {
  readonly approval?: Pick<PoliceApproval, 'decision' | 'city'>;
  readonly verdict?: 'clear' | 'unsuitable';
  readonly threat?: Pick<AssessThreat, 'level'>;
}

// As in the index journal_decisions, to the letter.
const isDecision = sql`json_extract("journal"."entry", '$.event.type') in ('threat-assessed', 'approval-decided', 'approval-withdrawn', 'place-cleared', 'no-suitable-city-found')`;

// As in the index journal_read_log_not_own, to the letter.
const isNotOwn = sql`json_extract(entry, '$.event.own') = 0`;

const readingsIn = ({
  caseId,
  from,
  until,
  notOwn,
  reason,
  staff,
  caseReference,
}: ReadingFilter): SQL | undefined =>
  and(
    isReading,
    notOwn || reason ? isNotOwn : undefined,
    reason && sql`json_extract(entry, '$.event.reason') = ${reason}`,
    caseId && sql`json_extract(entry, '$.event.caseId') = ${caseId}`,
    caseReference === undefined
      ? undefined
      : sql`substr(json_extract(entry, '$.event.caseId'), 1, 8) = ${caseReference}`,
    staff === undefined ? undefined : sql`json_extract(entry, '$.actor') = ${staff}`,
    from && sql`${readAt} >= ${from}`,
    until && sql`${readAt} < ${until}`,
  );

function readingOf(entry: string): Reading {
  const { at, actor, event } = JSON.parse(entry) as JournalEntry;
  // An earlier version did not record whether the case was the reader's own.
  const { caseId, operation, own = null, reason = null } = event as unknown as Reading;
  return { at, staff: actor, caseId, operation, own, reason };
}

/** The thread that an event with a sealed part belongs to. */
export function threadOf(event: JournalEvent): Thread {
  if ('caseId' in event) return caseThread(event.caseId);
  if ('providerId' in event) return providerThread(event.providerId);
  throw new Error(`${event.type} has nothing to seal`);
}
