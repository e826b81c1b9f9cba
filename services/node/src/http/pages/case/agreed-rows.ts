import type {
  AgreedService,
  Case,
  PlacementAgreementDocument,
  ResponsibilitySplitDocument,
} from '@storstad/contract';
import { capital } from '../capital.js';
import type { SummaryRow } from '../components/summary-list.js';
import type { Words } from '../words.js';
import { inline, inlineList, yesOrNo } from './case-words.js';

/** What the two cities sign, as rows: the same on the page of the case and above the button that signs it. */

/** A placement agreement but for its services: when, where, and whom to turn to. */
export function agreedRows(
  document: PlacementAgreementDocument,
  needs: Case['needs'],
  words: Words,
): SummaryRow[] {
  const { say, date, value } = words;
  const { startsOn, endsOn, housingForm, contactPerson, standIn, implementationPlanOn, agreement } = document;
  const row = (key: string, said: string | undefined): SummaryRow[] =>
    said ? [{ key: say(`case.agreed.${key}`), value: said }] : [];
  const wished = say('case.agreed.asWished', { form: value('HousingForm', needs.housingForm) });
  return [
    ...row('startsOn', date(startsOn)),
    ...row('endsOn', endsOn && date(endsOn)),
    ...row('housingForm', housingForm ? value('HousingForm', housingForm) : wished),
    ...row('contactPerson', contactPerson),
    ...row('standIn', standIn),
    ...row('implementationPlanOn', implementationPlanOn && date(implementationPlanOn)),
    ...row('agreement', agreement),
    ...notAgreedRows(document.services, needs, words),
  ];
}

/** The services that the request wished for and that the agreement leaves out. */
export function notAgreedRows(
  services: readonly Pick<AgreedService, 'service'>[],
  needs: Case['needs'],
  words: Words,
): SummaryRow[] {
  const left = needs.services.filter((wished) => services.every(({ service }) => service !== wished));
  if (left.length === 0) return [];
  return [
    { key: words.say('case.agreed.notAgreed'), value: capital(inlineList(words, 'ServiceCode', left)) },
  ];
}

/** What each service costs, and who pays. */
export const priceRows = (services: readonly AgreedService[], words: Words): SummaryRow[] =>
  services.map(({ service, dayRateOre, leaveDayRateOre, bearer }) => ({
    key: words.value('ServiceCode', service),
    value: words.say('case.about.price', {
      price: words.money(dayRateOre),
      leave: words.money(leaveDayRateOre ?? 0),
      bearer: inline(words, 'CostBearer', bearer),
    }),
  }));

/** How the cities share what is done for a child. */
export function splitRows(document: ResponsibilitySplitDocument, words: Words): SummaryRow[] {
  const { homeCity, receivingCity, homeMeasures, receivingMeasures, guardianGranted } = document;
  const measures = (codes: readonly string[]) => capital(inlineList(words, 'ChildMeasure', codes)) || '–';
  return [
    { key: words.city(homeCity), value: measures(homeMeasures) },
    { key: words.city(receivingCity), value: measures(receivingMeasures) },
    ...(guardianGranted ? [{ key: words.say('case.split.guardian'), value: yesOrNo(true, words) }] : []),
  ];
}
