import { machineClock, settableClock } from './clock.js';
import { type Config, type Listen, readConfig, rehearsalSetting } from './config.js';
import { makeLog } from './log.js';
import { listenToParent, makeCuts } from './rehearsal-controls.js';
import { type WiredNode, wire } from './wiring.js';

/** Exit status for a configuration that cannot be used (sysexits EX_CONFIG). */
const badConfiguration = 78;

const read = readConfig(process.env);
if (!read.ok) fail(badConfiguration, read.problems);
await run(read.config);

async function run(config: Config): Promise<void> {
  const log = makeLog(config.logLevel, config.city);
  const clock = config.rehearsalClock === null ? null : settableClock(config.rehearsalClock);
  const cuts = makeCuts(config.rehearsalCuts);
  const wiring = wire(config, {
    clock: clock ?? machineClock,
    log,
    ...(clock ? { onTheWay: cuts.guard } : {}),
  });
  if (!wiring.ok) fail(badConfiguration, wiring.problems);
  const { wired } = wiring;
  const { node, courier } = wired;
  if (clock) {
    log.warn(
      { rehearsal: true },
      `REHEARSAL ONLY: ${rehearsalSetting} is set, this node's clock can be set from outside`,
    );
    const cities = [...node.members.keys()].filter((city) => city !== node.city);
    listenToParent({ clock, cuts, courier, messages: node.store.messages, cities });
  }
  stopOnSignal(wired);
  await open(wired.desk, config.desk, 'STORSTAD_DESK_LISTEN');
  await open(wired.peer, config.peer, 'STORSTAD_PEER_LISTEN');
  courier.wake(node.members.keys());
  log.info({ port: config.desk.port }, 'the desk is open');
  log.info({ port: config.peer.port }, 'the peer door is open');
  process.send?.({ ready: true });
}

async function open(door: WiredNode['desk'], { host, port }: Listen, setting: string): Promise<void> {
  try {
    await door.listen({ host, port });
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';
    fail(1, [
      code === 'EADDRINUSE'
        ? `Port ${port} on ${host} is taken. Stop what uses it, or choose another with ${setting}.`
        : `Cannot listen on ${host}:${port} (${code}); see ${setting}.`,
    ]);
  }
}

function stopOnSignal(wired: WiredNode): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void wired.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A rehearsal node does not outlive the process that started it.
  if (process.send) process.on('disconnect', stop);
}

function fail(status: number, problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`storstad-node: ${problem}\n`);
  process.exit(status);
}
