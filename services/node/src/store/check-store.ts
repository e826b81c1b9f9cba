import { canonicalJson, type Digest, digestOf, type Link, verifyChain } from '@storstad/evidence';
import { asc, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Case } from '../domain/case.js';
import type { CaseEvent, DomainEvent } from '../domain/event.js';
import type { CaseId, City, Instant, Thread } from '../domain/values.js';
import { applyEvent, movePlaces } from './apply-event.js';
import { type JournalEntry, withoutState } from './journal.js';
import {
  acknowledgements,
  agreements,
  balances,
  cases,
  contactPoints,
  costLineSignatures,
  costLines,
  exclusions,
  invoiceSamples,
  invoices,
  journalSeals,
  postings,
  readingReasons,
  readingReviews,
  slots,
  staffMembers,
  statements,
} from './schema.js';
import { openStore, type Store } from './store.js';

/** What a check of a store has found. */
export interface StoreCheck {
  readonly entries: number;
  /** Cases and providers whose key has been destroyed: what they were cannot be made again, and is not compared. */
  readonly erased: number;
  /** What is wrong, in words for an operator; empty when all is well. */
  readonly findings: readonly string[];
}

type VerifyHead = (hash: string, signature: string) => boolean;

/**
 * Checks a store against its own journal: the chain is whole, every seal is the city's, the encrypted parts are those
 * that the journal names, and the events made anew give the very state that is there. Writes nothing.
 */
export function checkStore(store: Store, city: City, verifyHead: VerifyHead): StoreCheck {
  const chain = verifyChain(links(store));
  if (!chain.ok)
    return { entries: chain.seq, erased: 0, findings: [`Journal entry ${chain.seq}: ${chain.problem}.`] };
  const replay = replayed(store, city);
  const findings = [
    ...sealFindings(store, verifyHead),
    ...replay.findings,
    ...caseFindings(store, replay.again, replay.erased),
    ...providerFindings(store, replay.again, replay.erased),
    ...comparedTables.flatMap((table) => tableFindings(store, replay.again, table)),
    ...sumFindings(store),
  ];
  replay.again.close();
  return { entries: chain.head.seq, erased: replay.erased.size, findings };
}

function* links(store: Store): Generator<Link> {
  for (const row of store.db.$client.prepare('SELECT * FROM journal ORDER BY seq').iterate())
    yield row as Link;
}

/** The last entry must be sealed, and every seal must be this city's signature over the entry's hash. */
function sealFindings(store: Store, verifyHead: VerifyHead): string[] {
  const seals = store.db.select().from(journalSeals).orderBy(asc(journalSeals.seq)).all();
  const hashOf = store.db.$client.prepare('SELECT hash FROM journal WHERE seq = ?').pluck();
  const wrong = seals.filter(({ seq, signature }) => !verifyHead(String(hashOf.get(seq)), signature));
  const last = store.db.$client.prepare('SELECT max(seq) FROM journal').pluck().get();
  const unsealed = last !== null && seals.at(-1)?.seq !== last;
  return [
    ...wrong.map(({ seq }) => `Journal entry ${seq}: the seal is not this city's.`),
    ...(unsealed ? ['The last journal entries are not sealed.'] : []),
  ];
}

/** Applies every event again, to an empty store in memory. Of an erased case only the places can follow, of an erased provider nothing. */
function replayed(store: Store, city: City) {
  const again = openStore(':memory:', city, () => '');
  const findings: string[] = [];
  const erased = new Map<string, Case['side'] | 'provider'>();
  const unreadable = new Set<string>();
  for (const link of links(store)) {
    const { seq, at, event, sealedPart } = JSON.parse(link.entry) as JournalEntry;
    if (withoutState.includes(event.type)) continue;
    const subject = (event.caseId ?? event.providerId) as string;
    const part = sealedPart === null ? undefined : openPart(store, seq, sealedPart);
    if (part === 'altered') {
      findings.push(`Journal entry ${seq}: its encrypted part has been altered or is gone.`);
      unreadable.add(subject);
    } else if (part === 'erased' && !erased.has(subject)) {
      erased.set(subject, whatWas(event.type));
    }
    const was = erased.get(subject);
    const known = event as unknown as DomainEvent;
    if (unreadable.has(subject) || was === 'provider') continue;
    if (was !== undefined && !outlivesTheCase(known)) {
      movePlaces(again.slots, was, known as CaseEvent);
      continue;
    }
    again.vault.provide(2);
    applyEvent(again, { ...known, ...(part ? { sealed: part } : {}) } as DomainEvent, at as Instant);
  }
  return { again, findings, erased };
}

/** What it is that was erased, by the first of its events. */
const whatWas = (type: JournalEntry['event']['type']): Case['side'] | 'provider' =>
  type === 'provider-registered' ? 'provider' : openedHere.includes(type) ? 'home' : 'receiving';

const openedHere: readonly string[] = ['case-opened', 'onward-case-opened'];

/** What is kept of a case whose key is gone: its lines of the ledger, and why somebody read it. */
const outlivesTheCase = ({ type }: DomainEvent): boolean =>
  type.startsWith('cost-line-') || type === 'reading-reason-given';

function openPart(store: Store, seq: number, digest: Digest): object | 'altered' | 'erased' {
  const row = store.db.$client
    .prepare('SELECT thread, ciphertext FROM sealed_parts WHERE seq = ?')
    .get(seq) as { thread: Thread; ciphertext: Buffer } | undefined;
  if (!row || digestOf(row.ciphertext) !== digest) return 'altered';
  const text = store.vault.decrypt(row.thread, row.ciphertext);
  return text === undefined ? 'erased' : (JSON.parse(text) as object);
}

function caseFindings(store: Store, again: Store, erased: ReadonlyMap<string, unknown>): string[] {
  const ids = (of: Store) =>
    of.db
      .select({ id: cases.id })
      .from(cases)
      .all()
      .map(({ id }) => id as CaseId);
  const all = new Set([...ids(store), ...ids(again)]);
  return [...all]
    .filter((id) => !erased.has(id) && textOf(store, id) !== textOf(again, id))
    .map((id) => `Case ${id} is not what the journal says.`);
}

function providerFindings(store: Store, again: Store, erased: ReadonlyMap<string, unknown>): string[] {
  const textsOf = (of: Store) => new Map(of.providers.all().map((one) => [one.id, canonicalJson(one)]));
  const [there, made] = [textsOf(store), textsOf(again)];
  return [...new Set([...there.keys(), ...made.keys()])]
    .filter((id) => !erased.has(id) && there.get(id) !== made.get(id))
    .map((id) => `Provider ${id} is not what the journal says.`);
}

/** The open columns and the whole of a case, as one text. */
function textOf(store: Store, id: CaseId): string {
  const columns = store.db.$client
    .prepare(
      'SELECT side, state, unit, other_city, agreement, updated_at, assignee, next_due_on, waiting_for_police, urgent FROM cases WHERE id = ?',
    )
    .get(id);
  return columns ? canonicalJson([columns, store.cases.find(id)]) : '';
}

const comparedTables = [
  slots,
  agreements,
  contactPoints,
  costLines,
  costLineSignatures,
  postings,
  balances,

  exclusions,
  statements,
  invoices,
  invoiceSamples,
  readingReasons,
  readingReviews,
  acknowledgements,
  staffMembers,
] as const;

function tableFindings(store: Store, again: Store, table: SQLiteTable): string[] {
  const rowsOf = (of: Store) =>
    of.db
      .select()
      .from(table)
      .all()
      .map((row) => canonicalJson(row))
      .sort();
  const [there, made] = [rowsOf(store), rowsOf(again)];
  const at = there.findIndex((row, i) => row !== made[i]);
  if (at < 0 && there.length === made.length) return [];
  const row = JSON.parse(there[at] ?? made[there.length] ?? '{}') as Record<string, unknown>;
  const id = row.id ?? row.lineId;
  return [`Table ${getTableName(table)} is not what the journal says${id ? `, at ${id} or near it` : ''}.`];
}

/** Double entry: every line's postings, and so all of them, sum to zero. */
function sumFindings(store: Store): string[] {
  const uneven = store.db.$client
    .prepare(
      'SELECT line_id FROM postings GROUP BY line_id HAVING sum(amount_ore) <> 0 OR sum(days) <> 0 OR count(*) <> 2',
    )
    .pluck()
    .all();
  return uneven.map((id) => `The postings of cost line ${id} do not sum to zero.`);
}
