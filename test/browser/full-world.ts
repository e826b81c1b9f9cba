import type { Test } from 'tap';
import { administrator, liaison, worker, workerIn } from '../../services/node/test/helpers/case-work.js';
import { casesInEveryState } from '../../services/node/test/helpers/cases-in-every-state.js';
import { type Cities, day } from '../../services/node/test/helpers/city-nodes.js';
import { fullBodies } from '../../services/node/test/helpers/desk-bodies.js';

type Bodies = ReturnType<typeof fullBodies>;

/**
 * Two cities with a case in every state and something on every page: money, invoices, providers, a version to come, readings
 * reviewed. The clock stands a month after the stays began, so that some deadlines were missed.
 */
export async function fullWorld(t: Test, bodiesOn: typeof fullBodies = fullBodies) {
  return casesInEveryState(t, {
    bodies: bodiesOn('2025-01-13'),
    furnish: async (cities, stay) => {
      const town = furnisher(cities, stay, bodiesOn);
      await town.contactPoints();
      await town.followUp();
      await town.money(await town.purchase());
      await town.oversight();
    },
  });
}

/** Fills what the cases of every state leave empty, about one stay that is in progress in Malmö. */
function furnisher(cities: Cities, stay: { readonly caseId: string }, bodiesOn: typeof fullBodies) {
  const [earlier, bodies] = [bodiesOn('2025-01-13'), bodiesOn('2025-01-15')];
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const there = workerIn('malmo');
  const { deliver } = cities;
  const first = (operation: string, among: Bodies = bodies) =>
    among[operation]?.[0] as Record<string, unknown>;

  return {
    async contactPoints() {
      for (const node of cities.nodes)
        await node.must(administrator, 'publishContactPoint', { body: first('publishContactPoint') });
      await deliver();
    },

    async followUp() {
      for (const body of bodies.recordFollowUp ?? [])
        for (const [node, member] of [
          [home, worker],
          [receiving, there],
        ] as const) {
          // Some follow-up is of one of the two cities alone.
          const { status } = await node.ask(member, 'recordFollowUp', { params: stay, body });
          if (status >= 300 && status !== 409) throw new Error(`recordFollowUp: ${status}`);
        }
      await home.must(liaison, 'recordRegisterCheck', { params: stay, body: first('recordRegisterCheck') });
      await deliver();
    },

    /** Housing that is bought: one purchase decided, one to be decided; answers the provider. */
    async purchase(): Promise<string> {
      for (const node of cities.nodes) {
        const { id } = await node.must(node === home ? worker : there, 'registerProvider', {
          body: first('registerProvider'),
        });
        const params = { providerId: id };
        await node.must(administrator, 'checkLicence', { params, body: first('checkLicence') });
      }
      const { providers } = await receiving.must(there, 'listProviders');
      const [{ id: providerId }] = providers;
      const propose = (changes: object) =>
        receiving.must(there, 'proposeExternalService', {
          params: stay,
          body: { ...first('proposeExternalService', earlier), providerId, ...changes },
        });
      const { notice } = await propose({ from: '2025-01-13', until: '2025-01-15' });
      await deliver();
      await home.must(worker, 'decideExternalService', {
        params: { ...stay, externalServiceId: notice.id },
        body: first('decideExternalService'),
      });
      await deliver();
      await propose({ from: '2025-01-15' });
      await deliver();
      return providerId;
    },

    async money(providerId: string) {
      const post = async (operation: string, body: object) =>
        (await receiving.must(there, operation, { params: stay, body })).line;
      const line = await post('postCostLine', { ...first('postCostLine'), until: '2025-01-14' });
      const amended = await post('postCostLine', { ...first('postCostLine'), from: '2025-01-14' });
      await deliver();
      await receiving.must(administrator, 'reverseCostLine', { params: { lineId: amended.id } });
      await deliver();
      const settled = { city: 'malmo', from: '2025-01-01', until: '2025-01-15' };
      const { id: statementId } = await home.must(administrator, 'proposeStatement', { body: settled });
      await deliver();
      await receiving.must(administrator, 'signStatement', { params: { statementId } });
      await deliver();
      const params = { lineId: line.id };
      await home.must(administrator, 'disputeCostLine', { params, body: first('disputeCostLine') });
      await deliver();
      await receiving.must(administrator, 'answerDispute', { params, body: first('answerDispute') });
      await deliver();
      for (const [operation, body] of [
        ['recordUpkeep', { ...first('recordUpkeep'), until: '2025-01-15' }],
        ['recordLeave', { ...first('recordLeave'), from: '2025-01-14', until: '2025-01-15' }],
      ] as const)
        await receiving.must(there, operation, { params: stay, body });
      for (const operation of ['recordGrant', 'recordAlternative'])
        await home.must(worker, operation, { params: stay, body: first(operation) });
      await deliver();
      for (const [number, amountOre] of [
        ['F-1', 400_000],
        ['F-2', 600_000],
      ] as const)
        await receiving.must(administrator, 'recordInvoice', {
          body: {
            ...first('recordInvoice'),
            number,
            providerId,
            caseId: stay.caseId,
            from: '2025-01-13',
            until: '2025-01-15',
            days: 2,
            amountOre,
          },
        });
      const ofTheBoard = { ...administrator, units: there.units };
      await receiving.must(ofTheBoard, 'drawSample', { body: first('drawSample') });
      const { replaces: _, ...decision } = first('decideOnProvider');
      for (const node of cities.nodes) {
        const { providers } = await node.must(administrator, 'listProviders');
        for (const { id } of providers)
          await node.must(administrator, 'decideOnProvider', { params: { providerId: id }, body: decision });
      }
      await deliver();
    },

    async oversight() {
      await home.must(administrator, 'proposeAgreement', {
        body: { ...first('proposeAgreement'), validFrom: '2026-01-01' },
      });
      await deliver();
      cities.clock.advance(28 * day);
      for (const node of cities.nodes)
        await node.must(administrator, 'reviewReadings', {
          body: { ...first('reviewReadings'), until: '2025-02-01' },
        });
    },
  };
}
