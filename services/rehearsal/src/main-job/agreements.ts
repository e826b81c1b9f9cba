import { concludeAgreements, extendAgreement, extendedLimit, readAgreement } from '../agreements.js';
import type { Job } from './job.js';

const history = ['2023', '2024', '2025'];
const firstExtendedYear = 2026;

/** The versions that the source documents speak of. */
export async function concludeHistory({ network }: Job): Promise<string> {
  await concludeAgreements(network, await Promise.all(history.map(readAgreement)));
  return `All boards approve the agreement versions ${history.join(', ')}, each in its own city; every city is told.`;
}

/** One-year extensions with the terms of 2025 and more places, up to the year that it is now. */
export async function concludeExtensions({ network, progress }: Job): Promise<string> {
  const last = await readAgreement('2025');
  const years = yearsUntil(Number(progress.today.slice(0, 4)));
  await concludeAgreements(
    network,
    years.map((year) => extendAgreement(last, year)),
  );
  return years.length === 0
    ? 'No extension of the agreement is needed.'
    : `The agreement is extended to ${years.join(', ')} on the terms of 2025 with ${extendedLimit} places, and all ${last.bodies.length} boards approve.`;
}

function yearsUntil(year: number): number[] {
  return Array.from(
    { length: Math.max(0, year - firstExtendedYear + 1) },
    (_, index) => firstExtendedYear + index,
  );
}
