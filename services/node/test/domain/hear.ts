import type { MessageType, SealedContent } from '@storstad/contract';
import type { Case } from '../../src/domain/case.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { decideReceiveClosure } from '../../src/domain/closing.js';
import { decideReceiveCompletion, decideReceiveQuestion } from '../../src/domain/completion.js';
import { decideReceiveCostLine, type LedgerFacts } from '../../src/domain/cost-line.js';
import * as deviations from '../../src/domain/deviation.js';
import type { Decided, OutgoingMessage } from '../../src/domain/event.js';
import * as buying from '../../src/domain/external-service.js';
import { decideReceiveFollowUp } from '../../src/domain/follow-up.js';
import { decideReceiveIncidentClosure } from '../../src/domain/incident-closing.js';
import { decideReceiveIncident, decideReceiveReports } from '../../src/domain/incident-report.js';
import { decideReceiveLeave } from '../../src/domain/leave.js';
import * as placing from '../../src/domain/placement.js';
import * as reception from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import { type Refusal, refuse } from '../../src/domain/refusal.js';
import * as splitting from '../../src/domain/responsibility-split.js';
import * as staying from '../../src/domain/stay.js';
import type { CaseId, City, Instant } from '../../src/domain/values.js';
import type { TestCity } from './test-city.js';

/** The document under a signature of `support.ts`. */
const signedText = (payload: string) => JSON.parse(Buffer.from(payload, 'base64url').toString());

/** What a city's rules say to a message about a case. */
export function hear(city: TestCity, from: City, message: OutgoingMessage, now: Instant): Decided | Refusal {
  const around = city.around(now);
  const caseId = message.thread.slice('cases/'.length) as CaseId;
  const theCase = city.cases.get(caseId);
  const { type, content } = message;
  if (type === 'referral-requested')
    return reception.decideReceiveReferral(theCase, caseId, from, content, around);
  if (!theCase) return refuse('NOT_FOUND');
  const ledger = (service: string) => city.ledgerFacts(caseId, service);
  const rule = rules[type];
  if (!rule) throw new Error(`No case is spoken of in ${type}`);
  return rule(theCase, from, content as never, around, ledger);
}

type Rules = {
  [T in MessageType]?: (
    theCase: Case,
    from: City,
    content: SealedContent<T>,
    around: Circumstances,
    ledger: (service: string) => LedgerFacts,
  ) => Decided | Refusal;
};

const rules: Rules = {
  'referral-withdrawn': (c, from, content) => reception.decideReferralWithdrawn(c, from, content),
  'referral-accepted': asking.decideReferralAccepted,
  'referral-rejected': (c, from, content) => asking.decideReferralRejected(c, from, content),
  'personal-details-disclosed': (c, from, content) => reception.decideReceiveDetails(c, from, content, []),
  'case-reclassified': (c, from, content) => reception.decideReceiveReclassification(c, from, content),
  'placement-agreement-proposed': (c, from, { signed }, around) =>
    placing.decideReceivePlacementAgreement(c, from, signedText(signed.payload), signed, around),
  'placement-agreement-signed': (c, from, { signed }) =>
    placing.decideReceivePlacementSignature(c, from, signedText(signed.payload), signed),
  'arrival-recorded': (c, from, content) => placing.decideReceiveArrival(c, from, content),
  'departure-recorded': placing.decideReceiveDeparture,
  'no-arrival-recorded': (c, from, content) => staying.decideReceiveNoArrival(c, from, content),
  'move-recorded': (c, from, content) => staying.decideReceiveMove(c, from, content),
  'placement-extended': (c, from, content) => staying.decideReceiveExtension(c, from, content),
  'cost-line-posted': (c, from, { line }, around, ledger) =>
    decideReceiveCostLine(c, from, line, ledger(line.service), around),
  'case-closed': (c, from, content) => decideReceiveClosure(c, from, content),
  'completion-asked': (c, from, content) => decideReceiveQuestion(c, from, content),
  'completion-given': (c, from, content) => decideReceiveCompletion(c, from, content),
  'leave-recorded': (c, from, content) => decideReceiveLeave(c, from, content),
  'external-service-proposed': (c, from, content) => buying.decideReceiveExternalService(c, from, content),
  'external-service-decided': (c, from, content) => buying.decideReceiveExternalDecision(c, from, content),
  'external-service-ended': (c, from, content) => buying.decideReceiveExternalEnd(c, from, content),
  'follow-up-recorded': (c, from, content) => decideReceiveFollowUp(c, from, content),
  'incident-reported': decideReceiveIncident,
  'incident-reports-noted': (c, from, content) => decideReceiveReports(c, from, content),
  'incident-closed': decideReceiveIncidentClosure,
  'responsibility-split-proposed': (c, from, { signed }, around) =>
    splitting.decideReceiveSplit(c, from, signedText(signed.payload), signed, around),
  'responsibility-split-signed': (c, from, content) =>
    splitting.decideReceiveSplitSignature(c, from, signedText(content.signed.payload), content),
  'deviation-raised': (c, from, content) => deviations.decideReceiveDeviation(c, from, content),
  'deviation-answered': (c, from, content) => deviations.decideReceiveDeviationAnswer(c, from, content),
  'deviation-closed': (c, from, content) => deviations.decideReceiveDeviationClosure(c, from, content),
};
