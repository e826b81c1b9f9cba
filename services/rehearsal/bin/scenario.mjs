import { argv } from 'node:process';
import { prepare } from '../../../deploy/prepare.mjs';

try {
  await prepare();
  const { runScenarios } = await import('../dist/scenario/main.js');
  process.exitCode = await runScenarios(argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
