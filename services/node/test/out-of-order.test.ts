// Every operation on a case in every state that a case can be in, in both cities: what is not its turn is refused with a
// code that the contract names, and writes nothing but the record of that.
import { randomUUID } from 'node:crypto';
import { type ContractOperation, deskContract } from '@storstad/contract';
import t, { type Test } from 'tap';
import { callsOn, unrecorded } from './helpers/case-calls.js';
import { units } from './helpers/case-work.js';
import { casesInEveryState } from './helpers/cases-in-every-state.js';
import type { CityNode } from './helpers/city-nodes.js';
import { lasting } from './helpers/desk-problem.js';
import {
  type Contents,
  contentsOf,
  lastEntry,
  onlyRefused,
  type Written,
  writtenSince,
} from './helpers/store-contents.js';
import { succeedsAtHome, succeedsThere } from './helpers/succeeds-in-state.js';

t.test('every operation in every state', async (t) => {
  const { home, receiving } = await casesInEveryState(t);
  for (const [{ node, cases }, table] of [
    [home, succeedsAtHome],
    [receiving, succeedsThere],
  ] as const) {
    t.strictSame(Object.keys(cases).sort(), Object.keys(table).sort(), 'every state that the table knows');
    for (const [state, caseId] of Object.entries(cases))
      await t.test(`${node.city}: ${state}`, async (t) => {
        const succeeded = await tryEverything(t, node, caseId);
        t.strictSame(succeeded, table[state]?.split(/\s+/).filter(Boolean).sort());
      });
  }
  for (const { node, cases } of [home, receiving])
    for (const state of ['accepted', 'in-progress', 'departed, an incident open'] as const)
      await t.test(`${node.city}: ${state}, and what is in another case`, (t) =>
        askForThingsOf(t, node, cases[state], cases['in-progress, on hold']),
      );
});

/** Asks on one case for what is in another: the answer is the same as for what is nowhere. */
async function askForThingsOf(t: Test, node: CityNode, caseId: string, other: string): Promise<void> {
  const member = { roles: ['social-worker', 'police-liaison'], units: units[node.city] ?? [] };
  const found = await node.must(member, 'getCase', { params: { caseId: other } });
  for (const [name, { params, ...parts }] of callsOn(found, node.city, node.node.clock.now().slice(0, 10))) {
    const operation = onCases.find(({ operationId }) => operationId === operationIn(name));
    const things = [...(operation?.path.matchAll(/\{(\w+)\}/g) ?? [])].map(([, id = '']) => id).slice(1);
    if (things.length === 0) continue;
    const ask = (changes: object) =>
      node.ask(member, operationIn(name), { ...parts, params: { ...params, caseId, ...changes } });
    const nowhere = Object.fromEntries(things.map((id) => [id, randomUUID()]));
    const [foreign, absent] = [await ask({}), await ask(nowhere)];
    t.strictSame(lasting(foreign), lasting(absent), `${name} with ${things}`);
    t.ok(['NOT_FOUND', 'WRONG_SIDE'].includes(foreign.body.code), `${name} with ${things}: ${foreign.text}`);
  }
}

t.test('no operation on a case is forgotten', async (t) => {
  // biome-ignore lint/suspicious/noExplicitAny: a case with nothing in it
  const nothingInIt = { consents: [], referrals: [], questions: [], incidents: [], deviations: [] } as any;
  const asked = [...callsOn(nothingInIt, 'malmo', '2025-01-13').keys()].map(operationIn);
  t.strictSame([...new Set(asked)].sort(), onCases.map(({ operationId }) => operationId as string).sort());
});

const onCases = [...deskContract.operations.values()].filter(({ path }) => path.includes('{caseId}'));
const operationIn = (name: string) => name.replace(/\/.*/, '');

/** Asks for everything on a case, in every role that may, each time in the same state; answers what succeeded. */
async function tryEverything(t: Test, node: CityNode, caseId: string): Promise<string[]> {
  const everyUnit = { roles: ['social-worker'], units: units[node.city] ?? [] };
  const theCase = await node.must(everyUnit, 'getCase', { params: { caseId } });
  const today = node.node.clock.now().slice(0, 10);
  const before = contentsOf(node.node.store);
  const succeeded = new Set<string>();
  for (const [name, parts] of callsOn(theCase, node.city, today)) {
    const operation = onCases.find(({ operationId }) => operationId === operationIn(name));
    if (!operation) throw new Error(`${name} is no operation on a case`);
    for (const role of operation.roles) {
      const member = { roles: [role], units: everyUnit.units };
      const { answer, written } = await undone(node, before, () =>
        node.ask(member, operation.operationId, parts),
      );
      const title = `${name} by ${role}: ${answer.status} ${answer.body.code ?? ''}`;
      if (answer.status < 400) succeeded.add(name);
      if (answer.status < 400) isSuccess(t, operation, answer.status, written, title);
      else isRefused(t, operation, answer.body, written, title);
    }
  }
  return [...succeeded].sort();
}

function isSuccess(t: Test, operation: ContractOperation, status: number, written: Written, title: string) {
  const { tables, entries } = written;
  const isUnrecorded = unrecorded.includes(operation.operationId) && tables.length + entries.length === 0;
  const isWritten =
    tables.length > 0 && entries.length > 0 && !entries.some(({ type }) => type === 'refused');
  const isRead = tables.length === 0 && entries.length === 1 && entries[0]?.type === 'case-read';
  t.ok(
    status === operation.successStatus && (operation.method === 'GET' ? isRead || isUnrecorded : isWritten),
    title,
  );
}

function isRefused(
  t: Test,
  { refusals }: ContractOperation,
  { status, code }: { status: number; code: string },
  written: Written,
  title: string,
) {
  const mayBe = status < 500 && [...refusals, 'NOT_FOUND'].includes(code);
  t.strictSame({ mayBe, written }, { mayBe: true, written: onlyRefused(code) }, title);
}

/** Does something at a node and takes back all that it wrote, so that the case is in the same state for the next. */
async function undone<T>({ node: { store } }: CityNode, before: Contents, work: () => Promise<T>) {
  const sql = store.db.$client;
  const count = (what: string) => sql.prepare(what).pluck().get() as number;
  const rowsWritten = count('SELECT total_changes()');
  sql.exec('SAVEPOINT cell');
  try {
    const answer = await work();
    const [rows, entries] = [
      count('SELECT total_changes()') - rowsWritten,
      count('SELECT max(seq) FROM journal'),
    ];
    // An entry in the journal and its seal are two rows; when there are no more, no other table need be looked at.
    const isOneEntry = rows === 2 && entries === before.entries + 1;
    return {
      answer,
      written: isOneEntry ? { tables: [], entries: lastEntry(store) } : writtenSince(store, before),
    };
  } finally {
    sql.exec('ROLLBACK TO cell; RELEASE cell');
    store.forget();
  }
}
