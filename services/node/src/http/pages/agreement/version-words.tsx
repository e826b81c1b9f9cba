import type { Agreement } from '@storstad/contract';
import { useWords } from '../components/page-context.js';
import { Tag, type Tone } from '../components/tag.js';
import type { Words } from '../words.js';

const toneOf: Readonly<Record<Agreement['state'], Tone>> = {
  proposed: 'warning',
  approved: 'info',
  'in-force': 'good',
  expired: 'neutral',
};

/** How a version stands today. */
export const VersionState = ({ state }: Pick<Agreement, 'state'>) => (
  <Tag tone={toneOf[state]}>{useWords().value('Agreement.state', state)}</Tag>
);

/** The first and the last day of a version. */
export const saidPeriod = ({ document: { validFrom, validUntil } }: Agreement, words: Words): string =>
  words.period({ from: validFrom, until: validUntil });

/** How many places, and how they are counted. */
export function saidQuota({ document: { terms } }: Agreement, { say }: Words): string {
  const { limit, basis, counting } = terms.quota;
  return [
    say('agreements.quota.limit', { limit }),
    say(`agreements.quota.${basis}`),
    say(`agreements.quota.${counting}`),
  ].join(' ');
}
