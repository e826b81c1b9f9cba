import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as schema from './schema.js';

const migrationsFolder = new URL('../../migrations', import.meta.url).pathname;

/**
 * Opens a SQLite file so that what is committed survives a power cut: WAL with synchronous=FULL (better-sqlite3 leaves
 * WAL at NORMAL). secure_delete overwrites what is deleted; recursive_triggers keeps INSERT OR REPLACE from going round
 * the triggers that forbid rewriting.
 */
export function openSqlite(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('secure_delete = ON');
  sqlite.pragma('recursive_triggers = ON');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  // 16 MB of pages: the indexes of a large store stay at hand.
  sqlite.pragma('cache_size = -16000');
  // Pages that are written again and again are copied to the main file once for many commits.
  sqlite.pragma('wal_autocheckpoint = 8000');
  return sqlite;
}

/** Opens a city's store and brings it to the present schema. */
export function openDatabase(file: string) {
  const sqlite = openSqlite(file);
  const db = drizzle(sqlite, { schema });
  migrate(db, { migrationsFolder });
  return db;
}

export type Database = ReturnType<typeof openDatabase>;
