// When a message is tried again, and when a peer is worth trying at all.
import t from 'tap';
import { afterFailure, type Circuit, closedCircuit, isOpen, mayBeOnTheWay } from '../src/delivery/circuit.js';
import { retryDelay } from '../src/delivery/retry-policy.js';

t.test('the wait doubles from one second up to five minutes, less at most a fifth', async (t) => {
  const table: [failures: number, longest: number, shortest: number][] = [
    [1, 1_000, 800],
    [2, 2_000, 1_600],
    [3, 4_000, 3_200],
    [8, 128_000, 102_400],
    [9, 256_000, 204_800],
    [10, 300_000, 240_000],
    [11, 300_000, 240_000],
    [1_000, 300_000, 240_000],
    [1e9, 300_000, 240_000],
  ];
  for (const [failures, longest, shortest] of table) {
    t.equal(retryDelay(failures, 0), longest, `after ${failures}, at most`);
    t.equal(retryDelay(failures, 1), shortest, `after ${failures}, at least`);
    for (let percent = 0; percent < 100; percent++) {
      const delay = retryDelay(failures, percent / 100);
      if (delay > longest || delay < shortest || !Number.isInteger(delay))
        t.fail(`after ${failures} with chance ${percent} %: ${delay}`);
    }
  }
  t.not(retryDelay(5, 0.2), retryDelay(5, 0.7), 'so that nodes do not come back in step');
});

t.test('a peer that fails three times is left alone, then tried with one message', async (t) => {
  const failed = (times: number) => {
    let circuit: Circuit = closedCircuit;
    for (let n = 0; n < times; n++) circuit = afterFailure(circuit, 10_000, 0);
    return circuit;
  };
  const table: [failures: number, now: number, onTheWay: number][] = [
    [0, 0, 16],
    [1, 10_000, 16],
    [2, 10_000, 16],
    [3, 10_000, 0],
    [3, 13_999, 0],
    [3, 14_000, 1],
    [3, 99_999, 1],
    [4, 14_000, 0],
    [4, 17_999, 0],
    [4, 18_000, 1],
    [20, 309_999, 0],
    [20, 310_000, 1],
  ];
  for (const [failures, now, onTheWay] of table) {
    t.equal(mayBeOnTheWay(failed(failures), 16, now), onTheWay, `${failures} failures, at ${now}`);
    t.equal(isOpen(failed(failures)), failures >= 3, `${failures} failures`);
  }
  t.same(
    afterFailure(closedCircuit, 10_000, 1),
    { failures: 1, retryAt: 10_800 },
    'the wait is the retry policy’s',
  );
});
