import { randomUUID, sign } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { peerContract } from '@storstad/contract';
import { readMembers } from '@storstad/members';
import type { FastifyInstance } from 'fastify';
import { type CitySettings, readCitySettings } from './city-settings.js';
import type { Clock } from './clock.js';
import { makeCommitter } from './commands/commit.js';
import { recordReceipt } from './commands/record-receipt.js';
import type { Config } from './config.js';
import { type Courier, makeCourier } from './delivery/courier.js';
import { makePeerClient, type SendToPeer } from './delivery/peer-client.js';
import type { City } from './domain/values.js';
import { makeDeskServer } from './http/desk/desk-server.js';
import { makePeerServer } from './http/peer/peer-server.js';
import type { Log } from './log.js';
import type { LogInKey } from './log-in-key.js';
import type { Members } from './members.js';
import type { Node } from './node.js';
import { readLogInKey, readSecrets, type Secrets } from './secrets.js';
import { openStore } from './store/store.js';
import { KeyFileMismatch } from './store/vault.js';

/** What is outside the node, and can be another in a rehearsal or a test. */
export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** Put between the courier and the network; for rehearsal. */
  readonly onTheWay?: (send: SendToPeer) => SendToPeer;
}

/** A node with its doors, not yet open. */
export interface WiredNode {
  readonly node: Node;
  readonly desk: FastifyInstance;
  readonly peer: FastifyInstance;
  readonly courier: Courier;
  close(): Promise<void>;
}

/** A node that serves no pages needs no key for the log-in to them. */
const noLogIn = { ok: true, key: null } as const;

/** Messages to one city that may be on their way at once. */
const atOnce = 16;

type Wired =
  | { readonly ok: true; readonly wired: WiredNode }
  | { readonly ok: false; readonly problems: string[] };

/** Puts a node together from its configuration, or says all that hinders it. */
export function wire(config: Config, surroundings: Surroundings): Wired {
  const secrets = readSecrets(config.secretsDir);
  const members = readMembers<City>(config.membersDir);
  const settings = readCitySettings(config.citySettings);
  const logIn = config.pages ? readLogInKey(config.secretsDir) : noLogIn;
  if (!secrets.ok || !members.ok || !settings.ok || !logIn.ok)
    return {
      ok: false,
      problems: [secrets, members, settings, logIn].flatMap((read) => (read.ok ? [] : read.problems)),
    };
  const problems = ownCardProblems(config, secrets.secrets, members.members);
  if (problems.length > 0) return { ok: false, problems };
  try {
    return {
      ok: true,
      wired: assemble(config, secrets.secrets, members.members, settings.settings, logIn.key, surroundings),
    };
  } catch (fault) {
    if (fault instanceof KeyFileMismatch) return { ok: false, problems: [fault.message] };
    throw fault;
  }
}

/** The card that the others have of this city must be of the keys that it signs and opens with. */
function ownCardProblems(config: Config, { signingKey, openingKey }: Secrets, members: Members): string[] {
  const own = members.get(config.city);
  if (!own) return [`There is no member card of ${config.city} itself in ${config.membersDir}.`];
  if (own.verifyKey.kid !== signingKey.kid || own.sealingKey.kid !== openingKey.kid)
    return [
      `The member card of ${config.city} is not of the keys in ${config.secretsDir}. Make the card anew.`,
    ];
  if (!own.contracts.has(peerContract.digest))
    return [`The member card of ${config.city} does not sign this version of the contract. Make it anew.`];
  return [];
}

function assemble(
  config: Config,
  secrets: Secrets,
  members: Members,
  { unitRules, accounting }: CitySettings,
  logInKey: LogInKey | null,
  surroundings: Surroundings,
): WiredNode {
  const { clock, log } = surroundings;
  const { city } = config;
  const own = members.get(city);
  if (!own) throw new Error('No member card of the city itself');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const signHead = (hash: string) =>
    sign(null, Buffer.from(hash), secrets.signingKey.keyObject).toString('base64url');
  const store = openStore(config.dataDir, city, signHead);
  const client = makePeerClient(secrets.signingKey, clock, atOnce);
  const sender = { city, members, secrets, store, unitRules, newId: randomUUID };
  const commit = makeCommitter(sender, clock, (cities) => courier.wake(cities));
  const courier = makeCourier({
    members,
    own: city,
    messages: store.messages,
    send: surroundings.onTheWay?.(client.send) ?? client.send,
    record: (peer, row, receipt) =>
      recordReceipt({ city, store, commit, newId: randomUUID }, peer, row, receipt),
    clock,
    chance: Math.random,
    log,
    atOnce,
  });
  const node: Node = {
    ...sender,
    own,
    accounting,
    clock,
    commit,
    courier,
    log,
    rehearsal: config.rehearsalClock !== null,
  };
  const { pages, issuer, tokenAlgorithm } = config;
  const desk = makeDeskServer(
    node,
    config,
    pages && logInKey ? { ...pages, issuer, tokenAlgorithm, logInKey } : null,
  );
  const peer = makePeerServer(node);
  return { node, desk, peer, courier, close };

  async function close() {
    await Promise.all([desk.close(), peer.close()]);
    await courier.stop();
    await client.close();
    store.close();
  }
}
