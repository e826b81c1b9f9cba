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
  for (const document of documents) await unlessDone('AGREEMENT_EXISTS', proposeAgreement(network, document));
  await network.deliver();
  const approvals = documents.flatMap(({ id, bodies }) =>
    bodies.map((body) => approveAgreement(network, id, body)),
  );
  await Promise.all(approvals.map((approval) => unlessDone('ALREADY_APPROVED', approval)));
  await network.deliver();
}

/** Places of a city in an extension. Ours, not of the sources: enough for the demo and for what one tries out beside it. */
export const extendedLimit = 4;

/** A version for a later year, on the same terms but for the number of places. */
export function extendAgreement(document: AgreementDocument, year: number): AgreementDocument {
  const { quota } = document.terms;
  return {
    ...document,
    terms: { ...document.terms, quota: { ...quota, limit: extendedLimit } },
    id: String(year),
    title: document.title.replace(document.id, String(year)),
    validFrom: `${year}-01-01`,
    validUntil: `${year + 1}-01-01`,
  };
}

/** A version as it would read if only some of the cities were party to it. */
export function amongCities(document: AgreementDocument, cities: readonly string[]): AgreementDocument {
  return { ...document, bodies: document.bodies.filter((body) => cities.includes(body.city)) };
}

/** The first city's administrator proposes a version. */
export async function proposeAgreement(network: Network, document: AgreementDocument): Promise<void> {
  await network.desk.must(`administrator@${network.cityIds[0]}`, 'proposeAgreement', { body: document });
}

/** A body's own administrator records that it has approved a version. */
export async function approveAgreement(
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
