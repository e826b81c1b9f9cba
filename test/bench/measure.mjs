// What the benchmarks share: folders, ports, medians.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = [];

/** A new folder, removed when the process ends. On the disk of STORSTAD_BENCH_DIR, or of the temporary files. */
export function inFolder(name) {
  const folder = mkdtempSync(join(process.env.STORSTAD_BENCH_DIR ?? tmpdir(), `storstad-${name}-`));
  folders.push(folder);
  return folder;
}
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Starts the other process of a pair. When it ends by itself, the benchmark ends with it. */
export function forkHelper(program) {
  const child = fork(program);
  child.once('exit', (status) => {
    if (!child.killed) throw new Error(`The other process ended with status ${status}`);
  });
  return child;
}
