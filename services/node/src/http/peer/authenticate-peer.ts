import { NonceMemory, type RequestProblem, type RequestSignature, verifyRequest } from '@storstad/signing';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../clock.js';
import type { Member, Members } from '../../members.js';

/** The city that has signed a request, and its signature, which the answer's signature covers. */
export interface SignedBy {
  readonly peer: Member;
  readonly targetUri: string;
  readonly signature: RequestSignature;
}

export type AuthenticatePeer = (
  request: FastifyRequest,
) => Promise<SignedBy | { readonly problem: RequestProblem }>;

/**
 * Checks a request's signature (RFC 9421) before anything of it is read: our own list of covered components, the digest
 * against the raw bytes, the age, and last the nonce. The address is this city's own, from its member card, never what
 * the request says. Cities that are no members have no known key.
 */
export function makeAuthenticatePeer(own: Member, members: Members, clock: Clock): AuthenticatePeer {
  const nonces = new NonceMemory();
  const peers = [...members.values()].filter((member) => member.city !== own.city);
  const peerOf = (kid: string) => peers.find((member) => member.verifyKeys.has(kid));
  const root = new URL(own.peerUrl).origin;

  return async (request) => {
    const now = clock.wall();
    const targetUri = `${root}${request.raw.url}`;
    const verified = await verifyRequest({
      method: request.method,
      targetUri,
      headers: request.headers,
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      keyFor: (kid) => peerOf(kid)?.verifyKeys.get(kid),
      now,
      isNonceNew: (kid, nonce, expires) => nonces.isNew(kid, nonce, expires, now),
    });
    if (!verified.ok) return { problem: verified.problem };
    const peer = peerOf(verified.kid);
    return peer ? { peer, targetUri, signature: verified.signature } : { problem: 'KEY_UNKNOWN' };
  };
}
