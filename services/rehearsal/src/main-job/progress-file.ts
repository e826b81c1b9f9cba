import { readFile, rename, writeFile } from 'node:fs/promises';
import { civilDate } from '../stockholm-time.js';
import type { Progress } from './job.js';

/** What was noted down at the last start, or a new beginning today. */
export async function readProgress(file: string): Promise<Progress> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? { today: civilDate(new Date()), next: 0, ids: {} } : parse(text, file);
}

/** Notes down how far the job has come. Never leaves half a file. */
export async function writeProgress(file: string, progress: Progress): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(progress, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function parse(text: string, file: string): Progress {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} cannot be read; npm start -- --fresh begins anew`);
  }
}
