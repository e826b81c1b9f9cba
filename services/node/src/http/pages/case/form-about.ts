import type { PersonalDetails, ProposePlacementAgreement } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { City } from '../../../domain/values.js';
import { capital } from '../capital.js';
import type { Field } from '../forms/field.js';
import type { About, FormPlace } from '../forms/form-about.js';
import type { Reader } from '../reader.js';
import { toldAfterAcceptance } from '../referral/what-leaves.js';
import { agreedRows, notAgreedRows, priceRows, splitRows } from './agreed-rows.js';
import { detailsOf } from './case-frame.js';
import { inlineList, saidCities } from './case-words.js';

/** What the forms of a case are about, so that nobody signs, hands over or answers what they do not see. */

/** The placement agreement: from when, where, what for which price, and who pays. */
export async function aboutPlacementAgreement(reader: Reader, place: FormPlace): Promise<About | null> {
  const theCase = await place.theCase();
  const document = theCase?.placementAgreement?.document;
  if (!theCase || !document) return null;
  const { words } = reader;
  return {
    rows: [
      { key: words.say('case.placement.cities'), value: saidCities(theCase, words) },
      ...agreedRows(document, theCase.needs, words),
      ...priceRows(document.services, words),
    ],
  };
}

/** What the request wished for and the proposal leaves out. */
export async function notProposed(reader: Reader, place: FormPlace, body: object): Promise<About | null> {
  const theCase = await place.theCase();
  const { services } = body as ProposePlacementAgreement;
  return theCase && { rows: notAgreedRows(services, theCase.needs, reader.words) };
}

/** The proposal that stands; before the first one, what the request wished for. */
export async function proposedOrWished(_: Reader, place: FormPlace): Promise<object> {
  const theCase = await place.theCase();
  if (!theCase) return {};
  const { placementAgreement, needs } = theCase;
  const { housingForm, services } = needs;
  return placementAgreement?.document ?? { housingForm, services: services.map((service) => ({ service })) };
}

/** How the cities share what is done for a child. */
export async function aboutSplit(reader: Reader, place: FormPlace): Promise<About | null> {
  const theCase = await place.theCase();
  const incident = theCase?.incidents.find(({ id }) => id === place.params.incidentId);
  const split = incident?.responsibilitySplits.find(({ document }) => document.id === place.params.splitId);
  if (!incident || !split) return null;
  const { words } = reader;
  return {
    rows: [
      { key: words.say('case.about.incident'), value: words.value('IncidentKind', incident.kind) },
      ...splitRows(split.document, words),
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
  const [leaves, stays] = [true, false].map((isCovered) => told.filter((one) => one.isCovered === isCovered));
  const { say, city } = reader.words;
  return {
    rows: [
      { key: say('case.about.to'), value: city(to.city) },
      ...(leaves ?? []).map(({ label, value }) => ({ key: say('case.about.told', { label }), value })),
      { key: say('case.about.notTold'), value: stays?.map(({ label }) => label).join(', ') || '–' },
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
    const asked = kind.fields
      .filter(({ property }) => about.includes(property))
      .map((one) => ({ ...one, required: about.length === 1 }));
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
