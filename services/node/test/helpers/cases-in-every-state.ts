import type { Test } from 'tap';
import type { SendToPeer } from '../../src/delivery/peer-client.js';
import { agree, bringTo, liaison, type Milestone, openAndReady, worker, workerIn } from './case-work.js';
import { type Cities, type CityNode, day, startCities } from './city-nodes.js';
import { fullBodies } from './desk-bodies.js';

type Asked = Parameters<CityNode['ask']>[2];

/** What is not as in {@link fullBodies}, and what is done more, while messages still leave. */
interface Changes {
  readonly bodies?: ReturnType<typeof fullBodies>;
  readonly furnish?: (cities: Cities, stay: { readonly caseId: string }) => Promise<void>;
}

/**
 * Two cities, and in each a case in every state, with as much in it as there can be: a question without an answer,
 * deviations of both cities, an open incident. In the end nothing leaves any more, so that all stays as it is.
 */
export async function casesInEveryState(
  t: Test,
  { bodies = fullBodies('2025-01-13'), furnish }: Changes = {},
) {
  let isOpen = true;
  const onTheWay =
    (_: string, send: SendToPeer): SendToPeer =>
    async (...message) =>
      isOpen ? send(...message) : { outcome: 'not-taken', problem: 'NOT_READY' };
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'], onTheWay });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const two = { home, receiving, deliver: cities.deliver };
  const atHome = (operation: string, asked: Asked) =>
    home.must(worker, operation, { body: bodies[operation]?.[0], ...asked });
  const there = (operation: string, asked: Asked) =>
    receiving.must(workerIn('malmo'), operation, { body: bodies[operation]?.[0], ...asked });

  const made = async (to: Milestone) => {
    const caseId = await openAndReady(home);
    const params = { caseId };
    await atHome('recordPersonalDetails', { params });
    if (to === 'draft') return caseId;
    await bringTo(two, caseId, 'requested');
    await there('askForCompletion', { params });
    await cities.deliver();
    if (to === 'requested') return caseId;
    await bringTo(two, caseId, 'accepted', 'requested');
    await fillShared(params);
    await bringTo(two, caseId, to, 'accepted');
    return caseId;
  };

  /** Two deviations of each city, one of them answered; an incident; who it is about; a placement agreement to sign. */
  const fillShared = async (params: { caseId: string }) => {
    for (const [raise, answer] of [
      [atHome, there],
      [there, atHome],
    ] as const) {
      await raise('raiseDeviation', { params });
      const { id } = await raise('raiseDeviation', { params });
      await cities.deliver();
      await answer('answerDeviation', { params: { ...params, deviationId: id } });
    }
    await atHome('reportIncident', { params });
    await atHome('disclosePersonalDetails', { params });
    await there('proposePlacementAgreement', { params });
    await cities.deliver();
  };

  const reviewed = async () => {
    const caseId = await made('in-progress');
    const review = bodies.recordFollowUp?.find((body) => 'kind' in body && body.kind === 'review');
    await atHome('recordFollowUp', { params: { caseId }, body: review });
    await cities.deliver();
    return caseId;
  };

  const settled = async (caseId: string) => {
    const { incidents } = await home.must(worker, 'getCase', { params: { caseId } });
    await atHome('closeIncident', { params: { caseId, incidentId: incidents[0].id } });
    return caseId;
  };

  const childSurfaces = async (caseId: string) => {
    const [{ occurredAt }] = bodies.reportIncident as [{ occurredAt: string }];
    const body = { kind: 'child-surfaced', occurredAt, knownAt: occurredAt };
    const { id } = await atHome('reportIncident', { params: { caseId }, body });
    await cities.deliver();
    for (const propose of [atHome, there])
      await propose('proposeResponsibilitySplit', { params: { caseId, incidentId: id } });
    await cities.deliver();
    return caseId;
  };

  const cleared = await made('requested');
  await receiving.must(liaison, 'clearPlace', { params: { caseId: cleared }, body: { verdict: 'clear' } });
  const consentWithdrawn = async (caseId: string) => {
    const { consents } = await home.must(worker, 'getCase', { params: { caseId } });
    const { id } = consents.find(({ type }: { type: string }) => type === 'municipality');
    await home.must(worker, 'withdrawConsent', { params: { caseId, consentId: id } });
    await cities.deliver();
    return caseId;
  };

  const threatChanged = async (caseId: string) => {
    const params = { caseId };
    const body = { ...bodies.assessThreat?.[0], lethalViolenceRisk: true };
    await home.must(liaison, 'assessThreat', { params, body });
    await cities.deliver();
    await receiving.must(liaison, 'clearPlace', { params, body: { verdict: 'clear' } });
    return caseId;
  };

  const rejected = await made('requested');
  await there('rejectReferral', { params: { caseId: rejected } });
  const cancelled = await made('requested');
  await withdraw(cancelled);
  const before = {
    requested: await made('requested'),
    'requested, on hold': await threatChanged(await made('requested')),
    accepted: await made('accepted'),
    'accepted, on hold': await childSurfaces(await made('accepted')),
    ready: await made('ready'),
    'ready, on hold': await childSurfaces(await made('ready')),
    'in-progress': await reviewed(),
    'in-progress, on hold': await childSurfaces(await reviewed()),
    'in-progress, consent withdrawn': await consentWithdrawn(await reviewed()),
    departed: await settled(await made('in-progress')),
    'departed, an incident open': await made('in-progress'),
    completed: await settled(await made('in-progress')),
  };
  cities.clock.advance(2 * day);
  await bringTo(two, before.departed, 'departed', 'in-progress');
  await bringTo(two, before['departed, an incident open'], 'departed', 'in-progress');
  await bringTo(two, before.completed, 'completed', 'in-progress');
  const asked = await made('ready');
  await furnish?.(cities, { caseId: before['in-progress'] });
  isOpen = false;
  await withdraw(asked);

  async function withdraw(caseId: string): Promise<void> {
    const { referrals } = await home.must(worker, 'getCase', { params: { caseId } });
    await atHome('withdrawReferral', { params: { caseId, referralId: referrals[0].id } });
    if (isOpen) await cities.deliver();
  }

  const { requested, 'requested, on hold': inDoubt, ...shared } = before;
  return {
    home: {
      node: home,
      cases: {
        draft: await made('draft'),
        requested,
        'requested, on hold': inDoubt,
        rejected,
        ...shared,
        'ready, withdrawal asked': asked,
      },
    },
    receiving: {
      node: receiving,
      cases: {
        received: requested,
        'received, place cleared': cleared,
        'received, on hold': inDoubt,
        rejected,
        cancelled,
        ...shared,
      },
    },
  };
}
