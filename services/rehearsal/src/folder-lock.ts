import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const lockName = 'running.pid';

/**
 * Takes a folder for this process alone, so that two starts cannot write in the same stores. Answers how to give it
 * back; rejects when another process that still runs has it. What a killed process left behind is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, lockName);
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (holder > 0 && isRunning(holder)) throw new FolderTaken(folder, holder);
  await rm(lock, { force: true });
  await writeFile(lock, String(process.pid), { flag: 'wx' });
  return () => rm(lock, { force: true });
}

/** Removes all that is in a locked folder but the lock. */
export async function emptyFolder(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== lockName);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Another start has the folder. */
export class FolderTaken extends Error {
  constructor(folder: string, holder: number) {
    super(`Another npm start (process ${holder}) uses ${folder}. End it first; other ports do not help.`);
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
