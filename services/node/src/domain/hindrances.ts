import { versionInForce } from './agreement.js';
import type { HomeCase } from './case.js';
import type { Circumstances } from './circumstances.js';
import { kindRefusal, personRefusals, threatRefusal } from './eligibility.js';
import { isRefusal, type Refusal } from './refusal.js';
import { unitRefusal, unitRefusalAtAnyLevel } from './routing.js';

/** What is known of a case before another city is asked. */
type Described = Pick<HomeCase, 'unit' | 'section' | 'kind' | 'threat' | 'intake' | 'approvals'>;

type Around = Pick<Circumstances, 'city' | 'today' | 'versions' | 'unitRules'>;

/**
 * What would stop a request whatever else is done, by the rules that decideSendReferral asks: all of it, so that nobody gathers
 * consents and decisions in vain. What is still to come, such as the threat assessment, is no hindrance. Facts may change, so
 * nothing is refused by it.
 */
export function hindrances(described: Described, around: Around): Refusal[] {
  const { unit, kind, threat, intake, approvals } = described;
  const version = versionInForce(around.versions, around.today, [{ city: around.city, unit }]);
  const terms = isRefusal(version) ? null : version.document.terms;
  // As long as the liaison has not decided, the exception for a witness can be made.
  const witnessException = approvals.at(-1)?.witnessException ?? true;
  return [
    threat ? unitRefusal(described, around) : unitRefusalAtAnyLevel(described, around),
    terms ? kindRefusal(terms, kind, threat, witnessException) : undefined,
    ...personRefusals(intake, around.today),
    terms && threat ? threatRefusal(terms, threat) : undefined,
  ].filter((refusal) => refusal !== undefined);
}
