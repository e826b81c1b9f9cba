import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FileAnswer } from '../../commands/files.js';

/** What the contract's media types leave open. */
const parametersOf: Readonly<Record<string, string>> = {
  'text/csv': '; charset=utf-8; header=present',
  'text/plain': '; charset=IBM437',
};

/**
 * Answers with a file to be saved. Its first part is made before anything is sent, so that a fault in the making is an
 * ordinary problem; after that a fault breaks the connection off, and the reader sees that the file is not whole. No
 * more is made than the reader takes.
 */
export async function answerFile(
  reply: FastifyReply,
  { file: { name, content } }: FileAnswer,
  { status, mediaType }: { readonly status: number; readonly mediaType: string },
): Promise<FastifyReply> {
  if (!/^[a-z0-9-]+\.[a-z0-9]+$/.test(name)) throw new Error('The name of a file is not safe');
  const body = typeof content === 'string' || Buffer.isBuffer(content) ? content : await begun(content);
  return reply
    .code(status)
    .header('content-type', `${mediaType}${parametersOf[mediaType] ?? ''}`)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(body);
}

/** A stream whose first part is there. */
async function begun(parts: AsyncIterable<string>): Promise<Readable> {
  const rest = parts[Symbol.asyncIterator]();
  const first = await rest.next();
  return Readable.from(resumed(first, rest), { objectMode: false });
}

async function* resumed(first: IteratorResult<string>, rest: AsyncIterator<string>) {
  try {
    for (let part = first; !part.done; part = await rest.next()) yield part.value;
  } finally {
    await rest.return?.();
  }
}
