// (b) The floor: bare exchanges with no domain, contract or sealing. Sign, one 4-row commit, POST 1.5 kB, verify, one
// 4-row commit, sign the answer, verify, one commit. Two processes, files on disk, synchronous=FULL.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  importSigningKey,
  importVerifyKey,
  makeKeyPair,
  publicJwk,
  signRequest,
  verifyResponse,
} from '@storstad/signing';
import { Pool } from 'undici';
import { allOf } from './city.mjs';
import { commitFourRows, openFloorStore } from './floor-store.mjs';
import { forkHelper, freePort, inFolder } from './measure.mjs';

const program = fileURLToPath(new URL('floor-peer.mjs', import.meta.url));
const contentType = 'application/json';

/** Starts the pair; `round(count, inFlight)` returns exchanges a second. */
export async function startFloor() {
  const folder = inFolder('floor');
  const [own, other] = [makeKeyPair('signing'), makeKeyPair('signing')];
  const key = importSigningKey(own).key;
  const peer = importVerifyKey(publicJwk(other)).key;
  const port = await freePort();
  const targetUri = `http://127.0.0.1:${port}/messages`;
  const child = forkHelper(program);
  child.send({ folder, ownJwk: other, peerJwk: publicJwk(own), port, targetUri });
  await once(child, 'message');
  const sqlite = openFloorStore(folder, 'floor-own');
  const commit = commitFourRows(sqlite);
  const close = sqlite.prepare('UPDATE a SET content = ? WHERE id = (SELECT max(id) FROM a)');
  const pool = new Pool(new URL(targetUri).origin, { connections: 16 });

  async function exchange() {
    const body = Buffer.from(JSON.stringify({ content: randomBytes(750).toString('hex') }));
    const signed = signRequest({
      method: 'POST',
      targetUri,
      contentType,
      body,
      key,
      now: new Date(),
      nonce: randomUUID(),
    });
    commit(body);
    const headers = { ...signed, 'content-type': contentType };
    const answer = await pool.request({ method: 'POST', path: '/messages', headers, body });
    const verified = await verifyResponse({
      status: answer.statusCode,
      headers: answer.headers,
      body: Buffer.from(await answer.body.arrayBuffer()),
      request: { method: 'POST', targetUri, signature: signed.signature },
      key: peer,
      now: new Date(),
    });
    if (!verified.ok) throw new Error(verified.problem);
    close.run('closed');
  }

  async function round(count, inFlight) {
    const started = performance.now();
    await allOf(Array(count).fill(0), inFlight, exchange);
    return (1000 * count) / (performance.now() - started);
  }

  async function stop() {
    child.kill();
    await pool.destroy();
    sqlite.close();
  }
  return { round, stop };
}
