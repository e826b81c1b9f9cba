import { createServer } from 'node:net';
import { cities } from './cities.js';

/** The two doors of a city node. */
export interface CityPorts {
  readonly desk: number;
  readonly peer: number;
}

/** The ports of an identity provider and of each city, by its id. */
export interface Ports {
  readonly identityProvider: number;
  readonly cities: Readonly<Record<string, CityPorts>>;
}

/** Ports that are easy to remember, for people: 4000, then 4100 and 4101, 4200 and 4201, 4300 and 4301. */
export function memorablePorts(base: number): Ports {
  return { identityProvider: base, cities: portsOfCities((index) => base + 100 * (index + 1)) };
}

/** Ports in one unbroken block, for tests. */
export function portBlock(base: number): Ports {
  return { identityProvider: base, cities: portsOfCities((index) => base + 1 + 2 * index) };
}

/** How many ports a block has at most; blocks begin at multiples of it, so two never overlap halfway. */
export const portBlockSize = 10;

function portsOfCities(deskPort: (index: number) => number): Record<string, CityPorts> {
  const ports = (index: number) => ({ desk: deskPort(index), peer: deskPort(index) + 1 });
  return Object.fromEntries(cities.map((city, index) => [city.id, ports(index)]));
}

// Of those above 1023 that the Fetch standard blocks, and with it every browser and Node.js.
const blockedByFetch = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

/** Those of the ports that browsers and Node.js refuse to call, since other protocols use them. */
export function blockedPorts(ports: Ports): number[] {
  return [ports.identityProvider, ...portsOfNodes(ports)].filter((port) => blockedByFetch.includes(port));
}

/** Those of the cities' ports that some other program holds. */
export async function takenPorts(ports: Ports, host: string): Promise<number[]> {
  const wanted = portsOfNodes(ports);
  const taken = await Promise.all(wanted.map((port) => isTaken(port, host)));
  return wanted.filter((_, index) => taken[index]);
}

function portsOfNodes(ports: Ports): number[] {
  return Object.values(ports.cities).flatMap(({ desk, peer }) => [desk, peer]);
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
    );
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}
