import type { ProposeExternalService, Purchase } from '@storstad/contract';
import { lastCheck, licenceRefusal } from './licence.js';
import { overlap, type Period } from './period.js';
import { type Provider, standing } from './provider.js';
import { demand, firstRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate } from './values.js';

/** The gates of a purchase (000:570-577; requirements §6.2, §6.6): what stops a service from being bought for a case. */

/** The standing exclusion of a city that holds for a provider. */
export interface CityExclusion extends Period {
  readonly city: City;
  readonly reference: string;
}

/** Whom a service is bought from, with what the cities of the case have decided about it. */
export interface Seller {
  readonly provider: Provider;
  /** Of the home city, on whose behalf it would be used. Those of this city stand with the provider. */
  readonly homeExclusions: readonly CityExclusion[];
}

/** The first gate that stops the purchase, in the order of the codes. */
export function purchaseRefusal(
  input: ProposeExternalService,
  { provider, homeExclusions }: Seller,
  { city, today }: { readonly city: City; readonly today: CivilDate },
): Refusal | undefined {
  const { from, until = null, operator, housingForm = null, purchase } = input;
  const days = { from, until };
  const own = standing(provider.decisions, 'exclusion').map((decision) => ({ ...decision, city }));
  return firstRefusal([
    stepsRefusal(purchase, today),
    sectionHeadRefusal(purchase, from, today),
    decisionRefusal('PROVIDER_SUSPENDED', days, standing(provider.decisions, 'suspension')),
    decisionRefusal('PROVIDER_EXCLUDED', days, [...own, ...homeExclusions]),
    licenceRefusal({ from, operator, housingForm }, lastCheck(provider.licenceChecks), today),
  ]);
}

/** The earlier steps have been tried, one after the other, and before the decision (000:570). */
function stepsRefusal(
  { step, internal, framework, decision }: Purchase,
  today: CivilDate,
): Refusal | undefined {
  const tried = step === 2 ? [internal] : [internal, framework];
  const days = [...tried.map((outcome) => outcome?.triedOn), decision?.decidedOn ?? today];
  const isInOrder = days.every((day, i) => {
    const earlier = days[i - 1];
    return day !== undefined && (earlier === undefined || earlier <= day);
  });
  const hasCome = tried.every((outcome) => outcome && outcome.triedOn <= today);
  return demand(isInOrder && hasCome, 'PURCHASE_STEPS_MISSING');
}

/** The section head has decided, before it starts (000:576). */
const sectionHeadRefusal = ({ decision }: Purchase, from: string, today: CivilDate): Refusal | undefined =>
  demand(
    decision !== undefined && decision.decidedOn <= from && decision.decidedOn <= today,
    'SECTION_HEAD_DECISION_MISSING',
  );

/** The first decision with a day in common with the service, shown with its reference and days. */
function decisionRefusal(
  code: 'PROVIDER_SUSPENDED' | 'PROVIDER_EXCLUDED',
  days: Period,
  decisions: readonly (Period & { readonly reference: string; readonly city?: City })[],
): Refusal | undefined {
  const inTheWay = decisions.find((decision) => overlap(decision, days));
  if (!inTheWay) return undefined;
  const { reference, from, until, city } = inTheWay;
  return refuse(code, { ...(city ? { city } : {}), reference, from, ...(until ? { until } : {}) });
}
