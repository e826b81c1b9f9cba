import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { importVerifyKey, NonceMemory, signRequest, type VerifyKey, verifyRequest } from '../src/index.js';
import {
  bodyText,
  makeVectors,
  nonce,
  now,
  targetUri,
  testKey,
  type Vector,
  vectorsFolder,
} from './make-vectors.js';

const written = (vector: Vector) => `${JSON.stringify(vector, null, 2)}\n`;
const fileOf = (name: string) => new URL(`${name}.json`, vectorsFolder);

if (t.writeSnapshot) {
  for (const vector of makeVectors()) writeFileSync(fileOf(vector.name), written(vector));
}

function trustedKeys(vector: Vector): Map<string, VerifyKey> {
  const imported = vector.publicKeys.map((jwk) => importVerifyKey(jwk));
  return new Map(imported.flatMap((each) => (each.ok ? [[each.key.kid as string, each.key]] : [])));
}

async function replay(vector: Vector): Promise<string[]> {
  const memory = new NonceMemory();
  const keys = trustedKeys(vector);
  const at = new Date(vector.now);
  const answers: string[] = [];
  for (const request of vector.requests ?? [vector.request]) {
    if (request === undefined) throw new Error(`${vector.name} holds no request.`);
    const verdict = await verifyRequest({
      ...request,
      body: Buffer.from(request.body, 'base64'),
      keyFor: (kid) => keys.get(kid),
      now: at,
      isNonceNew: (...use) => memory.isNew(...use, at),
    });
    answers.push(verdict.ok ? 'accepted' : verdict.problem);
  }
  return answers;
}

t.test('the files are what the generator makes, and nothing else', async (t) => {
  const made = makeVectors();
  for (const vector of made) t.equal(readFileSync(fileOf(vector.name), 'utf8'), written(vector), vector.name);
  const names = [...made.map(({ name }) => `${name}.json`), 'keys.json'];
  const found = readdirSync(vectorsFolder).filter((name) => name.endsWith('.json'));
  t.same(found.sort(), names.sort());
});

t.test('every vector gets the answer it names', async (t) => {
  for (const { name } of makeVectors()) {
    const vector = JSON.parse(readFileSync(fileOf(name), 'utf8')) as Vector;
    const answers = await replay(vector);
    t.equal(answers.pop(), vector.expect, name);
    t.same(
      answers,
      answers.map(() => 'accepted'),
      `${name}: all before the last`,
    );
    for (const request of vector.requests ?? [vector.request]) {
      t.equal(Buffer.from(request?.body ?? '', 'base64').toString(), request?.bodyText, `${name}: one body`);
    }
  }
});

t.test('signRequest makes the good vector, byte for byte', async (t) => {
  const good = makeVectors().find(({ name }) => name === 'good')?.request;
  const body = Buffer.from(bodyText);
  const contentType = 'application/json';
  const key = testKey('stockholm');
  const headers = signRequest({ method: 'POST', targetUri, contentType, body, key, now, nonce });
  t.same({ 'content-type': contentType, ...headers }, good?.headers);
});
