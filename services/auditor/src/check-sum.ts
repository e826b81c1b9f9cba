import type { StatementDocument } from '@storstad/contract';
import type { Outcome } from './audit.js';
import { costLineIn, nameOf, recordsOf } from './records.js';
import { differingSums, Tally } from './tally.js';

/** A statement and what its lines come to. */
interface Counted {
  readonly path: string;
  readonly statement: StatementDocument;
  readonly findings: readonly string[];
}

/** What a city has done for the others, less the reverse. */
interface Net {
  readonly days: number;
  readonly ore: number;
}

/**
 * Adds up the statements of one agreement version over all pairs of cities: each pair is there, no two statements of it have a day in common, each statement says
 * what its lines come to, and over all cities days and öre are zero. Signatures are check-statement's.
 */
export async function checkSum(paths: readonly string[]): Promise<Outcome> {
  const counted: Counted[] = [];
  const unread: string[] = [];
  for (const path of paths) {
    const count = await countStatement(path);
    if (typeof count === 'string') unread.push(count);
    else counted.push(count);
  }
  const nets = netsOf(counted);
  const all = sumOf(nets);
  const findings = [
    ...unread,
    ...counted.flatMap(({ path, findings }) => findings.map((finding) => `${path}: ${finding}`)),
    ...versionFindings(counted),
    ...pairFindings(counted),
    ...(all.days === 0 && all.ore === 0 ? [] : ['Over all cities the sums are not 0']),
  ];
  return { findings, summary: [...[...nets].sort(), ['all cities', all] as const].map(netSaid) };
}

/** A statement, and where it says something else than its lines; or why it cannot be read. */
async function countStatement(path: string): Promise<Counted | string> {
  let statement: StatementDocument | undefined;
  let tally: Tally | undefined;
  let ended = false;
  for await (const each of recordsOf(path)) {
    const misread = (problem: string) => `${path}: ${nameOf(each)}: ${problem}`;
    if ('problem' in each) return misread(each.problem);
    const { record } = each;
    if (ended || (record.kind === 'statement') !== (each.number === 1)) return misread('has no place there');
    if (record.kind === 'statement') {
      statement = record.statement;
      tally = new Tally(statement.cities);
    } else if (record.kind === 'end') ended = true;
    else {
      const payload = Buffer.from(record.signed.payload, 'base64url');
      const line = costLineIn(payload);
      if (!line || !tally || !statement) return misread('is no cost line');
      const pair = [line.homeCity, line.receivingCity].sort();
      if (pair.join() !== statement.cities.join()) return misread(`is between ${pair.join(' and ')}`);
      tally.add(record.bookedOn, line, payload);
    }
  }
  if (!statement || !tally || !ended) return `${path}: is not whole`;
  return { path, statement, findings: differingSums(statement, tally) };
}

/** What each city is owed (plus) or owes, by what was signed. */
function netsOf(counted: readonly Counted[]): Map<string, Net> {
  const nets = new Map<string, Net>();
  const add = (city: string, days: number, ore: number) => {
    const net = nets.get(city) ?? { days: 0, ore: 0 };
    nets.set(city, { days: net.days + days, ore: net.ore + ore });
  };
  for (const { statement } of counted) {
    const [first = '', second = ''] = statement.cities;
    const [carriedOut = 0, received = 0] = statement.days;
    const [charged = 0, owed = 0] = statement.amountsOre;
    add(first, carriedOut - received, charged - owed);
    add(second, received - carriedOut, -statement.netOre);
  }
  return nets;
}

/** All statements are of the version of the first; those of no version are of the first's period. */
function versionFindings(counted: readonly Counted[]): string[] {
  const versionOf = ({ agreement, from, until }: StatementDocument) =>
    agreement === null ? `no version, ${from} up to ${until}` : `the version ${agreement}`;
  const [first] = counted;
  if (!first) return [];
  return counted
    .filter(({ statement }) => versionOf(statement) !== versionOf(first.statement))
    .map(
      ({ path, statement }) =>
        `${path}: is of ${versionOf(statement)}, and ${first.path} of ${versionOf(first.statement)}`,
    );
}

function pairFindings(counted: readonly Counted[]): string[] {
  const pairs = counted.map(({ statement }) => statement.cities.join(' and '));
  const twice = counted.filter((one, i) => counted.slice(0, i).some((other) => shareDays(one, other)));
  const cities = [...new Set(counted.flatMap(({ statement }) => statement.cities))].sort();
  const wanted = cities.flatMap((city, i) => cities.slice(i + 1).map((other) => `${city} and ${other}`));
  return [
    ...twice.map(
      ({ path, statement }) =>
        `${path}: is a second statement of ${statement.cities.join(' and ')} for the same days`,
    ),
    ...wanted.filter((pair) => !pairs.includes(pair)).map((pair) => `There is no statement of ${pair}`),
  ];
}

const shareDays = ({ statement: a }: Counted, { statement: b }: Counted): boolean =>
  a.cities.join() === b.cities.join() && a.from < b.until && b.from < a.until;

function sumOf(nets: ReadonlyMap<string, Net>): Net {
  const each = [...nets.values()];
  return {
    days: each.reduce((sum, { days }) => sum + days, 0),
    ore: each.reduce((sum, { ore }) => sum + ore, 0),
  };
}

const netSaid = ([city, { days, ore }]: readonly [string, Net]): string =>
  `${city}: ${days} days, ${ore} öre`;
