import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type CitySettings, peerUrl, secretsFolder } from './city-settings.js';

const run = promisify(execFile);
const commandLine = fileURLToPath(new URL('../../node/dist/cli.js', import.meta.url));

/** Makes the city's keys when it has none, and its member card anew, with the product's own commands. */
export async function prepareIdentity(settings: CitySettings): Promise<void> {
  const secrets = secretsFolder(settings);
  await Promise.all([
    mkdir(secrets, { recursive: true }),
    mkdir(settings.membersFolder, { recursive: true }),
  ]);
  if (!existsSync(join(secrets, 'signing.jwk.json'))) await runNodeCommand('make-keys', { secrets });
  await makeMemberCard(settings);
}

/** Anew each time: the address or the contract may have changed since the last start. */
async function makeMemberCard(settings: CitySettings): Promise<void> {
  const out = join(settings.membersFolder, `${settings.city.id}.json`);
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

async function runNodeCommand(command: string, options: Record<string, string>): Promise<void> {
  const pairs = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  await run(process.execPath, [commandLine, command, ...pairs], { env: {} });
}
