import { assignedToColleague, noSuitableCity } from '../steps/office.js';
import {
  assignedAtHome,
  closes,
  consents,
  consentWithdrawn,
  describes,
  investigated,
  opens,
  police,
  threat,
} from '../steps/request.js';
import { ofCase, on, type Story } from '../story.js';

/** Cases of which nothing has left their city. */

export const newInStockholm: Story = ofCase(
  { person: 'Testperson Q', home: 'stockholm/JARVA', receiving: 'malmo/ASN' },
  'opened in Stockholm; nobody has taken it on, and the police have not assessed it.',
  [on(-2, opens(), describes('Har sökt hjälp efter ett hot.'), consents())],
);

export const overdueInStockholm: Story = ofCase(
  { person: 'Testperson R', home: 'stockholm/JARVA', receiving: 'malmo/ASN' },
  'in Stockholm; the investigation is late, the police have refused Malmö, a consent is taken back.',
  [
    on(-27, opens(), assignedAtHome, describes('Vill lämna och flytta.'), consents()),
    on(-25, threat()),
    on(-20, police('refused')),
    on(-15, consentWithdrawn),
  ],
);

export const colleaguesCase: Story = ofCase(
  { person: 'Testperson S', home: 'stockholm/JARVA', receiving: 'goteborg/NORDOST' },
  'in Stockholm; a colleague has it, and all is there for a request.',
  [
    on(-12, opens(), assignedToColleague, describes('Vill ha stöd och ett arbete.'), consents()),
    on(-10, threat()),
    on(-3, police('approved'), investigated),
  ],
);

export const helpedAtHome: Story = ofCase(
  { person: 'Testperson T', home: 'stockholm/JARVA', receiving: 'malmo/ASN' },
  'in Stockholm; the police find no suitable city, and the person gets help at home.',
  [
    on(-50, opens(), assignedAtHome, describes('Vill ha stöd på hemorten.'), consents()),
    on(-47, threat({ level: 'high' })),
    on(-45, noSuitableCity),
    on(-40, async (told) =>
      closes({
        reason: 'no-suitable-partner-city',
        outcome: { goalAttainment: 'not-applicable', longTermHousing: 'not-applicable' },
        fallback: { form: 'support-at-home', startsOn: told.today },
      })(told),
    ),
  ],
);

export const newInMalmo: Story = ofCase(
  { person: 'Testperson U', home: 'malmo/ASN', receiving: 'stockholm/JARVA' },
  'opened in Malmö; nobody has taken it on yet.',
  [on(-1, opens({ bornOn: '2001-11-03' }), describes('Har tagit kontakt själv.'))],
);

export const investigatedInMalmo: Story = ofCase(
  { person: 'Testperson V', home: 'malmo/ASN', receiving: 'goteborg/NORDOST' },
  'in Malmö; a higher threat, and the investigation is late.',
  [
    on(-24, opens(), assignedAtHome, describes('Behöver ett skyddat boende.'), consents()),
    on(-22, threat({ level: 'high', activeProtectionNeeded: true })),
  ],
);

export const newInGoteborg: Story = ofCase(
  { person: 'Testperson X', home: 'goteborg/NORDOST', receiving: 'stockholm/JARVA' },
  'opened in Göteborg; nobody has taken it on yet.',
  [on(-1, opens(), describes('Vill veta vilken hjälp som finns.'))],
);
