import './identity-provider-notices.js';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type Adapter, type AdapterPayload, type Configuration, errors, Provider } from 'oidc-provider';
import { cities, deskAudience } from './cities.js';
import { parsePersona, personaClaims } from './persona.js';

/** A running identity provider. */
export interface IdentityProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** The one password of every persona. */
export const personaSecret = 'rehearsal';

const audiences = cities.map((city) => deskAudience(city.id));
const tokenLifetimeInSeconds = 3600;

/**
 * Starts the development identity provider. Every well-formed persona exists in it, and its keys last only as long
 * as it runs. Rejects with the code EADDRINUSE when the port is taken.
 */
export async function startIdentityProvider(at: { port: number; host: string }): Promise<IdentityProvider> {
  const issuer = `http://${at.host}:${at.port}`;
  const server = createServer(new Provider(issuer, configuration()).callback());
  await listen(server, at);
  return { issuer, stop: () => close(server) };
}

function configuration(): Configuration {
  return {
    adapter: PersonaAdapter,
    jwks: { keys: [makeSigningKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    ttl: { ClientCredentials: tokenLifetimeInSeconds },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: (_, resource) => describeDesk(resource) },
    },
    extraTokenClaims: (_, token) => claimsOf(token.clientId),
  };
}

/** Clients are made up from their names; the rest is not kept, since access tokens carry all that they say. */
class PersonaAdapter implements Adapter {
  constructor(private readonly model: string) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.model !== 'Client' || !parsePersona(id)) return undefined;
    return {
      client_id: id,
      client_secret: personaSecret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    };
  }

  async upsert(): Promise<void> {}
  async findByUserCode(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
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
