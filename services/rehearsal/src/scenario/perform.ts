import { checkLedgers, checkSumZero } from '../ledger-check.js';
import type { Network } from '../network.js';
import { civilDate } from '../stockholm-time.js';
import { ask, isSuccess, judge, refusalCode } from './ask-desk.js';
import { differences } from './matchers.js';
import { fillIn } from './references.js';
import type { AskStep, Expectation, LedgerStep, NoTraceStep, Step, TogetherStep } from './scenario.js';
import { findTraces } from './trace-search.js';

/** What steps work on: the nodes, and what was saved so far. */
export interface Play {
  readonly network: Network;
  readonly saved: Map<string, unknown>;
}

/** What came of a step: what went wrong, and for the tally of simultaneous steps whether it passed or was refused. */
export interface Outcome {
  readonly wrong: readonly string[];
  readonly passed?: boolean;
  readonly refused?: string | undefined;
}

/** What a step without an expectation is held against: a success. */
const success: Expectation = {};
/** What a step without an expectation is held against where passes and refusals are counted. */
const whatever: Expectation = { status: { matches: '' } };

/** Plays one step. What hinders it, such as a node that does not answer, is wrong with it too. */
export async function perform(step: Step, play: Play, byDefault = success): Promise<Outcome> {
  play.saved.set('today', civilDate(play.network.now));
  return performUnguarded(step, play, byDefault).catch((error: Error) => ({ wrong: [error.message] }));
}

async function performUnguarded(step: Step, play: Play, byDefault: Expectation): Promise<Outcome> {
  const { network } = play;
  switch (step.kind) {
    case 'do':
      return performAsk(step, play, byDefault);
    case 'together':
      return performTogether(step, play);
    case 'no-trace':
      return { wrong: await searchTraces(step, play) };
    case 'ledger':
      return { wrong: await compareLedgers(step, play) };
    case 'sum-zero':
      return { wrong: await checkSumZero(network.desk, network.cityIds) };
    case 'deliver':
      return done(network.deliver());
    case 'at':
      return done(moveClock(step.clock, network));
    case 'cut':
      return done(network.cut(...step.between));
    case 'mend':
      return done(network.mend(...step.between));
    case 'crash':
      return done(network.crash(step.city));
    case 'start':
      return done(network.restart(step.city));
  }
}

async function done(work: Promise<void>): Promise<Outcome> {
  await work;
  return { wrong: [] };
}

async function performAsk(step: AskStep, { network, saved }: Play, byDefault: Expectation): Promise<Outcome> {
  const answer = await ask(step, network.desk, saved);
  if (step.save !== undefined) saved.set(step.save, answer.body);
  const wrong = judge(step.expectation ?? byDefault, answer, saved);
  return { wrong, passed: isSuccess(answer), refused: refusalCode(answer) };
}

/** The staff log in beforehand, so that nothing but the steps themselves happens at the moment. */
async function performTogether({ steps, expectation }: TogetherStep, play: Play): Promise<Outcome> {
  for (const step of steps) if (step.kind === 'do') await play.network.desk.logIn(step.as);
  const byDefault = expectation ? whatever : success;
  const outcomes = await Promise.all(steps.map((step) => perform(step, play, byDefault)));
  const wrong = outcomes.flatMap((outcome, index) => outcome.wrong.map((each) => `(${index + 1}) ${each}`));
  return { wrong: [...wrong, ...(expectation ? judgeTally(expectation, outcomes) : [])] };
}

function judgeTally(
  { passed, refused = {} }: NonNullable<TogetherStep['expectation']>,
  outcomes: readonly Outcome[],
): string[] {
  const count = (wanted: (outcome: Outcome) => boolean | undefined) => outcomes.filter(wanted).length;
  const countRefused = (code: string) => count((outcome) => outcome.refused === code);
  const passes = count((outcome) => outcome.passed);
  const wrong = [
    ...(passed === undefined ? [] : differences(passed, passes, 'passed')),
    ...Object.keys(refused).flatMap((code) =>
      differences(refused[code], countRefused(code), `refused ${code}`),
    ),
  ];
  return wrong.length === 0 ? [] : [...wrong, `there were ${outcomes.map(describe).join(', ')}`];
}

function describe({ passed, refused }: Outcome): string {
  return passed ? 'a pass' : (refused ?? 'neither a pass nor a refusal');
}

async function searchTraces({ city, texts }: NoTraceStep, { network, saved }: Play): Promise<string[]> {
  const filledIn = texts.map((text) => String(fillIn(text, saved)));
  const found = await findTraces(network.city(city).settings.folder, filledIn);
  return found.map((trace) => `expected no trace in ${city}, came ${trace}`);
}

function compareLedgers({ between, expectation }: LedgerStep, { network, saved }: Play): Promise<string[]> {
  return checkLedgers(network.desk, between, fillIn(expectation, saved) as LedgerStep['expectation']);
}

async function moveClock(to: Date, network: Network): Promise<void> {
  if (to < network.now)
    throw new Error(`the clocks stand at ${network.now.toISOString()} and are only moved forward`);
  await network.setClock(to);
}
