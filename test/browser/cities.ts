import {
  concludeAgreements,
  type Network,
  type NetworkOptions,
  openStage,
  readAgreement,
  startNetwork,
} from '@storstad/rehearsal';
import type { BrowserContextOptions } from 'playwright-core';
import type { Test } from 'tap';
import { startBrowser } from './browser.js';
import { Person } from './person.js';

/** Real cities, each a node and a store of its own, and people who come to their pages. */
export interface Cities {
  readonly network: Network;
  /** Where a city's pages are. */
  origin(city: string): string;
  /** Somebody with a browser that nobody else uses. */
  somebody(options?: BrowserContextOptions): Promise<Person>;
}

/** Starts the cities, whose clocks stand still at an instant, with the agreement of 2025 in force. They end with the test. */
export async function startCities(
  t: Test,
  clock: string,
  environments: NetworkOptions['environments'] = {},
): Promise<Cities> {
  const stage = await openStage();
  t.teardown(() => stage.close());
  const network = await startNetwork({ stage, folder: t.testdir(), clock: new Date(clock), environments });
  t.teardown(() => network.kill());
  await concludeAgreements(network, [await readAgreement('2025')]);
  const browser = await startBrowser(t);
  return {
    network,
    origin: (city) => `http://${stage.host}:${stage.ports.cities[city]?.desk}`,
    somebody: async (options) => Person.at(await browser.newContext({ locale: 'sv-SE', ...options })),
  };
}
