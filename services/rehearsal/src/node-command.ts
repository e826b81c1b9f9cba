import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const commandLine = fileURLToPath(new URL('../../node/dist/cli.js', import.meta.url));

/** Runs one of the product's own operator commands; rejects with what it complains of. */
export async function runNodeCommand(command: string, options: Record<string, string>): Promise<void> {
  const pairs = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  await run(process.execPath, [commandLine, command, ...pairs], { env: {} });
}
