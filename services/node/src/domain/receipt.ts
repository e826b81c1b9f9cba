import type { IncidentKind, MessageType, RefusalNotice } from '@storstad/contract';
import { type Case, currentReferral, type HomeCase, type Referral } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { consentToGoOn } from './consent.js';
import { postedLine } from './cost-line.js';
import {
  decideDisputeRefused,
  decideDisputeTaken,
  decideSettlementRefused,
  decideSettlementTaken,
} from './dispute.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { openedNow } from './incident-report.js';
import type { LedgerEntry } from './ledger.js';
import { validApproval } from './police-approval.js';
import { isRefusal } from './refusal.js';
import { reversalPosted } from './reversal.js';
import type { CostLineId, IncidentId, ReferralId, StatementId } from './values.js';

/** A message of ours that another city has now given its receipt for. */
export interface Delivered {
  readonly type: MessageType;
  /** The id of what the message is about. */
  readonly subject: string;
  /** The case of the message's thread, if it is one. */
  readonly theCase: Case | undefined;
  /** The line of the ledger that it is about, if it is one. */
  readonly entry: LedgerEntry | undefined;
  /** The line that the entry takes back, or the one that takes it back. */
  readonly counterpart: LedgerEntry | undefined;
}

/**
 * What follows when the other city has taken a message: a cost line counts once both have it, and a withdrawal that was a
 * question is answered: the person had not arrived.
 */
export function decideOnAcceptance({ type, subject, theCase, entry, counterpart }: Delivered): Decided {
  if (theCase && entry) return takenLine(type, theCase, entry, counterpart);
  const asked = type === 'referral-withdrawn' ? askedBack(theCase, subject) : undefined;
  if (!asked) return nothingNew;
  const { home, referral, reason } = asked;
  return decided([{ type: 'referral-cancelled', caseId: home.id, referralId: referral.id, reason }]);
}

/** The other city has a line, or what was said about one. */
function takenLine(
  type: MessageType,
  theCase: Case,
  entry: LedgerEntry,
  counterpart: LedgerEntry | undefined,
): Decided {
  switch (type) {
    case 'cost-line-posted': {
      const reversed = entry.line.reverses === null ? undefined : counterpart;
      return decided(reversed ? reversalPosted(theCase, entry, reversed) : [postedLine(entry)]);
    }
    case 'cost-line-disputed':
      return decideDisputeTaken(theCase, entry, counterpart);
    case 'dispute-settled':
      return decideSettlementTaken(theCase, entry);
    default:
      return nothingNew;
  }
}

/** A request that the home city has asked to have back, and that still waits for the answer. */
function askedBack(theCase: Case | undefined, referralId: string) {
  const referral = theCase && currentReferral(theCase);
  const reason = referral?.withdrawalAsked;
  if (theCase?.side !== 'home' || referral?.id !== referralId || !reason) return undefined;
  return { home: theCase, referral, reason };
}

/**
 * What follows when the other city's rules have refused a message: this city takes back what it had assumed, so that
 * both agree again. Where nothing can be taken back the refusal stands in the list of deliveries for people to see.
 */
export function decideOnRefusal(
  delivered: Delivered,
  { code, facts }: RefusalNotice,
  incidentId: IncidentId,
  around: Circumstances,
): Decided {
  const { type, subject, theCase, entry } = delivered;
  switch (type) {
    case 'referral-requested':
      return endReferral(theCase, subject as ReferralId, code);
    case 'referral-accepted':
      return undoAcceptance(theCase, subject as ReferralId, code);
    case 'referral-withdrawn':
      return keepWhoArrived(theCase, subject, incidentId, around);
    case 'placement-agreement-signed':
      return theCase?.state === 'ready'
        ? decided([{ type: 'placement-agreement-signature-refused', caseId: theCase.id, city: around.city }])
        : nothingNew;
    case 'cost-line-posted':
      return theCase
        ? decided([{ type: 'cost-line-refused', caseId: theCase.id, lineId: subject as CostLineId, code }])
        : nothingNew;
    case 'cost-line-disputed':
      return theCase && entry ? decideDisputeRefused(theCase, entry) : nothingNew;
    case 'dispute-settled':
      return theCase && entry ? decideSettlementRefused(theCase, entry) : nothingNew;
    case 'statement-proposed':
      return decided([
        { type: 'statement-refused', statementId: subject as StatementId, code, differsAt: differsAt(facts) },
      ]);
    case 'agreement-proposed':
    case 'agreement-approved':
    case 'referral-rejected':
    case 'personal-details-disclosed':
    case 'arrival-recorded':
    case 'placement-agreement-proposed':
    case 'departure-recorded':
    case 'case-closed':
    case 'statement-signed':
    case 'completion-asked':
    case 'completion-given':
    case 'no-arrival-recorded':
    case 'move-recorded':
    case 'placement-extended':
    case 'follow-up-recorded':
    case 'incident-reported':
    case 'incident-reports-noted':
    case 'incident-closed':
    case 'responsibility-split-proposed':
    case 'responsibility-split-signed':
    case 'deviation-raised':
    case 'deviation-answered':
    case 'deviation-closed':
    case 'case-reclassified':
    case 'contact-point-published':
    case 'leave-recorded':
    case 'external-service-proposed':
    case 'external-service-decided':
    case 'external-service-ended':
    case 'statement-declined':
    case 'statement-shared':
    case 'exclusion-published':
    case 'dispute-answered':
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

/**
 * The person had arrived before the withdrawal came: the arrival stands. When a consent or the approval is gone, both cities
 * have an incident to settle, as if it had gone during the stay.
 */
function keepWhoArrived(
  theCase: Case | undefined,
  referralId: string,
  incidentId: IncidentId,
  around: Circumstances,
): Decided {
  const asked = askedBack(theCase, referralId);
  if (!asked) return nothingNew;
  const { home, referral } = asked;
  const kept = { type: 'withdrawal-refused', caseId: home.id, referralId: referral.id } as const;
  const kind = home.state === 'completed' ? undefined : whatIsGone(home, referral, around);
  const incident = kind ? openedNow(home, kind, incidentId, around) : nothingNew;
  return decided([kept, ...incident.events], incident.messages);
}

/** Read off the facts and not off the reason: several may have been given while the answer was on its way. */
function whatIsGone(home: HomeCase, { city }: Referral, around: Circumstances): IncidentKind | undefined {
  if (consentToGoOn(home.consents, city, around.today)) return 'consent-withdrawn';
  return isRefusal(validApproval(home, city)) ? 'approval-lapsed' : undefined;
}

const cancelled = (theCase: Case, referralId: ReferralId, reason: string): Decided =>
  decided([{ type: 'referral-cancelled', caseId: theCase.id, referralId, reason }]);

/** Where the other city's ledger differs from this one's, in its own words. */
const differsAt = ({ line }: RefusalNotice['facts']): string | null =>
  line === undefined ? null : String(line);
