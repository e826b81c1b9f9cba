import type { Needs, PlacementAgreementDocument } from '@storstad/contract';
import { costFactsOf } from './cost-facts.js';
import { daysOfStay } from './financing.js';
import {
  all,
  type Contribution,
  type Measure,
  nothing,
  one,
  type ReportedCase,
  spreadKeys,
} from './report-measure.js';

/** The report's measures of who was helped, with what, for how long. What a city does not know is told as not known. */

type HousingForm = Needs['housingForm'];
const housingForms = [
  'temporary-housing',
  'own-flat',
  'protected-housing',
  'hvb',
  'supported-housing',
] as const satisfies readonly HousingForm[];
const unknown = 'not-known';

export const personMeasures: readonly Measure[] = [
  ofCase('kind', ['defector', 'protected-person'], ({ theCase }) => theCase.kind),
  ofCase('threat-level', ['low', 'high', unknown], ({ theCase }) => theCase.threat?.level ?? unknown),
  ofCase('relocation-needed', ['yes', 'no', unknown], ({ theCase }) =>
    theCase.side === 'home' ? yesOrNo(theCase.intake.relocationNeeded) : unknown,
  ),
  ofCase(
    'relocation-reason',
    [
      'threat-at-home',
      'criminal-company-at-home',
      'housing-not-safe',
      'services-not-possible-at-home',
      'other',
      unknown,
    ],
    ({ theCase }) => (theCase.side === 'home' ? (theCase.intake.relocationReason ?? unknown) : unknown),
  ),
  ofExchange(
    'case',
    'specialist-care',
    ['none', 'queued', 'ongoing', unknown],
    ({ theCase }) => theCase.specialistCare ?? unknown,
  ),
  ofExchange(
    'case',
    'probation-contact',
    ['none', 'ongoing', unknown],
    ({ theCase }) => theCase.probationContact ?? unknown,
  ),
  ofExchange('case', 'reclassified', ['yes', 'no', unknown], ({ theCase, beside }) =>
    theCase.side === 'home' ? yesOrNo(beside.reclassified) : unknown,
  ),
  ofExchange('case', 'evidence-status-changed', ['yes', 'no'], ({ theCase }) =>
    yesOrNo(theCase.incidents.some(({ kind }) => kind === 'evidence-status-changed')),
  ),
  {
    section: 'services',
    measure: 'services',
    unit: 'number',
    shape: 'counts',
    keys: ['own', 'external'],
    of: servicesOf,
  },
  {
    section: 'services',
    measure: 'external-share',
    unit: 'percent',
    shape: 'share',
    keys: ['external', 'own'],
    of: servicesOf,
  },
  ofExchange('services', 'housing-form', [...housingForms, unknown], ({ theCase }) => {
    const bought = approvedServices(theCase).findLast(({ notice }) => notice.housingForm !== null);
    const form = bought?.notice.housingForm ?? agreedOf(theCase)?.housingForm;
    return form ?? unknown;
  }),
  ofExchange('stay', 'stays', ['not-arrived', 'running', 'ended'], ({ theCase: { stay } }) => {
    if (!stay) return 'not-arrived';
    return stay.departedOn === null ? 'running' : 'ended';
  }),
  {
    section: 'stay',
    measure: 'length',
    unit: 'days',
    shape: 'spread',
    keys: spreadKeys,
    of: ({ theCase, isExchange, asOf }) => {
      const days = isExchange && theCase.stay?.departedOn ? daysOfStay(theCase, asOf) : null;
      return days === null ? nothing : [{ key: 'median', amount: days }];
    },
  },
  {
    section: 'stay',
    measure: 'days',
    unit: 'days',
    shape: 'sum',
    keys: all,
    of: ({ theCase, isExchange, asOf }) => {
      const days = isExchange ? daysOfStay(theCase, asOf) : null;
      return days === null ? nothing : [{ key: 'all', amount: days }];
    },
  },
  {
    section: 'stay',
    measure: 'moves',
    unit: 'number',
    shape: 'counts',
    keys: ['address-revealed', 'safety', 'housing', 'services', 'other'],
    of: ({ theCase, isExchange }) =>
      isExchange ? theCase.moves.map(({ reason }) => ({ key: reason, amount: 1 })) : nothing,
  },
];

/** A measure that has one answer for each case, also where it came to no exchange: whether they needed to move (001:352). */
function ofCase(
  measure: string,
  keys: readonly string[],
  answer: (reported: ReportedCase) => string,
): Measure {
  const of: Measure['of'] = (reported) => (reported.belongs ? one(answer(reported)) : nothing);
  return { section: 'case', measure, unit: 'number', shape: 'counts', keys, of };
}

/** A measure that has one answer for each exchange, so that the answers of every such table add up to the exchanges. */
export function ofExchange(
  section: Measure['section'],
  measure: string,
  keys: readonly string[],
  answer: (reported: ReportedCase) => string,
): Measure {
  const of: Measure['of'] = (reported) => (reported.isExchange ? one(answer(reported)) : nothing);
  return { section, measure, unit: 'number', shape: 'counts', keys, of };
}

export const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');

/** Services that the receiving city has itself, by the placement agreement, and those it buys with the home city's approval. */
function servicesOf({ theCase, isExchange }: ReportedCase): readonly Contribution[] {
  if (!isExchange) return nothing;
  const own = agreedOf(theCase)?.services.length ?? 0;
  const external = approvedServices(theCase).length;
  return [
    ...(own > 0 ? [{ key: 'own', amount: own }] : []),
    ...(external > 0 ? [{ key: 'external', amount: external }] : []),
  ];
}

const agreedOf = ({ placementAgreement }: ReportedCase['theCase']): PlacementAgreementDocument | undefined =>
  placementAgreement?.document;

const approvedServices = (theCase: ReportedCase['theCase']) =>
  costFactsOf(theCase).externalServices.filter(({ state }) => state === 'approved');
