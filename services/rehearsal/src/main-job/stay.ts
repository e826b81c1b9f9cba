import { cast, days, type Job } from './job.js';

/** How long the stay is. The day of departure is not billed. */
export const billedDays = days.departure - days.arrival;

/** What a day of support costs the home city, in öre. A test rate, not one of the sources. */
export const dayRateOre = 90_000;

/** Malmö proposes the terms of the stay. */
export async function proposePlacement(job: Job): Promise<string> {
  const { placementAgreement } = await job.caseReceived();
  const body = {
    startsOn: job.day(days.arrival),
    endsOn: job.day(days.departure),
    contactPerson: 'Behandlare, öppenvården',
    standIn: 'Samordnare, öppenvården',
    implementationPlanOn: job.day(days.arrival - 1),
    services: [
      { service: 'support-talks' as const, dayRateOre, bearer: 'home' as const },
      { service: 'occupation' as const, dayRateOre: 20_000, bearer: 'receiving' as const },
    ],
  };
  const proposed =
    placementAgreement ??
    (await job.desk.must(cast.receivingWorker, 'proposePlacementAgreement', {
      params: job.caseParams,
      body,
    }));
  job.progress.ids.placementAgreementId = proposed.id;
  await job.network.deliver();
  return (
    'Malmö proposes and signs a placement agreement: support talks at 900 SEK a day, borne by Stockholm; ' +
    'occupation, borne by Malmö.'
  );
}

/** Stockholm signs them. */
export async function signPlacement(job: Job): Promise<string> {
  const { state } = await job.caseAtHome();
  const params = { ...job.caseParams, placementAgreementId: job.id('placementAgreementId') };
  if (state === 'accepted') await job.desk.must(cast.homeWorker, 'signPlacementAgreement', { params });
  await job.network.deliver();
  return 'Stockholm signs it too. The placement is ready.';
}

/** The person arrives. */
export async function arrive(job: Job): Promise<string> {
  const { state } = await job.caseReceived();
  const body = { arrivedOn: job.day(days.arrival), safetyPlanOn: job.day(days.arrival) };
  if (state === 'ready')
    await job.desk.must(cast.receivingWorker, 'recordArrival', { params: job.caseParams, body });
  await job.network.deliver();
  return 'The person arrives in Malmö, with a written safety plan. Both cities now see what is due and when.';
}

/** The fourth week's coordination meeting, after a register check. */
export async function meet(job: Job): Promise<string> {
  const params = job.caseParams;
  const { records } = await job.desk.must(cast.homeWorker, 'getFollowUp', { params });
  const on = job.day(days.meeting);
  const isDone = (kind: string) => records.some(({ fact }) => fact.kind === kind);
  if (!isDone('register-check')) {
    const body = { on, verdict: 'nothing' as const };
    await job.desk.must(cast.receivingLiaison, 'recordRegisterCheck', { params, body });
    await job.network.deliver();
  }
  const body = {
    kind: 'coordination-meeting' as const,
    on,
    attended: ['police' as const, 'home-social-services' as const, 'person' as const],
    outcome: 'routine' as const,
  };
  if (!isDone('coordination-meeting'))
    await job.desk.must(cast.homeWorker, 'recordFollowUp', { params, body });
  await job.network.deliver();
  return 'After a register check with nothing to note, the cities meet with the police and the person. Next in four weeks.';
}

/** The person leaves. */
export async function depart(job: Job): Promise<string> {
  const { state } = await job.caseReceived();
  const body = { departedOn: job.day(days.departure) };
  if (state === 'in-progress')
    await job.desk.must(cast.receivingWorker, 'recordDeparture', { params: job.caseParams, body });
  await job.network.deliver();
  return 'The stay ends. The day of departure is not billed.';
}

/** Malmö charges Stockholm for the support. */
export async function postCost(job: Job): Promise<string> {
  const { lines } = await job.desk.must(cast.receivingAdministrator, 'getLedger', {
    params: { city: 'stockholm' },
    query: { page: 1, limit: 1000 },
  });
  const body = {
    service: 'support-talks' as const,
    from: job.day(days.arrival),
    until: job.day(days.departure),
  };
  if (!lines.some(({ line }) => line.caseId === job.caseParams.caseId))
    await job.desk.must(cast.receivingWorker, 'postCostLine', { params: job.caseParams, body });
  await job.network.deliver();
  return `Malmö posts ${billedDays} days of support talks. Stockholm computes the line anew, agrees and posts it too.`;
}

/** Stockholm closes the case. */
export async function close(job: Job): Promise<string> {
  const { state } = await job.caseAtHome();
  const body = {
    reason: 'goals-reached' as const,
    outcome: { goalAttainment: 'fully' as const, longTermHousing: 'yes' as const },
  };
  if (state === 'departed')
    await job.desk.must(cast.homeWorker, 'closeCase', { params: job.caseParams, body });
  await job.network.deliver();
  return 'Stockholm closes the case: goals reached, a home of the person’s own found. Malmö is told.';
}
