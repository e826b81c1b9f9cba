// Upkeep that the municipality paid is for days of the stay, and stays in the receiving city.
import t from 'tap';
import type { ReceivingState } from '../../src/domain/case.js';
import { decideRecordUpkeep } from '../../src/domain/upkeep.js';
import { receivingCase } from './cases.js';
import { inEveryState, type Step } from './in-every-state.js';
import { agreed, said } from './support.js';

const days = { from: '2025-02-10', until: '2025-02-20', amountOre: 150_000 };
const receivingSteps: Step<ReceivingState>[] = [
  [
    'record upkeep',
    (c) => decideRecordUpkeep(c, 'upkeep-1', days),
    { 'upkeep-paid': ['in-progress', 'departed', 'completed'] },
  ],
];
inEveryState([], receivingSteps);

t.test('for days of the stay', async (t) => {
  const [running, departed] = [receivingCase('in-progress'), receivingCase('departed')];
  const rows = [
    [running, '2025-02-02', '2025-02-05', false],
    [running, '2025-02-03', '2025-02-04', true],
    [running, '2025-02-03', '2025-02-03', false],
    [running, '2025-03-01', '2025-04-01', true],
    [departed, '2025-02-20', '2025-02-28', true],
    [departed, '2025-02-20', '2025-03-01', false],
  ] as const;
  for (const [theCase, from, until, isPossible] of rows)
    t.equal(
      said(decideRecordUpkeep(theCase, 'upkeep-1', { ...days, from, until })),
      isPossible ? 'upkeep-paid' : 'DATE_IMPOSSIBLE',
      `${from} – ${until}`,
    );
  t.match(agreed(decideRecordUpkeep(running, 'upkeep-1', days)).events, [
    { sealed: { payment: { id: 'upkeep-1', ...days } } },
  ]);
});
