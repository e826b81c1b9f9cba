import type { PublishContactPoint } from '@storstad/contract';
import type { Job } from './job.js';

// Invented functions and numbers that nobody answers.
const contactPoints: Readonly<Record<string, PublishContactPoint>> = {
  stockholm: pointOf('08-000 00', ['support-talks', 'outpatient-treatment', 'occupation'], ['own-flat']),
  goteborg: pointOf(
    '031-000 00',
    ['support-talks', 'behaviour-programme'],
    ['own-flat', 'supported-housing'],
  ),
  malmo: pointOf('040-000 00', ['support-talks', 'occupation', 'housing'], ['supported-housing']),
};

function pointOf(
  number: string,
  services: PublishContactPoint['services'],
  housingForms: PublishContactPoint['housingForms'],
): PublishContactPoint {
  return {
    functions: [{ function: 'Avhopparsamordning', phone: `${number} 01`, hours: 'vardagar 8–16' }],
    outOfHours: { function: 'Socialjouren', phone: `${number} 02`, hours: 'dygnet runt' },
    services,
    housingForms,
  };
}

/** Each city says how it is reached and what it offers. */
export async function publishContactPoints({ network, desk }: Job): Promise<string> {
  for (const city of network.cityIds) {
    const body = contactPoints[city];
    if (body) await desk.must(`administrator@${city}`, 'publishContactPoint', { body });
  }
  await network.deliver();
  return 'Each city publishes its contact point: functions, out-of-hours, services and housing it can offer.';
}
