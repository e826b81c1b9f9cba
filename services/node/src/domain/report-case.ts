import { type AgreementVersion, versionCovering } from './agreement.js';
import { roundsOfStay } from './cadence.js';
import { civilDateOf } from './calendar.js';
import { type Case, type Referral, sharedStates } from './case.js';
import type { BesideCase, ReportedCase } from './report-measure.js';
import type { AgreementId, City, CivilDate } from './values.js';

/** Which version's report tells of a case, and in which of its parts. */

/** A part of the report: all cases, or those of one direction, or those of one direction and city. */
export interface Scope {
  readonly direction: 'all' | 'sent' | 'received';
  readonly city: City | null;
}

/** What holds for a whole report. */
export interface ReportAbout {
  readonly version: AgreementVersion;
  readonly versions: readonly AgreementVersion[];
  readonly asOf: CivilDate;
}

/** The parts of a board's report: all, each direction, each direction and other city. */
export function scopesOf(otherCities: readonly City[]): Scope[] {
  const directions = ['sent', 'received'] as const;
  return [
    { direction: 'all', city: null },
    ...directions.map((direction) => ({ direction, city: null })),
    ...directions.flatMap((direction) => otherCities.map((city) => ({ direction, city }))),
  ];
}

const exchangeStates: readonly Case['state'][] = [...sharedStates, 'completed'];

/** The case as a version's report looks at it. */
export function reported(theCase: Case, beside: BesideCase, about: ReportAbout): ReportedCase {
  const { id: agreement } = about.version;
  const belongs = versionOf(theCase, about.versions) === agreement;
  return {
    theCase,
    referrals: theCase.referrals.filter(({ slot }) => slot.agreement === agreement),
    belongs,
    isExchange: belongs && theCase.acceptedOn !== null && exchangeStates.includes(theCase.state),
    beside,
    asOf: about.asOf,
    rounds: once(() => roundsOfStay(theCase, about.asOf)),
  };
}

function once<T>(work: () => T): () => T {
  let done: { readonly result: T } | undefined;
  return () => {
    done ??= { result: work() };
    return done.result;
  };
}

/** The case within a part; undefined when the part does not tell of it. */
export function within(whole: ReportedCase, { direction, city }: Scope): ReportedCase | undefined {
  const { theCase } = whole;
  if (direction !== 'all' && theCase.side !== (direction === 'sent' ? 'home' : 'receiving')) return undefined;
  if (city === null) return whole;
  const isOfCity = cityOf(theCase) === city;
  return {
    ...whole,
    referrals: whole.referrals.filter((referral) => referral.city === city),
    belongs: whole.belongs && isOfCity,
    isExchange: whole.isExchange && isOfCity,
    // A refusal at home is not of any other city.
    beside: { ...whole.beside, stoppedBy: new Set() },
  };
}

/** The version that a case was accepted under; before that the one whose place it asked for, or in which it was opened. */
const versionOf = (theCase: Case, versions: readonly AgreementVersion[]): AgreementId | undefined =>
  theCase.agreement ??
  (theCase.referrals.at(-1)?.slot.agreement as AgreementId | undefined) ??
  versionCovering(versions, civilDateOf(theCase.openedAt))?.id;

/** The other city: the home city, or the one that was asked last. */
const cityOf = (theCase: Case): City | undefined =>
  theCase.side === 'receiving' ? theCase.homeCity : (theCase.referrals.at(-1) as Referral | undefined)?.city;
