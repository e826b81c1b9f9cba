import assert from 'node:assert/strict';
import { type Case, currentReferral, type HomeCase, type ReceivingCase } from '../../src/domain/case.js';
import { dueItems } from '../../src/domain/due.js';
import { sameBasis } from '../../src/domain/police-approval.js';
import type { CaseId, Instant } from '../../src/domain/values.js';
import type { World } from './two-cities.js';

/** What two cities that share a case must have alike once every message has come. */

const byId = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1));

/** What was opened in a case since a request was sent. What came before is of an earlier request. */
const openedSince = (theCase: Case, sentAt: Instant, referralId: string) => ({
  incidents: byId(theCase.incidents)
    .filter(({ reportedAt }) => reportedAt >= sentAt)
    .map(({ id, kind, city, closed, reports, splits }) => ({
      id,
      kind,
      city,
      isOpen: closed === null,
      reports,
      splits: splits
        .map(({ document, signatures }) => [document.id, ...signatures.map((s) => s.city)].join())
        .sort(),
    })),
  deviations: byId(theCase.deviations)
    .filter(({ raisedAt }) => raisedAt >= sentAt)
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
export function checkAlike(home: HomeCase, receiving: ReceivingCase): void {
  const request = currentReferral(home);
  assert.ok(request);
  assert.equal(currentReferral(receiving)?.id, request.id);
  assert.equal(request.withdrawalAsked, null, 'no question is left without its answer');
  assert.deepEqual(common(home), common(receiving));
  const bases = [home, receiving].map(({ kind, threat }) => threat && { kind, threat });
  assert.ok(bases[0] && bases[1] && sameBasis(bases[0], bases[1]), 'the facts that the approval rests on');
  assert.deepEqual(
    openedSince(home, request.sentAt, request.id),
    openedSince(receiving, request.sentAt, request.id),
  );
  if (!['ready', 'in-progress', 'departed', 'completed'].includes(home.state)) return;
  assert.deepEqual(home.placementAgreement, receiving.placementAgreement);
  assert.equal(home.placementAgreement?.signatures.length, 2);
}

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

/** Two cities that know the same have the same to do; unless a consent that was taken back keeps records at home. */
export function checkDue(world: World, home: HomeCase, receiving: ReceivingCase): void {
  const ids = (theCase: Case) => theCase.followUps.map(({ id }) => id).sort();
  if (ids(home).join() !== ids(receiving).join()) {
    assert.ok(
      home.consents.some(({ withdrawnAt }) => withdrawnAt !== null) || home.referrals.length > 1,
      'the records are the same',
    );
    return;
  }
  const { today } = world;
  const due = (theCase: Case, side: HomeCase['side']) => {
    const city = world.sideOf(side, theCase.id).name;
    return dueItems(theCase, { city, today })
      .map((item) => JSON.stringify(item))
      .sort();
  };
  assert.deepEqual(due(home, 'home'), due(receiving, 'receiving'));
}
