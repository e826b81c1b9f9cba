import { createHash } from 'node:crypto';
import type { Store } from '../../src/store/store.js';

/** What a store holds at one moment: a digest of every table, and how long the journal is. */
export interface Contents {
  readonly tables: ReadonlyMap<string, string>;
  readonly entries: number;
}

/** What has been written since: the tables that are not as they were, and the entries in the journal. */
export interface Written {
  readonly tables: string[];
  readonly entries: Readonly<Record<string, unknown>>[];
}

export const nothing: Written = { tables: [], entries: [] };

/** What a refusal writes: its record and nothing else. */
export const onlyRefused = (code: string): Written => ({ tables: [], entries: [{ type: 'refused', code }] });

const ofTheJournal = ['journal', 'journal_seals'];

export const contentsOf = (store: Store): Contents => ({
  tables: new Map(tableNames(store).map((name) => [name, digestOfTable(store, name)])),
  entries: rowCounts(store).journal ?? 0,
});

/** How many rows there are in each table. */
export const rowCounts = (store: Store): Record<string, number> =>
  Object.fromEntries(
    tableNames(store).map((name) => [
      name,
      store.db.$client.prepare(`SELECT count(*) FROM ${name}`).pluck().get() as number,
    ]),
  );

/** Of refusals only the code is told, of other entries only the type. */
export function writtenSince(store: Store, before: Contents): Written {
  const now = contentsOf(store).tables;
  const tables = [...now.keys()].filter((name) => now.get(name) !== before.tables.get(name));
  const entries = journalEvents(store).slice(before.entries).map(inShort);
  return { tables: tables.filter((name) => !ofTheJournal.includes(name)), entries };
}

const inShort = ({ type, code }: Record<string, unknown>) => (type === 'refused' ? { type, code } : { type });

/** The newest entry in the journal, as in {@link Written}. */
export function lastEntry(store: Store): Written['entries'] {
  const newest = 'SELECT entry FROM journal ORDER BY seq DESC LIMIT 1';
  return [inShort(JSON.parse(store.db.$client.prepare(newest).pluck().get() as string).event)];
}

export function journalEvents(store: Store): Record<string, unknown>[] {
  const rows = store.db.$client.prepare('SELECT entry FROM journal ORDER BY seq').pluck().all() as string[];
  return rows.map((entry) => JSON.parse(entry).event);
}

function tableNames(store: Store): string[] {
  const all =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
  return store.db.$client.prepare(all).pluck().all() as string[];
}

/** What puts a table's rows in an order that is its own: its primary key, or where it has none, how they came. */
function orderOf(store: Store, name: string): string {
  const columns = store.db.$client.pragma(`table_info(${name})`) as { name: string; pk: number }[];
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  return key.length > 0 ? key.map((column) => column.name).join(', ') : 'rowid';
}

function digestOfTable(store: Store, name: string): string {
  const rows = store.db.$client
    .prepare(`SELECT * FROM ${name} ORDER BY ${orderOf(store, name)}`)
    .raw()
    .iterate();
  const digest = createHash('sha256');
  for (const row of rows as Iterable<unknown[]>) {
    const blobs = row.filter((value) => Buffer.isBuffer(value));
    digest.update(
      JSON.stringify(row.map((value) => (Buffer.isBuffer(value) ? { of: value.length } : value))),
    );
    for (const blob of blobs) digest.update(blob);
  }
  return digest.digest('hex');
}
