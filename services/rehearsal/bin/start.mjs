import { argv } from 'node:process';
import { prepare } from '../../../deploy/prepare.mjs';

try {
  await prepare();
  const { start } = await import('../dist/start.js');
  process.exitCode = await start(argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
