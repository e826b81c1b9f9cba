import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ControlLine } from './city-control.js';
import { prepareIdentity } from './city-identity.js';
import { type CitySettings, cityEnvironment, storeFolder } from './city-settings.js';
import { runNodeCommand } from './node-command.js';

const program = fileURLToPath(new URL('../../node/dist/main.js', import.meta.url));
const stopLimitInMs = 10_000;

/** One city node as an operating-system process of its own. */
export class CityProcess {
  #child: ChildProcess | undefined;
  #control: ControlLine | undefined;

  constructor(
    readonly settings: CitySettings,
    private readonly onUnexpectedEnd: (problem: string) => void,
  ) {}

  get id(): string {
    return this.settings.city.id;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** What the rehearsal asks of the node; throws when it does not run. */
  get control(): ControlLine {
    if (!this.#control) throw new Error(`${this.id} is not running`);
    return this.#control;
  }

  /** Makes what other cities' nodes read when they start. To be done for every city before the first starts. */
  prepare(): Promise<void> {
    return prepareIdentity(this.settings);
  }

  /** Starts the node on its store, cut off from some cities, and waits until it is ready. */
  async start(clock: Date | 'real', cutOff: readonly string[] = []): Promise<void> {
    if (this.running) throw new Error(`${this.id} is already running`);
    await mkdir(storeFolder(this.settings), { recursive: true });
    const log = await open(join(this.settings.folder, 'node.log'), 'a');
    const errors = await open(this.#errorFile, 'w');
    const child = fork(program, [], {
      env: cityEnvironment(this.settings, clock, cutOff),
      execArgv: [],
      stdio: ['ignore', log.fd, errors.fd, 'ipc'],
    });
    this.#watch(child);
    const ready = this.control.ready.catch((error: Error) => this.#explain(error));
    await Promise.all([ready, log.close(), errors.close()]);
  }

  /** Kills the node without warning, as a power failure would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Lets the node end its work and stop; rejects when it had to be killed. */
  async stop(): Promise<void> {
    const how = await this.#end('SIGTERM');
    if (how === 'SIGKILL') throw new Error(`${this.id} did not stop within ${stopLimitInMs / 1000} s`);
  }

  /** Holds the store of a node that has stopped against its own journal; what is wrong, if anything. */
  async checkStore(): Promise<string[]> {
    const { city, membersFolder: members } = this.settings;
    const options = { city: city.id, data: storeFolder(this.settings), members };
    return runNodeCommand('check-store', options).then(
      () => [],
      (error: Error & { readonly stderr?: string }) => [
        `store of ${city.id}: ${error.stderr || error.message}`,
      ],
    );
  }

  get #errorFile(): string {
    return join(this.settings.folder, 'node.stderr');
  }

  #watch(child: ChildProcess): void {
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    this.#child = child;
    this.#control = new ControlLine(this.id, child);
    child.once('exit', (status, signal) => {
      process.removeListener('exit', killWithUs);
      if (this.#child !== child) return;
      const worked = this.#control?.isReady;
      this.#forget();
      if (worked)
        this.onUnexpectedEnd(`${this.id} has stopped by itself (${signal ?? `exit status ${status}`})`);
    });
  }

  #forget(): void {
    this.#child = undefined;
    this.#control = undefined;
  }

  /** Resolves to the signal that ended the node, null when it ended by itself. */
  #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<NodeJS.Signals | null> {
    const child = this.#child;
    this.#forget();
    return new Promise((resolve) => {
      if (!child) return resolve(null);
      const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitInMs);
      child.once('exit', (_, endedBy) => {
        clearTimeout(limit);
        resolve(endedBy);
      });
      child.kill(signal);
    });
  }

  async #explain(error: Error): Promise<never> {
    await this.kill();
    const said = await readFile(this.#errorFile, 'utf8');
    throw new Error(`${error.message}\n${said.trim()}`);
  }
}
