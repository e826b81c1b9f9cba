import type { PersonalDetails } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { City } from '../../../domain/values.js';
import { capital } from '../capital.js';
import type { SummaryRow } from '../components/summary-list.js';
import type { Field } from '../forms/field.js';
import type { About, FormPlace } from '../forms/form-about.js';
import type { Reader } from '../reader.js';
import { toldAfterAcceptance } from '../referral/what-leaves.js';
import { detailsOf } from './case-frame.js';
import { inline, inlineList, saidCities } from './case-words.js';

/** What the forms of a case are about, so that nobody signs, hands over or answers what they do not see. */

/** The placement agreement: from when, where, what for which price, and who pays. */
export async function aboutPlacementAgreement(reader: Reader, place: FormPlace): Promise<About | null> {
  const theCase = await place.theCase();
  const document = theCase?.placementAgreement?.document;
  if (!theCase || !document) return null;
  const { words } = reader;
  const { say, date, money } = words;
  const row = (key: string, value: string | null | undefined): SummaryRow[] =>
    value ? [{ key: say(`case.agreed.${key}`), value }] : [];
  const services = document.services.map(({ service, dayRateOre, leaveDayRateOre, bearer }) => ({
    key: words.value('ServiceCode', service),
    value: say('case.about.price', {
      price: money(dayRateOre),
      leave: money(leaveDayRateOre ?? 0),
      bearer: inline(words, 'CostBearer', bearer),
    }),
  }));
  return {
    rows: [
      { key: say('case.placement.cities'), value: saidCities(theCase, words) },
      ...row('startsOn', date(document.startsOn)),
      ...row('endsOn', document.endsOn && date(document.endsOn)),
      ...row('housingForm', words.value('HousingForm', document.housingForm ?? theCase.needs.housingForm)),
      ...row('contactPerson', document.contactPerson),
      ...services,
    ],
  };
}

/** How the cities share what is done for a child. */
export async function aboutSplit(reader: Reader, place: FormPlace): Promise<About | null> {
  const theCase = await place.theCase();
  const splits = theCase?.incidents.flatMap(({ responsibilitySplits }) => responsibilitySplits) ?? [];
  const document = splits.find(({ document }) => document.id === place.params.splitId)?.document;
  if (!document) return null;
  const { words } = reader;
  const measures = (codes: readonly string[]) => capital(inlineList(words, 'ChildMeasure', codes)) || '–';
  return {
    rows: [
      { key: words.city(document.homeCity), value: measures(document.homeMeasures) },
      { key: words.city(document.receivingCity), value: measures(document.receivingMeasures) },
    ],
  };
}

/** What the other city is told of the person, and what stays for want of consent. */
export async function aboutDisclosure(reader: Reader, place: FormPlace): Promise<About | null> {
  const theCase = await place.theCase();
  if (!theCase?.receivingCity) return null;
  const details: PersonalDetails | null = await detailsOf(theCase, reader);
  const to = { city: theCase.receivingCity as City, today: civilDateOf(reader.node.clock.now()) };
  const told = toldAfterAcceptance(theCase, details, to, reader.words);
  const named = (isCovered: boolean) =>
    told
      .filter((one) => one.isCovered === isCovered)
      .map(({ label }) => label)
      .join(', ') || '–';
  const { say, city } = reader.words;
  return {
    rows: [
      { key: say('case.about.to'), value: city(to.city) },
      { key: say('case.about.told'), value: named(true) },
      { key: say('case.about.notTold'), value: named(false) },
    ],
  };
}

/** The consent that is withdrawn. */
export async function aboutConsent(reader: Reader, place: FormPlace): Promise<About | null> {
  const theCase = await place.theCase();
  const consent = theCase?.consents.find(({ id }) => id === place.params.consentId);
  if (!consent) return null;
  const { words } = reader;
  return {
    rows: [
      { key: words.say('case.about.consent'), value: words.value('Consent.type', consent.type) },
      ...(consent.cities.length > 0
        ? [{ key: words.say('case.about.to'), value: consent.cities.map(words.city).join(', ') }]
        : []),
    ],
  };
}

const questionOf = async (place: FormPlace) =>
  (await place.theCase())?.questions.find(({ id }) => id === place.params.questionId);

/** The question that is answered. */
export async function aboutCompletion(reader: Reader, place: FormPlace): Promise<About | null> {
  const question = await questionOf(place);
  if (!question) return null;
  const { words } = reader;
  return {
    rows: [
      {
        key: words.say('case.messages.about'),
        value: capital(inlineList(words, 'ConsentCategory', question.about)),
      },
      { key: words.say('case.messages.text'), value: question.question },
    ],
  };
}

/** A question is answered in the categories that it is about, and in no others. */
export async function fieldsOfCompletion(
  fields: readonly Field[],
  _: Reader,
  place: FormPlace,
): Promise<readonly Field[]> {
  const question = await questionOf(place);
  if (!question) return fields;
  const about: readonly string[] = question.about;
  return fields.map((field) => {
    const { kind } = field;
    if (kind.is !== 'group') return field;
    const asked = kind.fields.filter(({ property }) => about.includes(property));
    return { ...field, kind: { ...kind, fields: asked } };
  });
}

/** What is recorded of the person's situation, to be corrected. */
export async function recordedIntake(_: Reader, place: FormPlace): Promise<object> {
  const theCase = await place.theCase();
  if (!theCase?.intake) return {};
  const { intake, needs, healthNeeds, specialistCare, probationContact } = theCase;
  const recorded = { ...intake, needs, healthNeeds, specialistCare, probationContact };
  return Object.fromEntries(Object.entries(recorded).filter(([, value]) => value !== null));
}
