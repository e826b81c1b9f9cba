// (a) Referral requests through the whole path: desk command, commit, sealed and signed delivery, the peer's checks, the
// peer's commit, its signed receipt, the commit that closes the message. Two processes, files on disk, synchronous=FULL.

import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  agreement,
  allOf,
  approval,
  ask,
  makeCity,
  makeSendable,
  openCase,
  sendReferral,
  wireCity,
} from './city.mjs';
import { forkHelper, freePort, inFolder } from './measure.mjs';

const program = fileURLToPath(new URL('exchange-peer.mjs', import.meta.url));

/** Starts the pair; `round(count, inFlight)` returns referrals a second. Cases are prepared outside the timed part. */
export async function startExchange() {
  const folder = inFolder('exchange');
  const [homePort, peerPort] = [await freePort(), await freePort()];
  makeCity(folder, { city: 'stockholm', peerUrl: `http://127.0.0.1:${homePort}/peer/v1` });
  makeCity(folder, { city: 'malmo', peerUrl: `http://127.0.0.1:${peerPort}/peer/v1` });
  const child = forkHelper(program);
  child.send({ folder, peerPort });
  await once(child, 'message');

  let delivered = () => undefined;
  const home = wireCity(folder, { city: 'stockholm', onDelivered: () => delivered() });
  await home.peer.listen({ host: '127.0.0.1', port: homePort });
  await ask(home, 'proposeAgreement', 'SN', { body: agreement });
  await home.courier.tryAllNow();
  await ask(home, 'approveAgreement', 'SN', approval('SN'));
  await home.courier.tryAllNow();
  child.send('approve');
  await once(child, 'message');
  while (home.node.store.agreements.find(agreement.id).approvals.length < 2) await new Promise(setImmediate);

  async function round(count, inFlight) {
    const ids = await allOf(Array(count).fill(0), 64, () => openCase(home));
    await allOf(ids, 64, (id) => makeSendable(home, id));
    const started = performance.now();
    await new Promise((resolve, reject) => {
      let [next, done] = [0, 0];
      const startOne = () => {
        if (next < count) sendReferral(home, ids[next++]).catch(reject);
      };
      delivered = () => {
        done += 1;
        if (done === count) resolve();
        else startOne();
      };
      for (let i = 0; i < inFlight; i += 1) startOne();
    });
    return (1000 * count) / (performance.now() - started);
  }

  async function stop() {
    child.kill();
    await home.close();
  }
  return { round, stop };
}
