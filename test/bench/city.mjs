// A city's node for the benchmarks: real keys, cards, files; no identity provider, since no staff come through HTTP.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { deskCommands, machineClock, wire } from '@storstad/node';

const cli = fileURLToPath(new URL('../../services/node/dist/cli.js', import.meta.url));

/** A log that writes nothing and tells what was delivered. */
const quietLog = (onDelivered) => ({
  info: (_fields, message) => message === 'delivered' && onDelivered(),
  warn: () => undefined,
  error: ({ fault }) => console.error(fault),
});

/** Makes a city's keys and its member card. */
export function makeCity(folder, { city, peerUrl }) {
  const secrets = join(folder, city, 'secrets');
  const members = join(folder, 'members');
  mkdirSync(members, { recursive: true });
  const run = (...args) => execFileSync(execPath, [cli, ...args], { stdio: 'ignore' });
  run('make-keys', '--secrets', secrets);
  const card = ['--name', city, '--organisation-number', '212000-0000', '--peer-url', peerUrl];
  const out = join(members, `${city}.json`);
  run('make-member-card', '--city', city, ...card, '--secrets', secrets, '--out', out);
}

/** Puts a city's node together in this process. */
export function wireCity(
  folder,
  { city, peerPort = 0, onDelivered = () => undefined, onTheWay, clock = machineClock },
) {
  const config = {
    city,
    dataDir: join(folder, city, 'store'),
    secretsDir: join(folder, city, 'secrets'),
    membersDir: join(folder, 'members'),
    citySettings: null,
    desk: { host: '127.0.0.1', port: 0 },
    peer: { host: '127.0.0.1', port: peerPort },
    issuer: 'http://127.0.0.1:9',
    audience: 'bench',
    tokenAlgorithm: 'ES256',
    logLevel: 'silent',
    rehearsalClock: null,
    rehearsalCuts: [],
  };
  const log = quietLog(onDelivered);
  const wiring = wire(config, { clock, log, ...(onTheWay ? { onTheWay } : {}) });
  if (!wiring.ok) throw new Error(wiring.problems.join('\n'));
  return wiring.wired;
}

/** Every role in one: it is not roles that are measured here. */
export const staffOf = (unit) => ({
  subject: 'bench',
  roles: ['social-worker', 'police-liaison', 'administrator'],
  units: [unit],
});

/** Asks a node for an operation of the desk, as staff of a unit. Throws when it is refused. */
export async function ask({ node }, operation, unit, { params = {}, query = {}, body } = {}) {
  const staff = staffOf(unit);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const call = { operation, staff, traceparent, params, query, body };
  const outcome = await deskCommands[operation](node, call);
  if ('refusal' in outcome)
    throw new Error(`${operation}: ${outcome.refusal} ${JSON.stringify(outcome.facts)}`);
  return outcome;
}

export const today = new Date().toISOString().slice(0, 10);
const year = Number(today.slice(0, 4));

/** One version between two units, with room for every case of a benchmark. */
export const agreement = {
  id: 'bench',
  title: 'Benchmark',
  validFrom: `${year - 1}-01-01`,
  validUntil: `${year + 2}-01-01`,
  bodies: [
    { city: 'stockholm', unit: 'SN', name: 'SN' },
    { city: 'malmo', unit: 'ASN', name: 'ASN' },
  ],
  terms: {
    quota: { limit: 1_000_000, basis: 'per-year', counting: 'each-direction' },
    caseKinds: ['defector'],
    highThreat: 'included',
    ratification: 'all-bodies',
  },
};

export const approval = (unit, decidedOn = today) => ({
  params: { agreementId: agreement.id },
  body: { unit, decidedOn, decidedBy: 'board', reference: 'bench' },
});

/** Opens a case at home; returns its id. */
export async function openCase(home, unit = 'SN') {
  const opened = await ask(home, 'openCase', unit, {
    body: {
      unit,
      kind: 'defector',
      bornOn: '1999-01-01',
      motivated: true,
      relocationNeeded: true,
      responsibleForMinors: false,
      needs: { services: ['support-talks', 'occupation'], housingForm: 'own-flat' },
      healthNeeds: 'Ongoing treatment to be carried on without a break.',
    },
  });
  return opened.id;
}

/** Records all that a case needs before it can be sent to another city. */
export async function makeSendable(home, caseId, { city = 'malmo', unit = 'SN', on = today } = {}) {
  const params = { caseId };
  const consent = (body) => ask(home, 'giveConsent', unit, { params, body: { givenOn: on, ...body } });
  await consent({ type: 'police' });
  await consent({ type: 'services' });
  const scope = { cities: [city], categories: ['needs', 'threat', 'health'], purposes: ['assessment'] };
  await consent({ type: 'municipality', ...scope });
  await ask(home, 'assessThreat', unit, {
    params,
    body: {
      level: 'low',
      confirmed: true,
      lethalViolenceRisk: false,
      activeProtectionNeeded: false,
      evidencePerson: 'no',
      admitsInvolvement: false,
      assessedOn: on,
    },
  });
  const body = { decision: 'approved', city, policeReference: 'K-0000-00' };
  await ask(home, 'decideApproval', unit, { params, body });
}

export const sendReferral = (home, caseId, { city = 'malmo', unit = 'SN' } = {}) =>
  ask(home, 'sendReferral', unit, { params: { caseId }, body: { city } });

/** Runs work on every item, so many at once. The results are in the order in which they came. */
export async function allOf(items, atOnce, work) {
  const rest = items.entries();
  const results = [];
  const worker = async () => {
    for (const [i, item] of rest) results.push(await work(item, i));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
