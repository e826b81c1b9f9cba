import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Role } from '@storstad/contract';

/** A member of staff of the city whose desk is asked. */
export interface StaffMember {
  readonly roles: readonly (Role | string)[];
  readonly units: readonly string[];
}

/** What a token can be made to say that it should not. */
export interface TokenChanges {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  /** Makes the signature over the token's first two parts. */
  readonly signature?: (text: string) => Buffer;
}

/** A level of assurance that is high enough. */
export const loa3 = 'http://id.elegnamnden.se/loa/1.0/loa3';

export const staff = (role: Role, ...units: string[]): StaffMember => ({ roles: [role], units });

const kid = 'test';

/** An identity provider over HTTP, whose private key the tests hold, so that they can forge any token. */
export async function startIdentityProvider() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = {
    ...createPublicKey(privateKey).export({ format: 'jwk' }),
    kty: 'EC',
    alg: 'ES256',
    use: 'sig',
    kid,
  };
  /** How it behaves; a test can change it. */
  const behaviour = {
    isSilent: false,
    /** The token endpoint's answer to a code. */
    answerCode: (_form: URLSearchParams, response: ServerResponse): void => void response.destroy(),
    /** Said in its metadata beside what is always there. */
    about: (issuer: string): object => ({
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      end_session_endpoint: `${issuer}/log-out`,
    }),
  };
  const server = createServer(async (request, response) => {
    if (behaviour.isSilent) return request.socket.destroy();
    const issuer = `http://${request.headers.host}`;
    response.setHeader('content-type', 'application/json');
    if (request.url === '/token')
      return behaviour.answerCode(new URLSearchParams(await text(request)), response);
    const about = { issuer, jwks_uri: `${issuer}/jwks`, ...behaviour.about(issuer) };
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [jwk] } : about));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    publicKey: createPublicKey(privateKey),
    token: (member: StaffMember, organisation: string, audience: string, changes: TokenChanges = {}) =>
      makeToken(privateKey, claimsOf(member, organisation, { iss: issuer, aud: audience }), changes),
    behaviour,
    /** An ID token that holds for a minute, of a social worker who has just shown who they are, but for the changes. */
    idToken: (organisation: string, audience: string, changes: TokenChanges = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = claimsOf(staff('social-worker', 'JARVA'), organisation, { iss: issuer, aud: audience });
      const times = { iat: now, exp: now + 60, auth_time: now };
      return makeToken(privateKey, { ...claims, ...times, acr: loa3, name: 'Testperson A' }, changes);
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type IdentityProvider = Awaited<ReturnType<typeof startIdentityProvider>>;

const claimsOf = (
  { roles, units }: StaffMember,
  organisation: string,
  who: { iss: string; aud: string },
) => ({
  ...who,
  sub: `test-${roles.join('-')}`,
  exp: Math.floor(Date.now() / 1000) + 3600,
  roles,
  units,
  'https://id.oidc.se/claim/orgAffiliation': `test@${organisation.replace('-', '')}`,
});

function makeToken(key: KeyObject, claims: object, changes: TokenChanges): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = { alg: 'ES256', typ: 'JWT', kid, ...changes.header };
  const text = `${part(header)}.${part({ ...claims, ...changes.claims })}`;
  const es256 = (signed: string) => sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${(changes.signature ?? es256)(text).toString('base64url')}`;
}
