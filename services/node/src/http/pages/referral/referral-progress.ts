import type { Case } from '@storstad/contract';
import { type Consent, consentToAsk, policeConsent, servicesConsent } from '../../../domain/consent.js';
import type { City, CivilDate } from '../../../domain/values.js';

/** What is done of a case before another city is asked, in the order in which it is shown. */
export const referralTasks = [
  'intake',
  'details',
  'consent-police',
  'consent-municipality',
  'consent-services',
  'threat',
  'approval',
  'send',
] as const;
export type ReferralTask = (typeof referralTasks)[number];

/** `unfinished`: begun, and not enough. `stopped`: the police have said no. */
export type TaskState = 'done' | 'not-begun' | 'unfinished' | 'waits-for-police' | 'stopped' | 'cannot-begin';

/** What the tasks follow from. */
export interface ReferralFacts {
  readonly theCase: Pick<
    Case,
    'state' | 'threat' | 'approval' | 'noSuitableCityOn' | 'consents' | 'referrals'
  >;
  readonly hasDetails: boolean;
  readonly today: CivilDate;
  readonly otherCities: readonly City[];
}

/** How far each task has come. Whether the request may be sent is the rules' to say; here is only what is plainly missing. */
export function referralProgress(facts: ReferralFacts): Readonly<Record<ReferralTask, TaskState>> {
  const { hasDetails } = facts;
  const needed = {
    'consent-police': policeConsent(consentsOf(facts), facts.today) ? 'not-begun' : 'done',
    'consent-municipality': municipalityState(facts),
    'consent-services': servicesConsent(consentsOf(facts), facts.today) ? 'not-begun' : 'done',
    threat: threatState(facts),
    approval: approvalState(facts),
  } as const;
  const isReady = Object.values(needed).every((state) => state === 'done');
  return {
    intake: 'done',
    details: hasDetails ? 'done' : 'not-begun',
    ...needed,
    send: sendState(facts, isReady),
  };
}

/** The cities that the person lets know enough to be asked, today. */
export const citiesToAsk = (facts: Pick<ReferralFacts, 'theCase' | 'today' | 'otherCities'>): City[] =>
  facts.otherCities.filter((city) => !consentToAsk(consentsOf(facts), city, facts.today));

/** The consents as the rules know them: the contract's, whose texts have no brands. */
export const consentsOf = ({ theCase }: { readonly theCase: Pick<Case, 'consents'> }): readonly Consent[] =>
  theCase.consents as unknown as readonly Consent[];

function municipalityState(facts: ReferralFacts): TaskState {
  if (citiesToAsk(facts).length > 0) return 'done';
  const isGiven = facts.theCase.consents.some(
    ({ type, withdrawnAt, validUntil }) =>
      type === 'municipality' && withdrawnAt === null && (validUntil === null || facts.today < validUntil),
  );
  return isGiven ? 'unfinished' : 'not-begun';
}

function threatState({ theCase: { threat } }: ReferralFacts): TaskState {
  if (!threat) return 'waits-for-police';
  return threat.confirmed ? 'done' : 'stopped';
}

function approvalState({ theCase: { approval, noSuitableCityOn, referrals } }: ReferralFacts): TaskState {
  // The city that the police approved of may have said no: then they decide on another.
  const saidNo = referrals.findLast(({ city }) => city === approval?.city)?.state === 'rejected';
  if (approval?.state === 'valid' && !saidNo) return 'done';
  return approval?.state === 'refused' || noSuitableCityOn !== null ? 'stopped' : 'waits-for-police';
}

function sendState({ theCase: { state } }: ReferralFacts, isReady: boolean): TaskState {
  if (state !== 'draft' && state !== 'rejected') return 'done';
  return isReady ? 'not-begun' : 'cannot-begin';
}
