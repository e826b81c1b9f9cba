import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openStage } from '../stage.js';
import { type PlayOptions, playScenario } from './play.js';
import { readScenario } from './read-scenario.js';
import { ScenarioError } from './strict-reading.js';

const usage =
  'Usage: npm run scenario -- [--keep] FILE…\n  --keep  leaves the nodes’ stores and logs, and says where';

/** Plays scenario files in turn and answers with the exit status: 0 when none failed. */
export async function runScenarios(args: readonly string[]): Promise<number> {
  const { files, keep } = readArguments(args);
  if (files.length === 0) throw new Error(`No scenario file is named.\n${usage}`);
  const stage = await openStage();
  try {
    let failed = 0;
    for (const file of files) if (!(await playFile(file, { stage, ...keepOption(keep) }))) failed++;
    console.log(`${files.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

/** Plays one file and tells what went wrong, each in one line. Answers whether it passed. */
export async function playFile(file: string, options: PlayOptions): Promise<boolean> {
  const wrong = await findWrong(file, options);
  for (const line of wrong) console.log(line);
  console.log(`${wrong.length === 0 ? 'passed' : 'FAILED'}  ${file}`);
  return wrong.length === 0;
}

async function findWrong(file: string, options: PlayOptions): Promise<string[]> {
  try {
    const scenario = readScenario(await readFile(file, 'utf8'), file);
    return (await playScenario(scenario, options)).map((line) => `${file}: ${line}`);
  } catch (error) {
    return [error instanceof ScenarioError ? error.message : `${file}: ${(error as Error).message}`];
  }
}

function readArguments(args: readonly string[]) {
  const options = { keep: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  return { files: positionals.map(fromWhereNpmWasCalled), keep: values.keep };
}

function keepOption(keep: boolean): Partial<PlayOptions> {
  return keep ? { keep: (folder) => console.log(`The nodes' stores and logs are in ${folder}`) } : {};
}

function fromWhereNpmWasCalled(file: string): string {
  return relative(process.cwd(), resolve(process.env.INIT_CWD ?? process.cwd(), file));
}
