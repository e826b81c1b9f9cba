import { readFile, writeFile } from 'node:fs/promises';
import { playDemo } from './demo.js';
import type { Demo } from './story.js';

/** How far the demo has come in a folder; `begun` when a start has ended in the middle of it. */
export async function demoState(file: string): Promise<'not-begun' | 'begun' | 'done'> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return 'not-begun';
  return text === 'done' ? 'done' : 'begun';
}

/**
 * Plays the demo where it has not been played yet, and notes it down in the file. It cannot be gone on with in the
 * middle: where it is `begun`, all begins anew first.
 */
export async function playDemoOnce(demo: Demo, file: string, tell: (line: string) => void): Promise<void> {
  if ((await demoState(file)) === 'done') return;
  tell('More cases follow, so that there is something to see everywhere. It takes about a minute.');
  await writeFile(file, 'begun');
  await playDemo(demo, tell);
  await writeFile(file, 'done');
}
