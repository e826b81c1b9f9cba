import assert from 'node:assert/strict';
import { type Case, currentReferral, type HomeCase, type ReceivingCase } from '../../src/domain/case.js';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import { dueItems } from '../../src/domain/due.js';
import { sameBasis } from '../../src/domain/police-approval.js';
import type { CaseId, Instant } from '../../src/domain/values.js';
import type { World } from './two-cities.js';

/** What two cities that share a case must have alike once every message has come. */

const byId = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1));

/** When the city that opens something began to speak of the request that is open now. */
type Since = Readonly<Record<string, Instant | undefined>>;

/** What was opened in a case under a request. What came before is of an earlier one. */
const openedUnder = (theCase: Case, since: Since, referralId: string, refused: ReadonlySet<string>) => ({
  incidents: byId(theCase.incidents)
    .filter(({ city, reportedAt }) => reportedAt >= (since[city] ?? ''))
    .filter(({ id }) => !refused.has(id))
    .map(({ id, kind, city, closed, reports, splits }) => ({
      id,
      kind,
      city,
      closed: closed && [closed.city, closed.decision, closed.relapse],
      /** Not the dates: of two that cross on their way each city keeps the other's. */
      reported: Object.keys(reports).sort(),
      splits: splits
        .map(({ document, signatures }) => [document.id, ...signatures.map((s) => s.city)].join())
        .sort(),
    })),
  deviations: byId(theCase.deviations)
    .filter(({ state, outcome }) => state !== 'closed' || outcome !== null)
    .filter(({ raisedBy, raisedAt, incidentId }) =>
      incidentId === null
        ? raisedAt >= (since[raisedBy] ?? '')
        : theCase.incidents.some(({ id, city }) => id === incidentId && raisedAt >= (since[city] ?? '')),
    )
    .map(({ id, subject, raisedBy, incidentId, state, outcome }) => ({
      id,
      subject,
      raisedBy,
      incidentId,
      state,
      outcome,
    })),
  questions: theCase.questions
    .filter((question) => question.referralId === referralId)
    .map(({ id, answer }) => ({ id, answer })),
});

/** Incidents reported while the other city had taken the request back already: they ended with that request. */
const refusedIncidents = ({ heard }: World): ReadonlySet<string> =>
  new Set(
    heard.flatMap(({ message, receipt }) =>
      message.type === 'incident-reported' && receipt !== null ? [message.subject] : [],
    ),
  );

const common = ({ kind, agreement, acceptedOn, stay, closure, moves, extensions }: Case) => ({
  kind,
  agreement,
  acceptedOn,
  stay,
  closedOn: closure?.closedOn,
  moves,
  extensions,
});

/** The case of a request that is open or was accepted. */
export function checkAlike(world: World, home: HomeCase, receiving: ReceivingCase): void {
  const request = currentReferral(home);
  assert.ok(request);
  assert.equal(currentReferral(receiving)?.id, request.id);
  assert.equal(request.withdrawalAsked, null, 'no question is left without its answer');
  assert.deepEqual(common(home), common(receiving));
  assert.deepEqual(boughtAndAway(home), boughtAndAway(receiving));
  const bases = [home, receiving].map(({ kind, threat }) => threat && { kind, threat });
  assert.ok(bases[0] && bases[1] && sameBasis(bases[0], bases[1]), 'the facts that the approval rests on');
  const since = { [receiving.homeCity]: request.sentAt, [request.city]: currentReferral(receiving)?.sentAt };
  const [here, there] = [home, receiving].map((theCase) =>
    openedUnder(theCase, since, request.id, refusedIncidents(world)),
  );
  assert.deepEqual(here, there);
  if (!['ready', 'in-progress', 'departed', 'completed'].includes(home.state)) return;
  assert.deepEqual(home.placementAgreement, receiving.placementAgreement);
  assert.equal(home.placementAgreement?.signatures.length, 2);
}

/** What was bought and when the person was away; who sells it only one of them knows. */
const boughtAndAway = (theCase: Case) => {
  const { leaves, externalServices } = costFactsOf(theCase);
  return { leaves, externalServices: externalServices.map(({ providerId: _, ...service }) => service) };
};

/** A city has its own records, and of the other's exactly those that were told. */
export function checkFollowUps(world: World, caseId: CaseId): void {
  for (const city of world.cities) {
    const theCase = city.cases.get(caseId);
    const told = world.heard.flatMap(({ from, message, receipt }) =>
      message.type === 'follow-up-recorded' &&
      message.thread === `cases/${caseId}` &&
      from !== city.name &&
      receipt === null
        ? [message.subject]
        : [],
    );
    const known = (theCase?.followUps ?? []).filter((record) => record.city !== city.name);
    assert.deepEqual(known.map(({ id }) => id).sort(), told.sort());
  }
}

/** From the records that both have, the two cities work out the same to do. */
export function checkDue(world: World, home: HomeCase, receiving: ReceivingCase): void {
  const due = (theCase: Case, other: Case) => {
    const city = world.sideOf(theCase.side, theCase.id).name;
    const followUps = theCase.followUps.filter(({ id }) => other.followUps.some((known) => known.id === id));
    return dueItems({ ...theCase, followUps }, { city, today: world.today })
      .map((item) => JSON.stringify(item))
      .sort();
  };
  assert.deepEqual(due(home, receiving), due(receiving, home));
}
