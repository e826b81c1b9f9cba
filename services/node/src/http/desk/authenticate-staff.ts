import { createPublicKey, type JsonWebKey } from 'node:crypto';
import fastifyJwt, { type TokenOrHeader } from '@fastify/jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import buildGetJwks from 'get-jwks';
import type { Config } from '../../config.js';
import { type Arrival, arrivalFrom } from '../arrival.js';

const asPem = { type: 'spki', format: 'pem' } as const;

/**
 * Lets @fastify/jwt verify access tokens: against the provider's published keys, with the one algorithm that is
 * configured, for this audience and issuer. The machine's clock counts, whatever a rehearsal clock says.
 */
export function useStaffTokens(
  app: FastifyInstance,
  config: Pick<Config, 'issuer' | 'audience' | 'tokenAlgorithm'>,
): { ready(): Promise<boolean> } {
  const jwks = buildGetJwks({ issuersWhitelist: [config.issuer], providerDiscovery: true, ttl: 300_000 });
  const pems = new WeakMap<JsonWebKey, string>();
  const pemOf = (jwk: JsonWebKey) => {
    const pem = pems.get(jwk) ?? String(createPublicKey({ format: 'jwk', key: jwk }).export(asPem));
    pems.set(jwk, pem);
    return pem;
  };
  app.register(fastifyJwt, {
    decode: { complete: true },
    secret: async (_request: FastifyRequest, token: TokenOrHeader) => {
      const { kid } = 'header' in token ? token.header : token;
      const key = { kid: String(kid), alg: config.tokenAlgorithm, domain: config.issuer };
      return pemOf(await withinTime(jwks.getJwk(key)));
    },
    verify: {
      algorithms: [config.tokenAlgorithm],
      allowedIss: config.issuer,
      allowedAud: config.audience,
      requiredClaims: ['exp', 'iss', 'aud', 'sub'],
    },
  });
  return { ready: () => providerAnswers(config.issuer) };
}

const answersWithinMs = 3_000;

/** The identity provider's keys cannot be had, so nobody can be let in; that is not the caller's fault. */
class ProviderSilent extends Error {}

/** The key that a token names, unless the provider cannot be reached or takes too long. */
async function withinTime<T>(key: Promise<T>): Promise<T> {
  const { promise: silence, timer } = rejectLater(answersWithinMs);
  try {
    return await Promise.race([key, silence]);
  } catch (fault) {
    const isTheCallers = fault instanceof Error && 'code' in fault && fault.code === 'JWK_NOT_FOUND';
    throw isTheCallers ? fault : new ProviderSilent();
  } finally {
    clearTimeout(timer);
  }
}

function rejectLater(ms: number): { readonly promise: Promise<never>; readonly timer: NodeJS.Timeout } {
  let reject: (fault: Error) => void = () => undefined;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  return { promise, timer: setTimeout(() => reject(new ProviderSilent()), ms) };
}

/** Whether the identity provider answers, so that staff can be let in. */
async function providerAnswers(issuer: string): Promise<boolean> {
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(2_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * The member of staff behind a request's token, or why nobody is let in. The organisation in the claim must be this
 * city's.
 */
export async function authenticateStaff(
  request: FastifyRequest,
  organisationNumber: string,
): Promise<Arrival | 'NOT_AUTHENTICATED' | 'NOT_READY'> {
  try {
    const claims = await request.jwtVerify<Record<string, unknown>>();
    return arrivalFrom(claims, organisationNumber) ?? 'NOT_AUTHENTICATED';
  } catch (fault) {
    return fault instanceof ProviderSilent ? 'NOT_READY' : 'NOT_AUTHENTICATED';
  }
}
