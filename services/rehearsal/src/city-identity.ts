import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CitySettings, peerUrl, secretsFolder } from './city-settings.js';
import { runNodeCommand } from './node-command.js';

interface Identity {
  readonly signingKey: Buffer;
  readonly sealingKey: Buffer;
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
  await makeMemberCard(settings);
  made.set(peerUrl(settings), await readIdentity(settings));
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
  const [signingKey, sealingKey, memberCard] = await Promise.all([
    readFile(files.signingKey),
    readFile(files.sealingKey),
    readFile(files.memberCard),
  ]);
  return { signingKey, sealingKey, memberCard };
}

async function writeIdentity(settings: CitySettings, identity: Identity): Promise<void> {
  const files = filesOf(settings);
  await writeFile(files.signingKey, identity.signingKey, { mode: 0o600 });
  await writeFile(files.sealingKey, identity.sealingKey, { mode: 0o600 });
  await writeFile(files.memberCard, identity.memberCard);
}

function filesOf(settings: CitySettings): Record<keyof Identity, string> {
  return {
    signingKey: join(secretsFolder(settings), 'signing.jwk.json'),
    sealingKey: join(secretsFolder(settings), 'sealing.jwk.json'),
    memberCard: join(settings.membersFolder, `${settings.city.id}.json`),
  };
}
