#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { argv, exit, stderr, stdout } from 'node:process';

const program = new URL('../dist/index.js', import.meta.url);
if (!existsSync(program)) {
  stderr.write('The auditor is not built yet: run `npm run build` first.\n');
  exit(2);
}
const { audit } = await import(program.href);
process.exitCode = await audit(argv.slice(2), {
  say: (line) => stdout.write(`${line}\n`),
  complain: (line) => stderr.write(`${line}\n`),
});
