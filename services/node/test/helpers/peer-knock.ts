import { readdirSync, readFileSync } from 'node:fs';
import type { SealedContent } from '@storstad/contract';
import { canonicalJson } from '@storstad/evidence';
import { fetchJson } from './ask-desk.js';
import { administrator, agreementAmong, approvalBy, lowThreat, needs } from './case-work.js';
import type { CityNode } from './city-nodes.js';
import { type HandMadeCity, signDocumentByHand } from './hand-made-city.js';
import type { Plan } from './rfc9421.js';

/** What is sent to a peer door, byte for byte. */
export interface Knock {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: string;
}

/** Sends a request to where a node's peer door really is. */
export const knock = (to: CityNode, { body, headers, path = '/peer/v1/messages', method = 'POST' }: Knock) =>
  fetchJson(`http://127.0.0.1:${to.peerDoor.port}${path}`, { method: method as 'POST', headers, body });

/** A request with a body, signed by hand. */
export const signedKnock = (by: HandMadeCity, to: CityNode, body: Buffer, plan?: Plan): Knock => ({
  body,
  headers: by.signed(to.node.own, body, to.node.clock.wall(), plan),
});

/** Hands a message over; the answer is the receipt or the problem. */
export const handOver = (by: HandMadeCity, to: CityNode, message: object) =>
  knock(to, signedKnock(by, to, by.document(message)));

/** What a receipt says. */
export const readReceipt = ({ body }: { body: { payload: string } }) =>
  JSON.parse(Buffer.from(body.payload, 'base64url').toString());

/** What a city asks when it asks for a place. */
export const request = (
  changes: Partial<SealedContent<'referral-requested'>> = {},
): SealedContent<'referral-requested'> => ({
  referralId: '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11',
  unit: 'JARVA',
  kind: 'defector',
  slot: { agreement: '2025', number: 1, limit: 2 },
  requestedOn: '2025-01-13',
  sentAt: '2025-01-13T08:00:00.000Z',
  policeReference: 'K-1-25',
  threat: lowThreat as SealedContent<'referral-requested'>['threat'],
  needs: needs as SealedContent<'referral-requested'>['needs'],
  ...changes,
});

/** Concludes an agreement between Malmö's node and a Stockholm that is made by hand. */
export async function agreeByHand(malmo: CityNode, stockholm: HandMadeCity): Promise<void> {
  const document = agreementAmong(['stockholm', 'malmo']);
  const { digest } = await malmo.must(administrator, 'proposeAgreement', { body: document });
  // The city signs with the approval that completes its bodies.
  const signed = signDocumentByHand(canonicalJson(document), 'storstad-agreement+json', stockholm.key);
  const params = { agreementId: '2025' };
  await malmo.must(administrator, 'approveAgreement', { params, body: approvalBy('ASN') });
  let previous: string | null = null;
  for (const unit of ['JARVA', 'FARSTA']) {
    const approval = { agreementId: '2025', digest, city: 'stockholm', ...approvalBy(unit) };
    const thread = 'agreements/2025';
    const content = { approval, ...(unit === 'FARSTA' ? { signed } : {}) };
    const told = stockholm.message(malmo.node.own, 'agreement-approved', content, { thread, previous });
    const { outcome, messageDigest } = readReceipt(await handOver(stockholm, malmo, told));
    if (outcome !== 'accepted') throw new Error('Malmö has not taken the approval');
    previous = messageDigest;
  }
}

interface VectorRequest {
  readonly method: string;
  readonly targetUri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Vector {
  readonly name: string;
  readonly now: string;
  readonly expect: string;
  readonly requests: readonly Knock[];
}

const vectorsFolder = new URL('../../../../openapi/vectors/', import.meta.url);
const readVectorFile = (name: string) => JSON.parse(readFileSync(new URL(name, vectorsFolder), 'utf8'));

/** The keys that the vectors are signed with. */
export const vectorKeys: Readonly<Record<string, object>> = readVectorFile('keys.json').keys;

/** Every file of openapi/vectors, as requests to send. */
export const vectors: readonly Vector[] = readdirSync(vectorsFolder)
  .filter((name) => name !== 'keys.json')
  .map(readVectorFile)
  .map(({ name, now, expect, request, requests = [request] }) => ({
    name,
    now,
    expect,
    requests: requests.map((each: VectorRequest) => ({
      body: Buffer.from(each.body, 'base64'),
      headers: each.headers,
      path: new URL(each.targetUri).pathname,
      method: each.method,
    })),
  }));
