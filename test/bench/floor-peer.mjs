// The receiving end of the floor: verify, one 4-row commit, sign the answer. Plain node:http.
import { createServer } from 'node:http';
import {
  importSigningKey,
  importVerifyKey,
  NonceMemory,
  signResponse,
  verifyRequest,
} from '@storstad/signing';
import { commitFourRows, openFloorStore } from './floor-store.mjs';

process.on('message', ({ folder, ownJwk, peerJwk, port, targetUri }) => {
  const commit = commitFourRows(openFloorStore(folder, 'floor-peer'));
  const key = importSigningKey(ownJwk).key;
  const peer = importVerifyKey(peerJwk).key;
  const nonces = new NonceMemory();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks);
      const now = new Date();
      const verified = await verifyRequest({
        method: 'POST',
        targetUri,
        headers: request.headers,
        body,
        keyFor: () => peer,
        now,
        isNonceNew: (...used) => nonces.isNew(...used, now),
      });
      if (!verified.ok) throw new Error(verified.problem);
      commit(body);
      const answer = Buffer.from('{"received":true}');
      const contentType = 'application/json';
      const signed = signResponse({
        status: 200,
        contentType,
        body: answer,
        request: { method: 'POST', targetUri, signature: verified.signature },
        key,
        now,
      });
      response.writeHead(200, { ...signed, 'content-type': contentType }).end(answer);
    });
  });
  server.listen(port, '127.0.0.1', () => process.send({ open: true }));
});
process.on('disconnect', () => process.exit(0));
