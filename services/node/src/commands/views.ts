import type * as contract from '@storstad/contract';
import { isLiaisonOnly, type Staff } from '../domain/access.js';
import { type AgreementVersion, covers, missingBodies } from '../domain/agreement.js';
import type { Case, HomeCase, PlacementAgreement, Referral } from '../domain/case.js';
import { currentReferral, plannedUntil } from '../domain/case.js';
import { approvalStateIn } from '../domain/case-file.js';
import type { Circumstances } from '../domain/circumstances.js';
import type { Consent } from '../domain/consent.js';
import type { Deviation } from '../domain/deviation.js';
import { dueItems } from '../domain/due.js';
import { inOrder } from '../domain/in-order.js';
import { holdsOn, type Incident, incidentRules, isLate, latestReportOn } from '../domain/incident.js';
import { basisLapsed, outsideTerms } from '../domain/pinned-terms.js';
import type { PoliceApproval } from '../domain/police-approval.js';
import { splitInForce } from '../domain/responsibility-split.js';
import { sharingStopped } from '../domain/sharing.js';
import type { Statement } from '../domain/statement.js';
import type { CivilDate } from '../domain/values.js';

/** How things are shown in the contract's words. Nothing is decided here but what each role gets to see. */

/** A case as this person may see it; a liaison sees no more than the decision needs. */
export function caseView(theCase: Case, around: Circumstances, staff: Staff): contract.Case {
  const liaison = isLiaisonOnly(staff);
  const consents = theCase.side === 'home' ? theCase.consents : [];
  return {
    id: theCase.id,
    side: theCase.side,
    state: theCase.state,
    kind: theCase.kind,
    unit: theCase.unit,
    homeCity: theCase.side === 'home' ? around.city : theCase.homeCity,
    receivingCity: theCase.side === 'home' ? (currentReferral(theCase)?.city ?? null) : around.city,
    agreement: theCase.agreement,
    basisLapsed: basisLapsed(theCase, around),
    openedAt: theCase.openedAt,
    needs: theCase.needs,
    healthNeeds: liaison ? null : theCase.healthNeeds,
    threat: theCase.threat,
    approval: theCase.side === 'home' ? latestApproval(theCase) : null,
    policeReference: policeReferenceOf(theCase),
    consents: consents
      .filter((consent) => !liaison || consent.type === 'police')
      .map((consent) => consentView(theCase, consent)),
    consentWithdrawn: theCase.side === 'receiving' && sharingStopped(theCase),
    referrals: theCase.referrals.map((referral) => referralView(theCase, referral)),
    placeClearance: theCase.side === 'receiving' ? theCase.clearance : null,
    hasPersonalDetails: theCase.details !== null,
    disclosure: theCase.disclosure && {
      ...theCase.disclosure,
      categories: [...theCase.disclosure.categories],
    },
    placementAgreement: theCase.placementAgreement && placementAgreementView(theCase.placementAgreement),
    stay: theCase.stay,
    closure: theCase.closure,
    section: theCase.section,
    assignee: theCase.assignee,
    ...homeFacts(theCase, liaison),
    specialistCare: liaison ? null : theCase.specialistCare,
    probationContact: theCase.probationContact,
    moves: [...theCase.moves],
    plannedUntil: plannedUntil(theCase),
    onHold: holdsOn(theCase).length > 0,
    outsideTerms: outsideTerms(theCase, around.versions),
    incidents: inOrder(theCase.incidents, ({ reportedAt }) => reportedAt).map((incident) =>
      incidentView(theCase, incident),
    ),
    deviations: inOrder(theCase.deviations, ({ raisedAt }) => raisedAt).map((deviation) =>
      deviationView(theCase, deviation),
    ),
    questions: liaison ? [] : [...theCase.questions],
    due: dueItems(theCase, around),
    rating: theCase.rating,
  };
}

/** What only the home city has. */
const homeFacts = (theCase: Case, liaison: boolean) =>
  theCase.side === 'home'
    ? {
        intake: liaison ? null : { violenceOutsideCloseRelations: null, ...theCase.intake },
        noSuitableCityOn: theCase.noSuitableCityOn,
        continues: theCase.continues?.caseId ?? null,
      }
    : { intake: null, noSuitableCityOn: null, continues: null };

/** What was done, as this person may see it: nothing of care for a liaison. */
export const followUpView = (records: Case['followUps'], staff: Staff): contract.FollowUpRecord[] =>
  inOrder(records, ({ recordedAt }) => recordedAt).map((record) => {
    if (record.fact.kind !== 'care-continuity' || !isLiaisonOnly(staff)) return record;
    const { specialistCare: _, ...fact } = record.fact;
    return { ...record, fact };
  });

/** Shown wherever an incident is (001:204). */
export const emergencyNumbers: contract.EmergencyNumbers = { emergency: '112', police: '114 14' };

export function incidentView(theCase: Case, incident: Incident): contract.Incident {
  const { splits, reports, closed, ...notice } = incident;
  const { urgent, holds } = incidentRules[incident.kind];
  return {
    ...notice,
    caseId: theCase.id,
    state: closed ? 'closed' : 'open',
    urgent,
    holds,
    latestOn: latestReportOn(incident),
    timeliness: isLate(incident) ? 'late' : 'on-time',
    reports: { ...reports },
    responsibilitySplits: splits.map((split) => ({
      document: split.document,
      signedBy: split.signatures.map(({ city }) => city),
      inForce: split === splitInForce(incident),
    })),
    closed,
    emergencyNumbers,
  };
}

export const deviationView = (theCase: Case, deviation: Deviation): contract.Deviation => ({
  ...deviation,
  caseId: theCase.id,
});

const policeReferenceOf = (theCase: Case): string | null =>
  theCase.side === 'receiving'
    ? theCase.policeReference
    : (theCase.approvals.at(-1)?.policeReference ?? null);

function latestApproval(home: HomeCase): contract.PoliceApproval | null {
  const latest = home.approvals.at(-1);
  return latest ? approvalView(home, latest) : null;
}

export const approvalView = (home: HomeCase, approval: PoliceApproval): contract.PoliceApproval => {
  const { basis: _, reasons = [], ...shown } = approval;
  return { ...shown, reasons: [...reasons], caseId: home.id, state: approvalStateIn(home, approval) };
};

export const consentView = (theCase: Case, consent: Consent): contract.Consent => ({
  ...consent,
  caseId: theCase.id,
  cities: [...consent.cities],
  categories: [...consent.categories],
  purposes: [...consent.purposes],
});

export const referralView = (theCase: Case, referral: Referral): contract.Referral => ({
  ...referral,
  caseId: theCase.id,
});

export const placementAgreementView = ({
  document,
  signatures,
}: PlacementAgreement): contract.PlacementAgreement => ({
  id: document.id,
  caseId: document.caseId,
  document,
  signedBy: signatures.map((signature) => signature.city),
});

export const statementView = ({ signatures, ...statement }: Statement): contract.Statement => ({
  ...statement,
  signedBy: signatures.map((signature) => signature.city),
});

/** A proposed or signed statement, without what it says. */
export const standingView = ({ id, state, document }: Statement): contract.StandingStatement => ({
  id,
  state: state as contract.StandingStatement['state'],
  agreement: document.agreement,
  from: document.from,
  until: document.until,
});

export const agreementView = (version: AgreementVersion, today: CivilDate): contract.Agreement => ({
  id: version.id,
  digest: version.digest,
  proposedBy: version.proposedBy,
  document: version.document,
  approvals: [...version.approvals],
  signedBy: version.signatures.map(({ city }) => city),
  state: agreementState(version, today),
  missingBodies: missingBodies(version),
});

function agreementState(version: AgreementVersion, today: CivilDate): contract.Agreement['state'] {
  if (version.document.validUntil <= today) return 'expired';
  if (missingBodies(version).length > 0) return 'proposed';
  return covers(version, today) ? 'in-force' : 'approved';
}
