// npm run bench [-- --json]: what the exchange costs beside bare exchanges, whether commands stay quick, idle memory, what the
// pages for staff cost, and a year's ledger of a million lines beside the programs ledger and hledger.
import { argv } from 'node:process';
import { prepare } from '../../deploy/prepare.mjs';

const options = argv.slice(2);
const json = options.includes('--json');
const unknown = options.find((option) => option !== '--json');
if (unknown) {
  console.error(`Unknown option ${unknown}; there is only --json.`);
  process.exit(2);
}
const say = json ? () => undefined : console.log;
const rounded = (number, digits = 2) => Number(number.toFixed(digits));

await prepare();
const { startExchange } = await import('./exchange.mjs');
const { startFloor } = await import('./floor.mjs');
const { measureGrowth } = await import('./growth.mjs');
const { measureIdleMemory } = await import('./idle.mjs');
const { measureLedger } = await import('./ledger.mjs');
const { median } = await import('./measure.mjs');
const { measurePages } = await import('./pages.mjs');

const idleRssMb = rounded(await measureIdleMemory(), 1);
say(`Idle node: ${idleRssMb} MB resident (reach: at most 150).`);

const exchange = await measureExchange({ rounds: 5, count: 1000, inFlight: 16 });
say(
  `Exchange: ${exchange.perSecond} referrals a second; floor: ${exchange.floorPerSecond} bare exchanges a second.`,
);
say(
  `Ratio: ${exchange.ratio} (reach: at least 0.5), ${exchange.inFlight} in flight, medians of ${exchange.rounds} rounds.`,
);

const growth = await measureGrowth({ few: 100, many: 100_000, rounds: 200 });
for (const [name, { fewMs, manyMs, ratio }] of Object.entries(growth.commands))
  say(
    `${name}: ${rounded(fewMs)} ms with ${growth.few} cases, ${rounded(manyMs)} ms with ${growth.many}: ${rounded(ratio)}.`,
  );
say(`Growth: ${rounded(growth.ratio)} (reach: at most 1.3).`);

const pages = await measurePages({ few: 100, many: 10_000, requests: 100 });
tellPages(pages);

const ledger = await measureLedger({ few: 10_000, many: 1_000_000, rounds: 3 });
tellLedger(ledger);

if (json)
  console.log(
    JSON.stringify({
      exchange,
      growth: { ...growth, ratio: rounded(growth.ratio) },
      idleRssMb,
      pages: roundedPages(pages),
      ledger: Object.fromEntries(
        Object.entries(ledger).map(([name, value]) => [name, value === null ? null : rounded(value, 3)]),
      ),
    }),
  );
process.exit(0);

/** Each kind of page in a line. */
function tellPages({ few, many, pages, assetGzipBytes, reportMs }) {
  const kB = (bytes) => `${rounded(bytes / 1000, 1)} kB`;
  for (const [name, { p50Ms, p95Ms, maxMs, ratio, bytes, gzipBytes }] of Object.entries(pages)) {
    const times = [p50Ms, p95Ms, maxMs].map((ms) => rounded(ms, 1)).join(', ');
    say(
      `Page ${name}: ${times} ms (half, 95 %, all); ${rounded(ratio)} times that with ${few} cases; ${kB(bytes)}, ${kB(gzipBytes)} compressed.`,
    );
  }
  const all = Object.values(pages);
  const slowest = Math.max(...all.map(({ p95Ms }) => p95Ms));
  const largest = Math.max(...all.map(({ gzipBytes }) => gzipBytes));
  say(`Slowest page with ${many} cases: ${rounded(slowest, 1)} ms for 95 % (reach: under 50).`);
  say(`The year's report, made of every case: ${rounded(reportMs, 0)} ms.`);
  say(`Largest page: ${kB(largest)} compressed (reach: under 15 kB).`);
  say(`Style and script: ${kB(assetGzipBytes)} compressed (reach: under 30 kB).`);
}

function roundedPages({ pages, reportMs, ...rest }) {
  const each = Object.entries(pages).map(([name, page]) => [
    name,
    Object.fromEntries(Object.entries(page).map(([key, value]) => [key, rounded(value)])),
  ]);
  return { ...rest, reportMs: rounded(reportMs), pages: Object.fromEntries(each) };
}

/** In words, with what is aimed at. */
function tellLedger({
  lines,
  compareMs,
  peakRssMb,
  perLineRatio,
  balanceMs,
  balanceRatio,
  ledgerMs,
  hledgerMs,
  timesFaster,
}) {
  const seconds = (ms) => `${rounded(ms / 1000)} s`;
  say(`Ledger: two stores with ${lines} lines each compared line by line in ${seconds(compareMs)}.`);
  say(`Peak memory: ${rounded(peakRssMb, 0)} MB (reach: under 300).`);
  say(`Time per line against 10,000 lines: ${rounded(perLineRatio)} (reach: at most 1.3).`);
  say(`A balance: ${rounded(balanceMs, 3)} ms, against 10,000 lines ${rounded(balanceRatio)}.`);
  say(
    ledgerMs === null
      ? 'The program ledger is not installed here; nothing to hold it against.'
      : `ledger balance of one: ${seconds(ledgerMs)}, so ${rounded(timesFaster)} times as long (reach: at least 3).`,
  );
  say(
    hledgerMs === null
      ? 'The program hledger is not installed here.'
      : `hledger balance of one: ${seconds(hledgerMs)}.`,
  );
}

/** Rounds of both in turn, so that what else the machine does touches both alike. The first of each warms up. */
async function measureExchange({ rounds, count, inFlight }) {
  const [pair, floor] = [await startExchange(), await startFloor()];
  await pair.round(count, inFlight);
  await floor.round(count, inFlight);
  const taken = { exchange: [], floor: [] };
  for (let i = 0; i < rounds; i += 1) {
    taken.exchange.push(await pair.round(count, inFlight));
    taken.floor.push(await floor.round(count, inFlight));
  }
  await pair.stop();
  await floor.stop();
  const [perSecond, floorPerSecond] = [median(taken.exchange), median(taken.floor)];
  const each = Object.fromEntries(
    Object.entries(taken).map(([name, rates]) => [name, rates.map((rate) => rounded(rate, 0))]),
  );
  return {
    ratio: rounded(perSecond / floorPerSecond),
    perSecond: rounded(perSecond, 0),
    floorPerSecond: rounded(floorPerSecond, 0),
    rounds,
    count,
    inFlight,
    each,
  };
}
