// A year's ledger of two cities with very many lines: the balance and the comparison of both cities' lines, from the
// stores, beside what the programs ledger and hledger need for the balance of one of them. The lines are put into the
// tables directly, since no city has a million of them.
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { fillLedger, transactions } from './ledger-lines.mjs';
import { inFolder, median } from './measure.mjs';

const worker = fileURLToPath(new URL('./ledger-worker.mjs', import.meta.url));

/** Both stores of a pair, filled with the same lines. */
function filled(lines) {
  const folder = inFolder(`ledger-${lines}`);
  for (const city of ['malmo', 'stockholm']) fillLedger(join(folder, city), city, lines);
  return folder;
}

/** What a process of its own needs: the worker measures itself, so that starting Node is not in it, memory is. */
function measured(folder) {
  return JSON.parse(execFileSync(execPath, [worker, folder], { encoding: 'utf8' }));
}

/** Times and memory with few and with many lines, in turn, and of the other programs. */
export async function measureLedger({ few, many, rounds }) {
  const [small, large] = [filled(few), filled(many)];
  const taken = { small: [], large: [], ledger: [] };
  const journal = join(inFolder('ledger-journal'), 'year.journal');
  await exportJournal(journal, many);
  for (let i = 0; i < rounds; i += 1) {
    taken.small.push(measured(small));
    taken.large.push(measured(large));
    taken.ledger.push(timed('ledger', ['-f', journal, 'balance']));
  }
  const medianOf = (runs, what) => median(runs.map((run) => run[what]));
  const perLine = (runs, lines) => medianOf(runs, 'compareMs') / lines;
  const ledger = taken.ledger[0] && medianOf(taken.ledger, 'ms');
  const compareMs = medianOf(taken.large, 'compareMs');
  return {
    lines: many,
    compareMs,
    peakRssMb: medianOf(taken.large, 'peakRssMb'),
    perLineRatio: perLine(taken.large, many) / perLine(taken.small, few),
    balanceMs: medianOf(taken.large, 'balanceMs'),
    balanceRatio: medianOf(taken.large, 'balanceMs') / medianOf(taken.small, 'balanceMs'),
    ledgerMs: ledger ?? null,
    timesFaster: ledger ? ledger / compareMs : null,
    hledgerMs: timed('hledger', ['-f', journal, 'balance'])?.ms ?? null,
  };
}

/** How long a program takes; nothing where it is not installed. */
function timed(program, args) {
  const started = performance.now();
  const { error, status } = spawnSync(program, args, { stdio: 'ignore' });
  if (error) return undefined;
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return { ms: performance.now() - started };
}

/** The same year in the format that ledger and hledger read. */
async function exportJournal(file, lines) {
  const out = createWriteStream(file);
  for (const { day, id, kronor } of transactions(lines))
    if (!out.write(`${day} ${id}\n    malmo:stockholm  ${kronor} SEK\n    stockholm:malmo\n\n`))
      await once(out, 'drain');
  out.end();
  await once(out, 'close');
}
