import { type Case, type ConsentCategory, categoriesIn, type PersonalDetails } from '@storstad/contract';
import { coveredCategories } from '../../../domain/consent.js';
import type { City, CivilDate } from '../../../domain/values.js';
import { fieldsOf } from '../forms/field.js';
import { labelOf } from '../forms/form-fields.js';
import { saidFields } from '../forms/said-value.js';
import type { Words } from '../words.js';
import { consentsOf } from './referral-progress.js';

/** One thing that is known of the person, and whether the other city is told. */
export interface Told {
  /** The property of the message. */
  readonly name: string;
  readonly label: string;
  /** In words; null where only the label is shown. */
  readonly value: string | null;
  /** The category of consent that it needs; null for what the cooperation itself needs. */
  readonly category: ConsentCategory | null;
  readonly isCovered: boolean;
}

interface To {
  readonly city: City;
  readonly today: CivilDate;
}

/**
 * What the request itself tells a city, and what stays because no consent covers it: by the contract's marks, as the node
 * cuts the message when it leaves. Never who the person is.
 */
export function toldInRequest(theCase: Case, { city, today }: To, words: Words): Told[] {
  const covered = coveredCategories(consentsOf({ theCase }), city, 'assessment', today);
  const { unit, kind, policeReference, threat, needs, healthNeeds, specialistCare, probationContact } =
    theCase;
  const content = {
    unit,
    kind,
    policeReference,
    threat,
    needs,
    healthNeeds,
    specialistCare,
    probationContact,
  };
  return Object.entries(content).flatMap(([name, value]) => {
    if (value === null) return [];
    const category = onlyCategory(categoriesIn('referral-requested', { [name]: value } as never));
    return saidPart(name, value, words).map((said) => ({
      name,
      ...said,
      category,
      isCovered: category === null || covered.has(category),
    }));
  });
}

/** What can be told of the person once the city has accepted, and what stays. */
export function toldAfterAcceptance(
  theCase: Case,
  details: PersonalDetails | null,
  { city, today }: To,
  words: Words,
): Told[] {
  const covered = coveredCategories(consentsOf({ theCase }), city, 'support', today);
  return fieldsOf('recordPersonalDetails').flatMap((field) => {
    const value = details?.[field.property as keyof PersonalDetails];
    if (value === undefined) return [];
    const known = { referralId: '', details: { [field.property]: value } };
    const category = onlyCategory(categoriesIn('personal-details-disclosed', known));
    const isCovered = category !== null && covered.has(category);
    const said = saidFields([field], { [field.property]: value }, words).flatMap((one) => one.value ?? []);
    return [
      { name: field.property, label: labelOf(field, words), value: said.join(', '), category, isCovered },
    ];
  });
}

const onlyCategory = (categories: ReadonlySet<ConsentCategory>): ConsentCategory | null =>
  [...categories][0] ?? null;

/** A part of the request in words: as the form of the operation that recorded it asks for it. */
function saidPart(name: string, value: unknown, words: Words): Pick<Told, 'label' | 'value'>[] {
  if (name === 'threat') return saidFields(fieldsOf('assessThreat'), value as object, words);
  const from = name === 'policeReference' ? 'decideApproval' : 'openCase';
  return saidFields(
    fieldsOf(from).filter(({ property }) => property === name),
    { [name]: value },
    words,
  );
}
