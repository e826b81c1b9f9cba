import type { CloseCase, Outcome, Rating } from '@storstad/contract';
import { costFactsOf } from './cost-facts.js';
import { avoidedCost } from './financing.js';
import { openIncidents } from './incident.js';
import { all, type BesideCase, type Measure, nothing, type ReportedCase } from './report-measure.js';
import { ofExchange, yesOrNo } from './report-person.js';

/**
 * The report's measures of how it went, as recorded and judged: nothing here says that the exchange was the cause
 * (001:300, 001:348-350). What is not settled yet is pending, never no.
 */

const pending = 'pending';
const unknown = 'not-known';
/** Those that a stay can end with. */
const reasons = [
  'goals-reached',
  'returned-home',
  'moved-elsewhere',
  'unplanned-interruption',
  'relapse',
  'consent-withdrawn',
  'protection-not-upheld',
  'became-evidence-person',
  'child-responsibility',
  'deceased',
  'voluntary-repatriation',
  'agreement-lapsed',
  'moved-onward',
] as const satisfies readonly CloseCase['reason'][];
const goals = [
  'fully',
  'partly',
  'none',
  'not-applicable',
] as const satisfies readonly Outcome['goalAttainment'][];
const housing = [
  'yes',
  'no',
  'not-applicable',
  pending,
] as const satisfies readonly Outcome['longTermHousing'][];
const consentTypes = ['police', 'municipality', 'services'] as const;

export const outcomeMeasures: readonly Measure[] = [
  relapse('relapse-to-crime', 'crime'),
  relapse('relapse-to-criminal-company', 'criminal-company'),
  ofExchange(
    'outcome',
    'end-reason',
    [...reasons, pending],
    ({ theCase }) => theCase.closure?.reason ?? pending,
  ),
  ofExchange(
    'outcome',
    'goal-attainment',
    [...goals, pending],
    ({ theCase }) => theCase.closure?.outcome.goalAttainment ?? pending,
  ),
  ofExchange(
    'outcome',
    'long-term-housing',
    housing,
    ({ theCase }) => theCase.closure?.outcome.longTermHousing ?? pending,
  ),
  ofExchange('ratings', 'services-as-planned', ['yes', 'no', unknown], ({ theCase: { rating } }) =>
    rating ? yesOrNo(rating.servicesAsPlanned) : unknown,
  ),
  score('fitness', ({ fitness }) => fitness),
  score('quality', ({ personSatisfied }) => personSatisfied),
  score('cooperation-social-services', ({ cooperationSocialServices }) => cooperationSocialServices),
  score('cooperation-police', ({ cooperationPolice }) => cooperationPolice),
  {
    section: 'consents',
    measure: 'consents-withdrawn',
    unit: 'number',
    shape: 'counts',
    keys: consentTypes,
    of: ({ theCase, belongs }) =>
      belongs && theCase.side === 'home'
        ? theCase.consents.flatMap(({ type, withdrawnAt }) =>
            withdrawnAt === null ? [] : [{ key: type, amount: 1 }],
          )
        : nothing,
  },
  charged('charged-days', 'days', ({ days }) => days),
  charged('charged-amount', 'ore', ({ ore }) => ore),
  ofExchange(
    'cost',
    'alternative',
    ['procured-relocation', 'own-services', 'none', unknown],
    ({ theCase }) => costFactsOf(theCase).alternative ?? unknown,
  ),
  {
    section: 'cost',
    measure: 'avoided-cost',
    unit: 'ore',
    shape: 'sum',
    keys: ['low', 'high'],
    of: ({ theCase, isExchange, asOf }) => {
      const avoided = isExchange ? avoidedCost(theCase, asOf) : null;
      return avoided
        ? [
            { key: 'low', amount: avoided.lowOre },
            { key: 'high', amount: avoided.highOre },
          ]
        : nothing;
    },
  },
  {
    section: 'cost',
    measure: 'police-grants',
    unit: 'ore',
    shape: 'sum',
    keys: all,
    of: ({ theCase, belongs }) =>
      belongs
        ? costFactsOf(theCase).grants.map(({ amountOre }) => ({ key: 'all', amount: amountOre }))
        : nothing,
  },
];

/** What the receiving cities have charged for the exchanges, by the ledger. */
function charged(
  measure: string,
  unit: Measure['unit'],
  of: (charged: NonNullable<BesideCase['charged']>) => number,
): Measure {
  return {
    section: 'cost',
    measure,
    unit,
    shape: 'sum',
    keys: all,
    of: ({ isExchange, beside }) =>
      isExchange && beside.charged ? [{ key: 'all', amount: of(beside.charged) }] : nothing,
  };
}

/** The two kinds of relapse are told apart (002:43). Pending while a note or a signal is not settled. */
function relapse(measure: string, kind: 'crime' | 'criminal-company'): Measure {
  const answer = ({ theCase }: ReportedCase) => {
    if (theCase.incidents.some(({ closed }) => closed?.relapse === kind)) return 'yes';
    const isOpen = openIncidents(theCase).some(
      (incident) => incident.kind === 'register-note' || incident.kind === 'relapse-signal',
    );
    return isOpen ? pending : 'none-recorded';
  };
  return ofExchange('outcome', measure, ['yes', 'none-recorded', pending], answer);
}

function score(measure: string, of: (rating: Rating) => number | undefined): Measure {
  return ofExchange('ratings', measure, ['1', '2', '3', '4', '5', unknown], ({ theCase: { rating } }) =>
    String((rating && of(rating)) ?? unknown),
  );
}
