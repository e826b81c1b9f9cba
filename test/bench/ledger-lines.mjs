// The lines of a made-up year, the same ones every time, and a store filled with them.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { canonicalJson } from '@storstad/evidence';
import { openStore } from '@storstad/node';

const linesOfCase = 100;
const dayOf = (i, lines) =>
  new Date(Date.UTC(2025, 0, 1) + Math.floor((i / lines) * 365) * 86_400_000).toISOString().slice(0, 10);

/** A random-looking id that is always the same. */
function idOf(kind, i) {
  const hex = createHash('md5').update(`${kind} ${i}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function lineOf(i, lines) {
  const day = dayOf(i, lines);
  const amountOre = 90_000 + (i % 1000);
  return {
    id: idOf('line', i),
    caseId: idOf('case', Math.floor(i / linesOfCase)),
    agreement: '2025',
    homeCity: 'stockholm',
    receivingCity: 'malmo',
    source: 'own',
    service: 'outpatient-treatment',
    externalServiceId: null,
    from: day,
    until: day,
    days: 1,
    leaveDays: 0,
    stayDays: 1,
    dayRateOre: amountOre,
    leaveDayRateOre: 0,
    deductionOre: 0,
    expectedOre: amountOre,
    amountOre,
    postedOn: day,
    reverses: null,
  };
}

/** The year as transactions of a general ledger. */
export function* transactions(lines) {
  for (let i = 0; i < lines; i += 1) {
    const { id, postedOn, amountOre } = lineOf(i, lines);
    yield { day: postedOn, id, kronor: (amountOre / 100).toFixed(2) };
  }
}

/** Fills a city's store with the lines and what they add up to. */
export function fillLedger(folder, city, lines) {
  mkdirSync(folder, { recursive: true });
  const store = openStore(folder, city, () => '');
  const db = store.db.$client;
  const otherCity = city === 'malmo' ? 'stockholm' : 'malmo';
  const insert = db.prepare(
    `INSERT INTO cost_lines (other_city, booked_on, id, case_id, agreement, state, carried_out, stay_days, amount_ore, line)
     VALUES (?, ?, ?, ?, '2025', 'posted', ?, 1, ?, ?)`,
  );
  const sign = db.prepare('INSERT INTO cost_line_signatures VALUES (?, ?)');
  const signature = JSON.stringify({ protected: 'e'.repeat(120), signature: 's'.repeat(86) });
  db.transaction(() => {
    for (let i = 0; i < lines; i += 1) {
      const line = lineOf(i, lines);
      const { postedOn, id, caseId, amountOre } = line;
      const carriedOut = city === 'malmo' ? 1 : 0;
      insert.run(otherCity, postedOn, id, caseId, carriedOut, amountOre, canonicalJson(line));
      sign.run(id, signature);
    }
    db.exec(`INSERT INTO balances
      SELECT other_city, agreement, substr(booked_on, 1, 7), count(*), count(DISTINCT case_id), 0, sum(stay_days), sum(amount_ore), 0, 0
      FROM cost_lines GROUP BY 1, 2, 3`);
  })();
  store.close();
}
