import { civilDateOf, daysBetween } from './calendar.js';
import type { Case, Referral } from './case.js';
import type { RefusalCode } from './refusal.js';
import { all, type Measure, nothing, one, type ReportedCase, spreadKeys } from './report-measure.js';
import type { CivilDate } from './values.js';

/** The report's measures of requests and answers, of what stopped one, and of how long people wait. */

const refusalKeys = ['CAPACITY', 'SERVICE_NOT_AVAILABLE', 'LOCATION_UNSUITABLE', 'other-refusal'];

/** Refusals that say why the exchange could not help: unmet need, without a word of a person (001:344, 001:348). */
const hindrances = [
  'AGREEMENT_NOT_IN_FORCE',
  'PARTY_NOT_RATIFIED',
  'UNIT_NOT_PARTY',
  'WRONG_UNIT_FOR_CASE',
  'CITY_NOT_PARTY',
  'CASE_KIND_NOT_IN_TERMS',
  'EVIDENCE_PERSON_NOT_DEFECTOR',
  'EVIDENCE_PERSON_NOT_PARTICIPATING',
  'NOT_WITHIN_CRIMINALITY',
  'MINOR',
  'RESPONSIBLE_FOR_MINORS',
  'NOT_MOTIVATED',
  'RELOCATION_NOT_NEEDED',
  'DESTINATION_ABROAD',
  'THREAT_NOT_CONFIRMED',
  'THREAT_ABOVE_TERMS',
  'CONSENT_POLICE_MISSING',
  'CONSENT_MUNICIPALITY_MISSING',
  'CONSENT_SERVICE_MISSING',
  'POLICE_APPROVAL_MISSING',
  'POLICE_APPROVAL_REFUSED',
  'POLICE_APPROVAL_STALE',
] as const satisfies readonly RefusalCode[];
const quotaCodes = ['QUOTA_HOME', 'QUOTA_RECEIVING'] as const satisfies readonly RefusalCode[];

/** Operations whose refusals stop a request or its acceptance. */
export const stoppableOperations: readonly string[] = ['sendReferral', 'acceptReferral'];
/** What stops them, as the report counts it. */
export const stoppingCodes: readonly string[] = [...quotaCodes, ...hindrances];

export const processMeasures: readonly Measure[] = [
  {
    section: 'volume',
    measure: 'exchanges',
    unit: 'number',
    shape: 'counts',
    keys: all,
    of: ({ isExchange }) => (isExchange ? one('all') : nothing),
  },
  {
    section: 'volume',
    measure: 'referrals',
    unit: 'number',
    shape: 'counts',
    keys: ['accepted', 'waiting', 'withdrawn', ...refusalKeys],
    of: ({ referrals }) => referrals.map((referral) => ({ key: answerTo(referral), amount: 1 })),
  },
  stopped('stopped-by-quota', quotaCodes),
  stopped('stopped-otherwise', hindrances),
  {
    section: 'volume',
    measure: 'ended-without-placement',
    unit: 'number',
    shape: 'counts',
    keys: ['not-placed', 'no-suitable-partner-city', 'other'],
    of: (reported) => {
      const reason = unplaced(reported)?.reason;
      if (reason === undefined) return nothing;
      return one(reason === 'not-placed' || reason === 'no-suitable-partner-city' ? reason : 'other');
    },
  },
  {
    section: 'volume',
    measure: 'fallback',
    unit: 'number',
    shape: 'counts',
    keys: ['support-at-home', 'own-protected-housing', 'procured-placement', 'other-municipality', 'none'],
    of: (reported) => {
      const closure = unplaced(reported);
      return closure ? one(closure.fallback?.form ?? 'none') : nothing;
    },
  },
  waiting('threat-to-request', ({ theCase, referrals }) => {
    const asked = askedOn(referrals);
    return [asked && confirmedBefore(theCase, asked), asked];
  }),
  waiting('request-to-answer', ({ theCase, referrals, isExchange }) => {
    const accepted = referrals.findLast(({ state }) => state === 'accepted');
    return [accepted && civilDateOf(accepted.sentAt), isExchange ? theCase.acceptedOn : null];
  }),
  waiting('answer-to-arrival', ({ theCase, isExchange }) => [
    isExchange ? theCase.acceptedOn : null,
    theCase.stay?.arrivedOn,
  ]),
  waiting('threat-to-arrival', ({ theCase, referrals, isExchange }) => {
    const asked = isExchange ? askedOn(referrals) : undefined;
    return [asked && confirmedBefore(theCase, asked), theCase.stay?.arrivedOn];
  }),
];

/** Cases, each counted once for a code however often it was tried. */
function stopped(measure: string, keys: readonly string[]): Measure {
  const of: Measure['of'] = ({ beside }) =>
    keys.filter((code) => beside.stoppedBy.has(code)).map((key) => ({ key, amount: 1 }));
  return { section: 'volume', measure, unit: 'number', shape: 'counts', keys, of };
}

/** Days between two days, where both are known. */
function waiting(
  measure: string,
  between: (reported: ReportedCase) => readonly [CivilDate | null | undefined, CivilDate | null | undefined],
): Measure {
  const of: Measure['of'] = (reported) => {
    const [from, until] = between(reported);
    return from && until && from <= until ? [{ key: 'median', amount: daysBetween(from, until) }] : nothing;
  };
  return { section: 'waiting', measure, unit: 'days', shape: 'spread', keys: spreadKeys, of };
}

function answerTo({ state, refusalCode }: Referral): string {
  switch (state) {
    case 'accepted':
      return 'accepted';
    case 'requested':
      return 'waiting';
    case 'cancelled':
      return 'withdrawn';
    case 'rejected':
      return refusalCode !== null && refusalKeys.includes(refusalCode) ? refusalCode : 'other-refusal';
  }
}

/** How a case ended in which nobody was placed. */
const unplaced = ({ theCase, belongs }: ReportedCase): Case['closure'] =>
  belongs && theCase.stay === null ? theCase.closure : null;

const askedOn = ([first]: readonly Referral[]): CivilDate | undefined => first && civilDateOf(first.sentAt);

/** The first day, up to another, on which the police had confirmed the threat, as far as assessments are still known. */
function confirmedBefore(theCase: Case, until: CivilDate): CivilDate | undefined {
  const earlier = theCase.side === 'home' ? theCase.approvals.map(({ basis }) => basis.threat) : [];
  return [...earlier, theCase.threat]
    .flatMap((threat) => (threat?.confirmed ? [threat.assessedOn as CivilDate] : []))
    .filter((assessedOn) => assessedOn <= until)
    .sort()[0];
}
