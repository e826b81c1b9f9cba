// Answers that are files: their headers, a fault before and after the first byte, and a reader that goes away or is slow.

import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import t, { type Test } from 'tap';
import { request } from 'undici';
import type { FileAnswer } from '../src/commands/files.js';
import { answerFile } from '../src/http/desk/answer-file.js';
import { makeServer } from '../src/http/server.js';
import { makeLog } from '../src/log.js';
import { LogLines } from './helpers/log-lines.js';

const csv = 'text/csv';

/** A door with one file behind it. */
async function serve(t: Test, file: () => FileAnswer['file'], mediaType = csv) {
  const log = new LogLines();
  const app = makeServer('desk', 1024, 'application/json', makeLog('info', 'stockholm', log));
  app.get('/file', async (_request, reply) =>
    answerFile(reply, { file: file() }, { status: 200, mediaType }),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/file`, port, log };
}

async function* parts(...each: (string | Error)[]): AsyncGenerator<string> {
  for (const part of each) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

t.test('a file has its type, its name and its bytes', async (t) => {
  const table: [mediaType: string, type: string, content: FileAnswer['file']['content'], bytes: string][] = [
    [csv, 'text/csv; charset=utf-8; header=present', parts('a\r\n', 'å\r\n'), 'a\r\nå\r\n'],
    ['application/jsonl', 'application/jsonl', parts('{}\n'), '{}\n'],
    ['application/jsonl', 'application/jsonl', parts(), ''],
    ['text/plain', 'text/plain; charset=IBM437', Buffer.from([0x94, 0x0a]), '\ufffd\n'],
    [csv, 'text/csv; charset=utf-8; header=present', 'text', 'text'],
  ];
  for (const [mediaType, type, content, bytes] of table) {
    const { url } = await serve(t, () => ({ name: 'a-1.csv', content }), mediaType);
    const { statusCode, headers, body } = await request(url);
    t.equal(statusCode, 200);
    t.match(headers, {
      'content-type': type,
      'content-disposition': 'attachment; filename="a-1.csv"',
      'cache-control': 'no-store',
    });
    t.equal(await body.text(), bytes);
  }
});

t.test('a fault before the first byte is a problem', async (t) => {
  const { url } = await serve(t, () => ({ name: 'a.csv', content: parts(new Error('secret')) }));
  const { statusCode, headers, body } = await request(url);
  t.equal(statusCode, 500);
  t.match(headers['content-type'], /^application\/problem\+json/);
  t.equal(headers['content-disposition'], undefined);
  t.match(await body.json(), { code: 'INTERNAL_ERROR' });
});

t.test('a fault after it breaks the answer off', async (t) => {
  const content = parts('begun', new Error('secret'));
  const { url } = await serve(t, () => ({ name: 'a.csv', content }));
  const { statusCode, body } = await request(url);
  t.equal(statusCode, 200);
  await t.rejects(body.text(), 'the reader sees that it is not whole');
});

t.test('a name that could be anything else', async (t) => {
  for (const name of ['a"b.csv', 'å.csv', 'a.csv\r\nx: y', '../a.csv', 'a', ''])
    await t.test(JSON.stringify(name), async (t) => {
      const { url } = await serve(t, () => ({ name, content: 'x' }));
      t.equal((await request(url)).statusCode, 500);
    });
});

t.test('a reader that takes nothing keeps no more being made; when it goes, the making ends', async (t) => {
  let made = 0;
  let ended: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  async function* endless() {
    try {
      for (;;) {
        made++;
        yield 'x'.repeat(65_536);
      }
    } finally {
      ended();
    }
  }
  const { port } = await serve(t, () => ({ name: 'a.csv', content: endless() }));
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'readable');
  socket.destroy();
  await end;
  t.ok(made < 1_000, `${made} parts of 64 kB`);
});
