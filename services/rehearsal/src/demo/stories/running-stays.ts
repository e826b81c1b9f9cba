import {
  happened,
  isContent,
  misses,
  reportedToPolice,
  settled,
  splits,
  takesMeasures,
} from '../steps/events.js';
import {
  approvesCost,
  billed,
  charges,
  disputes,
  explains,
  posts,
  proposesToBuy,
  registers,
} from '../steps/money.js';
import { readByColleague } from '../steps/office.js';
import { answers, asked, asks, placed } from '../steps/request.js';
import {
  arrives,
  contacts,
  did,
  keptUp,
  meets,
  moves,
  prolongs,
  registerCheck,
  reports,
  reviews,
  visits,
  wasAway,
} from '../steps/stay.js';
import { every, ofCase, on, type Story } from '../story.js';

/** From Stockholm to Göteborg, for more than a year. A child has come to light, and Göteborg has proposed who does what. */
export const childSurfaced: Story = ofCase(
  { person: 'Testperson E', home: 'stockholm/JARVA', receiving: 'goteborg/NORDOST' },
  'from Stockholm to Göteborg; runs still. A child has come to light, and Stockholm is to sign who does what.',
  [
    ...asked(-390, 'Vill ha hjälp att hålla kontakt med frivården.'),
    ...placed(-390, {
      arrival: -380,
      end: -200,
      services: [
        { service: 'outpatient-treatment', dayRateOre: 80_000, bearer: 'home' },
        { service: 'housing', dayRateOre: 48_000, bearer: 'home' },
      ],
    }),
    on(-380, arrives),
    ...keptUp(-380, -16, ['outpatient-treatment', 'housing']),
    on(-289, reviews, visits),
    on(-203, reviews, prolongs(-20)),
    on(-98, disputes({ reason: 'rate', question: 'Stämmer dygnspriset för den sista veckan?' })),
    on(-92, explains('Priset är det som står i placeringsöverenskommelsen.')),
    on(-25, reviews, prolongs(90)),
    on(-12, disputes({ reason: 'days', question: 'Var personen borta några dagar i perioden?' })),
    on(-6, happened('child-surfaced')),
    on(
      -5,
      splits({
        homeMeasures: ['contact-with-guardian', 'report-of-concern'],
        receivingMeasures: ['protection-assessment', 'support-to-child'],
      }),
    ),
  ],
);

const programme = 120_000;

/** From Malmö to Stockholm, with all that a stay can have. */
export const eventfulStay: Story = ofCase(
  { person: 'Testperson H', home: 'malmo/ASN', receiving: 'stockholm/JARVA' },
  'from Malmö to Stockholm; runs still, with kept and missed contacts, a move, a leave, and something urgent.',
  [
    ...asked(-110, 'Vill gå ett program och komma i arbete.', { runsOut: 21 }),
    on(-108, asks({ about: ['occupation'], question: 'Vilken sysselsättning har personen haft tidigare?' })),
    on(-108, answers({ occupation: 'Har arbetat på lager.' })),
    ...placed(-110, {
      arrival: -100,
      end: -8,
      services: [
        { service: 'support-talks', dayRateOre: 95_000, leaveDayRateOre: 30_000, bearer: 'home' },
        { service: 'housing', dayRateOre: 47_000, bearer: 'home' },
        { service: 'occupation', dayRateOre: 20_000, bearer: 'receiving' },
      ],
    }),
    on(-100, arrives),
    ...every(7, -93, -72, (day) => on(day, contacts(1, { kind: 'support-talk' }))),
    on(
      -82,
      registers('Testutförare Beta', '559900-0021'),
      proposesToBuy({
        service: 'behaviour-programme',
        from: -80,
        dayRateOre: programme,
        reason: 'not-available-internally',
      }),
    ),
    on(-81, approvesCost),
    on(-72, registerCheck, meets),
    on(-70, reports('support-talks'), reports('housing'), reports('occupation')),
    on(-57, wasAway(3, 'permission'), contacts(1)),
    on(-52, happened('substance-use')),
    on(-49, settled({ decision: 'continues-with-measures' }), contacts(1, { kind: 'support-talk' })),
    on(-41, registerCheck, meets),
    on(-40, billed({ ...invoice('B-1'), from: -80, until: -50 })),
    on(-39, reports('support-talks'), reports('housing'), misses({ subject: 'contact' })),
    on(-37, takesMeasures, contacts(1, { kind: 'support-talk' })),
    on(-34, isContent),
    on(-30, moves('housing')),
    ...every(7, -30, -16, (day) => on(day, contacts(1, { kind: 'support-talk' }))),
    on(-13, registerCheck, meets),
    on(-12, reviews, visits, prolongs(80)),
    on(-11, billed({ ...invoice('B-2'), dayRateOre: 130_000, from: -50, until: -20 })),
    on(
      -9,
      did({ kind: 'contact', with: 'person' }),
      reports('support-talks'),
      reports('housing'),
      misses({ subject: 'reporting', description: 'Rapporten om sysselsättning saknas.' }),
    ),
    on(-7, takesMeasures),
    on(
      -4,
      proposesToBuy({
        service: 'crisis-talks',
        from: 3,
        dayRateOre: 60_000,
        reason: 'specialist-competence',
      }),
    ),
    on(-2, did({ kind: 'contact', with: 'person' })),
    on(-2, happened('suspected-crime-against-person'), reportedToPolice),
    on(-1, readByColleague('receiving')),
    on(0, posts('support-talks', -100, -40), posts('housing', -100, -40), charges),
  ],
);

function invoice(number: string) {
  return { number, service: 'behaviour-programme', dayRateOre: programme } as const;
}
