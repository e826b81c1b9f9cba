import { categoriesIn } from '@storstad/contract';
import type { Case } from '../domain/case.js';
import type { Circumstances } from '../domain/circumstances.js';
import { decideReceiveClosure } from '../domain/closing.js';
import { decideReceiveCompletion, decideReceiveQuestion } from '../domain/completion.js';
import { decideReceiveContactPoint } from '../domain/contact-point.js';
import { decideReceiveCostLine } from '../domain/cost-line.js';
import {
  decideReceiveDeviation,
  decideReceiveDeviationAnswer,
  decideReceiveDeviationClosure,
} from '../domain/deviation.js';
import type { Decided } from '../domain/event.js';
import { decideReceiveExclusion } from '../domain/exclusion.js';
import {
  decideReceiveExternalDecision,
  decideReceiveExternalEnd,
  decideReceiveExternalService,
} from '../domain/external-service.js';
import { decideReceiveFollowUp } from '../domain/follow-up.js';
import { decideReceiveIncidentClosure } from '../domain/incident-closing.js';
import { decideReceiveIncident, decideReceiveReports } from '../domain/incident-report.js';
import { decideReceiveLeave } from '../domain/leave.js';
import {
  decideReceiveArrival,
  decideReceiveDeparture,
  decideReceivePlacementAgreement,
  decideReceivePlacementSignature,
} from '../domain/placement.js';
import {
  decideReceiveDetails,
  decideReceiveReclassification,
  decideReceiveReferral,
  decideReferralWithdrawn,
} from '../domain/reception.js';
import { decideReferralAccepted, decideReferralRejected } from '../domain/referral.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import { decideReceiveApproval, decideReceiveProposal } from '../domain/registry.js';
import { decideReceiveSplit, decideReceiveSplitSignature } from '../domain/responsibility-split.js';
import {
  decideReceiveStatement,
  decideReceiveStatementSignature,
  partiesRefusal,
} from '../domain/statement.js';
import { decideReceiveExtension, decideReceiveMove, decideReceiveNoArrival } from '../domain/stay.js';
import type { CaseId, CostLineId, StatementId } from '../domain/values.js';
import type { Node } from '../node.js';
import {
  verifyAgreement,
  verifyPlacementAgreement,
  verifyResponsibilitySplit,
  verifyStatement,
} from './agreed-document.js';
import { ledgerFacts, statementFacts } from './ledger-facts.js';
import type { ReadMessage } from './read-message.js';

/** Which rule judges which message: what has now happened, or the refusal. */
export function judgeMessage(node: Node, message: ReadMessage, around: Circumstances): Decided | Refusal {
  const { from } = message;
  switch (message.type) {
    case 'agreement-proposed':
      return decideReceiveProposal(from, message.content.document, around);
    case 'agreement-approved':
      return receiveApproval(node, message, around);
    case 'contact-point-published':
      return decideReceiveContactPoint(from, message.content, node.store.contactPoints.find(from));
    case 'exclusion-published':
      return decideReceiveExclusion(from, message.content, node.store.exclusions.all());
    case 'statement-proposed':
      return receiveStatement(node, message, around);
    case 'statement-signed':
      return receiveStatementSignature(node, message, around);
    default:
      return decideOnCase(node, message, around);
  }
}

type CaseMessage = Exclude<
  ReadMessage,
  {
    type:
      | 'agreement-proposed'
      | 'agreement-approved'
      | 'statement-proposed'
      | 'statement-signed'
      | 'contact-point-published'
      | 'exclusion-published';
  }
>;

function decideOnCase(node: Node, message: CaseMessage, around: Circumstances): Decided | Refusal {
  const { from } = message;
  const id = message.thread.slice('cases/'.length) as CaseId;
  const theCase = message.thread.startsWith('cases/') ? node.store.cases.find(id) : undefined;
  if (message.type === 'referral-requested')
    return decideReceiveReferral(theCase, id, from, message.content, around);
  if (!theCase) return refuse('NOT_FOUND');
  switch (message.type) {
    case 'referral-withdrawn':
      return decideReferralWithdrawn(theCase, from, message.content);
    case 'referral-accepted':
      return decideReferralAccepted(theCase, from, message.content, around);
    case 'referral-rejected':
      return decideReferralRejected(theCase, from, message.content);
    case 'personal-details-disclosed': {
      const categories = [...categoriesIn(message.type, message.content)].sort();
      return decideReceiveDetails(theCase, from, message.content, categories);
    }
    case 'placement-agreement-proposed': {
      const document = verifyPlacementAgreement(node, from, message.content.signed);
      if (isRefusal(document)) return document;
      return decideReceivePlacementAgreement(theCase, from, document, message.content.signed, around);
    }
    case 'placement-agreement-signed': {
      const document = verifyPlacementAgreement(node, from, message.content.signed);
      if (isRefusal(document)) return document;
      return decideReceivePlacementSignature(theCase, from, document, message.content.signed);
    }
    case 'arrival-recorded':
      return decideReceiveArrival(theCase, from, message.content);
    case 'departure-recorded':
      return decideReceiveDeparture(theCase, from, message.content, around);
    case 'cost-line-posted': {
      const { line } = message.content;
      const known = node.store.ledger.find(line.id as CostLineId);
      if (known) return refuse('COST_LINE_OVERLAPS');
      return decideReceiveCostLine(theCase, from, line, ledgerFacts(node, id, line.service, from), around);
    }
    case 'case-closed':
      return decideReceiveClosure(theCase, from, message.content);
    case 'case-reclassified':
      return decideReceiveReclassification(theCase, from, message.content);
    case 'completion-asked':
      return decideReceiveQuestion(theCase, from, message.content);
    case 'completion-given':
      return decideReceiveCompletion(theCase, from, message.content);
    case 'no-arrival-recorded':
      return decideReceiveNoArrival(theCase, from, message.content);
    case 'move-recorded':
      return decideReceiveMove(theCase, from, message.content);
    case 'placement-extended':
      return decideReceiveExtension(theCase, from, message.content);
    case 'leave-recorded':
      return decideReceiveLeave(theCase, from, message.content);
    case 'external-service-proposed':
      return decideReceiveExternalService(theCase, from, message.content);
    case 'external-service-decided':
      return decideReceiveExternalDecision(theCase, from, message.content);
    case 'external-service-ended':
      return decideReceiveExternalEnd(theCase, from, message.content);
    case 'follow-up-recorded':
      return decideReceiveFollowUp(theCase, from, message.content);
    default:
      return decideOnIncident(node, theCase, message, around);
  }
}

type IncidentMessage = Extract<
  ReadMessage,
  {
    type:
      | 'incident-reported'
      | 'incident-reports-noted'
      | 'incident-closed'
      | 'responsibility-split-proposed'
      | 'responsibility-split-signed'
      | 'deviation-raised'
      | 'deviation-answered'
      | 'deviation-closed';
  }
>;

function decideOnIncident(
  node: Node,
  theCase: Case,
  message: IncidentMessage,
  around: Circumstances,
): Decided | Refusal {
  const { from } = message;
  switch (message.type) {
    case 'incident-reported':
      return decideReceiveIncident(theCase, from, message.content, around);
    case 'incident-reports-noted':
      return decideReceiveReports(theCase, from, message.content);
    case 'incident-closed':
      return decideReceiveIncidentClosure(theCase, from, message.content, around);
    case 'responsibility-split-proposed': {
      const document = verifyResponsibilitySplit(node, from, message.content.signed);
      if (isRefusal(document)) return document;
      return decideReceiveSplit(theCase, from, document, message.content.signed, around);
    }
    case 'responsibility-split-signed': {
      const document = verifyResponsibilitySplit(node, from, message.content.signed);
      if (isRefusal(document)) return document;
      return decideReceiveSplitSignature(theCase, from, document, message.content);
    }
    case 'deviation-raised':
      return decideReceiveDeviation(theCase, from, message.content);
    case 'deviation-answered':
      return decideReceiveDeviationAnswer(theCase, from, message.content);
    case 'deviation-closed':
      return decideReceiveDeviationClosure(theCase, from, message.content);
  }
}

function receiveApproval(
  node: Node,
  { from, content }: Extract<ReadMessage, { type: 'agreement-approved' }>,
  around: Circumstances,
): Decided | Refusal {
  const { approval, signed } = content;
  const document = signed && verifyAgreement(node, from, signed);
  if (isRefusal(document)) return document;
  return decideReceiveApproval(from, approval, signed && document ? { signed, document } : null, around);
}

function receiveStatement(
  node: Node,
  { from, content }: Extract<ReadMessage, { type: 'statement-proposed' }>,
  around: Circumstances,
): Decided | Refusal {
  const document = verifyStatement(node, from, content.signed);
  if (isRefusal(document)) return document;
  const stranger = partiesRefusal(document, [node.city, from]);
  if (stranger) return stranger;
  if (node.store.statements.find(document.id as StatementId)) return refuse('STATEMENT_STATE');
  return decideReceiveStatement(from, document, content, statementFacts(node, from, document), around);
}

function receiveStatementSignature(
  node: Node,
  { from, content }: Extract<ReadMessage, { type: 'statement-signed' }>,
  around: Circumstances,
): Decided | Refusal {
  const document = verifyStatement(node, from, content.signed);
  if (isRefusal(document)) return document;
  const statement = node.store.statements.find(document.id as StatementId);
  const isSame = statement && around.canonical(statement.document) === around.canonical(document);
  if (!isSame) return refuse('STATEMENT_DIFFERS');
  return decideReceiveStatementSignature(statement, from, content.signed, around);
}
