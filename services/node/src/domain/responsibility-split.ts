import type {
  ClosedIncident,
  ProposeResponsibilitySplit,
  ResponsibilitySplitDocument,
  SealedContent,
  SignedDocument,
} from '@storstad/contract';
import { type Case, otherCity } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { type CaseEvent, caseThread, type Decided, nothingPersonal } from './event.js';
import type { Incident, ResponsibilitySplit } from './incident.js';
import { closing } from './incident-closing.js';
import { incidentKnownTo } from './incident-report.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, IncidentId, SplitId } from './values.js';

/**
 * When a child appears in a running case, both cities say at once who does what (002:63). Either proposes and signs; with
 * the other's signature the incident is closed, and the stay goes on.
 */

/** The split that holds, once one is signed by both. */
export function splitInForce({ splits }: Incident): ResponsibilitySplit | undefined {
  const agreed = splits.filter(({ signatures }) => signatures.length === 2);
  const byHome = agreed.find(({ document, signatures }) => signatures[0]?.city === document.homeCity);
  return byHome ?? agreed[0];
}

/** Proposes a split and signs it. A child is not placed in protected housing without a guardian (6 kap. 6 d § SoL). */
export function decideProposeSplit(
  theCase: Case,
  { incidentId, id }: { readonly incidentId: IncidentId; readonly id: SplitId },
  { homeMeasures, receivingMeasures, guardianGranted = false }: ProposeResponsibilitySplit,
  around: Circumstances,
): Decided | Refusal {
  const incident = childIn(theCase, incidentId);
  const to = otherCity(theCase);
  if (isRefusal(incident) || !to) return isRefusal(incident) ? incident : refuse('NOT_FOUND');
  const housed = [...homeMeasures, ...receivingMeasures].includes('protected-housing-with-child');
  const refusal = firstRefusal([
    demand(!incident.closed, 'ALREADY_SETTLED'),
    demand(homeMeasures.length + receivingMeasures.length > 0, 'MEASURES_MISSING'),
    demand(!housed || guardianGranted, 'CHILD_WITHOUT_GUARDIAN'),
  ]);
  if (refusal) return refusal;
  const [homeCity, receivingCity] = theCase.side === 'home' ? [around.city, to] : [to, around.city];
  const document: ResponsibilitySplitDocument = {
    id,
    incidentId,
    caseId: theCase.id,
    homeCity,
    receivingCity,
    homeMeasures,
    receivingMeasures,
    guardianGranted,
  };
  const signed = around.sign('responsibility-split', document);
  return decided(
    [proposed(theCase, incident, document, around.city, signed)],
    [
      {
        type: 'responsibility-split-proposed',
        to,
        thread: caseThread(theCase.id),
        subject: id,
        content: { signed },
        covered: nothingPersonal,
      },
    ],
  );
}

/** The other city proposes; `document` is what the verified signature covers. */
export function decideReceiveSplit(
  theCase: Case,
  from: City,
  document: ResponsibilitySplitDocument,
  signed: SignedDocument,
  around: Circumstances,
): Decided | Refusal {
  const incident = incidentKnownTo(theCase, from, document.incidentId);
  if (isRefusal(incident)) return incident;
  const [homeCity, receivingCity] = theCase.side === 'home' ? [around.city, from] : [from, around.city];
  const isOurs =
    document.caseId === theCase.id &&
    document.homeCity === homeCity &&
    document.receivingCity === receivingCity &&
    incident.kind === 'child-surfaced';
  if (!isOurs) return refuse('NOT_FOUND');
  return decided([proposed(theCase, incident, document, from, signed)]);
}

/** Signs the other city's proposal; with that the incident is closed. */
export function decideSignSplit(
  theCase: Case,
  { incidentId, id }: { readonly incidentId: IncidentId; readonly id: SplitId },
  around: Circumstances,
): Decided | Refusal {
  const incident = childIn(theCase, incidentId);
  if (isRefusal(incident)) return incident;
  const split = incident.splits.find(({ document }) => document.id === id);
  const to = otherCity(theCase);
  if (!split || !to) return refuse('NOT_FOUND');
  const refusal = firstRefusal([
    split.signatures[0]?.city === around.city ? refuse('WRONG_SIDE') : undefined,
    demand(!incident.closed, 'ALREADY_SETTLED'),
  ]);
  if (refusal) return refusal;
  const signed = around.sign('responsibility-split', split.document);
  return decided(signedBy(theCase, incident, split, around.city, signed, around.today), [
    {
      type: 'responsibility-split-signed',
      to,
      thread: caseThread(theCase.id),
      subject: id,
      content: { signed, signedOn: around.today },
      covered: nothingPersonal,
    },
  ]);
}

/** The other city has signed this city's proposal; it must be over the very same bytes. */
export function decideReceiveSplitSignature(
  theCase: Case,
  from: City,
  document: ResponsibilitySplitDocument,
  { signed, signedOn }: SealedContent<'responsibility-split-signed'>,
): Decided | Refusal {
  const incident = incidentKnownTo(theCase, from, document.incidentId);
  if (isRefusal(incident)) return incident;
  const split = incident.splits.find((ours) => ours.document.id === document.id);
  if (split?.signatures[0]?.signed.payload !== signed.payload) return refuse('RESPONSIBILITY_SPLIT_UNSIGNED');
  if (split.signatures.some(({ city }) => city === from)) return nothingNew;
  return decided(signedBy(theCase, incident, split, from, signed, signedOn as CivilDate));
}

function childIn(theCase: Case, id: IncidentId): Incident | Refusal {
  const incident = theCase.incidents.find((known) => known.id === id && known.kind === 'child-surfaced');
  return incident ?? refuse('NOT_FOUND');
}

const proposed = (
  theCase: Case,
  incident: Incident,
  document: ResponsibilitySplitDocument,
  city: City,
  signed: SignedDocument,
): CaseEvent => ({
  type: 'responsibility-split-proposed',
  caseId: theCase.id,
  incidentId: incident.id,
  sealed: { document, city, signed },
});

/**
 * The second signature, and the end of the incident. When both cities have signed each other's proposal at the same time, the
 * home city's proposal holds.
 */
function signedBy(
  theCase: Case,
  incident: Incident,
  { document }: ResponsibilitySplit,
  city: City,
  signed: SignedDocument,
  closedOn: CivilDate,
): CaseEvent[] {
  const closed: ClosedIncident = {
    closedOn,
    city,
    decision: 'continues-with-measures',
    policeTookPart: false,
    relapse: 'not-applicable',
  };
  return [
    {
      type: 'responsibility-split-signed',
      caseId: theCase.id,
      incidentId: incident.id,
      sealed: { splitId: document.id, city, signed },
    },
    ...(incident.closed && city === document.homeCity ? [] : [closing(theCase, incident, closed)]),
  ];
}
