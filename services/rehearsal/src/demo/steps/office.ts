import type { DecideOnProvider, DrawSample } from '@storstad/contract';
import { approveAgreement, extendAgreement, proposeAgreement, readAgreement } from '../../agreements.js';
import { civilDate } from '../../stockholm-time.js';
import { type DemoCase, homeLiaison } from '../demo-case.js';
import type { Demo, Step } from '../story.js';

/** A second social worker of the home unit takes on the case. */
export const assignedToColleague: Step<DemoCase> = (told) =>
  told.askAs(`social-worker.2@${told.cast.home}`, 'assignCase', {});

/** A second social worker of a unit reads the case and who the person is. */
export function readByColleague(side: 'home' | 'receiving'): Step<DemoCase> {
  return async (told) => {
    const colleague = `social-worker.2@${told.cast[side]}`;
    await told.askAs(colleague, 'getCase');
    await told.askAs(colleague, 'getPersonalDetails');
  };
}

/** The home city's police find no city that is suitable. */
export const noSuitableCity: Step<DemoCase> = (told) => told.ask(homeLiaison, 'recordNoSuitableCity');

/** An administrator registers a provider and records decisions on it, from today on. */
export function registersProvider(
  city: string,
  name: string,
  organisationNumber: string,
  ...decisions: readonly Omit<DecideOnProvider, 'from'>[]
): Step<Demo> {
  return async ({ desk, network }) => {
    const as = `administrator@${city}`;
    const { id } = await desk.must(as, 'registerProvider', { body: { name, organisationNumber } });
    const from = civilDate(network.now);
    for (const decision of decisions)
      await desk.must(as, 'decideOnProvider', { params: { providerId: id }, body: { ...decision, from } });
  };
}

interface Period {
  readonly by: string;
  readonly city: string;
  /** A day on which the version was in force. */
  readonly versionOf: number;
  readonly from: number;
  readonly until: number;
}

/** A city proposes a statement of a version's lines; the days are counted from today. Answers its id. */
export function proposesStatement({ by, city, versionOf, from, until }: Period) {
  return async (demo: Demo): Promise<string> => {
    const days = { from: demo.day(from), until: demo.day(until) };
    const body = { city, agreement: yearOf(demo.day(versionOf)), ...days };
    const { id } = await demo.desk.must(`administrator@${by}`, 'proposeStatement', { body });
    return id;
  };
}

/** The same, and the other city signs it the same day. */
export function concludesStatement(period: Period): Step<Demo> {
  return async (demo) => {
    const statementId = await proposesStatement(period)(demo);
    await demo.network.deliver();
    await demo.desk.must(`administrator@${period.city}`, 'signStatement', { params: { statementId } });
  };
}

/** Next year's version, on the terms of this year's, is proposed, and every body approves it but one. */
export function proposesNextYear(missing: string): Step<Demo> {
  return async (demo) => {
    const { network } = demo;
    const next = extendAgreement(await readAgreement('2025'), Number(yearOf(demo.day(0))) + 1);
    await proposeAgreement(network, next);
    await network.deliver();
    for (const body of next.bodies) if (body.unit !== missing) await approveAgreement(network, next.id, body);
  };
}

/** Somebody of a board draws a sample of its invoices. */
export function drawsSample(as: string, sample: DrawSample): Step<Demo> {
  return ({ desk }) => desk.must(as, 'drawSample', { body: sample });
}

function yearOf(date: string): string {
  return date.slice(0, 4);
}
