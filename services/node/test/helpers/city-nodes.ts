import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemberCard } from '@storstad/contract';
import type { Test } from 'tap';
import type { Clock } from '../../src/clock.js';
import type { Config, PagesConfig } from '../../src/config.js';
import type { SendToPeer } from '../../src/delivery/peer-client.js';
import type { City, Instant } from '../../src/domain/values.js';
import { makeLog } from '../../src/log.js';
import { makeSecrets } from '../../src/secrets.js';
import { type WiredNode, wire } from '../../src/wiring.js';
import { askDesk, type DeskAnswer, type DeskParts, mustDesk } from './ask-desk.js';
import { HandMadeCity, privateKeyOf } from './hand-made-city.js';
import {
  type IdentityProvider,
  type StaffMember,
  startIdentityProvider,
  type TokenChanges,
} from './identity-provider.js';
import { LogLines } from './log-lines.js';

/** A city's node in this process, behind two doors that are really open. */
export interface CityNode extends WiredNode {
  readonly city: string;
  readonly deskUrl: string;
  /** Where its pages really are, if it has any. */
  readonly pagesUrl: string;
  readonly peerDoor: PeerDoor;
  readonly log: LogLines;
  /** Speaks with the city's own keys, past its node. */
  readonly voice: HandMadeCity;
  token(member: StaffMember, changes?: TokenChanges): string;
  ask(member: StaffMember, operation: string, parts?: DeskParts): Promise<DeskAnswer>;
  /** Asks, and throws when it is refused. */
  // biome-ignore lint/suspicious/noExplicitAny: what the desk answers is checked by the contract at each call
  must(member: StaffMember, operation: string, parts?: DeskParts): Promise<any>;
}

export interface Setup {
  /** The cities that have a node. */
  readonly cities: readonly string[];
  /** Cities that have a member card and no node. */
  readonly others?: readonly HandMadeCity[];
  readonly clock?: TestClock;
  /** The peer door's address on a member card, where it is another than where the door really is. */
  readonly publicUrl?: string;
  /** The nodes serve pages, too; without an origin of their own at the door where they really are. */
  readonly pages?: Partial<PagesConfig>;
  readonly onTheWay?: (from: string, send: SendToPeer) => SendToPeer;
}

export class TestClock implements Clock {
  constructor(private at = new Date('2025-01-13T08:00:00Z')) {}
  now = () => this.at.toISOString() as Instant;
  wall = () => this.at;
  advance(seconds: number): void {
    this.at = new Date(this.at.getTime() + seconds * 1000);
  }
}

export const day = 86_400;
const audience = 'urn:test:desk';
export const organisation = '000000-0000';
export const pagesClient = 'test-pages';

/** Starts the nodes; they end with the test. Each has a store, keys and a member card of its own in a new folder. */
export async function startCities(t: Test, setup: Setup) {
  const folder = mkdtempSync(join(tmpdir(), 'storstad-node-test-'));
  const members = join(folder, 'members');
  mkdirSync(members);
  const clock = setup.clock ?? new TestClock();
  const provider = await startIdentityProvider();
  const doors = new Map(
    await Promise.all(setup.cities.map(async (city) => [city, await openDoor()] as const)),
  );
  const cards = [
    ...(setup.others ?? []).map(({ card }) => card),
    ...[...doors].map(([city, { port }]) => {
      makeSecrets(join(folder, city, 'secrets'));
      return makeCard(
        city,
        join(folder, city, 'secrets'),
        setup.publicUrl ?? `http://127.0.0.1:${port}/peer/v1`,
      );
    }),
  ];
  for (const card of cards) writeFileSync(join(members, `${card.city}.json`), JSON.stringify(card));
  const started = await Promise.all(
    [...doors].map(([city, door]) => startNode(city, { folder, clock, provider, door, setup })),
  );
  t.teardown(async () => {
    for (const door of doors.values()) door.shut();
    await Promise.all(started.map((node) => node.close()));
    for (const door of doors.values()) door.remove();
    provider.stop();
    rmSync(folder, { recursive: true });
  });
  const node = (city: string): CityNode => {
    const found = started.find((each) => each.city === city);
    if (!found) throw new Error(`${city} has no node`);
    return found;
  };
  return { clock, provider, node, nodes: started, membersFolder: members, deliver: () => deliver(started) };
}

export type Cities = Awaited<ReturnType<typeof startCities>>;

/** Lets the couriers work until nothing waits for a city that has a node with an open door. */
async function deliver(nodes: readonly CityNode[]): Promise<void> {
  const waits = () =>
    nodes.some(({ node: { store } }) =>
      nodes.some((to) => to.peerDoor.isOpen && store.messages.countWaiting(to.city as City) > 0),
    );
  for (let rounds = 0; rounds === 0 || waits(); rounds++) {
    if (rounds === 20) throw new Error('Messages still wait after 20 rounds');
    await Promise.all(nodes.map(({ courier }) => courier.tryAllNow()));
  }
}

interface NodeParts {
  readonly folder: string;
  readonly clock: TestClock;
  readonly provider: IdentityProvider;
  readonly door: PeerDoor;
  readonly setup: Setup;
}

async function startNode(city: string, parts: NodeParts): Promise<CityNode> {
  const { folder, clock, provider, door, setup } = parts;
  const log = new LogLines();
  const deskDoor = setup.pages ? await openDoor() : null;
  const pagesUrl = deskDoor ? `http://127.0.0.1:${deskDoor.port}` : '';
  const config: Config = {
    city: city as City,
    dataDir: join(folder, city, 'store'),
    secretsDir: join(folder, city, 'secrets'),
    membersDir: join(folder, 'members'),
    citySettings: null,
    desk: { host: '127.0.0.1', port: 0 },
    peer: { host: '127.0.0.1', port: 0 },
    issuer: provider.issuer,
    audience,
    tokenAlgorithm: 'ES256',
    logLevel: 'info',
    rehearsalClock: null,
    rehearsalCuts: [],
    pages: setup.pages ? { ...pagesDefaults, origin: pagesUrl, ...setup.pages } : null,
  };
  const onlyToNodes =
    (send: SendToPeer): SendToPeer =>
    async (peer, ...rest) =>
      setup.cities.includes(peer.city)
        ? send(peer, ...rest)
        : { outcome: 'unreachable', problem: 'HAS_NO_NODE' };
  const onTheWay = (send: SendToPeer) => setup.onTheWay?.(city, onlyToNodes(send)) ?? onlyToNodes(send);
  const wiring = wire(config, { clock, log: makeLog('info', city, log), onTheWay });
  if (!wiring.ok) throw new Error(wiring.problems.join('\n'));
  const { wired } = wiring;
  deskDoor?.leadTo((socket) => wired.desk.server.emit('connection', socket));
  await wired.desk.ready();
  const deskUrl = `${deskDoor ? pagesUrl : await wired.desk.listen(config.desk)}/desk/v1`;
  await wired.peer.ready();
  door.leadTo((socket) => wired.peer.server.emit('connection', socket));
  const token = (member: StaffMember, changes?: TokenChanges) =>
    provider.token(member, organisation, audience, changes);
  return {
    ...wired,
    async close() {
      deskDoor?.shut();
      await wired.close();
      deskDoor?.remove();
    },
    city,
    deskUrl,
    pagesUrl,
    peerDoor: door,
    log,
    voice: new HandMadeCity(city, privateKeyOf(readJwk(config.secretsDir, 'signing'))),
    token,
    ask: (member, operation, asked) => askDesk(deskUrl, token(member), operation, asked),
    must: (member, operation, asked) => mustDesk(deskUrl, token(member), operation, asked),
  };
}

const pagesDefaults = {
  clientId: pagesClient,
  language: 'sv',
  idleMs: 20 * 60_000,
  absoluteMs: 8 * 3_600_000,
} as const;

const readJwk = (secrets: string, use: 'signing' | 'sealing') =>
  JSON.parse(readFileSync(join(secrets, `${use}.jwk.json`), 'utf8'));

/** A city's member card from the keys in its folder. */
function makeCard(city: string, secrets: string, peerUrl: string): MemberCard {
  const { d: _, ...sealingKey } = readJwk(secrets, 'sealing');
  return { ...new HandMadeCity(city, privateKeyOf(readJwk(secrets, 'signing'))).card, peerUrl, sealingKey };
}

/** The way in to a door: a port that the operating system chose, known before the node is put together. */
async function openDoor() {
  const sockets = new Set<Socket>();
  let receive: (socket: Socket) => void = (socket) => socket.destroy();
  let isOpen = true;
  const server = createServer((socket) => {
    if (!isOpen) return socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return receive(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get isOpen() {
      return isOpen;
    },
    leadTo(receiver: (socket: Socket) => void) {
      receive = receiver;
    },
    open() {
      isOpen = true;
    },
    /** From now on every connection breaks, and so do those that there are. */
    shut() {
      isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    remove: () => server.close(),
  };
}

export type PeerDoor = Awaited<ReturnType<typeof openDoor>>;
