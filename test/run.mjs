// npm test: installs what is missing, checks types, lint and formatting, then runs the tests, or just those named.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { everything, prepare } from '../deploy/prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = { biome: '@biomejs/biome/bin/biome', tap: 'tap/dist/esm/run.mjs' };

/** Runs a tool of node_modules in the project's root and answers whether it was content. */
function run(tool, args) {
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const child = spawn(execPath, [join(root, 'node_modules', tools[tool]), ...args], options);
  return new Promise((resolve) => child.once('exit', (status) => resolve(status === 0)));
}

/** Each check answers what it found: how many passed, how many failed, and why where the output does not tell. */
const checks = [checkTypes, checkStyle, runTests];

async function checkTypes() {
  return prepare(everything).then(
    () => ({ passed: 0, failed: 0 }),
    (error) => ({ passed: 0, failed: 1, why: error.message, stop: true }),
  );
}

async function checkStyle() {
  if (await run('biome', ['ci', '.'])) return { passed: 0, failed: 0 };
  return { passed: 0, failed: 1, why: 'Lint or formatting failed; npm run format mends much of it.' };
}

async function runTests() {
  const folder = await mkdtemp(join(tmpdir(), 'storstad-tap-'));
  const report = join(folder, 'report.tap');
  // On a terminal tap shows how it goes; in a log its moving lines would only be noise.
  const reporter = stdout.isTTY ? [] : ['--reporter=silent'];
  const content = await run('tap', [...reporter, `--output-file=${report}`, ...argv.slice(2)]);
  const text = await readFile(report, 'utf8').catch(() => '');
  await rm(folder, { recursive: true });
  if (!stdout.isTTY) for (const [failure] of text.matchAll(failures)) console.log(failure);
  const { pass = 0, fail = 0 } = readTotals(text);
  if (content || fail > 0) return { passed: pass, failed: fail };
  return { passed: pass, failed: 1, why: 'The tests did not run to their end.' };
}

/** A failed assertion in tap's report, with what it says of itself. */
const failures = /^ *not ok .*\n(?: *---\n[\s\S]*?\n *\.\.\.\n)?/gm;

/** tap ends its report with a line such as `# { total: 18, pass: 17, fail: 1 }`. */
function readTotals(report) {
  const line = report.match(/^# \{.*\}$/gm)?.at(-1) ?? '';
  return Object.fromEntries(
    [...line.matchAll(/(\w+): (\d+)/g)].map(([, name, count]) => [name, Number(count)]),
  );
}

const results = [];
for (const check of checks) {
  const result = await check();
  results.push(result);
  if (result.stop) break;
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
for (const { why } of results) if (why) console.error(why);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
