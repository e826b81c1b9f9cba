import type { MessageType, SealedContent } from '@storstad/contract';
import type { Case } from '../../src/domain/case.js';
import { type Circumstances, decided } from '../../src/domain/circumstances.js';
import { decideReceiveClosure } from '../../src/domain/closing.js';
import { decideReceiveCompletion, decideReceiveQuestion } from '../../src/domain/completion.js';
import { decideReceiveCostLine } from '../../src/domain/cost-line.js';
import * as deviations from '../../src/domain/deviation.js';
import * as disputing from '../../src/domain/dispute.js';
import type { Decided, OutgoingMessage } from '../../src/domain/event.js';
import { decideReceiveFollowUp } from '../../src/domain/follow-up.js';
import { decideReceiveIncidentClosure } from '../../src/domain/incident-closing.js';
import { decideReceiveIncident, decideReceiveReports } from '../../src/domain/incident-report.js';
import type { LedgerEntry, LedgerFacts } from '../../src/domain/ledger.js';
import * as placing from '../../src/domain/placement.js';
import * as reception from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import { type Refusal, refuse } from '../../src/domain/refusal.js';
import * as splitting from '../../src/domain/responsibility-split.js';
import { decideReceiveReversal } from '../../src/domain/reversal.js';
import * as stating from '../../src/domain/statement.js';
import * as staying from '../../src/domain/stay.js';
import type { CaseId, City, CivilDate, CostLineId, Instant, StatementId } from '../../src/domain/values.js';
import type { TestCity } from './test-city.js';

/** The document under a signature of `support.ts`. */
const signedText = (payload: string) => JSON.parse(Buffer.from(payload, 'base64url').toString());

/** What a city's rules say to a message. */
export function hear(city: TestCity, from: City, message: OutgoingMessage, now: Instant): Decided | Refusal {
  const around = city.around(now);
  if (message.thread.startsWith('statements/')) return hearOfStatement(city, from, message, around);
  const caseId = message.thread.slice('cases/'.length) as CaseId;
  const theCase = city.cases.get(caseId);
  const { type, content } = message;
  if (type === 'referral-requested')
    return reception.decideReceiveReferral(theCase, caseId, from, content, around);
  if (!theCase) return refuse('NOT_FOUND');
  const ledger = {
    facts: () => city.ledgerFacts(theCase),
    entry: (lineId: string) => city.ledger.find(lineId as CostLineId),
  };
  const rule = rules[type];
  if (!rule) throw new Error(`No case is spoken of in ${type}`);
  return rule(theCase, from, content as never, around, ledger);
}

interface Ledger {
  facts(): LedgerFacts;
  entry(lineId: string): LedgerEntry | undefined;
}

type Rules = {
  [T in MessageType]?: (
    theCase: Case,
    from: City,
    content: SealedContent<T>,
    around: Circumstances,
    ledger: Ledger,
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
  'cost-line-posted': (c, from, content, around, ledger) => {
    const line = signedText(content.signed.payload);
    const posted = { line, signed: content.signed, bookedOn: content.bookedOn as CivilDate };
    if (ledger.entry(line.id)) return refuse('COST_LINE_OVERLAPS');
    return line.reverses === null
      ? decideReceiveCostLine(c, from, posted, ledger.facts(), around)
      : decideReceiveReversal(c, from, posted, ledger.entry(line.reverses), ledger.facts(), around);
  },
  'cost-line-disputed': (c, from, content, _, ledger) =>
    disputing.decideReceiveDispute(c, from, content, ledger.entry(content.lineId), ledger.facts()),
  'dispute-answered': (c, from, content, _, ledger) =>
    disputing.decideReceiveAnswer(c, from, content, ledger.entry(content.lineId)),
  'dispute-settled': (c, from, content, _, ledger) =>
    disputing.decideReceiveSettlement(c, from, content, ledger.entry(content.lineId), ledger.facts()),
  // Another slice's rule; here only what comes of it.
  'leave-recorded': ({ id: caseId }, _, { leave }) =>
    decided([{ type: 'leave-recorded', caseId, sealed: { leave } }]),
  'case-closed': (c, from, content) => decideReceiveClosure(c, from, content),
  'completion-asked': (c, from, content) => decideReceiveQuestion(c, from, content),
  'completion-given': (c, from, content) => decideReceiveCompletion(c, from, content),
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

/** As commands/judge-message.ts; what a signature covers is taken as verified. */
function hearOfStatement(
  city: TestCity,
  from: City,
  { type, content }: OutgoingMessage,
  around: Circumstances,
): Decided | Refusal {
  if (type === 'statement-proposed') {
    const document = signedText(content.signed.payload);
    if (city.statements.find(document.id)) return refuse('STATEMENT_STATE');
    const facts = city.statementFacts(from, stating.periodOfStatement(document));
    return (
      stating.partiesRefusal(document, [city.name, from]) ??
      stating.decideReceiveStatement(from, document, content, facts, around)
    );
  }
  if (type === 'statement-signed') {
    const statement = city.statements.find(signedText(content.signed.payload).id);
    if (!statement) return refuse('STATEMENT_DIFFERS');
    return stating.decideReceiveStatementSignature(statement, from, content.signed, around);
  }
  if (type === 'statement-declined') {
    const statement = city.statements.find(content.statementId as StatementId);
    return statement ? stating.decideReceiveDecline(statement, from, content, around) : refuse('NOT_FOUND');
  }
  throw new Error(`No statement is spoken of in ${type}`);
}
