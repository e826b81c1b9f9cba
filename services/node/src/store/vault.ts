import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { eq, max, sql } from 'drizzle-orm';
import type { Thread } from '../domain/values.js';
import { type Database, openSqlite } from './database.js';
import { threadKeys } from './schema.js';

const ivBytes = 12;
const tagBytes = 16;
/** Keys are made this many at a time, so that a new case costs no extra write to the key file. */
const keysAtATime = 512;

/**
 * Where personal content lies: encrypted with a key of its thread's own (AES-256-GCM). The keys are in a file of their
 * own; destroying one of them erases all that its thread has in the store and in every copy of the store.
 */
export interface Vault {
  /** Encrypts for a thread; the thread gets a key when it has none. Only within a write transaction. */
  encrypt(thread: Thread, plaintext: string): Buffer;
  /** Decrypts; undefined when the thread's key has been destroyed. */
  decrypt(thread: Thread, ciphertext: Buffer): string | undefined;
  /** Makes sure that so many new threads can get a key. To be called before a write transaction, never within one. */
  provide(newThreads: number): void;
  /** Destroys a thread's key, and with it all that the thread has here. */
  destroy(thread: Thread): void;
  close(): void;
}

/** The key file is not of this store, or older than it: what is there cannot be read, and must not be written on. */
export class KeyFileMismatch extends Error {
  constructor(keyFile: string) {
    super(
      `${keyFile} lacks keys that the store beside it uses. Put back the key file that belongs to the store.`,
    );
  }
}

/** Opens the key file; `db` is the store that knows which thread has which key. */
export function openVault(db: Database, keyFile: string): Vault {
  const keys = openSqlite(keyFile);
  keys.exec('CREATE TABLE IF NOT EXISTS keys (number INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT');
  const selectKey = keys.prepare('SELECT key FROM keys WHERE number = ?').pluck();
  const selectNumber = db
    .select({ number: threadKeys.keyNumber })
    .from(threadKeys)
    .where(eq(threadKeys.thread, sql.placeholder('thread')))
    .prepare();
  const insertNumber = db
    .insert(threadKeys)
    .values({ thread: sql.placeholder('thread'), keyNumber: sql.placeholder('number') })
    .prepare();
  let lastUsed =
    db
      .select({ number: max(threadKeys.keyNumber) })
      .from(threadKeys)
      .get()?.number ?? 0;
  let lastMade = (keys.prepare('SELECT max(number) FROM keys').pluck().get() as number | null) ?? 0;
  if (lastUsed > lastMade) {
    keys.close();
    db.$client.close();
    throw new KeyFileMismatch(keyFile);
  }

  const numberOf = (thread: Thread) => selectNumber.get({ thread })?.number;
  const keyOf = (number: number) => selectKey.get(number) as Buffer | undefined;

  function assign(thread: Thread): number {
    lastUsed += 1;
    insertNumber.run({ thread, number: lastUsed });
    return lastUsed;
  }

  return {
    encrypt(thread, plaintext) {
      const key = keyOf(numberOf(thread) ?? assign(thread));
      if (!key) throw new Error('The key of this thread has been destroyed');
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(thread));
      return Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(thread, ciphertext) {
      const number = numberOf(thread);
      const key = number === undefined ? undefined : keyOf(number);
      if (!key) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, ivBytes))
        .setAAD(Buffer.from(thread))
        .setAuthTag(ciphertext.subarray(-tagBytes));
      return (
        decipher.update(ciphertext.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
      );
    },
    provide(newThreads) {
      if (lastMade - lastUsed >= newThreads) return;
      lastMade = makeKeys(keys, lastMade, Math.max(keysAtATime, newThreads));
    },
    destroy(thread) {
      const number = numberOf(thread);
      if (number === undefined) return;
      keys.prepare('DELETE FROM keys WHERE number = ?').run(number);
      keys.pragma('wal_checkpoint(TRUNCATE)');
    },
    close: () => keys.close(),
  };
}

/** Adds keys to the key file, in one statement; returns the number of the last. */
function makeKeys(keys: Sqlite.Database, after: number, count: number): number {
  const made = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
  keys
    .prepare('INSERT INTO keys (number, key) SELECT ? + key, unhex(value) FROM json_each(?)')
    .run(after + 1, JSON.stringify(made));
  return after + count;
}
