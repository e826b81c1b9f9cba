// Whether a command takes longer when the store is full: the same commands on a store with few cases and on one with
// many, in turn, one at a time. Nothing is delivered meanwhile.
import {
  agreement,
  allOf,
  approval,
  ask,
  makeCity,
  makeSendable,
  openCase,
  sendReferral,
  wireCity,
} from './city.mjs';
import { inFolder, median } from './measure.mjs';

const neverArrives = () => () => new Promise(() => undefined);

/** A home city with so many cases, all bodies' approvals in place. */
async function homeWith(cases) {
  const folder = inFolder(`growth-${cases}`);
  makeCity(folder, { city: 'stockholm', peerUrl: 'http://127.0.0.1:9/peer/v1' });
  makeCity(folder, { city: 'malmo', peerUrl: 'http://127.0.0.1:9/peer/v1' });
  const home = wireCity(folder, { city: 'stockholm', onTheWay: neverArrives });
  const terms = { ...agreement.terms, ratification: 'own-body' };
  await ask(home, 'proposeAgreement', 'SN', { body: { ...agreement, terms } });
  await ask(home, 'approveAgreement', 'SN', approval('SN'));
  await allOf(Array(cases).fill(0), 1000, () => openCase(home));
  return home;
}

/** The commands that are timed, one after the other on a new case. Returns milliseconds of each. */
async function timeOne(home) {
  const times = {};
  const timed = async (name, work) => {
    const started = performance.now();
    const result = await work();
    times[name] = performance.now() - started;
    return result;
  };
  const caseId = await timed('openCase', () => openCase(home));
  await makeSendable(home, caseId);
  await timed('sendReferral', () => sendReferral(home, caseId));
  await timed('getCase', () => ask(home, 'getCase', 'SN', { params: { caseId } }));
  await timed('listCases', () => ask(home, 'listCases', 'SN', { query: { page: 1, limit: 20 } }));
  return times;
}

/** The ratio for each command, and for all together by the sum of their medians. */
export async function measureGrowth({ few, many, rounds }) {
  const [small, large] = [await homeWith(few), await homeWith(many)];
  const taken = { small: [], large: [] };
  for (let i = 0; i < rounds; i += 1) {
    taken.small.push(await timeOne(small));
    taken.large.push(await timeOne(large));
  }
  const medians = (times, name) => median(times.map((time) => time[name]));
  const commands = Object.fromEntries(
    Object.keys(taken.small[0]).map((name) => {
      const [fewMs, manyMs] = [medians(taken.small, name), medians(taken.large, name)];
      return [name, { fewMs, manyMs, ratio: manyMs / fewMs }];
    }),
  );
  const sum = (which) => Object.values(commands).reduce((total, command) => total + command[which], 0);
  return { few, many, commands, ratio: sum('manyMs') / sum('fewMs') };
}
