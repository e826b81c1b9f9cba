import { join } from 'node:path';
import t from 'tap';
import { demoState, playDemoOnce } from '../src/demo/played.js';
import { checkBooks } from '../src/ledger-check.js';
import { Job } from '../src/main-job/job.js';
import { clockOf, playMainJob } from '../src/main-job/main-job.js';
import { readProgress } from '../src/main-job/progress-file.js';
import { startNetwork } from '../src/network.js';
import { openStage } from '../src/stage.js';
import { logIns, whereToGo } from '../src/where-to-go.js';

const socialWorkers = Object.values(logIns).map(([[persona]]) => persona);

t.test('the demo leaves something everywhere, once', async (t) => {
  const stage = await openStage();
  const folder = t.testdir();
  const file = join(folder, 'demo');
  const progress = await readProgress(join(folder, 'main-job.json'));
  const network = await startNetwork({ stage, folder, clock: clockOf(progress) });
  t.teardown(async () => {
    await network.kill();
    await stage.close();
  });
  const job = new Job(network, progress);
  const { desk } = network;
  await playMainJob(job, join(folder, 'main-job.json'), () => undefined);

  const interrupt = () => {
    throw new Error('interrupted');
  };
  t.equal(await demoState(file), 'not-begun');
  await t.rejects(playDemoOnce(job, file, (line) => void (/Testperson/.test(line) && interrupt())));
  t.equal(await demoState(file), 'begun', 'a start that ends in the middle is found out');

  const told: string[] = [];
  const again = join(folder, 'again');
  await playDemoOnce(job, again, (line) => told.push(line));
  t.equal(await demoState(again), 'done');
  const enough = told.length;
  await playDemoOnce(job, again, (line) => told.push(line));
  t.equal(told.length, enough, 'what is done is not played again');
  await network.setClock('real');

  await t.test('queues', async (t) => {
    for (const persona of socialWorkers) {
      const { queues } = await desk.must(persona, 'countQueues');
      for (const { queue, count } of queues) t.ok(count > 0, `${queue} of ${persona}`);
    }
  });

  await t.test('states', async (t) => {
    const states = new Set<string>();
    for (const city of network.cityIds) {
      const query = { page: 1, limit: 100 };
      const { cases } = await desk.must(`police-liaison@${city}`, 'listCases', { query });
      for (const { state } of cases) states.add(state);
    }
    t.strictSame([...states].sort(), [
      'accepted',
      'cancelled',
      'completed',
      'departed',
      'draft',
      'in-progress',
      'ready',
      'received',
      'rejected',
      'requested',
    ]);
  });

  await t.test('money', async (t) => {
    for (const city of network.cityIds) {
      const { balances } = await desk.must(`administrator@${city}`, 'listBalances');
      for (const balance of balances)
        t.ok(balance.months.length >= 6 && balance.netOre !== 0, `${city} and ${balance.city}, over months`);
    }
    const statementsOf = async (city: string) =>
      (await desk.must(`administrator@${city}`, 'listStatements')).statements.map(({ state }) => state);
    for (const city of ['stockholm', 'malmo']) {
      const states = await statementsOf(city);
      for (const state of ['proposed', 'signed'] as const)
        t.ok(states.includes(state), `${state} in ${city}`);
    }
    const { invoices } = await desk.must('administrator@malmo', 'listInvoices', {
      query: { page: 1, limit: 100 },
    });
    t.ok(invoices.some(({ findings }) => findings.length > 0));
    t.ok(invoices.some(({ findings }) => findings.length === 0));
    t.strictSame(await checkBooks(desk, network.cityIds), []);
  });

  await t.test('a version that one body has not approved', async (t) => {
    const { agreements } = await desk.must('administrator@stockholm', 'listAgreements');
    t.ok(agreements.some(({ state }) => state === 'proposed'));
  });

  const page = whereToGo(network, stage);
  for (const city of network.cityIds) {
    const { host, ports } = network.city(city).settings;
    t.match(page, `  http://${host}:${ports.desk}/\n`, `the address of ${city}`);
  }
  for (const persona of Object.values(logIns).flat()) t.match(page, persona[0]);
  await network.stop();
  t.strictSame(await network.checkStores(), [], 'the clocks went back, and the stores are sound');
});
