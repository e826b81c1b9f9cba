import { createReadStream } from 'node:fs';

/** A line of a file, as its bytes without the line feed. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Whether a line feed ends it; only the last line can be without. */
  readonly ended: boolean;
}

/** No line of a statement comes near this; a file without line feeds must not fill the memory. */
const longest = 1024 * 1024;

/**
 * The lines of a file, one at a time. A line that is longer than 1 MiB is cut off there, and is the last one given.
 *
 * @throws Error when the file cannot be read.
 */
export async function* linesOf(path: string): AsyncGenerator<FileLine, void> {
  let rest = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      yield { number: ++number, bytes: bytes.subarray(from, at), ended: true };
      from = at + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > longest) break;
  }
  if (rest.length > 0) yield { number: ++number, bytes: rest.subarray(0, longest), ended: false };
}
