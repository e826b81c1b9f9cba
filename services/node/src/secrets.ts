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

/** A city's own private keys. */
export interface Secrets {
  readonly signingKey: SigningKey;
  readonly openingKey: OpeningKey;
  /** When each key file was last written; a file that was copied can be younger than its key. */
  readonly writtenAt: Readonly<Record<KeyUse, Instant>>;
}

const files = { signing: 'signing.jwk.json', sealing: 'sealing.jwk.json' } as const;

/** Reads the private keys of a folder. Keys are never made here: a missing one is a problem to be told. */
export function readSecrets(
  folder: string,
): { readonly ok: true; readonly secrets: Secrets } | { readonly ok: false; readonly problems: string[] } {
  const signing = importSigningKey(readJwk(folder, files.signing));
  const opening = importOpeningKey(readJwk(folder, files.sealing));
  if (signing.ok && opening.ok) {
    const writtenAt = { signing: fileTime(folder, 'signing'), sealing: fileTime(folder, 'sealing') };
    return { ok: true, secrets: { signingKey: signing.key, openingKey: opening.key, writtenAt } };
  }
  const problems = [
    ...(signing.ok ? [] : [problem(folder, files.signing, signing.problem)]),
    ...(opening.ok ? [] : [problem(folder, files.sealing, opening.problem)]),
  ];
  return { ok: false, problems };
}

const fileTime = (folder: string, use: KeyUse): Instant =>
  statSync(join(folder, files[use])).mtime.toISOString() as Instant;

const problem = (folder: string, name: string, why: string) =>
  `${join(folder, name)} holds no usable key (${why}). Make keys with: storstad-node make-keys --secrets ${folder}`;

function readJwk(folder: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Makes a city's private keys in a folder. Refuses to touch keys that are there. */
export function makeSecrets(
  folder: string,
): { readonly ok: true } | { readonly ok: false; readonly problem: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const existing = Object.values(files).find((name) => existsSync(join(folder, name)));
  if (existing)
    return { ok: false, problem: `${join(folder, existing)} is there already; keys are never overwritten.` };
  for (const use of ['signing', 'sealing'] as const)
    writeFileSync(join(folder, files[use]), `${JSON.stringify(makeKeyPair(use))}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  return { ok: true };
}

/** The private keys as they lie in the folder, for making a member card. */
export const readPrivateJwks = (folder: string) => ({
  signing: readJwk(folder, files.signing),
  sealing: readJwk(folder, files.sealing),
});
