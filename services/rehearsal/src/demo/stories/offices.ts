import {
  concludesStatement,
  drawsSample,
  proposesNextYear,
  proposesStatement,
  registersProvider,
} from '../steps/office.js';
import { ofOffices, on, type Story } from '../story.js';

/** Providers about which something is decided, or not checked. */
export const providers: Story = ofOffices(
  'Providers are registered; one is suspended, one excluded, one unchecked.',
  [
    on(
      -60,
      registersProvider('malmo', 'Testutförare Gamma', '559900-0039', {
        kind: 'suspension',
        reference: 'ASN Beslut 14',
        reason: 'inspectorate-case',
      }),
      registersProvider('malmo', 'Testutförare Delta', '559900-0047', {
        kind: 'exclusion',
        reference: 'ASN Beslut 15',
        reason: 'deviations',
      }),
      registersProvider('malmo', 'Testutförare Epsilon', '559900-0054'),
      registersProvider('stockholm', 'Testutförare Zeta', '559900-0062', {
        kind: 'suspension',
        reference: 'SN Beslut 8',
        reason: 'weak-finances',
      }),
      registersProvider('stockholm', 'Testutförare Eta', '559900-0070', {
        kind: 'exclusion',
        reference: 'SN Beslut 9',
        reason: 'personal-data',
      }),
      registersProvider('stockholm', 'Testutförare Theta', '559900-0088'),
    ),
  ],
);

/** What the cities say to each other about money. */
export const statements: Story = ofOffices('Statements: one that both have signed, two that wait.', [
  on(-29, concludesStatement({ by: 'malmo', city: 'goteborg', versionOf: -375, from: -385, until: -30 })),
  on(
    -2,
    proposesStatement({ by: 'goteborg', city: 'stockholm', versionOf: -387, from: -390, until: -40 }),
    proposesStatement({ by: 'stockholm', city: 'malmo', versionOf: -477, from: -480, until: -200 }),
  ),
]);

/** Next year's version. */
export const nextYear: Story = ofOffices('Next year’s version is proposed; Farsta has not approved it yet.', [
  on(-21, proposesNextYear('FARSTA')),
]);

/** Samples of invoices. */
export const samples: Story = ofOffices('Samples of the invoices are drawn in Malmö and in Stockholm.', [
  on(
    -3,
    drawsSample('auditor@malmo/ASN', { unit: 'ASN', pool: 'closed-cases', size: 5, seed: 7 }),
    drawsSample('administrator@stockholm/JARVA', { unit: 'JARVA', pool: 'all' }),
  ),
]);
