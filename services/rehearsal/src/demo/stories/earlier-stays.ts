import type { DemoCase } from '../demo-case.js';
import {
  approvesCost,
  billed,
  charges,
  financed,
  posts,
  proposesToBuy,
  registers,
  reverses,
} from '../steps/money.js';
import { asked, closes, consents, opensOnward, placed, police, sends } from '../steps/request.js';
import { arrives, departs, keptUp, moves, prolongs, rates, reviews, visits, wasAway } from '../steps/stay.js';
import { every, type Happening, ofCase, on, type Story } from '../story.js';

// In all stories requests are spread so that no city has more than two places in any 366 days, sent or received, the main
// job's case among them: so the quota of two is kept whatever day the demo is played on, wherever a version ends. What
// Stockholm and Malmö exchange here is more than a year older than the main job's case, and so of another version: of the
// main job's a statement has closed all days up to today.

const toMalmo = [
  { service: 'support-talks', dayRateOre: 90_000, bearer: 'home' },
  { service: 'housing', dayRateOre: 45_000, bearer: 'home' },
] as const;
const toMalmoCharged = ['support-talks', 'housing'] as const;

/** From Stockholm to Malmö: goals reached. */
export const goalsReached: Story = ofCase(
  { person: 'Testperson B', home: 'stockholm/JARVA', receiving: 'malmo/ASN' },
  'from Stockholm to Malmö; after half a year a home of the person’s own.',
  [
    ...asked(-480, 'Vill flytta till en egen lägenhet och börja studera.'),
    ...placed(-480, { arrival: -470, end: -302, services: [...toMalmo] }),
    on(-470, arrives),
    ...keptUp(-470, -302, toMalmoCharged),
    on(-380, visits, reviews),
    on(-301, financed(15_000_000)),
    on(-302, departs),
    on(-299, reverses),
    on(-298, posts('housing', -330, -302)),
    on(
      -296,
      closes({ reason: 'goals-reached', outcome: { goalAttainment: 'fully', longTermHousing: 'yes' } }),
      rates({
        servicesAsPlanned: true,
        fitness: 4,
        cooperationSocialServices: 5,
        cooperationPolice: 4,
        personSatisfied: 4,
      }),
    ),
  ],
);

const longStay = { service: 'housing', dayRateOre: 52_000, bearer: 'home' } as const;

/** From Malmö to Stockholm: the person has left, and Malmö has not closed the case yet. */
export const hasLeft: Story = ofCase(
  { person: 'Testperson C', home: 'malmo/ASN', receiving: 'stockholm/JARVA' },
  'from Malmö to Stockholm; a long stay that has just ended, and moves on to Göteborg.',
  [
    ...asked(-478, 'Behöver ett tryggt boende och hjälp med skulder.'),
    ...placed(-478, { arrival: -462, end: -290, services: [longStay] }),
    on(-462, arrives),
    ...keptUp(-462, -14, ['housing']),
    on(-372, reviews, visits),
    ...extended(-295, -150),
    on(-260, moves('housing')),
    ...extended(-155, -14),
    on(-14, departs),
    on(-13, opensOnward('goteborg/NORDOST'), consents()),
    on(-8, police('approved')),
    on(-4, sends),
  ],
);

function extended(day: number, until: number): Happening<DemoCase>[] {
  return [on(day, reviews, prolongs(until))];
}

/** From Göteborg to Stockholm: interrupted. */
export const interrupted: Story = ofCase(
  { person: 'Testperson D', home: 'goteborg/CENTRUM', receiving: 'stockholm/FARSTA' },
  'from Göteborg to Stockholm; went back after half a year.',
  [
    ...asked(-470, 'Vill ha sysselsättning och någon att prata med.'),
    ...placed(-470, {
      arrival: -460,
      end: -270,
      services: [{ service: 'occupation', dayRateOre: 64_000, bearer: 'home' }],
    }),
    on(-460, arrives),
    ...keptUp(-460, -292, ['occupation']),
    on(-366, reviews),
    on(-292, departs),
    on(
      -288,
      closes({
        reason: 'unplanned-interruption',
        outcome: { goalAttainment: 'partly', longTermHousing: 'no' },
      }),
    ),
  ],
);

const programme = { service: 'behaviour-programme', dayRateOre: 70_000, bearer: 'home' } as const;

/** From Malmö to Göteborg: goals reached, after a leave. */
export const longTermHousing: Story = ofCase(
  { person: 'Testperson F', home: 'malmo/ASN', receiving: 'goteborg/NORDOST' },
  'from Malmö to Göteborg; half a year, and then a home of the person’s own.',
  [
    ...asked(-385, 'Går ett program och vill hitta ett arbete.'),
    ...placed(-385, {
      arrival: -375,
      end: -179,
      services: [{ ...programme, leaveDayRateOre: 20_000 }],
    }),
    on(-375, arrives),
    on(-300, wasAway(4, 'permission')),
    ...keptUp(-375, -179, [programme.service]),
    on(-286, reviews, visits),
    on(-179, departs),
    on(
      -177,
      closes({ reason: 'goals-reached', outcome: { goalAttainment: 'partly', longTermHousing: 'yes' } }),
    ),
  ],
);

const boughtHousing = 200_000;

/** From Göteborg to Malmö: protected housing is bought, and its invoices are checked. */
export const boughtService: Story = ofCase(
  { person: 'Testperson G', home: 'goteborg/NORDOST', receiving: 'malmo/ASN' },
  'from Göteborg to Malmö; a protected housing is bought, and not every invoice is right.',
  [
    ...asked(-378, 'Behöver skyddat boende den första tiden.'),
    ...placed(-378, {
      arrival: -368,
      end: -200,
      housingForm: 'protected-housing',
      services: [{ service: 'support-talks', dayRateOre: 90_000, bearer: 'home' }],
    }),
    on(
      -370,
      registers('Testutförare Alfa', '559900-0013', { licensed: true }),
      proposesToBuy({
        service: 'housing',
        housingForm: 'protected-housing',
        from: -368,
        dayRateOre: boughtHousing,
        reason: 'protection',
      }),
    ),
    on(-369, approvesCost),
    on(-368, arrives),
    ...keptUp(-368, -200, ['support-talks']),
    on(-276, reviews),
    ...every(28, -337, -225, (day) =>
      on(day, billed({ ...invoice(-day), from: day - 31, until: day - 3 }), charges),
    ),
    on(-200, departs),
    on(-196, billed({ ...invoice(196), from: -228, until: -199 }), charges),
    on(-195, billed({ ...invoice(195), from: -228, until: -200 })),
    on(-194, billed({ ...invoice(194), dayRateOre: 215_000, from: -256, until: -228 })),
    on(-193, billed({ ...invoice(193), service: 'transport', from: -210, until: -200 })),
    on(
      -192,
      closes({ reason: 'returned-home', outcome: { goalAttainment: 'partly', longTermHousing: 'pending' } }),
    ),
  ],
);

function invoice(number: number) {
  return { number: `F-${number}`, service: 'housing', dayRateOre: boughtHousing } as const;
}
