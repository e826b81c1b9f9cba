// How all cases and the journal are read for the report: page by page, each once, those that were erased left out.
import t from 'tap';
import type { CaseId, City, Instant } from '../src/domain/values.js';
import { openStore } from '../src/store/store.js';
import { homeCase } from './domain/cases.js';

const at = '2025-03-03T08:00:00.000Z' as Instant;
const idOf = (n: number) => `case-${String(n).padStart(5, '0')}` as CaseId;

function storeWith(cases: number) {
  const store = openStore(':memory:', 'stockholm' as City, () => 'signature');
  store.vault.provide(cases);
  for (let n = 0; n < cases; n++) store.cases.save({ ...homeCase('in-progress'), id: idOf(n) }, at);
  return store;
}

t.test('cases in order of id, page by page', (t) => {
  const store = storeWith(5);
  const pages = (limit: number) => {
    const read: string[][] = [];
    for (let after: CaseId | null = null, more = true; more; ) {
      const { cases, last } = store.cases.inOrder(after, limit);
      read.push(cases.map(({ id }) => id.slice(-1)));
      after = last;
      more = last !== null;
    }
    return read;
  };
  t.strictSame(pages(2), [['0', '1'], ['2', '3'], ['4']]);
  t.strictSame(pages(5), [['0', '1', '2', '3', '4'], []]);
  t.strictSame(pages(6), [['0', '1', '2', '3', '4']]);
  store.vault.destroy(`cases/${idOf(1)}`);
  t.strictSame(pages(2), [['0'], ['2', '3'], ['4']]);
  store.close();
  t.end();
});

t.test('refusals and reclassifications of the journal, page by page', (t) => {
  const store = storeWith(1);
  const caseId = idOf(0);
  const read = { type: 'case-read', operation: 'getCase', caseId, own: true, reason: null } as const;
  const refused = {
    type: 'refused',
    operation: 'sendReferral',
    thread: `cases/${caseId}`,
    code: 'QUOTA_HOME',
    facts: {},
  } as const;
  const reclassified = { type: 'case-reclassified', caseId, sealed: { kind: 'defector' } } as const;
  for (const event of [read, refused, reclassified, read]) store.journal.append(event, 'someone', at);
  const types = (after: number, among: number) => {
    const { entries, last } = store.journal.refusedOrReclassified(after, among);
    return [entries.map(({ event }) => event.type), last];
  };
  t.strictSame(types(0, 2), [['refused'], 2]);
  t.strictSame(types(2, 2), [['case-reclassified'], null]);
  t.strictSame(types(0, 4), [['refused', 'case-reclassified'], null]);
  t.strictSame(types(4, 4), [[], null]);
  store.close();
  t.end();
});
