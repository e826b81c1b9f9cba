import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { City } from './cities.js';
import { deskAudience } from './cities.js';
import type { CityPorts } from './ports.js';

/** All that one city node needs to be started. */
export interface CitySettings {
  readonly city: City;
  /** The city's own folder: store, keys and logs. */
  readonly folder: string;
  /** Where every city's member card lies. */
  readonly membersFolder: string;
  readonly host: string;
  readonly ports: CityPorts;
  readonly issuer: string;
  /** Settings of the node that differ from those of every rehearsal, as in docs/reference/settings.md. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where the city's own staff find the desk's pages. */
export function pagesUrl({ host, ports }: CitySettings): string {
  return `http://${host}:${ports.desk}/`;
}

/** Where the city's case system reaches the node. */
export function deskUrl(settings: CitySettings): string {
  return `${pagesUrl(settings)}desk/v1`;
}

/** Where browsers reach the city's pages. */
export function pagesOrigin({ host, ports }: CitySettings): string {
  return `http://${host}:${ports.desk}`;
}

/** By which the identity provider knows the city's pages. */
export function pagesClientId({ city }: CitySettings): string {
  return `storstad-${city.id}`;
}

/** Where the other cities reach the node, exactly as its member card says. */
export function peerUrl({ host, ports }: CitySettings): string {
  return `http://${host}:${ports.peer}/peer/v1`;
}

/** The folder of the city's private keys. */
export function secretsFolder({ folder }: CitySettings): string {
  return join(folder, 'secrets');
}

/** The folder of the city's store. */
export function storeFolder({ folder }: CitySettings): string {
  return join(folder, 'store');
}

/** What the city decides for itself, where deploy/cities has anything. */
function ownSettings({ id }: City): Record<string, string> {
  const file = fileURLToPath(new URL(`../../../deploy/cities/${id}.json`, import.meta.url));
  return existsSync(file) ? { STORSTAD_CITY_SETTINGS: file } : {};
}

/** The node's environment: its settings and nothing of ours. */
export function cityEnvironment(
  settings: CitySettings,
  clock: Date | 'real',
  cutOff: readonly string[],
): Record<string, string> {
  const { city, host, ports } = settings;
  return {
    STORSTAD_CITY: city.id,
    STORSTAD_DATA_DIR: storeFolder(settings),
    STORSTAD_SECRETS_DIR: secretsFolder(settings),
    STORSTAD_MEMBERS_DIR: settings.membersFolder,
    ...ownSettings(city),
    STORSTAD_DESK_LISTEN: `${host}:${ports.desk}`,
    STORSTAD_PEER_LISTEN: `${host}:${ports.peer}`,
    STORSTAD_ISSUER: settings.issuer,
    STORSTAD_AUDIENCE: deskAudience(city.id),
    STORSTAD_TOKEN_ALGORITHM: 'ES256',
    STORSTAD_LOG_LEVEL: 'info',
    STORSTAD_PAGES_ORIGIN: pagesOrigin(settings),
    STORSTAD_PAGES_CLIENT_ID: pagesClientId(settings),
    STORSTAD_REHEARSAL_ONLY_SETTABLE_CLOCK: writeClock(clock),
    STORSTAD_REHEARSAL_ONLY_CUT_OFF: cutOff.join(','),
    ...settings.environment,
  };
}

/** The clock as the node reads it: an instant at which it stands still, or `real`. */
export function writeClock(clock: Date | 'real'): string {
  return clock === 'real' ? clock : clock.toISOString();
}
