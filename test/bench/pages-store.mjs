// Two cities with very many cases between them, for the benchmark of the pages: a few of a hundred in each state that
// takes another city, the rest just opened. All of it comes by the product's own commands and real deliveries.
import { settableClock } from '@storstad/node';
import {
  agreement,
  allOf,
  approval,
  ask,
  makeCity,
  makeSendable,
  openCase,
  sendReferral,
  today,
  wireCity,
} from './city.mjs';
import { freePort, inFolder } from './measure.mjs';

const weeks = 10;
const dayMs = 86_400_000;
const dayAfter = (day, days) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
const atNoon = (day) => `${day}T11:00:00.000Z`;
const began = dayAfter(today, -7 * weeks);

/** Who has every fiftieth of the assigned cases. */
export const worker = 'bench-0';

/**
 * Stockholm and Malmö, wired and open to each other; Stockholm has so many cases. `ids` are of what the measured pages are
 * about: a stay in Malmö with much in it, a case not yet sent, a request from Malmö, and what was bought and settled.
 */
export async function filledCities(cases) {
  const both = await openCities(inFolder(`pages-${cases}`));
  const { home, malmo, clock } = both;
  const share = (percent) => Math.max(1, Math.round((cases * percent) / 100));

  const opened = await allOf(Array(cases - share(1)).fill(0), 500, () => openCase(home));
  await allOf(opened.slice(0, share(40)), 500, (caseId, i) =>
    ask(home, 'assignCase', 'SN', { params: { caseId }, body: { assignee: `bench-${i % 50}` } }),
  );
  const toMalmo = { home, there: malmo, city: 'malmo', units: ['SN', 'ASN'], both };
  const sent = opened.slice(0, share(6));
  await request(toMalmo, sent);
  await each(sent.slice(share(4), share(5)), (caseId) =>
    ask(malmo, 'rejectReferral', 'ASN', { params: { caseId }, body: { code: 'CAPACITY' } }),
  );
  await accept(toMalmo, sent.slice(0, share(4)));
  const stays = sent.slice(0, share(3));
  await arrive(toMalmo, stays);

  const toHome = { home: malmo, there: home, city: 'stockholm', units: ['ASN', 'SN'], both };
  const incoming = await allOf(Array(share(1)).fill(0), 100, () => openCase(malmo, 'ASN'));
  await request(toHome, incoming);
  const [guest] = incoming;
  await accept(toHome, [guest]);
  await arrive(toHome, [guest]);
  const bought = await buy(both, guest, share(1));

  for (let week = 1; week <= weeks; week += 1) {
    clock.set(atNoon(dayAfter(began, 7 * week)));
    await aWeek(both, stays, stays.slice(0, share(2)), week);
  }
  await each(stays.slice(0, share(2)), (caseId) => happens(both, caseId));
  await deliverAll(both);
  const statementId = await settle(both);
  const invoiceId = await bill(home, guest, bought.providerId, share(10));
  const query = { page: 1, limit: 1 };
  const ledger = await ask(home, 'getLedger', 'SN', { params: { city: 'malmo' }, query });
  const lineId = ledger.lines[0].line.id;
  clock.set('real');
  const ids = { stay: stays[0], draft: opened.at(-1), incoming: incoming.at(-1) };
  return { ...both, ids: { ...ids, ...bought, statementId, invoiceId, lineId } };
}

async function openCities(folder) {
  const clock = settableClock(atNoon(began));
  const ports = { stockholm: await freePort(), malmo: await freePort() };
  for (const [city, port] of Object.entries(ports))
    makeCity(folder, { city, peerUrl: `http://127.0.0.1:${port}/peer/v1` });
  const [home, malmo] = Object.keys(ports).map((city) => wireCity(folder, { city, clock }));
  await home.peer.listen({ host: '127.0.0.1', port: ports.stockholm });
  await malmo.peer.listen({ host: '127.0.0.1', port: ports.malmo });
  const both = { home, malmo, clock, folder };
  await ask(home, 'proposeAgreement', 'SN', { body: agreement });
  await deliverAll(both);
  await ask(home, 'approveAgreement', 'SN', approval('SN', began));
  await ask(malmo, 'approveAgreement', 'ASN', approval('ASN', began));
  await deliverAll(both);
  return both;
}

const each = (items, work) => allOf(items, 64, work);

/** What has come can make more, so more than once. */
async function deliverAll({ home, malmo }) {
  for (let round = 0; round < 3; round += 1)
    await Promise.all([home, malmo].map(({ courier }) => courier.tryAllNow()));
}

/** Cases are asked about in the other city. */
async function request({ home, city, units: [unit], both }, cases) {
  await each(cases, async (caseId) => {
    await makeSendable(home, caseId, { city, unit, on: began });
    await sendReferral(home, caseId, { city, unit });
  });
  await deliverAll(both);
}

async function accept({ there, units: [, unit], both }, cases) {
  await each(cases, async (caseId) => {
    const params = { caseId };
    await ask(there, 'clearPlace', unit, { params, body: { verdict: 'clear' } });
    await ask(there, 'acceptReferral', unit, { params, body: { unit } });
  });
  await deliverAll(both);
}

/** Placement agreements are signed, and people come. */
async function arrive({ home, there, units: [ofHome, unit], both }, cases) {
  const proposed = new Map();
  const details = { name: 'Testperson A', protectedIdentity: true };
  await each(cases, async (caseId) => {
    const params = { caseId };
    await ask(home, 'recordPersonalDetails', ofHome, { params, body: details });
    const body = { startsOn: began, services };
    const { id } = await ask(there, 'proposePlacementAgreement', unit, { params, body });
    proposed.set(caseId, id);
  });
  await deliverAll(both);
  await each(cases, (caseId) => {
    const params = { caseId, placementAgreementId: proposed.get(caseId) };
    return ask(home, 'signPlacementAgreement', ofHome, { params });
  });
  await deliverAll(both);
  await each(cases, (caseId) => {
    const body = { arrivedOn: began, safetyPlanOn: began };
    return ask(there, 'recordArrival', unit, { params: { caseId }, body });
  });
  await deliverAll(both);
}

const services = [
  { service: 'support-talks', dayRateOre: 90_000, bearer: 'home' },
  { service: 'occupation', dayRateOre: 0, bearer: 'receiving' },
];

/** The week before is charged in all stays; the followed ones have their contact and a talk. */
async function aWeek({ home, malmo, clock }, stays, followed, week) {
  const on = clock.now().slice(0, 10);
  await each(stays, (caseId) => {
    const [from, until] = [dayAfter(began, 7 * (week - 1)), on];
    return ask(malmo, 'postCostLine', 'ASN', {
      params: { caseId },
      body: { service: 'support-talks', from, until },
    });
  });
  await each(followed, async (caseId) => {
    const params = { caseId };
    await ask(malmo, 'recordFollowUp', 'ASN', { params, body: { kind: 'contact', on, with: 'person' } });
    await ask(home, 'recordFollowUp', 'SN', { params, body: { kind: 'support-talk', on } });
  });
  await deliverAll({ home, malmo });
}

/** An incident, and a deviation with its answer to come. */
async function happens({ home, malmo, clock }, caseId) {
  const params = { caseId };
  const at = clock.now();
  const incident = { kind: 'hospitalised', occurredAt: at, knownAt: at };
  await ask(malmo, 'reportIncident', 'ASN', { params, body: incident });
  const deviation = { subject: 'service', service: 'support-talks', description: 'Two talks were missed.' };
  await ask(home, 'raiseDeviation', 'SN', { params, body: deviation });
}

/** Housing bought for a guest, from one of many providers. */
async function buy(both, caseId, providers) {
  const { home, malmo } = both;
  const registered = await allOf(Array(providers).fill(0), 64, (_, i) =>
    ask(home, 'registerProvider', 'SN', {
      body: { name: `Testutförare ${i}`, organisationNumber: organisationNumber(i) },
    }),
  );
  const providerId = registered[0].id;
  const outcome = { triedOn: began, outcome: 'full' };
  const purchase = { step: 2, internal: outcome, decision: { decidedOn: began, reference: 'SN 1' } };
  const service = await ask(home, 'proposeExternalService', 'SN', {
    params: { caseId },
    body: {
      service: 'housing',
      housingForm: 'own-flat',
      operator: 'private',
      providerId,
      from: began,
      dayRateOre: 200_000,
      bearer: 'home',
      reason: 'capacity',
      purchase,
    },
  });
  await deliverAll(both);
  await ask(malmo, 'decideExternalService', 'ASN', {
    params: { caseId, externalServiceId: service.notice.id },
    body: { verdict: 'approved', decidedBy: 'Enhetschef', reference: 'ASN 1' },
  });
  await deliverAll(both);
  return { providerId };
}

const organisationNumber = (i) => `559900-${String(i).padStart(4, '0')}`;

/** The first month is settled with Malmö, and signed by both; answers the statement. */
async function settle(both) {
  const body = { city: 'malmo', from: began, until: dayAfter(began, 30) };
  const { id } = await ask(both.home, 'proposeStatement', 'SN', { body });
  await deliverAll(both);
  await ask(both.malmo, 'signStatement', 'ASN', { params: { statementId: id } });
  await deliverAll(both);
  return id;
}

/** Bills for the guest's housing, all but one of them wrong; answers the first. */
async function bill(home, caseId, providerId, invoices) {
  const recorded = await allOf(Array(invoices).fill(0), 64, (_, i) =>
    ask(home, 'recordInvoice', 'SN', {
      body: {
        number: `F-${i}`,
        providerId,
        caseId,
        service: 'housing',
        from: began,
        until: dayAfter(began, 7),
        days: 7,
        dayRateOre: 200_000,
        amountOre: 1_400_000,
        upkeepDeductionOre: 0,
      },
    }),
  );
  return recorded[0].id;
}
