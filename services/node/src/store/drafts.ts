import { desc, eq, lt, sql } from 'drizzle-orm';
import type { DraftId, Instant, Thread } from '../domain/values.js';
import type { Database } from './database.js';
import { drafts } from './schema.js';
import type { Vault } from './vault.js';

/** What somebody has begun to write before there is a case. */
export interface Draft {
  readonly id: DraftId;
  /** Whose it is, by the subject; nobody else sees it. */
  readonly staff: string;
  readonly changedAt: Instant;
  /** As the pages wrote it; the store does not look into it. */
  readonly content: string;
}

/** Drafts, each encrypted with a key of its own. A draft whose key is gone is not there. */
export interface Drafts {
  find(id: DraftId): Draft | undefined;
  /** The newest change first. */
  of(staff: string): Draft[];
  /** Those that nobody has changed since some instant. */
  unchangedSince(at: Instant): DraftId[];
  /** Only within a write transaction. */
  save(draft: Draft): void;
  /** Only within a write transaction. */
  remove(id: DraftId): void;
  /** Destroys a draft's key: what it said can be read no more, here or in a copy of the store. */
  destroyKey(id: DraftId): void;
}

/** Opens the table of drafts. */
export function openDrafts(db: Database, vault: Vault): Drafts {
  const opened = ({ content, ...row }: typeof drafts.$inferSelect): Draft[] => {
    const id = row.id as DraftId;
    const text = vault.decrypt(draftThread(id), content);
    return text === undefined ? [] : [{ ...row, id, changedAt: row.changedAt as Instant, content: text }];
  };
  return {
    find: (id) => db.select().from(drafts).where(eq(drafts.id, id)).all().flatMap(opened)[0],
    of: (staff) =>
      db
        .select()
        .from(drafts)
        .where(eq(drafts.staff, staff))
        .orderBy(desc(drafts.changedAt), desc(drafts.id))
        .all()
        .flatMap(opened),
    unchangedSince: (at) =>
      db
        .select({ id: drafts.id })
        .from(drafts)
        .where(lt(drafts.changedAt, at))
        .all()
        .map(({ id }) => id as DraftId),
    save({ id, staff, changedAt, content }) {
      const sealed = vault.encrypt(draftThread(id), content);
      db.insert(drafts)
        .values({ id, staff, changedAt, content: sealed })
        .onConflictDoUpdate({
          target: drafts.id,
          set: { changedAt: sql`excluded.changed_at`, content: sql`excluded.content` },
        })
        .run();
    },
    remove: (id) => void db.delete(drafts).where(eq(drafts.id, id)).run(),
    destroyKey: (id) => vault.destroy(draftThread(id)),
  };
}

const draftThread = (id: DraftId): Thread => `drafts/${id}`;
