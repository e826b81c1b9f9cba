import {
  accepts,
  asked,
  asks,
  assignedThere,
  consentWithdrawn,
  discloses,
  place,
  placed,
  rejects,
  withdraws,
} from '../steps/request.js';
import { ofCase, on, type Story } from '../story.js';

/** Requests on which something waits, and some that came to nothing. A place that is given back is free for the next. */

export const noRoom: Story = ofCase(
  { person: 'Testperson I', home: 'stockholm/JARVA', receiving: 'malmo/ASN' },
  'from Stockholm to Malmö; Malmö has no room.',
  [...asked(-18, 'Vill bo i en annan stad.'), on(-17, place('clear')), on(-16, rejects('CAPACITY'))],
);

export const consentTakenBack: Story = ofCase(
  { person: 'Testperson J', home: 'stockholm/JARVA', receiving: 'malmo/ASN' },
  'from Stockholm to Malmö; the person takes back the consent, and with it the request ends.',
  [...asked(-14, 'Är osäker på om det är rätt att flytta.'), on(-13, consentWithdrawn)],
);

export const unsuitablePlace: Story = ofCase(
  { person: 'Testperson K', home: 'malmo/ASN', receiving: 'goteborg/NORDOST' },
  'from Malmö to Göteborg; the place is not suitable.',
  [
    ...asked(-12, 'Vill ha en nystart i en annan stad.'),
    on(-11, place('unsuitable')),
    on(-10, rejects('LOCATION_UNSUITABLE')),
  ],
);

export const takenBack: Story = ofCase(
  { person: 'Testperson L', home: 'goteborg/NORDOST', receiving: 'stockholm/JARVA' },
  'from Göteborg to Stockholm; Göteborg takes its request back.',
  [...asked(-8, 'Behöver stöd att lämna gänget.'), on(-7, withdraws('other-solution'))],
);

export const accepted: Story = ofCase(
  { person: 'Testperson M', home: 'stockholm/JARVA', receiving: 'goteborg/NORDOST' },
  'from Stockholm to Göteborg; accepted, and Göteborg asks for more.',
  [
    ...asked(-10, 'Vill ha hjälp med ekonomi och boende.'),
    on(-9, place('clear')),
    on(-8, accepts, assignedThere, discloses),
    on(-4, asks({ about: ['needs', 'contact'], question: 'Vilka tider passar för det första samtalet?' })),
  ],
);

export const ready: Story = ofCase(
  { person: 'Testperson N', home: 'goteborg/NORDOST', receiving: 'malmo/ASN' },
  'from Göteborg to Malmö; all is signed, and the person comes in a few days.',
  [
    ...asked(-9, 'Vill komma i gång med studier.'),
    ...placed(-9, {
      arrival: 4,
      end: 95,
      services: [{ service: 'support-talks', dayRateOre: 90_000, bearer: 'home' }],
    }),
  ],
);

export const comesToStockholm: Story = ofCase(
  { person: 'Testperson O', home: 'malmo/ASN', receiving: 'stockholm/JARVA' },
  'from Malmö to Stockholm; the request waits for Stockholm’s police and for an answer.',
  asked(-6, 'Är hotad på hemorten och vill arbeta.'),
);

export const comesToMalmo: Story = ofCase(
  { person: 'Testperson P', home: 'goteborg/NORDOST', receiving: 'malmo/ASN' },
  'from Göteborg to Malmö; the request waits for Malmö, which has asked a question.',
  [
    ...asked(-5, 'Behöver en trygg bostad och sysselsättning.'),
    on(-3, asks({ about: ['needs'], question: 'Behöver bostaden vara nära kollektivtrafik?' })),
  ],
);
