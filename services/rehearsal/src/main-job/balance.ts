import { isDeepStrictEqual } from 'node:util';
import type { Statement } from '@storstad/contract';
import { checkLedgers, checkSumZero } from '../ledger-check.js';
import { cast, days, type Job } from './job.js';
import { billedDays, dayRateOre } from './stay.js';

/** Malmö sums up the period. */
export async function proposeStatement(job: Job): Promise<string> {
  const known = await job.desk.must(cast.receivingAdministrator, 'listStatements');
  const { agreement } = await job.caseReceived();
  const body = {
    city: 'stockholm',
    from: job.day(days.beginning),
    until: job.progress.today,
    ...(agreement ? { agreement } : {}),
  };
  const proposed =
    known.statements[0] ?? (await job.desk.must(cast.receivingAdministrator, 'proposeStatement', { body }));
  job.progress.ids.statementId = proposed.id;
  await job.network.deliver();
  return `Malmö proposes and signs a statement for ${body.from} to ${job.day(-1)}. Stockholm has compared it line by line.`;
}

/** Stockholm agrees. */
export async function signStatement(job: Job): Promise<string> {
  const { state } = await statementIn(job, cast.homeAdministrator);
  const params = { statementId: job.id('statementId') };
  if (state === 'proposed') await job.desk.must(cast.homeAdministrator, 'signStatement', { params });
  await job.network.deliver();
  return 'Stockholm signs the statement. The period is closed in both cities.';
}

/** Holds the two cities' books against each other; throws when anything differs, and otherwise tells the figures. */
export async function verifyBalance(job: Job): Promise<string> {
  await job.network.deliver();
  const [atHome, received] = await Promise.all([
    statementIn(job, cast.homeAdministrator),
    statementIn(job, cast.receivingAdministrator),
  ]);
  const wrong = [
    ...statementProblems(atHome, received),
    ...(await checkLedgers(job.desk, ['stockholm', 'malmo'], { equal: true })),
    ...(await checkSumZero(job.desk, job.network.cityIds)),
  ];
  if (wrong.length > 0) throw new Error(`The books do not agree: ${wrong.join('; ')}`);
  return tellFigures(atHome);
}

function statementIn(job: Job, administrator: string): Promise<Statement> {
  return job.desk.must(administrator, 'getStatement', { params: { statementId: job.id('statementId') } });
}

function statementProblems(one: Statement, other: Statement): string[] {
  const owed = billedDays * dayRateOre;
  return [
    ...(isDeepStrictEqual(one.document, other.document) ? [] : ['the cities have different statements']),
    ...[one, other].flatMap(({ signedBy, state }) =>
      signedBy.length === 2 && state === 'signed' ? [] : ['the statement is not signed by both cities'],
    ),
    ...(one.document.netOre === owed
      ? []
      : [`the statement says ${one.document.netOre} öre instead of ${owed}`]),
  ];
}

function tellFigures({ document }: Statement): string {
  const crowns = (document.netOre / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 });
  return (
    'Both ledgers are equal line by line and to the öre, and all cities together sum to zero. ' +
    `1 case, ${document.days[0]} days, ${crowns} SEK that Stockholm owes Malmö.`
  );
}
