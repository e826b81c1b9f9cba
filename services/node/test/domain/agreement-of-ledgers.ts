import assert from 'node:assert/strict';
import { costFactsOf } from '../../src/domain/cost-facts.js';
import { type LedgerEntry, postingsOf, spanOf, standing } from '../../src/domain/ledger.js';
import { daysNotIn } from '../../src/domain/period.js';
import type { CaseId, City, CivilDate } from '../../src/domain/values.js';
import type { TestCity } from './test-city.js';
import type { World } from './two-cities.js';

/** What the ledgers of two cities must have alike once every message has come, and what their sums must be. */

const byId = (a: { line: { id: string } }, b: { line: { id: string } }) => (a.line.id < b.line.id ? -1 : 1);

/** A line as a statement would have it. One that a dispute keeps out has no day. */
const stated = ({ line, bookedOn, frozen, reversedBy }: LedgerEntry) => ({
  line,
  bookedOn: frozen ? null : bookedOn,
  frozen,
  reversedBy,
});

/** Of a dispute, what both cities know alike: not an answer that came too late to be heard. */
const asked = (city: TestCity, caseId: CaseId) => {
  const theCase = city.cases.get(caseId);
  return Object.entries(theCase ? costFactsOf(theCase).disputes : {})
    .map(([lineId, { state, reason, question, raisedOn, freezes }]) =>
      [lineId, state, reason, question, raisedOn, freezes].join(' '),
    )
    .sort();
};

const linesOf = (city: TestCity, caseId: CaseId): LedgerEntry[] =>
  city.lines.filter(({ line }) => line.caseId === caseId).sort(byId);

/** The ledgers of the two cities hold the same lines of the case, and none is undecided. */
export function checkLedger(world: World, caseId: CaseId): void {
  const [here, there] = world.cities.map((city) => linesOf(city, caseId)) as [LedgerEntry[], LedgerEntry[]];
  assert.ok(
    [...here, ...there].every(({ state }) => state === 'posted'),
    'no line is left undecided',
  );
  assert.deepEqual(here.map(stated), there.map(stated), 'the lines, and where they are booked');
  const [home, receiving] = [world.homeOf(caseId), world.receivingOf(caseId)];
  assert.deepEqual(asked(home, caseId), asked(receiving, caseId), 'the disputes');
  checkDays(here);
  for (const city of world.cities) checkFrozen(city, caseId);
}

/** The days of a case in the balance are those that its standing lines cover together. */
function checkDays(lines: readonly LedgerEntry[]): void {
  const [first] = lines;
  if (!first) return;
  const endOfTime = { from: '2000-01-01' as CivilDate, until: '2100-01-01' as CivilDate };
  const covered =
    daysNotIn(endOfTime, []) -
    daysNotIn(
      endOfTime,
      standing(lines).map(({ line }) => spanOf(line)),
    );
  assert.equal(
    lines.reduce((sum, { line }) => sum + line.stayDays, 0),
    covered,
    'the days of the case',
  );
}

/** A line is kept out of statements exactly while there is an open question that keeps it out. */
function checkFrozen(city: TestCity, caseId: CaseId): void {
  const theCase = city.cases.get(caseId);
  const disputes: Record<string, { state: string; freezes: boolean }> = theCase
    ? costFactsOf(theCase).disputes
    : {};
  for (const { line, frozen } of linesOf(city, caseId)) {
    const dispute = disputes[line.id];
    const isOpen = dispute !== undefined && ['open', 'answered'].includes(dispute.state) && dispute.freezes;
    assert.equal(frozen, isOpen, `${line.id} in ${city.name}: ${JSON.stringify(dispute)}`);
  }
}

/** What the lines of a city come to, added up plainly. */
export function plainBalance(own: City, lines: readonly LedgerEntry[]) {
  const posted = lines.filter(({ state }) => state === 'posted');
  const ownPosting = ({ line }: LedgerEntry) => postingsOf(line).find(({ city }) => city === own);
  const sum = (of: readonly LedgerEntry[], what: 'amountOre' | 'days') =>
    of.reduce((total, entry) => total + (ownPosting(entry)?.[what] ?? 0), 0);
  const cases = (side: 'homeCity' | 'receivingCity') =>
    new Set(posted.flatMap(({ line }) => (line[side] === own ? line.caseId : []))).size;
  const frozen = posted.filter((entry) => entry.frozen);
  return {
    casesSent: cases('homeCity'),
    casesReceived: cases('receivingCity'),
    netDays: sum(posted, 'days'),
    netOre: sum(posted, 'amountOre'),
    lines: posted.length,
    disputedLines: frozen.length,
    disputedOre: sum(frozen, 'amountOre'),
  };
}

/** The sums that are kept are those of the lines, no öre is lost, and the two cities see each other's with minus. */
export function checkBalances(world: World): void {
  if (!world.cities.some(({ lines }) => lines.length > 0)) return;
  const [here, there] = world.cities.map((city, i) => {
    const { months, city: _, ...kept } = city.ledger.balances.with(world.cities[1 - i]?.name as City);
    const plain = plainBalance(city.name, city.lines);
    assert.deepEqual(kept, plain, `the sums that ${city.name} keeps`);
    const sum = (what: 'netOre' | 'netDays') => months.reduce((total, month) => total + month[what], 0);
    assert.deepEqual([sum('netOre'), sum('netDays')], [kept.netOre, kept.netDays], 'and those of the months');
    const stand = plainBalance(city.name, standing(city.lines));
    assert.equal(stand.netOre, kept.netOre, 'what was taken back adds up to nothing');
    return kept;
  }) as [ReturnType<typeof plainBalance>, ReturnType<typeof plainBalance>];
  assert.equal(here.netOre + there.netOre, 0);
  assert.equal(here.netDays + there.netDays, 0);
  assert.equal(here.disputedOre + there.disputedOre, 0);
  assert.deepEqual(
    [here.lines, here.disputedLines, here.casesSent, here.casesReceived],
    [there.lines, there.disputedLines, there.casesReceived, there.casesSent],
  );
}
