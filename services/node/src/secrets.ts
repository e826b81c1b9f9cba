import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyUse } from '@storstad/contract';
import {
  importOpeningKey,
  importSigningKey,
  makeKeyPair,
  type OpeningKey,
  type SigningKey,
} from '@storstad/signing';
import type { Instant } from './domain/values.js';
import { importLogInKey, type LogInKey, makeLogInKey } from './log-in-key.js';

/** A city's own private keys. */
export interface Secrets {
  readonly signingKey: SigningKey;
  readonly openingKey: OpeningKey;
  /** When each key file was last written; a file that was copied can be younger than its key. */
  readonly writtenAt: Readonly<Record<KeyUse, Instant>>;
}

const files = {
  signing: 'signing.jwk.json',
  sealing: 'sealing.jwk.json',
  'log-in': 'log-in.jwk.json',
} as const;

/** What a key in the folder is for. */
export type SecretUse = keyof typeof files;

export const secretUses = Object.keys(files) as SecretUse[];

/** Reads the private keys of a folder. Keys are never made here: a missing one is a problem to be told. */
export function readSecrets(
  folder: string,
): { readonly ok: true; readonly secrets: Secrets } | { readonly ok: false; readonly problems: string[] } {
  const signing = importSigningKey(readJwk(folder, 'signing'));
  const opening = importOpeningKey(readJwk(folder, 'sealing'));
  if (signing.ok && opening.ok) {
    const writtenAt = { signing: fileTime(folder, 'signing'), sealing: fileTime(folder, 'sealing') };
    return { ok: true, secrets: { signingKey: signing.key, openingKey: opening.key, writtenAt } };
  }
  const problems = [
    ...(signing.ok ? [] : [problem(folder, 'signing', signing.problem)]),
    ...(opening.ok ? [] : [problem(folder, 'sealing', opening.problem)]),
  ];
  return { ok: false, problems };
}

const fileTime = (folder: string, use: KeyUse): Instant =>
  statSync(join(folder, files[use])).mtime.toISOString() as Instant;

/** Reads the key of the log-in to the pages, which only a node that serves pages needs. */
export function readLogInKey(
  folder: string,
): { readonly ok: true; readonly key: LogInKey } | { readonly ok: false; readonly problems: string[] } {
  const key = importLogInKey(readJwk(folder, 'log-in'));
  return key
    ? { ok: true, key }
    : { ok: false, problems: [`${problem(folder, 'log-in', 'NOT_A_KEY')} --only log-in`] };
}

const problem = (folder: string, use: SecretUse, why: string) =>
  `${join(folder, files[use])} holds no usable key (${why}). Make keys with: storstad-node make-keys --secrets ${folder}`;

function readJwk(folder: string, use: SecretUse): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, files[use]), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Makes a city's private keys in a folder, all or one. Refuses to touch keys that are there. */
export function makeSecrets(
  folder: string,
  uses: readonly SecretUse[] = secretUses,
): { readonly ok: true } | { readonly ok: false; readonly problem: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const existing = uses.find((use) => existsSync(join(folder, files[use])));
  if (existing)
    return {
      ok: false,
      problem: `${join(folder, files[existing])} is there already; keys are never overwritten.`,
    };
  for (const use of uses) {
    const key = use === 'log-in' ? makeLogInKey() : makeKeyPair(use);
    writeFileSync(join(folder, files[use]), `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' });
  }
  return { ok: true };
}

/** The private keys as they lie in the folder, for making a member card. */
export const readPrivateJwks = (folder: string) => ({
  signing: readJwk(folder, 'signing'),
  sealing: readJwk(folder, 'sealing'),
});
