import type { FastifyInstance, FastifyRequest } from 'fastify';

/** From now on the bodies of these routes are forms and nothing else, with or without files; they are read at once. */
export function takeForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
  );
  app.addContentTypeParser<Buffer>(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer) => readParts(body, headers['content-type'] ?? ''),
  );
}

/** A file is its text; one that nobody chose is empty. Rejects what has no parts, as the caller's fault. */
async function readParts(body: Buffer, contentType: string): Promise<URLSearchParams> {
  const answer = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  const form = await answer.formData().catch(() => {
    throw Object.assign(new Error('The parts of a form cannot be read'), { statusCode: 400 });
  });
  const parts: [string, string | Blob][] = [];
  form.forEach((value, name) => {
    parts.push([name, value]);
  });
  const entries = parts.map(async ([name, value]) => [name, await textOf(value)]);
  return new URLSearchParams((await Promise.all(entries)) as [string, string][]);
}

const textOf = (value: string | Blob): string | Promise<string> =>
  typeof value === 'string' ? value : value.text();

/** The fields of a request's form; none when it has no body. */
export const formOf = ({ body }: FastifyRequest): URLSearchParams =>
  body instanceof URLSearchParams ? body : new URLSearchParams();
