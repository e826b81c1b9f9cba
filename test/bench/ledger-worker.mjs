// Measures a year's balance and comparison in a process of its own: node ledger-worker.mjs FOLDER
import { join } from 'node:path';
import { argv, resourceUsage } from 'node:process';
import { compareLedgers, openStore } from '@storstad/node';

const [, , folder] = argv;
const [malmo, stockholm] = ['malmo', 'stockholm'].map((city) => ({ city, folder: join(folder, city) }));
const year = { from: '2025-01-01', until: '2026-01-01', agreement: '2025' };

const started = performance.now();
const { alike, differs } = compareLedgers(malmo, stockholm, year);
const compareMs = performance.now() - started;
if (differs) throw new Error('The two stores differ');

const store = openStore(malmo.folder, 'malmo', () => '');
store.ledger.balances.with('stockholm');
const times = 200;
const asked = performance.now();
for (let i = 0; i < times; i += 1) store.ledger.balances.with('stockholm');
const balanceMs = (performance.now() - asked) / times;
store.close();
console.log(JSON.stringify({ alike, compareMs, balanceMs, peakRssMb: resourceUsage().maxRSS / 1024 }));
