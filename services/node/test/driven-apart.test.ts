// Two real nodes whose stores someone has driven apart, with the node stopped: whatever was altered is named, by the
// store's own check, by the comparison of both stores and by the other city's no to a statement; and nothing is signed.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeskOperationId, DeskResponse } from '@storstad/contract';
import {
  checkLedgers,
  concludeAgreements,
  type Network,
  openStage,
  readAgreement,
  startNetwork,
} from '@storstad/rehearsal';
import Database from 'better-sqlite3';
import t from 'tap';

const [stockholm, malmo] = ['stockholm', 'malmo'] as const;
const pair = [stockholm, malmo] as const;
const period = { from: '2025-01-01', until: '2025-02-04' };
const folder = mkdtempSync(join(tmpdir(), 'storstad-apart-'));
const storeOf = (city: string) => join(folder, city, 'store');
t.setTimeout(180_000);

const stage = await openStage();
const network = await startNetwork({
  stage,
  folder,
  clock: new Date('2025-01-13T08:00:00Z'),
  cities: [...pair],
});
t.teardown(async () => {
  await network.kill();
  await stage.close();
  rmSync(folder, { recursive: true });
});

type Asked = { params?: object; body?: object };
const ask = <Op extends DeskOperationId>(as: string, operation: Op, asked: Asked = {}) =>
  network.desk.must(as, operation, asked as Parameters<Network['desk']['must']>[2]) as Promise<
    DeskResponse<Op>
  >;
const administrator = (city: string) => `administrator@${city}`;

/** Stockholm's person lives in Malmö, and three weeks are charged; the ids of the lines, in order. */
async function threeLines(): Promise<string[]> {
  const agreement = await readAgreement('2025');
  const bodies = agreement.bodies.filter(({ city }) => pair.some((one) => one === city));
  await concludeAgreements(network, [{ ...agreement, bodies }]);
  const [worker, there] = ['social-worker@stockholm/JARVA', 'social-worker@malmo/ASN'];
  const on = '2025-01-13';
  const { id: caseId } = await ask(worker, 'openCase', {
    body: {
      unit: 'JARVA',
      kind: 'defector',
      bornOn: '1998-04-12',
      motivated: true,
      relocationNeeded: true,
      responsibleForMinors: false,
      needs: { services: ['support-talks'], housingForm: 'own-flat' },
    },
  });
  const params = { caseId };
  const scope = { cities: [malmo], categories: ['needs', 'threat'], purposes: ['assessment', 'support'] };
  for (const consent of [{ type: 'police' }, { type: 'services' }, { type: 'municipality', ...scope }])
    await ask(worker, 'giveConsent', { params, body: { ...consent, givenOn: on } });
  await ask('police-liaison@stockholm', 'assessThreat', {
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
  const approval = { decision: 'approved', city: malmo, policeReference: 'K-1-25' };
  await ask('police-liaison@stockholm', 'decideApproval', { params, body: approval });
  await ask(worker, 'sendReferral', { params, body: { city: malmo } });
  await network.deliver();
  await ask('police-liaison@malmo', 'clearPlace', { params, body: { verdict: 'clear' } });
  await ask(there, 'acceptReferral', { params, body: { unit: 'ASN' } });
  await network.deliver();
  const services = [{ service: 'support-talks', dayRateOre: 90_000, bearer: 'home' }];
  const agreed = await ask(there, 'proposePlacementAgreement', { params, body: { startsOn: on, services } });
  await network.deliver();
  await ask(worker, 'signPlacementAgreement', { params: { caseId, placementAgreementId: agreed.id } });
  await network.deliver();
  await ask(there, 'recordArrival', { params, body: { arrivedOn: on, safetyPlanOn: on } });
  await network.deliver();
  const lines: string[] = [];
  for (const [from, until] of [
    ['2025-01-13', '2025-01-20'],
    ['2025-01-20', '2025-01-27'],
    ['2025-01-27', '2025-02-03'],
  ] as const) {
    await network.setClock(new Date(`${until}T09:00:00Z`));
    const body = { service: 'support-talks', from, until };
    lines.push((await ask(administrator(malmo), 'postCostLine', { params, body })).line.id);
    await network.deliver();
  }
  return lines;
}

/** What each city's store held before anything was altered. */
const kept = new Map<string, Record<string, unknown>[]>();

/** Stops a city's node, puts its lines back as they were, changes its store by hand, and starts it again. */
async function alter(city: string, sql?: string): Promise<string[]> {
  await network.city(city).stop();
  const store = new Database(join(storeOf(city), 'store.sqlite'));
  store.pragma('foreign_keys = OFF');
  const rows =
    kept.get(city) ?? (store.prepare('SELECT * FROM cost_lines').all() as Record<string, unknown>[]);
  kept.set(city, rows);
  store.exec('DELETE FROM cost_lines');
  for (const row of rows) {
    const names = Object.keys(row);
    const values = names.map((name) => `@${name}`).join();
    store.prepare(`INSERT INTO cost_lines (${names.join()}) VALUES (${values})`).run(row);
  }
  if (sql) t.equal(store.prepare(sql).run().changes, 1, sql);
  store.close();
  const found = await network.city(city).checkStore();
  await network.restart(city);
  return found;
}

/** What storstad-node compare-ledgers says, and its exit status. */
function compareStores(): Promise<{ status: number; said: string }> {
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const stores = ['--city', stockholm, '--data', storeOf(stockholm), '--other-city', malmo];
  const args = [cli, 'compare-ledgers', ...stores, '--other-data', storeOf(malmo)];
  const days = ['--from', period.from, '--until', period.until];
  return new Promise((resolve) =>
    execFile(process.execPath, [...args, ...days], (error, out, err) =>
      resolve({ status: error ? Number(error.code) : 0, said: out + err }),
    ),
  );
}

/** A city proposes a statement of the period; what became of it in that city. */
async function proposedBy(city: string) {
  const other = city === malmo ? stockholm : malmo;
  const { id: statementId } = await ask(administrator(city), 'proposeStatement', {
    body: { city: other, ...period },
  });
  await network.deliver();
  const atOther = await network.desk.call(administrator(other), 'signStatement', {
    parameters: { statementId },
  });
  await network.deliver();
  return {
    atOther: atOther.status,
    ...(await ask(administrator(city), 'getStatement', { params: { statementId } })),
  };
}

const lines = await threeLines();
const [first = '', second = '', third = ''] = lines;

interface Alteration {
  readonly what: string;
  readonly city: string;
  readonly sql: string;
  /** What the other city says, and the comparison of the stores: the line that differs, or null where lines do not. */
  readonly names: string | null;
}
const amount = (id: string, ore: number) =>
  `UPDATE cost_lines SET amount_ore = ${ore}, line = replace(line, '"amountOre":630000', '"amountOre":${ore}') WHERE id = '${id}'`;
const alterations: Alteration[] = [
  {
    what: 'the last line is gone',
    city: malmo,
    sql: `DELETE FROM cost_lines WHERE id = '${third}'`,
    names: third,
  },
  {
    what: 'the day that a line is booked on',
    city: malmo,
    sql: `UPDATE cost_lines SET booked_on = '2025-01-19' WHERE id = '${first}'`,
    names: first,
  },
  {
    what: 'a line is kept out as if it were disputed',
    city: malmo,
    sql: `UPDATE cost_lines SET frozen = 1 WHERE id = '${second}'`,
    names: second,
  },
  {
    what: 'the amount that is summed, and not the line',
    city: malmo,
    sql: `UPDATE cost_lines SET amount_ore = 630100 WHERE id = '${first}'`,
    names: null,
  },
  { what: 'an amount, by one öre', city: malmo, sql: amount(second, 630_001), names: second },
  { what: 'an amount, at home', city: stockholm, sql: amount(third, 620_000), names: third },
  {
    what: 'a line is gone',
    city: stockholm,
    sql: `DELETE FROM cost_lines WHERE id = '${second}'`,
    names: second,
  },
  {
    what: 'a line is booked in another period',
    city: stockholm,
    sql: `UPDATE cost_lines SET booked_on = '2025-02-04' WHERE id = '${third}'`,
    names: third,
  },
];

t.test('before anything is altered the stores are alike', async (t) => {
  t.strictSame(await checkLedgers(network.desk, pair, { equal: true, lines: 3, netOre: 1_890_000 }), []);
  t.match(await compareStores(), { status: 0, said: '3 lines, alike in both stores.' });
});

for (const { what, city, sql, names } of alterations)
  t.test(`${what}, in ${city}`, async (t) => {
    for (const altered of kept.keys()) if (altered !== city) t.strictSame(await alter(altered), []);
    for (const altered of kept.keys()) if (altered !== city) kept.delete(altered);
    const found = await alter(city, sql);
    t.match(found, [/Table cost_lines is not what the journal says/], 'the check of the store names it');

    const equal = await checkLedgers(network.desk, pair, { equal: true });
    const compared = await compareStores();
    if (names) {
      t.equal(equal.length, 1, 'the ledgers on the desks are not equal');
      t.match(compared, { status: 1, said: names }, 'the comparison of the stores names it');
    } else {
      t.strictSame([equal, compared.status], [[], 0], 'the lines themselves are alike');
    }
    for (const by of pair) {
      const statement = await proposedBy(by);
      const differsAt = names ?? /sums/;
      t.match(statement, { state: 'refused', refusalCode: 'STATEMENT_DIFFERS', differsAt, atOther: 404 }, by);
      t.strictSame(statement.signedBy, [by], 'and the other city has not signed');
    }
  });

t.test('when it is as it was, the statement is signed by both', async (t) => {
  for (const city of kept.keys()) t.strictSame(await alter(city), []);
  t.match(await compareStores(), { status: 0 });
  const { atOther, state, signedBy } = await proposedBy(malmo);
  t.strictSame([atOther, state, signedBy], [201, 'signed', [malmo, stockholm]]);
  const { statements } = await ask(administrator(stockholm), 'listStatements');
  t.equal(statements.filter((one) => one.state === 'signed').length, 1, 'and it is the only one');
});
