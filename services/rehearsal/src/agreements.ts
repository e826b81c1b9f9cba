import { readFile } from 'node:fs/promises';
import type { AgreementDocument } from '@storstad/contract';
import { DeskRefusal } from './desk-client.js';
import type { Network } from './network.js';
import { civilDate } from './stockholm-time.js';

const folder = new URL('../../../deploy/agreements/', import.meta.url);

/** The agreement version of that name in deploy/agreements. */
export async function readAgreement(id: string): Promise<AgreementDocument> {
  const text = await readFile(new URL(`${id}.json`, folder), 'utf8').catch(() => {
    throw new Error(`deploy/agreements/${id}.json cannot be read; is there an agreement version ${id}?`);
  });
  return JSON.parse(text);
}

/**
 * Has agreement versions proposed by the first city and approved by every body, each by its own city's
 * administrator, and told to all. What is already proposed or approved is left as it is.
 */
export async function concludeAgreements(
  network: Network,
  documents: readonly AgreementDocument[],
): Promise<void> {
  for (const document of documents) await unlessDone('AGREEMENT_EXISTS', propose(network, document));
  await network.deliver();
  const approvals = documents.flatMap(({ id, bodies }) => bodies.map((body) => approve(network, id, body)));
  await Promise.all(approvals.map((approval) => unlessDone('ALREADY_APPROVED', approval)));
  await network.deliver();
}

/** A version as it would read if only some of the cities were party to it. */
export function amongCities(document: AgreementDocument, cities: readonly string[]): AgreementDocument {
  return { ...document, bodies: document.bodies.filter((body) => cities.includes(body.city)) };
}

async function propose(network: Network, document: AgreementDocument): Promise<void> {
  await network.desk.must(`administrator@${network.cityIds[0]}`, 'proposeAgreement', { body: document });
}

async function approve(
  network: Network,
  agreementId: string,
  { city, unit }: { city: string; unit: string },
): Promise<void> {
  await network.desk.must(`administrator@${city}`, 'approveAgreement', {
    params: { agreementId },
    body: {
      unit,
      decidedOn: civilDate(network.now),
      decidedBy: 'board',
      reference: `REHEARSAL ${agreementId}/${unit}`,
    },
  });
}

async function unlessDone(code: string, work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DeskRefusal && error.code === code)) throw error;
  });
}
