import { EventEmitter, once } from 'node:events';

/** What a node has written in its log, line by line. */
export class LogLines {
  readonly lines: string[] = [];
  readonly #heard = new EventEmitter();

  write(line: string): void {
    this.lines.push(line);
    this.#heard.emit('line');
  }

  /** Waits until the node has written so many lines with a message, since the beginning. */
  async hear(message: string, times = 1): Promise<void> {
    while (this.count(message) < times)
      await once(this.#heard, 'line', { signal: AbortSignal.timeout(30_000) });
  }

  count(message: string): number {
    return this.lines.filter((line) => JSON.parse(line).msg === message).length;
  }
}
