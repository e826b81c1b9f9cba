import type { GiveConsent } from '@storstad/contract';
import { cast, days, type Job } from './job.js';

// Each step first looks whether it has been done already: a start may have ended between doing it and noting it down.

/** The case is opened in Järva, for an invented person. */
export async function openCase(job: Job): Promise<string> {
  const known = await job.desk.must(cast.homeWorker, 'listCases', { query: { page: 1, limit: 1 } });
  const opened = known.cases[0] ?? (await job.desk.must(cast.homeWorker, 'openCase', { body: intake }));
  job.progress.ids.caseId = opened.id;
  return 'A social worker in Järva opens a case. Nothing leaves Stockholm.';
}

const intake = {
  unit: 'JARVA',
  kind: 'defector' as const,
  bornOn: '1998-04-12',
  motivated: true,
  relocationNeeded: true,
  responsibleForMinors: false,
  needs: {
    services: ['support-talks' as const, 'occupation' as const],
    housingForm: 'supported-housing' as const,
  },
};

/** Who the person is. */
export async function recordDetails({ desk, caseParams }: Job): Promise<string> {
  const body = {
    name: 'Testperson A',
    languages: ['svenska'],
    supportDescription: 'Vill börja arbeta och hitta en egen bostad.',
  };
  await desk.must(cast.homeWorker, 'recordPersonalDetails', { params: caseParams, body });
  return 'She records who the person is: Testperson A. It is kept encrypted in Stockholm.';
}

/** The three consents. */
export async function recordConsents(job: Job): Promise<string> {
  const { consents } = await job.caseAtHome();
  for (const body of consentsWanted(job.day(days.beginning)))
    if (!consents.some((consent) => consent.type === body.type))
      await job.desk.must(cast.homeWorker, 'giveConsent', { params: job.caseParams, body });
  return (
    'The person consents: social services and police may share; Malmö may be told of needs, threat, identity ' +
    'and how to make contact; the person takes part in the services.'
  );
}

function consentsWanted(givenOn: string): GiveConsent[] {
  return [
    { type: 'police', givenOn },
    {
      type: 'municipality',
      givenOn,
      cities: ['malmo'],
      categories: ['needs', 'threat', 'identity', 'contact'],
      purposes: ['assessment', 'support'],
    },
    { type: 'services', givenOn },
  ];
}

/** The police's assessment. */
export async function assessThreat(job: Job): Promise<string> {
  const body = {
    level: 'low' as const,
    confirmed: true,
    lethalViolenceRisk: false,
    activeProtectionNeeded: false,
    evidencePerson: 'no' as const,
    admitsInvolvement: false,
    assessedOn: job.day(days.beginning),
  };
  const { threat } = await job.caseAtHome();
  if (!threat) await job.desk.must(cast.homeLiaison, 'assessThreat', { params: job.caseParams, body });
  return 'The police liaison in Stockholm records a confirmed threat of the lower level.';
}

/** The police's approval. */
export async function approve(job: Job): Promise<string> {
  const body = { decision: 'approved' as const, city: 'malmo', policeReference: 'REHEARSAL-A' };
  const { approval } = await job.caseAtHome();
  if (approval?.state !== 'valid')
    await job.desk.must(cast.homeLiaison, 'decideApproval', { params: job.caseParams, body });
  return 'The police liaison approves help in Malmö.';
}

/** The request, without identity. */
export async function sendReferral(job: Job): Promise<string> {
  const { state } = await job.caseAtHome();
  if (state === 'draft')
    await job.desk.must(cast.homeWorker, 'sendReferral', { params: job.caseParams, body: { city: 'malmo' } });
  await job.network.deliver();
  const { slot } = (await job.caseAtHome()).referrals[0] ?? {};
  return (
    `Stockholm asks Malmö whether it can receive, without saying who it is about, and reserves place ` +
    `${slot?.number} of ${slot?.limit} for ${slot?.agreement}. Malmö has the request.`
  );
}

/** The place is cleared in Malmö. */
export async function clearPlace(job: Job): Promise<string> {
  const { placeClearance } = await job.caseReceived();
  const body = { verdict: 'clear' as const };
  if (!placeClearance)
    await job.desk.must(cast.receivingLiaison, 'clearPlace', { params: job.caseParams, body });
  return 'The police liaison in Malmö says that the place is suitable.';
}

/** Malmö accepts. */
export async function accept(job: Job): Promise<string> {
  const { state } = await job.caseReceived();
  if (state === 'received')
    await job.desk.must(cast.receivingWorker, 'acceptReferral', {
      params: job.caseParams,
      body: { unit: 'ASN' },
    });
  await job.network.deliver();
  return 'A social worker in Malmö accepts. Stockholm has the answer.';
}

/** Only now Malmö hears who the person is. */
export async function disclose(job: Job): Promise<string> {
  const { disclosure } = await job.caseAtHome();
  if (!disclosure)
    await job.desk.must(cast.homeWorker, 'disclosePersonalDetails', { params: job.caseParams });
  await job.network.deliver();
  return 'Stockholm discloses what the consent covers, sealed so that only Malmö can open it.';
}
