import type * as contract from '@storstad/contract';
import type { Case } from '../domain/case.js';
import type { ExternalService } from '../domain/cost-facts.js';
import { licenceWarnings } from '../domain/licence.js';
import { daysOf } from '../domain/service-findings.js';

/** An external service in the contract's words. In the home city there is no provider to show. */
export const externalServiceView = (
  theCase: Case,
  { notice, providerId, state, decision, endedOn }: ExternalService,
): contract.ExternalService => ({
  notice,
  caseId: theCase.id,
  providerId,
  state,
  decision,
  endedOn,
  warnings: licenceWarnings({ ...notice, ...daysOf({ notice, endedOn }) }),
});
