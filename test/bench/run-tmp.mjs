// npm run bench [-- --json]: what the exchange costs beside bare exchanges, whether commands stay quick, idle memory.
import { argv } from 'node:process';

const options = argv.slice(2);
const json = options.includes('--json');
const unknown = options.find((option) => option !== '--json');
if (unknown) {
  console.error(`Unknown option ${unknown}; there is only --json.`);
  process.exit(2);
}
const say = json ? () => undefined : console.log;
const rounded = (number, digits = 2) => Number(number.toFixed(digits));

const { startExchange } = await import('./exchange.mjs');
const { startFloor } = await import('./floor.mjs');
const { measureGrowth } = await import('./growth.mjs');
const { measureIdleMemory } = await import('./idle.mjs');
const { median } = await import('./measure.mjs');

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

if (json)
  console.log(JSON.stringify({ exchange, growth: { ...growth, ratio: rounded(growth.ratio) }, idleRssMb }));
process.exit(0);

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
