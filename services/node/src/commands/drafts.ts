import type { Staff } from '../domain/access.js';
import type { DraftId, Instant } from '../domain/values.js';
import type { Node } from '../node.js';
import type { Draft } from '../store/drafts.js';
import type { By } from './commit.js';

/**
 * What somebody has begun to write before there is a case, for the pages alone. It is its writer's own: of nobody else's
 * draft one learns even that it is there.
 */

export const mostDrafts = 20;
/** In bytes of UTF-8. There is room for every text of a new referral at its longest, with each letter in twelve characters. */
export const mostDraftBytes = 256 * 1024;
/** A draft that is not changed for so long is removed when drafts are next listed. */
export const draftDays = 30;

/**
 * Why a draft was not saved. `not-found`: it is not there, is too old, or is somebody else's. `changed`: it is not as it was
 * when the new content was made from it.
 */
export type DraftFault = 'too-many' | 'too-large' | 'not-found' | 'changed';

type Saved = { readonly draft: Draft } | { readonly fault: DraftFault };

/** Saves a draft: a new one, or one that is there with other content, if it still has the one that `was` there. On disk when it ends. */
export function saveDraft(
  node: Node,
  staff: Staff,
  { id, content, was }: { readonly id: string | null; readonly content: string; readonly was?: string },
): Promise<Saved> {
  if (Buffer.byteLength(content) > mostDraftBytes) return Promise.resolve({ fault: 'too-large' });
  const { drafts } = node.store;
  return node.commit.transact<Saved>(({ around, note }) => {
    const before = id === null ? undefined : findDraft(node, staff, id);
    if (id !== null && !before) return { fault: 'not-found' };
    if (was !== undefined && before?.content !== was) return { fault: 'changed' };
    if (id === null && drafts.of(staff.subject).length >= mostDrafts) return { fault: 'too-many' };
    const draftId = (id ?? node.newId()) as DraftId;
    const draft = { id: draftId, staff: staff.subject, changedAt: around.now, content };
    drafts.save(draft);
    if (id === null) note({ type: 'draft-begun', draftId }, by(staff.subject, 'saveDraft'));
    return { draft };
  });
}

/** A draft of one's own; undefined when there is none, or it is too old. */
export function findDraft(node: Node, { subject }: Staff, id: string): Draft | undefined {
  const draft = node.store.drafts.find(id as DraftId);
  return draft && draft.staff === subject && draft.changedAt >= oldest(node) ? draft : undefined;
}

/** One's own drafts, the newest change first. Everybody's that are too old are removed before. */
export async function listDrafts(node: Node, staff: Staff): Promise<Draft[]> {
  await remove(node, node.store.drafts.unchangedSince(oldest(node)), `node:${node.city}`);
  return node.store.drafts.of(staff.subject);
}

/** Removes a draft of one's own for good, with its key. Nothing when it is not there. */
export async function discardDraft(node: Node, staff: Staff, id: string): Promise<void> {
  const draft = findDraft(node, staff, id);
  if (draft) await remove(node, [draft.id], staff.subject);
}

/** The keys go first: if the program is stopped in between, what is left says nothing to anyone. */
async function remove({ store, commit }: Node, ids: readonly DraftId[], actor: string): Promise<void> {
  if (ids.length === 0) return;
  for (const id of ids) store.drafts.destroyKey(id);
  await commit.transact<void>(({ note }) => {
    for (const draftId of ids) {
      store.drafts.remove(draftId);
      note({ type: 'draft-discarded', draftId }, by(actor, 'discardDraft'));
    }
  });
}

const oldest = ({ clock }: Node): Instant =>
  new Date(Date.parse(clock.now()) - draftDays * 86_400_000).toISOString() as Instant;

const by = (actor: string, operation: string): By => ({ actor, operation, thread: null, traceparent: null });
