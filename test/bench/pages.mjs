// What the pages for staff cost: the server's time for each kind of page with few cases in the store and with many, over
// real HTTP by somebody with a session, and how much a browser has to fetch.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  addAssets,
  addEveryPage,
  cookieNames,
  importLogInKey,
  makeServer,
  pageDoor,
  pagesOf,
} from '@storstad/node';
import { agreement } from './city.mjs';
import { filledCities, worker } from './pages-store.mjs';

/** Nobody logs in here: sessions are begun at the door itself. */
const origin = 'http://pages.invalid';

/** Every kind of page, with who reads it: [name, role, address]. The last page of a list is the one of `lastPage`. */
const kinds = ({ ids, lastPage }) => [
  ['tasks', 'social-worker', '/tasks'],
  ['tasks, overdue', 'social-worker', '/tasks?show=overdue'],
  ['tasks, last page', 'social-worker', `/tasks?page=${lastPage}`],
  ['cases', 'social-worker', '/cases'],
  ...['mine', 'unassigned', 'waiting-for-police', 'overdue', 'urgent', 'closed'].map((queue) => [
    `cases ${queue}`,
    'social-worker',
    `/cases?queue=${queue}`,
  ]),
  ['cases, last page', 'social-worker', `/cases?page=${lastPage}`],
  ['incoming', 'social-worker', '/cases/incoming'],
  ['contact points', 'social-worker', '/contact-points'],
  ['new referral', 'social-worker', '/cases/new'],
  ['search', 'social-worker', '/cases/search', { name: 'Testperson' }],
  ['badges', 'social-worker', '/badges'],
  ...['', '/referral', '/consents', '/follow-up', '/costs', '/messages', '/history'].map((page) => [
    `case${page}`,
    'social-worker',
    `/cases/${ids.stay}${page}`,
  ]),
  ['case, a draft', 'social-worker', `/cases/${ids.draft}`],
  ['case, a request', 'social-worker', `/cases/${ids.incoming}`],
  ['form', 'social-worker', `/cases/${ids.draft}/intake-corrections/new`],
  ['form with choices', 'administrator', '/invoices/new'],
  ['decisions', 'police-liaison', '/decisions'],
  ['decision', 'police-liaison', `/decisions/${ids.incoming}`],
  ['decisions made', 'police-liaison', '/decisions/made'],
  ['overview', 'administrator', '/overview'],
  ['balances', 'administrator', '/balances'],
  ['ledger', 'administrator', '/balances/malmo'],
  ['cost line', 'administrator', `/cost-lines/${ids.lineId}`],
  ['cost findings', 'administrator', '/cost-findings'],
  ['disputes', 'administrator', '/balances/disputes'],
  ['netting', 'administrator', `/balances/nettings/${agreement.id}`],
  ['statements', 'administrator', '/statements'],
  ['statement', 'administrator', `/statements/${ids.statementId}`],
  ['invoices', 'administrator', '/invoices'],
  ['invoices with findings', 'administrator', '/invoices?withFindings=true'],
  ['invoice', 'administrator', `/invoices/${ids.invoiceId}`],
  ['invoice samples', 'administrator', '/invoice-samples'],
  ['providers', 'administrator', '/providers'],
  ['provider', 'administrator', `/providers/${ids.providerId}`],
  ['quotas', 'administrator', '/quotas'],
  ['agreements', 'administrator', '/agreements'],
  ['agreement', 'administrator', `/agreements/${agreement.id}`],
  ['exports', 'administrator', '/exports'],
  ['reports', 'administrator', '/reports'],
  ['readings', 'administrator', '/readings'],
  ['staff', 'administrator', '/staff'],
  ['node status', 'administrator', '/node-status'],
  ['deliveries', 'administrator', '/deliveries'],
];

/**
 * The year's report is made anew of every case when it is opened, with pauses in which the node does what else it is asked
 * for. Its time grows with the cases, and is told beside the others'.
 */
const report = ['report', 'administrator', `/reports/${agreement.id}`];
const reports = 5;

/** The pages of a node, open; `ask` fetches one as somebody with a role and says how long the server took, in ms. */
async function openPages({ home: { node }, folder }) {
  const key = JSON.parse(readFileSync(join(folder, node.city, 'secrets', 'log-in.jwk.json'), 'utf8'));
  const settings = {
    origin,
    clientId: 'bench',
    issuer: 'http://127.0.0.1:9',
    tokenAlgorithm: 'ES256',
    language: 'sv',
    idleMs: 28_800_000,
    absoluteMs: 28_800_000,
    logInKey: importLogInKey(key),
  };
  const app = makeServer('desk', 64 * 1024, '*', node.log);
  let took = 0;
  app.addHook('onResponse', async (_request, reply) => {
    took = reply.elapsedTime;
  });
  addAssets(app);
  let sessions;
  app.register(async (scope) => {
    const door = await pageDoor(scope, node, settings);
    sessions = door.sessions;
    addEveryPage(pagesOf(scope, node, door));
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const { session: cookie } = cookieNames(node.city, origin);
  const byRole = new Map(
    ['social-worker', 'police-liaison', 'administrator'].map((role) => {
      const subject = role === 'social-worker' ? worker : 'bench';
      const staff = { subject, roles: [role], units: ['SN'] };
      return [role, sessions.begin({ staff, name: 'Testperson A', idToken: '' })];
    }),
  );

  async function ask(role, path, entries) {
    const { id, formToken } = byRole.get(role);
    const headers = { cookie: `${cookie}=${id}`, origin };
    const form = entries && { method: 'POST', body: new URLSearchParams({ formToken, ...entries }) };
    const answer = await fetch(url + path, { redirect: 'manual', headers, ...form });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return { text, took };
  }
  return { ask, close: () => app.close() };
}

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];

/** A page so many times, one at a time; the first ones do not count. */
async function measurePage({ ask }, [, role, path, entries], requests) {
  const times = [];
  for (let i = -Math.ceil(requests / 10); i < requests; i += 1) {
    const { took } = await ask(role, path, entries);
    if (i >= 0) times.push(took);
  }
  const { text } = await ask(role, path, entries);
  times.sort((a, b) => a - b);
  return {
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    maxMs: times.at(-1),
    bytes: Buffer.byteLength(text),
    gzipBytes: gzipSync(text).length,
  };
}

async function measureCity(cases, requests) {
  const city = await filledCities(cases);
  const pages = await openPages(city);
  const measured = {};
  for (const kind of kinds({ ...city, lastPage: cases / 20 }))
    measured[kind[0]] = await measurePage(pages, kind, requests);
  const reportMs = (await measurePage(pages, report, reports)).p50Ms;
  const { text } = await pages.ask('social-worker', '/tasks');
  const assetPaths = [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  const sizes = await Promise.all(
    assetPaths.map(async (path) => gzipSync((await pages.ask('social-worker', path)).text).length),
  );
  await pages.close();
  await Promise.all([city.home.close(), city.malmo.close()]);
  return { measured, reportMs, assetBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Of each kind of page: quantiles with many cases, how the 95th percentile has grown since few, and its size. */
export async function measurePages({ few, many, requests }) {
  const small = await measureCity(few, requests);
  const large = await measureCity(many, requests);
  const pages = Object.fromEntries(
    Object.entries(large.measured).map(([name, page]) => [
      name,
      { ...page, ratio: page.p95Ms / small.measured[name].p95Ms },
    ]),
  );
  const { assetBytes: assetGzipBytes, reportMs } = large;
  return { few, many, requests, pages, assetGzipBytes, reportMs };
}
