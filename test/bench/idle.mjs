// Resident memory of an idle node: the real process, as an operator starts it, ready and with nothing to do.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeCity } from './city.mjs';
import { inFolder } from './measure.mjs';

const program = fileURLToPath(new URL('../../services/node/dist/main.js', import.meta.url));

function residentMb(pid) {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024;
  }
}

/** The largest of several readings, in MB. */
export async function measureIdleMemory() {
  const folder = inFolder('idle');
  makeCity(folder, { city: 'malmo', peerUrl: 'http://127.0.0.1:9/peer/v1' });
  const env = {
    ...process.env,
    STORSTAD_CITY: 'malmo',
    STORSTAD_DATA_DIR: join(folder, 'malmo', 'store'),
    STORSTAD_SECRETS_DIR: join(folder, 'malmo', 'secrets'),
    STORSTAD_MEMBERS_DIR: join(folder, 'members'),
    STORSTAD_DESK_LISTEN: '127.0.0.1:0',
    STORSTAD_PEER_LISTEN: '127.0.0.1:0',
    STORSTAD_ISSUER: 'http://127.0.0.1:9',
    STORSTAD_AUDIENCE: 'bench',
    STORSTAD_LOG_LEVEL: 'silent',
  };
  const child = fork(program, { env });
  await once(child, 'message');
  const readings = [];
  for (let i = 0; i < 10; i += 1) {
    await pause(300);
    readings.push(residentMb(child.pid));
  }
  child.kill();
  return Math.max(...readings);
}
