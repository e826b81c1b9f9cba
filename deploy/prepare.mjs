// Gets a fresh clone ready to run: installs what is missing, then builds what has changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { argv, env, execPath, versions } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = new URL('../node_modules/.storstad-installed', import.meta.url);
const oldestNode = [20, 19];

/** What runs, without its tests; and all that has types. */
export const program = 'services/rehearsal';
export const everything = '.';

/** Installs and builds. Rejects with the reason when it cannot. */
export async function prepare(project = program) {
  checkNode();
  await installMissing();
  console.error('Building what has changed.');
  await run(execPath, ['shared/contract/generate.mjs'], 'The contracts could not be read');
  await run(
    execPath,
    ['node_modules/typescript/bin/tsc', '-b', project],
    'The program could not be compiled',
  );
  await run(execPath, ['services/node/styles/build.mjs'], 'The style sheet could not be compiled');
}

function checkNode() {
  const [major, minor] = versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Node.js ${oldestNode.join('.')} or later is needed; this is ${versions.node}.`);
}

async function installMissing() {
  const wanted = await digestOfLockfile();
  if ((await readFile(stamp, 'utf8').catch(() => undefined)) === wanted) return;
  console.error('Installing what is missing. Compiling better-sqlite3 may take about a minute.');
  const { packageManager } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const install = ['-y', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'];
  await run('npx', install, 'The installation failed; is the package registry within reach?');
  await writeFile(stamp, wanted);
}

async function digestOfLockfile() {
  const lockfile = await readFile(new URL('../pnpm-lock.yaml', import.meta.url));
  return createHash('sha256').update(lockfile).digest('hex');
}

/**
 * Runs a command in the project's root and shows what it says, on standard error: what a program answers on standard
 * output stays clean. With CI set, none of them asks questions.
 */
function run(command, args, failure) {
  const options = { cwd: root, env: { ...env, CI: 'true' }, stdio: ['ignore', 2, 2] };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    child.once('error', (error) => reject(new Error(`${failure} (${error.message}).`)));
    child.once('exit', (status, signal) =>
      status === 0
        ? resolve()
        : reject(new Error(`${failure} (${command}: ${signal ?? `status ${status}`}).`)),
    );
  });
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href)
  await prepare(everything).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
