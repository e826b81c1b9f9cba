import type { CostLine, MessageType } from '@storstad/contract';
import { type Case, currentReferral } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import type { CaseId, CostLineId, ReferralId, StatementId } from './values.js';

/** A message of ours that another city has now given its receipt for. */
export interface Delivered {
  readonly type: MessageType;
  /** The id of what the message is about. */
  readonly subject: string;
  /** The case of the message's thread, if it is one. */
  readonly theCase: Case | undefined;
}

/** What follows when the other city has taken a message: a cost line counts once both have it. */
export function decideOnAcceptance({ type }: Pick<Delivered, 'type'>, line: CostLine | undefined): Decided {
  if (type !== 'cost-line-posted' || !line) return nothingNew;
  return decided([{ type: 'cost-line-posted', caseId: line.caseId as CaseId, line }]);
}

/**
 * What follows when the other city's rules have refused a message: this city takes back what it had assumed, so that
 * both agree again. Where nothing can be taken back the refusal stands in the list of deliveries for people to see.
 */
export function decideOnRefusal(delivered: Delivered, code: string, around: Circumstances): Decided {
  const { type, subject, theCase } = delivered;
  switch (type) {
    case 'referral-requested':
      return endReferral(theCase, subject as ReferralId, code);
    case 'referral-accepted':
      return undoAcceptance(theCase, subject as ReferralId, code);
    case 'arrival-recorded':
      return undoArrival(theCase, code);
    case 'placement-agreement-signed':
      return theCase?.state === 'ready'
        ? decided([{ type: 'placement-agreement-signature-refused', caseId: theCase.id, city: around.city }])
        : nothingNew;
    case 'cost-line-posted':
      return theCase
        ? decided([{ type: 'cost-line-refused', caseId: theCase.id, lineId: subject as CostLineId, code }])
        : nothingNew;
    case 'statement-proposed':
      return decided([{ type: 'statement-refused', statementId: subject as StatementId, code }]);
    case 'agreement-proposed':
    case 'agreement-approved':
    case 'referral-withdrawn':
    case 'referral-rejected':
    case 'personal-details-disclosed':
    case 'consent-withdrawn':
    case 'placement-agreement-proposed':
    case 'departure-recorded':
    case 'case-closed':
    case 'statement-signed':
      return nothingNew;
  }
}

function endReferral(theCase: Case | undefined, referralId: ReferralId, code: string): Decided {
  const referral = theCase && currentReferral(theCase);
  if (referral?.id !== referralId || referral.state !== 'requested') return nothingNew;
  return decided([{ type: 'referral-rejected', caseId: theCase?.id as Case['id'], referralId, code }]);
}

/**
 * The home city could not take the acceptance. It has withdrawn the request in the meantime: then it is cancelled here
 * too. Or its own quota is full in the new year, say: then the place here is free again, and the home city is told, so
 * that its request does not stay open for ever.
 */
function undoAcceptance(theCase: Case | undefined, referralId: ReferralId, code: string): Decided {
  if (theCase?.side !== 'receiving' || theCase.state !== 'accepted') return nothingNew;
  if (currentReferral(theCase)?.id !== referralId) return nothingNew;
  if (code === 'CASE_STATE') return cancelled(theCase, referralId, code);
  return decided(
    [{ type: 'referral-rejected', caseId: theCase.id, referralId, code }],
    [
      {
        type: 'referral-rejected',
        to: theCase.homeCity,
        thread: caseThread(theCase.id),
        subject: referralId,
        content: { referralId, code: code as 'CAPACITY' },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The home city withdrew the request before it heard of the arrival: it is cancelled here too, whatever came after. */
function undoArrival(theCase: Case | undefined, code: string): Decided {
  if (theCase?.side !== 'receiving' || !theCase.stay) return nothingNew;
  const referral = currentReferral(theCase);
  return referral ? cancelled(theCase, referral.id, code) : nothingNew;
}

const cancelled = (theCase: Case, referralId: ReferralId, reason: string): Decided =>
  decided([{ type: 'referral-cancelled', caseId: theCase.id, referralId, reason }]);
