import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type City, cities } from './cities.js';
import { pagesClientOf } from './city-identity.js';
import { CityProcess } from './city-process.js';
import { type CitySettings, deskUrl, writeClock } from './city-settings.js';
import { DeskClient } from './desk-client.js';
import type { Stage } from './stage.js';

/** How a network is set up. */
export interface NetworkOptions {
  readonly stage: Stage;
  /** Where the cities' folders lie; what is there already is gone on with. */
  readonly folder: string;
  readonly clock: Date | 'real';
  /** Ids of the cities that take part; all when left out. */
  readonly cities?: readonly string[];
  /** Settings of a city's node that differ from those of every rehearsal, by the city's id. */
  readonly environments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Told when a node stops without being asked to. */
  readonly onUnexpectedEnd?: (problem: string) => void;
}

const deliveryLimitInMs = 10_000;
const pauseBetweenRoundsInMs = 20;

/** Starts the cities' nodes, each a process with a store and keys of its own, and waits until all are ready. */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const network = new Network(options);
  try {
    await network.open();
    return network;
  } catch (error) {
    await network.kill();
    throw error;
  }
}

/** City nodes that know each other, and what a rehearsal can do to them. */
export class Network {
  readonly desk: DeskClient;
  readonly #cities: ReadonlyMap<string, CityProcess>;
  readonly #cuts = new Set<string>();
  readonly #stage: Stage;
  #clock: Date | 'real';

  constructor(options: NetworkOptions) {
    const taking = cities.filter(({ id }) => options.cities?.includes(id) ?? true);
    const begin = (settings: CitySettings) =>
      new CityProcess(settings, options.onUnexpectedEnd ?? (() => undefined));
    this.#cities = new Map(taking.map((city) => [city.id, begin(settingsOf(city, options))]));
    this.#stage = options.stage;
    this.#clock = options.clock;
    this.desk = new DeskClient(options.stage.issuer, (id) => deskUrl(this.city(id).settings));
  }

  /** The ids of the cities that take part. */
  get cityIds(): string[] {
    return [...this.#cities.keys()];
  }

  /** What the cities' clocks show now. */
  get now(): Date {
    return this.#clock === 'real' ? new Date() : this.#clock;
  }

  /** The node of a city that takes part. */
  city(id: string): CityProcess {
    const city = this.#cities.get(id);
    if (!city) throw new Error(`${id} does not take part; ${this.cityIds.join(', ')} do`);
    return city;
  }

  /** Makes all keys and member cards, then starts all nodes. */
  async open(): Promise<void> {
    await this.#all((city) => city.prepare());
    for (const { settings } of this.#cities.values())
      this.#stage.registerPages(await pagesClientOf(settings));
    await this.#all((city) => city.start(this.#clock));
  }

  /** Lets every clock stand still at an instant, or run with the machine's. */
  async setClock(clock: Date | 'real'): Promise<void> {
    this.#clock = clock;
    await this.#allRunning((city) => city.control.ask({ do: 'set-clock', at: writeClock(clock) }));
  }

  /** From now on nothing passes between two cities, either way, until it is mended. */
  async cut(one: string, other: string): Promise<void> {
    this.#cuts.add(pairOf(this.city(one).id, this.city(other).id));
    await this.#tellBoth('cut', one, other);
  }

  /** Takes back a cut. */
  async mend(one: string, other: string): Promise<void> {
    if (!this.#cuts.delete(pairOf(one, other))) throw new Error(`${one} and ${other} are not cut off`);
    await this.#tellBoth('mend', one, other);
  }

  /** Kills a node without warning. */
  async crash(id: string): Promise<void> {
    const city = this.city(id);
    if (!city.running) throw new Error(`${id} is not running`);
    await city.kill();
  }

  /** Starts a crashed node again on its store, with the clock and the cuts of the others. */
  async restart(id: string): Promise<void> {
    const cutOff = this.cityIds.filter((other) => this.#cuts.has(pairOf(id, other)));
    await this.city(id).start(this.#clock, cutOff);
  }

  /**
   * Lets the couriers work until two rounds in a row find nothing that waits. What waits for a city that is cut off
   * or does not run is not counted. Rejects after ten seconds, saying what still waits.
   */
  async deliver(): Promise<void> {
    const deadline = Date.now() + deliveryLimitInMs;
    for (let quietRounds = 0; quietRounds < 2; ) {
      const waiting = await this.#deliverOnce();
      quietRounds = waiting.length === 0 ? quietRounds + 1 : 0;
      if (waiting.length === 0) continue;
      if (Date.now() > deadline) throw new Error(`still waiting after 10 s: ${waiting.join(', ')}`);
      await pause(pauseBetweenRoundsInMs);
    }
  }

  /** Whether every city runs and reaches every other. */
  get isWhole(): boolean {
    return this.#cuts.size === 0 && [...this.#cities.values()].every((city) => city.running);
  }

  /** Stops every node in an orderly way. */
  async stop(): Promise<void> {
    await this.#all((city) => city.stop());
  }

  /** Holds every store against its own journal, once all nodes have stopped. */
  async checkStores(): Promise<string[]> {
    return (await this.#all((city) => city.checkStore())).flat();
  }

  /** Kills every node. */
  async kill(): Promise<void> {
    await this.#all((city) => city.kill());
  }

  async #deliverOnce(): Promise<string[]> {
    const found = await this.#allRunning(async (city) => {
      const { waiting = {} } = await city.control.ask({ do: 'deliver' });
      return Object.entries(waiting)
        .filter(([to, count]) => count > 0 && this.#canReach(city.id, to))
        .map(([to, count]) => `${count} from ${city.id} to ${to}`);
    });
    return found.flat();
  }

  #canReach(from: string, to: string): boolean {
    return this.#cities.get(to)?.running === true && !this.#cuts.has(pairOf(from, to));
  }

  async #tellBoth(what: 'cut' | 'mend', one: string, other: string): Promise<void> {
    const tell = async (id: string, about: string) => {
      if (this.city(id).running) await this.city(id).control.ask({ do: what, city: about });
    };
    await Promise.all([tell(one, other), tell(other, one)]);
  }

  #all<T>(work: (city: CityProcess) => Promise<T>): Promise<T[]> {
    return allDone([...this.#cities.values()].map(work));
  }

  #allRunning<T>(work: (city: CityProcess) => Promise<T>): Promise<T[]> {
    return allDone([...this.#cities.values()].filter((city) => city.running).map(work));
  }
}

function settingsOf(city: City, { stage, folder, environments }: NetworkOptions): CitySettings {
  const { host, issuer } = stage;
  const ports = stage.ports.cities[city.id];
  if (!ports) throw new Error(`The stage has no ports for ${city.id}`);
  return {
    city,
    folder: join(folder, city.id),
    membersFolder: join(folder, 'members'),
    host,
    ports,
    issuer,
    environment: environments?.[city.id] ?? {},
  };
}

function pairOf(one: string, other: string): string {
  return [one, other].sort().join(' ');
}

/** As Promise.all, but nothing goes on behind the back of a rejection. */
async function allDone<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
