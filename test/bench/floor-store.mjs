// A store of four bare tables for the floor, with the same durability as a node's.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const Sqlite = createRequire(new URL('../../services/node/package.json', import.meta.url))('better-sqlite3');

export function openFloorStore(folder, name) {
  const sqlite = new Sqlite(join(folder, `${name}.sqlite`));
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  for (const table of ['a', 'b', 'c', 'd'])
    sqlite.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, content BLOB NOT NULL)`);
  return sqlite;
}

/** One transaction that adds a row to each of the four tables. */
export function commitFourRows(sqlite) {
  const inserts = ['a', 'b', 'c', 'd'].map((table) =>
    sqlite.prepare(`INSERT INTO ${table} (content) VALUES (?)`),
  );
  return sqlite.transaction((content) => {
    for (const insert of inserts) insert.run(content);
  }).immediate;
}
