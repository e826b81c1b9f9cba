import { type AgreementVersion, versionInForce } from './agreement.js';
import { type Case, inState, sharedStates } from './case.js';
import type { Circumstances } from './circumstances.js';
import { kindRefusal, threatRefusal } from './eligibility.js';
import { isRefusal, type RefusalCode } from './refusal.js';

/** A running case and the terms that it was accepted under (requirements §12 nos. 8, 9). */

const isRunning = (theCase: Case): boolean => !inState(theCase, ...sharedStates);

/** Whether the case runs on though no version is in force today. */
export const basisLapsed = (theCase: Case, { versions, today }: Circumstances): boolean =>
  isRunning(theCase) && isRefusal(versionInForce(versions, today, []));

/** What its own terms would refuse now that facts have changed; both cities decide together what follows. */
export function outsideTerms(theCase: Case, versions: readonly AgreementVersion[]): RefusalCode[] {
  const version = versions.find(({ id }) => id === theCase.agreement);
  if (!version || !isRunning(theCase)) return [];
  const { terms } = version.document;
  const exception =
    theCase.side === 'receiving'
      ? theCase.witnessException
      : theCase.approvals.at(-1)?.witnessException === true;
  const refusals = [
    kindRefusal(terms, theCase.kind, theCase.threat, exception),
    threatRefusal(terms, theCase.threat),
  ];
  return refusals.flatMap((refusal) => (refusal ? [refusal.refusal] : []));
}
