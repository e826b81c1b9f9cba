import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { demoState, playDemoOnce } from './demo/played.js';
import { watchForEnd } from './ending.js';
import { emptyFolder, lockFolder } from './folder-lock.js';
import { Job } from './main-job/job.js';
import { clockOf, playMainJob } from './main-job/main-job.js';
import { readProgress } from './main-job/progress-file.js';
import { startNetwork } from './network.js';
import { blockedPorts, memorablePorts } from './ports.js';
import { openStageOn, PortsTaken, type Stage } from './stage.js';
import { whereToGo } from './where-to-go.js';

const dataFolder = fileURLToPath(new URL('../../../.data/', import.meta.url));
const progressFile = join(dataFolder, 'main-job.json');
const demoFile = join(dataFolder, 'demo');
const portSetting = 'STORSTAD_PORT_BASE';
const interruptedStatus = 130;
const usage = `Usage: npm start [-- --once] [-- --fresh]
  --once   ends after the main job, with status 0 when all went well; plays no more cases
  --fresh  forgets what earlier starts have left in .data/
The ports begin at 4000, or at ${portSetting} when that is set.`;

/**
 * Starts the three cities, plays the main job through them, then the demo, and stays up until interrupted. Answers the
 * exit status.
 */
export async function start(args: readonly string[]): Promise<number> {
  const { once, fresh } = readOptions(args);
  await mkdir(dataFolder, { recursive: true });
  const unlock = await lockFolder(dataFolder);
  try {
    const stage = await openMemorableStage();
    try {
      if (fresh || (await wasCutShort())) await emptyFolder(dataFolder);
      return await run(stage, once);
    } finally {
      await stage.close();
    }
  } finally {
    await unlock();
  }
}

/** Whether the last start has ended in the middle of the demo. */
async function wasCutShort(): Promise<boolean> {
  const isBegun = (await demoState(demoFile)) === 'begun';
  if (isBegun) console.log('The last start ended before all its cases were there. Everything begins anew.');
  return isBegun;
}

async function run(stage: Stage, once: boolean): Promise<number> {
  const ending = watchForEnd();
  const progress = await readProgress(progressFile);
  console.log('Starting Stockholm, Göteborg and Malmö, each a process of its own, and an identity provider.');
  const network = await startNetwork({
    stage,
    folder: dataFolder,
    clock: clockOf(progress),
    onUnexpectedEnd: ending.fail,
  });
  try {
    const interrupted = await Promise.race([play(new Job(network, progress), once), ending.interrupted]);
    if (interrupted) return interruptedStatus;
    if (once) return 0;
    console.log(whereToGo(network, stage));
    await ending.interrupted;
    console.log('Stopping.');
    return 0;
  } finally {
    await network.stop();
  }
}

async function play(job: Job, once: boolean): Promise<void> {
  await playMainJob(job, progressFile, console.log);
  if (once) return;
  await playDemoOnce(job, demoFile, console.log);
  await job.network.setClock('real');
}

async function openMemorableStage(): Promise<Stage> {
  const base = readPortBase(process.env[portSetting] ?? '4000');
  const ports = memorablePorts(base);
  const blocked = blockedPorts(ports);
  const instead = `such as ${portSetting}=${base + 500} npm start`;
  if (blocked.length > 0)
    throw new Error(`Browsers refuse to call port ${blocked.join(', ')}. Choose other ports, ${instead}.`);
  return openStageOn(ports).catch((error: unknown) => {
    if (!(error instanceof PortsTaken)) throw error;
    throw new Error(`${error.message}. End it, or choose other ports, ${instead}.`);
  });
}

function readPortBase(text: string): number {
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_000) return base;
  throw new Error(`${portSetting} must be a number from 1024 to 65000, is ${JSON.stringify(text)}.`);
}

function readOptions(args: readonly string[]): { once: boolean; fresh: boolean } {
  const option = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { once: option, fresh: option } }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`);
  }
}
