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
