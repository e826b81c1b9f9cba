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
export function wireCity(folder, { city, peerPort = 0, onDelivered = () => undefined, onTheWay }) {
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
  const wiring = wire(config, { clock: machineClock, log, ...(onTheWay ? { onTheWay } : {}) });
  if (!wiring.ok) throw new Error(wiring.problems.join('\n'));
  return wiring.wired;
}

/** Asks a node for an operation of the desk, as staff of a unit. Throws when it is refused. */
export async function ask({ node }, operation, unit, { params = {}, query = {}, body } = {}) {
  const roles = ['social-worker', 'police-liaison', 'administrator'];
  const staff = { subject: 'bench', roles, units: [unit] };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const call = { operation, staff, traceparent, params, query, body };
  const outcome = await deskCommands[operation](node, call);
  if ('refusal' in outcome)
    throw new Error(`${operation}: ${outcome.refusal} ${JSON.stringify(outcome.facts)}`);
  return outcome;
}

const today = new Date().toISOString().slice(0, 10);
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

export const approval = (unit) => ({
  params: { agreementId: agreement.id },
  body: { unit, decidedOn: today, decidedBy: 'board', reference: 'bench' },
});

/** Opens a case at home; returns its id. */
export async function openCase(home) {
  const opened = await ask(home, 'openCase', 'SN', {
    body: {
      unit: 'SN',
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

/** Records all that a case needs before it can be sent to Malmö. */
export async function makeSendable(home, caseId) {
  const params = { caseId };
  const consent = (body) => ask(home, 'giveConsent', 'SN', { params, body: { givenOn: today, ...body } });
  await consent({ type: 'police' });
  await consent({ type: 'services' });
  const scope = { cities: ['malmo'], categories: ['needs', 'threat', 'health'], purposes: ['assessment'] };
  await consent({ type: 'municipality', ...scope });
  await ask(home, 'assessThreat', 'SN', {
    params,
    body: {
      level: 'low',
      confirmed: true,
      lethalViolenceRisk: false,
      activeProtectionNeeded: false,
      evidencePerson: 'no',
      admitsInvolvement: false,
      assessedOn: today,
    },
  });
  const body = { decision: 'approved', city: 'malmo', policeReference: 'K-0000-00' };
  await ask(home, 'decideApproval', 'SN', { params, body });
}

export const sendReferral = (home, caseId) =>
  ask(home, 'sendReferral', 'SN', { params: { caseId }, body: { city: 'malmo' } });

/** Runs work on every item, so many at once. */
export async function allOf(items, atOnce, work) {
  const rest = items[Symbol.iterator]();
  const results = [];
  const worker = async () => {
    for (const item of rest) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
