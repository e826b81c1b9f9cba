import type { ChildProcess } from 'node:child_process';

/** What a rehearsal may ask of a node whose clock it may set. */
export type ControlCommand =
  | { do: 'set-clock'; at: string }
  | { do: 'cut' | 'mend'; city: string }
  | { do: 'deliver' };

interface Answer {
  readonly id: number;
  readonly ok: boolean;
  readonly problem?: string;
  readonly waiting?: Record<string, number>;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const readyLimitInMs = 60_000;
const answerLimitInMs = 30_000;

/** The line to a node that runs for rehearsal, over the channel between parent and child process. */
export class ControlLine {
  /** Settles when the node is ready to work, or has stopped before. */
  readonly ready: Promise<void>;
  #isReady = false;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(
    private readonly city: string,
    private readonly child: ChildProcess,
  ) {
    this.ready = new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(this.#late('become ready', readyLimitInMs)), readyLimitInMs);
      child.on('message', (message: { ready?: true } & Answer) => {
        if (!message.ready) return this.#take(message);
        this.#isReady = true;
        clearTimeout(limit);
        resolve();
      });
      child.once('exit', (status, signal) => {
        clearTimeout(limit);
        const ended = new Error(`${city} stopped (${signal ?? `exit status ${status}`})`);
        reject(ended);
        for (const waiting of this.#waiting.values()) waiting.reject(ended);
      });
    });
  }

  /** Whether the node has said that it is ready to work. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Asks the node to do something and waits until it has. */
  async ask(command: ControlCommand): Promise<Answer> {
    const id = ++this.#lastId;
    const answer = await this.#send(id, command);
    if (!answer.ok) throw new Error(`${this.city} could not ${command.do}: ${answer.problem}`);
    return answer;
  }

  async #send(id: number, command: ControlCommand): Promise<Answer> {
    let limit: NodeJS.Timeout | undefined;
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      limit = setTimeout(() => reject(this.#late(`answer ${command.do}`, answerLimitInMs)), answerLimitInMs);
      this.child.send({ id, ...command }, (error) => error && reject(error));
    });
    return answer.finally(() => {
      clearTimeout(limit);
      this.#waiting.delete(id);
    });
  }

  #take(answer: Answer): void {
    this.#waiting.get(answer.id)?.resolve(answer);
  }

  #late(what: string, limitInMs: number): Error {
    return new Error(`${this.city} did not ${what} within ${limitInMs / 1000} s`);
  }
}
