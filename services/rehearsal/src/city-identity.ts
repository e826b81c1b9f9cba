import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importLogInKey, publicLogInKey } from '@storstad/node';
import { type CitySettings, pagesClientId, pagesOrigin, peerUrl, secretsFolder } from './city-settings.js';
import type { PagesClient } from './identity-provider.js';
import { runNodeCommand } from './node-command.js';

interface Identity {
  readonly signingKey: Buffer;
  readonly sealingKey: Buffer;
  readonly logInKey: Buffer;
  readonly memberCard: Buffer;
}

// Making an identity takes two processes. Networks that are played one after the other at the same addresses, each in
// a fresh folder, share what the first of them has made.
const made = new Map<string, Identity>();

/**
 * Sees to it that the city has keys and a member card, made with the product's own commands. Keys that are there
 * stay. The card is made anew, since the address or the contract may have changed since the last start.
 */
export async function prepareIdentity(settings: CitySettings): Promise<void> {
  const secrets = secretsFolder(settings);
  await Promise.all([
    mkdir(secrets, { recursive: true }),
    mkdir(settings.membersFolder, { recursive: true }),
  ]);
  const hasKeys = existsSync(filesOf(settings).signingKey);
  const known = made.get(peerUrl(settings));
  if (known && !hasKeys) return writeIdentity(settings, known);
  if (!hasKeys) await runNodeCommand('make-keys', { secrets });
  else if (!existsSync(filesOf(settings).logInKey))
    await runNodeCommand('make-keys', { secrets, only: 'log-in' });
  await makeMemberCard(settings);
  made.set(peerUrl(settings), await readIdentity(settings));
}

/** What the identity provider has to know of the city's pages; the identity must be prepared. */
export async function pagesClientOf(settings: CitySettings): Promise<PagesClient> {
  const key = importLogInKey(JSON.parse(await readFile(filesOf(settings).logInKey, 'utf8')));
  if (!key) throw new Error(`${filesOf(settings).logInKey} is no key; npm start -- --fresh begins anew`);
  return {
    clientId: pagesClientId(settings),
    origin: pagesOrigin(settings),
    publicKey: publicLogInKey(key),
  };
}

async function makeMemberCard(settings: CitySettings): Promise<void> {
  const out = filesOf(settings).memberCard;
  await rm(out, { force: true });
  await runNodeCommand('make-member-card', {
    city: settings.city.id,
    name: settings.city.name,
    'organisation-number': settings.city.organisationNumber,
    'peer-url': peerUrl(settings),
    secrets: secretsFolder(settings),
    out,
  });
}

async function readIdentity(settings: CitySettings): Promise<Identity> {
  const files = filesOf(settings);
  const [signingKey, sealingKey, logInKey, memberCard] = await Promise.all([
    readFile(files.signingKey),
    readFile(files.sealingKey),
    readFile(files.logInKey),
    readFile(files.memberCard),
  ]);
  return { signingKey, sealingKey, logInKey, memberCard };
}

async function writeIdentity(settings: CitySettings, identity: Identity): Promise<void> {
  const files = filesOf(settings);
  await writeFile(files.signingKey, identity.signingKey, { mode: 0o600 });
  await writeFile(files.sealingKey, identity.sealingKey, { mode: 0o600 });
  await writeFile(files.logInKey, identity.logInKey, { mode: 0o600 });
  await writeFile(files.memberCard, identity.memberCard);
}

function filesOf(settings: CitySettings): Record<keyof Identity, string> {
  return {
    signingKey: join(secretsFolder(settings), 'signing.jwk.json'),
    sealingKey: join(secretsFolder(settings), 'sealing.jwk.json'),
    logInKey: join(secretsFolder(settings), 'log-in.jwk.json'),
    memberCard: join(settings.membersFolder, `${settings.city.id}.json`),
  };
}
