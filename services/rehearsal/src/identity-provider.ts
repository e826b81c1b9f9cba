import './identity-provider-notices.js';
import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AdapterPayload,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { cities, deskAudience } from './cities.js';
import { addLogInPages, logOutPage } from './log-in-pages.js';
import { memoryAdapter } from './memory-adapter.js';
import { levels, logInClaims, parseLogIn, parsePersona, personaClaims, personaSecret } from './persona.js';

/** A running identity provider. */
export interface IdentityProvider {
  readonly issuer: string;
  /** From now on the pages of a city can send people here to log in. */
  registerPages(pages: PagesClient): void;
  stop(): Promise<void>;
}

/** What the identity provider knows of a city's pages. */
export interface PagesClient {
  readonly clientId: string;
  readonly origin: string;
  /** With which the pages sign who they are. */
  readonly publicKey: JsonWebKey;
}

const audiences = cities.map((city) => deskAudience(city.id));
const tokenLifetimeInSeconds = 3600;

/**
 * Starts the development identity provider. Every well-formed persona exists in it, and its keys last only as long
 * as it runs. Port 0 is any that is free. Rejects with the code EADDRINUSE when the port is taken.
 */
export async function startIdentityProvider(at: { port: number; host: string }): Promise<IdentityProvider> {
  const server = createServer();
  await listen(server, at);
  const issuer = `http://${at.host}:${(server.address() as AddressInfo).port}`;
  const pages = new Map<string, PagesClient>();
  const provider = new Provider(issuer, configuration(pages));
  addLogInPages(provider);
  server.on('request', provider.callback());
  return {
    issuer,
    registerPages: (client) => void pages.set(client.clientId, client),
    stop: () => close(server),
  };
}

function configuration(pages: ReadonlyMap<string, PagesClient>): Configuration {
  const findClient = (id: string) => personaClient(id) ?? pagesClient(pages.get(id));
  return {
    adapter: memoryAdapter(findClient),
    jwks: { keys: [makeSigningKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    ttl: {
      ClientCredentials: tokenLifetimeInSeconds,
      IdToken: 300,
      Session: 86_400,
      Interaction: 600,
      Grant: 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      claimsParameter: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: (_, resource) => describeDesk(resource) },
      rpInitiatedLogout: { enabled: true, logoutSource: logOutPage },
    },
    extraTokenClaims: (_, token) => claimsOf(token.clientId),
    acrValues: Object.values(levels),
    claims: {
      openid: ['sub'],
      acr: null,
      auth_time: null,
      roles: null,
      units: null,
      'https://id.oidc.se/scope/naturalPersonOrgId': ['name', 'https://id.oidc.se/claim/orgAffiliation'],
    },
    findAccount: (_, id) => findAccount(id),
    interactions: { url: (_, { uid }) => `/interaction/${uid}`, policy: askWhoItIs() },
    loadExistingGrant: grantWithoutQuestion,
  };
}

function personaClient(id: string): AdapterPayload | undefined {
  if (!parsePersona(id)) return undefined;
  return {
    client_id: id,
    client_secret: personaSecret,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
}

function pagesClient(pages: PagesClient | undefined): AdapterPayload | undefined {
  if (!pages) return undefined;
  return {
    client_id: pages.clientId,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [pages.publicKey] },
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [`${pages.origin}/log-in/callback`],
    post_logout_redirect_uris: [`${pages.origin}/logged-out`],
  };
}

function findAccount(accountId: string) {
  const logIn = parseLogIn(accountId);
  return logIn && { accountId, claims: () => ({ sub: accountId, ...logInClaims(logIn) }) };
}

/**
 * Who it is is asked at each log-in, since one person plays all parts in one browser. Whoever cannot show the level of
 * assurance that was asked for is let through all the same: it is for the pages to refuse them.
 */
function askWhoItIs() {
  const policy = interactionPolicy.base();
  const checks = policy.get('login')?.checks;
  checks?.remove('essential_acrs');
  checks?.add(
    new interactionPolicy.Check('each_time', 'Each log-in asks who it is', (ctx) => !ctx.oidc.result?.login),
  );
  return policy;
}

/** Nobody is asked whether a city's own pages may know who they are. */
async function grantWithoutQuestion({ oidc }: KoaContextWithOIDC) {
  const { provider, client, session, requestParamScopes, requestParamClaims } = oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...requestParamScopes].join(' '));
  grant.addOIDCClaims([...requestParamClaims]);
  await grant.save();
  return grant;
}

function describeDesk(resource: string) {
  if (!audiences.includes(resource))
    throw new errors.InvalidTarget(`no such desk; known are ${audiences.join(', ')}`);
  return {
    scope: '',
    audience: resource,
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: tokenLifetimeInSeconds,
    jwt: { sign: { alg: 'ES256' as const } },
  };
}

function claimsOf(clientId: string | undefined): Record<string, unknown> {
  const persona = parsePersona(clientId ?? '');
  return persona ? personaClaims(persona) : {};
}

function makeSigningKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kty: 'EC', alg: 'ES256', use: 'sig' };
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
