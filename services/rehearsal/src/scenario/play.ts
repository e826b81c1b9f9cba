import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amongCities, concludeAgreements, readAgreement } from '../agreements.js';
import { checkBooks } from '../ledger-check.js';
import { type Network, startNetwork } from '../network.js';
import type { Stage } from '../stage.js';
import { perform } from './perform.js';
import { type Scenario, titleOf } from './scenario.js';

/** How scenarios are played. */
export interface PlayOptions {
  readonly stage: Stage;
  /** Leaves the nodes' folders in place, and tells where. */
  readonly keep?: (folder: string) => void;
}

/** Plays a scenario on fresh stores in fresh processes, and answers with one line for each thing that went wrong. */
export async function playScenario(scenario: Scenario, { stage, keep }: PlayOptions): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'storstad-scenario-'));
  try {
    return await playIn(folder, scenario, stage);
  } finally {
    keep?.(folder);
    if (!keep) await rm(folder, { recursive: true });
  }
}

async function playIn(folder: string, scenario: Scenario, stage: Stage): Promise<string[]> {
  const wrong: string[] = [];
  const onUnexpectedEnd = (problem: string) => wrong.push(problem);
  const { clock, cities } = scenario;
  const network = await startNetwork({ stage, folder, clock, cities, onUnexpectedEnd });
  try {
    await concludeAgreements(network, await agreementsOf(scenario));
    await playSteps(scenario, network, wrong);
    if (network.isWhole) wrong.push(...(await checkAtTheEnd(network)));
    await network.stop();
    wrong.push(...(await network.checkStores()));
  } catch (error) {
    wrong.push((error as Error).message);
  } finally {
    await network.kill();
  }
  return wrong;
}

/** However a story ends, the cities' books agree once everything is delivered. */
async function checkAtTheEnd(network: Network): Promise<string[]> {
  await network.deliver();
  return checkBooks(network.desk, network.cityIds);
}

async function agreementsOf({ agreements, cities }: Scenario) {
  const documents = await Promise.all(agreements.map(readAgreement));
  return documents.map((document) => amongCities(document, cities));
}

async function playSteps({ steps }: Scenario, network: Network, wrong: string[]): Promise<void> {
  const saved = new Map<string, unknown>();
  for (const [index, step] of steps.entries()) {
    const outcome = await perform(step, { network, saved });
    if (outcome.wrong.length > 0)
      wrong.push(`step ${index + 1} (${titleOf(step)}): ${outcome.wrong.join('; ')}`);
  }
}
