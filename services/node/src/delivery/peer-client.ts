import { randomUUID } from 'node:crypto';
import { type PeerOperationId, peerContract, type SignedDocument } from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import { type SigningKey, signRequest, verifyResponse } from '@storstad/signing';
import { Pool } from 'undici';
import type { Clock } from '../clock.js';
import type { City } from '../domain/values.js';
import type { Member } from '../members.js';

/** What came of sending one message once. */
export type Sent =
  | { readonly outcome: 'answered'; readonly receipt: SignedDocument }
  /** The peer would not take this message now; others may pass. */
  | { readonly outcome: 'not-taken'; readonly problem: string }
  /** The peer cannot be reached, or it is not the peer that answers. */
  | { readonly outcome: 'unreachable'; readonly problem: string };

/** Sends the bytes of a message to a peer, freshly signed. Never throws. */
export type SendToPeer = (peer: Member, document: string, traceparent: string | null) => Promise<Sent>;

const contentType = 'application/json';
const answerWithin = 10_000;
const largestAnswer = 256 * 1024;
const deliver: PeerOperationId = 'deliverMessage';

/**
 * Makes the client for the other cities' peer doors, with one pool of connections each. Nothing is sent to a city that
 * has not signed this version of the contract.
 */
export function makePeerClient(
  key: SigningKey,
  clock: Clock,
  connections: number,
): { send: SendToPeer; close(): Promise<void> } {
  const pools = new Map<City, Pool>();
  const path = peerContract.operations.get(deliver)?.path;

  const poolFor = (peer: Member) => {
    const pool =
      pools.get(peer.city) ??
      new Pool(new URL(peer.peerUrl).origin, {
        connections,
        headersTimeout: answerWithin,
        bodyTimeout: answerWithin,
        connect: { timeout: answerWithin },
        maxResponseSize: largestAnswer,
      });
    pools.set(peer.city, pool);
    return pool;
  };

  const send: SendToPeer = async (peer, document, traceparent) => {
    if (!peer.contracts.has(peerContract.digest))
      return { outcome: 'not-taken', problem: 'CONTRACT_NOT_SIGNED' };
    const targetUri = `${peer.peerUrl}${path}`;
    const body = Buffer.from(document);
    const method = 'POST';
    const signed = signRequest({
      method,
      targetUri,
      contentType,
      body,
      key,
      now: clock.wall(),
      nonce: randomUUID(),
    });
    const headers = { 'content-type': contentType, ...signed, ...(traceparent ? { traceparent } : {}) };
    try {
      const answer = await poolFor(peer).request({
        method,
        path: new URL(targetUri).pathname,
        headers,
        body,
      });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const verified = await verifyResponse({
        status: answer.statusCode,
        headers: answer.headers,
        body: bytes,
        request: { method, targetUri, signature: signed.signature },
        key: peer.verifyKey,
        now: clock.wall(),
      });
      return judge(answer.statusCode, bytes, verified.ok ? null : verified.problem);
    } catch (fault) {
      return { outcome: 'unreachable', problem: faultCode(fault) };
    }
  };

  return {
    send,
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** Only a signed answer is the peer's word on this message; any other says no more than that this was no success. */
function judge(status: number, body: Buffer, signatureProblem: string | null): Sent {
  const json = parseJsonStrictly(body.toString());
  const problem = problemCode(json.ok ? json.value : undefined);
  if (signatureProblem !== null)
    return {
      outcome: 'unreachable',
      problem: status === 200 ? signatureProblem : (problem ?? `HTTP_${status}`),
    };
  if (status === 200 && json.ok) return { outcome: 'answered', receipt: json.value as SignedDocument };
  const isAboutTheMessage = status >= 400 && status < 500;
  return { outcome: isAboutTheMessage ? 'not-taken' : 'unreachable', problem: problem ?? `HTTP_${status}` };
}

/** The code of a problem answer, if it looks like one: what a stranger sends is not let into the log. */
function problemCode(answer: unknown): string | undefined {
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{3,60}$/.test(code) ? code : undefined;
}

const faultCode = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : 'NO_ANSWER';
