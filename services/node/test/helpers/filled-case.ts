import type { ConsentCategory } from '@storstad/contract';
import { lowThreat, openCase } from './case-work.js';

/** Every category that a person can consent to, as the contract names them. */
export const categories: readonly ConsentCategory[] = [
  'needs',
  'threat',
  'identity',
  'contact',
  'health',
  'family',
  'economy',
  'occupation',
];

/** A text that is nowhere else: of one case and one field. Letters only, since some fields take nothing else. */
const textOf = (nth: number, field: string) =>
  `qzx${[...String(nth)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}q${field.toLowerCase()}q`;
const digits = (nth: number) => String(nth).padStart(4, '0');

/** All such texts, of any case, that stand in some bytes. */
export const tracesIn = (text: string): string[] => [
  ...new Set(text.match(/qzx[a-j]+q[a-z]+q|0999-99\d{4}|18889999-\d{4}/g)),
];

/** Everything that can be filled in of one case, with the categories that the contract gives to what can leave. */
export const filledCase = (nth: number) => {
  const text = (field: string) => textOf(nth, field);
  return {
    threat: lowThreat,
    changedThreat: { ...lowThreat, lethalViolenceRisk: true },
    policeReference: text('reference'),
    opening: {
      ...openCase(),
      relocationReason: 'threat-at-home',
      destination: 'partner-city',
      healthNeeds: text('healthneeds'),
      specialistCare: 'ongoing',
      probationContact: 'ongoing',
    },
    details: {
      name: text('name'),
      personalNumber: `18889999-${digits(nth)}`,
      protectedIdentity: true,
      phone: `0999-99${digits(nth)}`,
      languages: [text('languages')],
      supportDescription: text('support'),
      threatDescription: text('threat'),
      health: text('health'),
      family: text('family'),
      economy: text('economy'),
      occupation: text('occupation'),
    },
    earlyAnswer: Object.fromEntries(categories.map((category) => [category, text(`early${category}`)])),
    answer: Object.fromEntries(categories.map((category) => [category, text(`answer${category}`)])),
    description: text('description'),
  };
};

export type FilledCase = ReturnType<typeof filledCase>;

type Marked = readonly [field: string, category: ConsentCategory, value: unknown];

/** By hand from openapi/schemas/messages.yaml: what of a case may leave in a message of each type, and for which consent. */
export const leaving = (
  given: FilledCase,
): Readonly<Record<string, { readonly always: readonly string[]; readonly fields: readonly Marked[] }>> => {
  const { opening, details, answer, earlyAnswer } = given;
  const detailed = (category: ConsentCategory, ...names: (keyof typeof details)[]): Marked[] =>
    names.map((name) => [`details/${name}`, category, details[name]]);
  return {
    'referral-requested': {
      always: ['referralId', 'unit', 'kind', 'slot', 'requestedOn', 'sentAt'],
      fields: [
        ['policeReference', 'threat', given.policeReference],
        ['threat', 'threat', given.threat],
        ['needs', 'needs', opening.needs],
        ['healthNeeds', 'health', opening.healthNeeds],
        ['specialistCare', 'health', opening.specialistCare],
        ['probationContact', 'needs', opening.probationContact],
      ],
    },
    'personal-details-disclosed': {
      always: ['referralId'],
      fields: [
        ...detailed('identity', 'name', 'personalNumber', 'protectedIdentity'),
        ...detailed('contact', 'phone'),
        ...detailed('needs', 'languages', 'supportDescription'),
        ...detailed('threat', 'threatDescription'),
        ...detailed('health', 'health'),
        ...detailed('family', 'family'),
        ...detailed('economy', 'economy'),
        ...detailed('occupation', 'occupation'),
      ],
    },
    'completion-given': {
      always: ['questionId'],
      fields: categories.map((category): Marked => [`answer/${category}`, category, earlyAnswer[category]]),
    },
    'completion-given again': {
      always: ['questionId'],
      fields: categories.map((category): Marked => [`answer/${category}`, category, answer[category]]),
    },
    'deviation-raised': {
      always: ['deviationId', 'raisedAt', 'subject', 'service'],
      fields: [['description', 'needs', given.description]],
    },
    'follow-up-recorded': { always: ['record'], fields: [['specialistCare', 'health', 'queued']] },
    'incident-reported': { always: ['incident'], fields: [['threat', 'threat', given.changedThreat]] },
  };
};
