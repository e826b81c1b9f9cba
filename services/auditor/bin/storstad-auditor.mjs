#!/usr/bin/env node
import { argv, stderr, stdout } from 'node:process';
import { audit } from '../dist/index.js';

process.exitCode = await audit(argv.slice(2), {
  say: (line) => stdout.write(`${line}\n`),
  complain: (line) => stderr.write(`${line}\n`),
});
